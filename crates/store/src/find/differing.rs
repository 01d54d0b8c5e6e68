//! What is there in one state and not in another: the rows by which two states differ, without looking at the rest.

use diesel::prelude::*;
use uuid::Uuid;

use crate::connection::{Db, database};
use crate::ledger::Reading;
use crate::schema::{change, version};
use domain::access::{Level, View};
use domain::error::Result;
use domain::payload::Shape;
use domain::time::{AsOf, Bound};

use super::row::{Condition, Row, Stored, columns, holds, known, stored};
use super::withdrawn::{not_withdrawn, seen_version};

impl Reading<'_> {
    /// What belongs to `parent` and is there as of one D and N, but not as of another, and is seen in the view: at most
    /// `limit` in the order of their ids, after `after`. A thing has at most one row in a state.
    pub fn only_there(
        &mut self,
        (shape, parent): (Shape, Uuid),
        there: &AsOf,
        not_there: &AsOf,
        view: &View,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<Stored>> {
        let mut rows = version::table
            .inner_join(change::table)
            .filter(version::shape.eq(shape.name()))
            .filter(version::parent.eq(parent.to_string()))
            .filter(known(there))
            .filter(holds(there))
            .filter(not(not_there))
            .select(columns())
            .order(version::subject.asc())
            .limit(limit)
            .into_boxed::<Db>();
        if view.level() != Level::Everything {
            rows = rows.filter(seen_version!(view)).filter(not_withdrawn!(version::subject, there, view));
        }
        if let Some(id) = after {
            rows = rows.filter(version::subject.gt(id.to_string()));
        }
        let rows: Vec<Row> = rows.load(self.connection).map_err(database)?;
        rows.into_iter().map(stored).collect()
    }
}

/// Not known after change N, or not holding on D.
fn not(as_of: &AsOf) -> Condition {
    let day = Bound::from(as_of.day).number();
    let over = version::recorded_to.is_not_null().and(version::recorded_to.assume_not_null().le(as_of.change));
    Box::new(
        version::recorded_from.gt(as_of.change).or(over).or(version::valid_from.gt(day)).or(version::valid_to.le(day)),
    )
}
