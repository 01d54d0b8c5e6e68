//! The trend of a milestone (Meilensteintrend): on which days which date was forecast, and what follows from that.
//!
//! # The rules
//! The Meilensteintrendanalyse of project management draws forecasts over the days on which they were stated; a line that
//! rises slips, one that goes up and down tells that nobody knows. What that means exactly is said here and nowhere else:
//!
//! - **A point** is a forecast with the day on which it was stated. Of several stated on one day, the last one along
//!   valid time counts. The same forecast stated on another day (a confirmation) is a point of its own.
//! - **A date counts by its last day**, whatever its precision and modality: "im Juni" is missed when June is over, and
//!   saying "ab Juni" instead of "im Juni" moves nothing. So does [`Milestone::due`].
//! - **The distance** of two dates is the difference of their last days; but none when one lies within the other: who said
//!   "im 2. Quartal" and says "am 15.05." now became precise, and slipped nothing.
//! - **A swing** is a distance of [`SWING`] days or more from the last date that was one (first of all from the baseline,
//!   else from the first forecast); small steps add up until they are a swing.
//! - **The shift** is the distance from the baseline, where there is one, else from the first forecast, to the last one, or
//!   to the day on which the milestone was reached.
//! - **The class**: reached, when it was; else erratic, when swings change their direction twice or more (a zigzag), or
//!   once and at least half of the way is taken back (a detour): such forecasts say little; else slipping or pulling ahead,
//!   when the shift is [`TOLERANCE`] days or more to that side; else on plan. Without a forecast there is none.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use domain::milestone::Milestone;
use domain::period::{PlannedPeriod, Precision};
use domain::plan::{Modality, PlannedDate};
use domain::time::{Day, ValidInterval};

/// Days from which on a shift is one: plans are kept by weeks, and less than one is what they breathe by.
pub const TOLERANCE: i64 = 7;
/// Days from which on a distance tells a direction: forecasts are given by months, and less than the shortest one says
/// nothing about where they go.
pub const SWING: i64 = 28;

domain::names! {
    /// What the forecasts of a milestone tell (Einordnung).
    pub enum TrendClass {
        /// It stays where it was planned (im Plan).
        OnPlan = "on_plan",
        /// It is put off (verschiebt sich).
        Slipping = "slipping",
        /// It comes earlier (wird früher).
        PullingAhead = "pulling_ahead",
        /// Its forecasts go to and fro (schwankt).
        Erratic = "erratic",
        /// It is reached (erreicht).
        Reached = "reached",
    }
}

domain::names! {
    /// From what a shift is measured.
    pub enum ShiftFrom {
        /// The date that was first agreed (Basisplan).
        Baseline = "baseline",
        /// The first forecast (erste Prognose).
        FirstForecast = "first_forecast",
    }
}

/// A date in a trend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrendDate {
    /// The date in its precision.
    pub date: PlannedPeriod,
    /// How it is meant.
    pub modality: Modality,
    /// Whether "earliest" or "latest" is itself only expected.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub hedged: bool,
    /// The day by which it counts and is drawn: the last one of the date.
    pub day: Day,
}

impl TrendDate {
    /// The date as it is planned.
    pub fn planned(&self) -> PlannedDate {
        PlannedDate { date: self.date, modality: self.modality, hedged: self.hedged }
    }
}

/// A forecast that was stated on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrendPoint {
    /// The day on which it was stated.
    pub stated_on: Day,
    /// The date that was forecast.
    pub forecast: TrendDate,
    /// Why it differed from the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The trend of a milestone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Trend {
    /// What is to be reached.
    pub title: String,
    /// The date that was first agreed (Basisplan).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<TrendDate>,
    /// The day on which it was reached (Ist).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<Day>,
    /// The forecasts, in the order of the days on which they were stated.
    pub points: Vec<TrendPoint>,
    /// By how many days it is later than `shiftFrom`, or earlier where it is less than 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 92)]
    pub shift_days: Option<i64>,
    /// From what the shift is measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shift_from: Option<ShiftFrom>,
    /// What the forecasts tell; absent without any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<TrendClass>,
}

/// What held of a milestone during a stretch of valid time.
#[derive(Clone, Debug)]
pub struct Held {
    /// When it held.
    pub span: ValidInterval,
    /// What held.
    pub milestone: Milestone,
}

/// The trend on day D of what has held along valid time up to it, in its order; `first_known` is the day on which the
/// milestone was first recorded, for forecasts of which nobody said when they were stated. Nothing, when nothing holds.
pub fn trend(held: &[Held], day: Day, first_known: Day) -> Option<Trend> {
    let now = &held.last().filter(|last| last.span.contains(day))?.milestone;
    let baseline = now.baseline.as_ref().map(trend_date);
    let actual = now.actual.filter(|actual| *actual <= day);
    let points = points(held, day, first_known);
    let (shift_days, shift_from) = shift(baseline.as_ref(), &points, actual).unzip();
    let class = if actual.is_some() { Some(TrendClass::Reached) } else { class(baseline.as_ref(), &points) };
    Some(Trend { title: now.title.clone(), baseline, actual, points, shift_days, shift_from, class })
}

fn trend_date(plan: &PlannedDate) -> TrendDate {
    TrendDate { date: plan.date, modality: plan.modality, hedged: plan.hedged, day: plan.date.last() }
}

/// The forecasts that had been stated by day D.
fn points(held: &[Held], day: Day, first_known: Day) -> Vec<TrendPoint> {
    let mut by_day: BTreeMap<Day, TrendPoint> = BTreeMap::new();
    let mut before = None;
    for Held { span, milestone } in held {
        let same = before == Some(&milestone.forecast);
        before = Some(&milestone.forecast);
        let Some(forecast) = milestone.forecast.as_ref() else { continue };
        // Where nobody said on which day, a slice that says nothing new was no new statement.
        if same && forecast.stated_on.is_none() {
            continue;
        }
        // "As far back as we know" is no day; it was stated before the slice was over, or it would not have held.
        let since = || {
            span.from.day().unwrap_or_else(|| span.to.day().map_or(first_known, |to| first_known.min(to.previous())))
        };
        let stated_on = forecast.stated_on.unwrap_or_else(since);
        let point =
            TrendPoint { stated_on, forecast: trend_date(&forecast.planned()), reason: forecast.reason.clone() };
        by_day.insert(stated_on, point);
    }
    by_day.into_values().filter(|point| point.stated_on <= day).collect()
}

/// The days between two dates, as far as their precision lets one tell; less than 0 when the second is the earlier one.
pub fn distance(from: PlannedPeriod, to: PlannedPeriod) -> i64 {
    let within = |a: PlannedPeriod, b: PlannedPeriod| b.first() <= a.first() && a.last() <= b.last();
    if within(from, to) || within(to, from) { 0 } else { to.last().days_since(from.last()) }
}

fn shift(baseline: Option<&TrendDate>, points: &[TrendPoint], actual: Option<Day>) -> Option<(i64, ShiftFrom)> {
    let first = points.first().map(|p| (p.forecast.date, ShiftFrom::FirstForecast));
    let (from, name) = baseline.map(|b| (b.date, ShiftFrom::Baseline)).or(first)?;
    let reached = actual.map(|day| PlannedPeriod::around(day, Precision::Day));
    let to = reached.or(points.last().map(|p| p.forecast.date))?;
    Some((distance(from, to), name))
}

fn class(baseline: Option<&TrendDate>, points: &[TrendPoint]) -> Option<TrendClass> {
    let last = points.last()?.forecast.date;
    let mut dates = baseline.into_iter().chain(points.iter().map(|p| &p.forecast)).map(|d| d.date);
    let first = dates.next()?;
    let mut swings: Vec<i64> = Vec::new();
    let mut pivot = first;
    for date in dates {
        let moved = distance(pivot, date);
        if moved.abs() >= SWING {
            pivot = date;
            match swings.last_mut() {
                Some(last) if last.signum() == moved.signum() => *last += moved,
                _ => swings.push(moved),
            }
        }
    }
    let to_and_fro = match swings.as_slice() {
        [] | [_] => false,
        [one, other] => 2 * one.abs().min(other.abs()) >= one.abs().max(other.abs()),
        _ => true,
    };
    Some(match distance(first, last) {
        _ if to_and_fro => TrendClass::Erratic,
        TOLERANCE.. => TrendClass::Slipping,
        shift if shift <= -TOLERANCE => TrendClass::PullingAhead,
        _ => TrendClass::OnPlan,
    })
}

#[cfg(test)]
mod tests;
