//! Reading: what is told of a history, and to whom.

use serde_json::{Value, json};
use uuid::Uuid;

use domain::access::{Caller, Role, View};
use store::Entry;

use super::resource::Resource;
use super::scope::Scope;

/// Whether a caller may know who changed something, why, and in which change: a viewer of it may.
pub fn sees_numbers<R: Resource>(caller: &Caller, scope: &Scope, id: Uuid, office: Option<Uuid>) -> bool {
    caller.may(Role::Viewer, &scope.places(R::SHAPE, Some(id), office))
}

/// An entry of a history. Actors, reasons and numbers are for the administration.
pub fn entry<R: Resource>(entry: Entry, numbers: bool, view: &View) -> Value {
    let mut resource = kinds::upcast(R::SHAPE, entry.format, entry.value);
    R::show(&mut resource, view);
    let who = |moment, change: i64, actor: Uuid, reason: Option<String>| {
        let mut fields = json!({"at": moment});
        if let (true, Some(fields)) = (numbers, fields.as_object_mut()) {
            fields.insert("change".into(), json!(change));
            fields.insert("actor".into(), json!(actor));
            reason.into_iter().for_each(|r| drop(fields.insert("reason".into(), json!(r))));
        }
        fields
    };
    let mut value = json!({
        "validFrom": entry.span.from,
        "recorded": who(entry.recorded_at, entry.change, entry.actor, entry.reason),
        "resource": resource,
    });
    if let Some(fields) = value.as_object_mut() {
        entry.span.to.day().into_iter().for_each(|day| drop(fields.insert("validTo".into(), json!(day))));
        if let Some(closed) = entry.closed {
            fields.insert("superseded".into(), who(closed.recorded_at, closed.change, closed.actor, closed.reason));
        }
    }
    value
}
