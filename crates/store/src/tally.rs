//! Tallies: what the items of a project add up to, asked of narrow indexed rows and never of payloads.

use std::collections::BTreeSet;

use diesel::BoxableExpression;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use uuid::Uuid;

use domain::access::{Level, View};
use domain::error::Result;
use domain::indicator::{NOT_APPLICABLE, PART, TOTAL};
use domain::measure::Counted;
use domain::payload::Shape;
use domain::time::{AsOf, Bound, Day, ValidInterval};

use super::connection::{Db, database};
use super::find::Stored;
use super::find::{self, edge, uuid};
use super::ledger::Reading;
use super::schema::{change, measure, version};

/// Of what observations are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObservationFilter {
    /// Whatever is said of the whole, in figures or in words.
    OfTheWhole,
    /// The value of the whole, or that there is nothing to count.
    Stated,
    /// The values of parts.
    Parts,
}

type Condition = Box<dyn BoxableExpression<measure::table, Db, SqlType = Bool>>;
/// Subject, unit, amount, first and last day, and the change that closed it.
type Row = (String, Option<String>, f64, i32, i32, Option<i64>);
type Columns =
    (measure::subject, measure::unit, measure::amount, measure::counts_from, measure::counts_to, measure::recorded_to);

fn columns() -> Columns {
    (measure::subject, measure::unit, measure::amount, measure::counts_from, measure::counts_to, measure::recorded_to)
}

/// Whether the view sees a row of table measure.
macro_rules! seen_measure {
    ($view:expr) => {
        find::seen!($view, measure::visibility, measure::subject, measure::parent.nullable(), measure::office)
    };
}

fn known(as_of: &AsOf) -> Condition {
    if as_of.latest {
        return Box::new(measure::recorded_to.is_null());
    }
    let not_closed = measure::recorded_to.is_null().or(measure::recorded_to.assume_not_null().gt(as_of.change));
    Box::new(measure::recorded_from.le(as_of.change).and(not_closed))
}

/// On which days measures count that are looked for.
#[derive(Clone, Copy, Debug)]
enum Days {
    /// On any.
    Ever,
    /// On this one.
    On(i32),
    /// They begin to count after the first and not later than the second.
    Begun(i32, i32),
    /// They cease to count after the first and not later than the second.
    Ended(i32, i32),
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
        self.measures(project, key, as_of, view, Days::On(Bound::from(day).number()))
    }

    /// All measures under `key`, whenever they count.
    pub fn counted(&mut self, project: Uuid, key: &str, as_of: &AsOf, view: &View) -> Result<Vec<Counted>> {
        self.measures(project, key, as_of, view, Days::Ever)
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
        let (after, until) = (Bound::from(after).number(), Bound::from(until).number());
        let begun = self.measures(project, key, as_of, view, Days::Begun(after, until))?;
        Ok((begun, self.measures(project, key, as_of, view, Days::Ended(after, until))?))
    }

    fn measures(&mut self, project: Uuid, key: &str, as_of: &AsOf, view: &View, days: Days) -> Result<Vec<Counted>> {
        const FEW: usize = 16;
        let mut rows = self.measured(project, key, as_of, view, days)?;
        if view.level() != Level::Everything {
            // What is open and counts today is the word of today itself; only for the rest must that be looked up: one by
            // one where they are few, as a condition of the query where they are many.
            let today = Bound::from(as_of.today).number();
            let of_today = |row: &Row| row.5.is_none() && row.3 <= today && today < row.4;
            let mut rest: BTreeSet<String> =
                rows.iter().filter(|row| !of_today(row)).map(|row| row.0.clone()).collect();
            if !rest.is_empty() {
                let doubtful = self.not_always_public(project)?;
                rest.retain(|subject| doubtful.contains(subject));
            }
            if rest.len() <= FEW {
                let past = AsOf { latest: false, ..*as_of };
                let mut hidden = BTreeSet::new();
                for subject in rest {
                    if self.hidden_today(uuid(&subject)?, &past, view)? {
                        hidden.insert(subject);
                    }
                }
                rows.retain(|row| !hidden.contains(&row.0));
            } else {
                rows = self.shown_measures(project, key, as_of, view, days)?;
            }
        }
        rows.into_iter()
            .map(|(subject, unit, amount, from, to, _)| {
                Ok(Counted {
                    subject: uuid(&subject)?,
                    unit: unit.as_deref().map(uuid).transpose()?,
                    amount,
                    span: ValidInterval { from: edge(from)?, to: edge(to)? },
                })
            })
            .collect()
    }

    /// The rows that the view sees, whatever is known of them today.
    fn measured(&mut self, project: Uuid, key: &str, as_of: &AsOf, view: &View, days: Days) -> Result<Vec<Row>> {
        let parent = project.to_string();
        let query = measure::table
            .filter(measure::parent.eq(&parent))
            .filter(measure::key.eq(key))
            .filter(seen_measure!(view))
            .select(columns())
            .order((measure::counts_from.asc(), measure::subject.asc()));
        macro_rules! load {
            ($query:expr) => {
                find::as_known!(measure, as_of, $query, |known| known.load(self.connection))
            };
        }
        match days {
            Days::Ever => load!(query),
            Days::On(day) => load!(query.filter(measure::counts_from.le(day)).filter(measure::counts_to.gt(day))),
            Days::Begun(after, until) => {
                load!(query.filter(measure::counts_from.gt(after)).filter(measure::counts_from.le(until)))
            }
            Days::Ended(after, until) => {
                load!(query.filter(measure::counts_to.gt(after)).filter(measure::counts_to.le(until)))
            }
        }
        .map_err(database)
    }

    /// The rows that the view sees then and today.
    fn shown_measures(&mut self, project: Uuid, key: &str, as_of: &AsOf, view: &View, days: Days) -> Result<Vec<Row>> {
        let query = measure::table
            .filter(measure::parent.eq(project.to_string()))
            .filter(measure::key.eq(key))
            .filter(known(as_of))
            .filter(seen_measure!(view))
            .filter(find::not_withdrawn!(measure::subject, as_of, view))
            .select(columns())
            .order((measure::counts_from.asc(), measure::subject.asc()))
            .into_boxed::<Db>();
        let query = match days {
            Days::Ever => query,
            Days::On(day) => query.filter(measure::counts_from.le(day)).filter(measure::counts_to.gt(day)),
            Days::Begun(after, until) => {
                query.filter(measure::counts_from.gt(after)).filter(measure::counts_from.le(until))
            }
            Days::Ended(after, until) => {
                query.filter(measure::counts_to.gt(after)).filter(measure::counts_to.le(until))
            }
        };
        query.load(self.connection).map_err(database)
    }

    /// The observations of an indicator that hold on day D (Stichtag not later), the newest Stichtag first; of two with
    /// the same one, the one recorded later comes first.
    pub fn observations(
        &mut self,
        indicator: Uuid,
        filter: ObservationFilter,
        as_of: &AsOf,
        limit: Option<i64>,
    ) -> Result<Vec<Stored>> {
        let query = version::table
            .inner_join(change::table)
            .filter(version::parent.eq(indicator.to_string()))
            .filter(version::shape.eq(Shape::Observation.name()))
            // The sort key of an observation is its Stichtag: the index that serves lists serves this as well. One over
            // valid_from would draw SQLite's planner away from it in every list.
            .filter(version::sort_key.le(as_of.day.to_string()))
            .order((version::sort_key.desc(), version::recorded_from.desc(), version::subject.desc()))
            .limit(limit.unwrap_or(i64::MAX))
            .select(find::columns());
        macro_rules! load {
            ($query:expr) => {
                find::as_known!(version, as_of, $query, |known| known.load(self.connection))
            };
        }
        let rows: Vec<find::Row> = match filter {
            ObservationFilter::OfTheWhole => load!(query.filter(version::state.ne(PART))),
            ObservationFilter::Stated => {
                load!(query.filter(version::state.eq(TOTAL).or(version::state.eq(NOT_APPLICABLE))))
            }
            ObservationFilter::Parts => load!(query.filter(version::state.eq(PART))),
        }
        .map_err(database)?;
        rows.into_iter().map(find::stored).collect()
    }

    /// The first day on which anything counts under one of `keys`, as far as the view sees it.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn counted_since(&mut self, project: Uuid, keys: &[&str], as_of: &AsOf, view: &View) -> Result<Option<Bound>> {
        let mut query = measure::table
            .filter(measure::parent.eq(project.to_string()))
            .filter(measure::key.eq_any(keys))
            .filter(known(as_of))
            .order(measure::counts_from.asc())
            .select(measure::counts_from)
            .into_boxed::<Db>();
        if view.level() != Level::Everything {
            query = query.filter(seen_measure!(view)).filter(find::not_withdrawn!(measure::subject, as_of, view));
        }
        let first: Option<i32> = query.first(self.connection).optional().map_err(database)?;
        first.map(edge).transpose()
    }
}
