//! Many observations at once: what is not there is created, what differs is superseded, what is the same stays.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use domain::access::View;
use domain::error::{Error, Result, Violation};
use domain::indicator::Observation;
use domain::payload::{Payload, Shape, typed};
use domain::text::folded;
use domain::time::{AsOf, Day};
use store::{Author, New, Query, Store, Window, Writing};

use super::resource::Resource;
use super::scope::{PathParams, Scope, When};
use crate::access::may::May;
use crate::access::permission::Edit;

/// The most observations that are taken at once.
const MOST: usize = 5000;

/// What became of many observations.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ObservationsStated {
    /// How many were not there.
    pub created: usize,
    /// How many differed, and were superseded.
    pub changed: usize,
    /// How many were there already.
    pub unchanged: usize,
    /// In the order in which they were sent.
    pub observations: Vec<ObservationStated>,
}

/// What became of one of many observations (Messwerte).
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ObservationStated {
    /// Its id.
    pub id: Uuid,
    /// What became of it.
    #[schema(inline)]
    pub outcome: StatedOutcome,
}

/// What became of an observation that was stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StatedOutcome {
    /// It was not there.
    Created,
    /// It differed from what was recorded.
    Changed,
    /// It was there already.
    Unchanged,
}

/// States the observations of a body in one change, or none of them.
///
/// # Errors
/// `NotFound` when the indicator is not there; `Forbidden` when the permission does not hold here; `Invalid` with every
/// violation and its place; `BadRequest` when something is corrected without a reason; a conflict when it is not clear
/// which observation is meant.
pub fn state(
    store: &Store,
    may: &May<Edit>,
    place: &PathParams,
    author: &Author,
    body: Value,
) -> Result<ObservationsStated> {
    let reasoned = author.reason.is_some();
    let work = |writing: &mut Writing<'_>| {
        let collection = <Observation as Resource>::COLLECTION;
        let scope = Scope::find(&mut writing.reading, collection, place, When::Now, &may.view())?;
        may.here(&scope.places(Shape::Observation, None, None))?;
        let batch = Batch::read(&scope, body)?;
        state_all(writing, &scope, batch, reasoned)
    };
    store.write(author, work, |_, stated| Ok(stated))
}

/// By what an observation is matched: its Stichtag and its dimensions.
type Key = (Day, BTreeMap<String, String>);

/// What was sent, each readable by itself.
struct Batch(Vec<(Key, Payload)>);

impl Batch {
    /// Every violation is named with its place.
    fn read(scope: &Scope, body: Value) -> Result<Self> {
        let Value::Object(mut fields) = body else { return Err(Error::invalid("", "must be an object")) };
        let sent = fields.shift_remove("observations");
        let mut violations: Vec<Violation> =
            fields.keys().map(|name| Violation::at(format!("/{name}"), "is not a known field")).collect();
        let sent = match sent {
            Some(Value::Array(sent)) if (1..=MOST).contains(&sent.len()) => sent,
            Some(Value::Array(sent)) => {
                let detail = format!("must have 1 to {MOST} items and has {}", sent.len());
                return Err(Error::invalid("/observations", detail));
            }
            Some(_) => return Err(Error::invalid("/observations", "must be a list")),
            None => return Err(Error::invalid("/observations", "is required")),
        };
        let mut batch = Vec::with_capacity(sent.len());
        let mut places: BTreeMap<Key, usize> = BTreeMap::new();
        for (n, mut value) in sent.into_iter().enumerate() {
            // What was read can be sent back.
            if let Some(fields) = value.as_object_mut() {
                fields.shift_remove("meta");
            }
            match <Observation as Resource>::parse(scope, value) {
                Ok(payload) => {
                    let key = key(&payload.value)?;
                    if let Some(first) = places.insert(key.clone(), n) {
                        let detail = format!("has the asOf and dimensions of /observations/{first}");
                        violations.push(Violation::at(format!("/observations/{n}"), detail));
                    }
                    batch.push((key, payload));
                }
                Err(error) => violations.extend(inside(n, error)?),
            }
        }
        if violations.is_empty() { Ok(Self(batch)) } else { Err(Error::Invalid(violations)) }
    }
}

fn key(value: &Value) -> Result<Key> {
    let observation: Observation = typed(value)?;
    let dimensions = observation.dimensions.iter().map(|(name, value)| (folded(name), folded(value)));
    Ok((observation.as_of, dimensions.collect()))
}

/// The violations of the `n`th observation, with their place in the whole; other errors stay what they are.
fn inside(n: usize, error: Error) -> Result<Vec<Violation>> {
    let Error::Invalid(violations) = error else { return Err(error) };
    let placed = violations.into_iter().map(|violation| Violation {
        pointer: Some(format!("/observations/{n}{}", violation.pointer.unwrap_or_default())),
        ..violation
    });
    Ok(placed.collect())
}

/// What is there already, by Stichtag and dimensions.
fn there(writing: &mut Writing<'_>, indicator: Option<Uuid>) -> Result<BTreeMap<Key, Vec<(Uuid, Value)>>> {
    // Observations hold from their Stichtag on: on the last day there is, all of them do.
    let ever = AsOf { day: Day::LAST, ..writing.reading.as_of(None, None)? };
    let query = Query { parent: indicator, ..Query::default() };
    let mut all: BTreeMap<Key, Vec<(Uuid, Value)>> = BTreeMap::new();
    for stored in writing.reading.list(Shape::Observation, &query, &ever, &View::EVERYTHING)?.rows {
        let value = kinds::upcast(stored.shape, stored.format, stored.value);
        all.entry(key(&value)?).or_default().push((stored.id, value));
    }
    Ok(all)
}

/// Writes what differs, and says what became of each.
fn state_all(
    writing: &mut Writing<'_>,
    scope: &Scope,
    Batch(batch): Batch,
    reasoned: bool,
) -> Result<ObservationsStated> {
    let there = there(writing, scope.parent)?;
    let (mut created, mut changed, mut unchanged) = (0, 0, 0);
    let (mut stated, mut violations, mut unreasoned) = (Vec::with_capacity(batch.len()), Vec::new(), None);
    for (n, (key, payload)) in batch.into_iter().enumerate() {
        let (id, outcome) = match there.get(&key).map(Vec::as_slice).unwrap_or_default() {
            [] => {
                created += 1;
                let new = New { id: None, parent: scope.parent, payload: &payload, window: Window::default() };
                (writing.create(new), StatedOutcome::Created)
            }
            [(id, same)] if *same == payload.value => {
                unchanged += 1;
                (Ok(*id), StatedOutcome::Unchanged)
            }
            [(id, _)] => {
                changed += 1;
                unreasoned = unreasoned.or(Some(n)).filter(|_| !reasoned);
                (writing.put(*id, Window::default(), &payload).map(|()| *id), StatedOutcome::Changed)
            }
            several => return Err(ambiguous(n, several)),
        };
        match id {
            Ok(id) => stated.push(ObservationStated { id, outcome }),
            Err(error) => violations.extend(inside(n, error)?),
        }
    }
    if !violations.is_empty() {
        return Err(Error::Invalid(violations));
    }
    if let Some(first) = unreasoned {
        let detail = format!(
            "is required: {changed} of the observations differ from what is recorded, the first at /observations/{first}; a \
             correction says why"
        );
        return Err(Error::parameter("Change-Reason", detail));
    }
    Ok(ObservationsStated { created, changed, unchanged, observations: stated })
}

fn ambiguous(n: usize, several: &[(Uuid, Value)]) -> Error {
    let ids: Vec<Uuid> = several.iter().map(|(id, _)| *id).collect();
    let detail = format!("{} observations have the asOf and dimensions of /observations/{n}", ids.len());
    Error::conflict_with("ambiguous", detail, Map::from_iter([("observations".to_owned(), json!(ids))]))
}
