//! The trends of a project's milestones (Meilensteintrendanalyse), as data and as a picture.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use analysis::trend::{Held, Trend, trend};
use charts::MilestoneTrendChart;
use domain::access::Level;
use domain::error::{Error, Result};
use domain::payload::Shape;
use domain::project::Project;
use domain::time::{AsOf, Day, ValidInterval};
use store::Stored;

use crate::answer::PageMeta;
use crate::context::Context;
use crate::records::representation::stored_as;
use crate::records::scope::{PathParams, Scope, When};

/// Where the trend of a project is found.
pub const PATH: &str = "/v1/projects/{slug}/milestone-trend";

/// The trend of the milestones of a project (Meilensteintrendanalyse), those first that come first.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MilestoneTrend {
    /// One row for each milestone.
    #[schema(inline)]
    pub data: Vec<MilestoneTrendRow>,
    /// Where it goes on.
    #[schema(inline)]
    pub links: MilestoneTrendLinks,
    /// As of when it holds.
    pub meta: PageMeta,
}

/// The trend of a milestone, and where it is found.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MilestoneTrendRow {
    /// Id of the milestone.
    pub id: Uuid,
    /// Where it goes on.
    #[schema(inline)]
    pub links: MilestoneLinks,
    /// Its trend.
    #[serde(flatten)]
    pub trend: Trend,
}

/// Where a milestone is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MilestoneLinks {
    /// The milestone.
    #[serde(rename = "self")]
    pub own: String,
    /// Its history.
    pub history: String,
}

/// Where the trend of a project leads on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MilestoneTrendLinks {
    /// The project.
    pub project: String,
    /// Its milestones.
    pub milestones: String,
    /// The same as a picture, as of the same day and moment.
    pub svg: String,
}

/// The trend of the milestones of the project of a place, which is that of the trend itself.
///
/// # Errors
/// `NotFound` when this view does not see the project.
pub fn read(cx: &mut Context<'_, '_>, place: &PathParams) -> Result<MilestoneTrend> {
    let (_, trends) = found(cx, place)?;
    let path = place.path.trim_end_matches("/milestone-trend");
    let row = |(id, trend)| {
        let own = format!("{path}/milestones/{id}");
        let links = MilestoneLinks { history: format!("{own}/history"), own };
        MilestoneTrendRow { id, links, trend }
    };
    let AsOf { day, known, .. } = cx.as_of;
    Ok(MilestoneTrend {
        data: trends.into_iter().map(row).collect(),
        links: MilestoneTrendLinks {
            project: path.to_owned(),
            milestones: format!("{path}/milestones"),
            svg: format!("{}?format=svg&validAt={day}&knownAt={known}", place.path),
        },
        meta: (&cx.as_of).into(),
    })
}

/// The same as a picture (SVG).
///
/// # Errors
/// `NotFound` when this view does not see the project.
pub fn picture(cx: &mut Context<'_, '_>, place: &PathParams) -> Result<String> {
    let (project, trends) = found(cx, place)?;
    let project: Project = stored_as(&project)?;
    let trends: Vec<Trend> = trends.into_iter().map(|(_, trend)| trend).collect();
    let chart = MilestoneTrendChart {
        prefix: &format!("mta-{}", project.slug),
        project: &project.title,
        as_of: cx.as_of.day,
        known_on: cx.as_of.known.day_in(cx.reading.zone()),
        trends: &trends,
    };
    Ok(chart.draw(cx.texts).svg)
}

fn found(cx: &mut Context<'_, '_>, place: &PathParams) -> Result<(Stored, Vec<(Uuid, Trend)>)> {
    let scope = Scope::find(cx.reading, PATH, place, When::AsOf(&cx.as_of), &cx.view)?;
    let project = scope.found.ok_or(Error::NotFound)?;
    let trends = of_project(&mut cx.seen_by(scope.view), project.id)?;
    Ok((project, trends))
}

/// The trends of the milestones that a project has on D, in the order of its list.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when the type of milestones refuses what is stored.
pub fn of_project(cx: &mut Context<'_, '_>, project: Uuid) -> Result<Vec<(Uuid, Trend)>> {
    let slices = cx.reading.timelines(Shape::Milestone, project, &cx.as_of, &cx.view)?;
    let mut trends: Vec<(String, Uuid, Trend)> = Vec::new();
    let mut seen_on = BTreeMap::new();
    for of_one in slices.chunk_by(|a, b| a.id == b.id) {
        let Some(last) = of_one.last() else { continue };
        let mut held: Vec<Held> = Vec::with_capacity(of_one.len());
        for slice in of_one {
            if seen_then(cx, project, slice, &mut seen_on)? {
                let milestone = stored_as(slice)?;
                held.push(Held { span: slice.span, milestone });
            }
        }
        // Only what was stated nobody knows when needs the day on which it was written down.
        let dated = |held: &Held| held.milestone.forecast.as_ref().is_none_or(|f| f.stated_on.is_some());
        let first_known = match held.iter().all(dated) {
            true => last.recorded_at,
            false => cx.reading.first_recorded(last.id)?.unwrap_or(last.recorded_at),
        };
        if let Some(trend) = trend(&held, cx.as_of.day, first_known.day_in(cx.reading.zone())) {
            trends.push((last.sort_key.clone(), last.id, trend));
        }
    }
    trends.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    Ok(trends.into_iter().map(|(_, id, trend)| (id, trend)).collect())
}

/// Whether the project could be seen while this held, at its beginning or at its end: what was over before a project was
/// opened to the view is not told by its trend.
fn seen_then(
    cx: &mut Context<'_, '_>,
    project: Uuid,
    slice: &Stored,
    seen_on: &mut BTreeMap<Day, bool>,
) -> Result<bool> {
    if cx.view.level() == Level::Everything {
        return Ok(true);
    }
    let ValidInterval { from, to } = slice.span;
    let last = to.day().map_or(cx.as_of.day, |to| to.previous().min(cx.as_of.day));
    for day in [Some(last), from.day()].into_iter().flatten() {
        // Milestones are told of on the same days: the project is asked for once for each.
        let seen = match seen_on.get(&day) {
            Some(seen) => *seen,
            None => cx.reading.find(Shape::Project, None, project, &AsOf { day, ..cx.as_of }, &cx.view)?.is_some(),
        };
        seen_on.insert(day, seen);
        if seen {
            return Ok(true);
        }
    }
    Ok(false)
}
