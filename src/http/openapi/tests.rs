//! The API document's types: each name stands for one, and no text of a resource is empty.

use application::resources::city::Item;
use domain::council::{Committee, Meeting};
use domain::indicator::{Indicator, Observation};
use domain::milestone::Milestone;
use domain::office::Office;
use domain::project::Project;
use domain::status_update::StatusUpdate;

use super::*;

/// Every text without a rule that an empty one breaks, by its place.
fn may_be_empty(schema: &Value, place: &str, found: &mut Vec<String>) {
    if schema.get("type") == Some(&json!("string")) {
        let ruled = ["minLength", "pattern", "format", "enum", "const"].iter().any(|word| schema.get(word).is_some());
        (!ruled).then(|| found.push(place.to_owned()));
    }
    for (name, inner) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        may_be_empty(inner, &format!("{place}/{name}"), found);
    }
    schema.get("items").into_iter().for_each(|items| may_be_empty(items, place, found));
}

#[test]
fn no_text_of_a_resource_is_empty_so_that_an_empty_cell_says_that_there_is_none() {
    let mut found = Vec::new();
    let all = [
        resource::<Project>(),
        resource::<Item>(),
        resource::<Milestone>(),
        resource::<StatusUpdate>(),
        resource::<Indicator>(),
        resource::<Observation>(),
        resource::<Office>(),
        resource::<Committee>(),
        resource::<Meeting>(),
    ];
    all.concat().iter().for_each(|(name, schema)| may_be_empty(schema, name, &mut found));
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_name_stands_for_one_type() {
    let mut known: BTreeMap<String, Value> = BTreeMap::new();
    for (name, mut schema) in components() {
        // What the server adds stands in the schema of a resource, not where others refer to it.
        schema
            .get_mut("properties")
            .and_then(Value::as_object_mut)
            .into_iter()
            .for_each(|p| drop(p.shift_remove("meta")));
        let first = known.entry(name.clone()).or_insert_with(|| schema.clone());
        assert_eq!(*first, schema, "two types are called {name}");
    }
}
