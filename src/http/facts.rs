//! Facts: what the ledger knows of every project, loaded for overview and report.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::analysis::series;
use crate::domain::access::View;
use crate::domain::council::{Committee, Meeting};
use crate::domain::duration::CalendarDuration;
use crate::domain::error::Result;
use crate::domain::indicator::Observation;
use crate::domain::milestone::Milestone;
use crate::domain::office::Office;
use crate::domain::payload::{Record, Shape};
use crate::domain::project::Project;
use crate::domain::report::Report;
use crate::domain::status_update::{StatusUpdate, UpdateState};
use crate::domain::time::{AsOf, Day, Moment};
use crate::kinds::{self, Compared, Facts, Figure, Item, Previous};
use crate::store::{Query, Reading, Stored};

use super::figures::{Found, compute};
use super::reports::Life;
use super::resource::{Resource, Scope, stored_as};

/// A report with which figures are compared, and what was known when it was made.
#[derive(Clone, Debug)]
pub struct Baseline {
    /// Its id.
    pub id: Uuid,
    /// What the sections say of it.
    pub previous: Previous,
    /// D and N of that report.
    said: AsOf,
}

impl Baseline {
    /// Of a report in the ledger.
    ///
    /// # Errors
    /// Those of the ledger.
    pub fn of(reading: &mut Reading<'_>, stored: &Stored, as_of: &AsOf) -> Result<Self> {
        let report: Report = stored_as(stored)?;
        let meeting = meeting(reading, &report, as_of, &View::EVERYTHING)?;
        let committee = meeting.as_ref().and_then(|(_, committees)| committees.first()).map(|c| c.name.clone());
        let meeting_day = meeting.map(|(meeting, _)| meeting.date);
        let day = meeting_day.unwrap_or(report.as_of);
        // What was frozen is what it said.
        if report.state.given()
            && let Some(known_at) = Life::of(reading, stored.id, as_of)?.frozen_at()
        {
            let said = reading.as_of(Some(report.as_of), Some(known_at))?;
            let known_at = Some(said.known);
            return Ok(Self {
                id: stored.id,
                previous: Previous { day, as_of: report.as_of, committee, known_at },
                said,
            });
        }
        // A draft is compared with as if it had been given: what it said is what was known at the end of the meeting's
        // day, else when it was first written down. Later changes of its title or agenda item change nothing in that.
        let first = reading.first_recorded(stored.id)?.unwrap_or(stored.recorded_at);
        let given =
            meeting_day.map(|day| Moment::start_of(day.next(), reading.zone())).map_or(first, |end| end.max(first));
        let said = reading.as_of(Some(report.as_of), Some(given.min(as_of.known)))?;
        let known_at = Some(said.known);
        Ok(Self { id: stored.id, previous: Previous { day, as_of: report.as_of, committee, known_at }, said })
    }

    /// First day of the reporting period that ends with `until`: the one after the last report was given; before the first
    /// report, three months earlier.
    pub fn period_from(last: Option<&Self>, until: Day) -> Day {
        let usual = CalendarDuration::months(3);
        last.map_or_else(|| usual.before(until), |last| last.previous.day.next().min(until))
    }

    /// The last report that was given (published, and not withdrawn) to a meeting not later than D.
    ///
    /// # Errors
    /// Those of the ledger.
    pub fn last(reading: &mut Reading<'_>, as_of: &AsOf, view: &View) -> Result<Option<Self>> {
        let reports = reading.list(Shape::Report, &Query::default(), as_of, view)?.rows;
        let mut last: Option<Self> = None;
        for stored in &reports {
            let report: Report = stored_as(stored)?;
            if report.meeting.is_none() || !report.state.given() {
                continue;
            }
            let baseline = Self::of(reading, stored, as_of)?;
            let later = last.as_ref().is_none_or(|l| l.previous.day <= baseline.previous.day);
            if baseline.previous.day <= as_of.day && later {
                last = Some(baseline);
            }
        }
        Ok(last)
    }
}

/// The meeting of a report with its committees, the lead one first; without what was withdrawn from the view since.
///
/// # Errors
/// Those of the ledger.
pub fn meeting(
    reading: &mut Reading<'_>,
    report: &Report,
    as_of: &AsOf,
    view: &View,
) -> Result<Option<(Meeting, Vec<Committee>)>> {
    report.meeting.map_or(Ok(None), |id| meeting_of(reading, id, as_of, view))
}

/// A meeting with its committees, as [`meeting`] has them.
///
/// # Errors
/// Those of the ledger.
pub fn meeting_of(
    reading: &mut Reading<'_>,
    id: Uuid,
    as_of: &AsOf,
    view: &View,
) -> Result<Option<(Meeting, Vec<Committee>)>> {
    let Some(mut stored) = reading.find(Shape::Meeting, None, id, as_of, &View::EVERYTHING)? else { return Ok(None) };
    <Meeting as Resource>::withdraw(reading, id, view, &mut stored.value)?;
    let meeting: Meeting = stored_as(&stored)?;
    let mut committees = Vec::new();
    for id in &meeting.committees {
        if let Some(committee) = named(reading, Shape::Committee, *id, as_of)? {
            committees.push(stored_as(&committee)?);
        }
    }
    Ok(Some((meeting, committees)))
}

/// Something by whose name another thing is called: as it was on D, else as it is today.
///
/// # Errors
/// Those of the ledger.
pub fn named(reading: &mut Reading<'_>, shape: Shape, id: Uuid, as_of: &AsOf) -> Result<Option<Stored>> {
    match reading.find(shape, None, id, as_of, &View::EVERYTHING)? {
        Some(stored) => Ok(Some(stored)),
        None => reading.find(shape, None, id, &AsOf { day: as_of.today, ..*as_of }, &View::EVERYTHING),
    }
}

/// A project with its facts, and what they were made of: whoever asks for more need not load it again.
pub struct Loaded {
    /// What the ledger keeps of it.
    pub stored: Stored,
    /// What the caller sees in it.
    pub view: View,
    /// Its facts.
    pub facts: Facts,
    /// Its milestones.
    pub milestones: Vec<(Uuid, Milestone)>,
    /// Its indicators with their values.
    pub indicators: Vec<(Found, Option<f64>)>,
}

/// The facts of every project that the view sees, in the order of the report, with what they were made of.
///
/// # Errors
/// Those of the ledger.
pub fn load_projects(
    reading: &mut Reading<'_>,
    as_of: &AsOf,
    view: &View,
    baseline: Option<&Baseline>,
) -> Result<Vec<Loaded>> {
    let projects = reading.list(Shape::Project, &Query::default(), as_of, view)?.rows;
    let offices: BTreeMap<Uuid, Office> = reading
        .list(Shape::Office, &Query::default(), as_of, view)?
        .rows
        .iter()
        .map(|s| Ok((s.id, stored_as(s)?)))
        .collect::<Result<_>>()?;
    let mut all = Vec::with_capacity(projects.len());
    for stored in projects {
        let view = view.within(stored.places());
        all.push(project(reading, stored, as_of, view, baseline, &offices)?);
    }
    Ok(all)
}

/// Everything of one type that belongs to a project.
///
/// # Errors
/// Those of the ledger.
pub fn belonging<T: Record>(
    reading: &mut Reading<'_>,
    project: Uuid,
    as_of: &AsOf,
    view: &View,
) -> Result<Vec<(Uuid, T)>> {
    let of_it = Query { parent: Some(project), ..Query::default() };
    let rows = reading.list(T::SHAPE, &of_it, as_of, view)?.rows;
    rows.iter().map(|stored| Ok((stored.id, stored_as(stored)?))).collect()
}

fn project(
    reading: &mut Reading<'_>,
    stored: Stored,
    as_of: &AsOf,
    view: View,
    baseline: Option<&Baseline>,
    offices: &BTreeMap<Uuid, Office>,
) -> Result<Loaded> {
    let project: Project = stored_as(&stored)?;
    let of_it = Query { parent: Some(stored.id), ..Query::default() };
    let items = reading.list(Shape::Item, &of_it, as_of, &view)?.rows;
    let items =
        items.into_iter().map(|s| Item { id: s.id, value: kinds::upcast(s.shape, s.format, s.value) }).collect();
    let scope = Scope::of_project(&stored, view.clone());
    let (mut figures, mut indicators) = (BTreeMap::new(), Vec::new());
    for indicator in reading.list(Shape::Indicator, &of_it, as_of, &view)?.rows {
        let found = Found::of(&scope, stored.id, &indicator)?;
        let figure = figure(reading, &found, as_of, &view, baseline)?;
        let value = figure.value;
        figures.insert(found.indicator.key.clone(), figure);
        indicators.push((found, value));
    }
    let milestones: Vec<(Uuid, Milestone)> = belonging(reading, stored.id, as_of, &view)?;
    let all = milestones.iter().map(|(_, milestone)| milestone.clone());
    let (open, reached): (Vec<_>, Vec<_>) = all.partition(|m| m.actual.is_none());
    let stated: Vec<(Uuid, StatusUpdate)> = belonging(reading, stored.id, as_of, &view)?;
    let facts = Facts {
        day: as_of.day,
        project,
        items,
        figures,
        milestones: open.into_iter().chain(reached).collect(),
        updates: updates(&stated, as_of, baseline),
        offices: offices.clone(),
        previous: baseline.map(|b| b.previous.clone()),
    };
    Ok(Loaded { stored, view, facts, milestones, indicators })
}

/// Status updates that were approved and not yet superseded on D: since the last report, oldest first; else the latest
/// one. What supersedes another does so from its own Stichtag on.
fn updates(all: &[(Uuid, StatusUpdate)], as_of: &AsOf, baseline: Option<&Baseline>) -> Vec<StatusUpdate> {
    let successor = |id: Uuid| {
        let successors = all.iter().filter(|(_, u)| u.state >= UpdateState::Approved && u.supersedes == Some(id));
        successors.map(|(_, u)| u.as_of).min()
    };
    let stands = |(id, update): &&(Uuid, StatusUpdate)| {
        let in_force = match (update.state, successor(*id)) {
            (UpdateState::Approved | UpdateState::Superseded, Some(until)) => as_of.day < until,
            (state, None) => state == UpdateState::Approved,
            _ => false,
        };
        in_force && update.as_of <= as_of.day
    };
    let mut approved: Vec<StatusUpdate> = all.iter().filter(stands).map(|(_, update)| update.clone()).collect();
    approved.sort_by_key(|u| u.as_of);
    // Those the last report knew are left out, but never all of them: an old statement is better than none.
    let known = baseline.map_or(usize::MAX, |b| approved.iter().filter(|u| u.as_of <= b.previous.as_of).count());
    approved.split_off(known.min(approved.len().saturating_sub(1)))
}

fn figure(
    reading: &mut Reading<'_>,
    found: &Found,
    as_of: &AsOf,
    view: &View,
    baseline: Option<&Baseline>,
) -> Result<Figure> {
    let computed = compute(reading, found, as_of, view)?;
    let mut compared = None;
    if let Some(baseline) = baseline {
        let day = baseline.previous.day.min(as_of.day);
        let now = compute(reading, found, &AsOf { day, ..*as_of }, view)?.value;
        // What was counted differently then is no more and no less than what is counted now.
        let now = if found.broken(reading, day, as_of)? { None } else { now };
        let said = compute(reading, found, &baseline.said, view)?.value;
        compared = now.map(|value| Compared { day, value, said });
    }
    let fresh = |remark: &Observation| baseline.is_none_or(|b| remark.as_of > b.previous.as_of);
    Ok(Figure {
        label: found.indicator.label.clone(),
        unit: found.indicator.unit.clone(),
        value: computed.value,
        as_of: computed.as_of,
        outdated: computed.outdated.map(|balance| balance.as_of),
        stated: if computed.counted_anew(found) { Some(as_of.day) } else { computed.last_said() },
        not_applicable: computed.not_applicable,
        tendency: computed.remark.filter(fresh).and_then(|r| r.tendency),
        compared,
        target: series::target(&found.indicator.targets, as_of.day),
    })
}
