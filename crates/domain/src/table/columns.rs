//! Columns: the fields of a schema in their declared order, nested ones flattened with dots.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::cells::Cell;

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name: the field, or the fields that lead to it, with dots between.
    pub name: String,
    /// The fields that lead to it.
    pub path: Vec<String>,
    /// What stands in its cells.
    pub cell: Cell,
    /// Whether every row must have it.
    pub required: bool,
}

impl Column {
    /// What stands there in a value.
    pub fn of<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        self.path.iter().try_fold(value, |value, step| value.get(step))
    }

    /// Puts something there.
    pub fn put(&self, fields: &mut Map<String, Value>, value: Value) {
        let Some((last, above)) = self.path.split_last() else { return };
        let mut fields = fields;
        for step in above {
            let inner = fields.entry(step.clone()).or_insert_with(|| Value::Object(Map::new()));
            let Value::Object(inner) = inner else { return };
            fields = inner;
        }
        fields.insert(last.clone(), value);
    }
}

/// A nested object of which the row has nothing is not there.
pub fn drop_empty(fields: &mut Map<String, Value>) {
    for value in fields.values_mut() {
        if let Value::Object(inner) = value
            && !inner.is_empty()
        {
            drop_empty(inner);
            if inner.values().all(Value::is_null) {
                *value = Value::Null;
            }
        }
    }
}

/// The forms of the rows: one, or one for each choice of a schema with a discriminator.
pub fn forms(schema: &str, components: &[(String, Value)]) -> Vec<(Option<String>, Vec<Column>)> {
    let components: HashMap<&str, &Value> = components.iter().map(|(name, schema)| (name.as_str(), schema)).collect();
    let Some(own) = components.get(schema) else { return Vec::new() };
    let mapping = own.pointer("/discriminator/mapping").and_then(Value::as_object);
    let columns = |schema: &Value| {
        let mut columns = Vec::new();
        flatten(schema, &[], true, &components, &mut columns);
        columns
    };
    match mapping {
        None => vec![(None, columns(own))],
        Some(mapping) => {
            let chosen = mapping.iter().filter_map(|(name, target)| {
                Some((Some(name.clone()), columns(components.get(target.as_str()?.rsplit('/').next()?)?)))
            });
            chosen.collect()
        }
    }
}

fn flatten(
    schema: &Value,
    above: &[String],
    needed: bool,
    components: &HashMap<&str, &Value>,
    columns: &mut Vec<Column>,
) {
    let required = required(schema);
    for (name, field) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        // What the server adds is no column of its own.
        if name == "meta" && above.is_empty() {
            continue;
        }
        let path: Vec<String> = above.iter().chain([name]).cloned().collect();
        let needed = needed && required.contains(&name.as_str());
        let (referred, resolved) = resolve(field, components);
        // Without anything that is required in it, an object of which nothing is said could not be told from none.
        let nested = resolved.get("properties").is_some() && !self::required(resolved).is_empty();
        if nested {
            flatten(resolved, &path, needed, components, columns);
        } else {
            columns.push(Column {
                name: path.join("."),
                path,
                cell: cell(referred, resolved, components),
                required: needed,
            });
        }
    }
}

fn required(schema: &Value) -> Vec<&str> {
    schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

/// What a field refers to, by name and as it is.
fn resolve<'s>(field: &'s Value, components: &HashMap<&str, &'s Value>) -> (&'s str, &'s Value) {
    let name = field.get("$ref").and_then(Value::as_str).and_then(|r| r.rsplit('/').next()).unwrap_or_default();
    (name, components.get(name).copied().unwrap_or(field))
}

fn cell(referred: &str, schema: &Value, components: &HashMap<&str, &Value>) -> Cell {
    if matches!(referred, "Day" | "Edge" | "PlannedPeriod") {
        return Cell::Day;
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("string") => Cell::Text,
        Some("integer" | "number") => Cell::Number,
        Some("boolean") => Cell::Boolean,
        Some("array") => {
            let of = schema.get("items").map(|items| resolve(items, components).1);
            let texts = of.and_then(|of| of.get("type")).and_then(Value::as_str) == Some("string");
            if texts { Cell::Texts } else { Cell::Json }
        }
        _ => Cell::Json,
    }
}
