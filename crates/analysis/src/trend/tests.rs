//! Trends: examples a project leader would give, and what holds of every series.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use domain::time::Bound;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn milestone(value: Value) -> Milestone {
    serde_json::from_value(value).unwrap()
}

/// The trend at the end of 2025 of forecasts that were stated on the first of months of 2024 and 2025.
fn of(baseline: Option<&str>, forecasts: &[&str], actual: Option<&str>) -> Trend {
    let plan = |date: &str| json!({"date": date, "modality": "expected"});
    let stated = |n: usize| format!("{}-{:02}-01", 2024 + n / 12, n % 12 + 1);
    let held: Vec<Held> = forecasts
        .iter()
        .enumerate()
        .map(|(n, date)| {
            let mut forecast = plan(date);
            forecast["statedOn"] = json!(stated(n));
            let edge = |n| day(&stated(n)).into();
            let to = if n + 1 == forecasts.len() { Bound::END } else { edge(n + 1) };
            let value =
                json!({"title": "Ziel", "baseline": baseline.map(plan), "forecast": forecast, "actual": actual});
            Held { span: ValidInterval { from: edge(n), to }, milestone: milestone(value) }
        })
        .collect();
    trend(&held, day("2025-12-31"), day("2024-01-01")).unwrap()
}

fn class_of(baseline: Option<&str>, forecasts: &[&str]) -> (Option<TrendClass>, Option<i64>) {
    let trend = of(baseline, forecasts, None);
    (trend.class, trend.shift_days)
}

#[test]
fn forecasts_tell_what_a_project_leader_would_say() {
    use TrendClass::{Erratic, OnPlan, PullingAhead, Slipping};
    for (baseline, forecasts, class, shift) in [
        (None, &["2025-06"][..], OnPlan, 0),
        (None, &["2025-06", "2025-06", "2025-06"], OnPlan, 0),
        (None, &["2025-06", "2025-09"], Slipping, 92),
        (None, &["2025-06", "2025-03"], PullingAhead, -91),
        (Some("2025-03"), &["2025-06"], Slipping, 91),
        (Some("2025-06"), &["2025-06", "2025-08", "2025-08"], Slipping, 62),
        // Less than a week is no slip; small steps add up to one.
        (None, &["2025-06-02", "2025-06-08"], OnPlan, 6),
        (None, &["2025-06-02", "2025-06-09"], Slipping, 7),
        (None, &["2025-06-02", "2025-06-06", "2025-06-10"], Slipping, 8),
        // Becoming precise is no slip, nor becoming vague.
        (None, &["2025-Q2", "2025-06", "2025-06-30"], OnPlan, 0),
        (None, &["2025-06-03", "2025-06", "2025"], OnPlan, 0),
        (None, &["2025-Q2", "2025-07-15"], Slipping, 15),
        // A small correction in the other direction leaves a slip a slip; a detour and a zigzag tell little.
        (None, &["2025-03", "2025-06", "2025-09", "2025-09-16"], Slipping, 169),
        (None, &["2025-03", "2025-10-31", "2025-10-20", "2025-11-04"], Slipping, 218),
        (None, &["2025-03", "2025-06", "2025-10", "2025-09"], Slipping, 183),
        (None, &["2025-03", "2025-06", "2025-03"], Erratic, 0),
        (None, &["2025-03", "2025-06", "2025-04", "2025-07"], Erratic, 122),
        (Some("2025-06"), &["2025-03", "2025-06"], Erratic, 0),
    ] {
        let (found, days) = class_of(baseline, forecasts);
        assert_eq!((found, days), (Some(class), Some(shift)), "{baseline:?} {forecasts:?}");
    }
}

#[test]
fn what_was_reached_is_measured_by_the_day_on_which_it_was() {
    let reached = of(Some("2025-03"), &["2025-03", "2025-06"], Some("2025-06-20"));
    assert_eq!((reached.class, reached.shift_days), (Some(TrendClass::Reached), Some(81)));
    assert_eq!(reached.shift_from, Some(ShiftFrom::Baseline));
    let not_yet = of(None, &["2025-03"], Some("2026-01-01"));
    assert_eq!((not_yet.class, not_yet.actual), (Some(TrendClass::OnPlan), None), "on that day it was not");
}

#[test]
fn without_a_forecast_nothing_is_told() {
    let held = |value: Value| [Held { span: ValidInterval::ALWAYS, milestone: milestone(value) }];
    let of = |value: Value| trend(&held(value), day("2025-12-31"), day("2024-01-01")).unwrap();
    let bare = of(json!({"title": "Ziel"}));
    assert_eq!((bare.class, bare.shift_days, bare.shift_from), (None, None, None));
    let planned = of(json!({"title": "Ziel", "baseline": {"date": "2026", "modality": "latest"}}));
    assert_eq!((planned.class, planned.shift_days), (None, None));
    let reached = of(json!({"title": "Ziel", "actual": "2025-03-01"}));
    assert_eq!((reached.class, reached.shift_days), (Some(TrendClass::Reached), None));
    let ended =
        [Held { span: ValidInterval { from: Bound::START, to: day("2025-01-01").into() }, milestone: reached_one() }];
    assert_eq!(trend(&ended, day("2025-12-31"), day("2024-01-01")), None, "it is no more");
    assert_eq!(trend(&[], day("2025-12-31"), day("2024-01-01")), None);
}

fn reached_one() -> Milestone {
    milestone(json!({"title": "Ziel", "actual": "2024-03-01"}))
}

#[test]
fn points_are_the_statements_by_day() {
    let said = |from: &str, to: &str, title: &str, forecast: Value| Held {
        span: ValidInterval { from: from.parse().unwrap(), to: to.parse().unwrap() },
        milestone: milestone(json!({"title": title, "forecast": forecast})),
    };
    let plan =
        |date: &str, stated_on: Option<&str>| json!({"date": date, "modality": "expected", "statedOn": stated_on});
    let held = [
        said("start", "2024-03-01", "Ziel", plan("2024-06", None)),
        said("2024-03-01", "2024-05-01", "Neues Ziel", plan("2024-06", None)),
        said("2024-05-01", "2024-06-01", "Neues Ziel", plan("2024-09", None)),
        said("2024-06-01", "2024-07-01", "Neues Ziel", plan("2024-09", Some("2024-05-20"))),
        said("2024-07-01", "2024-07-10", "Neues Ziel", plan("2024-10", Some("2024-04-02"))),
        said("2024-07-10", "2024-08-01", "Neues Ziel", plan("2024-11", Some("2024-07-10"))),
        said("2024-08-01", "end", "Neues Ziel", plan("2024-12", Some("2024-07-10"))),
    ];
    let at = |on: &str, first_known: &str| {
        let trend = trend(&held, day(on), day(first_known)).unwrap();
        trend.points.iter().map(|p| format!("{} {}", p.stated_on, p.forecast.date)).collect::<Vec<_>>()
    };
    assert_eq!(
        at("2024-12-31", "2023-01-01"),
        ["2023-01-01 2024-06", "2024-04-02 2024-10", "2024-05-01 2024-09", "2024-05-20 2024-09", "2024-07-10 2024-12"],
        "a slice with another title is no statement; of two on one day the last one counts; in the order of the days"
    );
    assert_eq!(
        at("2024-12-31", "2024-10-01")[0],
        "2024-02-29 2024-06",
        "written down later, but stated before it was over"
    );
    let stated_later = said("start", "end", "Ziel", plan("2024-06", Some("2024-03-05")));
    assert_eq!(trend(&[stated_later], day("2024-03-04"), day("2024-01-01")).unwrap().points, [], "not yet");
}

fn date() -> impl Strategy<Value = PlannedPeriod> {
    (0u64..1500, 0usize..Precision::ALL.len()).prop_map(|(offset, precision)| {
        let first = day("2024-01-01").date() + chrono::Days::new(offset);
        PlannedPeriod::around(Day::from_date(first).unwrap(), Precision::ALL[precision])
    })
}

fn class_of_series(dates: &[PlannedPeriod]) -> TrendClass {
    let points: Vec<TrendPoint> = dates
        .iter()
        .map(|date| TrendPoint {
            stated_on: day("2024-01-01"),
            forecast: trend_date(&PlannedDate { date: *date, modality: Modality::Expected, hedged: false }),
            reason: None,
        })
        .collect();
    class(None, &points).unwrap()
}

/// Days at these distances from a middle: what can be mirrored.
fn days(offsets: &[i64]) -> Vec<PlannedPeriod> {
    let at = |offset: &i64| day("2026-06-15").date() + chrono::TimeDelta::days(*offset);
    offsets.iter().map(|o| PlannedPeriod::around(Day::from_date(at(o)).unwrap(), Precision::Day)).collect()
}

proptest! {
    #[test]
    fn what_only_gets_later_is_on_plan_or_slips(mut dates in proptest::collection::vec(date(), 1..12)) {
        dates.sort_by_key(|d| d.last());
        let class = class_of_series(&dates);
        prop_assert!(matches!(class, TrendClass::OnPlan | TrendClass::Slipping), "{:?} {:?}", class, dates);
        dates.reverse();
        let class = class_of_series(&dates);
        prop_assert!(matches!(class, TrendClass::OnPlan | TrendClass::PullingAhead), "{:?} {:?}", class, dates);
    }

    #[test]
    fn what_stays_is_on_plan(date in date(), times in 1usize..10) {
        prop_assert_eq!(class_of_series(&vec![date; times]), TrendClass::OnPlan);
    }

    #[test]
    fn a_confirmation_changes_no_class(dates in proptest::collection::vec(date(), 1..12), at in 0usize..12) {
        let mut confirmed = dates.clone();
        let at = at % dates.len();
        confirmed.insert(at, dates[at]);
        prop_assert_eq!(class_of_series(&confirmed), class_of_series(&dates));
    }

    #[test]
    fn the_other_direction_is_the_mirrored_class(offsets in proptest::collection::vec(-200i64..200, 1..12)) {
        let mirrored: Vec<i64> = offsets.iter().map(|o| -o).collect();
        let expected = match class_of_series(&days(&offsets)) {
            TrendClass::Slipping => TrendClass::PullingAhead,
            TrendClass::PullingAhead => TrendClass::Slipping,
            same => same,
        };
        prop_assert_eq!(class_of_series(&days(&mirrored)), expected);
    }

    #[test]
    fn less_than_a_month_to_and_fro_is_never_erratic(offsets in proptest::collection::vec(0i64..SWING, 1..12)) {
        prop_assert_ne!(class_of_series(&days(&offsets)), TrendClass::Erratic);
    }

    #[test]
    fn less_than_a_week_around_a_day_is_on_plan(offsets in proptest::collection::vec(0i64..TOLERANCE, 1..12)) {
        prop_assert_eq!(class_of_series(&days(&offsets)), TrendClass::OnPlan);
    }

    #[test]
    fn a_distance_has_two_directions_and_none_within(a in date(), b in date()) {
        prop_assert_eq!(distance(a, b), -distance(b, a));
        prop_assert_eq!(distance(a, a), 0);
        let inside = PlannedPeriod::around(a.first(), Precision::Day);
        prop_assert_eq!((distance(a, inside), distance(inside, a)), (0, 0));
        if a.last() < b.first() {
            prop_assert!(distance(a, b) > 0);
        }
    }
}
