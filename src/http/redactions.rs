//! Redactions: a name that got into a text or a reason is taken out; the ledger says that it was, and stays verifiable.

use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use domain::error::Error;
use domain::payload;
use store::{Redacted, Redaction};

use super::body::Body;
use super::endpoint::{Endpoint, Operation};
use super::etag::Answer;
use super::once::{once, with_key};
use super::params::Params;
use super::{App, blocking, reports};
use crate::http::caller::Allowed;
use crate::http::params::reason;
use crate::http::problem::ApiResult;
use application::access::permission::Administer;

/// What stands where something was taken out, unless the request says otherwise.
const REPLACEMENT: &str = "[entfernt]";

/// What is to be taken out (Schwärzung), and of what.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"text": "Erika Mustermann", "resource": "0187bcd2-5c00-7000-8000-000000000001"}))]
pub struct RedactionRequest {
    /// What must not be read any more, in a resource or a reason.
    #[schema(min_length = 2, max_length = 1000)]
    pub text: Option<String>,
    /// What stands in its place; `[entfernt]` without it.
    #[schema(min_length = 1, max_length = 1000)]
    pub replacement: Option<String>,
    /// Of every version of this resource, and of the reasons given for them.
    pub resource: Option<Uuid>,
    /// Of the reason of this change.
    #[schema(minimum = 1)]
    pub change: Option<i64>,
    /// A file that is erased as a whole (an attachment, a document of a report), by its SHA-256; then nothing else is given.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub file: Option<String>,
}

/// What was taken out, and where the text still stands.
#[derive(Clone, Debug, Serialize)]
struct Done {
    #[serde(flatten)]
    redacted: Redacted,
    frozen: Vec<String>,
}

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let example = json!({
        "text": "Erika Mustermann", "resource": "0187bcd2-5c00-7000-8000-000000000001",
    });
    let whole = json!({"type": "integer", "minimum": 0});
    let operation = Operation::new("createRedaction", "changes", "Take a text out of what was recorded")
        .description(
            "For erasing personal data. The text is replaced in every version of the resource and in reasons, for every \
             `knownAt`; the redaction is itself a recorded change, and the chain stays valid. Kept first answers that \
             contain the text are dropped. Slugs and keys cannot be redacted. What stands in a file cannot be replaced: \
             the file is erased, and its hash stays. `frozen` names the files of reports in which the text still \
             stands; attachments are not searched.",
        )
        .needs::<Administer>()
        .shared(&["change-reason", "idempotency-key"])
        .body("application/json", json!({"$ref": "#/components/schemas/RedactionRequest"}), example)
        .answer(201, "Taken out.", json!({
            "type": "object", "required": ["change", "versions", "reasons", "files", "frozen"],
            "properties": {
                "change": whole, "versions": whole, "reasons": whole, "files": whole,
                "frozen": {
                    "type": "array", "items": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                    "description": "Files of reports in which the text still stands, by their SHA-256: erase those that must go.",
                },
            },
        }))
        .example(json!({"change": 40, "versions": 2, "reasons": 0, "files": 0, "frozen": []}))
        .problem(409);
    let path = "/v1/redactions".into();
    vec![Endpoint { method: Method::POST, path, route: || web::to(create), operation }]
}

async fn create(
    Allowed(may): Allowed<Administer>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
    body: Body,
) -> ApiResult<HttpResponse> {
    params.done()?;
    let once = once(&request, Some(&body))?;
    let (author, wanted): (_, RedactionRequest) = (may.author(reason(&request)?)?, payload::body(body.take()?)?);
    let somewhere = wanted.resource.is_some() || wanted.change.is_some();
    let RedactionRequest { file, text, .. } = wanted;
    let text = match (file, text) {
        (Some(file), None) if !somewhere => {
            let erase = move || app.store.erase(&author, once.as_ref(), &file).map_err(|e| with_key(e, once.as_ref()));
            let done = Done { redacted: blocking(erase).await?, frozen: Vec::new() };
            return Ok(Answer::json(&done)?.answer(StatusCode::CREATED));
        }
        (Some(_), _) => return Err(Error::invalid("/file", "is erased as a whole: leave out everything else").into()),
        (None, None) => return Err(Error::invalid("/text", "is required, or file").into()),
        (None, Some(_)) if !somewhere => return Err(Error::invalid("", "needs one of: resource, change").into()),
        (None, Some(text)) => text,
    };
    let redaction = Redaction {
        text,
        replacement: wanted.replacement.unwrap_or_else(|| REPLACEMENT.to_owned()),
        resource: wanted.resource,
        change: wanted.change,
    };
    let done = blocking(move || {
        let done = app.store.redact(&author, once.as_ref(), &redaction);
        let redacted = done.map_err(|error| with_key(error, once.as_ref()))?;
        let frozen = app.store.read(|reading| reports::files_with(reading, &redaction.text))?;
        Ok::<_, Error>(Done { redacted, frozen })
    })
    .await?;
    Ok(Answer::json(&done)?.answer(StatusCode::CREATED))
}
