//! Differences: what became of something from one state to another, and of what was said along valid time; field by field.

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use domain::duration::CalendarDuration;
use domain::schema::pointer;
use domain::slices::{Slice, Stretch, stretches};
use domain::time::{Bound, Day, ValidInterval};

/// A field that has another value.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct FieldChange {
    /// JSON pointer (RFC 6901) into the resource.
    pub pointer: String,
    /// What stood there; absent when nothing did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Value>,
    /// What stands there; absent when nothing does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Value>,
}

/// The fields that differ. Lists of the same length are compared place by place; otherwise a list is given whole, because
/// a place in one of them says nothing about the same place in the other.
pub fn fields(old: &Value, new: &Value) -> Vec<FieldChange> {
    let mut found = Vec::new();
    compare(String::new(), Some(old), Some(new), &mut found);
    found
}

fn compare(place: String, old: Option<&Value>, new: Option<&Value>, found: &mut Vec<FieldChange>) {
    match (old, new) {
        (Some(old), Some(new)) if old == new => {}
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let added = new.keys().filter(|name| !old.contains_key(*name));
            for name in old.keys().chain(added) {
                compare(pointer(&place, name), old.get(name), new.get(name), found);
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) if old.len() == new.len() => {
            for (n, (old, new)) in old.iter().zip(new).enumerate() {
                compare(pointer(&place, &n.to_string()), Some(old), Some(new), found);
            }
        }
        (old, new) => found.push(FieldChange { pointer: place, old: old.cloned(), new: new.cloned() }),
    }
}

/// Every field of something that was not there before, or is not there any more.
pub fn whole(old: Option<&Value>, new: Option<&Value>) -> Vec<FieldChange> {
    let nothing = Value::Object(Map::new());
    fields(old.unwrap_or(&nothing), new.unwrap_or(&nothing))
}

domain::names! {
    /// What became of something from one state to another.
    pub enum Outcome {
        /// It is there only in the later one.
        Added = "added",
        /// It is there only in the earlier one.
        Removed = "removed",
        /// It is there in both and says something else.
        Changed = "changed",
    }
}

impl Outcome {
    /// Of something as it was and as it is; nothing when it is the same.
    pub fn of(old: Option<&Value>, new: Option<&Value>) -> Option<Self> {
        match (old, new) {
            (None, Some(_)) => Some(Self::Added),
            (Some(_), None) => Some(Self::Removed),
            (old, new) => (old != new).then_some(Self::Changed),
        }
    }
}

domain::names! {
    /// What a change did to what is said of a stretch of valid time.
    pub enum Effect {
        /// Nothing was known of the thing at all.
        Created = "created",
        /// Nothing was said of these days, but of others.
        Entered = "entered",
        /// What was said goes on to hold until then; the news since then were entered (Fortschreibung).
        Updated = "updated",
        /// What was said to begin then is replaced (Berichtigung).
        Corrected = "corrected",
        /// Nothing holds any more from then on; what was said of earlier days stays.
        Ended = "ended",
        /// Nothing holds there any more, but later.
        Shortened = "shortened",
        /// It never was so: nothing of it is left.
        Retracted = "retracted",
    }
}

impl Effect {
    /// Whether something that was said of these days proved untrue; the others are late news at most (Nachtrag).
    pub fn is_correction(self) -> bool {
        matches!(self, Self::Corrected | Self::Ended | Self::Shortened | Self::Retracted)
    }
}

/// What a change did to what is said of a stretch of valid time.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The days.
    pub span: ValidInterval,
    /// What was done.
    pub effect: Effect,
    /// Field by field.
    pub fields: Vec<FieldChange>,
}

/// How a history along valid time differs from what was known before. What is not `dated` and holds always is said anew
/// with every change of it; that is no correction of the past.
pub fn along(before: &[Slice<Value>], after: &[Slice<Value>], dated: bool) -> Vec<Difference> {
    let told = |stretch: Stretch<'_, Value>| {
        let (old, new) = (stretch.before.map(|s| &s.payload), stretch.after.map(|s| &s.payload));
        let effect = effect(&stretch, before, after, dated);
        Difference { span: stretch.span, effect, fields: whole(old, new) }
    };
    stretches(before, after).into_iter().map(told).collect()
}

fn effect(stretch: &Stretch<'_, Value>, before: &[Slice<Value>], after: &[Slice<Value>], dated: bool) -> Effect {
    let from = stretch.span.from;
    match (stretch.before, stretch.after) {
        (None, _) if before.is_empty() => Effect::Created,
        (None, _) => Effect::Entered,
        (Some(old), Some(_)) if old.span.from < from || (!dated && from == Bound::START) => Effect::Updated,
        (Some(_), Some(_)) => Effect::Corrected,
        (Some(_), None) if after.is_empty() => Effect::Retracted,
        (Some(_), None) if after.iter().any(|s| s.span.from > from) => Effect::Shortened,
        (Some(_), None) => Effect::Ended,
    }
}

/// How far something reaches back that was entered later than it was true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Late {
    /// So many days before the day of recording.
    Days(i64),
    /// As far back as we know: what had been said since `start` proved untrue.
    Start,
}

impl Difference {
    /// How late it was entered, if by more than `tolerance` on the day of recording. What is new and holds since `start`
    /// ("as far back as we know") is no late entry; what is not `dated` and holds always has no day at all.
    pub fn late(&self, recorded: Day, tolerance: CalendarDuration, dated: bool) -> Option<Late> {
        match self.span.from.day() {
            Some(day) if day < tolerance.before(recorded) => Some(Late::Days(recorded.days_since(day))),
            None if dated && self.effect.is_correction() => Some(Late::Start),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
