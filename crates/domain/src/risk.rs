//! Risks: what may go wrong, and who looks after it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::access::Visibility;
use super::error::Violation;
use super::payload::{Index, Record, Shape};
use super::plan::PlannedDate;
use super::sorting::sort_key;
use super::states::States;

crate::states! {
    /// What became of a risk.
    pub enum RiskState {
        /// Offen.
        Open = "open" => ["occurred", "closed"],
        /// Eingetreten.
        Occurred = "occurred" => ["closed", "open"],
        /// Erledigt.
        Closed = "closed" => ["open"],
    }
}

crate::names! {
    /// How much harm it would do (Schwere).
    pub enum Severity {
        /// Gering.
        Low = "low",
        /// Mittel.
        Medium = "medium",
        /// Hoch.
        High = "high",
        /// Gefährdet das Projekt.
        Critical = "critical",
    }
}

/// A risk (Risiko) of a project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "title": "Lieferverzug beim Scanner-Hersteller", "severity": "high", "owner": "Leitung IT",
    "due": {"date": "2026-03-31", "modality": "latest"}, "measure": "Ersatzgeräte reservieren", "state": "open",
    "visibility": "internal"
}))]
pub struct Risk {
    /// What may go wrong (Bezeichnung).
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// Causes and consequences (Ursachen und Folgen).
    #[schema(min_length = 1, max_length = 4000)]
    pub description: Option<String>,
    /// How much harm it would do.
    pub severity: Severity,
    /// Who looks after it: a function such as "Leitung IT", never a person's name.
    #[schema(min_length = 1, max_length = 200)]
    pub owner: Option<String>,
    /// Until when something must have been done about it (Frist).
    pub due: Option<PlannedDate>,
    /// What is done about it (Gegenmaßnahme).
    #[schema(min_length = 1, max_length = 4000)]
    pub measure: Option<String>,
    /// What became of it.
    pub state: RiskState,
    /// Who may see it.
    #[serde(default)]
    pub visibility: Visibility,
}

impl Record for Risk {
    const SHAPE: Shape = Shape::Risk;

    fn index(&self) -> Index {
        // The gravest first.
        let rank = Severity::ALL.iter().rev().position(|s| *s == self.severity).unwrap_or_default();
        Index {
            class: None,
            state: Some(self.state.name().into()),
            office: None,
            visibility: self.visibility,
            sort_key: format!("{rank} {}", sort_key(&self.title)),
        }
    }

    fn states() -> Option<&'static States> {
        Some(&RiskState::STATES)
    }

    fn check(&self, violations: &mut Vec<Violation>) {
        PlannedDate::check_due(self.due.as_ref(), violations);
    }
}
