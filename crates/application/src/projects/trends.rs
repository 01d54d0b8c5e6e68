//! The trends of a project's milestones (Meilensteintrendanalyse).

use std::collections::BTreeMap;

use uuid::Uuid;

use analysis::trend::{Held, Trend, trend};
use domain::access::{Level, View};
use domain::error::Result;
use domain::payload::Shape;
use domain::time::{AsOf, Day, Span};
use store::{Reading, Stored};

use crate::records::representation::stored_as;

/// The trends of the milestones that a project has on D, in the order of its list.
///
/// # Errors
/// Those of the ledger.
pub fn of_project(reading: &mut Reading<'_>, project: Uuid, as_of: &AsOf, view: &View) -> Result<Vec<(Uuid, Trend)>> {
    let slices = reading.timelines(Shape::Milestone, project, as_of, view)?;
    let mut trends: Vec<(String, Uuid, Trend)> = Vec::new();
    let mut seen_on = BTreeMap::new();
    for of_one in slices.chunk_by(|a, b| a.id == b.id) {
        let Some(last) = of_one.last() else { continue };
        let mut held: Vec<Held> = Vec::with_capacity(of_one.len());
        for slice in of_one {
            if seen_then(reading, project, slice, as_of, view, &mut seen_on)? {
                let milestone = stored_as(slice)?;
                held.push(Held { span: slice.span, milestone });
            }
        }
        // Only what was stated nobody knows when needs the day on which it was written down.
        let dated = |held: &Held| held.milestone.forecast.as_ref().is_none_or(|f| f.stated_on.is_some());
        let first_known = match held.iter().all(dated) {
            true => last.recorded_at,
            false => reading.first_recorded(last.id)?.unwrap_or(last.recorded_at),
        };
        if let Some(trend) = trend(&held, as_of.day, first_known.day_in(reading.zone())) {
            trends.push((last.sort_key.clone(), last.id, trend));
        }
    }
    trends.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    Ok(trends.into_iter().map(|(_, id, trend)| (id, trend)).collect())
}

/// Whether the project could be seen while this held, at its beginning or at its end: what was over before a project was
/// opened to the view is not told by its trend.
fn seen_then(
    reading: &mut Reading<'_>,
    project: Uuid,
    slice: &Stored,
    as_of: &AsOf,
    view: &View,
    seen_on: &mut BTreeMap<Day, bool>,
) -> Result<bool> {
    if view.level() == Level::Everything {
        return Ok(true);
    }
    let Span { from, to } = slice.span;
    let last = to.day().map_or(as_of.day, |to| to.previous().min(as_of.day));
    for day in [Some(last), from.day()].into_iter().flatten() {
        // Milestones are told of on the same days: the project is asked for once for each.
        let seen = match seen_on.get(&day) {
            Some(seen) => *seen,
            None => reading.find(Shape::Project, None, project, &AsOf { day, ..*as_of }, view)?.is_some(),
        };
        seen_on.insert(day, seen);
        if seen {
            return Ok(true);
        }
    }
    Ok(false)
}
