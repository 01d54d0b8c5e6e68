//! A version as the ledger keeps it and as it is read: its columns, and what was known after a change.

use diesel::BoxableExpression;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde_json::Value;
use uuid::Uuid;

use domain::access::{View, Visibility};
use domain::error::{Error, Result};
use domain::payload::Shape;
use domain::time::{AsOf, Bound, Moment, ValidInterval};

use crate::connection::Db;
use crate::schema::{change, version};

/// Something as it was on a day, as known after a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Its id.
    pub id: Uuid,
    /// Its shape.
    pub shape: Shape,
    /// How long it was so.
    pub span: ValidInterval,
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
pub(crate) type NamedColumns =
    (version::subject, version::shape, version::visibility, version::parent, version::office);
pub(crate) type Row = (Named, i32, i32, i64, i32, String, String, i64);
/// What decides who sees a version: subject, shape, visibility, parent and office.
pub(crate) type Named = (String, String, String, Option<String>, Option<String>);
pub(crate) type Joined = diesel::dsl::InnerJoinQuerySource<version::table, change::table>;
pub(crate) type Condition = Box<dyn BoxableExpression<Joined, Db, SqlType = Bool>>;

/// What was known after change N: an index over what is open serves for the present.
pub(crate) fn known(as_of: &AsOf) -> Condition {
    if as_of.latest {
        return Box::new(version::recorded_to.is_null());
    }
    let not_closed = version::recorded_to.is_null().or(version::recorded_to.assume_not_null().gt(as_of.change));
    Box::new(version::recorded_from.le(as_of.change).and(not_closed))
}

pub(crate) fn holds(as_of: &AsOf) -> Condition {
    let day = Bound::from(as_of.day).number();
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
pub(crate) use as_known;

pub(crate) fn columns() -> (
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

pub(crate) fn stored((named, from, to, recorded_from, format, payload, sort_key, recorded_at): Row) -> Result<Stored> {
    let (id, shape, visibility, parent, office) = named;
    Ok(Stored {
        id: uuid(&id)?,
        shape: Shape::from_name(&shape).ok_or_else(|| Error::internal(format!("shape {shape}")))?,
        span: ValidInterval { from: edge(from)?, to: edge(to)? },
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

pub(crate) fn uuid(text: &str) -> Result<Uuid> {
    text.parse().map_err(|_| Error::internal(format!("stored id {text}")))
}

pub(crate) fn edge(number: i32) -> Result<Bound> {
    Bound::from_number(number).ok_or_else(|| Error::internal(format!("stored day {number}")))
}
