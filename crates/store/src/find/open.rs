//! What is open now: for what must look at everything of a sort, one after the other.

use diesel::prelude::*;
use uuid::Uuid;

use crate::connection::{Db, database};
use crate::ledger::Reading;
use crate::schema::{change, version};
use domain::error::{Error, Result};
use domain::payload::Shape;

use super::row::{Row, Stored, columns, stored};

/// How many are read at a time.
const AT_A_TIME: i64 = 500;

impl Reading<'_> {
    /// What an id stands for, whenever it was given: its shape, and to what it belongs.
    pub fn identity(&mut self, id: Uuid) -> Result<Option<(Shape, Option<Uuid>)>> {
        let Some(subject) = self.subject(id)? else { return Ok(None) };
        let shape =
            Shape::from_name(&subject.shape).ok_or_else(|| Error::internal(format!("shape {}", subject.shape)))?;
        Ok(Some((shape, subject.parent)))
    }

    /// Everything of a shape that belongs to `parent`, slice by slice, thing by thing, as it is known now. Only a part of
    /// it is held at a time.
    ///
    /// # Errors
    /// Those of `each`, or `Unavailable`.
    pub fn each_open(
        &mut self,
        shape: Shape,
        parent: Option<Uuid>,
        mut each: impl FnMut(Stored) -> Result<()>,
    ) -> Result<()> {
        let mut after = (String::new(), -1);
        loop {
            let (last, from) = after.clone();
            let mut rows = version::table
                .inner_join(change::table)
                .filter(version::shape.eq(shape.name()))
                .filter(version::recorded_to.is_null())
                .filter(
                    version::subject.gt(last.clone()).or(version::subject.eq(last).and(version::valid_from.gt(from))),
                )
                .order((version::subject.asc(), version::valid_from.asc()))
                .limit(AT_A_TIME)
                .select(columns())
                .into_boxed::<Db>();
            rows = match parent {
                Some(parent) => rows.filter(version::parent.eq(parent.to_string())),
                None => rows.filter(version::parent.is_null()),
            };
            let rows: Vec<Row> = rows.load(self.connection).map_err(database)?;
            let Some(row) = rows.last() else { return Ok(()) };
            after = (row.0.0.clone(), row.1);
            for row in rows {
                each(stored(row)?)?;
            }
        }
    }
}
