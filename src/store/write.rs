//! Writing: one change with the versions that it makes, under the write lock.

use std::collections::BTreeMap;

use diesel::prelude::*;
use uuid::Uuid;

use crate::domain::error::{Error, Result, Violation};
use crate::domain::payload::{Payload, Shape, Timeline};
use crate::domain::slices::{self, Slice};
use crate::domain::time::{Day, Edge, Moment, Source, Span};

use super::chain::{self, Closed, Entry, Opened, Subject};
use super::connection::database;
use super::schema::{change, measure, reference, subject, version};
use super::{Author, Reading, Store, last_change};

/// The stretch of valid time that a write names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// First day, if named.
    pub from: Option<Edge>,
    /// Day after the last, if named.
    pub to: Option<Edge>,
}

/// Something to be created.
pub struct New<'a> {
    /// Its id, when it is given from outside (imports); a new one otherwise.
    pub id: Option<Uuid>,
    /// To what it belongs.
    pub parent: Option<Uuid>,
    /// What it is.
    pub payload: &'a Payload,
    /// Since when it is so.
    pub window: Window,
}

/// A write under way.
pub struct Writing<'a> {
    /// Reads see what this write has done so far.
    pub reading: Reading<'a>,
    number: i64,
    moment: Moment,
    today: Day,
    source: &'a dyn Source,
    subjects: Vec<Subject>,
    closed: Vec<Closed>,
    opened: Vec<Opened>,
}

impl Store {
    /// Does `work` as one change, then lets `answer` read the result. A work that changes nothing records nothing.
    ///
    /// # Errors
    /// Those of `work` and `answer`, after which nothing is changed.
    pub fn write<T, R>(
        &self,
        author: &Author,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T>,
        answer: impl FnOnce(&mut Reading<'_>, T) -> Result<R>,
    ) -> Result<R> {
        let mut connection = self.connection()?;
        let queue = self.writer.clone();
        // A writer that panicked has rolled back; the queue holds no data that could be inconsistent.
        let _turn = queue.as_ref().map(|w| w.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        connection.exclusive(|connection| {
            let last: Option<(i64, i64, String)> = change::table
                .order(change::number.desc())
                .select((change::number, change::recorded_at, change::hash))
                .first(connection)
                .optional()
                .map_err(database)?;
            let now = self.source.now();
            let before = last.as_ref().map(|(number, at, _)| (*number, Moment::from_micros(*at)));
            let (number, moment, previous) = match last {
                // The clock may step back or stand still; recorded time does not.
                Some((number, at, hash)) => (number + 1, now.max(Moment::from_micros(at).next()), Some(hash)),
                None => (1, now, None),
            };
            let reading = Reading { connection, reader: self.reader, last: before, now: moment, zone: self.zone };
            let mut writing = Writing {
                reading,
                number,
                moment,
                today: moment.day_in(self.zone),
                source: &*self.source,
                subjects: Vec::new(),
                closed: Vec::new(),
                opened: Vec::new(),
            };
            let done = work(&mut writing)?;
            let mut reading = writing.record(author, previous)?;
            answer(&mut reading, done)
        })
    }
}

impl<'a> Writing<'a> {
    /// When this change is recorded.
    pub fn moment(&self) -> Moment {
        self.moment
    }

    /// Creates something. `today` is since when, unless the window says otherwise.
    ///
    /// # Errors
    /// Every violation: a name that is taken, a reference to nothing, a state that needs a day.
    pub fn create(&mut self, new: New<'_>) -> Result<Uuid> {
        let payload = new.payload;
        let span = self.first_span(payload, new.window)?;
        let id = new.id.unwrap_or_else(|| self.source.id(self.moment));
        if let Some(key) = &payload.key
            && self.reading.subject_of(payload.shape, new.parent, key)?.is_some()
        {
            let detail =
                format!("there is or was a {} named '{key}'; such a name is never given again", payload.shape.name());
            return Err(Error::conflict("name-taken", detail));
        }
        let row = Subject { id, key: payload.key.clone(), parent: new.parent, shape: payload.shape.name().to_owned() };
        insert_subject(self.reading.connection, &row)?;
        self.subjects.push(row);
        self.replace(id, new.parent, &[], &[Slice { span, payload: payload.clone() }])?;
        Ok(id)
    }

    fn first_span(&self, payload: &Payload, window: Window) -> Result<Span> {
        let first = payload.states.map(|states| (states.first(), payload.index.state.as_deref().unwrap_or_default()));
        match payload.timeline {
            Timeline::Fixed(span) => {
                forbid_window(payload.shape, window)?;
                match first {
                    Some((first, state)) if first != state => {
                        Err(Error::invalid("/state", format!("begins as '{first}'")))
                    }
                    _ => Ok(span),
                }
            }
            Timeline::Dated => {
                let from = match (window.from, first) {
                    (Some(from), _) => from,
                    (None, Some((first, state))) if first != state => {
                        let detail = format!(
                            "is required: what begins as '{state}' and not as '{first}' must say since when, a day or 'start'"
                        );
                        return Err(Error::parameter("validFrom", detail));
                    }
                    (None, _) => self.today.into(),
                };
                window_span(Window { from: Some(from), ..window }, self.today)
            }
        }
    }

    /// Replaces what holds from `window.from` (today, unless named) on.
    ///
    /// # Errors
    /// A conflict that lists later slices, unless `window.to` is given; an impossible move; a reference to nothing.
    pub fn put(&mut self, id: Uuid, window: Window, payload: &Payload) -> Result<()> {
        let before = self.slices(id)?;
        if let Timeline::Fixed(span) = payload.timeline {
            forbid_window(payload.shape, window)?;
            return self.revise(id, &before, vec![Slice { span, payload: payload.clone() }]);
        }
        let span = window_span(window, self.today)?;
        let after = slices::put(&before, span.from, window.to, payload.clone())?;
        self.revise(id, &before, after)
    }

    /// Changes every slice in the window (from today on, unless named) by `change`.
    ///
    /// # Errors
    /// Those of `change`; a conflict when nothing holds in the window; an impossible move; a reference to nothing.
    pub fn patch(
        &mut self,
        id: Uuid,
        window: Window,
        mut change: impl FnMut(&Payload) -> Result<Payload>,
    ) -> Result<()> {
        let before = self.slices(id)?;
        if let [Slice { payload, .. }] = before.as_slice()
            && matches!(payload.timeline, Timeline::Fixed(_))
        {
            forbid_window(payload.shape, window)?;
            let payload = change(payload)?;
            let Timeline::Fixed(span) = payload.timeline else { return Err(Error::internal("timeline changed")) };
            return self.revise(id, &before, vec![Slice { span, payload }]);
        }
        let span = window_span(window, self.today)?;
        if before.iter().all(|s| s.span.and(&span).is_empty()) {
            return Err(Error::conflict(
                "nothing-there",
                format!("nothing holds from {} on that could be changed", span.from),
            ));
        }
        let after = slices::patch(&before, span, |payload, _| change(payload))?;
        self.revise(id, &before, after)
    }

    /// Without a window: it never was so (retraction). With `from`: it ends then; with both, there is a gap.
    ///
    /// # Errors
    /// A conflict that names the referrers of something that is to be retracted.
    pub fn delete(&mut self, id: Uuid, window: Window) -> Result<()> {
        let before = self.slices(id)?;
        if let Some(first) = before.first()
            && matches!(first.payload.timeline, Timeline::Fixed(_))
        {
            forbid_window(first.payload.shape, window)?;
        }
        let span = match window {
            Window { from: None, to: None } => Span::ALWAYS,
            Window { from: None, to: Some(_) } => {
                window_span(Window { from: Some(Edge::START), ..window }, self.today)?
            }
            window => window_span(window, self.today)?,
        };
        let after = slices::delete(&before, span);
        if after.is_empty() {
            self.forbid_referrers(id)?;
        }
        self.revise(id, &before, after)
    }

    /// What is known now, as slices along valid time.
    pub fn slices(&mut self, id: Uuid) -> Result<Vec<Slice<Payload>>> {
        let reader = self.reading.reader;
        let rows = self.reading.open_versions(id)?;
        rows.into_iter().map(|s| Ok(Slice { span: s.span, payload: reader(s.shape, s.format, s.value)? })).collect()
    }

    fn revise(&mut self, id: Uuid, before: &[Slice<Payload>], after: Vec<Slice<Payload>>) -> Result<()> {
        let subject = self.reading.subject(id)?.ok_or(Error::NotFound)?;
        let mut violations = Vec::new();
        for slice in &after {
            if slice.payload.key != subject.key {
                let field = if slice.payload.shape == Shape::Project { "/slug" } else { "/key" };
                violations.push(Violation::at(field, "is a name for ever and cannot change"));
            }
            let class = before.first().map(|s| &s.payload.index.class);
            if class.is_some_and(|class| *class != slice.payload.index.class) {
                let field = if slice.payload.shape == Shape::Project { "/kind" } else { "/type" };
                violations.push(Violation::at(field, "cannot change"));
            }
        }
        violations.dedup();
        if !violations.is_empty() {
            return Err(Error::Invalid(violations));
        }
        check_moves(before, &after)?;
        self.replace(id, subject.parent, before, &after)
    }

    fn replace(
        &mut self,
        id: Uuid,
        parent: Option<Uuid>,
        before: &[Slice<Payload>],
        after: &[Slice<Payload>],
    ) -> Result<()> {
        let (gone, new) = slices::difference(before, after);
        for slice in gone {
            self.close(id, slice.span.from)?;
        }
        let mut checked = BTreeMap::new();
        for slice in new {
            self.check_references(id, &slice.payload, &mut checked)?;
            self.open(id, parent, slice)?;
        }
        Ok(())
    }

    fn close(&mut self, id: Uuid, from: Edge) -> Result<()> {
        let recorded_from: i64 = version::table
            .filter(version::subject.eq(id.to_string()))
            .filter(version::valid_from.eq(from.number()))
            .filter(version::recorded_to.is_null())
            .select(version::recorded_from)
            .first(self.reading.connection)
            .map_err(database)?;
        let row = Closed { recorded_from, subject: id, valid_from: from };
        if recorded_from == self.number {
            // Opened by this very change: nobody has seen it, it leaves no trace.
            self.opened.retain(|o| !(o.subject == id && o.valid_from == from));
            erase_version(self.reading.connection, &row)
        } else {
            close_version(self.reading.connection, &row, self.number)?;
            self.closed.push(row);
            Ok(())
        }
    }

    fn open(&mut self, id: Uuid, parent: Option<Uuid>, slice: &Slice<Payload>) -> Result<()> {
        let mut salt = [0; 16];
        self.source.fill(&mut salt);
        let salt = hex::encode(salt);
        let digest = chain::digest(&salt, &chain::canonical(&slice.payload.value)?);
        let row = Opened {
            digest,
            format: slice.payload.format,
            subject: id,
            valid_from: slice.span.from,
            valid_to: slice.span.to,
        };
        insert_version(self.reading.connection, &row, &salt, self.number, parent, &slice.payload)?;
        self.opened.push(row);
        Ok(())
    }

    fn check_references(
        &mut self,
        id: Uuid,
        payload: &Payload,
        checked: &mut BTreeMap<(Shape, Uuid), bool>,
    ) -> Result<()> {
        let mut violations = Vec::new();
        for reference in &payload.references {
            let key = (reference.shape, reference.id);
            let known = match checked.get(&key) {
                Some(known) => *known,
                None => self.reading.exists(reference.shape, reference.id)?,
            };
            checked.insert(key, known);
            let shape = reference.shape.name().replace('_', " ");
            if reference.id == id {
                violations.push(Violation::at(&reference.pointer, "refers to itself"));
            } else if !known {
                violations.push(Violation::at(&reference.pointer, format!("there is no {shape} with this id")));
            }
        }
        if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
    }

    fn forbid_referrers(&mut self, id: Uuid) -> Result<()> {
        let referrers = self.reading.referrers(id)?;
        if referrers.is_empty() {
            return Ok(());
        }
        let list: Vec<_> = referrers
            .iter()
            .map(|(id, shape, place)| serde_json::json!({"id": id, "shape": shape, "pointer": place}))
            .collect();
        let detail =
            format!("is referred to by {} other resource(s), which must be changed or retracted first", list.len());
        let members = serde_json::Map::from_iter([("referrers".to_owned(), list.into())]);
        Err(Error::conflict_with("referred-to", detail, members))
    }

    /// Writes the change itself, and turns into a reading that knows it.
    fn record(mut self, author: &Author, previous: Option<String>) -> Result<Reading<'a>> {
        if self.opened.is_empty() && self.closed.is_empty() && self.subjects.is_empty() {
            return Ok(self.reading);
        }
        let reason_salt = author.reason.as_ref().map(|_| {
            let mut salt = [0; 16];
            self.source.fill(&mut salt);
            hex::encode(salt)
        });
        let reason = author.reason.as_ref().zip(reason_salt.as_ref()).map(|(text, salt)| chain::digest(salt, text));
        let mut entry = Entry {
            actor: author.actor,
            closed: self.closed,
            number: self.number,
            opened: self.opened,
            previous,
            reason,
            recorded_at: self.moment,
            subjects: self.subjects,
        };
        let text = entry.canonical()?;
        diesel::insert_into(change::table)
            .values((
                change::number.eq(self.number),
                change::recorded_at.eq(self.moment.micros()),
                change::actor.eq(author.actor.to_string()),
                change::reason.eq(author.reason.as_deref()),
                change::reason_salt.eq(reason_salt),
                change::hash.eq(chain::hash(&text)),
                change::entry.eq(text),
            ))
            .execute(self.reading.connection)
            .map_err(database)?;
        self.reading.last = last_change(self.reading.connection)?;
        Ok(self.reading)
    }
}

pub(super) use rows::{close_version, erase_version, insert_subject, insert_version};

fn check_moves(before: &[Slice<Payload>], after: &[Slice<Payload>]) -> Result<()> {
    let Some(payload) = after.first().map(|s| &s.payload) else { return Ok(()) };
    fn state(payload: &Payload) -> &str {
        payload.index.state.as_deref().unwrap_or_default()
    }
    match (payload.timeline, payload.states) {
        (Timeline::Dated, Some(states)) => {
            slices::check_moves(after.iter().map(|s| (s.span, state(&s.payload))), states)
        }
        (Timeline::Dated, None) => Ok(()),
        (Timeline::Fixed(_), states) => {
            let Some(old) = before.first().map(|s| &s.payload) else { return Ok(()) };
            if let Some(open) = old.open_fields {
                let without = |p: &Payload| {
                    let mut value = p.value.clone();
                    let fields = value.as_object_mut();
                    fields.into_iter().for_each(|f| open.iter().for_each(|name| drop(f.shift_remove(*name))));
                    value
                };
                if without(old) != without(payload) {
                    let detail = format!("is settled: only {} may still change", open.join(", "));
                    return Err(Error::conflict("settled", detail));
                }
            }
            match states {
                Some(states) if !states.allow(state(old), state(payload)) => {
                    Err(slices::impossible_move(states, state(old), state(payload), None))
                }
                _ => Ok(()),
            }
        }
    }
}

fn forbid_window(shape: Shape, window: Window) -> Result<()> {
    let name = if window.from.is_some() { "validFrom" } else { "validTo" };
    match window {
        Window { from: None, to: None } => Ok(()),
        _ => {
            Err(Error::parameter(name, format!("a {} has no history along valid time", shape.name().replace('_', " "))))
        }
    }
}

fn window_span(window: Window, today: Day) -> Result<Span> {
    let span = Span { from: window.from.unwrap_or(today.into()), to: window.to.unwrap_or(Edge::END) };
    if span.is_empty() {
        return Err(Error::parameter("validTo", format!("must be later than validFrom, which is {}", span.from)));
    }
    Ok(span)
}

/// The rows of a version: the same whether a write or an import makes them.
mod rows {
    use super::*;
    use crate::store::connection::AnyConnection;

    pub fn insert_subject(connection: &mut AnyConnection, row: &Subject) -> Result<()> {
        diesel::insert_into(subject::table)
            .values((
                subject::id.eq(row.id.to_string()),
                subject::shape.eq(&row.shape),
                subject::key.eq(row.key.as_deref()),
                subject::parent.eq(row.parent.map(|p| p.to_string())),
            ))
            .execute(connection)
            .map(|_| ())
            .map_err(database)
    }

    pub fn insert_version(
        connection: &mut AnyConnection,
        row: &Opened,
        salt: &str,
        number: i64,
        parent: Option<Uuid>,
        payload: &Payload,
    ) -> Result<()> {
        let (id, parent) = (row.subject.to_string(), parent.map(|p| p.to_string()));
        let (from, visibility) = (row.valid_from.number(), payload.index.visibility.name());
        diesel::insert_into(version::table)
            .values((
                version::subject.eq(&id),
                version::recorded_from.eq(number),
                version::valid_from.eq(from),
                version::valid_to.eq(row.valid_to.number()),
                version::format.eq(row.format),
                version::payload.eq(payload.value.to_string()),
                version::salt.eq(salt),
                version::digest.eq(&row.digest),
                version::shape.eq(payload.shape.name()),
                version::parent.eq(parent.as_deref()),
                version::class.eq(payload.index.class.as_deref()),
                version::state.eq(payload.index.state.as_deref()),
                version::office.eq(payload.index.office.map(|o| o.to_string())),
                version::visibility.eq(visibility),
                version::sort_key.eq(&payload.index.sort_key),
            ))
            .execute(connection)
            .map_err(database)?;
        for one in &payload.measures {
            let counts = Span { from: one.from.max(row.valid_from), to: row.valid_to };
            if counts.is_empty() {
                continue;
            }
            diesel::insert_into(measure::table)
                .values((
                    measure::subject.eq(&id),
                    measure::recorded_from.eq(number),
                    measure::valid_from.eq(from),
                    measure::key.eq(one.key),
                    measure::parent.eq(parent.as_deref().unwrap_or_default()),
                    measure::unit.eq(one.group.map(|g| g.to_string())),
                    measure::amount.eq(one.amount),
                    measure::counts_from.eq(counts.from.number()),
                    measure::counts_to.eq(counts.to.number()),
                    measure::visibility.eq(visibility),
                ))
                .execute(connection)
                .map_err(database)?;
        }
        for one in &payload.references {
            diesel::insert_into(reference::table)
                .values((
                    reference::subject.eq(&id),
                    reference::recorded_from.eq(number),
                    reference::valid_from.eq(from),
                    reference::pointer.eq(&one.pointer),
                    reference::target.eq(one.id.to_string()),
                ))
                .execute(connection)
                .map_err(database)?;
        }
        Ok(())
    }

    macro_rules! with_parts {
        ($row:ident, $table:ident, $statement:ident => $result:expr) => {{
            let $statement = $table::table
                .filter($table::subject.eq($row.subject.to_string()))
                .filter($table::recorded_from.eq($row.recorded_from))
                .filter($table::valid_from.eq($row.valid_from.number()));
            $result.map_err(database)?;
        }};
    }

    pub fn close_version(connection: &mut AnyConnection, row: &Closed, number: i64) -> Result<()> {
        with_parts!(row, version, rows => diesel::update(rows).set(version::recorded_to.eq(number)).execute(connection));
        with_parts!(row, measure, rows => diesel::update(rows).set(measure::recorded_to.eq(number)).execute(connection));
        with_parts!(row, reference, rows => diesel::update(rows).set(reference::recorded_to.eq(number)).execute(connection));
        Ok(())
    }

    pub fn erase_version(connection: &mut AnyConnection, row: &Closed) -> Result<()> {
        with_parts!(row, measure, rows => diesel::delete(rows).execute(connection));
        with_parts!(row, reference, rows => diesel::delete(rows).execute(connection));
        with_parts!(row, version, rows => diesel::delete(rows).execute(connection));
        Ok(())
    }
}
