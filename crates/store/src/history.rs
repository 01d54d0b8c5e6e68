//! History: everything that was ever known of something, change by change.

use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use domain::access::{Level, View};
use domain::error::{Error, Result};
use domain::time::{AsOf, Bound, Moment, ValidInterval};

use super::connection::{Db, database};
use super::find::{edge, seen_version, uuid};
use super::ledger::Reading;
use super::schema::{change, version};

/// A version with the changes that opened and closed it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// When it held.
    pub span: ValidInterval,
    /// The change that recorded it.
    pub change: i64,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// How it ceased to be what is known, if it did.
    pub closed: Option<Closing>,
    /// Who recorded it.
    pub actor: Uuid,
    /// Why.
    pub reason: Option<String>,
    /// The format of its JSON.
    pub format: i32,
    /// Its JSON.
    pub value: Value,
}

/// The change that superseded or retracted a version.
#[derive(Clone, Debug, PartialEq)]
pub struct Closing {
    /// Its number.
    pub change: i64,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub actor: Uuid,
    /// Why.
    pub reason: Option<String>,
}

impl Reading<'_> {
    /// The history of something as known after change N, without what was over with change `since`, the latest first, at
    /// most `limit` entries before `before` (moment and first day of the last entry already seen).
    pub fn history(
        &mut self,
        id: Uuid,
        as_of: &AsOf,
        view: &View,
        since: i64,
        before: Option<(Moment, Bound)>,
        limit: i64,
    ) -> Result<Vec<Entry>> {
        let ends = diesel::alias!(change as ends);
        let mut query = version::table
            .inner_join(change::table)
            .left_join(ends.on(ends.field(change::number).nullable().eq(version::recorded_to)))
            .filter(version::subject.eq(id.to_string()))
            .filter(version::recorded_from.le(as_of.change))
            .filter(version::recorded_to.is_null().or(version::recorded_to.assume_not_null().gt(since)))
            .order((version::recorded_from.desc(), version::valid_from.desc()))
            .select(entry_columns!(ends))
            .limit(limit)
            .into_boxed::<Db>();
        if view.level() != Level::Everything {
            query = query.filter(seen_version!(view));
        }
        if let Some((moment, from)) = before {
            let earlier_slice = change::recorded_at.eq(moment.micros()).and(version::valid_from.lt(from.number()));
            query = query.filter(change::recorded_at.lt(moment.micros()).or(earlier_slice));
        }
        let rows: Vec<Row> = query.load(self.connection).map_err(database)?;
        rows.into_iter().map(|row| entry(row, as_of)).collect()
    }
}

/// The columns of [`Row`]; `ends` stands for the change that closed the version.
macro_rules! entry_columns {
    ($ends:ident) => {
        (
            (version::valid_from, version::valid_to, version::recorded_from, version::payload, version::format),
            (change::recorded_at, change::actor, change::reason),
            (
                $ends.field(change::number),
                $ends.field(change::recorded_at),
                $ends.field(change::actor),
                $ends.field(change::reason),
            )
                .nullable(),
        )
    };
}
pub(super) use entry_columns;

/// Number, moment, actor and reason of the change that closed a version.
pub(super) type Ends = (i64, i64, String, Option<String>);
/// A version, the change that opened it, and the one that closed it.
pub(super) type Row = ((i32, i32, i64, String, i32), (i64, String, Option<String>), Option<Ends>);

/// An entry from its row; how it ended is told only as far as it was known after change N.
pub(super) fn entry(
    ((from, to, number, payload, format), (at, actor, reason), closed): Row,
    as_of: &AsOf,
) -> Result<Entry> {
    let closed = closed.filter(|(number, ..)| *number <= as_of.change);
    Ok(Entry {
        span: ValidInterval { from: edge(from)?, to: edge(to)? },
        change: number,
        recorded_at: Moment::from_micros(at),
        closed: closed
            .map(|(number, at, actor, reason)| {
                let recorded_at = Moment::from_micros(at);
                Ok::<_, Error>(Closing { change: number, recorded_at, actor: uuid(&actor)?, reason })
            })
            .transpose()?,
        actor: uuid(&actor)?,
        reason,
        format,
        value: serde_json::from_str(&payload).map_err(Error::internal)?,
    })
}
