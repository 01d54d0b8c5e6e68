//! What is counted of files and licences.

use crate::{BuiltIn, rollout};
use domain::indicator::{Aggregation, Direction};
use domain::measure::{Formula, Term};

use super::groupings;

/// Licences contracted.
pub const LICENCES_CONTRACTED: &str = "licences-contracted";
/// Licences assigned.
pub const LICENCES_ASSIGNED: &str = "licences-assigned";
/// File types live.
pub const FILE_TYPES_LIVE: &str = "file-types-live";

pub const INDICATORS: &[BuiltIn] = &[
    BuiltIn {
        key: LICENCES_CONTRACTED,
        label: "Beschaffte Lizenzen",
        unit: "Lizenzen",
        direction: Direction::Neutral,
        aggregation: Aggregation::Last,
        definition: "Summe der beschafften Lizenzen aller Kontingente.",
        formula: Some(Formula::Sum(&[Term::Sum(LICENCES_CONTRACTED)])),
        register: &[],
        groupings: groupings::LICENCES,
    },
    BuiltIn {
        key: LICENCES_ASSIGNED,
        label: "Zugewiesene Lizenzen",
        unit: "Lizenzen",
        direction: Direction::Higher,
        aggregation: Aggregation::Last,
        definition: "Summe der zugewiesenen Lizenzen aller Kontingente.",
        formula: Some(Formula::Sum(&[Term::Sum(LICENCES_ASSIGNED)])),
        register: &[],
        groupings: groupings::LICENCES,
    },
    BuiltIn {
        key: "licences-assigned-share",
        label: "Anteil der zugewiesenen Lizenzen",
        unit: "%",
        direction: Direction::Higher,
        aggregation: Aggregation::Rate,
        definition: "Zugewiesene Lizenzen, geteilt durch beschaffte Lizenzen.",
        formula: Some(Formula::Percent(&[Term::Sum(LICENCES_ASSIGNED)], &[Term::Sum(LICENCES_CONTRACTED)])),
        register: &[],
        groupings: &[],
    },
    BuiltIn {
        key: FILE_TYPES_LIVE,
        label: "E-Akten im Echtbetrieb",
        unit: "E-Akten",
        direction: Direction::Higher,
        aggregation: Aggregation::Last,
        definition: "Arten von E-Akten aus Fachverfahren, die im Echtbetrieb geführt werden.",
        formula: Some(Formula::Sum(&[Term::Sum(FILE_TYPES_LIVE)])),
        register: &[],
        groupings: groupings::FILE_TYPES,
    },
    rollout::OFFICES_LIVE,
    rollout::OFFICES_CONCERNED,
    rollout::OFFICES_LIVE_SHARE,
];
