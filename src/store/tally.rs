//! Tallies: what the items of a project add up to, asked of narrow indexed rows and never of payloads.

use diesel::BoxableExpression;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use uuid::Uuid;

use crate::domain::access::{Level, View};
use crate::domain::error::Result;
use crate::domain::indicator::{NOT_APPLICABLE, PART, TOTAL};
use crate::domain::measure::Counted;
use crate::domain::payload::Shape;
use crate::domain::time::{AsOf, Day, Edge, Span};

use super::connection::{Db, database};
use super::find::{self, edge, uuid};
use super::schema::{change, measure, version};
use super::{Reading, Stored};

/// Of what observations are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Whatever is said of the whole, in figures or in words.
    OfTheWhole,
    /// The value of the whole, or that there is nothing to count.
    Stated,
    /// The values of parts.
    Parts,
}

type Condition = Box<dyn BoxableExpression<measure::table, Db, SqlType = Bool>>;
type Row = (String, Option<String>, f64, i32, i32);

fn known(as_of: &AsOf) -> Condition {
    if as_of.latest {
        return Box::new(measure::recorded_to.is_null());
    }
    let not_closed = measure::recorded_to.is_null().or(measure::recorded_to.assume_not_null().gt(as_of.change));
    Box::new(measure::recorded_from.le(as_of.change).and(not_closed))
}

impl Reading<'_> {
    /// All measures under `key` that count on `day`.
    pub fn counted_on(
        &mut self,
        project: Uuid,
        key: &str,
        day: Day,
        as_of: &AsOf,
        view: &View,
    ) -> Result<Vec<Counted>> {
        let day = Edge::from(day).number();
        self.measures(
            project,
            key,
            as_of,
            view,
            Some(Box::new(measure::counts_from.le(day).and(measure::counts_to.gt(day)))),
        )
    }

    /// All measures under `key`, whenever they count.
    pub fn counted(&mut self, project: Uuid, key: &str, as_of: &AsOf, view: &View) -> Result<Vec<Counted>> {
        self.measures(project, key, as_of, view, None)
    }

    /// The measures that begin or end to count after `after` and not later than `until`: what a balance of `after`
    /// must be corrected by on `until`. It looks at what changed since, not at everything that counts.
    pub fn counted_between(
        &mut self,
        project: Uuid,
        key: &str,
        after: Day,
        until: Day,
        as_of: &AsOf,
        view: &View,
    ) -> Result<(Vec<Counted>, Vec<Counted>)> {
        let (after, until) = (Edge::from(after).number(), Edge::from(until).number());
        let begin: Condition = Box::new(measure::counts_from.gt(after).and(measure::counts_from.le(until)));
        let end: Condition = Box::new(measure::counts_to.gt(after).and(measure::counts_to.le(until)));
        let begun = self.measures(project, key, as_of, view, Some(begin))?;
        Ok((begun, self.measures(project, key, as_of, view, Some(end))?))
    }

    fn measures(
        &mut self,
        project: Uuid,
        key: &str,
        as_of: &AsOf,
        view: &View,
        condition: Option<Condition>,
    ) -> Result<Vec<Counted>> {
        let mut query = measure::table
            .filter(measure::parent.eq(project.to_string()))
            .filter(measure::key.eq(key))
            .filter(known(as_of))
            .select((measure::subject, measure::unit, measure::amount, measure::counts_from, measure::counts_to))
            .order((measure::counts_from.asc(), measure::subject.asc()))
            .into_boxed::<Db>();
        if let Some(condition) = condition {
            query = query.filter(condition);
        }
        if view.level() != Level::Everything {
            query = query.filter(find::seen!(
                view,
                measure::visibility,
                measure::subject,
                measure::parent.nullable(),
                measure::office
            ));
            // What is open and counts today is the word of today itself; only for the rest must that be looked up.
            let today = Edge::from(as_of.today).number();
            let of_today =
                measure::recorded_to.is_null().and(measure::counts_from.le(today)).and(measure::counts_to.gt(today));
            query = query.filter(of_today.or(find::not_withdrawn!(measure::subject, as_of, view)));
        }
        let rows: Vec<Row> = query.load(self.connection).map_err(database)?;
        rows.into_iter()
            .map(|(subject, unit, amount, from, to)| {
                Ok(Counted {
                    subject: uuid(&subject)?,
                    unit: unit.as_deref().map(uuid).transpose()?,
                    amount,
                    span: Span { from: edge(from)?, to: edge(to)? },
                })
            })
            .collect()
    }

    /// The observations of an indicator that hold on day D (Stichtag not later), the newest Stichtag first; of two with
    /// the same one, the one recorded later comes first.
    pub fn observations(
        &mut self,
        indicator: Uuid,
        said: Said,
        as_of: &AsOf,
        limit: Option<i64>,
    ) -> Result<Vec<Stored>> {
        let mut query = version::table
            .inner_join(change::table)
            .filter(version::parent.eq(indicator.to_string()))
            .filter(version::shape.eq(Shape::Observation.name()))
            // The sort key of an observation is its Stichtag: the index that serves lists serves this as well. One over
            // valid_from would draw SQLite's planner away from it in every list.
            .filter(version::sort_key.le(as_of.day.to_string()))
            .filter(find::known(as_of))
            .order((version::sort_key.desc(), version::recorded_from.desc(), version::subject.desc()))
            .select(find::columns())
            .into_boxed::<Db>();
        query = match said {
            Said::OfTheWhole => query.filter(version::state.ne(PART)),
            Said::Stated => query.filter(version::state.eq(TOTAL).or(version::state.eq(NOT_APPLICABLE))),
            Said::Parts => query.filter(version::state.eq(PART)),
        };
        if let Some(limit) = limit {
            query = query.limit(limit);
        }
        let rows: Vec<find::Row> = query.load(self.connection).map_err(database)?;
        rows.into_iter().map(find::stored).collect()
    }

    /// Since when the project has items that the view sees.
    pub fn items_since(&mut self, project: Uuid, as_of: &AsOf, view: &View) -> Result<Option<Edge>> {
        let mut query = version::table
            .inner_join(change::table)
            .filter(version::shape.eq(Shape::Item.name()))
            .filter(version::parent.eq(project.to_string()))
            .filter(find::known(as_of))
            .order(version::valid_from.asc())
            .select(version::valid_from)
            .into_boxed::<Db>();
        if view.level() != Level::Everything {
            query = query.filter(find::seen_version!(view)).filter(find::not_withdrawn!(version::subject, as_of, view));
        }
        let first: Option<i32> = query.first(self.connection).optional().map_err(database)?;
        first.map(edge).transpose()
    }
}
