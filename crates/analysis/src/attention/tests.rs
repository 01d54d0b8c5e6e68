//! What a controller would be told, and what not.

use serde_json::{Value, json};

use super::*;
use crate::health::{self, Judged, Rule};
use crate::trend::ShiftFrom;
use domain::payload::typed;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn judgement(schedule: Light) -> Judgement {
    let judged = |light| Judged {
        light,
        rule: Rule::NothingToJudge,
        explanation: health::Explanation::NothingAgreed,
        because: vec![],
    };
    Judgement { schedule: judged(schedule), budget: judged(Light::Unknown), result: judged(Light::Unknown) }
}

fn nothing(judgement: &Judgement) -> Watched<'_> {
    Watched {
        day: day("2024-07-01"),
        title: "eREB",
        phase: Phase::Rollout,
        interval: CalendarDuration::months(6),
        last_update: Some(day("2024-06-01")),
        there_since: day("2024-06-01"),
        milestones: &[],
        trends: &[],
        declared: &[],
        judgement,
        indicators: &[],
        risks: &[],
        updates: &[],
        decisions: &[],
        pairs: &[],
        period_from: day("2024-05-01"),
    }
}

fn kinds(watched: &Watched<'_>) -> Vec<AttentionKind> {
    find(watched).into_iter().map(|finding| finding.kind).collect()
}

fn of<T: serde::de::DeserializeOwned>(value: Value) -> [(Uuid, T); 1] {
    [(Uuid::nil(), typed(&value).unwrap())]
}

#[test]
fn a_milestone_is_overdue_from_the_day_after_its_last_one() {
    let judgement = judgement(Light::Unknown);
    let milestone =
        |date: &str, modality: &str| of(json!({"title": "Ende", "baseline": {"date": date, "modality": modality}}));
    for (date, modality, overdue) in [
        ("2024-06-30", "committed", true),
        ("2024-07-01", "committed", false),
        ("2024-06", "expected", true),
        ("2024-07", "latest", false),
        ("2024-H1", "latest", true),
        ("2024-06", "earliest", false),
    ] {
        let milestones = milestone(date, modality);
        let found = find(&Watched { milestones: &milestones, ..nothing(&judgement) });
        assert_eq!(!found.is_empty(), overdue, "{date} {modality}");
        found.iter().for_each(|finding| assert_eq!(finding.since, Some(day("2024-07-01"))));
    }
    let milestones = milestone("2024-06", "expected");
    assert!(kinds(&Watched { milestones: &milestones, phase: Phase::Cancelled, ..nothing(&judgement) }).is_empty());
}

#[test]
fn what_is_older_than_its_interval_is_stale_unless_it_is_over() {
    let judgement = judgement(Light::Unknown);
    let said = |last: &str, phase| Watched { last_update: Some(day(last)), phase, ..nothing(&judgement) };
    assert!(kinds(&said("2024-01-01", Phase::Rollout)).is_empty());
    assert_eq!(kinds(&said("2023-12-31", Phase::Paused)), [AttentionKind::ProjectStale]);
    assert!(kinds(&said("2023-12-31", Phase::Completed)).is_empty());
    assert!(kinds(&Watched { last_update: None, ..nothing(&judgement) }).is_empty(), "it is new");
    let silent = Watched { last_update: None, there_since: day("2023-12-31"), ..nothing(&judgement) };
    assert_eq!(find(&silent)[0].explanation, Explanation::LastUpdate(None));
    let indicators = [WatchedIndicator {
        key: "k".into(),
        label: "Abos".into(),
        last: Some(day("2024-05-31")),
        not_applicable: false,
        outdated: None,
        interval: Some(CalendarDuration::months(1)),
        has_targets: false,
    }];
    assert_eq!(kinds(&Watched { indicators: &indicators, day: day("2024-06-30"), ..nothing(&judgement) }), []);
    assert_eq!(kinds(&Watched { indicators: &indicators, ..nothing(&judgement) }), [AttentionKind::IndicatorStale]);
}

#[test]
fn missing_is_not_the_same_as_not_applicable_or_never_asked() {
    let judgement = judgement(Light::Unknown);
    let usual = WatchedIndicator {
        key: "k".into(),
        label: "Abos".into(),
        last: Some(day("2024-04-30")),
        not_applicable: false,
        outdated: None,
        interval: None,
        has_targets: false,
    };
    let missing = |indicator: WatchedIndicator| {
        let indicators = [indicator];
        kinds(&Watched { indicators: &indicators, ..nothing(&judgement) }) == [AttentionKind::ValueMissing]
    };
    assert!(missing(usual.clone()));
    assert!(!missing(WatchedIndicator { last: Some(day("2024-05-01")), ..usual.clone() }));
    assert!(!missing(WatchedIndicator { not_applicable: true, ..usual.clone() }));
    assert!(!missing(WatchedIndicator { last: None, ..usual.clone() }), "nobody ever asked for it");
    assert!(missing(WatchedIndicator { last: None, has_targets: true, ..usual.clone() }));
    assert!(
        missing(WatchedIndicator { last: None, outdated: Some(day("2024-06-01")), ..usual }),
        "of an older definition"
    );
}

#[test]
fn a_light_that_is_better_than_the_facts_is_told_with_both() {
    let judgement = judgement(Light::Red);
    let declared = [("schedule", Light::Green), ("budget", Light::Green)];
    let found = find(&Watched { declared: &declared, ..nothing(&judgement) });
    assert_eq!(found.len(), 1);
    let (declared, computed, because) = (Light::Green, Light::Red, health::Explanation::NothingAgreed);
    let expected = Explanation::DeclaredBetter { dimension: "schedule", declared, computed, because };
    assert_eq!(found[0].explanation, expected);
    let worse = [("schedule", Light::Red)];
    assert!(kinds(&Watched { declared: &worse, ..nothing(&judgement) }).is_empty());
}

#[test]
fn open_risks_have_an_owner_and_a_date_ahead() {
    let judgement = judgement(Light::Unknown);
    let due = json!({"date": "2024-06", "modality": "latest"});
    let risks = of(json!({"title": "Verzug", "severity": "high", "state": "open", "due": due}));
    assert_eq!(
        kinds(&Watched { risks: &risks, ..nothing(&judgement) }),
        [AttentionKind::RiskWithoutOwner, AttentionKind::RiskOverdue]
    );
    let risks = of(json!({"title": "Verzug", "severity": "high", "state": "closed", "due": due}));
    assert!(kinds(&Watched { risks: &risks, ..nothing(&judgement) }).is_empty());
    let open = of(json!({"title": "Lizenzen", "state": "open", "due": due, "decider": "Stadtrat"}));
    let found = find(&Watched { decisions: &open, ..nothing(&judgement) });
    assert_eq!(
        found[0].explanation,
        Explanation::DecisionDue { due: "2024-06".parse().unwrap(), decider: Some("Stadtrat".into()) }
    );
    let decided = of(json!({"title": "Lizenzen", "state": "decided", "due": due, "outcome": "ja"}));
    assert!(kinds(&Watched { decisions: &decided, ..nothing(&judgement) }).is_empty());
}

#[test]
fn two_counts_of_the_same_thing_agree() {
    let judgement = judgement(Light::Unknown);
    let pair = |observed| Pair {
        key: "portal-services".into(),
        label: "Laut Portal".into(),
        day: day("2024-06-30"),
        observed,
        computed: 117.0,
    };
    assert!(kinds(&Watched { pairs: &[pair(117.0)], ..nothing(&judgement) }).is_empty());
    let pairs = [pair(120.0)];
    let found = find(&Watched { pairs: &pairs, ..nothing(&judgement) });
    assert_eq!(
        found[0].explanation,
        Explanation::CountsDiffer { day: day("2024-06-30"), observed: 120.0, computed: 117.0 }
    );
}

#[test]
fn what_has_slipped_is_told_with_by_how_much() {
    use crate::trend::{Held, trend};
    use domain::time::ValidInterval;
    let held = |since: &str, until: &str, date: &str| Held {
        span: ValidInterval { from: since.parse().unwrap(), to: until.parse().unwrap() },
        milestone: typed(&json!({
            "title": "Ende", "baseline": {"date": "2024-06", "modality": "committed"},
            "forecast": {"date": date, "modality": "expected", "statedOn": since},
        }))
        .unwrap(),
    };
    let judgement = judgement(Light::Unknown);
    let told = |date: &str| {
        let slices = [held("2024-01-10", "2024-05-10", "2024-06"), held("2024-05-10", "end", date)];
        let trends = [(Uuid::nil(), trend(&slices, day("2024-07-01"), day("2024-01-10")).unwrap())];
        find(&Watched { trends: &trends, ..nothing(&judgement) }).into_iter().map(|f| f.explanation).collect::<Vec<_>>()
    };
    let expected = "2024-09".parse().unwrap();
    assert_eq!(told("2024-09"), [Explanation::Slipped { from: Some(ShiftFrom::Baseline), days: 92, expected }]);
    assert!(told("2024-06").is_empty() && told("2024-05").is_empty());
}
