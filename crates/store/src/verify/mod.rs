//! Verification: replays the chain and compares every column with what the replay gives.

mod counted;
mod files;
mod rest;
mod rows;

use std::collections::BTreeMap;

use diesel::prelude::*;
use uuid::Uuid;

use domain::error::Result;
use domain::payload::Reader;
use domain::time::Moment;

use super::chain::{self, Closed, Entry, Subject};
use super::changes::audience;
use super::clock::MOST;
use super::connection::{AnyConnection, database};
use super::ledger::Store;
use super::listing::redactions;
use super::schema::change;

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyFinding {
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
    /// The first change at which the chain itself does not hold.
    pub broken_at: Option<i64>,
    /// Everything that differs, by change.
    pub findings: Vec<VerifyFinding>,
    /// The first change that lies in the future, with its moment: the clock was ahead when it was recorded. That is told, and
    /// is nothing that differs.
    pub ahead: Option<(i64, Moment)>,
}

#[derive(Queryable)]
struct Row {
    number: i64,
    recorded_at: i64,
    actor: String,
    reason: Option<String>,
    reason_salt: Option<String>,
    entry: String,
    hash: String,
    audience: String,
}

/// Subject, change that opened it, first day: what a row of table version is found by.
type Place = (String, i64, i32);

impl Store {
    /// Replays the whole ledger. With `expect`, the change of that number must be there with that hash: then nothing up to
    /// it was altered, reordered or cut off since somebody noted the two.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer; what is wrong in the ledger is a finding, not an error.
    pub fn verify(&self, expect: Option<(i64, &str)>) -> Result<Verified> {
        const AT_ONCE: i64 = 100;
        let mut replay = Replay::new(self.reader);
        replay.expected = expect.map(|(number, hash)| (number, hash.to_owned()));
        self.connection()?.snapshot(|connection| {
            replay.blanked(connection)?;
            let mut after = i64::MIN;
            loop {
                // Not by number: a single row with an absurd one would keep the replay busy for ever.
                let rows: Vec<Row> = change::table
                    .filter(change::number.gt(after))
                    .order(change::number.asc())
                    .limit(AT_ONCE)
                    .load(connection)
                    .map_err(database)?;
                let Some(last) = rows.last() else { return replay.rest(connection) };
                after = last.number;
                for row in rows {
                    replay.change(connection, row)?;
                }
            }
        })?;
        if let Some((number, _)) = replay.expected.take() {
            replay.broken(number, format!("there is no change {number}: the chain ends before it"));
        }
        let Replay { changes, head, broken_at, mut findings, .. } = replay;
        findings.sort_by_key(|f| f.change);
        let now = self.source.now();
        let ahead: Option<(i64, i64)> = change::table
            .filter(change::recorded_at.gt(now.micros().saturating_add(MOST)))
            .order(change::number.asc())
            .select((change::number, change::recorded_at))
            .first(&mut *self.connection()?)
            .optional()
            .map_err(database)?;
        let ahead = ahead.map(|(number, at)| (number, Moment::from_micros(at)));
        Ok(Verified { changes, head, broken_at, findings, ahead })
    }
}

/// A file as the chain says that it should be.
struct ExpectedFile {
    /// The change that keeps it.
    change: i64,
    size: i64,
    /// The change that erased its content.
    erased: Option<i64>,
}

/// What the chain says, as far as it is replayed.
struct Replay {
    reader: Reader,
    /// What somebody noted of the chain earlier, until it is passed.
    expected: Option<(i64, String)>,
    changes: i64,
    number: i64,
    head: Option<String>,
    moment: i64,
    broken_at: Option<i64>,
    /// Everything that exists, with the change that created it.
    subjects: BTreeMap<Uuid, (i64, Subject)>,
    /// Every version ever recorded, with the change that closed it.
    versions: BTreeMap<Place, Option<i64>>,
    /// The salted hashes of payloads and reasons in which something was blanked, as they should be now.
    payloads: BTreeMap<Place, String>,
    reasons: BTreeMap<i64, String>,
    /// The salted hashes of payloads as they were recorded, where something was blanked and no entry names the version.
    originals: BTreeMap<Place, String>,
    /// Every file that is kept, by its name.
    files: BTreeMap<String, ExpectedFile>,
    findings: Vec<VerifyFinding>,
}

impl Replay {
    fn new(reader: Reader) -> Self {
        Self {
            reader,
            expected: None,
            changes: 0,
            number: 0,
            head: None,
            moment: i64::MIN,
            broken_at: None,
            subjects: BTreeMap::new(),
            versions: BTreeMap::new(),
            payloads: BTreeMap::new(),
            reasons: BTreeMap::new(),
            originals: BTreeMap::new(),
            files: BTreeMap::new(),
            findings: Vec::new(),
        }
    }

    fn find(&mut self, change: i64, detail: impl Into<String>) {
        self.findings.push(VerifyFinding { change, detail: detail.into() });
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

    /// What was blanked later is compared with what the redaction left, not with what was recorded first.
    fn blanked(&mut self, connection: &mut AnyConnection) -> Result<()> {
        for row in redactions(connection)? {
            match row.subject.zip(row.valid_from) {
                Some((subject, from)) => {
                    let place = (subject.to_string(), row.recorded_from, from.number());
                    if let Some(was) = row.was {
                        // The first redaction knows what was recorded, a second one what the first had left.
                        self.originals.entry(place.clone()).or_insert(was);
                    }
                    self.payloads.insert(place, row.digest);
                }
                None => drop(self.reasons.insert(row.recorded_from, row.digest)),
            }
        }
        Ok(())
    }

    fn change(&mut self, connection: &mut AnyConnection, row: Row) -> Result<()> {
        let number = row.number;
        self.changes += 1;
        if number <= self.number {
            self.broken(number, "column change.number: numbers begin with 1");
            return Ok(());
        }
        if number > self.number + 1 {
            let (first, last) = (self.number + 1, number - 1);
            self.broken(first, format!("column change.number: the changes {first} to {last} are missing"));
        }
        self.number = number;
        if chain::hash(&row.entry) != row.hash {
            self.broken(number, "column change.hash does not fit column change.entry");
        }
        if let Some((_, hash)) = self.expected.take_if(|(expected, _)| *expected == number)
            && hash != row.hash
        {
            self.broken(number, format!("has another hash than expected: {}", row.hash));
        }
        let previous = self.head.replace(row.hash);
        let Ok(entry) = serde_json::from_str::<Entry>(&row.entry) else {
            self.broken(number, "column change.entry cannot be read");
            return Ok(());
        };
        if entry.previous != previous {
            self.broken(number, "column change.entry names another predecessor than the change before it");
        }
        self.compare(number, "column change.number", number, entry.number);
        self.compare(number, "column change.recorded_at", row.recorded_at, entry.recorded_at.micros());
        self.compare(number, "column change.actor", row.actor, entry.actor.to_string());
        let reason = self.reasons.get(&number).cloned().or_else(|| entry.reason.clone());
        self.reason(number, row.reason.as_deref(), row.reason_salt.as_deref(), reason);
        if row.recorded_at <= self.moment {
            self.broken(number, "column change.recorded_at is not later than in the change before");
        }
        self.moment = row.recorded_at;
        let audience = audience(connection, entry.number, &entry.redacted)?;
        self.list_of_subjects(connection, number, entry.subjects)?;
        self.list_of_closed(connection, number, entry.closed)?;
        self.compare(number, "column change.audience", row.audience.as_str(), audience.name());
        self.list_of_files(number, entry.files, entry.erased);
        self.list_of_opened(connection, number, entry.opened)
    }

    fn reason(&mut self, number: i64, reason: Option<&str>, salt: Option<&str>, expected: Option<String>) {
        let place = "column change.reason or change.reason_salt";
        match (reason, salt) {
            (Some(text), Some(salt)) => {
                let digest = Some(chain::digest(salt, text));
                self.compare(number, &format!("the hash of {place}"), digest, expected);
            }
            (None, None) if expected.is_none() => {}
            _ => self.find(number, format!("{place} is missing or should be")),
        }
    }

    fn closed(&mut self, number: i64, row: &Closed) {
        let place = (row.subject.to_string(), row.recorded_from, row.valid_from.number());
        match self.versions.get_mut(&place) {
            Some(end @ None) => *end = Some(number),
            _ => self.find(number, format!("closes a version of {} that was not open", row.subject)),
        }
    }
}
