//! Status updates: written by one, approved by another.

use std::collections::BTreeSet;

use serde_json::Value;
use uuid::Uuid;

use domain::access::{Role, View};
use domain::error::{Error, Result};
use domain::payload::{Payload, Record, Shape, typed};
use domain::slices::Slice;
use domain::status_update::{StatusUpdate, UpdateState};
use store::{Stored, Window, Writing};

use crate::access::permission::Tell;
use crate::records::address::{Address, Segment};
use crate::records::representation::stored_as;
use crate::records::resource::{Filter, Resource};
use crate::records::rules::{NaturalKeys, PendingWrite, Rules};
use crate::records::scope::Scope;
use crate::resources::plain::plain;

impl Resource for StatusUpdate {
    const SHAPE: Shape = Shape::StatusUpdate;
    const ADDRESS: Address = Address {
        collection: "/v1/projects/{slug}/status-updates",
        id_segment: Segment::Id,
        singular: "status update",
        plural: "status updates",
        schema: "StatusUpdate",
        about: "What somebody says about a project; reports take approved ones.",
    };
    const FILTERS: &'static [Filter] = &[Filter::State("state", || UpdateState::STATES.names())];
    const REFERS: bool = true;
    const DATED: bool = false;
    type Write = Tell;

    plain!(StatusUpdate, read);
}

impl Rules for StatusUpdate {
    fn natural_keys(_: &Value) -> NaturalKeys {
        &[&["asOf", "text"]]
    }

    fn show(value: &mut Value, view: &View) {
        StatusUpdate::show(value, view);
    }

    /// Who writes it is an editor; who approves or supersedes it is an approver, and somebody else than the one who
    /// submitted it.
    fn authorize(
        pending: &mut PendingWrite<'_, '_>,
        before: &[Slice<Payload>],
        after: &[Slice<Payload>],
    ) -> Result<()> {
        let supersedes =
            after.first().and_then(|s| typed::<StatusUpdate>(&s.payload.value).ok()).and_then(|u| u.supersedes);
        if let Some(earlier) = supersedes
            && pending
                .writing
                .reading
                .present(Shape::StatusUpdate, pending.parent, earlier, &View::EVERYTHING)?
                .is_none()
        {
            return Err(Error::invalid("/supersedes", "there is no status update of this project with this id"));
        }
        let state = |slices: &[Slice<Payload>]| slices.first().and_then(|s| s.payload.index.state.clone());
        let (was, is) = (state(before), state(after));
        let moved_to = |to: UpdateState| is.as_deref() == Some(to.name()) && is != was;
        let may = |role| pending.caller.may(role, &pending.places);
        let same_words = was.is_some() && is.is_some() && words(before) == words(after);
        if !same_words && !may(Role::Editor) {
            return Err(Error::Forbidden("only an editor may write a status update"));
        }
        if moved_to(UpdateState::Submitted) && !may(Role::Editor) {
            return Err(Error::Forbidden("only an editor may submit a status update"));
        }
        if (moved_to(UpdateState::Approved) || moved_to(UpdateState::Superseded)) && !may(Role::Approver) {
            return Err(Error::Forbidden("only an approver may approve or supersede a status update"));
        }
        if moved_to(UpdateState::Approved) && !same_words {
            return Err(Error::Forbidden(
                "what is approved is what was submitted; change it first, then somebody else approves it",
            ));
        }
        if moved_to(UpdateState::Approved) && submitters(pending)?.contains(&pending.writing.actor()) {
            return Err(Error::Forbidden("somebody else must approve what you submitted"));
        }
        Ok(())
    }

    /// An approved status update supersedes the one it names.
    fn changed(writing: &mut Writing<'_>, scope: &Scope, id: Uuid) -> Result<()> {
        let present = writing.reading.present(Shape::StatusUpdate, scope.parent, id, &View::EVERYTHING)?;
        let Some(present) = present else { return Ok(()) };
        let update: StatusUpdate = stored_as(&present)?;
        let (UpdateState::Approved, Some(earlier)) = (update.state, update.supersedes) else { return Ok(()) };
        writing.patch(earlier, Window::default(), |payload| {
            let mut earlier: StatusUpdate = typed(&payload.value)?;
            earlier.state = UpdateState::Superseded;
            Payload::of(&earlier)
        })
    }

    fn retracting(_: &mut Writing<'_>, _: &Scope, present: &Stored, _: Window) -> Result<()> {
        let update: StatusUpdate = stored_as(present)?;
        if update.open_fields().is_some() {
            return Err(Error::conflict(
                "settled",
                "an approved status update is superseded by another, never retracted",
            ));
        }
        Ok(())
    }
}

/// What a status update says, whatever its state.
fn words(slices: &[Slice<Payload>]) -> Option<Value> {
    let mut value = slices.first()?.payload.value.clone();
    value.as_object_mut()?.shift_remove("state");
    Some(value)
}

/// Whoever submitted what is to be approved, or had a hand in it since.
fn submitters(pending: &mut PendingWrite<'_, '_>) -> Result<BTreeSet<Uuid>> {
    const ALL: i64 = 1000;
    let reading = &mut pending.writing.reading;
    let latest = reading.as_of(None, None)?;
    let history = reading.history(pending.id, &latest, &View::EVERYTHING, 0, None, ALL)?;
    let state = |value: &Value| value.get("state").and_then(Value::as_str).map(str::to_owned);
    let submitted = UpdateState::Submitted.name();
    let earlier = history.into_iter().skip_while(|entry| state(&entry.value).as_deref() != Some(submitted));
    Ok(earlier.take_while(|entry| state(&entry.value).as_deref() == Some(submitted)).map(|entry| entry.actor).collect())
}
