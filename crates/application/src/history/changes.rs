//! The changes of the ledger in the order of their numbers, and the head of the chain.

use serde::Serialize;
use utoipa::ToSchema;

use domain::access::{Caller, Role};
use domain::duration::CalendarDuration;
use domain::error::Result;
use domain::time::Moment;
use store::Reading;

use super::backdated::Search;
use super::change::Change;
use crate::context::Context;

/// Which changes are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Only those with a higher number.
    pub after: i64,
    /// At most this many.
    pub limit: i64,
    /// Only those that say something new of days which lie further back than this; all without it.
    pub backdated_more_than: Option<CalendarDuration>,
}

/// Changes, and the number after which to go on, if there may be more.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn list(cx: &mut Context<'_, '_>, wanted: &Wanted) -> Result<(Vec<Change>, Option<i64>)> {
    if let Some(more_than) = wanted.backdated_more_than {
        let search = Search { more_than, view: &cx.view, zone: cx.reading.zone() };
        return search.page(cx.reading, wanted.after, &cx.as_of, wanted.limit);
    }
    let mut changes = cx.reading.changes(wanted.after, &cx.as_of, wanted.limit.saturating_add(1))?;
    let limit = usize::try_from(wanted.limit).unwrap_or(usize::MAX);
    let more = changes.len() > limit;
    changes.truncate(limit);
    let next = changes.last().filter(|_| more).map(|change| change.number);
    Ok((changes.iter().map(|change| Change::of(change, &cx.view)).collect(), next))
}

/// The head of the chain: number and hash of the last change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = HeadOfChanges)]
pub struct Head {
    /// The number of the change; 0 when there was none yet.
    pub number: i64,
    /// Its hash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// When it was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<Moment>,
}

/// The head of the chain: the present one for viewers of the city, that of last midnight for everybody else.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn head(reading: &mut Reading<'_>, caller: &Caller) -> Result<Head> {
    let now = reading.as_of(None, None)?;
    let midnight = Moment::start_of(now.today, reading.zone());
    let present = caller.may(Role::Viewer, &[]);
    let until = if present { now.known } else { Moment::from_micros(midnight.micros() - 1) };
    Ok(match reading.head(until)? {
        None => Head { number: 0, hash: None, recorded_at: None },
        Some(head) => Head { number: head.number, hash: Some(head.hash), recorded_at: Some(head.recorded_at) },
    })
}
