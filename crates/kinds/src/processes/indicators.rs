//! What is counted of process models.

use crate::BuiltIn;
use domain::indicator::{Aggregation, Direction};
use domain::measure::{Formula, Term};

use super::groupings;

/// All models that are not retired.
pub const MODELS: &str = "models";
/// Released models.
pub const MODELS_RELEASED: &str = "models-released";

pub const INDICATORS: &[BuiltIn] = &[
    BuiltIn {
        key: MODELS_RELEASED,
        label: "Freigegebene Prozessmodelle",
        unit: "Prozessmodelle",
        direction: Direction::Higher,
        aggregation: Aggregation::Last,
        definition: "Prozessmodelle, die freigegeben oder schon umgesetzt sind.",
        formula: Some(Formula::Sum(&[Term::Sum(MODELS_RELEASED)])),
        register: &[MODELS],
        groupings: groupings::MODELS,
    },
    BuiltIn {
        key: MODELS,
        label: "Prozesse im Register",
        unit: "Prozesse",
        direction: Direction::Higher,
        aggregation: Aggregation::Last,
        definition: "Alle erfassten Prozesse, vom identifizierten bis zum umgesetzten; ohne solche außer Kraft.",
        formula: Some(Formula::Sum(&[Term::Sum(MODELS)])),
        register: &[],
        groupings: groupings::MODELS,
    },
];
