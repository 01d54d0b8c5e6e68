//! Redaction: a name is taken out of what was recorded. It is the one thing that changes what stands in the ledger, and
//! is itself a recorded change; the chain stays valid, because payloads and reasons enter it as salted hashes.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::accounts::{IdempotencyKey, forget};
use crate::author::Author;
use crate::chain;
use crate::chain::Blanked;
use crate::connection::database;
use crate::find::edge;
use crate::imports::forget_all;
use crate::ledger::Store;
use crate::schema::{change, version};
use domain::error::{Error, Result, Violation};
use domain::payload::{Payload, Shape};
use domain::text::{contains, replaced};
use domain::time::Bound;

use super::writing::Writing;

/// What is to be taken out, and of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redaction {
    /// What must not be read any more.
    pub text: String,
    /// What stands in its place.
    pub replacement: String,
    /// Of every version of this thing, and of the reasons given for them.
    pub resource: Option<Uuid>,
    /// Of the reason of this change.
    pub change: Option<i64>,
}

/// What was taken out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redacted {
    /// The change that records it.
    pub change: i64,
    /// Of how many versions.
    pub versions: usize,
    /// Of how many reasons.
    pub reasons: usize,
    /// How many files were erased.
    #[serde(default)]
    pub files: usize,
}

impl Store {
    /// Takes a text out of what was recorded.
    ///
    /// # Errors
    /// `Invalid` when it stands nowhere there, or when what is left would break rules.
    pub fn redact(&self, author: &Author, once: Option<&IdempotencyKey>, redaction: &Redaction) -> Result<Redacted> {
        if author.reason.as_ref().is_some_and(|reason| contains(reason, &redaction.text)) {
            return Err(Error::parameter("Change-Reason", "contains the text that is to be taken out"));
        }
        self.write_once(author, once, |_| Ok(()), |writing, ()| writing.blank(redaction), |_, done| Ok(done))
    }
}

impl Writing<'_> {
    fn blank(&mut self, redaction: &Redaction) -> Result<Redacted> {
        let mut numbers: Vec<i64> = redaction.change.into_iter().collect();
        let mut versions = 0;
        if let Some(id) = redaction.resource {
            let parent = self.reading.subject(id)?.and_then(|subject| subject.parent);
            let rows: Vec<(i64, Option<i64>, i32, String, i32, String)> = version::table
                .filter(version::subject.eq(id.to_string()))
                .order((version::recorded_from.asc(), version::valid_from.asc()))
                .select((
                    version::recorded_from,
                    version::recorded_to,
                    version::valid_from,
                    version::shape,
                    version::format,
                    version::payload,
                ))
                .load(self.reading.connection)
                .map_err(database)?;
            for (recorded_from, recorded_to, valid_from, shape, format, payload) in rows {
                // The reason for ending something stands with the change that closed it.
                numbers.extend([Some(recorded_from), recorded_to].into_iter().flatten());
                let mut value: Value = serde_json::from_str(&payload).map_err(Error::internal)?;
                if take_out(&mut value, redaction) {
                    let shape = Shape::from_name(&shape).ok_or_else(|| Error::internal("unknown shape"))?;
                    let old = serde_json::from_str(&payload).map_err(Error::internal)?;
                    let left = self.left(shape, format, old, value)?;
                    self.noticed_by(left.index.visibility, parent);
                    self.blank_version(id, recorded_from, edge(valid_from)?, &left)?;
                    versions += 1;
                }
            }
        }
        numbers.sort_unstable();
        numbers.dedup();
        let mut reasons = 0;
        for number in numbers {
            reasons += usize::from(self.blank_reason(number, redaction)?);
        }
        if versions + reasons == 0 {
            return Err(Error::invalid("/text", "stands nowhere there"));
        }
        forget(self.reading.connection, |answer| says(answer, &redaction.text))?;
        forget_all(self.reading.connection)?;
        Ok(Redacted { change: self.number, versions, reasons, files: 0 })
    }

    /// What is left must still be what its type demands, and count and refer as before.
    fn left(&self, shape: Shape, format: i32, old: Value, new: Value) -> Result<Payload> {
        let refuse = |detail: String| Error::Invalid(vec![Violation::at("/text", detail)]);
        let reader = self.reading.reader;
        let before = reader(shape, format, old)?;
        let mut left = reader(shape, format, new.clone())
            .map_err(|error| refuse(format!("what is left would break rules: {}", error.sentence())))?;
        let index = |payload: &Payload| {
            let index = &payload.index;
            (index.class.clone(), index.state.clone(), index.office, index.visibility, payload.key.clone())
        };
        let same = index(&before) == index(&left)
            && before.measures == left.measures
            && before.references == left.references
            && before.timeline == left.timeline;
        // What is stored stays in the format in which it was written.
        left.value = new;
        if same { Ok(left) } else { Err(refuse("stands where it is no free text".to_owned())) }
    }

    fn blank_version(&mut self, id: Uuid, recorded_from: i64, valid_from: Bound, left: &Payload) -> Result<()> {
        let salt = self.salt();
        let digest = chain::digest(&salt, &chain::canonical(&left.value)?);
        let was = self.counted(id, recorded_from, valid_from)?;
        diesel::update(version::table.find((id.to_string(), recorded_from, valid_from.number())))
            .set((
                version::payload.eq(left.value.to_string()),
                version::salt.eq(salt),
                version::digest.eq(&digest),
                version::sort_key.eq(&left.index.sort_key),
            ))
            .execute(self.reading.connection)
            .map_err(database)?;
        self.redacted.push(Blanked { digest, recorded_from, subject: Some(id), valid_from: Some(valid_from), was });
        Ok(())
    }

    /// The hash of a payload as it was before, of a version that no entry names.
    fn counted(&mut self, id: Uuid, recorded_from: i64, valid_from: Bound) -> Result<Option<String>> {
        version::table
            .inner_join(change::table)
            .filter(version::subject.eq(id.to_string()))
            .filter(version::recorded_from.eq(recorded_from))
            .filter(version::valid_from.eq(valid_from.number()))
            .filter(change::entry.like(chain::COUNTS))
            .select(version::digest)
            .first(self.reading.connection)
            .optional()
            .map_err(database)
    }

    fn blank_reason(&mut self, number: i64, redaction: &Redaction) -> Result<bool> {
        let reason: Option<Option<String>> = change::table
            .find(number)
            .select(change::reason)
            .first(self.reading.connection)
            .optional()
            .map_err(database)?;
        let left = reason.flatten().and_then(|reason| replaced(&reason, &redaction.text, &redaction.replacement));
        let Some(left) = left else { return Ok(false) };
        let salt = self.salt();
        let digest = chain::digest(&salt, &left);
        diesel::update(change::table.find(number))
            .set((change::reason.eq(left), change::reason_salt.eq(salt)))
            .execute(self.reading.connection)
            .map_err(database)?;
        self.redacted.push(Blanked { digest, recorded_from: number, subject: None, valid_from: None, was: None });
        Ok(true)
    }
}

/// Replaces the text in every string of a value; says whether it was there.
fn take_out(value: &mut Value, redaction: &Redaction) -> bool {
    match value {
        Value::String(text) => match replaced(text, &redaction.text, &redaction.replacement) {
            Some(left) => {
                *text = left;
                true
            }
            None => false,
        },
        Value::Array(items) => take_out_of_all(items.iter_mut(), redaction),
        Value::Object(fields) => {
            let named = fields.keys().any(|name| contains(name, &redaction.text));
            if named {
                let renamed = std::mem::take(fields).into_iter();
                let left = |name: String| replaced(&name, &redaction.text, &redaction.replacement).unwrap_or(name);
                *fields = renamed.map(|(name, value)| (left(name), value)).collect();
            }
            take_out_of_all(fields.values_mut(), redaction) || named
        }
        _ => false,
    }
}

fn take_out_of_all<'a>(values: impl Iterator<Item = &'a mut Value>, redaction: &Redaction) -> bool {
    let mut found = false;
    for value in values {
        found |= take_out(value, redaction);
    }
    found
}

/// Whether a text stands in a kept answer: in a string of its JSON, or of the JSON in such a string.
fn says(answer: &str, text: &str) -> bool {
    match serde_json::from_str::<Value>(answer) {
        Ok(Value::String(inner)) => contains(&inner, text) || says(&inner, text),
        Ok(Value::Array(items)) => items.iter().any(|item| says(&item.to_string(), text)),
        Ok(Value::Object(fields)) => {
            fields.iter().any(|(name, field)| contains(name, text) || says(&field.to_string(), text))
        }
        _ => contains(answer, text),
    }
}
