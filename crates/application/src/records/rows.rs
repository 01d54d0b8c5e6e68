//! Rows of a table, written one after the other in one change, under the same rules as single requests.

use std::collections::HashMap;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::access::may::May;
use domain::error::{Error, Result};
use domain::payload::{Payload, Shape};
use domain::schema;
use domain::slices::Slice;
use domain::table::Row;
use domain::time::Bound;
use store::{New, Window, Writing};

use super::write::{article, authorize, first_day, within_view};
use crate::records::address::Segment;
use crate::records::matching::Known;
use crate::records::named;
use crate::records::resource::Resource;
use crate::records::scope::Scope;

/// What became of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Done {
    /// There was no such thing.
    Created(Uuid),
    /// There was, and it was something else: what, field by field.
    Changed(Uuid, Vec<Value>),
    /// It was so already.
    Unchanged(Uuid),
}

/// Writes rows into one place.
pub struct Rows<'r, R: Resource> {
    may: &'r May<R::Write>,
    scope: &'r Scope,
    /// The type of rows that do not say theirs.
    pub tag: Option<&'static str>,
    /// Whether a reason is given for the change.
    pub reasoned: bool,
    known: Known,
    /// The schemas of the resource, made once for all rows.
    components: Vec<(String, Value)>,
    /// Which row spoke of what: a second one would have to be read after it, and nobody sees that in a table.
    spoken: HashMap<Uuid, i64>,
}

impl<'r, R: Resource> Rows<'r, R> {
    /// Rows that this caller writes into this place.
    pub fn new(may: &'r May<R::Write>, scope: &'r Scope) -> Self {
        let (known, spoken, components) = (Known::default(), HashMap::new(), R::components());
        Self { may, scope, tag: None, reasoned: false, known, components, spoken }
    }

    /// Writes a row.
    ///
    /// # Errors
    /// Whatever a single request would be refused for; a row that is ambiguous, or says not since when.
    pub fn write(&mut self, writing: &mut Writing<'_>, number: i64, mut row: Row) -> Result<Done> {
        // A role in a project holds for the project itself.
        let named = row.fields.get(R::ID_SEGMENT.name()).and_then(Value::as_str).filter(|_| R::SHAPE == Shape::Project);
        let own = match named {
            Some(name) => writing.reading.subject_of(R::SHAPE, None, name)?,
            None => None,
        };
        let places = self.scope.places(R::SHAPE, own, None);
        match R::SHAPE {
            Shape::Project | Shape::Item => self.may.here_or_for_an_office(&places)?,
            _ => self.may.here(&places)?,
        }
        if let Some(tag) = self.tag {
            let said = row.fields.get("type").filter(|said| !said.is_null() && **said != tag);
            if said.is_some() {
                return Err(Error::invalid("/type", format!("must be '{tag}' in this table")));
            }
            row.fields.insert("type".into(), tag.into());
        }
        named::resolve::<R>(writing, self.scope, &self.components, &mut row.fields)?;
        let target = self.target(writing, &row)?;
        if let Some(id) = target
            && let Some(earlier) = self.spoken.insert(id, number)
            // A row that had to wait for another comes twice.
            && earlier != number
        {
            return Err(Error::invalid("/id", format!("row {earlier} speaks of the same {} ({id})", R::SINGULAR)));
        }
        let before = match target {
            Some(id) => writing.slices(id)?,
            None => Vec::new(),
        };
        let done = match target {
            Some(id) if !before.is_empty() => self.change(writing, id, &before, row)?,
            target => self.create(writing, target, row)?,
        };
        if let Done::Created(id) = &done {
            self.spoken.insert(*id, number);
        }
        Ok(done)
    }

    /// What the row speaks of: by its id, by its name, by its fields; nothing that is there yet, or an id to be given.
    ///
    /// # Errors
    /// `Invalid` when it is ambiguous, or the id belongs to something else.
    pub fn target(&mut self, writing: &mut Writing<'_>, row: &Row) -> Result<Option<Uuid>> {
        // What has a name in its place is known by it: what a project brings along has another id elsewhere.
        if let Some(id) = row.id.filter(|_| R::ID_SEGMENT != Segment::Key) {
            return match writing.reading.identity(id)? {
                Some((shape, parent)) if shape != R::SHAPE || parent != self.scope.parent => {
                    Err(Error::invalid("/id", "belongs to something else"))
                }
                _ => Ok(Some(id)),
            };
        }
        if R::ID_SEGMENT != Segment::Id {
            let name = row.fields.get(R::ID_SEGMENT.name()).and_then(Value::as_str).unwrap_or_default();
            return writing.reading.subject_of(R::SHAPE, self.scope.parent, name);
        }
        let value = schema::compact(Value::Object(row.fields.clone()));
        self.known.find::<R>(writing, self.scope, &value)
    }

    fn create(&mut self, writing: &mut Writing<'_>, target: Option<Uuid>, row: Row) -> Result<Done> {
        let mut body = Value::Object(row.fields);
        R::complete(&mut body, first_day(writing, Window { from: row.from, to: row.to }));
        let payload = R::parse(self.scope, schema::compact(body))?;
        self.may.here(&self.scope.places(R::SHAPE, None, payload.index.office))?;
        let mut window = Window { from: row.from, to: row.to };
        if R::SINCE_START {
            window.from = window.from.or(Some(Bound::START));
        }
        self.dated(&payload, window)?;
        writing.require_references(&payload)?;
        let was = match target {
            Some(id) => writing.reading.identity(id)?.map(|_| id),
            None => None,
        };
        let id = match was {
            // What was retracted begins anew.
            Some(id) => {
                writing.put(id, window, &payload)?;
                id
            }
            None => {
                let id = writing.create(New { id: target, parent: self.scope.parent, payload: &payload, window })?;
                R::created(writing, self.scope, id, &payload)?;
                id
            }
        };
        authorize::<R>(writing, self.may, self.scope, id, &[])?;
        if was.is_some() {
            R::changed(writing, self.scope, id)?;
        }
        self.known.learn::<R>(id, &payload.value);
        Ok(Done::Created(id))
    }

    /// What the row does not name stays as it is on the day of the row.
    fn change(&mut self, writing: &mut Writing<'_>, id: Uuid, before: &[Slice<Payload>], row: Row) -> Result<Done> {
        let window = Window { from: row.from, to: row.to };
        let day = row.from.unwrap_or(writing.today().into());
        let holds = before.iter().find(|s| s.span.from <= day && day < s.span.to);
        let base = holds.or(before.iter().rev().find(|s| s.span.from <= day)).or(before.first());
        let base = base.ok_or(Error::NotFound)?;
        let office = base.payload.index.office;
        let places = self.scope.places(R::SHAPE, Some(id), office);
        if !self.scope.view.sees(base.payload.index.visibility, places.iter().copied().chain([id])) {
            return Err(Error::invalid("/id", "belongs to something else"));
        }
        self.may.here(&places)?;
        let mut body = Value::Object(row.fields);
        let merged = |body: &Value| {
            let mut value = base.payload.value.clone();
            json_patch::merge(&mut value, body);
            R::parse(self.scope, schema::compact(value))
        };
        let mut payload = merged(&body)?;
        let until = row.to.is_none() || holds.is_some_and(|slice| Some(slice.span.to) == row.to);
        if payload == base.payload && (!R::DATED || (holds.is_some() && until)) {
            return Ok(Done::Unchanged(id));
        }
        R::complete(&mut body, first_day(writing, window));
        if payload != base.payload {
            payload = merged(&body)?;
        }
        self.dated(&payload, window)?;
        if R::NEEDS_REASON && !self.reasoned {
            let detail = format!("is required: a correction of {} {} says why", article(R::SINGULAR), R::SINGULAR);
            return Err(Error::parameter("Change-Reason", detail));
        }
        writing.require_references(&payload)?;
        within_view::<R>(self.scope, id, before, window, writing.today())?;
        writing.put(id, window, &payload)?;
        authorize::<R>(writing, self.may, self.scope, id, before)?;
        R::changed(writing, self.scope, id)?;
        self.known.learn::<R>(id, &payload.value);
        Ok(Done::Changed(id, differences(&base.payload.value, &payload.value)))
    }

    /// What is counted says since when: a day that nobody said would be in every count.
    fn dated(&self, payload: &Payload, window: Window) -> Result<()> {
        let counted = R::SHAPE == Shape::Item && R::DATED;
        match window.from {
            None if counted => {
                let name = payload.index.class.as_deref().unwrap_or(R::SINGULAR);
                let detail =
                    format!("is required: a row of {} {name} says since when, a day or 'start'", article(name));
                Err(Error::parameter("validFrom", detail))
            }
            _ => Ok(()),
        }
    }

    /// Whether a row spoke of something.
    pub fn speaks_of(&self, id: Uuid) -> bool {
        self.spoken.contains_key(&id)
    }
}

/// What two values of one type say differently, field by field.
fn differences(before: &Value, after: &Value) -> Vec<Value> {
    let empty = serde_json::Map::new();
    let (before, after) = (before.as_object().unwrap_or(&empty), after.as_object().unwrap_or(&empty));
    let names = before.keys().chain(after.keys().filter(|name| !before.contains_key(*name)));
    let differ = names.filter(|name| before.get(*name) != after.get(*name));
    differ
        .map(|name| schema::compact(json!({"field": name, "old": before.get(name), "new": after.get(name)})))
        .collect()
}
