//! Import: restores what an export wrote, line by line, and checks every hash on the way.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use diesel::prelude::*;
use serde::Serialize;
use uuid::Uuid;

use crate::chain;
use crate::chain::{Counting, Entry, KeptFile, List, Opened, Subject};
use crate::changes::audience;
use crate::connection::{AnyConnection, database};
use crate::files;
use crate::ledger::{Store, last_change};
use crate::schema::change;
use crate::write::{close_version, insert_subject, insert_version};
use domain::error::{Error, Result};
use domain::payload::{Reader, Shape};
use domain::time::{Bound, Moment};

use super::Line;

impl Store {
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
            restored.blanked()?;
            restored.erased()?;
            Ok(restored.number)
        })
    }
}

/// Rows as they stand in the entry of their change: named, or counted in the order of their digest.
fn list<T: Serialize, K: Ord>(line: &Line, mut rows: Vec<T>, place: impl Fn(&T) -> K) -> Result<List<T>> {
    if !line.counted {
        return Ok(rows.into());
    }
    rows.sort_by_key(place);
    let mut counting = Counting::default();
    rows.iter().try_for_each(|row| counting.add(row))?;
    Ok(counting.into())
}

#[derive(Default)]
struct Restored {
    number: i64,
    recorded_at: Option<Moment>,
    hash: Option<String>,
    parents: BTreeMap<Uuid, (String, Option<Uuid>)>,
    /// The hashes of payloads (with subject and first day) and reasons (without) that differ from what was recorded, and
    /// what the redactions say of them.
    left: BTreeMap<Spot, String>,
    said: BTreeMap<Spot, String>,
    /// Files that have no content, with the change that keeps them, and those that changes say they erased.
    empty: BTreeMap<String, i64>,
    erased: BTreeMap<String, i64>,
}

/// Where something was blanked: the change that recorded it, and of which thing it is a version from which day on.
type Spot = (i64, Option<(Uuid, Bound)>);

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
        let mut recorded = Vec::with_capacity(line.opened.len());
        for row in &line.opened {
            let digest = chain::digest(&row.salt, &chain::canonical(&row.payload)?);
            let (subject, valid_from, valid_to) = (row.subject, row.valid_from, row.valid_to);
            let is = Opened { digest, format: row.format, subject, valid_from, valid_to };
            if let Some(digest) = &row.digest {
                self.left.insert((line.number, Some((subject, valid_from))), is.digest.clone());
                recorded.push(Opened { digest: digest.clone(), ..is.clone() });
            } else {
                recorded.push(is.clone());
            }
            opened.push(is);
        }
        if line.reason.is_some() != line.reason_salt.is_some() {
            return Err(Error::invalid(place("/reasonSalt"), "goes with a reason, and a reason with it"));
        }
        let mut reason =
            line.reason.as_ref().zip(line.reason_salt.as_ref()).map(|(text, salt)| chain::digest(salt, text));
        if let (Some(recorded), Some(is)) = (&line.reason_digest, &mut reason) {
            self.left.insert((line.number, None), std::mem::replace(is, recorded.clone()));
        }
        for row in &line.redacted {
            self.said.insert((row.recorded_from, row.subject.zip(row.valid_from)), row.digest.clone());
        }
        let entry = Entry {
            actor: line.actor,
            closed: list(&line, line.closed.clone(), |row| (row.subject, row.valid_from))?,
            erased: line.erased.clone(),
            files: line.files.iter().map(|file| KeptFile { sha256: file.sha256.clone(), size: file.size }).collect(),
            number: line.number,
            opened: list(&line, recorded, |row| (row.subject, row.valid_from))?,
            previous: self.hash.take(),
            reason,
            recorded_at: line.recorded_at,
            redacted: line.redacted.clone(),
            subjects: list(&line, line.subjects.clone(), |row| row.id)?,
        };
        let text = entry.canonical()?;
        if chain::hash(&text) != line.hash {
            return Err(Error::invalid(place("/hash"), "does not fit: this line or one before it was altered"));
        }
        self.subjects(connection, &line)?;
        self.files(connection, &line)?;
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
        let audience = audience(connection, line.number, &line.redacted)?;
        diesel::insert_into(change::table)
            .values((
                change::number.eq(line.number),
                change::recorded_at.eq(line.recorded_at.micros()),
                change::actor.eq(line.actor.to_string()),
                change::reason.eq(line.reason.as_deref()),
                change::reason_salt.eq(line.reason_salt.as_deref()),
                change::entry.eq(text),
                change::hash.eq(&line.hash),
                change::audience.eq(audience.name()),
            ))
            .execute(connection)
            .map_err(database)?;
        self.number = line.number;
        self.recorded_at = Some(line.recorded_at);
        self.hash = Some(line.hash);
        Ok(())
    }

    /// What differs from what was recorded is just what redactions left.
    fn blanked(&self) -> Result<()> {
        let differs = |spot: &&Spot| self.left.get(spot) != self.said.get(spot);
        match self.left.keys().chain(self.said.keys()).find(differs) {
            None => Ok(()),
            Some((number, _)) => Err(Error::invalid(
                format!("/changes/{number}"),
                "differs from what was recorded and from what was redacted",
            )),
        }
    }

    /// What the change keeps, and whose content it erases.
    fn files(&mut self, connection: &mut AnyConnection, line: &Line) -> Result<()> {
        let refusal = |detail: String| Error::invalid(format!("/changes/{}/files", line.number), detail);
        for file in &line.files {
            let kept = KeptFile { sha256: file.sha256.clone(), size: file.size };
            let bytes = match &file.content {
                None => {
                    self.empty.insert(file.sha256.clone(), line.number);
                    None
                }
                Some(text) => {
                    let bytes = BASE64.decode(text).ok().filter(|bytes| {
                        files::name_of(bytes) == kept.sha256 && i64::try_from(bytes.len()) == Ok(kept.size)
                    });
                    Some(bytes.ok_or_else(|| refusal(format!("the content of {} does not fit", kept.sha256)))?)
                }
            };
            if files::content(connection, &kept.sha256)?.is_some() {
                return Err(refusal(format!("{} is kept already", kept.sha256)));
            }
            files::insert(connection, &kept, line.number, bytes.as_deref())?;
        }
        self.erased.extend(line.erased.iter().map(|sha256| (sha256.clone(), line.number)));
        Ok(())
    }

    /// What has no content is just what was erased.
    fn erased(&self) -> Result<()> {
        let refused = |number: &i64, detail: String| Err(Error::invalid(format!("/changes/{number}/files"), detail));
        if let Some((sha256, number)) = self.empty.iter().find(|(sha256, _)| !self.erased.contains_key(*sha256)) {
            return refused(number, format!("the content of {sha256} is missing, and nobody erased it"));
        }
        match self.erased.iter().find(|(sha256, _)| !self.empty.contains_key(*sha256)) {
            None => Ok(()),
            Some((sha256, number)) => {
                refused(number, format!("erases {sha256}, which has its content or is not there"))
            }
        }
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
                insert_subject(connection, row, line.number)?;
            }
            waiting = later;
        }
        Ok(())
    }
}
