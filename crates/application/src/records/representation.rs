//! What a resource says to somebody: what its type says, without what the view does not see.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::Ref;
use uuid::Uuid;

use domain::access::View;
use domain::error::Result;
use domain::payload::{Record, typed};
use domain::schema;
use domain::time::{Bound, Day, Moment};
use store::{Reading, Stored};

use crate::context::Context;
use crate::records::resource::Resource;

/// What the ledger keeps, read as its type in the present format, whatever format it was written in.
///
/// # Errors
/// `Invalid` when its type refuses what is stored.
pub fn stored_as<T: Record>(stored: &Stored) -> Result<T> {
    // Nearly everything is of the present format, and need not be copied to be read.
    if stored.format == T::FORMAT {
        return typed(&stored.value);
    }
    typed(&T::upcast(stored.format, stored.value.clone()))
}

/// What the server adds to a record; ignored on writing.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Meta {
    /// Its id.
    pub id: Uuid,
    /// Since when it is so: a day, or `start` (as far back as we know).
    pub valid_from: Bound,
    /// When that was recorded.
    pub recorded_at: Moment,
    /// Where it and its history are.
    pub links: OwnLinks,
    /// The day on which it ceases to be so, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Day>,
    /// Of a project: its health (Ampel) as it is declared, beside what is computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = health_comparison, required = false)]
    pub health: Option<Value>,
}

fn health_comparison() -> Ref {
    Ref::from_schema_name("HealthComparison")
}

/// Where a record and its history are.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct OwnLinks {
    /// The record itself.
    #[serde(rename = "self")]
    pub own: String,
    /// Everything ever known of it.
    pub history: String,
}

/// A record as somebody sees it: what its type says, and under `meta` what the server adds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Representation {
    /// What its type says.
    #[serde(flatten)]
    pub value: Value,
    /// What the server adds.
    pub meta: Meta,
}

impl Representation {
    fn new(value: Value, stored: &Stored, path: &str) -> Self {
        let links = OwnLinks { own: path.to_owned(), history: format!("{path}/history") };
        let meta = Meta {
            id: stored.id,
            valid_from: stored.span.from,
            recorded_at: stored.recorded_at,
            links,
            valid_to: stored.span.to.day(),
            health: None,
        };
        Self { value, meta }
    }

    /// A record as a view sees it, whatever became of it since.
    pub fn of<R: Resource>(stored: &Stored, path: &str, view: &View) -> Self {
        let mut value = kinds::upcast(stored.shape, stored.format, stored.value.clone());
        R::show(&mut value, view);
        Self::new(value, stored, path)
    }
}

/// [`Representation::of`] as JSON, for answers that hold it among others.
pub fn represent<R: Resource>(stored: &Stored, path: &str, view: &View) -> Value {
    serde_json::to_value(Representation::of::<R>(stored, path, view)).unwrap_or_default()
}

/// What the type of a record says of it to somebody who reads it in a place: `inside` is what they see there, `view` what
/// they see everywhere.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn seen<R: Resource>(reading: &mut Reading<'_>, stored: Stored, inside: &View, view: &View) -> Result<Value> {
    let version = (stored.id, stored.change, stored.span.from);
    let mut value = kinds::upcast(stored.shape, stored.format, stored.value);
    R::show(&mut value, inside);
    redact_unseen::<R>(reading, version, view, &mut value)?;
    Ok(value)
}

/// The same as an answer, with what follows from it and other facts.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn whole<R: Resource>(
    cx: &mut Context<'_, '_>,
    stored: &Stored,
    path: &str,
    inside: &View,
) -> Result<Representation> {
    let value = seen::<R>(cx.reading, stored.clone(), inside, &cx.view)?;
    let mut representation = Representation::new(value, stored, path);
    // A project is not found inside itself: what is somebody's own there is seen as well.
    let own = inside.within(stored.places());
    representation.meta.health = R::derived_meta(&mut cx.seen_by(own), stored, path)?;
    Ok(representation)
}

/// Takes out what was withdrawn since, and what refers to something that the view does not see.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn redact_unseen<R: Resource>(
    reading: &mut Reading<'_>,
    version: (Uuid, i64, Bound),
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
