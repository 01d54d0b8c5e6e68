//! Problems: what a client reads when something is wrong (RFC 9457), and the register of all of them.

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use domain::error::{CLOCK_LEAPT, Conflict, Error, Violation};

/// What is wrong (RFC 9457).
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "type": "urn:sachstand:problem:invalid-content", "title": "The content breaks rules", "status": 422,
    "detail": "1 violation", "violations": [{"pointer": "/shortName", "detail": "is required"}]
}))]
pub struct Problem {
    /// Which problem: `urn:sachstand:problem:` and its name in the register of docs/API-DESIGN.md.
    #[serde(rename = "type")]
    pub problem_type: String,
    /// The same for a person; always the same for one type.
    pub title: &'static str,
    /// HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What happened this time.
    pub detail: String,
    /// Everything that is wrong, with its place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub violations: Vec<Violation>,
    /// Further members that help to resolve it: `referrers`, `laterSlices`, `possible` …
    #[serde(flatten)]
    #[schema(ignore)]
    pub members: Map<String, Value>,
}

/// What the register says of a problem.
#[derive(Clone, Copy, Debug)]
pub struct Registered {
    /// HTTP status.
    pub status: u16,
    /// The end of its type URI.
    pub name: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What its reader can do about it.
    pub remedy: &'static str,
}

const fn problem(status: u16, name: &'static str, title: &'static str, remedy: &'static str) -> Registered {
    Registered { status, name, title, remedy }
}

/// The register: every problem there is. Of several with one status, the first stands for those that have no other name.
pub const REGISTER: &[Registered] = &[
    problem(
        400,
        "bad-request",
        "The request cannot be understood",
        "say it properly: parameters, headers or syntax are wrong",
    ),
    problem(401, "unauthenticated", "A valid token is needed", "bring a valid token"),
    problem(403, "forbidden", "This caller may not do that", "ask somebody whose roles allow it, or for more roles"),
    problem(404, "not-found", "There is nothing here", "look elsewhere: there is nothing here that you may see"),
    problem(405, "method-not-allowed", "This method is not possible here", "see `Allow`"),
    problem(406, "not-acceptable", "No such representation", "ask for an offered representation"),
    problem(
        409,
        "later-slices",
        "Something else holds later",
        "give `validTo`, or write from a later day (`laterSlices`)",
    ),
    problem(409, "impossible-move", "This cannot follow", "choose one of `possible`"),
    problem(409, "referred-to", "Something refers to it", "change the `referrers` first"),
    problem(409, "name-taken", "The name is taken", "choose another slug or key"),
    problem(409, "settled", "It is settled", "supersede it instead"),
    problem(409, "nothing-there", "Nothing holds there", "choose days on which something holds"),
    problem(409, "built-in", "It belongs to the project", "leave it: it comes with the kind of the project"),
    problem(
        409,
        "definition-break",
        "The definition changes within the period",
        "ask for the days on one side of `breaks`, or send `acrossBreaks=true`",
    ),
    problem(409, "ambiguous", "Several fit", "retract all but one of `observations`, or name one by its id"),
    problem(
        409,
        "still-running",
        "The first request may still be under way",
        "repeat it with the same `Idempotency-Key`",
    ),
    problem(
        409,
        "many-would-end",
        "An unusual number of services would end",
        "check the file; if it is right, repeat it with `force=true`",
    ),
    problem(
        409,
        "other-snapshot",
        "Something else was submitted",
        "read the report again, approve the `snapshot` that was submitted last",
    ),
    problem(409, "not-decided", "The meeting has not decided", "enter resolution or outcome of the agenda item first"),
    problem(
        409,
        "hidden-since",
        "Something in the report was hidden or redacted",
        "return the report, submit it again: then it tells what its readers may see now",
    ),
    problem(
        409,
        "incomplete",
        "The report is not complete",
        "mend what `findings` names, or let it pass in `overrides` with an explanation, which the report prints",
    ),
    problem(410, "withdrawn", "The report was withdrawn", "see `explanation`; the hashes in `files` are what is left"),
    problem(410, "erased", "The file was erased", "ask the administration: its hash is still known"),
    problem(412, "stale", "The resource has changed since it was read", "read again, repeat"),
    problem(
        413,
        "too-large",
        "The body is too large",
        "send less than 1 MiB (a file to be imported: less than the limit that `detail` names)",
    ),
    problem(
        415,
        "unsupported-media-type",
        "The body is of the wrong type",
        "send `application/json` in UTF-8, not compressed; a file to be imported also as `text/csv`",
    ),
    problem(422, "invalid-content", "The content breaks rules", "mend what `violations` names"),
    problem(422, "rows-refused", "Rows are refused", "mend the rows that `links.refused` lists, import all again"),
    problem(422, "key-reused", "The key belongs to another request", "choose a new `Idempotency-Key`"),
    problem(428, "precondition-required", "If-Match is required", "send `If-Match` with the ETag that you read"),
    problem(500, "internal", "A fault of the service", "tell the operator"),
    problem(503, "unavailable", "Not available at the moment", "try again in a moment"),
    problem(503, "clock-leapt", "The clock has leapt", "read on; write when the operator has set the clock right"),
];

/// Why a request is not answered: something that the house refuses, or something that is a matter of HTTP alone.
#[derive(Debug)]
pub enum ApiError {
    /// The house refuses it.
    House(Error),
    /// Ask for another representation (406).
    NotAcceptable(&'static str),
    /// Use one of the methods that `Allow` names (405).
    MethodNotAllowed,
    /// Send it as something else (415).
    UnsupportedMediaType(&'static str),
    /// Read first: `If-Match` is missing (428).
    PreconditionRequired,
}

/// What a handler answers.
pub type ApiResult<T> = Result<T, ApiError>;

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        Self::House(error)
    }
}

/// A problem before it is written down: its status, what happened, and the name in the register where the status alone
/// does not tell it.
struct Told {
    status: u16,
    detail: String,
    code: Option<&'static str>,
    violations: Vec<Violation>,
    members: Map<String, Value>,
}

impl Told {
    fn new(status: u16, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), code: None, violations: Vec::new(), members: Map::new() }
    }

    fn violations(status: u16, violations: &[Violation]) -> Self {
        let detail = match violations {
            [only] => only.to_string(),
            all => format!("{} violations", all.len()),
        };
        Self { violations: violations.to_vec(), ..Self::new(status, detail) }
    }

    fn conflict(status: u16, conflict: &Conflict) -> Self {
        let (code, members) = (Some(conflict.code), conflict.members.clone());
        Self { code, members, ..Self::new(status, conflict.detail.clone()) }
    }

    fn of(error: &ApiError) -> Self {
        match error {
            ApiError::House(error) => Self::of_house(error),
            ApiError::NotAcceptable(offered) => Self::new(406, format!("offered are: {offered}")),
            ApiError::MethodNotAllowed => Self::new(405, "see the Allow header for the methods that are possible"),
            ApiError::UnsupportedMediaType(wanted) => Self::new(415, format!("send the body as {wanted}")),
            ApiError::PreconditionRequired => {
                Self::new(428, "send If-Match with the ETag that you read; '*' does not count")
            }
        }
    }

    fn of_house(error: &Error) -> Self {
        match error {
            Error::BadRequest(violations) => Self::violations(400, violations),
            Error::Invalid(violations) => Self::violations(422, violations),
            Error::NotFound => Self::new(404, "there is nothing here that you may see"),
            Error::Unauthenticated(why) => Self::new(401, *why),
            Error::Forbidden(why) => Self::new(403, *why),
            Error::Stale => Self::new(412, "read the resource again and repeat the change on its present state"),
            Error::Conflict(conflict) => Self::conflict(409, conflict),
            Error::Gone(conflict) => Self::conflict(410, conflict),
            Error::RowsRefused(conflict) => Self::conflict(422, conflict),
            Error::TooLarge(limit) => Self::new(413, format!("the body may have at most {limit} bytes")),
            Error::KeyReused => Self {
                code: Some("key-reused"),
                ..Self::new(422, "another request had this Idempotency-Key; choose a new one")
            },
            Error::Busy => Self::new(503, "other writes take too long; try again in a moment"),
            Error::TooMany(what) => Self::new(503, format!("too many {what}; try again in a moment")),
            Error::ClockLeapt => Self { code: Some("clock-leapt"), ..Self::new(503, CLOCK_LEAPT) },
            Error::Unavailable(_) => Self::new(503, "the database does not answer; try again in a moment"),
            Error::Internal(_) => Self::new(500, "the fault is in the log of the service"),
        }
    }
}

impl From<&ApiError> for Problem {
    fn from(error: &ApiError) -> Self {
        let Told { status, detail, code, violations, members } = Told::of(error);
        let named = |p: &&Registered| code.map_or(p.status == status, |code| p.name == code);
        let Registered { name, title, .. } =
            REGISTER.iter().find(named).copied().unwrap_or(problem(status, code.unwrap_or("internal"), "", ""));
        let problem_type = format!("urn:sachstand:problem:{name}");
        Self { problem_type, title, status, detail, violations, members }
    }
}

impl std::fmt::Display for ApiError {
    /// The class alone: what is inside belongs into the log and nowhere else.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(Problem::from(self).title)
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(Problem::from(self).status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        if let Self::House(Error::Internal(cause) | Error::Unavailable(cause)) = self {
            log::error!("{cause:?}");
        }
        let problem = Problem::from(self);
        let mut answer = HttpResponse::build(self.status_code());
        answer.insert_header((CONTENT_TYPE, "application/problem+json"));
        match self {
            Self::House(Error::Unauthenticated(_)) => {
                answer.insert_header((WWW_AUTHENTICATE, "Bearer realm=\"sachstand\""));
            }
            Self::House(Error::Unavailable(_) | Error::Busy | Error::TooMany(_)) => {
                answer.insert_header((RETRY_AFTER, "5"));
            }
            _ => {}
        }
        answer.body(serde_json::to_string(&problem).unwrap_or_default())
    }
}
