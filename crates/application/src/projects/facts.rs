//! Facts: what the ledger knows of every project, loaded for overview and report.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use analysis::series;
use analysis::trend::Trend;
use domain::access::View;
use domain::decision::Decision;
use domain::duration::CalendarDuration;
use domain::error::Result;
use domain::indicator::Observation;
use domain::milestone::Milestone;
use domain::money::Cost;
use domain::office::Office;
use domain::payload::{Record, Shape};
use domain::project::Project;
use domain::risk::Risk;
use domain::status_update::{StatusUpdate, UpdateState};
use domain::time::{AsOf, Day};
use kinds::{Compared, Facts, Figure, Item, Previous};
use reports::snapshot::Snapshot;
use store::{Query, Stored};

use crate::context::Context;
use crate::figures::compute::{compute, counted_anew};
use crate::figures::indicator::IndicatorContext;
use crate::projects::trends;
use crate::records::representation::stored_as;
use crate::records::scope::Scope;

/// A report with which figures are compared.
#[derive(Clone, Debug)]
pub struct Baseline {
    /// Its id.
    pub id: Uuid,
    /// What the sections say of it.
    pub previous: Previous,
    /// What it said.
    pub said: EarlierStatement,
}

/// What an earlier report said.
#[derive(Clone, Debug)]
pub enum EarlierStatement {
    /// It was given: what was frozen then, in the view of its own readers. Nothing of it is computed anew.
    Frozen(Box<Snapshot>),
    /// It was given, but what was frozen has been erased since: nobody can tell any more.
    Erased,
    /// It is a draft: what it would have said at this D and N.
    Draft(AsOf),
}

impl Baseline {
    /// First day of the reporting period that ends with `until`: the one after the last report was given; before the first
    /// report, three months earlier.
    pub fn period_from(last: Option<&Self>, until: Day) -> Day {
        let usual = CalendarDuration::months(3);
        last.map_or_else(|| usual.before(until), |last| last.previous.day.next().min(until))
    }
}

impl EarlierStatement {
    /// What was frozen.
    pub fn frozen(self) -> Option<Snapshot> {
        if let Self::Frozen(snapshot) = self { Some(*snapshot) } else { None }
    }

    /// What was said of an indicator, if anything.
    fn value(&self, cx: &mut Context<'_, '_>, found: &IndicatorContext) -> Result<Option<f64>> {
        Ok(match self {
            Self::Frozen(snapshot) => snapshot.value(found.project, &found.indicator.key),
            Self::Erased => None,
            Self::Draft(as_of) => compute(&mut cx.at(*as_of), found)?.value,
        })
    }
}

/// Everything that is loaded of a project: overview, attention, charts and report compute from it and read nothing again.
pub struct Loaded {
    /// What the ledger keeps of it.
    pub stored: Stored,
    /// What the caller sees in it.
    pub view: View,
    /// Its facts.
    pub facts: Facts,
    /// Its milestones.
    pub milestones: Vec<(Uuid, Milestone)>,
    /// How their forecasts moved.
    pub trends: Vec<(Uuid, Trend)>,
    /// Its indicators with their values.
    pub indicators: Vec<(IndicatorContext, Option<f64>)>,
    /// Its costs.
    pub costs: Vec<(Uuid, Cost)>,
    /// Its decisions.
    pub decisions: Vec<(Uuid, Decision)>,
    /// Its risks.
    pub risks: Vec<(Uuid, Risk)>,
    /// Its status updates, in every state that the caller sees.
    pub updates: Vec<(Uuid, StatusUpdate)>,
}

/// The facts of every project that the view sees, in the order of the report, with what they were made of.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a stored value cannot be read.
pub fn load_projects(cx: &mut Context<'_, '_>, baseline: Option<&Baseline>) -> Result<Vec<Loaded>> {
    let projects = cx.list(Shape::Project, &Query::default())?.rows;
    let offices = offices(cx)?;
    let mut all = Vec::with_capacity(projects.len());
    for stored in projects {
        let inside = cx.view.within(stored.places());
        all.push(project(&mut cx.seen_by(inside), stored, baseline, &offices)?);
    }
    Ok(all)
}

/// The offices by whose names things are called, as [`crate::council::meetings::named`] has them.
fn offices(cx: &mut Context<'_, '_>) -> Result<BTreeMap<Uuid, Office>> {
    let mut offices = BTreeMap::new();
    let own = cx.as_of.day;
    let known = Some(cx.as_of.known.day_in(cx.reading.zone())).filter(|known| *known != own);
    for day in std::iter::once(own).chain(known) {
        for stored in cx.on(day).list(Shape::Office, &Query::default())?.rows {
            if let Entry::Vacant(office) = offices.entry(stored.id) {
                office.insert(stored_as(&stored)?);
            }
        }
    }
    Ok(offices)
}

/// Everything of one type that belongs to a project.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a stored value cannot be read.
pub fn belonging<T: Record>(cx: &mut Context<'_, '_>, project: Uuid) -> Result<Vec<(Uuid, T)>> {
    cx.children(T::SHAPE, project)?.iter().map(|stored| Ok((stored.id, stored_as(stored)?))).collect()
}

/// The items of a project, in the order of their sort keys.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a stored value cannot be read.
pub fn items(cx: &mut Context<'_, '_>, project: Uuid) -> Result<Vec<Item>> {
    let rows = cx.children(Shape::Item, project)?;
    Ok(rows.into_iter().map(|s| Item { id: s.id, value: kinds::upcast(s.shape, s.format, s.value) }).collect())
}

fn project(
    cx: &mut Context<'_, '_>,
    stored: Stored,
    baseline: Option<&Baseline>,
    offices: &BTreeMap<Uuid, Office>,
) -> Result<Loaded> {
    let project: Project = stored_as(&stored)?;
    let items = items(cx, stored.id)?;
    let scope = Scope::of_project(&stored, cx.view.clone());
    let (mut figures, mut indicators) = (BTreeMap::new(), Vec::new());
    for indicator in cx.children(Shape::Indicator, stored.id)? {
        let found = IndicatorContext::of(&scope, stored.id, &indicator)?;
        let figure = figure(cx, &found, baseline)?;
        let value = figure.value;
        figures.insert(found.indicator.key.clone(), figure);
        indicators.push((found, value));
    }
    let milestones: Vec<(Uuid, Milestone)> = belonging(cx, stored.id)?;
    let all = milestones.iter().map(|(_, milestone)| milestone.clone());
    let (open, reached): (Vec<_>, Vec<_>) = all.partition(|m| m.actual.is_none());
    let stated: Vec<(Uuid, StatusUpdate)> = belonging(cx, stored.id)?;
    let told = baseline.map(|baseline| told(cx, stored.id, &baseline.previous)).transpose()?;
    let (updates, updates_told) = updates(&stated, cx.as_of.day, told.as_ref());
    let facts = Facts {
        day: cx.as_of.day,
        project,
        items,
        figures,
        milestones: open.into_iter().chain(reached).collect(),
        updates,
        updates_told,
        offices: offices.clone(),
        previous: baseline.map(|b| b.previous.clone()),
    };
    Ok(Loaded {
        facts,
        milestones,
        trends: trends::of_project(cx, stored.id)?,
        indicators,
        costs: belonging(cx, stored.id)?,
        decisions: belonging(cx, stored.id)?,
        risks: belonging(cx, stored.id)?,
        updates: stated,
        stored,
        view: scope.view,
    })
}

/// The status updates that a report could tell: those that were approved for its day, as it knew them.
fn told(cx: &mut Context<'_, '_>, project: Uuid, report: &Previous) -> Result<BTreeSet<Uuid>> {
    let as_of = cx.reading.as_of(Some(report.as_of), report.known_at)?;
    let all: Vec<(Uuid, StatusUpdate)> = belonging(&mut cx.at(as_of), project)?;
    let told = |update: &StatusUpdate| update.state >= UpdateState::Approved && update.as_of <= as_of.day;
    Ok(all.into_iter().filter(|(_, update)| told(update)).map(|(id, _)| id).collect())
}

/// Status updates that were approved and not yet superseded on D: those that the last report did not tell, oldest first;
/// else the latest one, and whether it was told. What supersedes another does so from its own Stichtag on.
fn updates(all: &[(Uuid, StatusUpdate)], on: Day, told: Option<&BTreeSet<Uuid>>) -> (Vec<StatusUpdate>, bool) {
    let successor = |id: Uuid| {
        let successors = all.iter().filter(|(_, u)| u.state >= UpdateState::Approved && u.supersedes == Some(id));
        successors.map(|(_, u)| u.as_of).min()
    };
    let stands = |(id, update): &&(Uuid, StatusUpdate)| {
        let in_force = match (update.state, successor(*id)) {
            (UpdateState::Approved | UpdateState::Superseded, Some(until)) => on < until,
            (state, None) => state == UpdateState::Approved,
            _ => false,
        };
        in_force && update.as_of <= on
    };
    let mut approved: Vec<&(Uuid, StatusUpdate)> = all.iter().filter(stands).collect();
    approved.sort_by_key(|(_, update)| update.as_of);
    let texts = |all: &[&(Uuid, StatusUpdate)]| all.iter().map(|(_, update)| update.clone()).collect::<Vec<_>>();
    let new: Vec<_> = approved.iter().copied().filter(|(id, _)| told.is_some_and(|told| !told.contains(id))).collect();
    if new.is_empty() {
        // An old statement is better than none.
        let last = approved.split_off(approved.len().saturating_sub(1));
        (texts(&last), told.is_some() && !last.is_empty())
    } else {
        (texts(&new), false)
    }
}

fn figure(cx: &mut Context<'_, '_>, found: &IndicatorContext, baseline: Option<&Baseline>) -> Result<Figure> {
    let on = cx.as_of.day;
    let computed = compute(cx, found)?;
    let mut compared = None;
    if let Some(baseline) = baseline {
        let day = baseline.previous.day.min(on);
        let now = compute(&mut cx.on(day), found)?.value;
        // What was counted differently then is no more and no less than what is counted now.
        let now = if found.broken(cx, day)? { None } else { now };
        let said = baseline.said.value(cx, found)?;
        compared = now.map(|value| Compared { day, value, said });
    }
    let fresh = |remark: &Observation| baseline.is_none_or(|b| remark.as_of > b.previous.as_of);
    Ok(Figure {
        label: found.indicator.label.clone(),
        unit: found.indicator.unit.clone(),
        value: computed.value,
        as_of: computed.as_of,
        outdated: computed.outdated.map(|balance| balance.as_of),
        stated: if counted_anew(cx, found, &computed)? { Some(on) } else { computed.last_said() },
        not_applicable: computed.not_applicable,
        tendency: computed.remark.filter(fresh).and_then(|r| r.tendency),
        compared,
        target: series::target(&found.indicator.targets, on),
    })
}
