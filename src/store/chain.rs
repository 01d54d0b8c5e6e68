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
    pub fn canonical(mut self) -> Result<String> {
        self.subjects.sort();
        self.closed.sort();
        self.opened.sort();
        self.redacted.sort();
        // The lists of an import are long: each of their rows is written and let go, so that the text is there once and
        // nothing beside it. Names are in the order of RFC 8785 already.
        let (closed, opened) = (std::mem::take(&mut self.closed), std::mem::take(&mut self.opened));
        let subjects = std::mem::take(&mut self.subjects);
        let mut text = String::with_capacity(512 + closed.len() * 140 + opened.len() * 240 + subjects.len() * 180);
        text.push_str(&format!("{{\"actor\":{},\"closed\":", canonical(&self.actor)?));
        list(&mut text, closed)?;
        text.push_str(&format!(",\"number\":{},\"opened\":", canonical(&self.number)?));
        list(&mut text, opened)?;
        let (previous, reason) = (canonical(&self.previous)?, canonical(&self.reason)?);
        text.push_str(&format!(",\"previous\":{previous},\"reason\":{reason}"));
        text.push_str(&format!(",\"recordedAt\":{}", canonical(&self.recorded_at)?));
        if !self.redacted.is_empty() {
            text.push_str(&format!(",\"redacted\":{}", canonical(&self.redacted)?));
        }
        text.push_str(",\"subjects\":");
        list(&mut text, subjects)?;
        text.push('}');
        text.shrink_to_fit();
        Ok(text)
    }
}

fn list<T: Serialize>(text: &mut String, rows: Vec<T>) -> Result<()> {
    text.push('[');
    for (n, row) in rows.into_iter().enumerate() {
        if n > 0 {
            text.push(',');
        }
        text.push_str(&canonical(&row)?);
    }
    text.push(']');
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_an_entry_is_canonical() {
        let id = Uuid::from_u128;
        let opened = |n: u128| Opened {
            digest: hash(&n.to_string()),
            format: 1,
            subject: id(n),
            valid_from: Edge::START,
            valid_to: Edge::END,
        };
        let redacted = Blanked { digest: hash("x"), recorded_from: 1, subject: None, valid_from: None };
        for redacted in [vec![], vec![redacted]] {
            let entry = Entry {
                actor: id(7),
                closed: vec![Closed { recorded_from: 3, subject: id(2), valid_from: Edge::START }],
                number: 4,
                opened: (0..5).map(opened).collect(),
                previous: Some(hash("before")),
                reason: redacted.first().map(|_| hash("reason")),
                recorded_at: Moment::from_micros(1_682_492_400_000_000),
                redacted,
                subjects: vec![Subject {
                    id: id(9),
                    key: Some("a\"b".into()),
                    parent: Some(id(1)),
                    shape: "item".into(),
                }],
            };
            let mut sorted = entry.clone();
            sorted.opened.sort();
            assert_eq!(entry.canonical().unwrap(), canonical(&sorted).unwrap());
        }
    }
}
