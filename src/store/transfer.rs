//! Export and import: the ledger as lines of JSON, one change each, with its recorded times and hashes.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::domain::error::{Error, Result};
use crate::domain::payload::{Reader, Shape};
use crate::domain::time::{Edge, Moment};

use super::chain::{self, Closed, Entry, Opened, Subject};
use super::connection::{AnyConnection, database};
use super::find::{edge, uuid};
use super::schema::{change, version};
use super::write::{close_version, insert_subject, insert_version};
use super::{Store, last_change};

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
    /// Its hash.
    pub hash: String,
    /// What begins to exist.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    subjects: Vec<Subject>,
    /// What is no longer known so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    closed: Vec<Closed>,
    /// What is known from now on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    opened: Vec<Version>,
}

/// A version with its payload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Version {
    subject: Uuid,
    valid_from: Edge,
    valid_to: Edge,
    format: i32,
    salt: String,
    payload: Value,
}

impl Store {
    /// Writes every change, in order, to `sink`.
    ///
    /// # Errors
    /// Those of `sink`.
    pub fn export(&self, mut sink: impl FnMut(&Line) -> Result<()>) -> Result<()> {
        self.connection()?.snapshot(|connection| {
            let last = last_change(connection)?.map_or(0, |(number, _)| number);
            for number in 1..=last {
                sink(&line(connection, number)?)?;
            }
            Ok(())
        })
    }

    /// Restores changes into an empty ledger, all of them or none. Returns how many.
    ///
    /// # Errors
    /// A conflict when the ledger is not empty; `Invalid` with the first line that does not fit.
    pub fn import(&self, lines: impl Iterator<Item = Result<Line>>) -> Result<i64> {
        self.exclusive(|connection| {
            if last_change(connection)?.is_some() {
                return Err(Error::conflict(
                    "not-empty",
                    "this ledger is not empty; import restores into an empty one",
                ));
            }
            let mut restored = Restored::default();
            for line in lines {
                restored.add(connection, line?, self.reader)?;
            }
            Ok(restored.number)
        })
    }
}

#[derive(Default)]
struct Restored {
    number: i64,
    recorded_at: Option<Moment>,
    hash: Option<String>,
    parents: BTreeMap<Uuid, (String, Option<Uuid>)>,
}

impl Restored {
    fn add(&mut self, connection: &mut AnyConnection, line: Line, reader: Reader) -> Result<()> {
        let place = |what: &str| format!("/changes/{}{what}", line.number);
        if line.number != self.number + 1 {
            let detail = format!("comes after change {}; numbers must follow without a gap", self.number);
            return Err(Error::invalid(place(""), detail));
        }
        if self.recorded_at >= Some(line.recorded_at) {
            return Err(Error::invalid(place("/recordedAt"), "is not later than the change before"));
        }
        let mut opened = Vec::with_capacity(line.opened.len());
        for row in &line.opened {
            let digest = chain::digest(&row.salt, &chain::canonical(&row.payload)?);
            let (subject, valid_from, valid_to) = (row.subject, row.valid_from, row.valid_to);
            opened.push(Opened { digest, format: row.format, subject, valid_from, valid_to });
        }
        if line.reason.is_some() != line.reason_salt.is_some() {
            return Err(Error::invalid(place("/reasonSalt"), "goes with a reason, and a reason with it"));
        }
        let reason = line.reason.as_ref().zip(line.reason_salt.as_ref()).map(|(text, salt)| chain::digest(salt, text));
        let mut entry = Entry {
            actor: line.actor,
            closed: line.closed.clone(),
            number: line.number,
            opened: opened.clone(),
            previous: self.hash.take(),
            reason,
            recorded_at: line.recorded_at,
            subjects: line.subjects.clone(),
        };
        let text = entry.canonical()?;
        if chain::hash(&text) != line.hash {
            return Err(Error::invalid(place("/hash"), "does not fit: this line or one before it was altered"));
        }
        self.subjects(connection, &line)?;
        for row in &line.closed {
            if !close_version(connection, row, line.number)? {
                let detail = format!("closes a version of {} that is not open", row.subject);
                return Err(Error::invalid(place("/closed"), detail));
            }
        }
        for (row, opened) in line.opened.iter().zip(&opened) {
            let unknown = || Error::invalid(place("/opened"), format!("names the unknown subject {}", row.subject));
            let (shape, parent) = self.parents.get(&row.subject).ok_or_else(unknown)?;
            let shape = Shape::from_name(shape).ok_or_else(|| Error::invalid(place("/subjects"), "unknown shape"))?;
            let refused = |e: Error| {
                let detail = format!("the payload of {} is refused by its type: {}", row.subject, e.sentence());
                Error::invalid(place("/opened"), detail)
            };
            let mut payload = reader(shape, row.format, row.payload.clone()).map_err(refused)?;
            // What is stored stays in the format in which it was written: the hash covers it.
            payload.value = row.payload.clone();
            insert_version(connection, opened, &row.salt, line.number, *parent, &payload)?;
        }
        diesel::insert_into(change::table)
            .values((
                change::number.eq(line.number),
                change::recorded_at.eq(line.recorded_at.micros()),
                change::actor.eq(line.actor.to_string()),
                change::reason.eq(line.reason.as_deref()),
                change::reason_salt.eq(line.reason_salt.as_deref()),
                change::entry.eq(text),
                change::hash.eq(&line.hash),
            ))
            .execute(connection)
            .map_err(database)?;
        self.number = line.number;
        self.recorded_at = Some(line.recorded_at);
        self.hash = Some(line.hash);
        Ok(())
    }

    /// What begins to exist; of two that do so in one change the parent first, whatever their order in the line.
    fn subjects(&mut self, connection: &mut AnyConnection, line: &Line) -> Result<()> {
        let refusal = |detail: String| Error::invalid(format!("/changes/{}/subjects", line.number), detail);
        let mut waiting: Vec<&Subject> = line.subjects.iter().collect();
        while !waiting.is_empty() {
            let known = |row: &&Subject| row.parent.is_none_or(|parent| self.parents.contains_key(&parent));
            let (ready, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(known);
            if let (true, Some(row)) = (ready.is_empty(), later.first()) {
                return Err(refusal(format!("{} belongs to something unknown", row.id)));
            }
            for row in ready {
                if self.parents.insert(row.id, (row.shape.clone(), row.parent)).is_some() {
                    return Err(refusal(format!("{} exists already", row.id)));
                }
                insert_subject(connection, row)?;
            }
            waiting = later;
        }
        Ok(())
    }
}

fn line(connection: &mut AnyConnection, number: i64) -> Result<Line> {
    type Row = (i64, String, Option<String>, Option<String>, String, String);
    let (at, actor, reason, reason_salt, text, hash): Row = change::table
        .find(number)
        .select((change::recorded_at, change::actor, change::reason, change::reason_salt, change::entry, change::hash))
        .first(connection)
        .map_err(database)?;
    let entry: Entry = serde_json::from_str(&text).map_err(Error::internal)?;
    type Opening = (String, i32, i32, i32, String, String);
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
        ))
        .load(connection)
        .map_err(database)?;
    let opened = rows
        .into_iter()
        .map(|(subject, from, to, format, salt, payload)| {
            Ok(Version {
                subject: uuid(&subject)?,
                valid_from: edge(from)?,
                valid_to: edge(to)?,
                format,
                salt,
                payload: serde_json::from_str(&payload).map_err(Error::internal)?,
            })
        })
        .collect::<Result<_>>()?;
    Ok(Line {
        number,
        recorded_at: Moment::from_micros(at),
        actor: uuid(&actor)?,
        reason,
        reason_salt,
        hash,
        subjects: entry.subjects,
        closed: entry.closed,
        opened,
    })
}
