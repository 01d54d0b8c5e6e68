//! What is counted of online services.

use crate::BuiltIn;
use domain::indicator::{Aggregation, Direction};
use domain::measure::{Formula, Term};

use super::groupings;

/// Online services on a day: the latest balance and the named services since.
pub const ONLINE_SERVICES: &str = "online-services";

/// The number that the portal shows.
pub const PORTAL_SERVICES: &str = "portal-services";

pub const INDICATORS: &[BuiltIn] = &[
    BuiltIn {
        key: ONLINE_SERVICES,
        label: "Online-Dienste",
        unit: "Online-Dienste",
        direction: Direction::Higher,
        aggregation: Aggregation::Last,
        definition: "Verwaltungsleistungen, die elektronisch abgeschickt werden können; Informationsseiten und Formulare \
            zum Ausdrucken zählen nicht. Wert = letzter Bestand + seither benannte Zugänge − Abgänge.",
        formula: Some(Formula::Sum(&[Term::Sum(ONLINE_SERVICES)])),
        register: &[],
        groupings: groupings::SERVICES,
    },
    BuiltIn {
        key: PORTAL_SERVICES,
        label: "Online-Dienste laut Portal",
        unit: "Online-Dienste",
        direction: Direction::Higher,
        aggregation: Aggregation::Last,
        definition: "Zahl, die das Landesportal (in Bayern: BayernPortal) für die Behörde anzeigt.",
        formula: None,
        register: &[],
        groupings: &[],
    },
    BuiltIn {
        key: "cases",
        label: "Fälle je Zugangskanal",
        unit: "Fälle",
        direction: Direction::Neutral,
        aggregation: Aggregation::Sum,
        definition: "Eingegangene Anträge und Anzeigen; die Dimension „channel“ nennt den Kanal.",
        formula: None,
        register: &[],
        groupings: groupings::CASES,
    },
];
