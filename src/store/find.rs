//! Finding: what is there as of a day and a change, for whom.

use diesel::BoxableExpression;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde_json::Value;
use uuid::Uuid;

use crate::domain::access::{View, Visibility};
use crate::domain::error::{Error, Result};
use crate::domain::payload::Shape;
use crate::domain::time::{AsOf, Edge, Moment, Span};

use super::Reading;
use super::chain::Subject;
use super::connection::{Db, database};
use super::schema::{change, reference, subject, version};

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
}

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
    /// Only what comes after this place: sort key or change, and id.
    pub after: Option<(String, Uuid)>,
    /// At most so many; everything without.
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

pub(super) type Row = (String, String, i32, i32, i64, i32, String, String, String, i64);
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

pub(super) fn columns() -> (
    version::subject,
    version::shape,
    version::valid_from,
    version::valid_to,
    version::recorded_from,
    version::format,
    version::payload,
    version::sort_key,
    version::visibility,
    change::recorded_at,
) {
    (
        version::subject,
        version::shape,
        version::valid_from,
        version::valid_to,
        version::recorded_from,
        version::format,
        version::payload,
        version::sort_key,
        version::visibility,
        change::recorded_at,
    )
}

impl Reading<'_> {
    /// The id that a name stands for, whenever it was given.
    pub fn subject_of(&mut self, shape: Shape, parent: Option<Uuid>, key: &str) -> Result<Option<Uuid>> {
        let query =
            subject::table.filter(subject::shape.eq(shape.name())).filter(subject::key.eq(key)).into_boxed::<Db>();
        let query = match parent {
            Some(parent) => query.filter(subject::parent.eq(parent.to_string())),
            None => query.filter(subject::parent.is_null()),
        };
        let id: Option<String> = query.select(subject::id).first(self.connection).optional().map_err(database)?;
        id.map(|id| uuid(&id)).transpose()
    }

    pub(super) fn subject(&mut self, id: Uuid) -> Result<Option<Subject>> {
        let row: Option<(String, String, Option<String>, Option<String>)> =
            subject::table.find(id.to_string()).first(self.connection).optional().map_err(database)?;
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
        view: View,
    ) -> Result<Option<Stored>> {
        let query = version::table
            .inner_join(change::table)
            .filter(version::subject.eq(id.to_string()))
            .filter(version::shape.eq(shape.name()))
            .filter(known(as_of))
            .filter(holds(as_of))
            .select((columns(), version::parent));
        let row: Option<(Row, Option<String>)> = query.first(self.connection).optional().map_err(database)?;
        let Some((row, row_parent)) = row else { return Ok(None) };
        let found = stored(row)?;
        let visible = view.sees(found.visibility) && !self.hidden_today(id, as_of, view)?;
        Ok((visible && parent.map(|p| p.to_string()) == row_parent).then_some(found))
    }

    /// Something as it is now, for a write: what holds today, else what will hold or held last.
    pub fn present(&mut self, shape: Shape, parent: Option<Uuid>, id: Uuid, view: View) -> Result<Option<Stored>> {
        let belongs = self.subject(id)?.is_some_and(|s| s.shape == shape.name() && s.parent == parent);
        if !belongs {
            return Ok(None);
        }
        let today = self.as_of(None, None)?.today;
        let mut open = self.open_versions(id)?;
        let place = open.iter().position(|s| s.span.contains(today)).or(open.len().checked_sub(1));
        Ok(place.map(|n| open.swap_remove(n)).filter(|s| view.sees(s.visibility)))
    }

    /// Whether something is there to be asked for its history: it belongs there, and today does not hide it.
    pub fn remembered(
        &mut self,
        shape: Shape,
        parent: Option<Uuid>,
        id: Uuid,
        as_of: &AsOf,
        view: View,
    ) -> Result<bool> {
        let belongs = self.subject(id)?.is_some_and(|s| s.shape == shape.name() && s.parent == parent);
        let past = AsOf { latest: false, ..*as_of };
        Ok(belongs && !self.hidden_today(id, &past, view)?)
    }

    /// Whether what is known now of today hides it: an earlier moment never undoes a withdrawal.
    fn hidden_today(&mut self, id: Uuid, as_of: &AsOf, view: View) -> Result<bool> {
        if view == View::Everything || (as_of.latest && as_of.day == as_of.today) {
            return Ok(false);
        }
        let today = Edge::from(as_of.today).number();
        let now: Option<String> = version::table
            .filter(version::subject.eq(id.to_string()))
            .filter(version::recorded_to.is_null())
            .filter(version::valid_from.le(today))
            .filter(version::valid_to.gt(today))
            .select(version::visibility)
            .first(self.connection)
            .optional()
            .map_err(database)?;
        Ok(now.is_some_and(|visibility| !view.visible().contains(&visibility.as_str())))
    }

    /// A page of what is there as of D and N and seen in the view.
    pub fn list(&mut self, shape: Shape, query: &Query, as_of: &AsOf, view: View) -> Result<Page> {
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
        if view != View::Everything {
            let today = Edge::from(as_of.today).number();
            let now = diesel::alias!(version as now);
            let hidden = now
                .filter(now.field(version::subject).eq(version::subject))
                .filter(now.field(version::recorded_to).is_null())
                .filter(now.field(version::valid_from).le(today))
                .filter(now.field(version::valid_to).gt(today))
                .filter(now.field(version::visibility).ne_all(view.visible()));
            rows = rows.filter(version::visibility.eq_any(view.visible()));
            rows = rows.filter(diesel::dsl::not(diesel::dsl::exists(hidden)));
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
        let place = |s: &Stored| (if query.sort.by_time { s.change.to_string() } else { s.sort_key.clone() }, s.id);
        let next = full.and_then(|_| rows.last().map(place));
        Ok(Page { rows, next })
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

    /// Whether something of this shape is known now, at whatever time it holds.
    pub(super) fn exists(&mut self, shape: Shape, id: Uuid) -> Result<bool> {
        let query = version::table
            .filter(version::subject.eq(id.to_string()))
            .filter(version::shape.eq(shape.name()))
            .filter(version::recorded_to.is_null());
        diesel::select(diesel::dsl::exists(query)).get_result(self.connection).map_err(database)
    }

    /// What refers to something or belongs to it now: id, shape, and the place of the reference.
    pub(super) fn referrers(&mut self, id: Uuid) -> Result<Vec<(Uuid, String, String)>> {
        const AT_MOST: i64 = 20;
        let id = id.to_string();
        let open = version::table.filter(version::recorded_to.is_null());
        let referring: Vec<(String, String)> = reference::table
            .filter(reference::target.eq(&id))
            .filter(reference::recorded_to.is_null())
            .select((reference::subject, reference::pointer))
            .distinct()
            .limit(AT_MOST)
            .load(self.connection)
            .map_err(database)?;
        let children: Vec<(String, String)> = open
            .filter(version::parent.eq(&id))
            .select((version::subject, version::shape))
            .distinct()
            .limit(AT_MOST)
            .load(self.connection)
            .map_err(database)?;
        let mut found = Vec::new();
        for (subject_id, pointer) in referring {
            let shape: String =
                subject::table.find(&subject_id).select(subject::shape).first(self.connection).map_err(database)?;
            found.push((uuid(&subject_id)?, shape, pointer));
        }
        for (subject_id, shape) in children {
            found.push((uuid(&subject_id)?, shape, String::new()));
        }
        Ok(found)
    }

    /// The number of the last change to any slice of something, as known after change N; `None` if there was none.
    pub fn revision(&mut self, id: Uuid, as_of: &AsOf) -> Result<Option<i64>> {
        let of = || version::table.filter(version::subject.eq(id.to_string()));
        let opened: Option<i64> = of()
            .filter(version::recorded_from.le(as_of.change))
            .select(diesel::dsl::max(version::recorded_from))
            .first(self.connection)
            .map_err(database)?;
        let closed: Option<i64> = of()
            .filter(version::recorded_to.le(as_of.change))
            .select(diesel::dsl::max(version::recorded_to))
            .first(self.connection)
            .map_err(database)?;
        Ok(opened.max(closed))
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
            Box::new(version::recorded_from.gt(n).or(version::recorded_from.eq(n).and(version::subject.gt(id))))
        }
        (true, true) => {
            let n = number()?;
            Box::new(version::recorded_from.lt(n).or(version::recorded_from.eq(n).and(version::subject.lt(id))))
        }
    })
}

pub(super) fn stored(
    (id, shape, from, to, recorded_from, format, payload, sort_key, visibility, recorded_at): Row,
) -> Result<Stored> {
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
    })
}

pub(super) fn uuid(text: &str) -> Result<Uuid> {
    text.parse().map_err(|_| Error::internal(format!("stored id {text}")))
}

pub(super) fn edge(number: i32) -> Result<Edge> {
    Edge::from_number(number).ok_or_else(|| Error::internal(format!("stored day {number}")))
}
