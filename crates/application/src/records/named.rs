//! Other things that a row names by what people call them: an office by its number, short name or name, a channel by its name.

use serde_json::{Map, Value};
use uuid::Uuid;

use domain::error::{Error, Result, Violation, ViolationKind};
use domain::payload::{Payload, Reference, Shape};
use domain::schema;
use domain::text::folded;
use store::Writing;

use super::resource::Resource;
use super::scope::Scope;

/// By which fields people call something, the surest first.
const CALLED_BY: [&str; 6] = ["number", "shortName", "slug", "name", "title", "label"];

/// What takes the place of a name until it is known what it must be. No id of ours begins like this.
const PLACEHOLDER: u128 = 0xffff_ffff_ffff_4fff_bfff_0000_0000_0000;

/// Puts the ids of things into a row in which they stand by their names; `components` are those of the resource.
///
/// # Errors
/// `Invalid` for a name that nothing or several things have, with its place.
pub fn resolve<R: Resource>(
    writing: &mut Writing<'_>,
    scope: &Scope,
    components: &[(String, Value)],
    fields: &mut Map<String, Value>,
) -> Result<()> {
    let mut row = Value::Object(std::mem::take(fields));
    let resolved = resolved::<R>(writing, scope, components, &mut row);
    if let Value::Object(row) = row {
        *fields = row;
    }
    resolved
}

fn resolved<R: Resource>(
    writing: &mut Writing<'_>,
    scope: &Scope,
    components: &[(String, Value)],
    row: &mut Value,
) -> Result<()> {
    let names = named::<R>(components, row);
    if names.is_empty() {
        return Ok(());
    }
    let mut with_ids = row.clone();
    for (n, (pointer, _)) in (0..).zip(&names) {
        put(&mut with_ids, pointer, Uuid::from_u128(PLACEHOLDER + n));
    }
    // What a row does not say is said by the example: only the type itself knows what its fields refer to.
    let mut whole = example::<R>(scope, row);
    json_patch::merge(&mut whole, &with_ids);
    let Ok(Payload { references, .. }) = R::parse(scope, schema::compact(whole)) else { return Ok(()) };
    let mut violations = Vec::new();
    for (n, (pointer, name)) in (0..).zip(&names) {
        let stands_for = Uuid::from_u128(PLACEHOLDER + n);
        let Some(reference) = references.iter().find(|reference| reference.id == stands_for) else { continue };
        match find(writing, scope, reference, name)? {
            Ok(id) => put(row, pointer, id),
            // What is not there yet may come with a later row.
            Err(detail) => {
                violations.push(Violation::at(pointer.clone(), detail).of_kind(ViolationKind::DanglingReference));
            }
        }
    }
    if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
}

/// An example of what a row is: of its type, where there are several.
fn example<R: Resource>(scope: &Scope, row: &Value) -> Value {
    let tag = row.get("type").and_then(Value::as_str);
    let item_type = tag.zip(scope.kind).and_then(|(tag, kind)| kind.item_type(tag));
    item_type.and_then(|item_type| serde_json::from_str(item_type.example).ok()).unwrap_or_else(R::example)
}

fn put(value: &mut Value, pointer: &str, id: Uuid) {
    value.pointer_mut(pointer).into_iter().for_each(|place| *place = id.to_string().into());
}

/// The places at which an id must stand and something else does.
fn named<R: Resource>(components: &[(String, Value)], value: &Value) -> Vec<(String, String)> {
    let by_name = |name: &str| components.iter().find(|(known, _)| known == name).map(|(_, schema)| schema);
    let Some(mut own) = by_name(R::SCHEMA) else { return Vec::new() };
    // Of a choice of types the value says which one it is.
    let tag = value.get("type").and_then(Value::as_str).unwrap_or_default();
    if let Some(chosen) = own.pointer(&format!("/discriminator/mapping/{tag}")).and_then(Value::as_str) {
        own = chosen.rsplit('/').next().and_then(by_name).unwrap_or(own);
    }
    let mut found = Vec::new();
    for (field, of) in own.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let kinds = Some(of).into_iter().chain(of.get("items"));
        if !kinds.into_iter().any(|kind| kind.get("format").and_then(Value::as_str) == Some("uuid")) {
            continue;
        }
        let pointer = schema::pointer("", field);
        let mut note = |pointer: String, value: &Value| {
            let name = value.as_str().filter(|text| text.parse::<Uuid>().is_err());
            found.extend(name.map(|name| (pointer, name.to_owned())));
        };
        match value.get(field) {
            Some(Value::Array(items)) => {
                items.iter().enumerate().for_each(|(n, item)| note(format!("{pointer}/{n}"), item));
            }
            Some(value) => note(pointer, value),
            None => {}
        }
    }
    found
}

/// The one thing of a shape that is called so, or what is wrong with the name. What the caller does not see is not found.
fn find(
    writing: &mut Writing<'_>,
    scope: &Scope,
    reference: &Reference,
    name: &str,
) -> Result<std::result::Result<Uuid, String>> {
    let parent = scope.project.filter(|_| reference.shape == Shape::Item);
    let wanted = folded(name);
    let mut by_field: [Vec<Uuid>; CALLED_BY.len()] = Default::default();
    writing.reading.each_open(reference.shape, parent, |stored| {
        for (field, found) in CALLED_BY.iter().zip(&mut by_field) {
            let said = stored.value.get(field).and_then(Value::as_str);
            if said.is_some_and(|said| folded(said) == wanted)
                && stored.seen(&scope.view)
                && !found.contains(&stored.id)
            {
                found.push(stored.id);
            }
        }
        Ok(())
    })?;
    let what = reference.shape.name().replace('_', " ");
    Ok(match by_field.iter().find(|found| !found.is_empty()).map(Vec::as_slice) {
        Some([one]) => Ok(*one),
        Some(several) => {
            let ids = several.iter().take(3).map(Uuid::to_string).collect::<Vec<_>>().join(", ");
            Err(format!("{} things ({what}) are called so, give the id of one: {ids}", several.len()))
        }
        None => Err(format!("there is no {what} with this id, number or name")),
    })
}
