//! What a city digitises: one folder per kind of project, and the list of them. A seventh kind is a folder and a line.

mod communication;
mod dms;
mod ereb;
mod facts;
mod ozg;
mod participation;
mod phrases;
mod portal;
mod processes;
mod rollout;
mod sentence;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::council::{Committee, Meeting};
use crate::domain::document::Block;
use crate::domain::error::{Error, Result, Violation};
use crate::domain::indicator::{Aggregation, Definition, Direction, Indicator, Observation};
use crate::domain::measure::Formula;
use crate::domain::milestone::Milestone;
use crate::domain::office::Office;
use crate::domain::payload::{Payload, Reader, Record, Shape};
use crate::domain::project::Project;
use crate::domain::report::Report;
use crate::domain::schema;
use crate::domain::status_update::StatusUpdate;

pub use facts::{Compared, Facts, Figure, Item, Previous, overdue, plan_of};
pub use portal::Portal;
pub use sentence::Sentence;

/// All kinds, in the order of the city's report.
pub const KINDS: &[&Kind] =
    &[&ozg::KIND, &dms::KIND, &processes::KIND, &ereb::KIND, &communication::KIND, &participation::KIND];

/// A kind of project.
#[derive(Debug)]
pub struct Kind {
    /// Its name in JSON.
    pub key: &'static str,
    /// Its German name.
    pub label: &'static str,
    /// The types of its items.
    pub items: &'static [ItemType],
    /// The indicators that every project of this kind has from its beginning.
    pub indicators: &'static [BuiltIn],
    /// The indicator that stands for the project in an overview.
    pub key_figure: &'static str,
    /// Rules for its items that their types do not know, because other kinds use them as well.
    pub check: fn(&Value, &mut Vec<Violation>),
    /// What it says in a report.
    pub section: fn(&Facts) -> Vec<Block>,
}

/// A type of items.
#[derive(Debug)]
pub struct ItemType {
    /// Its name: the field `type` in JSON.
    pub name: &'static str,
    /// Its German name.
    pub label: &'static str,
    /// Its states in their usual order with their German names.
    pub states: fn() -> Vec<&'static str>,
    /// Reads a value of this type.
    pub read: fn(Value) -> Result<Payload>,
    /// Brings an older format to the present one.
    pub upcast: fn(i32, Value) -> Value,
    /// Its schema and those it refers to.
    pub components: fn() -> Vec<(String, Value)>,
    /// By which fields one is known whose id is not, the surest first.
    pub known_by: &'static [&'static [&'static str]],
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
            read: Payload::read::<T>,
            upcast: T::upcast,
            components: schema::components::<T>,
            known_by: &[],
            portal: None,
            example,
        }
    }

    /// The same, known by these fields.
    pub const fn known_by(self, fields: &'static [&'static [&'static str]]) -> Self {
        Self { known_by: fields, ..self }
    }

    /// The same, listed by a portal.
    pub const fn listed_by(self, portal: &'static Portal) -> Self {
        Self { portal: Some(portal), ..self }
    }
}

/// An indicator that a kind brings along.
#[derive(Debug)]
pub struct BuiltIn {
    /// Its key.
    pub key: &'static str,
    /// Its German label.
    pub label: &'static str,
    /// Its German unit.
    pub unit: &'static str,
    /// What is better.
    pub direction: Direction,
    /// How observations of a period become one value.
    pub aggregation: Aggregation,
    /// What is counted, in German.
    pub definition: &'static str,
    /// How it follows from the items; without it, it is only observed.
    pub formula: Option<Formula>,
}

impl BuiltIn {
    /// As the ledger keeps it when a project of its kind is created.
    pub fn indicator(&self) -> Indicator {
        Indicator {
            key: self.key.into(),
            label: self.label.into(),
            unit: self.unit.into(),
            direction: self.direction,
            aggregation: self.aggregation,
            definition: Definition { version: 1, text: self.definition.into() },
            counting_method: None,
            targets: Vec::new(),
        }
    }
}

impl Kind {
    /// The indicator of this key that the kind brings along.
    pub fn built_in(&self, key: &str) -> Option<&'static BuiltIn> {
        self.indicators.iter().find(|i| i.key == key)
    }

    /// The type of items of this name, if this kind knows it.
    pub fn item_type(&self, name: &str) -> Option<&'static ItemType> {
        self.items.iter().find(|t| t.name == name)
    }

    /// Reads an item of a project of this kind.
    ///
    /// # Errors
    /// Every violation; a type that this kind does not know is one.
    pub fn read_item(&self, value: Value) -> Result<Payload> {
        let known = || self.items.iter().map(|t| t.name).collect::<Vec<_>>().join(", ");
        let Some(name) = value.get("type").and_then(Value::as_str) else {
            return Err(Error::invalid(
                "/type",
                format!("is required; items of a project of kind '{}' are: {}", self.key, known()),
            ));
        };
        let Some(item_type) = self.item_type(name) else {
            let detail = format!("'{name}' is no item of a project of kind '{}'; known are: {}", self.key, known());
            return Err(Error::invalid("/type", detail));
        };
        let payload = (item_type.read)(value)?;
        let mut violations = Vec::new();
        (self.check)(&payload.value, &mut violations);
        if violations.is_empty() { Ok(payload) } else { Err(Error::Invalid(violations)) }
    }
}

/// The kind of this name.
pub fn kind(key: &str) -> Option<&'static Kind> {
    KINDS.iter().copied().find(|k| k.key == key)
}

/// The names of all kinds.
pub fn names() -> Vec<&'static str> {
    KINDS.iter().map(|k| k.key).collect()
}

/// All types of items, each once: kinds may share one.
pub fn item_types() -> Vec<&'static ItemType> {
    let all = KINDS.iter().flat_map(|k| k.items).map(|t| (t.name, t));
    all.collect::<BTreeMap<_, _>>().into_values().collect()
}

/// The states of all types of items, each once.
pub fn item_states() -> Vec<&'static str> {
    let mut names = Vec::new();
    for name in item_types().iter().flat_map(|t| (t.states)()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Reads a stored value of any shape, in any format that was ever written.
///
/// # Errors
/// What its type refuses.
pub fn read(shape: Shape, format: i32, value: Value) -> Result<Payload> {
    fn stored<T: Record>(format: i32, value: Value) -> Result<Payload> {
        Payload::read::<T>(if format == T::FORMAT { value } else { T::upcast(format, value) })
    }
    match shape {
        Shape::Office => stored::<Office>(format, value),
        Shape::Committee => stored::<Committee>(format, value),
        Shape::Meeting => stored::<Meeting>(format, value),
        Shape::Project => stored::<Project>(format, value),
        Shape::Milestone => stored::<Milestone>(format, value),
        Shape::StatusUpdate => stored::<StatusUpdate>(format, value),
        Shape::Indicator => stored::<Indicator>(format, value),
        Shape::Observation => stored::<Observation>(format, value),
        Shape::Report => stored::<Report>(format, value),
        Shape::Item => {
            let name = value.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
            let item_type = item_types().into_iter().find(|t| t.name == name);
            let item_type =
                item_type.ok_or_else(|| Error::invalid("/type", format!("'{name}' is no type of items")))?;
            (item_type.read)((item_type.upcast)(format, value))
        }
    }
}

/// Brings a stored value of any shape to the present format of its type.
pub fn upcast(shape: Shape, format: i32, value: Value) -> Value {
    fn present<T: Record>(format: i32, value: Value) -> Value {
        if format == T::FORMAT { value } else { T::upcast(format, value) }
    }
    match shape {
        Shape::Office => present::<Office>(format, value),
        Shape::Committee => present::<Committee>(format, value),
        Shape::Meeting => present::<Meeting>(format, value),
        Shape::Project => present::<Project>(format, value),
        Shape::Milestone => present::<Milestone>(format, value),
        Shape::StatusUpdate => present::<StatusUpdate>(format, value),
        Shape::Indicator => present::<Indicator>(format, value),
        Shape::Observation => present::<Observation>(format, value),
        Shape::Report => present::<Report>(format, value),
        Shape::Item => {
            let name = value.get("type").and_then(Value::as_str).unwrap_or_default();
            match item_types().into_iter().find(|t| t.name == name) {
                Some(item_type) => (item_type.upcast)(format, value),
                None => value,
            }
        }
    }
}

/// [`read`], in the form in which the ledger is given it.
pub const READER: Reader = read;

/// The tag of a type of items: the field `type`, of which exactly one value is right.
#[macro_export]
macro_rules! item_tag {
    ($name:ident, $text:tt) => {
        /// The type of the item.
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
        )]
        pub enum $name {
            /// The only one.
            #[default]
            #[serde(rename = $text)]
            Only,
        }
    };
}

#[cfg(test)]
mod tests;
