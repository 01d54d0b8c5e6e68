//! Rollout units: the unit of every introduction "office by office" (Amt für Amt), shared by the kinds that roll out.

mod chart;
mod course;
mod indicators;
mod section;
mod unit;

use serde::Deserialize;
use serde_json::Value;

use domain::error::Violation;

use super::facts::Facts;
use super::item_type::ItemType;

pub use chart::stages;
pub use course::{ItemSlice, Part, Rollout, Stage, Unit};
pub use indicators::{OFFICES_CONCERNED, OFFICES_LIVE, OFFICES_LIVE_SHARE};
pub use section::paragraphs;
pub use unit::{Module, RolloutUnit};

/// The type of items, for the kinds that roll out.
pub const ROLLOUT_UNIT: ItemType =
    ItemType::of::<RolloutUnit>("RolloutUnit", "Einführung in einem Amt", include_str!("rollout/RolloutUnit.v1.json"))
        .known_by(&[&["office", "module"]])
        .titled(|item, facts| {
            RolloutUnit::deserialize(&item.value).map(|unit| title(&unit, facts)).unwrap_or_default()
        });

/// "Kämmerei, Anordnungsworkflow".
fn title(unit: &RolloutUnit, facts: &Facts) -> String {
    format!("{}, {}", chart::office(facts, unit.office), unit.module.label())
}

/// Refuses rollout units of modules that the kind does not roll out.
pub fn only(modules: &[Module], item: &Value, violations: &mut Vec<Violation>) {
    let module = item.get("module").and_then(Value::as_str);
    if let Some(module) = module
        && !modules.iter().any(|m| m.name() == module)
    {
        let names = modules.iter().map(|m| m.name()).collect::<Vec<_>>().join(", ");
        violations.push(Violation::at("/module", format!("in a project of this kind must be one of: {names}")));
    }
}
