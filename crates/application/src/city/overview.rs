//! The overview: all projects at a glance, for dashboards and as the front page.

use serde::Serialize;
use utoipa::ToSchema;

use domain::error::Result;
use domain::payload::Shape;
use domain::report::{Report, ReportState};
use kinds::Facts;
use store::{Query, Sort};
use views::front_page::{FrontPage, ReportLink};
use views::overview::{OverviewRow, overview};

use super::attention;
use super::attention::ProjectAttention;
use crate::answer::PageMeta;
use crate::context::Context;
use crate::council::baseline;
use crate::projects::facts;
use crate::records::representation::stored_as;

/// All projects at a glance.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Overview {
    /// One row for every project, in the order of the report.
    pub data: Vec<OverviewRow>,
    /// As of when it holds.
    pub meta: PageMeta,
}

/// All projects that the view sees, compared with the last report.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
pub fn read(cx: &mut Context<'_, '_>) -> Result<Overview> {
    let (data, _) = rows(cx)?;
    Ok(Overview { data, meta: (&cx.as_of).into() })
}

/// The rows of the overview, and what of each project needs a person.
fn rows(cx: &mut Context<'_, '_>) -> Result<(Vec<OverviewRow>, Vec<ProjectAttention>)> {
    let baseline = baseline::last(cx)?;
    let projects = facts::load_projects(cx, baseline.as_ref())?;
    let evaluated = attention::evaluate(cx, &projects, baseline.as_ref())?;
    let facts: Vec<Facts> = projects.into_iter().map(|loaded| loaded.facts).collect();
    let mut rows = overview(&facts);
    for (row, evaluated) in rows.iter_mut().zip(&evaluated) {
        row.computed_health = Some((&evaluated.judgement).into());
    }
    Ok((rows, evaluated))
}

/// The overview for a person, with the reports that can be read.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
pub fn front_page(cx: &mut Context<'_, '_>) -> Result<FrontPage> {
    let (rows, evaluated) = rows(cx)?;
    let query = Query { sort: Sort { by_time: false, descending: true }, ..Query::default() };
    let stored = cx.list(Shape::Report, &query)?.rows;
    let mut reports = Vec::with_capacity(stored.len());
    for s in &stored {
        let report: Report = stored_as(s)?;
        // There is nothing to be read of what was withdrawn.
        if report.state != ReportState::Withdrawn {
            let href = format!("/v1/reports/{}/document?format=html", s.id);
            let superseded = report.state == ReportState::Superseded;
            reports.push(ReportLink { title: report.title, as_of: report.as_of, href, superseded });
        }
    }
    let (as_of, known_at, zone) = (cx.as_of.day, cx.as_of.known, cx.reading.zone());
    Ok(FrontPage { rows, attention: attention::counts(&evaluated), reports, as_of, known_at, zone })
}
