//! Redactions (Schwärzung): a text is taken out of what was recorded, or a file erased; where the text still stands is told.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};
use uuid::Uuid;

use domain::error::{Error, Result};
use store::{Author, IdempotencyKey, Redacted, Redaction, Store};

use super::frozen_texts::files_with;

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
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RedactionResult {
    /// The number of the change that records it.
    #[schema(minimum = 0)]
    pub change: i64,
    /// Of how many versions.
    #[schema(minimum = 0)]
    pub versions: usize,
    /// Of how many reasons.
    #[schema(minimum = 0)]
    pub reasons: usize,
    /// How many files were erased.
    #[schema(minimum = 0)]
    pub files: usize,
    /// Files of reports in which the text still stands, by their SHA-256: erase those that must go.
    #[schema(schema_with = frozen_files)]
    pub frozen: Vec<String>,
}

fn frozen_files() -> RefOr<Schema> {
    let description = "Files of reports in which the text still stands, by their SHA-256: erase those that must go.";
    let sha256 = ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[0-9a-f]{64}$"));
    ArrayBuilder::new().description(Some(description)).items(sha256).into()
}

impl RedactionResult {
    fn new(redacted: &Redacted, frozen: Vec<String>) -> Self {
        let Redacted { change, versions, reasons, files } = *redacted;
        Self { change, versions, reasons, files, frozen }
    }
}

/// What a request comes to, once it is clear that it asks for one thing.
enum Wanted {
    /// A file is erased, by its SHA-256.
    Erase(String),
    /// A text is taken out.
    TakeOut(Redaction),
}

impl RedactionRequest {
    fn wanted(self) -> Result<Wanted> {
        let Self { text, replacement, resource, change, file } = self;
        let somewhere = resource.is_some() || change.is_some();
        match (file, text) {
            (Some(file), None) if !somewhere => Ok(Wanted::Erase(file)),
            (Some(_), _) => Err(Error::invalid("/file", "is erased as a whole: leave out everything else")),
            (None, None) => Err(Error::invalid("/text", "is required, or file")),
            (None, Some(_)) if !somewhere => Err(Error::invalid("", "needs one of: resource, change")),
            (None, Some(text)) => {
                let replacement = replacement.unwrap_or_else(|| REPLACEMENT.to_owned());
                Ok(Wanted::TakeOut(Redaction { text, replacement, resource, change }))
            }
        }
    }
}

/// Takes a text out of what was recorded, or erases a file. A request that is repeated with its key is carried out once;
/// where the text still stands is looked up each time.
///
/// # Errors
/// `Invalid` when the request asks for nothing or too much, when the text stands nowhere there, or when what is left would
/// break rules; a conflict when something cannot be redacted; `KeyReused`, `Busy`.
pub fn redact(
    store: &Store,
    author: &Author,
    once: Option<&IdempotencyKey>,
    request: RedactionRequest,
) -> Result<RedactionResult> {
    match request.wanted()? {
        Wanted::Erase(file) => Ok(RedactionResult::new(&store.erase(author, once, &file)?, Vec::new())),
        Wanted::TakeOut(redaction) => {
            let redacted = store.redact(author, once, &redaction)?;
            let frozen = store.read(|reading| files_with(reading, &redaction.text))?;
            Ok(RedactionResult::new(&redacted, frozen))
        }
    }
}
