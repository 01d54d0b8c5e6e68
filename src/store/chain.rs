//! The chain: every change carries a hash over its predecessor's hash and a canonical text that names every row it
//! opened or closed. Payloads and reasons enter as salted hashes, so that blanking one leaves the chain valid.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::domain::error::{Error, Result};
use crate::domain::time::{Edge, Moment};

/// What stands under the hash of a change, in the order of RFC 8785.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Entry {
    pub actor: Uuid,
    pub closed: Vec<Closed>,
    pub number: i64,
    pub opened: Vec<Opened>,
    /// Hash of the change before; absent in the first.
    pub previous: Option<String>,
    /// Salted hash of the reason.
    pub reason: Option<String>,
    pub recorded_at: Moment,
    /// What was blanked; absent in a change that blanks nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redacted: Vec<Blanked>,
    pub subjects: Vec<Subject>,
}

/// A subject that begins to exist.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Subject {
    pub id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<Uuid>,
    pub shape: String,
}

/// A version that is no longer what we know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Closed {
    pub recorded_from: i64,
    pub subject: Uuid,
    pub valid_from: Edge,
}

/// A version that is what we know from now on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Opened {
    /// Salted hash of the payload.
    pub digest: String,
    pub format: i32,
    pub subject: Uuid,
    pub valid_from: Edge,
    pub valid_to: Edge,
}

/// A payload or a reason in which something was blanked, with the salted hash of what is left.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Blanked {
    /// Salted hash of what is left.
    pub digest: String,
    /// The change that recorded it.
    pub recorded_from: i64,
    /// Of which thing it is a version; absent for the reason of the change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Uuid>,
    /// First day of the version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Edge>,
}

impl Entry {
    /// The text under the hash: JSON in the canonical form of RFC 8785, its lists sorted.
    pub fn canonical(&mut self) -> Result<String> {
        self.subjects.sort();
        self.closed.sort();
        self.opened.sort();
        self.redacted.sort();
        canonical(self)
    }
}

/// JSON in the canonical form of RFC 8785.
pub fn canonical(value: &impl Serialize) -> Result<String> {
    serde_json_canonicalizer::to_string(value).map_err(Error::internal)
}

/// SHA-256 in hexadecimal.
pub fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// The salted hash under which a payload or reason enters the chain: SHA-256 of salt, line feed and text.
pub fn digest(salt: &str, text: &str) -> String {
    hash(&format!("{salt}\n{text}"))
}
