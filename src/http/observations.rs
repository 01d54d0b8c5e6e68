//! Many observations at once: what is not there is created, what differs is superseded, what is the same stays.

use std::collections::BTreeMap;

use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use domain::access::View;
use domain::error::{Error, Result, Violation};
use domain::indicator::Observation;
use domain::payload::{Payload, Shape, typed};
use domain::time::{AsOf, Day};
use kinds;
use store::{New, Query, Window, Writing};

use super::body::Body;
use super::endpoint::{Endpoint, Operation};
use super::etag::Answer;
use super::params::Params;
use super::{App, blocking, openapi};
use crate::http::caller::Allowed;
use crate::http::params::place;
use crate::http::params::reason;
use crate::http::problem::ApiResult;
use application::access::permission::Edit;
use application::records::resource::Resource;
use application::records::scope::{Scope, When};

/// At most so many observations are taken at once.
const MOST: usize = 5000;

/// Observations to be stated (Messwerte). What is not named stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ObservationBatch {
    /// Each Stichtag with its dimensions at most once.
    #[schema(min_items = 1, max_items = 5000)]
    #[expect(
        dead_code,
        reason = "the type is the schema; its parts are read one by one, so that every violation is named"
    )]
    observations: Vec<Observation>,
}

/// The endpoint of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let example = openapi::example("observationBatch");
    let operation = Operation::new("putObservations", "observations", "State many observations at once")
        .description(
            "Each is matched by its Stichtag (`asOf`) and `dimensions`: what is not there yet is created, what differs is \
             superseded (that is a correction, and needs a `Change-Reason`), what is the same is left alone; what is not \
             named stays. All of it is one change, or nothing is done and every violation is named \
             (`/observations/17/value`). The same request twice gives the same series and no new change, so no If-Match \
             is asked for: what the request says holds afterwards, whoever wrote before, and nothing is lost, because \
             whatever it superseded stays in `vintages`.",
        )
        .shared(&["change-reason"])
        .body("application/json", json!({"$ref": "#/components/schemas/ObservationBatch"}), example)
        .answer(200, "Stated.", json!({"$ref": "#/components/schemas/ObservationsStated"}))
        .example(openapi::example("observationsStated"))
        .header("ETag", "Digest of the answer.")
        .needs::<Edit>()
        .problem(409);
    let path = <Observation as Resource>::COLLECTION.into();
    vec![Endpoint { method: Method::PUT, path, route: || web::to(put_observations), operation }]
}

async fn put_observations(
    Allowed(may): Allowed<Edit>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
    body: Body,
) -> ApiResult<HttpResponse> {
    params.done()?;
    let (place, view, author, body) = (place(&request), may.view(), may.author(reason(&request)?)?, body.take()?);
    let reasoned = author.reason.is_some();
    let answer = blocking(move || {
        app.store.write(
            &author,
            |writing| {
                let collection = <Observation as Resource>::COLLECTION;
                let scope = Scope::find(&mut writing.reading, collection, &place, When::Now, &view)?;
                may.here(&scope.places(Shape::Observation, None, None))?;
                let batch = Batch::read(&scope, body)?;
                state(writing, &scope, batch, reasoned)
            },
            |_, stated| Answer::json(&stated),
        )
    })
    .await?;
    Ok(answer.answer(StatusCode::OK))
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
            value.as_object_mut().into_iter().for_each(|fields| drop(fields.shift_remove("meta")));
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
    Ok((observation.as_of, observation.dimensions))
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
fn state(writing: &mut Writing<'_>, scope: &Scope, Batch(batch): Batch, reasoned: bool) -> Result<Value> {
    let there = there(writing, scope.parent)?;
    let (mut created, mut changed, mut unchanged) = (0, 0, 0);
    let (mut stated, mut violations, mut unreasoned) = (Vec::with_capacity(batch.len()), Vec::new(), None);
    for (n, (key, payload)) in batch.into_iter().enumerate() {
        let (id, outcome) = match there.get(&key).map(Vec::as_slice).unwrap_or_default() {
            [] => {
                created += 1;
                let new = New { id: None, parent: scope.parent, payload: &payload, window: Window::default() };
                (writing.create(new).map(Some), "created")
            }
            [(id, same)] if *same == payload.value => {
                unchanged += 1;
                (Ok(Some(*id)), "unchanged")
            }
            [(id, _)] => {
                changed += 1;
                unreasoned = unreasoned.or(Some(n)).filter(|_| !reasoned);
                (writing.put(*id, Window::default(), &payload).map(|()| Some(*id)), "changed")
            }
            several => return Err(ambiguous(n, several)),
        };
        match id {
            Ok(id) => stated.push(json!({"id": id, "outcome": outcome})),
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
    Ok(json!({"created": created, "changed": changed, "unchanged": unchanged, "observations": stated}))
}

fn ambiguous(n: usize, several: &[(Uuid, Value)]) -> Error {
    let ids: Vec<Uuid> = several.iter().map(|(id, _)| *id).collect();
    let detail = format!("{} observations have the asOf and dimensions of /observations/{n}", ids.len());
    Error::conflict_with("ambiguous", detail, Map::from_iter([("observations".to_owned(), json!(ids))]))
}
