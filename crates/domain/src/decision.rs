//! Decisions needed: what somebody else must decide before a project can go on.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::access::Visibility;
use super::error::Violation;
use super::payload::{Index, Record, Reference, Shape};
use super::plan::PlannedDate;
use super::sorting::sort_key;
use super::states::States;

crate::states! {
    /// What became of a decision needed.
    pub enum DecisionState {
        /// Offen.
        Open = "open" => ["decided", "dropped"],
        /// Entschieden.
        Decided = "decided" => ["open"],
        /// Hat sich erledigt.
        Dropped = "dropped" => ["open"],
    }
}

/// One of the ways in which it can be decided (Option).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Choice {
    /// What would be done.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// What would follow from it (Folgen).
    #[schema(min_length = 1, max_length = 2000)]
    pub consequences: Option<String>,
}

/// A decision needed (Entscheidungsbedarf) by a project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "title": "Zahl der DMS-Lizenzen im Haushalt 2027", "decider": "Haupt- und Finanzausschuss",
    "options": [
        {"title": "200 weitere Lizenzen", "consequences": "Alle Ämter arbeiten ab Ende 2027 mit der E-Akte."},
        {"title": "Keine weiteren Lizenzen", "consequences": "Die Einführung endet mit 12 Ämtern."}
    ],
    "due": {"date": "2026-11", "modality": "latest"}, "state": "open", "visibility": "internal"
}))]
pub struct Decision {
    /// What is to be decided (Gegenstand).
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// Why it is needed (Begründung).
    #[schema(min_length = 1, max_length = 4000)]
    pub description: Option<String>,
    /// In which ways it can be decided (Optionen).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 20)]
    pub options: Vec<Choice>,
    /// By whom it is to be decided: a function or body, never a person's name.
    #[schema(min_length = 1, max_length = 200)]
    pub decider: Option<String>,
    /// The committee that is to decide, if it is one.
    pub committee: Option<Uuid>,
    /// By when.
    pub due: Option<PlannedDate>,
    /// What became of it.
    pub state: DecisionState,
    /// How it was decided (Ergebnis).
    #[schema(min_length = 1, max_length = 4000)]
    pub outcome: Option<String>,
    /// Who may see it.
    #[serde(default)]
    pub visibility: Visibility,
}

impl Record for Decision {
    const SHAPE: Shape = Shape::Decision;

    fn index(&self) -> Index {
        let due = self.due.as_ref().map_or_else(|| "9999-99-99".to_owned(), |due| due.date.last().to_string());
        Index {
            class: None,
            state: Some(self.state.name().into()),
            office: None,
            visibility: self.visibility,
            sort_key: format!("{due} {}", sort_key(&self.title)),
        }
    }

    fn states() -> Option<&'static States> {
        Some(&DecisionState::STATES)
    }

    fn references(&self) -> Vec<Reference> {
        self.committee.map(|id| Reference::new("/committee", Shape::Committee, id)).into_iter().collect()
    }

    fn check(&self, violations: &mut Vec<Violation>) {
        if self.state == DecisionState::Decided && self.outcome.is_none() {
            violations.push(Violation::at("/outcome", "is required for what is decided"));
        }
        PlannedDate::check_due(self.due.as_ref(), violations);
    }
}
