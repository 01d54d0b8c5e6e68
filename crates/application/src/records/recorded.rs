//! What is told of recorded time: an entry of a history, with who recorded it for those who may know.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use domain::access::View;
use domain::time::{Bound, Day, Moment};
use store::Entry;

use super::resource::Resource;

/// A moment of recorded time; change, actor and reason for viewers only.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Recorded {
    /// The moment.
    pub at: Moment,
    /// Number of the change.
    #[schema(minimum = 1)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<i64>,
    /// A pseudonym.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<Uuid>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Recorded {
    /// What a change says of itself to a caller who may know numbers of changes, or may not.
    pub fn new(at: Moment, change: i64, actor: Uuid, reason: Option<String>, numbers: bool) -> Self {
        if numbers {
            Self { at, change: Some(change), actor: Some(actor), reason }
        } else {
            Self { at, change: None, actor: None, reason: None }
        }
    }
}

/// An entry of a history: what was known, of which days, and from when until when it was known.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HistoryEntry {
    /// First day on which it held.
    pub valid_from: Bound,
    /// When it was recorded.
    pub recorded: Recorded,
    /// What its type says of it, as the view sees it.
    pub resource: Value,
    /// The day on which it ceased to hold, if it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Day>,
    /// When it ceased to be what is known, if it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub superseded: Option<Recorded>,
}

impl HistoryEntry {
    /// An entry as a view sees it. Actors, reasons and numbers are for the administration.
    pub fn of<R: Resource>(entry: Entry, numbers: bool, view: &View) -> Self {
        let mut resource = kinds::upcast(R::SHAPE, entry.format, entry.value);
        R::show(&mut resource, view);
        let closed = entry.closed.map(|c| Recorded::new(c.recorded_at, c.change, c.actor, c.reason, numbers));
        Self {
            valid_from: entry.span.from,
            recorded: Recorded::new(entry.recorded_at, entry.change, entry.actor, entry.reason, numbers),
            resource,
            valid_to: entry.span.to.day(),
            superseded: closed,
        }
    }
}
