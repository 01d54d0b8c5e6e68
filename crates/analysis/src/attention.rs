//! Attention: what of a project needs a person, found by published rules in facts already loaded.

mod explanation;

use uuid::Uuid;

use domain::attention::{AttentionKind, Finding as FindingOf};
use domain::decision::{Decision, DecisionState};
use domain::duration::CalendarDuration;
use domain::milestone::Milestone;
use domain::project::{Light, Phase};
use domain::risk::{Risk, RiskState};
use domain::status_update::{StatusUpdate, UpdateState};
use domain::time::Day;

use super::health::{Difference, Judgement};
use super::trend::{TOLERANCE, Trend, TrendClass, TrendPoint, distance};

pub use explanation::Explanation;

/// What is looked at of one project on day D.
#[derive(Clone, Debug)]
pub struct Watched<'a> {
    /// The day D in the city.
    pub day: Day,
    /// The title of the project.
    pub title: &'a str,
    /// Its phase.
    pub phase: Phase,
    /// How old its last status update may be.
    pub interval: CalendarDuration,
    /// The Stichtag of its last approved status update.
    pub last_update: Option<Day>,
    /// Since when the project is there to be spoken of.
    pub there_since: Day,
    /// Its milestones.
    pub milestones: &'a [(Uuid, Milestone)],
    /// How their forecasts have moved.
    pub trends: &'a [(Uuid, Trend)],
    /// What it declares of its health, by the names of the lights.
    pub declared: &'a [(&'static str, Light)],
    /// What is computed.
    pub judgement: &'a Judgement,
    /// Its indicators.
    pub indicators: &'a [WatchedIndicator],
    /// Its risks.
    pub risks: &'a [(Uuid, Risk)],
    /// Its status updates in every state, as far as the caller sees them.
    pub updates: &'a [(Uuid, StatusUpdate)],
    /// Its decisions needed.
    pub decisions: &'a [(Uuid, Decision)],
    /// Pairs of counts that should agree.
    pub pairs: &'a [Pair],
    /// First day of the present reporting period.
    pub period_from: Day,
}

/// An indicator, as far as it may go stale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchedIndicator {
    /// Its key.
    pub key: String,
    /// What a person calls it.
    pub label: String,
    /// The last day for which something was stated or counted.
    pub last: Option<Day>,
    /// The day of the last value under an older definition, when there is none under the present one.
    pub outdated: Option<Day>,
    /// Whether there is nothing to count (nicht zutreffend).
    pub not_applicable: bool,
    /// How old its last value may be.
    pub interval: Option<CalendarDuration>,
    /// Whether it has targets.
    pub has_targets: bool,
}

/// Two counts of the same thing on the same day.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The key of the one that is observed.
    pub key: String,
    /// What a person calls it.
    pub label: String,
    /// The day for which it was observed.
    pub day: Day,
    /// What was observed.
    pub observed: f64,
    /// What was computed for that day.
    pub computed: f64,
}

/// What a rule found.
pub type Finding = FindingOf<Explanation>;

/// Everything of the project that needs a person, in the order of the rules.
pub fn find(watched: &Watched<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    if watched.phase != Phase::Cancelled {
        found.extend(watched.milestones.iter().filter_map(|(id, m)| overdue_milestone(*id, m, watched.day)));
        found.extend(watched.trends.iter().filter_map(|(id, trend)| slipping_milestone(*id, trend)));
    }
    found.extend(stale_project(watched));
    found.extend(watched.indicators.iter().filter_map(|i| stale_indicator(i, watched)));
    found.extend(watched.indicators.iter().filter_map(|i| missing_value(i, watched)));
    found.extend(declared_better(watched));
    if !watched.phase.over() {
        found.extend(watched.risks.iter().flat_map(|(id, risk)| risk_findings(*id, risk, watched.day)));
        found.extend(watched.decisions.iter().filter_map(|(id, d)| overdue_decision(*id, d, watched.day)));
    }
    found.extend(watched.pairs.iter().filter_map(differing));
    found.extend(watched.updates.iter().filter_map(|(id, update)| waiting(*id, update, watched)));
    found
}

/// A status update of a day that has come, submitted and not approved yet.
fn waiting(id: Uuid, update: &StatusUpdate, watched: &Watched<'_>) -> Option<Finding> {
    (update.state == UpdateState::Submitted && update.as_of <= watched.day).then(|| Finding {
        kind: AttentionKind::ApprovalWaiting,
        place: format!("status-updates/{id}"),
        subject: watched.title.to_owned(),
        explanation: Explanation::Submitted(update.as_of),
        since: Some(update.as_of),
    })
}

fn overdue_milestone(id: Uuid, milestone: &Milestone, day: Day) -> Option<Finding> {
    if milestone.actual.is_some_and(|actual| actual <= day) {
        return None;
    }
    let plan = milestone.planned()?;
    let since = plan.late_since(day)?;
    Some(Finding {
        kind: AttentionKind::MilestoneOverdue,
        place: format!("milestones/{id}"),
        subject: milestone.title.clone(),
        explanation: Explanation::NotReached(plan),
        since: Some(since),
    })
}

fn slipping_milestone(id: Uuid, trend: &Trend) -> Option<Finding> {
    let open = matches!(trend.class, Some(TrendClass::Slipping | TrendClass::Erratic));
    let (days, last) = (trend.shift_days.filter(|days| open && *days >= TOLERANCE)?, trend.points.last()?);
    let origin = trend.baseline.as_ref().or(trend.points.first().map(|point| &point.forecast))?;
    // It has been so since the first of the last forecasts that all lie behind.
    let behind = |point: &&TrendPoint| distance(origin.date, point.forecast.date) >= TOLERANCE;
    let since = trend.points.iter().rev().take_while(behind).last().unwrap_or(last).stated_on;
    Some(Finding {
        kind: AttentionKind::MilestoneSlipping,
        place: format!("milestones/{id}"),
        subject: trend.title.clone(),
        explanation: Explanation::Slipped { from: trend.shift_from, days, expected: last.forecast.date },
        since: Some(since),
    })
}

fn stale_project(watched: &Watched<'_>) -> Option<Finding> {
    let due = watched.interval.after(watched.last_update.unwrap_or(watched.there_since));
    let stale = !watched.phase.over() && due < watched.day;
    stale.then(|| Finding {
        kind: AttentionKind::ProjectStale,
        place: String::new(),
        subject: watched.title.to_owned(),
        explanation: Explanation::LastUpdate(watched.last_update),
        since: Some(due.next()),
    })
}

fn stale_indicator(indicator: &WatchedIndicator, watched: &Watched<'_>) -> Option<Finding> {
    let (interval, last) = (indicator.interval?, indicator.last?);
    let due = interval.after(last);
    let stale = !watched.phase.over() && due < watched.day;
    stale.then(|| Finding {
        kind: AttentionKind::IndicatorStale,
        place: format!("indicators/{}", indicator.key),
        subject: indicator.label.clone(),
        explanation: Explanation::LastValue(last),
        since: Some(due.next()),
    })
}

fn missing_value(indicator: &WatchedIndicator, watched: &Watched<'_>) -> Option<Finding> {
    let from = watched.period_from;
    let said = indicator.last.or(indicator.outdated);
    let expected = said.is_some() || indicator.interval.is_some() || indicator.has_targets;
    let missing = indicator.last.is_none_or(|last| last < from);
    let asked = expected && !indicator.not_applicable && watched.phase.counted();
    (asked && missing).then(|| Finding {
        kind: AttentionKind::ValueMissing,
        place: format!("indicators/{}", indicator.key),
        subject: indicator.label.clone(),
        explanation: match (indicator.last, indicator.outdated) {
            (Some(last), _) => Explanation::NoValueSince { from, last },
            (None, Some(before)) => Explanation::NoValueSinceDefinition(before),
            (None, None) => Explanation::NoValue,
        },
        since: None,
    })
}

fn declared_better(watched: &Watched<'_>) -> Vec<Finding> {
    let computed = watched.judgement.lights();
    let pairs = watched.declared.iter().filter_map(|(name, declared)| {
        let (_, judged) = computed.iter().find(|(own, _)| own == name)?;
        (Difference::of(*declared, judged.light) == Difference::DeclaredBetter).then_some((*name, *declared, *judged))
    });
    pairs
        .map(|(name, declared, judged)| Finding {
            kind: AttentionKind::DeclaredBetter,
            place: String::new(),
            subject: watched.title.to_owned(),
            explanation: Explanation::DeclaredBetter {
                dimension: name,
                declared,
                computed: judged.light,
                because: judged.explanation.clone(),
            },
            since: None,
        })
        .collect()
}

fn risk_findings(id: Uuid, risk: &Risk, day: Day) -> Vec<Finding> {
    let finding = |kind, explanation, since| Finding {
        kind,
        place: format!("risks/{id}"),
        subject: risk.title.clone(),
        explanation,
        since,
    };
    let mut found = Vec::new();
    if risk.state == RiskState::Closed {
        return found;
    }
    if risk.owner.is_none() {
        found.push(finding(AttentionKind::RiskWithoutOwner, Explanation::NoOwner, None));
    }
    if let Some(due) = &risk.due
        && let Some(since) = due.late_since(day)
    {
        found.push(finding(AttentionKind::RiskOverdue, Explanation::RiskDue(due.date), Some(since)));
    }
    found
}

fn overdue_decision(id: Uuid, decision: &Decision, day: Day) -> Option<Finding> {
    let due = decision.due.as_ref().filter(|_| decision.state == DecisionState::Open)?;
    let since = due.late_since(day)?;
    Some(Finding {
        kind: AttentionKind::DecisionOverdue,
        place: format!("decisions/{id}"),
        subject: decision.title.clone(),
        explanation: Explanation::DecisionDue { due: due.date, decider: decision.decider.clone() },
        since: Some(since),
    })
}

fn differing(pair: &Pair) -> Option<Finding> {
    (pair.observed != pair.computed).then(|| Finding {
        kind: AttentionKind::CountsDiffer,
        place: format!("indicators/{}", pair.key),
        subject: pair.label.clone(),
        explanation: Explanation::CountsDiffer { day: pair.day, observed: pair.observed, computed: pair.computed },
        since: Some(pair.day),
    })
}

#[cfg(test)]
mod tests;
