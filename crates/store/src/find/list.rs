//! Lists: what is there as of a day and a change, in an order, page by page.

use diesel::prelude::*;
use uuid::Uuid;

use crate::connection::{Db, database};
use crate::ledger::Reading;
use crate::schema::{change, version};
use domain::access::{Level, View};
use domain::error::{Error, Result};
use domain::payload::Shape;
use domain::time::{AsOf, Bound};

use super::row::{Condition, Row, Stored, columns, holds, known, stored};
use super::withdrawn::{not_withdrawn, seen_version};

/// In which order a list comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    /// By the time of the last change to what is shown instead of by name.
    pub by_time: bool,
    /// The other way round.
    pub descending: bool,
}

/// A page of a list, to be found.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Only what belongs to this.
    pub parent: Option<Uuid>,
    /// Only this kind or type.
    pub class: Option<String>,
    /// Only in this state or phase.
    pub state: Option<String>,
    /// Only what this office is responsible for.
    pub office: Option<Uuid>,
    /// The order.
    pub sort: Sort,
    /// Only what comes after this place: sort key or moment, and id.
    pub after: Option<(String, Uuid)>,
    /// At most this number; everything without.
    pub limit: Option<i64>,
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Page {
    /// What stands on it.
    pub rows: Vec<Stored>,
    /// The place after which the next page begins, if there is one.
    pub next: Option<(String, Uuid)>,
}

impl Reading<'_> {
    /// A page of what is there as of D and N and seen in the view.
    pub fn list(&mut self, shape: Shape, query: &Query, as_of: &AsOf, view: &View) -> Result<Page> {
        let mut rows = version::table
            .inner_join(change::table)
            .filter(version::shape.eq(shape.name()))
            .filter(known(as_of))
            .filter(holds(as_of))
            .select(columns())
            .into_boxed::<Db>();
        rows = match query.parent {
            Some(parent) => rows.filter(version::parent.eq(parent.to_string())),
            None => rows.filter(version::parent.is_null()),
        };
        if view.level() != Level::Everything {
            rows = rows.filter(seen_version!(view));
            // Of today as it is known now, what is shown is itself what decides.
            if !as_of.latest || as_of.day != as_of.today {
                rows = rows.filter(not_withdrawn!(version::subject, as_of, view));
            }
        }
        if let Some(class) = &query.class {
            rows = rows.filter(version::class.eq(class.clone()));
        }
        if let Some(state) = &query.state {
            rows = rows.filter(version::state.eq(state.clone()));
        }
        if let Some(office) = query.office {
            rows = rows.filter(version::office.eq(office.to_string()));
        }
        if let Some((key, id)) = &query.after {
            rows = rows.filter(after(query.sort, key, *id)?);
        }
        rows = match (query.sort.by_time, query.sort.descending) {
            (false, false) => rows.order((version::sort_key.asc(), version::subject.asc())),
            (false, true) => rows.order((version::sort_key.desc(), version::subject.desc())),
            (true, false) => rows.order((version::recorded_from.asc(), version::subject.asc())),
            (true, true) => rows.order((version::recorded_from.desc(), version::subject.desc())),
        };
        if let Some(limit) = query.limit {
            rows = rows.limit(limit.saturating_add(1));
        }
        let rows: Vec<Row> = rows.load(self.connection).map_err(database)?;
        let mut rows = rows.into_iter().map(stored).collect::<Result<Vec<_>>>()?;
        let full = query.limit.and_then(|l| usize::try_from(l).ok()).filter(|l| rows.len() > *l);
        if let Some(limit) = full {
            rows.truncate(limit);
        }
        let place = |s: &Stored| {
            (if query.sort.by_time { s.recorded_at.micros().to_string() } else { s.sort_key.clone() }, s.id)
        };
        let next = full.and_then(|_| rows.last().map(place));
        Ok(Page { rows, next })
    }
}

impl Reading<'_> {
    /// Along valid time up to D, as known after N: the slices of one thing, the earliest first.
    pub fn timeline(&mut self, id: Uuid, as_of: &AsOf) -> Result<Vec<Stored>> {
        let rows: Vec<Row> = version::table
            .inner_join(change::table)
            .filter(version::subject.eq(id.to_string()))
            .filter(known(as_of))
            .filter(version::valid_from.le(Bound::from(as_of.day).number()))
            .order(version::valid_from.asc())
            .select(columns())
            .load(self.connection)
            .map_err(database)?;
        rows.into_iter().map(stored).collect()
    }

    /// Along valid time up to D, as known after N: the slices of everything of this shape that belongs to `parent` and
    /// is seen in the view, thing by thing, the earliest slice first.
    pub fn timelines(&mut self, shape: Shape, parent: Uuid, as_of: &AsOf, view: &View) -> Result<Vec<Stored>> {
        let mut rows = version::table
            .inner_join(change::table)
            .filter(version::shape.eq(shape.name()))
            .filter(version::parent.eq(parent.to_string()))
            .filter(known(as_of))
            .filter(version::valid_from.le(Bound::from(as_of.day).number()))
            .select(columns())
            .order((version::subject.asc(), version::valid_from.asc()))
            .into_boxed::<Db>();
        if view.level() != Level::Everything {
            rows = rows.filter(seen_version!(view)).filter(not_withdrawn!(version::subject, as_of, view));
        }
        let rows: Vec<Row> = rows.load(self.connection).map_err(database)?;
        rows.into_iter().map(stored).collect()
    }
}

fn after(sort: Sort, key: &str, id: Uuid) -> Result<Condition> {
    let id = id.to_string();
    let number = || key.parse::<i64>().map_err(|_| Error::parameter("cursor", "is not a cursor of this service"));
    Ok(match (sort.by_time, sort.descending) {
        (false, false) => {
            let key = key.to_owned();
            Box::new(version::sort_key.gt(key.clone()).or(version::sort_key.eq(key).and(version::subject.gt(id))))
        }
        (false, true) => {
            let key = key.to_owned();
            Box::new(version::sort_key.lt(key.clone()).or(version::sort_key.eq(key).and(version::subject.lt(id))))
        }
        (true, false) => {
            let n = number()?;
            Box::new(change::recorded_at.gt(n).or(change::recorded_at.eq(n).and(version::subject.gt(id))))
        }
        (true, true) => {
            let n = number()?;
            Box::new(change::recorded_at.lt(n).or(change::recorded_at.eq(n).and(version::subject.lt(id))))
        }
    })
}
