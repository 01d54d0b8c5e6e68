//! What is counted of a rollout.

use domain::indicator::{Aggregation, Direction};
use domain::measure::{Formula, Term};

use crate::built_in::BuiltIn;
use crate::grouping::Grouping;

use super::unit::{OFFICES, OFFICES_CONCERNED_KEY, OFFICES_LIVE_KEY, OFFICES_OPEN};

/// An office is live when everything that applies to it is live.
const LIVE: &[Term] = &[Term::Groups(OFFICES), Term::MinusGroups(OFFICES_OPEN)];

/// An office counts once, whatever is rolled out there.
const BY_OFFICE: &[Grouping] = &[Grouping::OFFICE];

/// Offices live.
pub const OFFICES_LIVE: BuiltIn = BuiltIn {
    key: OFFICES_LIVE_KEY,
    label: "Ämter im Echtbetrieb",
    unit: "Ämter",
    direction: Direction::Higher,
    aggregation: Aggregation::Last,
    definition: "Ämter, in denen alles, was für sie vorgesehen ist, im Echtbetrieb läuft.",
    formula: Some(Formula::Sum(LIVE)),
    register: &[],
    groupings: BY_OFFICE,
};

/// Offices to which the rollout applies.
pub const OFFICES_CONCERNED: BuiltIn = BuiltIn {
    key: OFFICES_CONCERNED_KEY,
    label: "Ämter, für die die Einführung vorgesehen ist",
    unit: "Ämter",
    direction: Direction::Neutral,
    aggregation: Aggregation::Last,
    definition: "Alle Ämter der Einführung ohne die, für die sie entfällt.",
    formula: Some(Formula::Sum(&[Term::Groups(OFFICES)])),
    register: &[],
    groupings: BY_OFFICE,
};

/// Share of offices live.
pub const OFFICES_LIVE_SHARE: BuiltIn = BuiltIn {
    key: "offices-live-share",
    label: "Anteil der Ämter im Echtbetrieb",
    unit: "%",
    direction: Direction::Higher,
    aggregation: Aggregation::Rate,
    definition: "Ämter im Echtbetrieb, geteilt durch alle Ämter der Einführung ohne die, für die sie entfällt.",
    formula: Some(Formula::Percent(LIVE, &[Term::Groups(OFFICES)])),
    register: &[],
    groupings: &[],
};
