//! Rollouts and forecasts: which office entered which stage when, and when what is open will be done.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use analysis::forecast::{Missing, towards};
use domain::access::View;
use domain::error::{Error, Result};
use domain::indicator::{Aggregation, Direction, Indicator, Target};
use domain::office::Office;
use domain::payload::Shape;
use domain::project::{Phase, Project};
use domain::time::Bound;
use kinds::{ItemSlice, Part, Rollout, Unit};
use store::{Query, Stored};
use views::forecasts::ForecastEntry;
use views::rollout_matrix::RolloutMatrix;

use crate::answer::PageMeta;
use crate::context::Context;
use crate::council::meetings;
use crate::figures::compute::{compute, material};
use crate::figures::indicator::IndicatorContext;
use crate::records::representation::stored_as;
use crate::records::scope::{PathParams, Scope, When};

/// Where a project is found.
pub const PROJECT: &str = "/v1/projects/{slug}";

/// Offices by stages, as of a day and a moment.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = RolloutMatrixAsOf)]
pub struct MatrixAsOf {
    /// Offices by stages.
    #[serde(flatten)]
    pub matrix: RolloutMatrix,
    /// As of when it holds.
    pub meta: PageMeta,
}

/// When what is open in a project will be done.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Forecasts {
    /// The whole of a rollout, then each module, then the targets that are not reached.
    pub data: Vec<ForecastEntry>,
    /// As of when they hold.
    pub meta: PageMeta,
}

/// What a project rolls out, as of a day.
struct Course {
    units: Vec<Unit>,
    parts: Vec<Part>,
}

/// The course of the rollout of a project, if its kind rolls out.
fn course(cx: &mut Context<'_, '_>, scope: &Scope, project: Uuid) -> Result<Option<Course>> {
    let Some(rollout) = scope.kind.and_then(|kind| kind.rollout) else { return Ok(None) };
    let items = cx.reading.timelines(Shape::Item, project, &cx.as_of, &scope.view)?;
    let slice = |s: Stored| ItemSlice { id: s.id, span: s.span, value: kinds::upcast(s.shape, s.format, s.value) };
    let slices: Vec<ItemSlice> = items.into_iter().map(slice).collect();
    let units = rollout.units(&slices, cx.as_of.day);
    Ok(Some(Course { parts: rollout.parts(&units), units }))
}

/// Which office entered which stage when, in the project of a place.
///
/// # Errors
/// `NotFound` when this view does not see the project, or its kind does not roll out office by office.
pub fn matrix(cx: &mut Context<'_, '_>, place: &PathParams) -> Result<MatrixAsOf> {
    let scope = Scope::find(cx.reading, PROJECT, place, When::AsOf(&cx.as_of), &cx.view)?;
    let project = scope.project.ok_or(Error::NotFound)?;
    let Course { units, parts } = course(cx, &scope, project)?.ok_or(Error::NotFound)?;
    let offices = offices(cx, &units)?;
    Ok(MatrixAsOf { matrix: RolloutMatrix::of(&parts, units, &offices), meta: (&cx.as_of).into() })
}

/// All offices in the order of their list; those of units that are not there on D, as they are today, at the end.
fn offices(cx: &mut Context<'_, '_>, units: &[Unit]) -> Result<Vec<(Uuid, Office)>> {
    let stored = cx.seen_by(View::PUBLIC).list(Shape::Office, &Query::default())?.rows;
    let mut offices: Vec<(Uuid, Office)> = stored.iter().map(|s| Ok((s.id, stored_as(s)?))).collect::<Result<_>>()?;
    for unit in units {
        if !offices.iter().any(|(id, _)| *id == unit.office)
            && let Some(stored) = meetings::named(cx.reading, Shape::Office, unit.office, &cx.as_of)?
        {
            offices.push((unit.office, stored_as(&stored)?));
        }
    }
    Ok(offices)
}

/// When what is open in the project of a place will be done.
///
/// # Errors
/// `NotFound` when this view does not see the project.
pub fn forecasts(cx: &mut Context<'_, '_>, place: &PathParams) -> Result<Forecasts> {
    let scope = Scope::find(cx.reading, PROJECT, place, When::AsOf(&cx.as_of), &cx.view)?;
    let (Some(project), Some(found)) = (scope.project, &scope.found) else { return Err(Error::NotFound) };
    let phase = stored_as::<Project>(found)?.phase;
    let given_up = (phase == Phase::Cancelled).then_some(Missing::Cancelled);
    let mut data = Vec::new();
    if let Some(Course { parts, .. }) = course(cx, &scope, project)? {
        let missing = not_all_named(&mut cx.seen_by(scope.view.clone()), &scope, project, &parts)?.or(given_up);
        data.extend(parts.iter().map(|part| ForecastEntry::of_rollout(part, missing, cx.as_of.day)));
    }
    data.extend(targets(&mut cx.seen_by(scope.view.clone()), &scope, project, given_up)?);
    Ok(Forecasts { data, meta: (&cx.as_of).into() })
}

/// Whether more offices are counted (in a balance) than are known by name: of the others nobody knows how far they are.
fn not_all_named(cx: &mut Context<'_, '_>, scope: &Scope, project: Uuid, parts: &[Part]) -> Result<Option<Missing>> {
    let named = parts.first().map_or([0, 0], |whole| [whole.all, whole.live.len()]);
    for (key, found) in Rollout::COUNTED.into_iter().zip(named) {
        let Some(id) = cx.reading.subject_of(Shape::Indicator, Some(project), key)? else { continue };
        let Some(stored) = cx.reading.find(Shape::Indicator, Some(project), id, &cx.as_of, &cx.view)? else { continue };
        let indicator = IndicatorContext::of(scope, project, &stored)?;
        let counted = compute(cx, &indicator)?.value.unwrap_or_default();
        if counted > found as f64 {
            return Ok(Some(Missing::NotAllNamed { needed: counted.ceil() as usize, found }));
        }
    }
    Ok(None)
}

/// The targets that are not reached, indicator by indicator.
fn targets(
    cx: &mut Context<'_, '_>,
    scope: &Scope,
    project: Uuid,
    given_up: Option<Missing>,
) -> Result<Vec<ForecastEntry>> {
    let defined = defined_since(cx, project)?;
    let mut entries = Vec::new();
    for stored in cx.children(Shape::Indicator, project)? {
        let found = IndicatorContext::of(scope, project, &stored)?;
        let indicator = &found.indicator;
        if indicator.direction == Direction::Neutral || indicator.targets.is_empty() {
            continue;
        }
        let higher = indicator.direction == Direction::Higher;
        let value = compute(cx, &found)?.value;
        let stock = found.formula.is_some() || indicator.aggregation == Aggregation::Last;
        let steps = if stock {
            let since = defined.get(&found.id).copied().unwrap_or(Bound::START);
            Ok(towards::steps(&material(cx, &found)?, higher, since, cx.as_of.day))
        } else {
            Err(Missing::NotAStock)
        };
        let steps = given_up.map_or(steps, Err);
        let reached = |target: &&Target| value.is_some_and(|value| target.reached(indicator.direction, value));
        let open = indicator.targets.iter().filter(|target| !reached(target));
        let steps = steps.as_deref().map_err(|missing| *missing);
        entries.extend(open.map(|target| ForecastEntry::of_target(indicator, target, value, steps, cx.as_of.day)));
    }
    Ok(entries)
}

/// Since when each indicator is counted as it is on D: a new definition breaks the series.
fn defined_since(cx: &mut Context<'_, '_>, project: Uuid) -> Result<BTreeMap<Uuid, Bound>> {
    let mut since: BTreeMap<Uuid, (u32, Bound)> = BTreeMap::new();
    for slice in cx.reading.timelines(Shape::Indicator, project, &cx.as_of, &cx.view)? {
        let version = stored_as::<Indicator>(&slice)?.definition.version;
        let known = since.entry(slice.id).or_insert((version, slice.span.from));
        if known.0 != version {
            *known = (version, slice.span.from);
        }
    }
    Ok(since.into_iter().map(|(id, (_, since))| (id, since)).collect())
}
