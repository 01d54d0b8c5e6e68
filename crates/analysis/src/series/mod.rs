//! Series: an indicator along the calendar, cut into periods.

mod reduction;

use chrono::{Datelike, Days};
use serde::Serialize;
use utoipa::ToSchema;

use domain::indicator::{Target, rounded, shortest_if_any};
use domain::period::{PlannedPeriod, Precision};
use domain::time::Day;

use super::value::Material;

pub use reduction::{Reduction, breaks_within, is_flow};

use reduction::Values;

domain::names! {
    /// Into what a series is cut.
    pub enum Interval {
        /// Days (Tage).
        Day = "day",
        /// Calendar weeks from Monday on (Kalenderwochen).
        Week = "week",
        /// Calendar months (Monate).
        Month = "month",
        /// Quarters (Quartale).
        Quarter = "quarter",
        /// Half years (Halbjahre).
        HalfYear = "half_year",
        /// Calendar years (Jahre).
        Year = "year",
        /// The days on which something changed (Änderungstage).
        Change = "change",
        /// All days as one period (der ganze Zeitraum).
        Whole = "whole",
    }
}

domain::from_name!(Interval);

/// One point of a series.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SeriesPoint)]
pub struct Point {
    /// First day of the period.
    pub from: Day,
    /// Last day of the period that lies in the series.
    pub to: Day,
    /// The value of the period, by the aggregation that was asked for; absent when there is none.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    pub value: Option<f64>,
    /// The difference to the point before; absent where another definition holds than there.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    pub change: Option<f64>,
    /// The next value to be reached.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    pub target: Option<f64>,
    /// The version of the definition that holds on the last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub definition_version: Option<u32>,
    /// Whether it is the first point after a break of the definition.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub after_break: bool,
    /// Whether the value mixes what was counted under different definitions.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub across_break: bool,
}

/// What is asked of a series.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Into what it is cut.
    pub interval: Interval,
    /// How the values of a period become one.
    pub reduction: Reduction,
    /// Whether observations stand for periods of their own: see [`is_flow`].
    pub flow: bool,
}

/// The most points of one answer.
pub const MOST_POINTS: usize = 4000;

/// The periods from `from` to `to`, both included; the first and last are cut where they reach beyond. `None` when
/// there would be more than [`MOST_POINTS`].
pub fn periods(from: Day, to: Day, interval: Interval, material: &Material) -> Option<Vec<(Day, Day)>> {
    let mut periods = Vec::new();
    if interval == Interval::Change {
        for day in material.steps().range(from..=to) {
            periods.push((*day, *day));
        }
        return Some(periods);
    }
    let mut day = from;
    while day <= to {
        let last = end(day, interval).min(to);
        periods.push((day, last));
        if periods.len() > MOST_POINTS {
            return None;
        }
        if last.next() == last {
            break;
        }
        day = last.next();
    }
    Some(periods)
}

fn end(day: Day, interval: Interval) -> Day {
    let around = |precision| PlannedPeriod::around(day, precision).last();
    match interval {
        Interval::Day | Interval::Change => day,
        Interval::Week => {
            let left = 6 - day.date().weekday().num_days_from_monday();
            day.date().checked_add_days(Days::new(left.into())).and_then(Day::from_date).unwrap_or(day)
        }
        Interval::Month => around(Precision::Month),
        Interval::Quarter => around(Precision::Quarter),
        Interval::HalfYear => around(Precision::HalfYear),
        Interval::Year => around(Precision::Year),
        Interval::Whole => Day::LAST,
    }
}

/// The points of the periods. On days of change, a day on which items changed but not the value is left out.
pub fn points(periods: &[(Day, Day)], asked: &Asked, material: &Material, targets: &[Target]) -> Vec<Point> {
    let Asked { interval, reduction, flow } = *asked;
    let Some((start, end)) = periods.first().zip(periods.last()).map(|((start, _), (_, end))| (*start, *end)) else {
        return Vec::new();
    };
    let values = Values::new(material, reduction, flow, end);
    let mut points: Vec<Point> = Vec::with_capacity(periods.len());
    // What came in during the first period is known, too.
    let stock = !flow && reduction == Reduction::Last;
    let earlier = if stock { material.value(start.previous()) } else { None };
    for (from, to) in periods.iter().copied() {
        let value = values.of(from, to);
        let before = points.last().map_or(earlier, |p| p.value);
        let after_break = material.definitions.broken(points.last().map_or(start.previous(), |p| p.to), to);
        let stated = material.balances.iter().any(|b| b.as_of == to);
        if interval == Interval::Change && !stated && !after_break && value == before {
            continue;
        }
        let mixed = points.last().is_some_and(|p| p.across_break);
        let change = value.zip(before).filter(|_| !after_break && !mixed).map(|(now, before)| rounded(now - before));
        points.push(Point {
            from,
            to,
            value,
            change,
            target: target(targets, to),
            definition_version: material.definitions.version(to),
            after_break,
            across_break: value.is_some() && values.mixed(from, to),
        });
    }
    points
}

/// So many points are seen in a picture, and read in the table below it.
pub const MOST_DRAWN: usize = 60;

/// The points from `from` to `to` for a picture: the days of change, or a calendar so coarse that they are few enough,
/// but with the values of the `marked` days, where there are values of days.
pub fn downsampled((from, to): (Day, Day), flow: bool, material: &Material, marked: &[Day]) -> Vec<Point> {
    let mut sampled = Vec::new();
    for interval in [Interval::Change, Interval::Month, Interval::Quarter, Interval::Year] {
        let Some(mut periods) = periods(from, to, interval, material) else { continue };
        if interval != Interval::Change && !flow {
            periods = periods.into_iter().flat_map(|period| cut(period, marked)).collect();
        }
        sampled = points(&periods, &Asked { interval, reduction: Reduction::Last, flow }, material, &[]);
        if sampled.len() <= MOST_DRAWN {
            break;
        }
    }
    sampled
}

/// A period, cut behind each of these days, which are in their order.
fn cut((from, to): (Day, Day), marked: &[Day]) -> Vec<(Day, Day)> {
    let mut ends: Vec<Day> = marked.iter().copied().filter(|day| (from..to).contains(day)).collect();
    ends.push(to);
    let begins = std::iter::once(from).chain(ends.iter().map(|end| end.next()));
    begins.zip(ends.iter().copied()).collect()
}

/// The target that is due next on `day`.
pub fn target(targets: &[Target], day: Day) -> Option<f64> {
    let open = targets.iter().filter(|t| t.due.date.last() >= day);
    open.min_by_key(|t| t.due.date.last()).map(|t| t.value)
}

#[cfg(test)]
mod tests;
