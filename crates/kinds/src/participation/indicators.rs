//! What is counted of participation; the counters have the names that adhocracy+ gives them.

use crate::BuiltIn;
use domain::indicator::{Aggregation, Direction};
use domain::measure::{Formula, Term};

use super::groupings;

/// Formats running.
pub const FORMATS_RUNNING: &str = "formats-running";
/// Formats completed.
pub const FORMATS_COMPLETED: &str = "formats-completed";

pub const INDICATORS: &[BuiltIn] = &[
    BuiltIn {
        key: FORMATS_RUNNING,
        label: "Laufende Beteiligungsformate",
        unit: "Formate",
        direction: Direction::Higher,
        aggregation: Aggregation::Last,
        definition: "Beteiligungsformate, die gerade laufen, öffentliche und verwaltungsinterne.",
        formula: Some(Formula::Sum(&[Term::Sum(FORMATS_RUNNING)])),
        register: &[],
        groupings: groupings::FORMATS,
    },
    BuiltIn {
        key: FORMATS_COMPLETED,
        label: "Abgeschlossene Beteiligungsformate",
        unit: "Formate",
        direction: Direction::Higher,
        aggregation: Aggregation::Last,
        definition: "Beteiligungsformate, die abgeschlossen oder schon ausgewertet sind.",
        formula: Some(Formula::Sum(&[Term::Sum(FORMATS_COMPLETED)])),
        register: &[],
        groupings: groupings::FORMATS,
    },
    counter("comments", "Kommentare", "Kommentare"),
    counter("ratings", "Bewertungen", "Bewertungen"),
    counter("written-ideas", "Ideen", "Ideen"),
    counter("poll-answers", "Antworten in Umfragen", "Antworten"),
    counter("live-questions", "Fragen in Veranstaltungen", "Fragen"),
    counter("active-participants", "Aktive Teilnehmende", "Personen"),
    counter("unregistered-participants", "Nicht angemeldete Teilnehmende", "Personen"),
];

const fn counter(key: &'static str, label: &'static str, unit: &'static str) -> BuiltIn {
    BuiltIn {
        key,
        label,
        unit,
        direction: Direction::Higher,
        aggregation: Aggregation::Sum,
        definition: "Zähler der Beteiligungsplattform für den Zeitraum bis zum Stichtag.",
        formula: None,
        register: &[],
        groupings: &[],
    }
}
