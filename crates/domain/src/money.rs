//! Money: what a project costs, and who pays for it. All amounts are in euros with at most two decimals.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::access::Visibility;
use super::cents::Money;
use super::error::Violation;
use super::indicator::shortest_if_any;
use super::payload::{Index, Record, Shape};
use super::period::PlannedPeriod;
use super::sorting::sort_key;
use super::states::States;

crate::names! {
    /// Whether a cost comes once or again and again.
    pub enum Recurrence {
        /// Einmalig.
        OneOff = "one_off",
        /// Laufend.
        Recurring = "recurring",
    }
}

/// What a cost amounts to in one year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct YearlyAmount {
    /// Financial year (Haushaltsjahr).
    #[schema(minimum = 1990, maximum = 2200)]
    pub year: i32,
    /// Planned (Ansatz), in euros.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, minimum = 0, maximum = 10000000000i64)]
    pub planned: Option<Money>,
    /// Spent (Ist), in euros.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, minimum = 0, maximum = 10000000000i64)]
    pub actual: Option<Money>,
}

/// A cost (Kosten) of a project: one item of its budget.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "title": "Lizenzen DMS", "recurrence": "recurring",
    "amounts": [{"year": 2025, "planned": 48000, "actual": 51200.5}, {"year": 2026, "planned": 52000}],
    "visibility": "internal"
}))]
pub struct Cost {
    /// For what (Bezeichnung).
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// Whether it comes once or again and again.
    pub recurrence: Recurrence,
    /// How much in which year.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub amounts: Vec<YearlyAmount>,
    /// Where it stands in the budget (Haushaltsstelle).
    #[schema(min_length = 1, max_length = 100)]
    pub budget_item: Option<String>,
    /// A remark.
    #[schema(min_length = 1, max_length = 2000)]
    pub remark: Option<String>,
    /// Who may see it.
    #[serde(default)]
    pub visibility: Visibility,
}

impl Record for Cost {
    const SHAPE: Shape = Shape::Cost;

    fn index(&self) -> Index {
        Index { visibility: self.visibility, sort_key: sort_key(&self.title), ..Index::default() }
    }

    fn check(&self, violations: &mut Vec<Violation>) {
        for (n, amount) in self.amounts.iter().enumerate() {
            whole_cents(amount.planned, &format!("/amounts/{n}/planned"), violations);
            whole_cents(amount.actual, &format!("/amounts/{n}/actual"), violations);
            if amount.planned.is_none() && amount.actual.is_none() {
                violations.push(Violation::at(format!("/amounts/{n}"), "needs one of: planned, actual"));
            }
            if self.amounts.iter().take(n).any(|earlier| earlier.year == amount.year) {
                violations.push(Violation::at(format!("/amounts/{n}/year"), "is given twice"));
            }
        }
    }
}

crate::states! {
    /// How far a funding is.
    pub enum FundingState {
        /// Vorgesehen.
        Planned = "planned" => ["applied", "rejected"],
        /// Beantragt.
        Applied = "applied" => ["granted", "rejected", "planned"],
        /// Bewilligt.
        Granted = "granted" => ["settled", "applied"],
        /// Abgerechnet.
        Settled = "settled" => ["granted"],
        /// Abgelehnt.
        Rejected = "rejected" => ["planned", "applied"],
    }
}

/// For how long a funding is given (Bewilligungszeitraum).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FundingPeriod {
    /// It begins with this.
    pub from: PlannedPeriod,
    /// It ends with this.
    pub to: PlannedPeriod,
}

/// A funding (Förderung) of a project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "programme": "Förderprogramm digitales Rathaus", "rate": 80, "granted": 40000, "ownShare": 10000,
    "period": {"from": "2025-01", "to": "2026-12"}, "state": "planned", "visibility": "internal"
}))]
pub struct Funding {
    /// Programme (Förderprogramm).
    #[schema(min_length = 1, max_length = 200)]
    pub programme: String,
    /// Rate (Fördersatz) in per cent of what is eligible.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    #[schema(minimum = 0, maximum = 100)]
    pub rate: Option<f64>,
    /// How much is granted (bewilligt), in euros.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, minimum = 0, maximum = 10000000000i64)]
    pub granted: Option<Money>,
    /// What the city pays itself (Eigenanteil), in euros.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, minimum = 0, maximum = 10000000000i64)]
    pub own_share: Option<Money>,
    /// For how long.
    pub period: Option<FundingPeriod>,
    /// How far it is.
    pub state: FundingState,
    /// A remark.
    #[schema(min_length = 1, max_length = 2000)]
    pub remark: Option<String>,
    /// Who may see it.
    #[serde(default)]
    pub visibility: Visibility,
}

impl Record for Funding {
    const SHAPE: Shape = Shape::Funding;

    fn index(&self) -> Index {
        Index {
            class: None,
            state: Some(self.state.name().into()),
            office: None,
            visibility: self.visibility,
            sort_key: sort_key(&self.programme),
        }
    }

    fn states() -> Option<&'static States> {
        Some(&FundingState::STATES)
    }

    fn check(&self, violations: &mut Vec<Violation>) {
        whole_cents(self.granted, "/granted", violations);
        whole_cents(self.own_share, "/ownShare", violations);
        if self.period.as_ref().is_some_and(|period| period.to.last() < period.from.first()) {
            violations.push(Violation::at("/period/to", "must not be earlier than 'from'"));
        }
    }
}

fn whole_cents(amount: Option<Money>, place: &str, violations: &mut Vec<Violation>) {
    if let Some(amount) = amount {
        amount.check(place, violations);
    }
}
