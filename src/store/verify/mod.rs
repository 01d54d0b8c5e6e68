//! Verification: replays the chain and compares every column with what the replay gives.

use std::collections::BTreeMap;

use diesel::prelude::*;
use uuid::Uuid;

use crate::domain::error::{Error, Result};
use crate::domain::payload::{Payload, Reader, Shape};
use crate::domain::time::{Edge, Span};

use super::chain::{self, Closed, Entry, Opened, Subject};
use super::connection::{AnyConnection, database};
use super::schema::{change, measure, reference, version};
use super::{Store, last_change, transfer};

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The change at which it was found.
    pub change: i64,
    /// What is wrong: the row, the column, what it is and what it should be.
    pub detail: String,
}

/// The result of a verification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many changes were replayed.
    pub changes: i64,
    /// Hash of the last change.
    pub head: Option<String>,
    /// The first change whose hash does not fit.
    pub broken_at: Option<i64>,
    /// Everything that differs.
    pub findings: Vec<Finding>,
}

#[derive(Queryable)]
struct Row {
    subject: String,
    recorded_from: i64,
    valid_from: i32,
    valid_to: i32,
    recorded_to: Option<i64>,
    format: i32,
    payload: String,
    salt: String,
    digest: String,
    shape: String,
    parent: Option<String>,
    class: Option<String>,
    state: Option<String>,
    office: Option<String>,
    visibility: String,
    sort_key: String,
}

type Measured = (String, Option<String>, String, i32, i32, String, Option<i64>);
type Referred = (String, String, Option<i64>);

impl Store {
    /// Replays the whole ledger.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer; what is wrong in the ledger is a finding, not an error.
    pub fn verify(&self) -> Result<Verified> {
        let reader = self.reader;
        self.connection()?.snapshot(|connection| {
            let last = last_change(connection)?.map_or(0, |(number, _)| number);
            let mut replay = Replay { reader, ..Replay::new(reader) };
            for number in 1..=last {
                replay.change(connection, number)?;
            }
            replay.rest(connection)?;
            let Replay { head, broken_at, findings, .. } = replay;
            Ok(Verified { changes: last, head, broken_at, findings })
        })
    }
}

struct Replay {
    reader: Reader,
    head: Option<String>,
    moment: i64,
    broken_at: Option<i64>,
    subjects: BTreeMap<Uuid, Subject>,
    /// Versions still open in the replay, with the change that opened them.
    open: BTreeMap<(Uuid, Edge), i64>,
    versions: i64,
    findings: Vec<Finding>,
}

impl Replay {
    fn new(reader: Reader) -> Self {
        Self {
            reader,
            head: None,
            moment: i64::MIN,
            broken_at: None,
            subjects: BTreeMap::new(),
            open: BTreeMap::new(),
            versions: 0,
            findings: Vec::new(),
        }
    }

    fn find(&mut self, change: i64, detail: impl Into<String>) {
        self.findings.push(Finding { change, detail: detail.into() });
    }

    fn broken(&mut self, change: i64, detail: impl Into<String>) {
        self.broken_at.get_or_insert(change);
        self.find(change, detail);
    }

    fn compare<T: PartialEq + std::fmt::Debug>(&mut self, change: i64, place: &str, is: T, should: T) {
        if is != should {
            self.find(change, format!("{place} is {is:?} and should be {should:?}"));
        }
    }

    fn change(&mut self, connection: &mut AnyConnection, number: i64) -> Result<()> {
        type Change = (i64, String, Option<String>, Option<String>, String, String);
        let row: Option<Change> = change::table
            .find(number)
            .select((
                change::recorded_at,
                change::actor,
                change::reason,
                change::reason_salt,
                change::entry,
                change::hash,
            ))
            .first(connection)
            .optional()
            .map_err(database)?;
        let Some((at, actor, reason, reason_salt, text, hash)) = row else {
            self.broken(number, "the change is missing");
            return Ok(());
        };
        if chain::hash(&text) != hash {
            self.broken(number, "column change.hash does not fit the entry");
        }
        let Ok(entry) = serde_json::from_str::<Entry>(&text) else {
            self.broken(number, "column change.entry cannot be read");
            self.head = Some(hash);
            return Ok(());
        };
        if entry.previous != self.head {
            self.broken(number, "the entry names another predecessor than the change before it");
        }
        self.compare(number, "column change.number", number, entry.number);
        self.compare(number, "column change.recorded_at", at, entry.recorded_at.micros());
        self.compare(number, "column change.actor", actor, entry.actor.to_string());
        let digest = reason.zip(reason_salt).map(|(text, salt)| chain::digest(&salt, &text));
        self.compare(number, "the hash of column change.reason", digest, entry.reason.clone());
        if at <= self.moment {
            self.broken(number, "column change.recorded_at is not later than in the change before");
        }
        self.moment = at;
        self.head = Some(hash);
        for subject in entry.subjects {
            self.subjects.insert(subject.id, subject);
        }
        for row in &entry.closed {
            self.closed(number, row);
        }
        self.opened(connection, number, entry.opened)
    }

    fn closed(&mut self, number: i64, row: &Closed) {
        if self.open.remove(&(row.subject, row.valid_from)) != Some(row.recorded_from) {
            self.find(number, format!("closes a version of {} that was not open", row.subject));
        }
    }

    fn opened(&mut self, connection: &mut AnyConnection, number: i64, expected: Vec<Opened>) -> Result<()> {
        let rows: Vec<Row> =
            version::table.filter(version::recorded_from.eq(number)).load(connection).map_err(database)?;
        let mut rows: BTreeMap<(String, i32), Row> =
            rows.into_iter().map(|row| ((row.subject.clone(), row.valid_from), row)).collect();
        for row in expected {
            self.open.insert((row.subject, row.valid_from), number);
            self.versions += 1;
            match rows.remove(&(row.subject.to_string(), row.valid_from.number())) {
                Some(stored) => self.version(connection, number, &row, stored)?,
                None => {
                    let place = format!("version {} valid from {}", row.subject, row.valid_from);
                    self.find(number, format!("{place}: the row is missing, or its column valid_from was altered"));
                }
            }
        }
        for (subject, from) in rows.into_keys() {
            self.find(number, format!("version {subject} valid from {from}: no change has recorded this row"));
        }
        Ok(())
    }

    fn version(&mut self, connection: &mut AnyConnection, number: i64, row: &Opened, stored: Row) -> Result<()> {
        let place = |column: &str| format!("version {} valid from {}: column {column}", row.subject, row.valid_from);
        self.compare(number, &place("valid_to"), stored.valid_to, row.valid_to.number());
        self.compare(number, &place("format"), stored.format, row.format);
        self.compare(number, &place("digest"), stored.digest.as_str(), row.digest.as_str());
        let Ok(value) = serde_json::from_str::<serde_json::Value>(&stored.payload) else {
            self.find(number, format!("{} is no JSON", place("payload")));
            return Ok(());
        };
        if chain::digest(&stored.salt, &chain::canonical(&value)?) != row.digest {
            self.find(number, format!("{} or salt does not fit its hash in the chain", place("payload")));
        }
        let Some(subject) = self.subjects.get(&row.subject).cloned() else {
            self.find(number, format!("{} names a subject that no change has created", place("subject")));
            return Ok(());
        };
        let shape = Shape::from_name(&subject.shape).ok_or_else(|| Error::internal("shape"))?;
        match (self.reader)(shape, stored.format, value) {
            Ok(payload) => self.columns(connection, number, row, &stored, &subject, &payload),
            Err(Error::Invalid(violations)) => {
                let list = violations.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
                self.find(number, format!("{} is refused by its type: {list}", place("payload")));
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    fn columns(
        &mut self,
        connection: &mut AnyConnection,
        number: i64,
        row: &Opened,
        stored: &Row,
        subject: &Subject,
        payload: &Payload,
    ) -> Result<()> {
        let place = |column: &str| format!("version {} valid from {}: column {column}", row.subject, row.valid_from);
        let index = &payload.index;
        self.compare(number, &place("shape"), stored.shape.as_str(), subject.shape.as_str());
        self.compare(number, &place("parent"), stored.parent.clone(), subject.parent.map(|p| p.to_string()));
        self.compare(number, &place("class"), &stored.class, &index.class);
        self.compare(number, &place("state"), &stored.state, &index.state);
        self.compare(number, &place("office"), stored.office.clone(), index.office.map(|o| o.to_string()));
        self.compare(number, &place("visibility"), stored.visibility.as_str(), index.visibility.name());
        self.compare(number, &place("sort_key"), &stored.sort_key, &index.sort_key);

        let mut measures: Vec<Measured> = measure::table
            .filter(measure::subject.eq(&stored.subject))
            .filter(measure::recorded_from.eq(stored.recorded_from))
            .filter(measure::valid_from.eq(stored.valid_from))
            .select((
                measure::key,
                measure::unit,
                measure::parent,
                measure::counts_from,
                measure::counts_to,
                measure::visibility,
                measure::recorded_to,
            ))
            .load(connection)
            .map_err(database)?;
        let spans = payload.measures.iter().map(|m| (m, Span { from: m.from.max(row.valid_from), to: row.valid_to }));
        let mut expected: Vec<Measured> = spans
            .filter(|(_, span)| !span.is_empty())
            .map(|(m, span)| {
                let parent = stored.parent.clone().unwrap_or_default();
                let (from, to) = (span.from.number(), span.to.number());
                let visibility = index.visibility.name().to_owned();
                (m.key.to_owned(), m.group.map(|g| g.to_string()), parent, from, to, visibility, stored.recorded_to)
            })
            .collect();
        measures.sort();
        expected.sort();
        self.compare(number, &place("… of table measure"), measures, expected);
        self.amounts(connection, number, stored, payload, &place("amount of table measure"))?;

        let mut references: Vec<Referred> = reference::table
            .filter(reference::subject.eq(&stored.subject))
            .filter(reference::recorded_from.eq(stored.recorded_from))
            .filter(reference::valid_from.eq(stored.valid_from))
            .select((reference::pointer, reference::target, reference::recorded_to))
            .load(connection)
            .map_err(database)?;
        let all = payload.references.iter();
        let mut expected: Vec<Referred> =
            all.map(|r| (r.pointer.clone(), r.id.to_string(), stored.recorded_to)).collect();
        references.sort();
        expected.sort();
        self.compare(number, &place("… of table reference"), references, expected);
        Ok(())
    }

    fn amounts(
        &mut self,
        connection: &mut AnyConnection,
        number: i64,
        stored: &Row,
        payload: &Payload,
        place: &str,
    ) -> Result<()> {
        let amounts: Vec<(String, f64)> = measure::table
            .filter(measure::subject.eq(&stored.subject))
            .filter(measure::recorded_from.eq(stored.recorded_from))
            .filter(measure::valid_from.eq(stored.valid_from))
            .select((measure::key, measure::amount))
            .load(connection)
            .map_err(database)?;
        for (key, amount) in amounts {
            let expected = payload.measures.iter().find(|m| m.key == key).map(|m| m.amount);
            self.compare(number, place, Some(amount), expected);
        }
        Ok(())
    }

    /// What only the whole shows: rows that are still open or no longer, subjects, and rows of no change at all.
    fn rest(&mut self, connection: &mut AnyConnection) -> Result<()> {
        let last = last_change(connection)?.map_or(0, |(number, _)| number);
        type Ends = (String, i64, i32, Option<i64>);
        let rows: Vec<Ends> = version::table
            .select((version::subject, version::recorded_from, version::valid_from, version::recorded_to))
            .load(connection)
            .map_err(database)?;
        self.compare(
            last,
            "the number of rows of table version",
            i64::try_from(rows.len()).unwrap_or(-1),
            self.versions,
        );
        let closings = closings(connection, last)?;
        for (subject, recorded_from, from, recorded_to) in rows {
            let expected = closings.get(&(subject.clone(), recorded_from, from)).copied();
            let place = format!("version {subject} valid from {from}: column recorded_to");
            self.compare(recorded_from, &place, recorded_to, expected);
        }
        let stored: BTreeMap<Uuid, Subject> = transfer::subjects(connection)?.into_iter().map(|s| (s.id, s)).collect();
        for (id, subject) in &stored {
            let expected = self.subjects.get(id).cloned();
            self.compare(last, &format!("subject {id}"), Some(subject.clone()), expected);
        }
        for id in self.subjects.keys().copied().collect::<Vec<_>>() {
            if !stored.contains_key(&id) {
                self.find(last, format!("subject {id}: the row is missing"));
            }
        }
        Ok(())
    }
}

/// Which change closed which version, by the entries of the chain.
fn closings(connection: &mut AnyConnection, last: i64) -> Result<BTreeMap<(String, i64, i32), i64>> {
    let mut closings = BTreeMap::new();
    for number in 1..=last {
        let text: Option<String> =
            change::table.find(number).select(change::entry).first(connection).optional().map_err(database)?;
        let entry = text.and_then(|text| serde_json::from_str::<Entry>(&text).ok());
        for row in entry.into_iter().flat_map(|e| e.closed) {
            closings.insert((row.subject.to_string(), row.recorded_from, row.valid_from.number()), number);
        }
    }
    Ok(closings)
}
