//! A change as it is told: who wrote when and why.

use serde_json::{Value, json};

use domain::access::View;
use domain::schema::compact;
use store::ChangeInfo;

/// A change as JSON. The reason of one that the view could not notice says what is none of its business.
pub fn describe(change: &ChangeInfo, view: &View) -> Value {
    let reason = change.reason.as_ref().filter(|_| view.level().sees(change.audience));
    compact(json!({
        "number": change.number, "recordedAt": change.recorded_at, "actor": change.actor, "reason": reason,
        "hash": change.hash, "links": {"self": format!("/v1/changes/{}", change.number)},
    }))
}
