//! The rules by which the health of a project is judged from its facts.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::access::Visibility;
use super::duration::CalendarDuration;
use super::error::Violation;
use super::indicator::{shortest, shortest_if_any};
use super::payload::{Index, Record, Shape};
use super::time::Day;

/// The rules by which health is computed (Regeln der Ampel), with their thresholds (Schwellenwerte).
///
/// Version 1 is what holds until somebody sets other rules. Its thresholds for time and money are those that Denmark's
/// Statens It-råd publishes; the one for results is the same tenth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "version": 2, "schedule": {"yellowAfter": "P1M", "redAfter": "P3M"}, "budget": {"yellowOver": 5, "redOver": 10},
    "result": {"yellowBelow": 100, "redBelow": 90}, "updateInterval": "P6M"
}))]
pub struct HealthRules {
    /// One more than the version before.
    #[schema(minimum = 1, maximum = 10000)]
    pub version: u32,
    /// Time: how far an open milestone may lie behind its baseline.
    pub schedule: ScheduleRule,
    /// Money: how much more may have been spent than was planned.
    pub budget: BudgetRule,
    /// What is achieved: how much of a target must be reached once it is due.
    pub result: ResultRule,
    /// When a project counts as stale (veraltet) that says nothing of its own: its last status update is older.
    pub update_interval: CalendarDuration,
}

/// Thresholds for time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScheduleRule {
    /// Yellow when it is later than the baseline by more than this.
    pub yellow_after: CalendarDuration,
    /// Red when it is later than the baseline by more than this.
    pub red_after: CalendarDuration,
}

/// Thresholds for money, in per cent of what was planned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BudgetRule {
    /// Yellow when the plan is exceeded by more than this; without it, there is no yellow.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    #[schema(minimum = 0, maximum = 1000)]
    pub yellow_over: Option<f64>,
    /// Red when the plan is exceeded by more than this.
    #[serde(serialize_with = "shortest")]
    #[schema(minimum = 0, maximum = 1000)]
    pub red_over: f64,
}

/// Thresholds for results, in per cent of a target that is due.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResultRule {
    /// Yellow when less than this is reached.
    #[serde(serialize_with = "shortest")]
    #[schema(minimum = 0, maximum = 100)]
    pub yellow_below: f64,
    /// Red when less than this is reached.
    #[serde(serialize_with = "shortest")]
    #[schema(minimum = 0, maximum = 100)]
    pub red_below: f64,
}

impl Default for HealthRules {
    fn default() -> Self {
        Self {
            version: 1,
            schedule: ScheduleRule {
                yellow_after: CalendarDuration::months(1),
                red_after: CalendarDuration::months(3),
            },
            budget: BudgetRule { yellow_over: None, red_over: 10.0 },
            result: ResultRule { yellow_below: 100.0, red_below: 90.0 },
            update_interval: CalendarDuration::months(6),
        }
    }
}

impl HealthRules {
    /// The name under which the ledger keeps them: there is one set of rules in a city.
    pub const KEY: &'static str = "health-rules";
}

impl Record for HealthRules {
    const SHAPE: Shape = Shape::HealthRules;

    fn key(&self) -> Option<&str> {
        Some(Self::KEY)
    }

    fn index(&self) -> Index {
        Index { visibility: Visibility::Public, sort_key: Self::KEY.into(), ..Index::default() }
    }

    fn check(&self, violations: &mut Vec<Violation>) {
        // Which of two durations is longer, the same first day tells.
        let length = |duration: CalendarDuration| duration.after(Day::FIRST);
        if length(self.schedule.red_after) < length(self.schedule.yellow_after) {
            violations.push(Violation::at("/schedule/redAfter", "must not be shorter than yellowAfter"));
        }
        if self.budget.yellow_over.is_some_and(|yellow| yellow > self.budget.red_over) {
            violations.push(Violation::at("/budget/redOver", "must not be less than yellowOver"));
        }
        if self.result.red_below > self.result.yellow_below {
            violations.push(Violation::at("/result/redBelow", "must not be more than yellowBelow"));
        }
    }
}
