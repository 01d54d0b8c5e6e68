//! Milestones: baseline, forecast, actual.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::access::Visibility;
use crate::error::Violation;
use crate::payload::{Index, Record, Shape};
use crate::plan::{Modality, PlannedDate};
use crate::sorting::sort_key;
use crate::time::Day;
use forecast::Forecast;

pub mod forecast;
pub mod validation;

/// A milestone (Meilenstein) of a project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"title": "Einführung abgeschlossen", "baseline": {"date": "2024-03", "modality": "expected"}, "forecast": {"date": "2024-06", "modality": "expected", "statedOn": "2023-04-06", "reason": "Schulungen erst nach den Ferien"}}))]
pub struct Milestone {
    /// What is reached (Bezeichnung).
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// Description.
    #[schema(min_length = 1, max_length = 2000)]
    pub description: Option<String>,
    /// The date that was first agreed (Basisplan).
    pub baseline: Option<PlannedDate>,
    /// The date that is expected now (Prognose), stated on a day.
    pub forecast: Option<Forecast>,
    /// The day on which it was reached (Ist), never later than the day of the write.
    pub actual: Option<Day>,
}

impl Milestone {
    /// The date that is expected now, else the one that was first agreed.
    pub fn planned(&self) -> Option<PlannedDate> {
        self.forecast.as_ref().map(Forecast::planned).or_else(|| self.baseline.clone())
    }

    /// Where it stands on the calendar: the actual day, else the end of the forecast, else the end of the baseline.
    pub fn due(&self) -> Option<Day> {
        self.actual.or(self.planned().map(|p| p.date.last()))
    }
}

impl Record for Milestone {
    const SHAPE: Shape = Shape::Milestone;
    const FORMAT: i32 = 2;

    /// Until format 1 the reason stood beside the forecast, and nobody said on which day a forecast was stated. A reason
    /// without a forecast explained why there is none: it is a description, where there is no other.
    fn upcast(format: i32, mut value: Value) -> Value {
        if format >= Self::FORMAT {
            return value;
        }
        let Some(fields) = value.as_object_mut() else { return value };
        if let Some(reason) = fields.shift_remove("forecastReason").filter(|reason| !reason.is_null()) {
            match fields.get_mut("forecast").and_then(Value::as_object_mut) {
                Some(forecast) => drop(forecast.insert("reason".into(), reason)),
                None => drop(fields.entry("description").or_insert(json!(reason))),
            }
        }
        value
    }

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
        let forecast = self.forecast.as_ref().map(|f| f.modality);
        let baseline = self.baseline.as_ref().map(|b| b.modality);
        for (place, modality) in [("/baseline/modality", baseline), ("/forecast/modality", forecast)] {
            if modality == Some(Modality::Actual) {
                violations
                    .push(Violation::at(place, "a plan is not actual; the day it was reached is the field 'actual'"));
            }
        }
    }
}
