//! A kind of project: what its items, indicators, sections and charts are.

use serde_json::Value;

use domain::attention::Finding;
use domain::document::Block;
use domain::error::{Error, Result, Violation};
use domain::payload::Payload;

use super::built_in::BuiltIn;
use super::chart::ChartData;
use super::facts::Facts;
use super::item_type::ItemType;
use super::rollout::Rollout;

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

impl Kind {
    /// The indicator of this key that the kind brings along.
    pub fn built_in(&self, key: &str) -> Option<&'static BuiltIn> {
        self.indicators.iter().find(|i| i.key == key)
    }

    /// The type of items of this name, if this kind knows it.
    pub fn item_type(&self, name: &str) -> Option<&'static ItemType> {
        self.items.iter().find(|t| t.name == name)
    }

    /// Takes an item of a project of this kind that somebody writes.
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
        let payload = (item_type.write)(value)?;
        let mut violations = Vec::new();
        (self.check)(&payload.value, &mut violations);
        if violations.is_empty() { Ok(payload) } else { Err(Error::Invalid(violations)) }
    }
}
