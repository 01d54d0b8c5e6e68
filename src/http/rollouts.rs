//! Rollouts and forecasts: which office entered which stage when, and when what is open will be done.

use std::collections::BTreeMap;

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;
use uuid::Uuid;

use analysis::forecast::{Missing, towards};
use domain::access::View;
use domain::error::{Error, Result};
use domain::indicator::{Aggregation, Direction, Indicator, Target};
use domain::office::Office;
use domain::payload::Shape;
use domain::project::{Phase, Project};
use domain::time::{AsOf, Edge};
use kinds;
use kinds::{ItemSlice, Part, Rollout, Unit};
use store::{Query, Reading, Stored};
use views::forecasts::ForecastEntry;
use views::rollout_matrix::RolloutMatrix;

use super::endpoint::{Endpoint, Operation};
use super::etag::Answer;
use super::paging::meta;
use super::params::Params;
use super::{App, blocking, export, openapi};
use crate::http::caller::Allowed;
use crate::http::params::place;
use crate::http::problem::ApiResult;
use application::access::permission::Read;
use application::council::meetings as council;
use application::figures::compute::compute;
use application::figures::compute::material;
use application::figures::indicator::Found;
use application::records::representation::stored_as;
use application::records::scope::{Scope, When};

const PROJECT: &str = "/v1/projects/{slug}";

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let meta = reference("PageMeta");
    let page = json!({
        "type": "object", "required": ["data", "meta"],
        "properties": {"data": {"type": "array", "items": reference("ForecastEntry")}, "meta": meta},
    });
    let matrix = json!({
        "allOf": [
            reference("RolloutMatrix"),
            {"type": "object", "required": ["meta"], "properties": {"meta": meta}},
        ],
    });
    let forecasts = Operation::new("readForecasts", "indicators", "Read when what is open will be done")
        .description(
            "For every rollout office by office (the whole, then each module) and for every target that is not reached: \
             the expected day of completion with a 50 % and an 85 % interval, from the gaps between the days of the \
             completions so far, and the plan beside it. On 1,000 synthetic histories of known truth the 85 % interval \
             held the truth in 80 to 92 % of them. It presumes that the pace stays what it was. Where facts are missing \
             it says which (`insufficientData`) and guesses nothing; what is done since as far back as we know counts, \
             but gives no gap.",
        )
        .shared(&["validAt", "knownAt", "if-none-match"])
        .answer(200, "The forecasts.", page)
        .example(openapi::example("forecasts"))
        .header("ETag", "Digest of the answer.");
    let matrix = export::described(
        Operation::new("readRolloutMatrix", "items", "Read which office entered which stage when").description(
            "Offices by stages, with the day on which each stage was entered, and how far the rollout is. 404 for a \
             project whose kind does not roll out office by office.",
        ),
    )
    .shared(&["validAt", "knownAt", "if-none-match"])
    .answer_as(200, "The matrix.", &[("application/json", matrix), ("text/csv", json!({"type": "string"}))])
    .example(openapi::example("rolloutMatrix"))
    .example_as("text/csv", openapi::example("rolloutMatrixCsv"))
    .header("ETag", "Digest of the answer.")
    .problem(406);
    let at = |path: &str, route, operation| Endpoint {
        method: Method::GET,
        path: format!("{PROJECT}/{path}"),
        route,
        operation,
    };
    vec![at("forecasts", || web::to(read_forecasts), forecasts), at("rollout-matrix", || web::to(read_matrix), matrix)]
}

/// What a project rolls out, as of a day.
struct Course {
    units: Vec<Unit>,
    parts: Vec<Part>,
}

/// The course of the rollout of a project, if its kind rolls out.
fn course(reading: &mut Reading<'_>, scope: &Scope, project: Uuid, as_of: &AsOf) -> Result<Option<Course>> {
    let Some(rollout) = scope.kind.and_then(|kind| kind.rollout) else { return Ok(None) };
    let items = reading.timelines(Shape::Item, project, as_of, &scope.view)?;
    let slice = |s: Stored| ItemSlice { id: s.id, span: s.span, value: kinds::upcast(s.shape, s.format, s.value) };
    let slices: Vec<ItemSlice> = items.into_iter().map(slice).collect();
    let units = rollout.units(&slices, as_of.day);
    Ok(Some(Course { parts: rollout.parts(&units), units }))
}

async fn read_matrix(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let times = params.times();
    let csv_profile = export::wanted(&mut params, &request, true)?;
    params.done()?;
    let (place, view) = (place(&request), may.view());
    let answer = blocking(move || {
        app.store.read(|reading| {
            let as_of = times.resolve(reading, &view)?;
            let scope = Scope::find(reading, PROJECT, &place, When::AsOf(&as_of), &view)?;
            let project = scope.project.ok_or(Error::NotFound)?;
            let Course { units, parts } = course(reading, &scope, project, &as_of)?.ok_or(Error::NotFound)?;
            let offices = offices(reading, &units, &as_of)?;
            let matrix = RolloutMatrix::of(&parts, units, &offices);
            if let Some(profile) = csv_profile {
                return Ok(export::file(
                    &format!("{}-rollout-matrix-", place.project()),
                    as_of.day,
                    matrix.csv(profile)?,
                ));
            }
            let mut value = serde_json::to_value(matrix).map_err(Error::internal)?;
            value.as_object_mut().into_iter().for_each(|fields| drop(fields.insert("meta".into(), meta(&as_of))));
            Answer::json(&value)
        })
    })
    .await?;
    Ok(answer.to(&request))
}

/// All offices in the order of their list; those of units that are not there on D, as they are today, at the end.
fn offices(reading: &mut Reading<'_>, units: &[Unit], as_of: &AsOf) -> Result<Vec<(Uuid, Office)>> {
    let stored = reading.list(Shape::Office, &Query::default(), as_of, &View::PUBLIC)?.rows;
    let mut offices: Vec<(Uuid, Office)> = stored.iter().map(|s| Ok((s.id, stored_as(s)?))).collect::<Result<_>>()?;
    for unit in units {
        if !offices.iter().any(|(id, _)| *id == unit.office)
            && let Some(stored) = council::named(reading, Shape::Office, unit.office, as_of)?
        {
            offices.push((unit.office, stored_as(&stored)?));
        }
    }
    Ok(offices)
}

async fn read_forecasts(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let times = params.times();
    params.done()?;
    let (place, view) = (place(&request), may.view());
    let answer = blocking(move || {
        app.store.read(|reading| {
            let as_of = times.resolve(reading, &view)?;
            let scope = Scope::find(reading, PROJECT, &place, When::AsOf(&as_of), &view)?;
            let (Some(project), Some(found)) = (scope.project, &scope.found) else { return Err(Error::NotFound) };
            let phase = stored_as::<Project>(found)?.phase;
            let given_up = (phase == Phase::Cancelled).then_some(Missing::Cancelled);
            let mut data = Vec::new();
            if let Some(Course { parts, .. }) = course(reading, &scope, project, &as_of)? {
                let missing = not_all_named(reading, &scope, project, &parts, &as_of)?.or(given_up);
                data.extend(parts.iter().map(|part| ForecastEntry::of_rollout(part, missing, as_of.day)));
            }
            data.extend(targets(reading, &scope, project, given_up, &as_of)?);
            Answer::json(&json!({"data": data, "meta": meta(&as_of)}))
        })
    })
    .await?;
    Ok(answer.to(&request))
}

/// Whether more offices are counted (in a balance) than are known by name: of the others nobody knows how far they are.
fn not_all_named(
    reading: &mut Reading<'_>,
    scope: &Scope,
    project: Uuid,
    parts: &[Part],
    as_of: &AsOf,
) -> Result<Option<Missing>> {
    let named = parts.first().map_or([0, 0], |whole| [whole.all, whole.live.len()]);
    for (key, found) in Rollout::COUNTED.into_iter().zip(named) {
        let Some(id) = reading.subject_of(Shape::Indicator, Some(project), key)? else { continue };
        let Some(stored) = reading.find(Shape::Indicator, Some(project), id, as_of, &scope.view)? else { continue };
        let indicator = Found::of(scope, project, &stored)?;
        let counted = compute(reading, &indicator, as_of, &scope.view)?.value.unwrap_or_default();
        if counted > found as f64 {
            return Ok(Some(Missing::NotAllNamed { needed: counted.ceil() as usize, found }));
        }
    }
    Ok(None)
}

/// The targets that are not reached, indicator by indicator.
fn targets(
    reading: &mut Reading<'_>,
    scope: &Scope,
    project: Uuid,
    given_up: Option<Missing>,
    as_of: &AsOf,
) -> Result<Vec<ForecastEntry>> {
    let of_it = Query { parent: Some(project), ..Query::default() };
    let defined = defined_since(reading, project, as_of, &scope.view)?;
    let mut entries = Vec::new();
    for stored in reading.list(Shape::Indicator, &of_it, as_of, &scope.view)?.rows {
        let found = Found::of(scope, project, &stored)?;
        let indicator = &found.indicator;
        if indicator.direction == Direction::Neutral || indicator.targets.is_empty() {
            continue;
        }
        let higher = indicator.direction == Direction::Higher;
        let value = compute(reading, &found, as_of, &scope.view)?.value;
        let stock = found.formula.is_some() || indicator.aggregation == Aggregation::Last;
        let steps = if stock {
            let since = defined.get(&found.id).copied().unwrap_or(Edge::START);
            Ok(towards::steps(&material(reading, &found, as_of, &scope.view)?, higher, since, as_of.day))
        } else {
            Err(Missing::NotAStock)
        };
        let steps = given_up.map_or(steps, Err);
        let reached = |target: &&Target| value.is_some_and(|value| target.reached(indicator.direction, value));
        let open = indicator.targets.iter().filter(|target| !reached(target));
        let steps = steps.as_deref().map_err(|missing| *missing);
        entries.extend(open.map(|target| ForecastEntry::of_target(indicator, target, value, steps, as_of.day)));
    }
    Ok(entries)
}

/// Since when each indicator is counted as it is on D: a new definition breaks the series.
fn defined_since(reading: &mut Reading<'_>, project: Uuid, as_of: &AsOf, view: &View) -> Result<BTreeMap<Uuid, Edge>> {
    let mut since: BTreeMap<Uuid, (u32, Edge)> = BTreeMap::new();
    for slice in reading.timelines(Shape::Indicator, project, as_of, view)? {
        let version = stored_as::<Indicator>(&slice)?.definition.version;
        let known = since.entry(slice.id).or_insert((version, slice.span.from));
        if known.0 != version {
            *known = (version, slice.span.from);
        }
    }
    Ok(since.into_iter().map(|(id, (_, since))| (id, since)).collect())
}
