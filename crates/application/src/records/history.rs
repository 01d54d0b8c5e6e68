//! The history of a single one: everything ever known of it, the latest first.

use domain::access::{Caller, Level};
use domain::error::{Error, Result};
use domain::time::{AsOf, Bound, Moment};
use store::Reading;

use super::read::sees_numbers;
use super::recorded::HistoryEntry;
use super::representation::redact_unseen;
use super::resource::{Resource, own_id};
use super::scope::{PathParams, Scope, When};
use crate::context::Times;

/// A page of a history.
#[derive(Clone, Debug)]
pub struct HistoryPage {
    /// As of when it holds.
    pub as_of: AsOf,
    /// The entries, the latest first.
    pub data: Vec<HistoryEntry>,
    /// After which entry the next page begins, if there is one: when it was recorded, and its first day.
    pub next: Option<(Moment, Bound)>,
}

/// At most `limit` entries of the history of a single one, after the place `after`. What was retracted keeps its history.
///
/// # Errors
/// `NotFound` when there never was such a thing for this caller; `BadRequest` for a moment in the future.
pub fn history<R: Resource>(
    reading: &mut Reading<'_>,
    place: &PathParams,
    times: &Times,
    (limit, after): (i64, Option<(Moment, Bound)>),
    caller: &Caller,
) -> Result<HistoryPage> {
    let view = caller.view();
    let as_of = times.resolve(reading, &view)?;
    let scope = Scope::find(reading, R::COLLECTION, place, When::Ever(&as_of), &view)?;
    let (id, inside) = (own_id::<R>(reading, place, &scope)?, &scope.view);
    if !reading.remembered(R::SHAPE, scope.parent, id, &as_of, inside)? {
        return Err(Error::NotFound);
    }
    // What was over before the project could be seen is no more told here than for an earlier moment.
    let since = match scope.project.filter(|_| inside.level() != Level::Everything) {
        Some(project) => reading.first_seen(project, inside)?.ok_or(Error::NotFound)?,
        None => 0,
    };
    let mut entries = reading.history(id, &as_of, inside, since, after, limit + 1)?;
    if entries.is_empty() && after.is_none() {
        return Err(Error::NotFound);
    }
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = entries.len() > limit;
    entries.truncate(limit);
    let next = entries.last().filter(|_| more).map(|e| (e.recorded_at, e.span.from));
    let numbers = sees_numbers::<R>(caller, &scope, id, None);
    let mut data = Vec::with_capacity(entries.len());
    for entry in entries {
        let version = (id, entry.change, entry.span.from);
        let mut entry = HistoryEntry::of::<R>(entry, numbers, inside);
        redact_unseen::<R>(reading, version, &view, &mut entry.resource)?;
        data.push(entry);
    }
    Ok(HistoryPage { as_of, data, next })
}
