//! Export and import: the ledger as lines of JSON, one change each, with its recorded times and hashes.

mod restore;

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use domain::error::{Error, Result};
use domain::time::{Bound, Moment};

use super::chain::{self, Blanked, Closed, Entry, KeptFile, List, Subject};
use super::connection::{AnyConnection, database};
use super::files;
use super::find::{edge, uuid};
use super::ledger::{Store, last_change};
use super::listing::{each_closed, each_subject, keep, redactions};
use super::schema::{change, version};

/// The first line of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Header {
    /// `ledger`.
    pub sachstand: String,
    /// The version of this format.
    pub format: u32,
}

impl Header {
    /// The header that is written.
    pub fn current() -> Self {
        Self { sachstand: "ledger".into(), format: 1 }
    }
}

/// The last line of an export: an export that was cut off has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Footer {
    /// How many changes there are.
    pub changes: i64,
    /// The hash of the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<String>,
}

/// Every further line: a change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Line {
    /// Its number.
    pub number: i64,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who made it: a pseudonym.
    pub actor: Uuid,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The salt of the reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason_salt: Option<String>,
    /// The salted hash of the reason as it was given, if something was blanked in it later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason_digest: Option<String>,
    /// Its hash.
    pub hash: String,
    /// Whether what stands under the hash counts its rows, and does not name them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    counted: bool,
    /// What begins to exist.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    subjects: Vec<Subject>,
    /// What is no longer known so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    closed: Vec<Closed>,
    /// What is known from now on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    opened: Vec<Version>,
    /// What is kept from now on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    files: Vec<File>,
    /// Whose content was erased.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    erased: Vec<String>,
    /// In what something was blanked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    redacted: Vec<Blanked>,
}

/// A version with its payload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Version {
    subject: Uuid,
    valid_from: Bound,
    valid_to: Bound,
    format: i32,
    salt: String,
    /// The salted hash of the payload as it was recorded, if something was blanked in it later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    payload: Value,
}

/// A file with its content; without, if that was erased later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct File {
    sha256: String,
    size: i64,
    /// In Base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    content: Option<String>,
}

impl Store {
    /// Writes every change, in order, to `sink`.
    ///
    /// # Errors
    /// Those of `sink`.
    pub fn export(&self, mut sink: impl FnMut(&Line) -> Result<()>) -> Result<()> {
        self.connection()?.snapshot(|connection| {
            let last = last_change(connection)?.map_or(0, |(number, _)| number);
            let mut originals = Originals::new();
            for row in redactions(connection)? {
                if let (Some(subject), Some(from), Some(was)) = (row.subject, row.valid_from, row.was) {
                    // The first redaction knows what was recorded, a second one what the first had left.
                    originals.entry((row.recorded_from, subject, from)).or_insert(was);
                }
            }
            for number in 1..=last {
                sink(&line(connection, number, &originals)?)?;
            }
            Ok(())
        })
    }
}

/// The salted hashes of payloads as they were recorded, of blanked versions that no entry names: by the change that opened
/// them, subject and first day.
type Originals = BTreeMap<(i64, Uuid, Bound), String>;

fn line(connection: &mut AnyConnection, number: i64, originals: &Originals) -> Result<Line> {
    type Row = (i64, String, Option<String>, Option<String>, String, String);
    let (at, actor, reason, reason_salt, text, hash): Row = change::table
        .find(number)
        .select((change::recorded_at, change::actor, change::reason, change::reason_salt, change::entry, change::hash))
        .first(connection)
        .map_err(database)?;
    let entry: Entry = serde_json::from_str(&text).map_err(Error::internal)?;
    type Opening = (String, i32, i32, i32, String, String, String);
    let rows: Vec<Opening> = version::table
        .filter(version::recorded_from.eq(number))
        .order((version::subject.asc(), version::valid_from.asc()))
        .select((
            version::subject,
            version::valid_from,
            version::valid_to,
            version::format,
            version::salt,
            version::payload,
            version::digest,
        ))
        .load(connection)
        .map_err(database)?;
    let counted = matches!(entry.opened, List::Counted(_));
    let named: BTreeMap<(Uuid, Bound), String> =
        rows_of(entry.opened).into_iter().map(|row| ((row.subject, row.valid_from), row.digest)).collect();
    let (mut closed, mut subjects) = (rows_of(entry.closed), rows_of(entry.subjects));
    if counted {
        each_closed(connection, number, |row| keep(&mut closed, row))?;
        each_subject(connection, number, |row| keep(&mut subjects, row))?;
    }
    let opened = rows
        .into_iter()
        .map(|(subject, from, to, format, salt, payload, digest)| {
            let (subject, valid_from) = (uuid(&subject)?, edge(from)?);
            let recorded = named.get(&(subject, valid_from)).or(originals.get(&(number, subject, valid_from)));
            Ok(Version {
                subject,
                valid_from,
                digest: recorded.filter(|recorded| **recorded != digest).cloned(),
                valid_to: edge(to)?,
                format,
                salt,
                payload: serde_json::from_str(&payload).map_err(Error::internal)?,
            })
        })
        .collect::<Result<_>>()?;
    let files = entry
        .files
        .into_iter()
        .map(|KeptFile { sha256, size }| {
            let content = files::content(connection, &sha256)?.flatten().map(|bytes| BASE64.encode(bytes));
            Ok(File { sha256, size, content })
        })
        .collect::<Result<_>>()?;
    let is = reason.as_ref().zip(reason_salt.as_ref()).map(|(text, salt)| chain::digest(salt, text));
    Ok(Line {
        number,
        recorded_at: Moment::from_micros(at),
        actor: uuid(&actor)?,
        reason,
        reason_salt,
        reason_digest: if is == entry.reason { None } else { entry.reason },
        hash,
        counted,
        subjects,
        closed,
        opened,
        files,
        erased: entry.erased,
        redacted: entry.redacted,
    })
}

/// The rows that an entry names.
fn rows_of<T>(list: List<T>) -> Vec<T> {
    match list {
        List::Named(rows) => rows,
        List::Counted(_) => Vec::new(),
    }
}
