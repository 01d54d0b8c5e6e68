//! Finding: what is there as of a day and a change, for whom.

mod differing;
mod list;
mod open;
mod relations;
mod withdrawn;

use diesel::BoxableExpression;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde_json::Value;
use uuid::Uuid;

use domain::access::{View, Visibility};
use domain::error::{Error, Result};
use domain::payload::Shape;
use domain::time::{AsOf, Edge, Moment, Span};

use super::Reading;
use super::chain::Subject;
use super::connection::{Db, database};
use super::schema::{change, subject, version};

pub use list::{Page, Query, Sort};
pub(super) use withdrawn::{coalesce, not_withdrawn, seen, seen_version};

/// Something as it was on a day, as known after a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Its id.
    pub id: Uuid,
    /// Its shape.
    pub shape: Shape,
    /// How long it was so.
    pub span: Span,
    /// The change since which this is known.
    pub change: i64,
    /// When that was.
    pub recorded_at: Moment,
    /// The format of its JSON.
    pub format: i32,
    /// Its JSON.
    pub value: Value,
    /// Its sort key.
    pub sort_key: String,
    /// Who may see it.
    pub visibility: Visibility,
    /// To what it belongs.
    pub parent: Option<Uuid>,
    /// The responsible office.
    pub office: Option<Uuid>,
}

impl Stored {
    /// The ids by which it can be somebody's own: itself, what it belongs to, the office in whose care it is.
    pub fn places(&self) -> impl Iterator<Item = Uuid> {
        [Some(self.id), self.parent, self.office].into_iter().flatten()
    }

    /// Whether a view sees it.
    pub fn seen(&self, view: &View) -> bool {
        view.sees(self.visibility, self.places())
    }
}

/// The columns of [`Named`].
type NamedColumns = (version::subject, version::shape, version::visibility, version::parent, version::office);
pub(super) type Row = (Named, i32, i32, i64, i32, String, String, i64);
/// What decides who sees a version: subject, shape, visibility, parent and office.
type Named = (String, String, String, Option<String>, Option<String>);
type Joined = diesel::dsl::InnerJoinQuerySource<version::table, change::table>;
type Condition = Box<dyn BoxableExpression<Joined, Db, SqlType = Bool>>;

/// What was known after change N: an index over what is open serves for the present.
pub(super) fn known(as_of: &AsOf) -> Condition {
    if as_of.latest {
        return Box::new(version::recorded_to.is_null());
    }
    let not_closed = version::recorded_to.is_null().or(version::recorded_to.assume_not_null().gt(as_of.change));
    Box::new(version::recorded_from.le(as_of.change).and(not_closed))
}

fn holds(as_of: &AsOf) -> Condition {
    let day = Edge::from(as_of.day).number();
    Box::new(version::valid_from.le(day).and(version::valid_to.gt(day)))
}

/// Carries a query out on what was known after change N, as [`known`] has it, but in one of two forms that never change:
/// diesel then need not write the SQL anew each time. For what is asked thousands of times a second.
macro_rules! as_known {
    ($table:ident, $as_of:expr, $query:expr, |$known:ident| $load:expr) => {
        if $as_of.latest {
            let $known = $query.filter($table::recorded_to.is_null());
            $load
        } else {
            let not_closed = $table::recorded_to.is_null().or($table::recorded_to.assume_not_null().gt($as_of.change));
            let $known = $query.filter($table::recorded_from.le($as_of.change)).filter(not_closed);
            $load
        }
    };
}
pub(super) use as_known;

pub(super) fn columns() -> (
    NamedColumns,
    version::valid_from,
    version::valid_to,
    version::recorded_from,
    version::format,
    version::payload,
    version::sort_key,
    change::recorded_at,
) {
    (
        (version::subject, version::shape, version::visibility, version::parent, version::office),
        version::valid_from,
        version::valid_to,
        version::recorded_from,
        version::format,
        version::payload,
        version::sort_key,
        change::recorded_at,
    )
}

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
        let day = Edge::from(as_of.day).number();
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
    /// Those of the database.
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

pub(super) fn stored((named, from, to, recorded_from, format, payload, sort_key, recorded_at): Row) -> Result<Stored> {
    let (id, shape, visibility, parent, office) = named;
    Ok(Stored {
        id: uuid(&id)?,
        shape: Shape::from_name(&shape).ok_or_else(|| Error::internal(format!("shape {shape}")))?,
        span: Span { from: edge(from)?, to: edge(to)? },
        change: recorded_from,
        recorded_at: Moment::from_micros(recorded_at),
        format,
        value: serde_json::from_str(&payload).map_err(Error::internal)?,
        sort_key,
        visibility: Visibility::stored(&visibility),
        parent: parent.as_deref().map(uuid).transpose()?,
        office: office.as_deref().map(uuid).transpose()?,
    })
}

pub(super) fn uuid(text: &str) -> Result<Uuid> {
    text.parse().map_err(|_| Error::internal(format!("stored id {text}")))
}

pub(super) fn edge(number: i32) -> Result<Edge> {
    Edge::from_number(number).ok_or_else(|| Error::internal(format!("stored day {number}")))
}
