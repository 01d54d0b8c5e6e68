//! By what something is known whose id is not given: a few of its fields, the surest first.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;
use uuid::Uuid;

use domain::error::{Error, Result};
use domain::schema;
use domain::text::folded_value;
use store::{Stored, Writing};

use crate::records::resource::Resource;
use crate::records::scope::Scope;

/// What there is in a place, found by its fields. Digests of them are kept, not the fields: there may be many.
#[derive(Debug, Default)]
pub struct Known {
    first: HashMap<u64, Uuid>,
    /// The others, where several are known by the same: few are.
    others: HashMap<u64, Vec<Uuid>>,
    complete: bool,
}

impl Known {
    /// The one that is meant by a value.
    ///
    /// # Errors
    /// `Invalid` when it could be several.
    pub fn find<R: Resource>(
        &mut self,
        writing: &mut Writing<'_>,
        scope: &Scope,
        value: &Value,
    ) -> Result<Option<Uuid>> {
        if !self.complete {
            self.learn_all::<R>(writing, scope)?;
        }
        let sets = R::natural_keys(value);
        for (n, set) in sets.iter().enumerate() {
            let Some(digest) = digest(set, value) else { continue };
            let mut fits = Vec::new();
            let others = self.others.get(&digest).cloned().unwrap_or_default();
            for id in self.first.get(&digest).copied().into_iter().chain(others) {
                let same = |set: &[&str], other: &Value| said(set, other) == said(set, value);
                // Whose surer fields say something else is somebody else.
                let surer = |other: &Value| {
                    let mut sets = sets.iter().take(n);
                    sets.all(|set| same(set, other) || said(set, other).is_none() || said(set, value).is_none())
                };
                let slices = writing.slices(id)?;
                if slices.iter().any(|s| same(set, &s.payload.value) && surer(&s.payload.value)) {
                    fits.push(id);
                }
            }
            match fits.as_slice() {
                [] => {}
                [one] => return Ok(Some(*one)),
                several => {
                    let place = schema::pointer("", set.first().copied().unwrap_or_default().trim_start_matches('?'));
                    let ids = several.iter().take(3).map(Uuid::to_string).collect::<Vec<_>>().join(", ");
                    let detail = format!("{} {} fit, give the id of one: {ids}", several.len(), R::PLURAL);
                    return Err(Error::invalid(place, detail));
                }
            }
        }
        Ok(None)
    }

    /// Takes note of what a row made of something.
    pub fn learn<R: Resource>(&mut self, id: Uuid, value: &Value) {
        // Before anything was looked for, there is nothing to complete: all is learnt when it is.
        if self.complete {
            self.note::<R>(id, value);
        }
    }

    fn note<R: Resource>(&mut self, id: Uuid, value: &Value) {
        for digest in R::natural_keys(value).iter().filter_map(|set| digest(set, value)) {
            if *self.first.entry(digest).or_insert(id) != id {
                let others = self.others.entry(digest).or_default();
                if !others.contains(&id) {
                    others.push(id);
                }
            }
        }
    }

    /// What the caller does not see is not found either.
    fn learn_all<R: Resource>(&mut self, writing: &mut Writing<'_>, scope: &Scope) -> Result<()> {
        self.complete = true;
        writing.reading.each_open(R::SHAPE, scope.parent, |stored: Stored| {
            if stored.seen(&scope.view) {
                self.note::<R>(stored.id, &stored.value);
            }
            Ok(())
        })
    }
}

/// What a value says in these fields, if it says all that it must; however its letters and spaces are written.
fn said(set: &[&str], value: &Value) -> Option<Vec<Option<Value>>> {
    let field = |name: &&str| match name.strip_prefix('?') {
        Some(name) => Some(value.get(name).map(folded_value)),
        None => value.get(*name).map(folded_value).map(Some),
    };
    set.iter().map(field).collect()
}

fn digest(set: &[&str], value: &Value) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    value.get("type").and_then(Value::as_str).hash(&mut hasher);
    set.hash(&mut hasher);
    for field in said(set, value)? {
        field.as_ref().map(Value::to_string).hash(&mut hasher);
    }
    Some(hasher.finish())
}
