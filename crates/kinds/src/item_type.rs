//! A type of items: how one is read, known and called.

use serde_json::Value;

use domain::error::Result;
use domain::payload::{Payload, Record};
use domain::schema;

use super::facts::{Facts, Item};
use super::portal::Portal;

/// A type of items.
#[derive(Debug)]
pub struct ItemType {
    /// Its name: the field `type` in JSON.
    pub name: &'static str,
    /// Its German name.
    pub label: &'static str,
    /// Its states in their usual order with their German names.
    pub states: fn() -> Vec<&'static str>,
    /// Takes a value of this type that somebody writes.
    pub write: fn(Value) -> Result<Payload>,
    /// Reads a value of this type as it is.
    pub read: fn(Value) -> Result<Payload>,
    /// Brings an older format to the present one.
    pub upcast: fn(i32, Value) -> Value,
    /// Its schema and those it refers to.
    pub components: fn() -> Vec<(String, Value)>,
    /// By which fields one is known whose id is not, the surest first.
    pub known_by: &'static [&'static [&'static str]],
    /// What a person calls one, among the facts of its project.
    pub title: fn(&Item, &Facts) -> String,
    /// The portal that lists those that are online, if there is one.
    pub portal: Option<&'static Portal>,
    /// An example, for the API document; the frozen examples of its folder are tests.
    pub example: &'static str,
}

impl ItemType {
    /// The type of items that `T` describes.
    pub const fn of<T: Record>(name: &'static str, label: &'static str, example: &'static str) -> Self {
        Self {
            name,
            label,
            states: || T::states().map(|s| s.0.iter().map(|state| state.name).collect()).unwrap_or_default(),
            write: Payload::written::<T>,
            read: Payload::read::<T>,
            upcast: T::upcast,
            components: schema::components::<T>,
            known_by: &[],
            title: |item, _| item.text("name").to_owned(),
            portal: None,
            example,
        }
    }

    /// The same, known by these fields.
    pub const fn known_by(self, fields: &'static [&'static [&'static str]]) -> Self {
        Self { known_by: fields, ..self }
    }

    /// The same, called otherwise than by a field `name`.
    pub const fn titled(self, title: fn(&Item, &Facts) -> String) -> Self {
        Self { title, ..self }
    }

    /// The same, listed by a portal.
    pub const fn listed_by(self, portal: &'static Portal) -> Self {
        Self { portal: Some(portal), ..self }
    }
}
