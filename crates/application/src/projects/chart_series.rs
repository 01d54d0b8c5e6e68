//! What the pictures of a report are drawn from: the courses of indicators with the days of the reports, and trends.

use std::collections::BTreeMap;

use analysis::series;
use analysis::series::is_flow;
use charts::{ChartSeries, Course, CoursePoint};
use domain::error::Result;
use domain::payload::Shape;
use domain::report::Report;
use domain::time::Day;
use kinds::ChartData;
use store::Query;

use super::facts::Loaded;
use crate::context::Context;
use crate::council::meetings as council;
use crate::figures::compute::material;
use crate::figures::indicator::IndicatorContext;
use crate::records::representation::stored_as;

/// Of all projects, by slug.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a stored value cannot be read.
pub fn of_projects(
    cx: &mut Context<'_, '_>,
    loaded: &[Loaded],
    report: &Report,
) -> Result<BTreeMap<String, ChartSeries>> {
    let reports = report_days(cx, report)?;
    let known_on = Some(cx.as_of.known.day_in(cx.reading.zone()));
    let mut all = BTreeMap::new();
    for Loaded { view, facts, indicators, trends, .. } in loaded {
        let mut courses = BTreeMap::new();
        let wanted = kinds::kind(&facts.project.kind).map(|kind| (kind.charts)(facts)).unwrap_or_default();
        for data in wanted {
            let ChartData::Course { indicator, .. } = data else { continue };
            if let Some((found, _)) = indicators.iter().find(|(found, _)| found.indicator.key == indicator) {
                courses.insert(indicator.to_owned(), course(&mut cx.seen_by(view.clone()), found, &reports)?);
            }
        }
        let trends = trends.iter().map(|(_, trend)| trend.clone()).collect();
        all.insert(facts.project.slug.clone(), ChartSeries { courses, trends, known_on });
    }
    Ok(all)
}

/// The days on which reports were given up to D, with that of this one: of their meetings, else their Stichtage.
fn report_days(cx: &mut Context<'_, '_>, own: &Report) -> Result<Vec<Day>> {
    let mut days = vec![own.as_of];
    for stored in cx.list(Shape::Report, &Query::default())?.rows {
        let report: Report = stored_as(&stored)?;
        if report.state.given() {
            days.push(council::given_on(cx.reading, &report, &cx.as_of)?);
        }
    }
    days.retain(|day| *day <= cx.as_of.day);
    days.sort_unstable();
    days.dedup();
    Ok(days)
}

/// How an indicator went up to D.
fn course(cx: &mut Context<'_, '_>, found: &IndicatorContext, reports: &[Day]) -> Result<Course> {
    let (material, last) = (material(cx, found)?, cx.as_of.day);
    let known: Vec<Day> = material.steps().range(..=last).copied().collect();
    let Some(first) = known.first().copied() else { return Ok(Course::default()) };
    let flow = is_flow(found.indicator.aggregation, found.formula);
    let points = series::downsampled((first, last), flow, &material, reports);
    let point = |p: series::Point| CoursePoint { day: p.to, value: p.value, anew: p.after_break };
    let value = |day: &Day| (*day, material.value(*day));
    Ok(Course {
        points: points.into_iter().map(point).collect(),
        reports: reports.iter().filter(|day| **day >= first).map(value).collect(),
    })
}
