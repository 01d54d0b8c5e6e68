//! Health as a controller would judge it.

use serde_json::{Value, json};

use super::*;
use domain::payload::typed;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn milestone(value: Value) -> (Uuid, Milestone) {
    (Uuid::nil(), typed(&value).unwrap())
}

fn on(text: &str, milestones: &[(Uuid, Milestone)]) -> (Light, Explanation) {
    let evidence = Evidence { day: day(text), phase: Phase::Rollout, milestones, costs: &[], targets: &[] };
    let judged = assess(&HealthRules::default(), &evidence).schedule;
    (judged.light, judged.explanation)
}

fn behind(milestone: &str, agreed: &str, expected: Option<&str>) -> Explanation {
    let expected = expected.map(|period| period.parse().unwrap());
    Explanation::MilestoneBehind { milestone: milestone.into(), agreed: agreed.parse().unwrap(), expected }
}

#[test]
fn one_to_three_months_behind_is_yellow_and_more_is_red() {
    let forecast = |date: &str| {
        let plan = json!({"date": "2024-06", "modality": "committed"});
        [milestone(json!({"title": "Ende", "baseline": plan, "forecast": {"date": date, "modality": "expected"}}))]
    };
    for (date, light) in [
        ("2024-05", Light::Green),
        ("2024-07", Light::Green),
        ("2024-08-01", Light::Yellow),
        ("2024-09", Light::Yellow),
        ("2024-10-01", Light::Red),
    ] {
        assert_eq!(on("2024-01-01", &forecast(date)).0, light, "{date}");
    }
    assert_eq!(on("2024-01-01", &forecast("2024-12")), (Light::Red, behind("Ende", "2024-06", Some("2024-12"))));
}

#[test]
fn what_is_over_and_not_reached_is_expected_now_and_grows_redder() {
    let open = [milestone(json!({"title": "Pilot", "baseline": {"date": "2024-03-31", "modality": "expected"}}))];
    assert_eq!(on("2024-03-31", &open).0, Light::Green);
    assert_eq!(on("2024-05-15", &open).0, Light::Yellow);
    assert_eq!(on("2024-07-01", &open), (Light::Red, behind("Pilot", "2024-03-31", None)));
    let reached = [milestone(json!({
        "title": "Pilot", "baseline": {"date": "2024-03-31", "modality": "expected"}, "actual": "2024-12-01",
    }))];
    assert_eq!(on("2024-12-01", &reached).0, Light::Green);
    assert_eq!(on("2024-11-30", &reached).0, Light::Red, "on that day it was not reached yet");
    assert_eq!(on("2024-11-30", &[]).0, Light::Unknown);
}

#[test]
fn a_stopped_project_is_never_green() {
    let evidence = |phase| Evidence { day: day("2024-01-01"), phase, milestones: &[], costs: &[], targets: &[] };
    let light = |phase| assess(&HealthRules::default(), &evidence(phase)).schedule.light;
    assert_eq!((light(Phase::Paused), light(Phase::Cancelled)), (Light::Yellow, Light::Red));
    let late = [milestone(json!({"title": "Ende", "baseline": {"date": "2022", "modality": "committed"}}))];
    let paused = Evidence { milestones: &late, ..evidence(Phase::Paused) };
    assert_eq!(assess(&HealthRules::default(), &paused).schedule.light, Light::Red, "pausing makes nothing better");
}

/// One month later is one month later, however long months are.
#[test]
fn months_are_compared_by_their_ends() {
    for (planned, expected, light) in [
        ("2025-01", "2025-04", Light::Yellow),
        ("2025-02", "2025-05", Light::Yellow),
        ("2025-09", "2025-12", Light::Yellow),
        ("2025-Q2", "2025-Q3", Light::Yellow),
        ("2025-Q3", "2025-Q4", Light::Yellow),
        ("2025-Q3", "2026-01", Light::Red),
        ("2025-02", "2025-03", Light::Green),
        ("2024-01-31", "2024-02-29", Light::Green),
    ] {
        let milestones = [milestone(json!({
            "title": "Ende", "baseline": {"date": planned, "modality": "committed"},
            "forecast": {"date": expected, "modality": "expected"},
        }))];
        assert_eq!(on("2024-01-10", &milestones).0, light, "{planned} {expected}");
    }
}

#[test]
fn a_tenth_more_than_planned_is_red() {
    let judged = |amounts: Value, rules: &HealthRules| {
        let cost: Cost = typed(&json!({"title": "x", "recurrence": "one_off", "amounts": amounts})).unwrap();
        let costs = [(Uuid::nil(), cost)];
        let evidence =
            Evidence { day: day("2025-06-30"), phase: Phase::Rollout, milestones: &[], costs: &costs, targets: &[] };
        assess(rules, &evidence).budget.light
    };
    let spent = |euros: f64| json!([{"year": 2025, "planned": 1000, "actual": euros}, {"year": 2026, "planned": 5000}]);
    let rules = HealthRules::default();
    let lights = [900.0, 1100.0, 1100.01].map(|euros| judged(spent(euros), &rules));
    assert_eq!(lights, [Light::Green, Light::Green, Light::Red]);
    let strict = HealthRules { budget: BudgetRule { yellow_over: Some(5.0), red_over: 10.0 }, ..rules.clone() };
    assert_eq!(judged(spent(1060.0), &strict), Light::Yellow);
    assert_eq!(judged(json!([{"year": 2025, "planned": 0, "actual": 1}]), &rules), Light::Red, "nothing was planned");
    assert_eq!(judged(json!([{"year": 2025, "actual": 1}]), &rules), Light::Unknown, "what is missing is not 0");
    assert_eq!(judged(json!([{"year": 2025, "planned": 1}]), &rules), Light::Unknown);
    assert_eq!(judged(json!([{"year": 2026, "actual": 1}]), &rules), Light::Unknown, "that year lies ahead");
}

/// Nine times 0.1 is 0.8999999999999999 in binary fractions: what is spent to the cent as planned would be less.
#[test]
fn budgets_are_held_against_each_other_to_the_cent() {
    let cents = |planned: f64, actual: f64| json!([{"year": 2024, "planned": planned, "actual": actual}]);
    let cost = |amounts: Value| -> (Uuid, Cost) {
        (Uuid::nil(), typed(&json!({"title": "x", "recurrence": "one_off", "amounts": amounts})).unwrap())
    };
    let mut costs = vec![cost(cents(0.1, 0.0)); 9];
    costs.push(cost(cents(0.0, 0.9)));
    let evidence =
        Evidence { day: day("2025-06-30"), phase: Phase::Rollout, milestones: &[], costs: &costs, targets: &[] };
    let strict = HealthRules { budget: BudgetRule { yellow_over: None, red_over: 0.0 }, ..HealthRules::default() };
    let judged = assess(&strict, &evidence).budget;
    assert_eq!(judged.explanation, Explanation::Spent { actual: Cents(90), planned: Cents(90) });
    assert_eq!(judged.light, Light::Green);
}

#[test]
fn a_target_is_judged_by_what_is_better() {
    let judged = |direction, target, reached| {
        let targets = [DueTarget { key: "k".into(), label: "Dienste".into(), direction, target, reached }];
        let evidence =
            Evidence { day: day("2025-06-30"), phase: Phase::Rollout, milestones: &[], costs: &[], targets: &targets };
        assess(&HealthRules::default(), &evidence).result.light
    };
    assert_eq!(judged(Direction::Higher, 100.0, Some(100.0)), Light::Green);
    assert_eq!(judged(Direction::Higher, 100.0, Some(95.0)), Light::Yellow);
    assert_eq!(judged(Direction::Higher, 100.0, Some(89.0)), Light::Red);
    assert_eq!(judged(Direction::Lower, 10.0, Some(9.0)), Light::Green);
    assert_eq!(judged(Direction::Lower, 10.0, Some(20.0)), Light::Red);
    assert_eq!(judged(Direction::Neutral, 10.0, Some(20.0)), Light::Unknown);
    assert_eq!(judged(Direction::Higher, 100.0, None), Light::Unknown);
}

#[test]
fn only_known_lights_can_be_compared() {
    assert_eq!(Difference::of(Light::Green, Light::Red), Difference::DeclaredBetter);
    assert_eq!(Difference::of(Light::Red, Light::Yellow), Difference::DeclaredWorse);
    assert_eq!(Difference::of(Light::Yellow, Light::Yellow), Difference::Same);
    assert_eq!(Difference::of(Light::Unknown, Light::Red), Difference::NotComparable);
    assert_eq!(Difference::of(Light::Green, Light::Unknown), Difference::NotComparable);
}
