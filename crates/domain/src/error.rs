//! Errors, each named by what its reader can do about it. How they look to a client is decided in `http::problem` alone.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// What the rooms of the service answer.
pub type Result<T> = std::result::Result<T, Error>;

/// One thing wrong with a request, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Violation {
    /// JSON pointer (RFC 6901) into the body; absent when the violation is not in the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "/office")]
    pub pointer: Option<String>,
    /// Name of the query, path or header parameter; absent when the violation is in the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// What is wrong and what would be right.
    #[schema(example = "there is no office with this id")]
    pub detail: String,
    /// Which sort it is, for those parts of the service that must tell it from others; never sent.
    #[serde(skip)]
    pub kind: ViolationKind,
}

/// Sorts of violations that the service itself tells apart: a sentence is for people, and may be worded anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ViolationKind {
    /// Any other rule is broken.
    #[default]
    Rule,
    /// It refers to something that is not there, or not there yet.
    DanglingReference,
}

impl Violation {
    /// At a place of the body.
    pub fn at(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { pointer: Some(pointer.into()), detail: detail.into(), ..Self::default() }
    }

    /// In a parameter.
    pub fn of(parameter: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { parameter: Some(parameter.into()), detail: detail.into(), ..Self::default() }
    }

    /// The same, as a violation of this sort.
    #[must_use]
    pub fn of_kind(self, kind: ViolationKind) -> Self {
        Self { kind, ..self }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.pointer.as_deref().or(self.parameter.as_deref()) {
            Some("") | None => f.write_str(&self.detail),
            Some(place) => write!(f, "{place}: {}", self.detail),
        }
    }
}

/// Why a request that is well-formed cannot be carried out on what the ledger holds now.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The name of the problem, in kebab case; part of its type URI.
    pub code: &'static str,
    /// What stands against it.
    pub detail: String,
    /// Further members of the problem: the referrers, the later slices, the possible moves.
    pub members: Map<String, Value>,
}

/// Everything that can go wrong, by what the reader can do about it.
#[derive(Debug)]
pub enum Error {
    /// Say it properly: parameters, headers or syntax are wrong.
    BadRequest(Vec<Violation>),
    /// Say something else: the body is readable and breaks rules.
    Invalid(Vec<Violation>),
    /// Look elsewhere: there is nothing here that this caller may see.
    NotFound,
    /// Bring a token.
    Unauthenticated(&'static str),
    /// Ask somebody who may.
    Forbidden(&'static str),
    /// Read again: the resource has changed since.
    Stale,
    /// Change something else first.
    Conflict(Box<Conflict>),
    /// Look at what came instead: it was taken back on purpose.
    Gone(Box<Conflict>),
    /// Mend rows: some of those that were to be imported are refused, so none was.
    RowsRefused(Box<Conflict>),
    /// Send less: the body exceeds this many bytes.
    TooLarge(usize),
    /// Choose another key: another request had this `Idempotency-Key`.
    KeyReused,
    /// Try again in a moment: other writes take too long (503; with an `Idempotency-Key` 409, because one of them may be
    /// the same).
    Busy,
    /// Try again in a moment: as many as there is room for do the same.
    TooMany(&'static str),
    /// Wait until the operator has set the clock right: it has leapt, so nothing is written.
    ClockLeapt,
    /// Try again in a moment: the database does not answer.
    Unavailable(Internal),
    /// Tell the operator: a fault of the service.
    Internal(Internal),
}

/// What is said while the clock is not believed.
pub const CLOCK_LEAPT: &str = "the clock of the service has leapt, so nothing is written until it is right or an operator has \
    confirmed it; reading goes on";

/// What went wrong inside. It can be logged but not shown: it has `Debug` and no `Display`.
#[derive(Debug)]
pub struct Internal(String);

impl Error {
    /// A conflict without further members.
    pub fn conflict(code: &'static str, detail: impl Into<String>) -> Self {
        Self::conflict_with(code, detail, Map::new())
    }

    /// A conflict with the members that help to resolve it.
    pub fn conflict_with(code: &'static str, detail: impl Into<String>, members: Map<String, Value>) -> Self {
        Self::Conflict(Box::new(Conflict { code, detail: detail.into(), members }))
    }

    /// Something that was taken back, with what is still to be said of it.
    pub fn gone(code: &'static str, detail: impl Into<String>, members: Map<String, Value>) -> Self {
        Self::Gone(Box::new(Conflict { code, detail: detail.into(), members }))
    }

    /// A fault of the service, with what the log should say.
    pub fn internal(cause: impl fmt::Display) -> Self {
        Self::Internal(Internal(cause.to_string()))
    }

    /// A database that does not answer, with what the log should say.
    pub fn unavailable(cause: impl fmt::Display) -> Self {
        Self::Unavailable(Internal(cause.to_string()))
    }

    /// One wrong parameter.
    pub fn parameter(name: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::BadRequest(vec![Violation::of(name, detail)])
    }

    /// One place of the body that breaks a rule.
    pub fn invalid(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::Invalid(vec![Violation::at(pointer, detail)])
    }

    /// For the command line: a sentence for the operator, who may see everything.
    pub fn sentence(&self) -> String {
        match self {
            Self::BadRequest(v) | Self::Invalid(v) => v.iter().map(Violation::to_string).collect::<Vec<_>>().join("\n"),
            Self::Conflict(c) | Self::Gone(c) | Self::RowsRefused(c) => c.detail.clone(),
            Self::Internal(Internal(cause)) | Self::Unavailable(Internal(cause)) => cause.clone(),
            Self::NotFound => "not found".to_owned(),
            Self::ClockLeapt => CLOCK_LEAPT.to_owned(),
            other => format!("{other:?}"),
        }
    }
}
