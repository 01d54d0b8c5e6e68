//! What stands behind a figure, read from a value as it was frozen: tolerantly, because snapshots of earlier versions of the
//! program are read for ever, and never written again from this.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use domain::indicator::Tendency;
use domain::time::Day;

/// A value with its definition, its observations and its items. What is not there, or is not what it should be, is left out.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct FigureOrigin {
    /// What a person calls the indicator.
    #[serde(deserialize_with = "lenient")]
    pub label: Option<String>,
    /// In what it is counted (Einheit).
    #[serde(deserialize_with = "lenient")]
    pub unit: Option<String>,
    /// The day for which it was asked.
    #[serde(deserialize_with = "lenient")]
    pub valid_at: Option<Day>,
    /// Whether there is a value (`value`), none (`missing`), or nothing to count (`not_applicable`).
    #[serde(deserialize_with = "lenient")]
    pub status: Option<String>,
    /// The value, in its unit.
    #[serde(deserialize_with = "lenient")]
    pub value: Option<f64>,
    /// The items of the part that is meant.
    #[serde(deserialize_with = "lenient")]
    pub part: Option<CountedItems>,
    /// How it came about (`observed`, `items` …).
    #[serde(deserialize_with = "lenient")]
    pub method: Option<String>,
    /// Whether it goes back to a balance of an older definition.
    #[serde(deserialize_with = "lenient")]
    pub across_break: bool,
    /// What was stated last, under an older definition.
    #[serde(deserialize_with = "lenient")]
    pub before_break: Option<BeforeBreak>,
    /// What was said later without a figure (Tendenz).
    #[serde(deserialize_with = "lenient")]
    pub tendency: Option<LaterRemark>,
    /// The observations from which it was made.
    #[serde(deserialize_with = "lenient_list")]
    pub observations: Vec<StatedObservation>,
    /// The items from which it was made.
    #[serde(deserialize_with = "lenient")]
    pub items: Option<ItemChanges>,
    /// What exactly is counted.
    #[serde(deserialize_with = "lenient")]
    pub definition: Option<CountedDefinition>,
    /// How it is counted (Zählweise).
    #[serde(deserialize_with = "lenient")]
    pub counting_method: Option<String>,
}

/// What exactly is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct CountedDefinition {
    /// Its words.
    #[serde(deserialize_with = "lenient")]
    pub text: Option<String>,
    /// Which version it is, from 1 (Fassung).
    #[serde(deserialize_with = "lenient")]
    pub version: Option<u64>,
}

/// What was stated last, under an older definition.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct BeforeBreak {
    /// What was stated; absent where there was nothing to count.
    #[serde(deserialize_with = "lenient")]
    pub value: Option<f64>,
    /// For which day (Stichtag).
    #[serde(deserialize_with = "lenient")]
    pub as_of: Option<Day>,
}

/// What was said later without a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct LaterRemark {
    /// Whether it rose, fell or stayed.
    #[serde(deserialize_with = "lenient")]
    pub tendency: Option<Tendency>,
    /// For which day (Stichtag).
    #[serde(deserialize_with = "lenient")]
    pub as_of: Option<Day>,
    /// In words.
    #[serde(deserialize_with = "lenient")]
    pub text: Option<String>,
}

/// What somebody stated.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct StatedObservation {
    /// For which day (Stichtag).
    #[serde(deserialize_with = "lenient")]
    pub as_of: Option<Day>,
    /// The value, in the unit of the indicator.
    #[serde(deserialize_with = "lenient")]
    pub value: Option<f64>,
    /// A change without a figure.
    #[serde(deserialize_with = "lenient")]
    pub tendency: Option<Tendency>,
    /// Of which part: names and values of dimensions, in their order.
    #[serde(deserialize_with = "pairs")]
    pub dimensions: Vec<(String, String)>,
    /// From where (Quelle).
    #[serde(deserialize_with = "lenient")]
    pub source: Option<String>,
    /// How it was found (Erhebung).
    #[serde(deserialize_with = "lenient")]
    pub method: Option<String>,
    /// A remark.
    #[serde(deserialize_with = "lenient")]
    pub text: Option<String>,
    /// What the server made.
    #[serde(deserialize_with = "lenient")]
    pub meta: ObservationMeta,
}

/// What the server made of an observation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ObservationMeta {
    /// Where it is found.
    #[serde(deserialize_with = "lenient")]
    pub links: OwnLinks,
}

/// Where something is found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct OwnLinks {
    /// Its own address.
    #[serde(rename = "self", deserialize_with = "lenient")]
    pub own: Option<String>,
}

/// What items changed since a balance, or all that count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ItemChanges {
    /// The day of the balance; absent when all items count.
    #[serde(deserialize_with = "lenient")]
    pub since: Option<Day>,
    /// Those that were added (hinzugekommen).
    #[serde(deserialize_with = "lenient")]
    pub added: CountedItems,
    /// Those that do not count any more (weggefallen).
    #[serde(deserialize_with = "lenient")]
    pub removed: CountedItems,
}

/// Items: how many, and the first of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct CountedItems {
    /// How many there are.
    #[serde(deserialize_with = "lenient")]
    pub count: u64,
    /// Those that are named.
    #[serde(deserialize_with = "lenient_list")]
    pub items: Vec<NamedItem>,
}

/// An item that is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct NamedItem {
    /// What it is called; not everything has a title.
    #[serde(deserialize_with = "lenient")]
    pub title: Option<String>,
    /// Where it is found.
    #[serde(deserialize_with = "lenient")]
    pub links: OwnLinks,
}

impl FigureOrigin {
    /// Reads it from a value as it was frozen; nothing of what is no object.
    pub fn of(value: &Value) -> Self {
        if value.is_object() { Self::deserialize(value).unwrap_or_default() } else { Self::default() }
    }
}

/// What is not what it should be is as if it were not there.
fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(deserializer: D) -> Result<T, D::Error> {
    Ok(T::deserialize(Value::deserialize(deserializer)?).unwrap_or_default())
}

/// The same for every entry of a list, so that one that cannot be read takes none of the others with it.
fn lenient_list<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let entries: Vec<Value> = lenient(deserializer)?;
    Ok(entries.into_iter().map(|entry| T::deserialize(entry).unwrap_or_default()).collect())
}

/// The texts of an object, in their order.
fn pairs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(String, String)>, D::Error> {
    let fields: Map<String, Value> = lenient(deserializer)?;
    let text = |value: Value| if let Value::String(text) = value { Some(text) } else { None };
    Ok(fields.into_iter().filter_map(|(name, value)| Some((name, text(value)?))).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_cannot_be_read_is_as_if_it_were_not_there() {
        let origin = FigureOrigin::of(&json!({
            "label": 7, "unit": "Dienste", "value": 117, "validAt": "2023-4-6", "unknown": [],
            "observations": ["?", {"value": "viel", "source": "Portal", "dimensions": {"b": "2", "a": "1", "c": 3}}],
            "items": {"added": {"count": -1, "items": {}}}, "definition": null,
        }));
        assert_eq!((origin.label, origin.unit.as_deref(), origin.value), (None, Some("Dienste"), Some(117.0)));
        assert_eq!((origin.valid_at, origin.definition), (None, None));
        let [first, second] = origin.observations.as_slice() else { panic!("two observations") };
        assert_eq!(
            (first, second.value, second.source.as_deref()),
            (&StatedObservation::default(), None, Some("Portal"))
        );
        assert_eq!(second.dimensions, [("b".to_owned(), "2".to_owned()), ("a".to_owned(), "1".to_owned())]);
        assert_eq!(origin.items, Some(ItemChanges::default()));
        assert_eq!(FigureOrigin::of(&json!(["label"])), FigureOrigin::default());
    }
}
