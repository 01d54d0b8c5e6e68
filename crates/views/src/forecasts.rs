//! Forecasts as they are answered: of rollouts and of targets, each with its plan beside it.

use serde::Serialize;
use utoipa::ToSchema;

use analysis::forecast::{CompletionForecast, Missing, Step, forecast};
use domain::indicator::{Indicator, Target, shortest, shortest_if_any};
use domain::plan::{Modality, PlannedDate};
use domain::time::{Bound, Day};
use kinds::{Part, Rollout};
use texts::GERMAN;

domain::names! {
    /// What is known of the completion.
    pub enum ForecastStatus {
        /// There is a forecast (Prognose).
        Forecast = "forecast",
        /// It is complete (abgeschlossen).
        Completed = "completed",
        /// Facts are missing; nothing is guessed.
        InsufficientData = "insufficient_data",
    }
}

/// When something will be complete, with the plan beside it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ForecastEntry {
    /// Of a rollout: the name of the module, or `whole`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "whole")]
    pub rollout: Option<String>,
    /// Of a target: the key of the indicator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indicator: Option<String>,
    /// What a person calls it.
    pub label: String,
    /// In what it is counted (Einheit).
    pub unit: String,
    /// How much there is on the day; absent when there is no value, which is not 0.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    #[schema(example = 12)]
    pub value: Option<f64>,
    /// How much there is to be.
    #[serde(serialize_with = "shortest")]
    #[schema(example = 30)]
    pub target: f64,
    /// What is known of the completion: exactly the field of this name stands below.
    pub status: ForecastStatus,
    /// The forecast.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forecast: Option<CompletionForecast>,
    /// Since when it is complete.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed: Option<Completion>,
    /// What is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insufficient_data: Option<InsufficientData>,
    /// What is planned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
}

/// Since when something is complete.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Completion {
    /// The day, or `start` (as far back as we know).
    pub since: Bound,
}

/// What is missing for a forecast.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct InsufficientData {
    /// By name: `nothing_open`, `too_few_days`, `no_pace`, `no_end_in_sight`, `no_units`, `not_all_named`, `no_value`,
    /// `not_a_stock`, `cancelled`.
    #[schema(example = "too_few_days")]
    pub missing: &'static str,
    /// In German words.
    pub text: String,
    /// How many are needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needed: Option<usize>,
    /// How many there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<usize>,
}

/// The plan beside a forecast.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Of a rollout the latest planned date of an office, of a target its due date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<PlannedDate>,
    /// Offices that are open and have no planned date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_date: Option<usize>,
    /// How many days later than the last day of the plan it is expected; negative when earlier. Absent where the plan
    /// only says "not before".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference_days: Option<i64>,
    /// Whether the last day of the plan lies in the 85 % interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inside_interval85: Option<bool>,
}

impl Plan {
    fn beside(
        date: Option<PlannedDate>,
        without_date: Option<usize>,
        expected: Option<&CompletionForecast>,
    ) -> Option<Self> {
        let last = date.as_ref().filter(|plan| plan.modality != Modality::Earliest).map(|plan| plan.date.last());
        let compared = last.zip(expected);
        let nothing = date.is_none() && without_date.is_none_or(|count| count == 0);
        (!nothing).then(|| Self {
            difference_days: compared.map(|(last, forecast)| forecast.expected.days_since(last)),
            inside_interval85: compared.map(|(last, forecast)| forecast.interval85.contains(last)),
            date,
            without_date,
        })
    }
}

impl InsufficientData {
    fn of(missing: Missing, unit: &str) -> Self {
        let counts = missing.counts();
        Self {
            missing: missing.name(),
            text: (GERMAN.explanations.missing)(missing, unit),
            needed: counts.map(|(needed, _)| needed),
            found: counts.map(|(_, found)| found),
        }
    }
}

impl ForecastEntry {
    /// Of a rollout; `missing` is what is known to be missing already.
    pub fn of_rollout(part: &Part, missing: Option<Missing>, day: Day) -> Self {
        let live = part.live.len();
        let steps: Vec<Step> =
            part.live.iter().filter_map(|since| since.day()).map(|day| Step { day, units: 1.0 }).collect();
        let complete = part.live.last().filter(|_| live == part.all).map(|since| Completion { since: *since });
        let result = match missing {
            Some(missing) => Err(missing),
            None if part.all == 0 => Err(Missing::NoUnits),
            None => forecast(&steps, (part.all - live) as f64, day),
        };
        let entry = Self {
            rollout: Some(part.key.to_owned()),
            indicator: None,
            label: part.label.to_owned(),
            unit: Rollout::UNIT.to_owned(),
            value: Some(live as f64),
            target: part.all as f64,
            ..Self::empty()
        };
        // What is complete is complete, even in a project that was cancelled afterwards.
        let complete = complete.filter(|_| !matches!(missing, Some(Missing::NotAllNamed { .. })));
        entry.with(result, complete, part.plan.clone(), Some(part.without_plan))
    }

    /// Of a target of an indicator that is not reached; `steps` lead to `value`.
    pub fn of_target(
        indicator: &Indicator,
        target: &Target,
        value: Option<f64>,
        steps: Result<&[Step], Missing>,
        day: Day,
    ) -> Self {
        let result = steps.and_then(|steps| {
            let open = (target.value - value.ok_or(Missing::NoValue)?).abs();
            forecast(steps, open, day)
        });
        let entry = Self {
            indicator: Some(indicator.key.clone()),
            label: indicator.label.clone(),
            unit: indicator.unit.clone(),
            value,
            target: target.value,
            ..Self::empty()
        };
        entry.with(result, None, Some(target.due.clone()), None)
    }

    fn empty() -> Self {
        Self {
            rollout: None,
            indicator: None,
            label: String::new(),
            unit: String::new(),
            value: None,
            target: 0.0,
            status: ForecastStatus::InsufficientData,
            forecast: None,
            completed: None,
            insufficient_data: None,
            plan: None,
        }
    }

    fn with(
        mut self,
        result: Result<CompletionForecast, Missing>,
        completed: Option<Completion>,
        date: Option<PlannedDate>,
        without_date: Option<usize>,
    ) -> Self {
        match (completed, result) {
            (Some(completed), _) => {
                self.status = ForecastStatus::Completed;
                self.completed = Some(completed);
            }
            (None, Ok(forecast)) => {
                self.status = ForecastStatus::Forecast;
                self.forecast = Some(forecast);
            }
            (None, Err(missing)) => self.insufficient_data = Some(InsufficientData::of(missing, &self.unit)),
        }
        self.plan = Plan::beside(date, without_date, self.forecast.as_ref());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(live: &[&str], all: usize, plan: Option<&str>) -> Part {
        let plan =
            plan.map(|date| PlannedDate { date: date.parse().unwrap(), modality: Modality::Expected, hedged: false });
        let live = live.iter().map(|since| since.parse().unwrap()).collect();
        Part { key: "whole", label: "eREB", all, live, plan, without_plan: 0 }
    }

    #[test]
    fn a_month_is_over_on_its_last_day() {
        let live = ["start", "2023-01-01", "2023-02-01", "2023-03-01", "2023-04-01", "2023-05-01"];
        let entry = |plan| ForecastEntry::of_rollout(&part(&live, 9, Some(plan)), None, "2023-05-02".parse().unwrap());
        let expected = entry("2023-07").forecast.unwrap().expected;
        assert_eq!(
            entry("2023-07").plan.unwrap().difference_days,
            Some(expected.days_since("2023-07-31".parse().unwrap()))
        );
        assert_eq!(entry("2023-07").plan.unwrap().inside_interval85, Some(true));
        assert_eq!(entry("2025").plan.unwrap().inside_interval85, Some(false));
        assert_eq!(
            entry("2023-07").forecast.unwrap().gaps,
            4,
            "what is done since as far back as we know gives no gap"
        );
        let not_before = PlannedDate { modality: Modality::Earliest, ..entry("2023-07").plan.unwrap().date.unwrap() };
        let open_end = Plan::beside(Some(not_before), None, entry("2023-07").forecast.as_ref()).unwrap();
        assert_eq!((open_end.difference_days, open_end.inside_interval85), (None, None));
    }

    #[test]
    fn what_is_complete_is_so_since_the_last_office() {
        let on = "2023-05-02".parse().unwrap();
        let complete = ForecastEntry::of_rollout(&part(&["start", "2023-01-01"], 2, None), None, on);
        assert_eq!(complete.status, ForecastStatus::Completed);
        assert_eq!(complete.completed.unwrap().since.to_string(), "2023-01-01");
        assert_eq!(complete.plan, None);
        let unnamed = Missing::NotAllNamed { needed: 30, found: 2 };
        let open = ForecastEntry::of_rollout(&part(&["start", "2023-01-01"], 2, None), Some(unnamed), on);
        assert_eq!(open.insufficient_data.unwrap().missing, "not_all_named");
        let none = ForecastEntry::of_rollout(&part(&[], 0, None), None, on);
        assert_eq!(none.insufficient_data.unwrap().missing, "no_units");
        let given_up = ForecastEntry::of_rollout(&part(&["start"], 2, None), Some(Missing::Cancelled), on);
        assert_eq!(given_up.insufficient_data.unwrap().text, "Das Projekt ist eingestellt.");
    }
}
