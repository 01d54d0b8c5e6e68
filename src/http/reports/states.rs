//! How projects stand: as a snapshot keeps it, and what is known otherwise since.

use uuid::Uuid;

use crate::domain::access::View;
use crate::domain::error::Result;
use crate::domain::milestone::Milestone;
use crate::domain::time::Moment;
use crate::http::facts;
use crate::reports::drift::{Correction, corrections};
use crate::reports::snapshot::{IndicatorState, ItemState, MilestoneState, ProjectState, Snapshot};
use crate::store::Reading;

/// How a project stands, of what was loaded of it.
pub fn state(loaded: &facts::Loaded) -> ProjectState {
    let project = &loaded.facts.project;
    let indicators = loaded.indicators.iter().map(|(found, value)| IndicatorState {
        key: found.indicator.key.clone(),
        label: found.indicator.label.clone(),
        unit: found.indicator.unit.clone(),
        // Where there is nothing to count, an older value is none.
        value: value.filter(|_| loaded.facts.figures.get(&found.indicator.key).is_none_or(|f| !f.not_applicable)),
    });
    let milestones = loaded.milestones.iter().map(|(id, milestone): &(Uuid, Milestone)| MilestoneState {
        id: *id,
        title: milestone.title.clone(),
        planned: milestone.planned(),
        actual: milestone.actual.filter(|actual| *actual <= loaded.facts.day),
    });
    let items = loaded.facts.items.iter().map(|item| ItemState {
        id: item.id,
        title: loaded.facts.title(item),
        state: Some(item.text("state")).filter(|state| !state.is_empty()).map(str::to_owned),
    });
    ProjectState {
        id: loaded.stored.id,
        slug: project.slug.clone(),
        title: project.title.clone(),
        phase: project.phase,
        health: project.health.clone(),
        indicators: indicators.collect(),
        milestones: milestones.collect(),
        items: items.collect(),
    }
}

/// What was corrected in what a report said, as known at a moment, in the view of its own readers. Nothing where the
/// report itself knew more; and nothing of what they do not see any more, for that is known no otherwise.
///
/// # Errors
/// Those of the ledger.
pub fn corrected(reading: &mut Reading<'_>, said: &Snapshot, known_at: Moment) -> Result<Vec<Correction>> {
    if known_at <= said.known_at {
        return Ok(Vec::new());
    }
    let as_of = reading.as_of(Some(said.as_of), Some(known_at))?;
    let mut seen = |view: &View| -> Result<Vec<ProjectState>> {
        Ok(facts::load_projects(reading, &as_of, view, None)?.iter().map(state).collect())
    };
    let now = seen(&View::of(said.visibility))?;
    let mut all = corrections(said, &now);
    if all.iter().any(|correction| !stands(correction, &now)) {
        let everything = seen(&View::EVERYTHING)?;
        all.retain(|correction| stands(correction, &now) || !stands(correction, &everything));
    }
    Ok(all)
}

/// Whether the indicator of a correction is among these.
fn stands(correction: &Correction, projects: &[ProjectState]) -> bool {
    let project = projects.iter().find(|project| project.slug == correction.project);
    project.is_some_and(|project| project.indicators.iter().any(|indicator| indicator.key == correction.indicator))
}
