//! Indicators and observations: what is counted, and what was counted when.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer};
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use uuid::Uuid;

use super::access::Visibility;
use super::duration::CalendarDuration;
use super::error::Violation;
use super::payload::{Index, Record, Reference, Shape, Timeline};
use super::plan::PlannedDate;
use super::sorting::sort_key;
use super::time::{Day, ValidInterval};

crate::names! {
    /// What is better (Wirkrichtung).
    pub enum Direction {
        /// More.
        Higher = "higher",
        /// Less.
        Lower = "lower",
        /// Neither.
        Neutral = "neutral",
    }
}

crate::names! {
    /// How observations of a period become one value.
    pub enum Aggregation {
        /// A stock (Bestand): the last one counts.
        Last = "last",
        /// A flow (Zugang): they are added up.
        Sum = "sum",
        /// A rate (Quote): the last one counts, and rates are never added.
        Rate = "rate",
    }
}

/// What exactly is counted. A new definition holds from a day on (`validFrom`) and has a higher version: it breaks the
/// series. To mend the words of a definition without counting anything else, change it from its first day on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Definition {
    /// From 1.
    #[schema(minimum = 1, maximum = 10000)]
    pub version: u32,
    /// In words.
    #[schema(min_length = 1, max_length = 4000)]
    pub text: String,
}

/// A value to be reached (Zielwert) by a date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Target {
    /// When.
    pub due: PlannedDate,
    /// How much, in the unit of the indicator.
    #[serde(serialize_with = "shortest")]
    #[schema(minimum = -9007199254740991i64, maximum = 9007199254740991i64)]
    pub value: f64,
}

impl Target {
    /// Whether this value reaches it. Where neither more nor less is better, it is reached exactly.
    pub fn reached(&self, direction: Direction, value: f64) -> bool {
        match direction {
            Direction::Higher => value >= self.value,
            Direction::Lower => value <= self.value,
            Direction::Neutral => value == self.value,
        }
    }

    /// Whether its time is over on `day`: its last day has passed.
    pub fn over(&self, day: Day) -> bool {
        self.due.date.last() < day
    }
}

/// An indicator (Kennzahl) of a project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "key": "newsletter-subscribers", "label": "Abonnements des Newsletters", "unit": "Abonnements", "direction": "higher",
    "aggregation": "last", "definition": {"version": 1, "text": "Bestätigte Anmeldungen zum Newsletter."}
}))]
pub struct Indicator {
    /// Its name in addresses, unique in its project for ever.
    #[schema(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 60)]
    pub key: String,
    /// What a person calls it (Bezeichnung).
    #[schema(min_length = 1, max_length = 200)]
    pub label: String,
    /// In what it is counted (Einheit), such as "Online-Dienste" or "%".
    #[schema(min_length = 1, max_length = 60)]
    pub unit: String,
    /// What is better.
    pub direction: Direction,
    /// How observations of a period become one value.
    pub aggregation: Aggregation,
    /// What exactly is counted.
    pub definition: Definition,
    /// Whose way of counting it is (Zählweise), such as "BayernPortal"; other ways give other numbers.
    #[schema(min_length = 1, max_length = 200)]
    pub counting_method: Option<String>,
    /// What is to be reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub targets: Vec<Target>,
    /// How often it is to be updated (Aktualisierungsintervall); what is older needs attention.
    pub update_interval: Option<CalendarDuration>,
}

impl Record for Indicator {
    const SHAPE: Shape = Shape::Indicator;

    fn key(&self) -> Option<&str> {
        Some(&self.key)
    }

    fn index(&self) -> Index {
        Index { visibility: Visibility::Public, sort_key: sort_key(&self.label), ..Index::default() }
    }
}

crate::names! {
    /// A change whose size is not known (Tendenz): "the number of licences was raised".
    pub enum Tendency {
        /// Erhöht.
        Increased = "increased",
        /// Verringert.
        Decreased = "decreased",
        /// Unverändert.
        Unchanged = "unchanged",
    }
}

/// An observation (Messwert) of an indicator. Missing, not applicable and 0 are three different things.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"asOf": "2023-04-06", "value": 117, "source": "BayernPortal"}))]
pub struct Observation {
    /// The day for which it holds (Stichtag).
    pub as_of: Day,
    /// The value in the unit of the indicator. For an indicator that is also computed from items it is a balance:
    /// what was there on that day, named or not.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    #[schema(minimum = -9007199254740991i64, maximum = 9007199254740991i64)]
    pub value: Option<f64>,
    /// A change without a figure.
    pub tendency: Option<Tendency>,
    /// Whether there is nothing to count on that day (nicht zutreffend).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_applicable: bool,
    /// In words.
    #[schema(min_length = 1, max_length = 2000)]
    pub text: Option<String>,
    /// Of which part it is the value, such as `{"channel": "xrechnung"}`; without dimensions it is the whole.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(schema_with = dimensions)]
    pub dimensions: BTreeMap<String, String>,
    /// Where the value comes from (Quelle).
    #[schema(min_length = 1, max_length = 500)]
    pub source: Option<String>,
    /// How it was found (Erhebungsmethode).
    #[schema(min_length = 1, max_length = 500)]
    pub method: Option<String>,
    /// The meeting in which it was reported.
    pub reported_in: Option<Uuid>,
}

/// Names and values of dimensions are short texts, and few.
fn dimensions() -> RefOr<Schema> {
    let text = |longest| ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(longest));
    ObjectBuilder::new()
        .description(Some(
            "Of which part it is the value, such as `{\"channel\": \"xrechnung\"}`; without dimensions it is the whole.",
        ))
        .max_properties(Some(10))
        .property_names(Some(text(60)))
        .additional_properties(Some(text(200)))
        .into()
}

/// The whole number that this is, if it is one and exact.
pub fn whole(value: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and exact")]
    (value.fract() == 0.0 && value.abs() <= LARGEST).then_some(value as i64)
}

/// A number as people write it: 117, not 117.0.
pub fn shortest<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    match whole(*value) {
        Some(number) => serializer.serialize_i64(number),
        None => serializer.serialize_f64(*value),
    }
}

/// [`shortest`], for what may be missing.
pub fn shortest_if_any<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => shortest(value, serializer),
        None => serializer.serialize_none(),
    }
}

/// How much two values differ: differences of decimal fractions are none, and six decimals are more than anybody reports.
pub fn rounded(difference: f64) -> f64 {
    (difference * 1e6).round() / 1e6
}

/// The state under which an observation that gives the whole a value is found.
pub const TOTAL: &str = "total";
/// The state under which an observation that says something of a part is found.
pub const PART: &str = "part";

/// The state under which an observation that there is nothing to count is found.
pub const NOT_APPLICABLE: &str = "not_applicable";
/// Values lie between this and its negative: whole numbers up to it are exact in JSON.
pub(super) const LARGEST: f64 = 9_007_199_254_740_991.0;

impl Record for Observation {
    const SHAPE: Shape = Shape::Observation;

    fn index(&self) -> Index {
        let state = match self.value {
            // Whatever is said of a part says nothing of the whole.
            _ if !self.dimensions.is_empty() => PART,
            Some(_) => TOTAL,
            None if self.not_applicable => NOT_APPLICABLE,
            None => "qualitative",
        };
        Index {
            state: Some(state.into()),
            visibility: Visibility::Public,
            sort_key: self.as_of.to_string(),
            ..Index::default()
        }
    }

    fn timeline(&self) -> Timeline {
        Timeline::Fixed(ValidInterval::since(self.as_of.into()))
    }

    fn references(&self) -> Vec<Reference> {
        self.reported_in.map(|id| Reference::new("/reportedIn", Shape::Meeting, id)).into_iter().collect()
    }

    fn check(&self, violations: &mut Vec<Violation>) {
        if self.value.is_none() && self.tendency.is_none() && !self.not_applicable {
            violations.push(Violation::at("", "needs one of: value, tendency, notApplicable"));
        }
        if self.not_applicable && (self.value.is_some() || self.tendency.is_some()) {
            violations.push(Violation::at("/notApplicable", "what is not applicable has neither value nor tendency"));
        }
    }
}
