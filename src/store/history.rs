//! History: everything that was ever known of something, change by change.

use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::domain::access::View;
use crate::domain::error::{Error, Result};
use crate::domain::time::{AsOf, Edge, Moment, Span};

use super::Reading;
use super::connection::{Db, database};
use super::find::{edge, uuid};
use super::schema::{change, version};

/// A version with the changes that opened and closed it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// When it held.
    pub span: Span,
    /// The change that recorded it.
    pub change: i64,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// When it was superseded or retracted, if it was.
    pub recorded_until: Option<Moment>,
    /// Who recorded it.
    pub actor: Uuid,
    /// Why.
    pub reason: Option<String>,
    /// Its JSON.
    pub value: Value,
}

impl Reading<'_> {
    /// The history of something as known after change N, the latest first, at most `limit` entries before `before`
    /// (change and first day of the last entry already seen).
    pub fn history(
        &mut self,
        id: Uuid,
        as_of: &AsOf,
        view: View,
        before: Option<(i64, Edge)>,
        limit: i64,
    ) -> Result<Vec<Entry>> {
        let ends = diesel::alias!(change as ends);
        let mut query = version::table
            .inner_join(change::table)
            .left_join(ends.on(ends.field(change::number).nullable().eq(version::recorded_to)))
            .filter(version::subject.eq(id.to_string()))
            .filter(version::recorded_from.le(as_of.change))
            .order((version::recorded_from.desc(), version::valid_from.desc()))
            .select((
                (
                    version::valid_from,
                    version::valid_to,
                    version::recorded_from,
                    version::payload,
                    version::recorded_to,
                ),
                (change::recorded_at, change::actor, change::reason),
                ends.field(change::recorded_at).nullable(),
            ))
            .limit(limit)
            .into_boxed::<Db>();
        if view != View::Everything {
            query = query.filter(version::visibility.eq_any(view.visible()));
        }
        if let Some((number, from)) = before {
            let earlier_slice = version::recorded_from.eq(number).and(version::valid_from.lt(from.number()));
            query = query.filter(version::recorded_from.lt(number).or(earlier_slice));
        }
        type Row = ((i32, i32, i64, String, Option<i64>), (i64, String, Option<String>), Option<i64>);
        let rows: Vec<Row> = query.load(self.connection).map_err(database)?;
        rows.into_iter()
            .map(|((from, to, number, payload, closed), (at, actor, reason), until)| {
                let known_closed = closed.is_some_and(|n| n <= as_of.change);
                Ok(Entry {
                    span: Span { from: edge(from)?, to: edge(to)? },
                    change: number,
                    recorded_at: Moment::from_micros(at),
                    recorded_until: until.filter(|_| known_closed).map(Moment::from_micros),
                    actor: uuid(&actor)?,
                    reason,
                    value: serde_json::from_str(&payload).map_err(Error::internal)?,
                })
            })
            .collect()
    }
}
