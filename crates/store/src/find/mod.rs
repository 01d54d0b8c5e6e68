//! Finding: what is there as of a day and a change, for whom.

mod differing;
mod list;
mod open;
mod relations;
mod row;
mod withdrawn;

use diesel::prelude::*;
use uuid::Uuid;

use domain::access::View;
use domain::error::Result;
use domain::payload::Shape;
use domain::time::{AsOf, Bound};

use super::chain::Subject;
use super::connection::database;
use super::ledger::Reading;
use super::schema::{change, subject, version};

pub use list::{Page, Query, Sort};
pub use row::Stored;
pub(super) use row::{Row, as_known, columns, edge, stored, uuid};
pub(super) use withdrawn::{coalesce, not_withdrawn, seen, seen_version};

impl Reading<'_> {
    /// The id that a name stands for, whenever it was given.
    pub fn subject_of(&mut self, shape: Shape, parent: Option<Uuid>, key: &str) -> Result<Option<Uuid>> {
        // No name contains U+0000, and PostgreSQL refuses to look for it.
        if key.contains('\0') {
            return Ok(None);
        }
        let named =
            subject::table.filter(subject::shape.eq(shape.name())).filter(subject::key.eq(key)).select(subject::id);
        let id: Option<String> = match parent {
            Some(parent) => named.filter(subject::parent.eq(parent.to_string())).first(self.connection),
            None => named.filter(subject::parent.is_null()).first(self.connection),
        }
        .optional()
        .map_err(database)?;
        id.map(|id| uuid(&id)).transpose()
    }

    /// The name of something, if it has one.
    pub fn name_of(&mut self, id: Uuid) -> Result<Option<String>> {
        Ok(self.subject(id)?.and_then(|subject| subject.key))
    }

    pub(super) fn subject(&mut self, id: Uuid) -> Result<Option<Subject>> {
        let row: Option<(String, String, Option<String>, Option<String>)> = subject::table
            .find(id.to_string())
            .select((subject::id, subject::shape, subject::key, subject::parent))
            .first(self.connection)
            .optional()
            .map_err(database)?;
        row.map(|(id, shape, key, parent)| {
            Ok(Subject { id: uuid(&id)?, shape, key, parent: parent.as_deref().map(uuid).transpose()? })
        })
        .transpose()
    }

    /// Something as of D and N, if the view sees it then and today.
    pub fn find(
        &mut self,
        shape: Shape,
        parent: Option<Uuid>,
        id: Uuid,
        as_of: &AsOf,
        view: &View,
    ) -> Result<Option<Stored>> {
        let day = Bound::from(as_of.day).number();
        let query = version::table
            .inner_join(change::table)
            .filter(version::subject.eq(id.to_string()))
            .filter(version::shape.eq(shape.name()))
            .filter(version::valid_from.le(day))
            .filter(version::valid_to.gt(day))
            .select(columns());
        let row: Option<Row> =
            as_known!(version, as_of, query, |known| known.first(self.connection)).optional().map_err(database)?;
        let Some(found) = row.map(stored).transpose()? else { return Ok(None) };
        let visible = found.seen(view) && !self.hidden_today(id, as_of, view)?;
        Ok((visible && found.parent == parent).then_some(found))
    }

    /// Something as it is now, for a write: what holds today, else what will hold or held last.
    pub fn present(&mut self, shape: Shape, parent: Option<Uuid>, id: Uuid, view: &View) -> Result<Option<Stored>> {
        let belongs = self.subject(id)?.is_some_and(|s| s.shape == shape.name() && s.parent == parent);
        if !belongs {
            return Ok(None);
        }
        let today = self.as_of(None, None)?.today;
        let mut open = self.open_versions(id)?;
        let place = open.iter().position(|s| s.span.contains(today)).or(open.len().checked_sub(1));
        Ok(place.map(|n| open.swap_remove(n)).filter(|s| s.seen(view)))
    }

    /// To what something belongs, if it belongs to anything.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn parent_of(&mut self, id: Uuid) -> Result<Option<Uuid>> {
        Ok(self.subject(id)?.and_then(|subject| subject.parent))
    }

    /// Whether something is there to be asked for its history: it belongs there, and today does not hide it.
    pub fn remembered(
        &mut self,
        shape: Shape,
        parent: Option<Uuid>,
        id: Uuid,
        as_of: &AsOf,
        view: &View,
    ) -> Result<bool> {
        let belongs = self.subject(id)?.is_some_and(|s| s.shape == shape.name() && s.parent == parent);
        let past = AsOf { latest: false, ..*as_of };
        Ok(belongs && !self.hidden_today(id, &past, view)?)
    }

    /// What is known now of something, slice by slice.
    pub(super) fn open_versions(&mut self, id: Uuid) -> Result<Vec<Stored>> {
        let rows: Vec<Row> = version::table
            .inner_join(change::table)
            .filter(version::subject.eq(id.to_string()))
            .filter(version::recorded_to.is_null())
            .order(version::valid_from.asc())
            .select(columns())
            .load(self.connection)
            .map_err(database)?;
        rows.into_iter().map(stored).collect()
    }
}
