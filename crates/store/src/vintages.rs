//! Vintages: every value that was ever stated for a Stichtag, and when.

use diesel::prelude::*;
use uuid::Uuid;

use domain::error::Result;
use domain::payload::Shape;
use domain::time::{AsOf, Day, Moment};

use super::connection::{Db, database};
use super::find::uuid;
use super::history::{Entry, Row, entry, entry_columns};
use super::ledger::Reading;
use super::schema::{change, version};

/// A value that was stated for a Stichtag.
#[derive(Clone, Debug, PartialEq)]
pub struct Vintage {
    /// The id of the observation.
    pub id: Uuid,
    /// The Stichtag.
    pub as_of: String,
    /// What was stated, when, and what became of it.
    pub entry: Entry,
    /// Whether it was taken back without another in its place.
    pub retracted: bool,
}

/// The place of a vintage in their list: its Stichtag, when it was recorded, and the observation.
pub type VintagePlace = (String, Moment, Uuid);

impl Reading<'_> {
    /// Every version of the observations of an indicator as known after change N, without what was over with change
    /// `since`: the newest Stichtag first, of one Stichtag what was recorded last; of all Stichtage not later than D, or of
    /// `only` one, at most `limit` after `after`.
    pub fn vintages(
        &mut self,
        indicator: Uuid,
        only: Option<Day>,
        as_of: &AsOf,
        since: i64,
        after: Option<&VintagePlace>,
        limit: i64,
    ) -> Result<Vec<Vintage>> {
        let (ends, next) = diesel::alias!(change as ends, version as next);
        let mut query = version::table
            .inner_join(change::table)
            .left_join(ends.on(ends.field(change::number).nullable().eq(version::recorded_to)))
            // What supersedes a version is recorded by the change that closes it; a retraction leaves nothing.
            .left_join(
                next.on(next
                    .field(version::subject)
                    .eq(version::subject)
                    .and(next.field(version::recorded_from).nullable().eq(version::recorded_to))),
            )
            .filter(version::parent.eq(indicator.to_string()))
            .filter(version::shape.eq(Shape::Observation.name()))
            .filter(version::recorded_from.le(as_of.change))
            .filter(version::recorded_to.is_null().or(version::recorded_to.assume_not_null().gt(since)))
            .filter(version::sort_key.le(as_of.day.to_string()))
            .order((version::sort_key.desc(), version::recorded_from.desc(), version::subject.desc()))
            .select((
                entry_columns!(ends),
                (version::subject, version::sort_key, next.field(version::subject).nullable()),
            ))
            .limit(limit)
            .into_boxed::<Db>();
        if let Some(day) = only {
            query = query.filter(version::sort_key.eq(day.to_string()));
        }
        if let Some((day, moment, id)) = after {
            let earlier = change::recorded_at.lt(moment.micros());
            let same = change::recorded_at.eq(moment.micros()).and(version::subject.lt(id.to_string()));
            let of_the_day = version::sort_key.eq(day.clone()).and(earlier.or(same));
            query = query.filter(version::sort_key.lt(day.clone()).or(of_the_day));
        }
        // Of the observation: its id, its Stichtag, and its id again where something took its place.
        type Of = (String, String, Option<String>);
        let rows: Vec<(Row, Of)> = query.load(self.connection).map_err(database)?;
        rows.into_iter()
            .map(|(row, (subject, as_of_day, next))| {
                let entry = entry(row, as_of)?;
                let retracted = entry.closed.is_some() && next.is_none();
                Ok(Vintage { id: uuid(&subject)?, as_of: as_of_day, entry, retracted })
            })
            .collect()
    }
}
