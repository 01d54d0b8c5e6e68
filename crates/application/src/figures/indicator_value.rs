//! The answer of a value: the figure, and everything it comes from, as it is answered and as reports freeze it.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use analysis::targets::TargetStatus;
use domain::indicator::{Definition, Observation, Tendency, shortest, shortest_if_any};
use domain::plan::PlannedDate;
use domain::time::{Day, Moment};

domain::names! {
    /// Whether there is a value. Missing, not applicable and 0 are three different things.
    pub enum ValueStatus {
        /// There is one (Wert).
        Value = "value",
        /// Nothing is known (fehlt).
        Missing = "missing",
        /// There is nothing to count (nicht zutreffend).
        NotApplicable = "not_applicable",
    }
}

domain::names! {
    /// How a value came about.
    pub enum ValueMethod {
        /// The latest observation.
        Observed = "observed",
        /// Computed from items.
        Items = "items",
        /// The latest balance and what items changed since.
        BalanceAndItems = "balance_and_items",
        /// A ratio computed from items.
        ShareOfItems = "share_of_items",
        /// The parts of one Stichtag added up, because nothing was said of the whole.
        SumOfParts = "sum_of_parts",
    }
}

/// The value of an indicator on a day, as known at a moment, with everything behind it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IndicatorValue {
    /// Key of the indicator.
    pub indicator: String,
    /// What a person calls it.
    pub label: String,
    /// In what it is counted (Einheit).
    pub unit: String,
    /// The day for which it holds (D).
    pub valid_at: Day,
    /// The Datenstand (K): as known at this moment.
    pub known_at: Moment,
    /// Whether there is a value.
    #[schema(inline)]
    pub status: ValueStatus,
    /// The value in the unit of the indicator. Absent unless the status is `value`.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    pub value: Option<f64>,
    /// The day to which the value goes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// Whether the value goes back to a balance of an older definition; only with `acrossBreaks=true`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub across_break: bool,
    /// What was stated last, under an older definition: no value of what is counted now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub before_break: Option<BeforeBreak>,
    /// What was said later without a figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub tendency: Option<StatedTendency>,
    /// observed: the latest observation; items: computed from items; balance_and_items: the latest balance and what items
    /// changed since; share_of_items: a ratio computed from items; sum_of_parts: the parts of one Stichtag added up,
    /// because nothing was said of the whole.
    #[schema(inline)]
    pub method: ValueMethod,
    /// The observations it comes from: the balance it starts from, or the parts that make it.
    #[schema(value_type = Vec<Observation>)]
    pub observations: Vec<Value>,
    /// The items it is counted from; absent of what is only observed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub items: Option<ItemsBehind>,
    /// What exactly is counted.
    pub definition: Definition,
    /// How it is counted (Zählweise).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counting_method: Option<String>,
    /// The next value to be reached.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    pub target: Option<f64>,
    /// The targets against the value of that day; absent without any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<JudgedTarget>,
    /// Where it goes on.
    #[schema(inline)]
    pub links: ValueLinks,
    /// By what it is taken apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_by: Option<String>,
    /// What it is made of, where it was asked to be taken apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub groups: Option<Vec<ValueGroup>>,
    /// What of the value lies in no group: groups and notNamed add up to the value. Less than 0 where more is named than
    /// was stated; absent where there is no value.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    pub not_named: Option<f64>,
    /// In the figures of reports: of what is counted, the items of the part that is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<NamedItems>,
}

/// What was stated last under an older definition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BeforeBreak {
    /// The value in the unit of the indicator. Absent where there was nothing to count.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    pub value: Option<f64>,
    /// The day for which it was stated.
    pub as_of: Day,
    /// Where it is found.
    #[schema(inline)]
    pub links: BeforeBreakLinks,
}

/// Where what was stated before a break is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BeforeBreakLinks {
    /// The observations of that day.
    pub observations: String,
}

/// What was said without a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StatedTendency {
    /// Where it goes (Tendenz).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub tendency: Option<Tendency>,
    /// The day of which it was said.
    pub as_of: Day,
    /// In words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// The items from which a value is counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ItemsBehind {
    /// The day of the balance; absent without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Day>,
    /// Items that came to count since then, or all that count.
    pub added: NamedItems,
    /// Items that ceased to count since then.
    pub removed: NamedItems,
}

/// Items behind a value: how many, and the first of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CountedItems)]
pub struct NamedItems {
    /// How many there are.
    pub count: usize,
    /// The first of them.
    #[schema(inline)]
    pub items: Vec<NamedItem>,
}

/// An item behind a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NamedItem {
    /// Its id.
    pub id: Uuid,
    /// Where it is found.
    #[schema(inline)]
    pub links: NamedItemLinks,
    /// What it is called; in the figures of reports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// Where an item is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NamedItemLinks {
    /// The item.
    #[serde(rename = "self")]
    pub own: String,
}

/// A target against the value of the day that is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct JudgedTarget {
    /// How much is to be reached, in the unit of the indicator.
    #[serde(serialize_with = "shortest")]
    pub value: f64,
    /// When.
    pub due: PlannedDate,
    /// reached: the value of that day is as good as the target or better; open: not yet, and there is time; missed: not,
    /// and its last day is over; unknown: there is no value.
    #[schema(inline)]
    pub status: TargetStatus,
    /// Where it goes on.
    #[schema(inline)]
    pub links: JudgedTargetLinks,
}

/// Where a target can be judged by another day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct JudgedTargetLinks {
    /// The value on its last day: whether it was reached in time.
    pub value: String,
}

/// A group of a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ValueGroup {
    /// The group; absent for items that do not say to which they belong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What it is called in German; an office by its name on that day.
    pub label: String,
    /// What of the value lies in it.
    #[serde(serialize_with = "shortest")]
    pub value: f64,
}

/// Where a value leads on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ValueLinks {
    /// The indicator.
    pub indicator: String,
    /// Its series.
    pub series: String,
    /// What was stated of it.
    pub observations: String,
    /// The items of its project on that day.
    pub items: String,
}

/// A figure in one state, where it stands beside another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ComparedFigure)]
pub struct StatedFigure {
    /// Whether there is a value.
    #[schema(inline)]
    pub status: ValueStatus,
    /// The value in the unit of the indicator. Absent unless the status is `value`.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    pub value: Option<f64>,
    /// The day to which it goes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
}
