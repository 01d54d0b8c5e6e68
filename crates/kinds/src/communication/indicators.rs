//! What is counted of channels and activities.

use crate::BuiltIn;
use domain::indicator::{Aggregation, Direction};
use domain::measure::{Formula, Term};

use super::groupings;

/// Channels in use.
pub const ACTIVE_CHANNELS: &str = "active-channels";
/// Activities so far.
pub const ACTIVITIES: &str = "activities";

pub const INDICATORS: &[BuiltIn] = &[
    BuiltIn {
        key: ACTIVE_CHANNELS,
        label: "Kanäle in Betrieb",
        unit: "Kanäle",
        direction: Direction::Higher,
        aggregation: Aggregation::Last,
        definition: "Kommunikationskanäle, die in Betrieb sind.",
        formula: Some(Formula::Sum(&[Term::Sum(ACTIVE_CHANNELS)])),
        register: &[],
        groupings: groupings::CHANNELS,
    },
    BuiltIn {
        key: ACTIVITIES,
        label: "Maßnahmen der Öffentlichkeitsarbeit",
        unit: "Maßnahmen",
        direction: Direction::Higher,
        aggregation: Aggregation::Last,
        definition: "Maßnahmen seit Beginn der Aufzeichnung; wie viele es in einem Monat waren, zeigt die Reihe.",
        formula: Some(Formula::Sum(&[Term::Sum(ACTIVITIES)])),
        register: &[],
        groupings: &[],
    },
    observed(
        "reach",
        "Reichweite",
        "Personen",
        "Personen, die in den sozialen Medien erreicht wurden.",
        Aggregation::Sum,
    ),
    observed(
        "newsletter-subscribers",
        "Abonnements des Newsletters",
        "Abonnements",
        "Bestätigte Anmeldungen zum Newsletter.",
        Aggregation::Last,
    ),
    observed("open-rate", "Öffnungsrate des Newsletters", "%", "Anteil der geöffneten Sendungen.", Aggregation::Rate),
    observed("print-run", "Druckauflage", "Exemplare", "Gedruckte Exemplare aller Druckerzeugnisse.", Aggregation::Sum),
];

const fn observed(
    key: &'static str,
    label: &'static str,
    unit: &'static str,
    definition: &'static str,
    aggregation: Aggregation,
) -> BuiltIn {
    BuiltIn {
        key,
        label,
        unit,
        direction: Direction::Higher,
        aggregation,
        definition,
        formula: None,
        register: &[],
        groupings: &[],
    }
}
