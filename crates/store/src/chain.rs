//! The chain: every change carries a hash over its predecessor's hash and a canonical text that names every row it
//! opened or closed, or counts them under a digest. Payloads and reasons enter as salted hashes, so that blanking one
//! leaves the chain valid.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use domain::error::{Error, Result};
use domain::time::{Bound, Moment};

/// What stands under the hash of a change, in the order of RFC 8785.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Entry {
    pub actor: Uuid,
    pub closed: List<Closed>,
    /// Files whose content was erased, by their SHA-256; absent in a change that erases none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub erased: Vec<String>,
    /// Files that are kept from now on; absent in a change that keeps none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<KeptFile>,
    pub number: i64,
    pub opened: List<Opened>,
    /// Hash of the change before; absent in the first.
    pub previous: Option<String>,
    /// Salted hash of the reason.
    pub reason: Option<String>,
    pub recorded_at: Moment,
    /// What was blanked; absent in a change that blanks nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redacted: Vec<Blanked>,
    pub subjects: List<Subject>,
}

/// How many rows, those of its three lists together, an entry names one by one. The entry of a longer change says of each
/// list how many rows it has, and their digest: it stays small however many rows an import has, and so does what a write
/// keeps in memory until it is recorded. A thousand rows make an entry of some hundred kilobytes; no change by hand has as
/// many, and what verification says of a row that is named is more exact.
pub const ROWS_LISTED: i64 = 1_000;

/// What the text of an entry is like that counts its rows; nothing else in one has that name.
pub const COUNTS: &str = "%\"opened\":{%";

/// Rows of a change in its entry: each of them, or how many there are under which digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum List<T> {
    /// Each of them.
    Named(Vec<T>),
    /// So many, with this digest.
    Counted(Counted),
}

/// What an entry says of rows that are too many to be named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Counted {
    /// How many.
    pub count: i64,
    /// SHA-256 of their canonical JSON, a line each, by id of the subject and first day.
    pub digest: String,
}

/// The three lists of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lists {
    pub closed: List<Closed>,
    pub opened: List<Opened>,
    pub subjects: List<Subject>,
}

impl Lists {
    /// Whether there is nothing in them.
    pub fn is_empty(&self) -> bool {
        self.closed.is_empty() && self.opened.is_empty() && self.subjects.is_empty()
    }
}

impl<T> List<T> {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Named(rows) => rows.is_empty(),
            Self::Counted(counted) => counted.count == 0,
        }
    }
}

impl<T: Ord> List<T> {
    fn sort(&mut self) {
        if let Self::Named(rows) = self {
            rows.sort();
        }
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(rows: Vec<T>) -> Self {
        Self::Named(rows)
    }
}

impl<T> From<Counting> for List<T> {
    fn from(counting: Counting) -> Self {
        Self::Counted(counting.counted())
    }
}

/// Counts rows and digests them, one after the other.
#[derive(Default)]
pub struct Counting {
    count: i64,
    digest: Sha256,
}

impl Counting {
    /// The next row.
    pub fn add(&mut self, row: &impl Serialize) -> Result<()> {
        self.count += 1;
        self.digest.update(canonical(row)?);
        self.digest.update("\n");
        Ok(())
    }

    /// What is to be said of the rows.
    pub fn counted(self) -> Counted {
        Counted { count: self.count, digest: hex::encode(self.digest.finalize()) }
    }
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
    pub valid_from: Bound,
}

/// A version that is what we know from now on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Opened {
    /// Salted hash of the payload.
    pub digest: String,
    pub format: i32,
    pub subject: Uuid,
    pub valid_from: Bound,
    pub valid_to: Bound,
}

/// A file that is kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeptFile {
    /// SHA-256 of its bytes in hexadecimal.
    pub sha256: String,
    /// How many bytes it has.
    pub size: i64,
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
    pub valid_from: Option<Bound>,
    /// Salted hash of what stood there before, of a version that the change which recorded it only counts: no entry names
    /// it, and the digest over all of them needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
}

impl Entry {
    /// The text under the hash: JSON in the canonical form of RFC 8785, its lists sorted.
    pub fn canonical(mut self) -> Result<String> {
        self.redacted.sort();
        self.erased.sort();
        self.files.sort();
        self.closed.sort();
        self.opened.sort();
        self.subjects.sort();
        canonical(&self)
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
            valid_from: Bound::START,
            valid_to: Bound::END,
        };
        let redacted = Blanked { digest: hash("x"), recorded_from: 1, subject: None, valid_from: None, was: None };
        for redacted in [vec![], vec![redacted]] {
            let entry = Entry {
                actor: id(7),
                closed: vec![Closed { recorded_from: 3, subject: id(2), valid_from: Bound::START }].into(),
                erased: vec![],
                files: vec![],
                number: 4,
                opened: (0..5).map(opened).collect::<Vec<_>>().into(),
                previous: Some(hash("before")),
                reason: redacted.first().map(|_| hash("reason")),
                recorded_at: Moment::from_micros(1_682_492_400_000_000),
                redacted,
                subjects: vec![Subject {
                    id: id(9),
                    key: Some("a\"b".into()),
                    parent: Some(id(1)),
                    shape: "item".into(),
                }]
                .into(),
            };
            let mut sorted = entry.clone();
            sorted.opened.sort();
            let text = entry.canonical().unwrap();
            assert_eq!(text, canonical(&sorted).unwrap());
            assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), sorted);
        }
    }

    #[test]
    fn the_text_of_an_entry_stays_what_it_was() {
        let row = Closed { recorded_from: 3, subject: Uuid::from_u128(2), valid_from: Bound::START };
        let mut counting = Counting::default();
        counting.add(&row).unwrap();
        let mut entry = Entry {
            actor: Uuid::nil(),
            closed: vec![row].into(),
            erased: vec![],
            files: vec![],
            number: 4,
            opened: vec![].into(),
            previous: None,
            reason: None,
            recorded_at: Moment::from_micros(1_682_492_400_000_000),
            redacted: vec![],
            subjects: vec![].into(),
        };
        let named = r#"{"recordedFrom":3,"subject":"00000000-0000-0000-0000-000000000002","validFrom":"start"}"#;
        let text = |closed: &str| {
            format!(
                "{{\"actor\":\"00000000-0000-0000-0000-000000000000\",\"closed\":{closed},\"number\":4,\"opened\":[],\
                 \"previous\":null,\"reason\":null,\"recordedAt\":\"2023-04-26T07:00:00Z\",\"subjects\":[]}}"
            )
        };
        assert_eq!(entry.clone().canonical().unwrap(), text(&format!("[{named}]")));
        entry.closed = counting.into();
        let counted = text(&format!(r#"{{"count":1,"digest":"{}"}}"#, hash(&format!("{named}\n"))));
        assert_eq!(entry.clone().canonical().unwrap(), counted);
        assert_eq!(serde_json::from_str::<Entry>(&counted).unwrap(), entry);
    }
}
