//! What the pictures of a report are drawn from: the courses of indicators with the days of the reports, and trends.

use std::collections::BTreeMap;

use analysis::series;
use analysis::series::is_flow;
use charts::{Course, CoursePoint, Drawn};
use domain::access::View;
use domain::error::Result;
use domain::payload::Shape;
use domain::report::Report;
use domain::time::{AsOf, Day};
use kinds::ChartData;
use store::{Query, Reading};

use super::facts::Loaded;
use super::trends;
use crate::council::meetings as council;
use crate::figures::compute::material;
use crate::figures::indicator::IndicatorContext;
use crate::records::representation::stored_as;

/// Of all projects, by slug.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a stored value cannot be read.
pub fn of_projects(
    reading: &mut Reading<'_>,
    loaded: &[Loaded],
    report: &Report,
    as_of: &AsOf,
    view: &View,
) -> Result<BTreeMap<String, Drawn>> {
    let reports = report_days(reading, report, as_of, view)?;
    let mut all = BTreeMap::new();
    for Loaded { stored, view, facts, indicators, .. } in loaded {
        let mut courses = BTreeMap::new();
        let wanted = kinds::kind(&facts.project.kind).map(|kind| (kind.charts)(facts)).unwrap_or_default();
        for data in wanted {
            let ChartData::Course { indicator, .. } = data else { continue };
            if let Some((found, _)) = indicators.iter().find(|(found, _)| found.indicator.key == indicator) {
                courses.insert(indicator.to_owned(), course(reading, found, &reports, as_of, view)?);
            }
        }
        let trends = trends::of_project(reading, stored.id, as_of, view)?;
        let trends = trends.into_iter().map(|(_, trend)| trend).collect();
        let known_on = Some(as_of.known.day_in(reading.zone()));
        all.insert(facts.project.slug.clone(), Drawn { courses, trends, known_on });
    }
    Ok(all)
}

/// The days on which reports were given up to D, with that of this one: of their meetings, else their Stichtage.
fn report_days(reading: &mut Reading<'_>, own: &Report, as_of: &AsOf, view: &View) -> Result<Vec<Day>> {
    let mut days = vec![own.as_of];
    for stored in reading.list(Shape::Report, &Query::default(), as_of, view)?.rows {
        let report: Report = stored_as(&stored)?;
        if report.state.given() {
            days.push(council::given_on(reading, &report, as_of)?);
        }
    }
    days.retain(|day| *day <= as_of.day);
    days.sort_unstable();
    days.dedup();
    Ok(days)
}

/// How an indicator went up to D.
fn course(
    reading: &mut Reading<'_>,
    found: &IndicatorContext,
    reports: &[Day],
    as_of: &AsOf,
    view: &View,
) -> Result<Course> {
    let material = material(reading, found, as_of, view)?;
    let known: Vec<Day> = material.steps().range(..=as_of.day).copied().collect();
    let Some(first) = known.first().copied() else { return Ok(Course::default()) };
    let flow = is_flow(found.indicator.aggregation, found.formula);
    let points = series::drawn((first, as_of.day), flow, &material, reports);
    let point = |p: series::Point| CoursePoint { day: p.to, value: p.value, anew: p.after_break };
    let value = |day: &Day| (*day, material.value(*day));
    Ok(Course {
        points: points.into_iter().map(point).collect(),
        reports: reports.iter().filter(|day| **day >= first).map(value).collect(),
    })
}
