//! What a city digitises: one folder per kind of project, and the list of them. A seventh kind is a folder and a line.

mod chart;
mod communication;
mod dms;
mod ereb;
mod facts;
mod grouping;
mod ozg;
mod participation;
mod phrases;
mod portal;
mod processes;
mod rollout;
mod sentence;
mod shapes;

use std::collections::BTreeMap;

use serde_json::Value;

use domain::attention::Finding;
use domain::document::Block;
use domain::error::{Error, Result, Violation};
use domain::indicator::{Aggregation, Definition, Direction, Indicator};
use domain::measure::Formula;
use domain::payload::{Payload, Reader, Record};
use domain::schema;

pub use chart::{Bars, ChartData, StageRow, Stages};
pub use facts::{Compared, Facts, Figure, Item, Previous};
pub use grouping::{Grouping, Labels};
pub use portal::Portal;
pub use rollout::{ItemSlice, Part, Rollout, Stage, Unit};
pub use sentence::Sentence;
pub use shapes::{read, upcast};

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
    /// Pairs of its indicators that count the same thing: one that is observed elsewhere, and the one it should equal.
    pub should_agree: &'static [(&'static str, &'static str)],
    /// What of its items needs a person, by rules of its own.
    pub attention: fn(&Facts) -> Vec<Finding>,
    /// What it says in a report.
    pub section: fn(&Facts) -> Vec<Block>,
    /// What a report draws of it, in this order.
    pub charts: fn(&Facts) -> Vec<ChartData>,
    /// How it rolls out office by office (Einführung Amt für Amt), if it does.
    pub rollout: Option<&'static Rollout>,
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
    /// By what it can be taken apart: fields of the items from which it is computed, else dimensions of its observations.
    /// What is counted once for an office can be taken apart by office only, or the groups would not add up.
    pub groupings: &'static [Grouping],
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
            update_interval: None,
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
