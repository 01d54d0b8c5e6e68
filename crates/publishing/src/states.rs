//! How projects stand: as a snapshot keeps it, and what is known otherwise since.

use uuid::Uuid;

use application::context::Context;
use application::projects::facts;
use domain::access::View;
use domain::error::Result;
use domain::milestone::Milestone;
use domain::time::Moment;
use reports::drift::{Correction, corrections};
use reports::snapshot::{IndicatorState, ItemState, MilestoneState, ProjectState, Snapshot};
use store::Reading;

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

/// How the projects stood when a report was made, as its own readers see that today.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn seen(reading: &mut Reading<'_>, said: &Snapshot) -> Result<Vec<ProjectState>> {
    as_known(reading, said, said.known_at)
}

/// What was corrected in what a report said, as known at a moment, in the view of its own readers. Nothing where the
/// report itself knew more.
///
/// # Errors
/// `Unavailable` when the database does not answer; `BadRequest` for a moment in the future.
pub fn corrected(reading: &mut Reading<'_>, said: &Snapshot, known_at: Moment) -> Result<Vec<Correction>> {
    let mut all = known_otherwise(reading, said, known_at)?;
    // Seldom is anything corrected: only then it is asked whether it is so because something was hidden.
    if !all.is_empty() {
        let seen = seen(reading, said)?;
        all.retain(|correction| correction.is_one(&seen));
    }
    Ok(all)
}

/// The same where it is loaded already how the projects stood when the report was made, as [`seen`] has it.
///
/// # Errors
/// As for [`corrected`].
pub fn corrected_beside(
    reading: &mut Reading<'_>,
    said: &Snapshot,
    known_at: Moment,
    seen: &[ProjectState],
) -> Result<Vec<Correction>> {
    let mut all = known_otherwise(reading, said, known_at)?;
    all.retain(|correction| correction.is_one(seen));
    Ok(all)
}

/// What differs from what a report said, whether it was corrected or hidden.
fn known_otherwise(reading: &mut Reading<'_>, said: &Snapshot, known_at: Moment) -> Result<Vec<Correction>> {
    if known_at <= said.known_at {
        return Ok(Vec::new());
    }
    Ok(corrections(said, &as_known(reading, said, known_at)?))
}

fn as_known(reading: &mut Reading<'_>, said: &Snapshot, known_at: Moment) -> Result<Vec<ProjectState>> {
    let as_of = reading.as_of(Some(said.as_of), Some(known_at))?;
    let all = facts::load_projects(&mut Context::new(reading, as_of, View::of(said.visibility)), None)?;
    Ok(all.iter().map(state).collect())
}
