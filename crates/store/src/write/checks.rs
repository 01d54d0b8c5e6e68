//! What a write must not do, whatever it writes.

use std::collections::BTreeMap;

use diesel::prelude::*;
use uuid::Uuid;

use crate::chain::Subject;
use crate::connection::database;
use crate::schema::version;
use domain::error::{Error, Result, Violation, ViolationKind};
use domain::payload::{Payload, Reference, Shape, Timeline};
use domain::slices;
use domain::slices::Slice;
use domain::time::{Bound, Day, ValidInterval};

use super::writing::{Window, Writing};

impl Writing<'_> {
    /// Since when something holds that begins to be.
    pub(super) fn first_span(&self, payload: &Payload, window: Window) -> Result<ValidInterval> {
        let first = payload.states.map(|states| (states.first(), payload.index.state.as_deref().unwrap_or_default()));
        match payload.timeline {
            Timeline::Fixed(span) => {
                forbid_window(payload.shape, window)?;
                match first {
                    Some((first, state)) if first != state => {
                        Err(Error::invalid("/state", format!("begins as '{first}'")))
                    }
                    _ => Ok(span),
                }
            }
            Timeline::Dated => {
                let from = match (window.from, first) {
                    (Some(from), _) => from,
                    (None, Some((first, state))) if first != state => {
                        let detail = format!(
                            "is required: what begins as '{state}' and not as '{first}' must say since when, a day or 'start'"
                        );
                        return Err(Error::parameter("validFrom", detail));
                    }
                    (None, _) => self.today.into(),
                };
                window_span(Window { from: Some(from), ..window }, self.today)
            }
        }
    }

    /// Names and kinds stay for ever, also when something was retracted and comes back.
    pub(super) fn check_names(&mut self, subject: &Subject, after: &[Slice<Payload>]) -> Result<()> {
        if after.is_empty() {
            return Ok(());
        }
        let class: Option<Option<String>> = version::table
            .filter(version::subject.eq(subject.id.to_string()))
            .order(version::recorded_from.desc())
            .select(version::class)
            .first(self.reading.connection)
            .optional()
            .map_err(database)?;
        let mut violations = Vec::new();
        for slice in after {
            let project = slice.payload.shape == Shape::Project;
            if slice.payload.key != subject.key {
                let field = if project { "/slug" } else { "/key" };
                violations.push(Violation::at(field, "is a name for ever and cannot change"));
            }
            if class.as_ref().is_some_and(|class| *class != slice.payload.index.class) {
                violations.push(Violation::at(if project { "/kind" } else { "/type" }, "cannot change"));
            }
        }
        violations.dedup();
        if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
    }

    /// Nothing begins to be under something that is not there.
    pub(super) fn check_parent(&mut self, parent: Option<Uuid>) -> Result<()> {
        match parent {
            Some(parent) if !self.reading.is_known(parent)? => Err(Error::NotFound),
            _ => Ok(()),
        }
    }

    /// Everything that is referred to must be known now, at whatever time it holds, and seen by the author.
    pub(super) fn check_references<'p>(&mut self, id: Uuid, payloads: impl Iterator<Item = &'p Payload>) -> Result<()> {
        let mut known = BTreeMap::new();
        for payload in payloads {
            let mut violations = Vec::new();
            for reference in &payload.references {
                let (shape, target) = (reference.shape, reference.id);
                let there = match known.get(&(shape, target)) {
                    Some(there) => *there,
                    None => self.reading.exists_for(shape, target, &self.view)?,
                };
                known.insert((shape, target), there);
                if target == id {
                    violations.push(Violation::at(&reference.pointer, "refers to itself"));
                } else if !there {
                    let missing = Violation::at(&reference.pointer, Reference::missing(shape));
                    violations.push(missing.of_kind(ViolationKind::DanglingReference));
                }
            }
            if !violations.is_empty() {
                return Err(Error::Invalid(violations));
            }
        }
        Ok(())
    }

    /// As it is checked when it is written; before that, so that a row can wait for what it refers to.
    ///
    /// # Errors
    /// `Invalid` with every reference that leads to nothing.
    pub fn require_references(&mut self, payload: &Payload) -> Result<()> {
        self.check_references(Uuid::nil(), std::iter::once(payload))
    }

    /// Nothing is retracted that something else stands on; what the author does not see is not named.
    pub(super) fn forbid_referrers(&mut self, id: Uuid) -> Result<()> {
        let referrers = self.reading.referrers(id, &self.view)?;
        if referrers.is_empty() {
            return Ok(());
        }
        let list: Vec<_> = referrers
            .iter()
            .flatten()
            .map(|(id, shape, place)| serde_json::json!({"id": id, "shape": shape, "pointer": place}))
            .collect();
        let detail = "other resources refer to it or belong to it and must be changed or retracted first";
        let members = serde_json::Map::from_iter([("referrers".to_owned(), list.into())]);
        Err(Error::conflict_with("referred-to", detail, members))
    }
}

/// Moves of a state: along valid time in the history as it would be, or from what was said before.
pub(super) fn check_moves(before: &[Slice<Payload>], after: &[Slice<Payload>]) -> Result<()> {
    let Some(payload) = after.first().map(|s| &s.payload) else { return Ok(()) };
    fn state(payload: &Payload) -> &str {
        payload.index.state.as_deref().unwrap_or_default()
    }
    match (payload.timeline, payload.states) {
        (Timeline::Dated, Some(states)) => {
            slices::check_moves(after.iter().map(|s| (s.span, state(&s.payload))), states)
        }
        (Timeline::Dated, None) => Ok(()),
        (Timeline::Fixed(_), states) => {
            let Some(old) = before.first().map(|s| &s.payload) else { return Ok(()) };
            check_settled(old, Some(payload))?;
            match states {
                Some(states) if !states.allow(state(old), state(payload)) => {
                    Err(slices::impossible_move(states, state(old), state(payload), None))
                }
                _ => Ok(()),
            }
        }
    }
}

/// What is settled stays as it is, but for the few fields that may still change; nor was it never so.
pub(super) fn check_settled(old: &Payload, new: Option<&Payload>) -> Result<()> {
    let Some(open) = old.open_fields else { return Ok(()) };
    let without = |payload: &Payload| {
        let mut value = payload.value.clone();
        if let Some(fields) = value.as_object_mut() {
            fields.retain(|name, _| !open.contains(&name.as_str()));
        }
        value
    };
    if new.is_some_and(|new| without(old) == without(new)) {
        return Ok(());
    }
    Err(Error::conflict("settled", format!("is settled: only {} may still change", open.join(", "))))
}

/// What has no history along valid time takes no window.
pub(super) fn forbid_window(shape: Shape, window: Window) -> Result<()> {
    let name = if window.from.is_some() { "validFrom" } else { "validTo" };
    match window {
        Window { from: None, to: None } => Ok(()),
        _ => {
            Err(Error::parameter(name, format!("a {} has no history along valid time", shape.name().replace('_', " "))))
        }
    }
}

/// The days that a window stands for; without a first day it begins today.
pub(super) fn window_span(window: Window, today: Day) -> Result<ValidInterval> {
    let span = ValidInterval { from: window.from.unwrap_or(today.into()), to: window.to.unwrap_or(Bound::END) };
    if span.is_empty() {
        return Err(Error::parameter("validTo", format!("must be later than validFrom, which is {}", span.from)));
    }
    Ok(span)
}
