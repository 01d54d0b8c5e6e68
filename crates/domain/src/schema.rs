//! What a body must look like: the schemas of the API document are the ones that bodies are held against.
//!
//! serde stops at the first fault; a JSON Schema validator names them all, with their places.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock, RwLock};

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{AnyOfBuilder, ArrayBuilder, KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};

use super::error::{Error, Result, Violation};
use super::time::{Bound, Day, Moment};

/// Every way in which `value` differs from the schema of `T`; empty when it fits.
pub fn violations<T: ToSchema + 'static>(value: &Value) -> Result<Vec<Violation>> {
    let mut found = Vec::new();
    forbid_unprintable(value, "", &mut found);
    for error in built::<T>()?.validator.iter_errors(value) {
        describe(&error, &mut found);
    }
    Ok(found)
}

/// The name and schema of `T` and of everything it refers to, as the API document holds them.
pub fn components<T: ToSchema>() -> Vec<(String, Value)> {
    let mut schemas: Vec<(String, RefOr<Schema>)> = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut schemas);
    let to_value = |schema| serde_json::to_value(schema).unwrap_or(Value::Bool(true));
    schemas.into_iter().map(|(name, schema)| (name, without_null(to_value(schema)))).collect()
}

/// Takes `null` out of a value: in a body it says the same as leaving the field out.
pub fn compact(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            fields.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k, compact(v))).collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.into_iter().map(compact).collect(),
        other => other,
    }
}

/// Takes `null` out of lists as well: what is left of a list from which something was taken.
pub fn without_gaps(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields.into_iter().map(|(k, v)| (k, without_gaps(v))).collect::<Map<_, _>>().into(),
        Value::Array(items) => items.into_iter().filter(|item| !item.is_null()).map(without_gaps).collect(),
        other => other,
    }
}

/// One step further in a JSON pointer (RFC 6901).
pub fn pointer(base: &str, step: &str) -> String {
    const LONGEST: usize = 200;
    // A name that somebody made very long is not sent back whole.
    let short: String = step.chars().take(LONGEST).collect();
    let rest = if short.len() < step.len() { "…" } else { "" };
    format!("{base}/{}{rest}", short.replace('~', "~0").replace('/', "~1"))
}

/// The schema of `T`, with everything it refers to under `components`.
///
/// # Errors
/// `Internal` when it is no schema.
pub fn root<T: ToSchema + 'static>() -> Result<Arc<Value>> {
    Ok(Arc::clone(&built::<T>()?.root))
}

/// A schema, made once.
struct Built {
    root: Arc<Value>,
    validator: Validator,
}

fn built<T: ToSchema + 'static>() -> Result<Arc<Built>> {
    static BUILT: OnceLock<RwLock<HashMap<TypeId, Arc<Built>>>> = OnceLock::new();
    let built = BUILT.get_or_init(Default::default);
    let type_id = TypeId::of::<T>();
    if let Some(known) = built.read().ok().and_then(|b| b.get(&type_id).cloned()) {
        return Ok(known);
    }
    let schemas: Map<_, _> = components::<T>().into_iter().collect();
    let root = json!({
        "$ref": format!("#/components/schemas/{}", T::name()),
        "components": { "schemas": schemas },
    });
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&root)
        .map_err(|e| Error::internal(format!("schema of {}: {e}", T::name())))?;
    let made = Arc::new(Built { root: Arc::new(root), validator });
    if let Ok(mut built) = built.write() {
        built.insert(type_id, Arc::clone(&made));
    }
    Ok(made)
}

/// Bodies are compacted before they are checked, so their schemas need not speak of `null`.
fn without_null(schema: Value) -> Value {
    match schema {
        Value::Object(mut fields) => {
            for word in ["oneOf", "anyOf"] {
                if let Some(Value::Array(choices)) = fields.get_mut(word) {
                    choices.retain(|c| c.get("type") != Some(&json!("null")));
                    if let [only] = choices.as_mut_slice() {
                        let only = only.take();
                        fields.remove(word);
                        // Beside a `$ref` a description is allowed since OpenAPI 3.1.
                        if let Value::Object(only) = only {
                            fields.extend(only);
                        }
                    }
                }
            }
            described(&mut fields);
            if let Some(Value::Array(types)) = fields.get_mut("type") {
                types.retain(|t| t != "null");
                if let [only] = types.as_mut_slice() {
                    let only = only.take();
                    fields.insert("type".into(), only);
                }
            }
            fields.into_iter().map(|(k, v)| (k, without_null(v))).collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.into_iter().map(without_null).collect(),
        other => other,
    }
}

/// A schema that stands in full where it is described: the description takes the place of its own. (As it is made, it says of
/// whatever it describes that it is an object besides.)
fn described(fields: &mut Map<String, Value>) {
    let Some(Value::Array(both)) = fields.get_mut("allOf") else { return };
    let [Value::Object(schema), Value::Object(described)] = both.as_mut_slice() else { return };
    let alone = described.get("type") == Some(&json!("object")) && described.len() == 2;
    if let (true, Some(description)) = (alone, described.remove("description")) {
        let mut schema = std::mem::take(schema);
        schema.insert("description".into(), description);
        fields.shift_remove("allOf");
        fields.extend(schema);
    }
}

/// Texts that no database can store, no document can show, or that show something else than they say.
fn forbid_unprintable(value: &Value, place: &str, found: &mut Vec<Violation>) {
    match value {
        Value::String(text) => {
            if let Some(character) = text.chars().find(|c| unprintable(*c)) {
                found.push(Violation::at(place, unprintable_detail(character)));
            }
            if !text.is_empty() && text.chars().all(char::is_whitespace) {
                found.push(Violation::at(place, "must not be blank"));
            }
        }
        Value::Object(fields) => {
            for (key, value) in fields {
                if let Some(character) = key.chars().find(|c| unprintable(*c)) {
                    found.push(Violation::at(place, format!("{} in a name", unprintable_detail(character))));
                }
                forbid_unprintable(value, &pointer(place, key), found);
            }
        }
        Value::Array(items) => {
            for (n, value) in items.iter().enumerate() {
                forbid_unprintable(value, &pointer(place, &n.to_string()), found);
            }
        }
        _ => {}
    }
}

/// Control characters but for line feed and tab, and those that turn the direction of what follows.
fn unprintable(character: char) -> bool {
    let turns = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (character.is_control() && !matches!(character, '\n' | '\t'))
}

fn unprintable_detail(character: char) -> String {
    format!("must not contain the character U+{:04X}", u32::from(character))
}

fn describe(error: &ValidationError<'_>, found: &mut Vec<Violation>) {
    let place = error.instance_path().as_str();
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            for name in unexpected {
                found.push(Violation::at(pointer(place, name), "is not a known field"));
            }
        }
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            found.push(Violation::at(pointer(place, name), "is required"));
        }
        ValidationErrorKind::Enum { options } => {
            let names = options.as_array().map(Vec::as_slice).unwrap_or_default();
            let names = names.iter().map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned));
            let names = names.collect::<Vec<_>>().join(", ");
            found.push(Violation::at(place, format!("must be one of: {names}")));
        }
        ValidationErrorKind::OneOfNotValid { context } | ValidationErrorKind::AnyOf { context } => {
            match context.iter().max_by_key(|branch| branch.first().map(|e| e.instance_path().as_str().len())) {
                Some(branch) if !branch.is_empty() => branch.iter().for_each(|e| describe(e, found)),
                _ => found.push(Violation::at(place, error.to_string())),
            }
        }
        // What was sent is not sent back: it may be very long.
        _ => found.push(Violation::at(place, error.masked().to_string())),
    }
}

/// A short list of short texts, none of them empty.
pub fn short_texts() -> RefOr<Schema> {
    let text = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(200));
    ArrayBuilder::new().items(text).max_items(Some(50)).into()
}

macro_rules! text_schema {
    ($($type:ty: $name:literal, $format:expr, $pattern:expr, $example:literal, $description:literal;)*) => {$(
        impl utoipa::PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .format($format.map(SchemaFormat::KnownFormat))
                    .pattern::<&str>($pattern)
                    .examples([json!($example)])
                    .description(Some($description))
                    .into()
            }
        }
        impl ToSchema for $type {
            fn name() -> std::borrow::Cow<'static, str> { $name.into() }
        }
    )*};
}

text_schema! {
    Day: "Day", Some(KnownFormat::Date), Some(r"^([1-8]\d{3}|9[0-8]\d{2}|99[0-8]\d|999[0-8])-\d{2}-\d{2}$"), "2023-04-06",
        "A calendar day in the city's time zone (RFC 3339, full-date), from 1000-01-01 to 9998-12-31.";
    Moment: "Moment", Some(KnownFormat::DateTime), None, "2023-04-26T09:00:00Z", "A moment, in UTC (RFC 3339).";
    super::period::PlannedPeriod: "PlannedPeriod", None, Some(super::period::PATTERN), "2024-06",
        "A day (2024-06-30), month (2024-06), quarter (2024-Q2), half year (2024-H1) or year (2024): its form is its precision.";
    super::duration::CalendarDuration: "CalendarDuration", None, Some(super::duration::PATTERN), "P3M",
        "A length of time along the calendar (ISO 8601): P7D, P2W, P3M, P1Y6M.";
}

impl utoipa::PartialSchema for Bound {
    fn schema() -> RefOr<Schema> {
        let start = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["start"]));
        let either = AnyOfBuilder::new().item(Day::schema()).item(start);
        let description = "A day, or `start`: as far back as we know.";
        either.examples([json!("2023-04-06")]).description(Some(description)).into()
    }
}

impl ToSchema for Bound {
    fn name() -> std::borrow::Cow<'static, str> {
        "Edge".into()
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Serialize, Deserialize, ToSchema)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Thing {
        #[schema(min_length = 1)]
        short_name: String,
        since: Option<Day>,
        inner: Option<Inner>,
    }

    #[derive(Serialize, Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        count: u32,
    }

    #[test]
    fn every_fault_is_named_with_its_place() {
        let body = json!({"shortName": "", "since": "2023-02-30", "inner": {"count": "x", "a/b": 1}, "extra": "\0"});
        let mut places: Vec<_> = violations::<Thing>(&body).unwrap().into_iter().filter_map(|v| v.pointer).collect();
        places.sort();
        places.dedup();
        assert_eq!(places, ["/extra", "/inner/a~1b", "/inner/count", "/shortName", "/since"]);
        assert_eq!(violations::<Thing>(&json!({})).unwrap(), [Violation::at("/shortName", "is required")]);
    }
}
