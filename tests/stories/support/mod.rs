//! A city for every story: a ledger on a database of its own, with a clock of its own.

pub mod client;
mod database;
mod source;

use std::sync::Arc;

use sachstand::domain::access::{Grant, TokenScope, View};
use sachstand::domain::error::{Error, Result};
use sachstand::domain::payload::{Payload, Shape};
use sachstand::domain::time::{AsOf, Bound, Day, Moment};
use sachstand::kinds;
use sachstand::store::{Author, New, NewToken, Options, Store, Stored, Window};
use serde_json::{Value, json};
use uuid::Uuid;

pub use database::Database;
pub use database::Raw;
pub use source::Told;

/// When stories begin, unless they say otherwise: a Wednesday morning in Berlin.
pub const BEGINNING: &str = "2023-04-26T07:00:00Z";

/// Something in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thing {
    /// What it is.
    pub shape: Shape,
    /// To what it belongs.
    pub parent: Option<Uuid>,
    /// Its id.
    pub id: Uuid,
}

/// A city with its ledger.
pub struct City {
    /// Its ledger.
    pub store: Store,
    /// Its clock.
    pub clock: Arc<Told>,
    /// Where the ledger is kept; dropped last, because connections go first.
    pub database: Database,
}

/// Tells a story to the end on SQLite and then, if a server is named, on PostgreSQL.
pub fn on_both(story: impl Fn(&City)) {
    story(&City::new(Database::sqlite()));
    if let Some(database) = Database::postgres() {
        story(&City::new(database));
    }
}

/// The same, but the entry of no change names its rows: what a change of thousands of rows is otherwise.
pub fn on_both_counting(story: impl Fn(&City)) {
    story(&City::counting(Database::sqlite()));
    if let Some(database) = Database::postgres() {
        story(&City::counting(database));
    }
}

/// Opens a ledger as the service does, but without waiting for the disk.
pub fn open(database: &Database, clock: &Arc<Told>) -> Result<Store> {
    Store::open(Options {
        url: database.url(),
        zone: chrono_tz::Europe::Berlin,
        connections: 4,
        durable: false,
        source: clock.clone(),
        reader: kinds::READER,
    })
}

/// Somebody at the IT department.
pub fn clerk() -> Author {
    Author::new(Uuid::from_u128(0xc1e4))
}

impl City {
    /// A city whose ledger is empty.
    pub fn new(database: Database) -> Self {
        let clock = Arc::new(Told::at(BEGINNING));
        Self { store: open(&database, &clock).unwrap(), clock, database }
    }

    /// A city whose ledger is empty, and where the entry of no change names its rows.
    pub fn counting(database: Database) -> Self {
        let clock = Arc::new(Told::at(BEGINNING));
        Self { store: open(&database, &clock).unwrap().naming(0), clock, database }
    }

    /// Creates something as a change of its own.
    pub fn create(&self, parent: Option<Thing>, payload: &Payload, window: Window) -> Result<Thing> {
        let (shape, parent) = (payload.shape, parent.map(|p| p.id));
        let id = self.store.write(&clerk(), |w| w.create(New { id: None, parent, payload, window }), |_, id| Ok(id))?;
        Ok(Thing { shape, parent, id })
    }

    /// Creates something without saying since when.
    pub fn add(&self, parent: Option<Thing>, payload: &Payload) -> Thing {
        self.create(parent, payload, Window::default()).unwrap()
    }

    /// Replaces something as a change of its own.
    pub fn put(&self, thing: Thing, window: Window, payload: &Payload) -> Result<()> {
        self.store.write(&clerk(), |w| w.put(thing.id, window, payload), |_, ()| Ok(()))
    }

    /// Changes one field as a change of its own.
    pub fn patch(&self, thing: Thing, window: Window, field: &str, value: impl Into<Value>) -> Result<()> {
        let value = value.into();
        self.store.write(&clerk(), |w| w.patch(thing.id, window, |old| with(old, field, &value)), |_, ()| Ok(()))
    }

    /// Ends or retracts something as a change of its own.
    pub fn delete(&self, thing: Thing, window: Window) -> Result<()> {
        self.store.write(&clerk(), |w| w.delete(thing.id, window), |_, ()| Ok(()))
    }

    /// What a read is answered as of.
    pub fn as_of(&self, day: Option<&str>, known: Option<Moment>) -> Result<AsOf> {
        self.store.read(|r| r.as_of(day.map(self::day), known))
    }

    /// The number of the last change and when it was recorded.
    pub fn last(&self) -> (i64, Moment) {
        let as_of = self.as_of(None, None).unwrap();
        (as_of.change, as_of.known)
    }

    /// Something on a day (today, unless named), as known at a moment (now, unless named).
    pub fn find(&self, view: &View, thing: Thing, day: Option<&str>, known: Option<Moment>) -> Option<Stored> {
        let as_of = self.as_of(day, known).unwrap();
        self.store.read(|r| r.find(thing.shape, thing.parent, thing.id, &as_of, view)).unwrap()
    }

    /// One field of something that the administration sees today.
    pub fn field(&self, thing: Thing, field: &str) -> Option<Value> {
        self.find(&View::EVERYTHING, thing, None, None).and_then(|s| s.value.get(field).cloned())
    }

    /// The secret of a new token with these roles.
    pub fn token(&self, grants: Vec<Grant>, scope: TokenScope) -> String {
        let name = grants.iter().map(Grant::to_string).collect::<Vec<_>>().join(" ");
        let new = NewToken { name, grants, scope, expires_at: None };
        self.store.create_token(&new, None).unwrap().1.unwrap()
    }

    /// Every line of an export.
    pub fn export(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let all = self.store.export(|line| {
            lines.push(serde_json::to_string(line).unwrap());
            Ok(())
        });
        all.unwrap();
        lines
    }
}

/// A value that its type accepts.
pub fn payload(shape: Shape, value: Value) -> Payload {
    kinds::read(shape, 1, value).unwrap()
}

/// The same with another value in one field; `null` takes the field away.
pub fn with(old: &Payload, field: &str, value: &Value) -> Result<Payload> {
    let mut fields = old.value.clone();
    fields[field] = value.clone();
    kinds::read(old.shape, old.format, fields)
}

/// A day that there is.
pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A window since a day or `start`.
pub fn since(from: &str) -> Window {
    Window { from: Some(from.parse().unwrap()), to: None }
}

/// A window between two days.
pub fn between(from: &str, to: &str) -> Window {
    Window { to: Some(to.parse::<Bound>().unwrap()), ..since(from) }
}

/// A project of the kind that most stories are about, in its first phase and public.
pub fn project(slug: &str) -> Payload {
    let title = format!("Projekt {slug}");
    payload(
        Shape::Project,
        json!({"slug": slug, "kind": "ozg", "title": title, "phase": "idea", "visibility": "public"}),
    )
}

/// A public online service in a state.
pub fn service(name: &str, state: &str) -> Payload {
    payload(Shape::Item, json!({"type": "OnlineService", "name": name, "state": state, "visibility": "public"}))
}

/// An office.
pub fn office(name: &str) -> Payload {
    payload(Shape::Office, json!({"name": name, "shortName": "A"}))
}

/// An indicator.
pub fn indicator(key: &str) -> Payload {
    payload(
        Shape::Indicator,
        json!({"key": key, "label": "Abonnements", "unit": "Stück", "direction": "higher", "aggregation": "last",
            "definition": {"version": 1, "text": "Bestätigte Anmeldungen."}}),
    )
}

/// An observation.
pub fn observation(as_of: &str, value: f64) -> Payload {
    payload(Shape::Observation, json!({"asOf": as_of, "value": value}))
}

/// A status update in a state.
pub fn status_update(text: &str, state: &str) -> Payload {
    payload(Shape::StatusUpdate, json!({"asOf": "2023-04-06", "text": text, "state": state}))
}

/// The code of a conflict; everything else by its name.
pub fn code(error: &Error) -> String {
    match error {
        Error::Conflict(conflict) => conflict.code.to_owned(),
        Error::BadRequest(v) => format!("bad-request {}", places(v)),
        Error::Invalid(v) => format!("invalid {}", places(v)),
        other => format!("{other:?}"),
    }
}

fn places(violations: &[sachstand::domain::error::Violation]) -> String {
    let place = |v: &sachstand::domain::error::Violation| v.pointer.clone().or(v.parameter.clone()).unwrap_or_default();
    violations.iter().map(place).collect::<Vec<_>>().join(" ")
}
