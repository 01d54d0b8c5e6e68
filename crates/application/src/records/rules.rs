//! Rules: what is particular about reading and writing records of one kind. What has none implements them as they are.

use serde_json::Value;
use uuid::Uuid;

use super::scope::Scope;
use crate::context::Context;
use domain::access::{Caller, View};
use domain::error::Result;
use domain::payload::Payload;
use domain::slices::Slice;
use domain::time::Day;
use store::{Reading, Stored, Window, Writing};

/// The fields by which something is known whose id is not given: sets of them, the surest first. `?` before a field says
/// that it may be missing.
pub type NaturalKeys = &'static [&'static [&'static str]];

/// What is particular about reading and writing records of one kind.
pub trait Rules {
    /// Adds to a body or a merge patch what its author left to the service; `day` is the first day of which the write
    /// speaks, and never later than today.
    fn complete(_body: &mut Value, _day: Day) {}

    /// By which fields one is known whose id is not given.
    fn natural_keys(_value: &Value) -> NaturalKeys {
        &[&["title"], &["name"]]
    }

    /// Takes out of a representation what the view does not see.
    fn show(_value: &mut Value, _view: &View) {}

    /// Takes out of a representation of any day and moment what the view does not see today.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    fn withdraw(_reading: &mut Reading<'_>, _id: Uuid, _view: &View, _value: &mut Value) -> Result<()> {
        Ok(())
    }

    /// What follows from it and other facts, for the answers that show one: what `meta.health` says.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    fn derived_meta(_cx: &mut Context<'_, '_>, _stored: &Stored, _path: &str) -> Result<Option<Value>> {
        Ok(None)
    }

    /// What belongs to creating one, in the same change.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    fn created(_writing: &mut Writing<'_>, _scope: &Scope, _id: Uuid, _payload: &Payload) -> Result<()> {
        Ok(())
    }

    /// What belongs to changing one, in the same change.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    fn changed(_writing: &mut Writing<'_>, _scope: &Scope, _id: Uuid) -> Result<()> {
        Ok(())
    }

    /// Who may make `after` of `before`, where having the permission is not enough.
    ///
    /// # Errors
    /// `Forbidden` with the reason.
    fn authorize(
        _pending: &mut PendingWrite<'_, '_>,
        _before: &[Slice<Payload>],
        _after: &[Slice<Payload>],
    ) -> Result<()> {
        Ok(())
    }

    /// Whether it may still change at all, and what of it does not change in this way.
    ///
    /// # Errors
    /// A conflict when it is settled.
    fn changing(_present: &Stored, _body: &Value) -> Result<()> {
        Ok(())
    }

    /// Where its successor and its predecessor are, as far as the view sees them: a `Link` header.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    fn links(_cx: &mut Context<'_, '_>, _stored: &Stored) -> Result<Vec<String>> {
        Ok(Vec::new())
    }

    /// What belongs to retracting one, in the same change, before it.
    ///
    /// # Errors
    /// A conflict when it must not be retracted.
    fn retracting(_writing: &mut Writing<'_>, _scope: &Scope, _present: &Stored, _window: Window) -> Result<()> {
        Ok(())
    }
}

/// A write that is authorized before it is recorded.
pub struct PendingWrite<'w, 'a> {
    /// The write.
    pub writing: &'w mut Writing<'a>,
    /// Who asks.
    pub caller: &'w Caller,
    /// What is written.
    pub id: Uuid,
    /// To what it belongs.
    pub parent: Option<Uuid>,
    /// By what a role can hold for it.
    pub places: Vec<Uuid>,
}
