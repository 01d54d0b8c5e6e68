//! What hangs together: what refers to what, what belongs to what, and which change touched it last.

use diesel::prelude::*;
use uuid::Uuid;

use crate::chain::Subject;
use crate::connection::database;
use crate::ledger::Reading;
use crate::schema::{change, reference, subject, version};
use domain::access::{Level, View};
use domain::error::Result;
use domain::payload::Shape;
use domain::time::{AsOf, Bound, Moment};

use super::row::uuid;
use super::withdrawn::seen_version;

impl Reading<'_> {
    /// Whether something of this shape is known now, at whatever time it holds.
    pub(crate) fn exists(&mut self, shape: Shape, id: Uuid) -> Result<bool> {
        self.exists_for(shape, id, &View::EVERYTHING)
    }

    /// Whether something of this shape is known now and seen, at whatever time it holds.
    pub(crate) fn exists_for(&mut self, shape: Shape, id: Uuid, view: &View) -> Result<bool> {
        let query = version::table
            .filter(version::subject.eq(id.to_string()))
            .filter(version::shape.eq(shape.name()))
            .filter(version::recorded_to.is_null());
        let there: bool = diesel::select(diesel::dsl::exists(query)).get_result(self.connection).map_err(database)?;
        Ok(there && (view.level() == Level::Everything || self.seen_now(id, view)?))
    }

    /// Whether something is known now, at whatever time it holds.
    pub(crate) fn is_known(&mut self, id: Uuid) -> Result<bool> {
        let open = version::table.filter(version::subject.eq(id.to_string())).filter(version::recorded_to.is_null());
        diesel::select(diesel::dsl::exists(open)).get_result(self.connection).map_err(database)
    }

    /// What refers to something or belongs to it now: id, shape, and the place of the reference; nothing of those that
    /// the view does not see.
    pub(crate) fn referrers(&mut self, id: Uuid, view: &View) -> Result<Vec<Option<(Uuid, String, String)>>> {
        const AT_MOST: i64 = 20;
        let id = id.to_string();
        let open = version::table.filter(version::recorded_to.is_null());
        let referring: Vec<(String, String)> = reference::table
            .filter(reference::target.eq(&id))
            .filter(reference::recorded_to.is_null())
            .select((reference::subject, reference::pointer))
            .distinct()
            .order((reference::subject.asc(), reference::pointer.asc()))
            .limit(AT_MOST)
            .load(self.connection)
            .map_err(database)?;
        let children: Vec<(String, String)> = open
            .filter(version::parent.eq(&id))
            .select((version::subject, version::shape))
            .distinct()
            .order(version::subject.asc())
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
        let seen = found.into_iter().map(|one| {
            let seen = self.seen_now(one.0, view)?;
            Ok(seen.then_some(one))
        });
        seen.collect()
    }

    /// The places in a version that refer to something which the view does not see today: their ids are not its business.
    pub fn unseen_references(
        &mut self,
        (id, recorded_from, valid_from): (Uuid, i64, Bound),
        view: &View,
    ) -> Result<Vec<String>> {
        if view.level() == Level::Everything {
            return Ok(Vec::new());
        }
        let rows: Vec<(String, String)> = reference::table
            .filter(reference::subject.eq(id.to_string()))
            .filter(reference::recorded_from.eq(recorded_from))
            .filter(reference::valid_from.eq(valid_from.number()))
            .select((reference::pointer, reference::target))
            .order(reference::pointer.asc())
            .load(self.connection)
            .map_err(database)?;
        let mut unseen = Vec::new();
        for (pointer, target) in rows {
            if !self.seen_now(uuid(&target)?, view)? {
                unseen.push(pointer);
            }
        }
        Ok(unseen)
    }

    /// Whether the view sees something and what it belongs to, as they are today.
    fn seen_now(&mut self, id: Uuid, view: &View) -> Result<bool> {
        let Some(Subject { parent, shape, .. }) = self.subject(id)? else { return Ok(false) };
        let Some(shape) = Shape::from_name(&shape) else { return Ok(false) };
        let Some(parent) = parent else { return Ok(self.present(shape, None, id, view)?.is_some()) };
        if !self.seen_now(parent, view)? {
            return Ok(false);
        }
        let above = self.open_versions(parent)?.into_iter().flat_map(|version| [Some(version.id), version.office]);
        let inside = view.within(above.flatten());
        Ok(self.present(shape, Some(parent), id, &inside)?.is_some())
    }

    /// Whether something or what it belongs to is hidden from the view now: what decides is what is known today, or the
    /// last word on what has ended.
    pub fn hidden(&mut self, id: Uuid, view: &View) -> Result<bool> {
        let now = AsOf { latest: false, ..self.as_of(None, None)? };
        let mut next = Some(id);
        while let Some(id) = next {
            if self.hidden_today(id, &now, view)? {
                return Ok(true);
            }
            next = self.subject(id)?.and_then(|subject| subject.parent);
        }
        Ok(false)
    }

    /// The number of the first change since which the view could see something; nothing for what it never saw.
    pub fn first_seen(&mut self, id: Uuid, view: &View) -> Result<Option<i64>> {
        version::table
            .filter(version::subject.eq(id.to_string()))
            .filter(seen_version!(view))
            .select(diesel::dsl::min(version::recorded_from))
            .first(self.connection)
            .map_err(database)
    }

    /// When something was recorded for the first time.
    pub fn first_recorded(&mut self, id: Uuid) -> Result<Option<Moment>> {
        let first: Option<i64> = version::table
            .inner_join(change::table)
            .filter(version::subject.eq(id.to_string()))
            .select(diesel::dsl::min(change::recorded_at))
            .first(self.connection)
            .map_err(database)?;
        Ok(first.map(Moment::from_micros))
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
