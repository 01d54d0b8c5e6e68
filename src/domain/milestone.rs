//! Milestones: baseline, forecast, actual.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::access::Visibility;
use super::error::Violation;
use super::payload::{Index, Record, Shape};
use super::plan::{Modality, PlannedDate};
use super::sorting::sort_key;
use super::time::Day;

/// A milestone (Meilenstein) of a project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"title": "Einführung abgeschlossen", "forecast": {"date": "2024-06", "modality": "expected"}}))]
pub struct Milestone {
    /// What is reached (Bezeichnung).
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// Description.
    #[schema(min_length = 1, max_length = 2000)]
    pub description: Option<String>,
    /// The date that was first agreed (Basisplan).
    pub baseline: Option<PlannedDate>,
    /// The date that is expected now (Prognose).
    pub forecast: Option<PlannedDate>,
    /// Why the forecast is what it is (Begründung).
    #[schema(min_length = 1, max_length = 2000)]
    pub forecast_reason: Option<String>,
    /// The day on which it was reached (Ist).
    pub actual: Option<Day>,
}

impl Milestone {
    /// When it is expected: as it is forecast now, else as it was first agreed.
    pub fn expected(&self) -> Option<&PlannedDate> {
        self.forecast.as_ref().or(self.baseline.as_ref())
    }

    /// Where it stands on the calendar: the actual day, else the end of the forecast, else the end of the baseline.
    pub fn due(&self) -> Option<Day> {
        let planned = self.forecast.as_ref().or(self.baseline.as_ref());
        self.actual.or(planned.map(|p| p.date.last()))
    }
}

impl Record for Milestone {
    const SHAPE: Shape = Shape::Milestone;

    fn index(&self) -> Index {
        let due = self.due().map_or_else(|| "9999-99-99".to_owned(), |d| d.to_string());
        let state = if self.actual.is_some() { "reached" } else { "open" };
        Index {
            state: Some(state.into()),
            visibility: Visibility::Public,
            sort_key: format!("{due} {}", sort_key(&self.title)),
            ..Index::default()
        }
    }

    fn check(&self, violations: &mut Vec<Violation>) {
        for (place, planned) in [("/baseline/modality", &self.baseline), ("/forecast/modality", &self.forecast)] {
            if planned.as_ref().is_some_and(|p| p.modality == Modality::Actual) {
                violations
                    .push(Violation::at(place, "a plan is not actual; the day it was reached is the field 'actual'"));
            }
        }
    }
}
