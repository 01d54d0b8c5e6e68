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
use domain::time::{AsOf, Bound};
use kinds::{ItemSlice, Part, Rollout, Unit};
use store::{Query, Reading, Stored};
use views::forecasts::ForecastEntry;
use views::rollout_matrix::RolloutMatrix;

use crate::answer::PageMeta;
use crate::context::Context;
use crate::council::meetings;
use crate::figures::compute::{compute, material};
use crate::figures::indicator::IndicatorContext;
use crate::records::representation::stored_as;
use crate::records::scope::{Place, Scope, When};

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
fn course(reading: &mut Reading<'_>, scope: &Scope, project: Uuid, as_of: &AsOf) -> Result<Option<Course>> {
    let Some(rollout) = scope.kind.and_then(|kind| kind.rollout) else { return Ok(None) };
    let items = reading.timelines(Shape::Item, project, as_of, &scope.view)?;
    let slice = |s: Stored| ItemSlice { id: s.id, span: s.span, value: kinds::upcast(s.shape, s.format, s.value) };
    let slices: Vec<ItemSlice> = items.into_iter().map(slice).collect();
    let units = rollout.units(&slices, as_of.day);
    Ok(Some(Course { parts: rollout.parts(&units), units }))
}

/// Which office entered which stage when, in the project of a place.
///
/// # Errors
/// `NotFound` when this view does not see the project, or its kind does not roll out office by office.
pub fn matrix(cx: &mut Context<'_, '_>, place: &Place) -> Result<MatrixAsOf> {
    let scope = Scope::find(cx.reading, PROJECT, place, When::AsOf(&cx.as_of), &cx.view)?;
    let project = scope.project.ok_or(Error::NotFound)?;
    let Course { units, parts } = course(cx.reading, &scope, project, &cx.as_of)?.ok_or(Error::NotFound)?;
    let offices = offices(cx.reading, &units, &cx.as_of)?;
    Ok(MatrixAsOf { matrix: RolloutMatrix::of(&parts, units, &offices), meta: (&cx.as_of).into() })
}

/// All offices in the order of their list; those of units that are not there on D, as they are today, at the end.
fn offices(reading: &mut Reading<'_>, units: &[Unit], as_of: &AsOf) -> Result<Vec<(Uuid, Office)>> {
    let stored = reading.list(Shape::Office, &Query::default(), as_of, &View::PUBLIC)?.rows;
    let mut offices: Vec<(Uuid, Office)> = stored.iter().map(|s| Ok((s.id, stored_as(s)?))).collect::<Result<_>>()?;
    for unit in units {
        if !offices.iter().any(|(id, _)| *id == unit.office)
            && let Some(stored) = meetings::named(reading, Shape::Office, unit.office, as_of)?
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
pub fn forecasts(cx: &mut Context<'_, '_>, place: &Place) -> Result<Forecasts> {
    let scope = Scope::find(cx.reading, PROJECT, place, When::AsOf(&cx.as_of), &cx.view)?;
    let (Some(project), Some(found)) = (scope.project, &scope.found) else { return Err(Error::NotFound) };
    let phase = stored_as::<Project>(found)?.phase;
    let given_up = (phase == Phase::Cancelled).then_some(Missing::Cancelled);
    let mut data = Vec::new();
    if let Some(Course { parts, .. }) = course(cx.reading, &scope, project, &cx.as_of)? {
        let missing = not_all_named(cx.reading, &scope, project, &parts, &cx.as_of)?.or(given_up);
        data.extend(parts.iter().map(|part| ForecastEntry::of_rollout(part, missing, cx.as_of.day)));
    }
    data.extend(targets(cx.reading, &scope, project, given_up, &cx.as_of)?);
    Ok(Forecasts { data, meta: (&cx.as_of).into() })
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
        let indicator = IndicatorContext::of(scope, project, &stored)?;
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
        let found = IndicatorContext::of(scope, project, &stored)?;
        let indicator = &found.indicator;
        if indicator.direction == Direction::Neutral || indicator.targets.is_empty() {
            continue;
        }
        let higher = indicator.direction == Direction::Higher;
        let value = compute(reading, &found, as_of, &scope.view)?.value;
        let stock = found.formula.is_some() || indicator.aggregation == Aggregation::Last;
        let steps = if stock {
            let since = defined.get(&found.id).copied().unwrap_or(Bound::START);
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
fn defined_since(reading: &mut Reading<'_>, project: Uuid, as_of: &AsOf, view: &View) -> Result<BTreeMap<Uuid, Bound>> {
    let mut since: BTreeMap<Uuid, (u32, Bound)> = BTreeMap::new();
    for slice in reading.timelines(Shape::Indicator, project, as_of, view)? {
        let version = stored_as::<Indicator>(&slice)?.definition.version;
        let known = since.entry(slice.id).or_insert((version, slice.span.from));
        if known.0 != version {
            *known = (version, slice.span.from);
        }
    }
    Ok(since.into_iter().map(|(id, (_, since))| (id, since)).collect())
}
