//! An indicator that a kind brings along.

use domain::indicator::{Aggregation, Definition, Direction, Indicator};
use domain::measure::Formula;

use super::grouping::Grouping;

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
    /// Further counts of the same register (Verzeichnis): an entry there shows that nothing counted here is 0 and not
    /// missing. Where a register has models of which none is released, it has 0 released ones.
    pub register: &'static [&'static str],
    /// By what it can be taken apart: fields of the items from which it is computed, else dimensions of its observations.
    /// What is counted once for an office can be taken apart by office only, or the groups would not add up.
    pub groupings: &'static [Grouping],
}

impl BuiltIn {
    /// The counts under one of which something must ever have been entered before nothing counted is 0.
    pub fn evidence(&self) -> impl Iterator<Item = &'static str> {
        let terms = match self.formula {
            Some(Formula::Sum(terms) | Formula::Percent(terms, _)) => terms,
            None => &[],
        };
        terms.iter().map(|term| term.key()).chain(self.register.iter().copied())
    }

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
