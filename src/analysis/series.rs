//! Series: an indicator along the calendar, cut into periods.

use chrono::{Datelike, Days};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::indicator::{Aggregation, Target, shortest_if_any};
use crate::domain::period::{PlannedPeriod, Precision};
use crate::domain::time::Day;

use super::value::Material;

crate::names! {
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
    }
}

impl std::str::FromStr for Interval {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.iter().copied().find(|i| i.name() == text);
        let names = || Self::ALL.iter().map(|i| i.name()).collect::<Vec<_>>().join(", ");
        known.ok_or_else(|| format!("must be one of: {}", names()))
    }
}

/// One point of a series.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Point {
    /// First day of the period.
    pub from: Day,
    /// Last day of the period that lies in the series.
    pub to: Day,
    /// The value on the last day (for a flow: the sum of the period); absent when there is none.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    pub last: Option<f64>,
    /// The difference to the point before.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    pub change: Option<f64>,
    /// The next value to be reached.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    pub target: Option<f64>,
}

/// At most so many points are given in one answer.
pub const MOST_POINTS: usize = 4000;

/// The periods from `from` to `to`, both included; the first and last are cut where they reach beyond. `None` when
/// there would be more than [`MOST_POINTS`].
pub fn periods(from: Day, to: Day, interval: Interval, material: &Material) -> Option<Vec<(Day, Day)>> {
    let mut periods = Vec::new();
    if interval == Interval::Change {
        for day in material.days().range(from..=to) {
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
    }
}

/// The points of the periods. On days of change, a day on which items changed but not the value is left out.
pub fn points(
    periods: &[(Day, Day)],
    interval: Interval,
    material: &Material,
    aggregation: Aggregation,
    targets: &[Target],
) -> Vec<Point> {
    let flow = aggregation == Aggregation::Sum && material.formula.is_none();
    let mut points: Vec<Point> = Vec::with_capacity(periods.len());
    // What came in during the first period is known, too.
    let earlier = periods.first().filter(|_| !flow).and_then(|(first, _)| material.value(first.previous()));
    for (from, to) in periods.iter().copied() {
        let last = if flow { flow_of(material, from, to) } else { material.value(to) };
        let before = points.last().map_or(earlier, |p| p.last);
        let stated = material.balances.iter().any(|b| b.as_of == to);
        if interval == Interval::Change && !stated && last == before {
            continue;
        }
        let change = last.zip(before).map(|(now, before)| rounded(now - before));
        points.push(Point { from, to, last, change, target: target(targets, to) });
    }
    points
}

fn flow_of(material: &Material, from: Day, to: Day) -> Option<f64> {
    let inside = || material.balances.iter().filter(|b| from <= b.as_of && b.as_of <= to);
    let values = inside().filter_map(|b| b.value);
    inside().find(|b| b.value.is_some()).map(|_| rounded(values.sum()))
}

/// Differences of decimal fractions are no decimal fractions; six decimals are more than anybody reports.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// The target that is due next on `day`.
pub fn target(targets: &[Target], day: Day) -> Option<f64> {
    let open = targets.iter().filter(|t| t.due.date.last() >= day);
    open.min_by_key(|t| t.due.date.last()).map(|t| t.value)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::analysis::value::Balance;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn material(values: &[(&str, f64)]) -> Material {
        let balance =
            |(as_of, value): &(&str, f64)| Balance { id: Uuid::nil(), as_of: day(as_of), value: Some(*value) };
        Material { balances: values.iter().rev().map(balance).collect(), ..Material::default() }
    }

    #[test]
    fn periods_cover_every_day_once() {
        for interval in Interval::ALL.iter().filter(|i| **i != Interval::Change) {
            let (from, to) = (day("2023-12-27"), day("2025-03-02"));
            let periods = periods(from, to, *interval, &Material::default()).unwrap();
            assert_eq!((periods.first().unwrap().0, periods.last().unwrap().1), (from, to));
            assert!(periods.windows(2).all(|w| w[0].1.next() == w[1].0), "{interval:?}");
        }
        assert!(periods(day("1900-01-01"), day("2023-01-01"), Interval::Day, &Material::default()).is_none());
    }

    #[test]
    fn a_stock_carries_on_and_a_flow_does_not() {
        let material = material(&[("2023-01-15", 10.0), ("2023-01-20", 5.0), ("2023-03-01", 7.0)]);
        let months = periods(day("2023-01-01"), day("2023-03-31"), Interval::Month, &material).unwrap();
        let values = |aggregation| -> Vec<_> {
            points(&months, Interval::Month, &material, aggregation, &[])
                .into_iter()
                .map(|p| (p.last, p.change))
                .collect()
        };
        assert_eq!(values(Aggregation::Last), [(Some(5.0), None), (Some(5.0), Some(0.0)), (Some(7.0), Some(2.0))]);
        let january =
            points(&[(day("2023-01-18"), day("2023-01-31"))], Interval::Month, &material, Aggregation::Last, &[]);
        assert_eq!(january[0].change, Some(-5.0), "there is a value from before the series");
        assert_eq!(values(Aggregation::Sum), [(Some(15.0), None), (None, None), (Some(7.0), None)]);
    }
}
