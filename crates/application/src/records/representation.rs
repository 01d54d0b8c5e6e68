//! What a resource says to somebody: what its type says, without what the view does not see.

use serde_json::{Value, json};
use uuid::Uuid;

use domain::access::View;
use domain::error::Result;
use domain::payload::{Record, typed};
use domain::schema;
use domain::time::{AsOf, Edge};
use kinds;
use store::{Reading, Stored};

use crate::records::resource::Resource;

/// What the ledger keeps, read as its type in the present format, whatever format it was written in.
///
/// # Errors
/// What its type refuses.
pub fn stored_as<T: Record>(stored: &Stored) -> Result<T> {
    // Nearly everything is of the present format, and need not be copied to be read.
    if stored.format == T::FORMAT {
        return typed(&stored.value);
    }
    typed(&T::upcast(stored.format, stored.value.clone()))
}

/// The JSON of a resource: what its type says, and under `meta` what the server adds.
pub fn represent<R: Resource>(stored: &Stored, path: &str, view: &View) -> Value {
    let mut value = kinds::upcast(stored.shape, stored.format, stored.value.clone());
    R::show(&mut value, view);
    let mut meta = json!({
        "id": stored.id,
        "validFrom": stored.span.from,
        "recordedAt": stored.recorded_at,
        "links": {"self": path, "history": format!("{path}/history")},
    });
    if let (Some(meta), Some(to)) = (meta.as_object_mut(), stored.span.to.day()) {
        meta.insert("validTo".into(), json!(to));
    }
    if let Some(fields) = value.as_object_mut() {
        fields.insert("meta".into(), meta);
    }
    value
}

/// The same as somebody reads it in a place: `inside` is what they see there, `view` what they see everywhere.
pub fn shown<R: Resource>(
    reading: &mut Reading<'_>,
    stored: &Stored,
    path: &str,
    inside: &View,
    view: &View,
) -> Result<Value> {
    let mut value = represent::<R>(stored, path, inside);
    blind::<R>(reading, (stored.id, stored.change, stored.span.from), view, &mut value)?;
    Ok(value)
}

/// The same with what follows from it and other facts.
pub fn whole<R: Resource>(
    reading: &mut Reading<'_>,
    stored: &Stored,
    path: &str,
    as_of: &AsOf,
    inside: &View,
    view: &View,
) -> Result<Value> {
    let mut value = shown::<R>(reading, stored, path, inside, view)?;
    // A project is not found inside itself: what is somebody's own there is seen as well.
    let own = inside.within(stored.places());
    if let (Some((name, follows)), Some(meta)) =
        (R::follows(reading, stored, path, as_of, &own)?, value.get_mut("meta").and_then(Value::as_object_mut))
    {
        meta.insert(name.into(), follows);
    }
    Ok(value)
}

/// Takes out what was withdrawn since, and what refers to something that the view does not see.
///
/// # Errors
/// Those of the ledger.
pub fn blind<R: Resource>(
    reading: &mut Reading<'_>,
    version: (Uuid, i64, Edge),
    view: &View,
    value: &mut Value,
) -> Result<()> {
    R::withdraw(reading, version.0, view, value)?;
    if R::REFERS {
        for pointer in reading.unseen_references(version, view)? {
            forget(value, &pointer);
        }
        *value = schema::without_gaps(value.take());
    }
    Ok(())
}

/// Takes out of a value what stands at a JSON pointer; in a list, the place is found by what stands there.
fn forget(value: &mut Value, pointer: &str) {
    let Some((parent, last)) = pointer.rsplit_once('/') else { return };
    match value.pointer_mut(parent) {
        Some(Value::Object(fields)) => drop(fields.shift_remove(last)),
        // Other places of the list must not move as long as pointers into it are to come.
        Some(Value::Array(items)) => {
            let at = last.parse::<usize>().ok().and_then(|place| items.get_mut(place));
            at.into_iter().for_each(|item| *item = Value::Null);
        }
        _ => {}
    }
}
