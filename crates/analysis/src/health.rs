//! Health as it follows from the facts, by published rules: what a project declares of itself is held against it.

mod explanation;

use uuid::Uuid;

use domain::cents::Cents;
use domain::health::{BudgetRule, HealthRules, ResultRule, ScheduleRule};
use domain::indicator::Direction;
use domain::milestone::Milestone;
use domain::money::Cost;
use domain::period::PlannedPeriod;
use domain::plan::Modality;
use domain::project::{Light, Phase};
use domain::time::Day;

pub use explanation::Explanation;

/// What health is judged by: one project on day D.
#[derive(Clone, Debug)]
pub struct Evidence<'a> {
    /// The day D.
    pub day: Day,
    /// The phase of the project.
    pub phase: Phase,
    /// Its milestones.
    pub milestones: &'a [(Uuid, Milestone)],
    /// Its costs.
    pub costs: &'a [(Uuid, Cost)],
    /// Of every indicator with a target whose last day is over, the one that was due last.
    pub targets: &'a [DueTarget],
}

/// A target that is due, and what was reached.
#[derive(Clone, Debug, PartialEq)]
pub struct DueTarget {
    /// The key of the indicator.
    pub key: String,
    /// What a person calls it.
    pub label: String,
    /// What is better.
    pub direction: Direction,
    /// How much was to be reached.
    pub target: f64,
    /// What is reached on D, if there is a value: late is better than never.
    pub reached: Option<f64>,
}

domain::names! {
    /// The rule that found a light.
    pub enum Rule {
        /// A stopped project is not in time.
        Stopped = "stopped",
        /// Milestones behind their baselines.
        MilestoneDelay = "milestone_delay",
        /// More spent than planned.
        CostOverrun = "cost_overrun",
        /// Targets missed when they were due.
        TargetMissed = "target_missed",
        /// There is nothing to judge by.
        NothingToJudge = "nothing_to_judge",
    }
}

/// A light with what it follows from.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The light.
    pub light: Light,
    /// By which rule.
    pub rule: Rule,
    /// Why.
    pub explanation: Explanation,
    /// What it follows from, as paths below that of the project.
    pub because: Vec<String>,
}

impl Judged {
    fn new(light: Light, rule: Rule, explanation: Explanation) -> Self {
        Self { light, rule, explanation, because: Vec::new() }
    }

    fn nothing(explanation: Explanation) -> Self {
        Self::new(Light::Unknown, Rule::NothingToJudge, explanation)
    }
}

/// Computed health in three dimensions.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// Time.
    pub schedule: Judged,
    /// Money.
    pub budget: Judged,
    /// What is achieved.
    pub result: Judged,
}

impl Judgement {
    /// The three with their names.
    pub fn lights(&self) -> [(&'static str, &Judged); 3] {
        [("schedule", &self.schedule), ("budget", &self.budget), ("result", &self.result)]
    }
}

domain::names! {
    /// How what is declared differs from what is computed.
    pub enum Difference {
        /// Gleich.
        Same = "same",
        /// Besser als berechnet.
        DeclaredBetter = "declared_better",
        /// Schlechter als berechnet.
        DeclaredWorse = "declared_worse",
        /// One of the two is unknown.
        NotComparable = "not_comparable",
    }
}

impl Difference {
    /// Of a declared light to a computed one.
    pub fn of(declared: Light, computed: Light) -> Self {
        let known = |light| [Light::Green, Light::Yellow, Light::Red].iter().position(|l| *l == light);
        match (known(declared), known(computed)) {
            (Some(declared), Some(computed)) if declared < computed => Self::DeclaredBetter,
            (Some(declared), Some(computed)) if declared > computed => Self::DeclaredWorse,
            (Some(_), Some(_)) => Self::Same,
            _ => Self::NotComparable,
        }
    }
}

/// Assesses the health of a project by the rules.
pub fn assess(rules: &HealthRules, evidence: &Evidence<'_>) -> Judgement {
    Judgement {
        schedule: schedule(&rules.schedule, evidence),
        budget: budget(&rules.budget, evidence),
        result: result(&rules.result, evidence),
    }
}

fn schedule(rule: &ScheduleRule, evidence: &Evidence<'_>) -> Judged {
    if evidence.phase == Phase::Cancelled {
        return Judged::new(Light::Red, Rule::Stopped, Explanation::Cancelled);
    }
    let by_milestones = by_milestones(rule, evidence);
    // What stands still is not in time, and not better for standing still.
    if evidence.phase == Phase::Paused && by_milestones.light != Light::Red {
        return Judged::new(Light::Yellow, Rule::Stopped, Explanation::Paused);
    }
    by_milestones
}

fn by_milestones(rule: &ScheduleRule, evidence: &Evidence<'_>) -> Judged {
    let mut worst: Option<(Day, Judged)> = None;
    let mut agreed = 0;
    for (id, milestone) in evidence.milestones {
        let Some(baseline) = &milestone.baseline else { continue };
        agreed += 1;
        let Some((expected, period)) = expected(milestone, evidence.day) else { continue };
        // The ends of periods are compared: from the end of June to the end of September it is three months.
        let (planned, ends) = (baseline.date.last().next(), expected.next());
        let light = if ends > rule.red_after.after(planned) {
            Light::Red
        } else if ends > rule.yellow_after.after(planned) {
            Light::Yellow
        } else {
            continue;
        };
        let graver = worst.as_ref().is_none_or(|(day, judged)| (judged.light, *day) < (light, expected));
        if graver {
            let because = vec![format!("milestones/{id}")];
            let (milestone, agreed) = (milestone.title.clone(), baseline.date);
            let reason = Explanation::MilestoneBehind { milestone, agreed, expected: period };
            worst = Some((expected, Judged { because, ..Judged::new(light, Rule::MilestoneDelay, reason) }));
        }
    }
    match worst {
        Some((_, judged)) => judged,
        None if agreed > 0 => Judged::new(Light::Green, Rule::MilestoneDelay, Explanation::MilestonesInTime),
        None => Judged::nothing(Explanation::NothingAgreed),
    }
}

/// When an open milestone is expected on D, with the period that says so unless that is over; nothing for one that is
/// reached.
fn expected(milestone: &Milestone, day: Day) -> Option<(Day, Option<PlannedPeriod>)> {
    if milestone.actual.is_some_and(|actual| actual <= day) {
        return None;
    }
    let (date, modality): (PlannedPeriod, Modality) = match (&milestone.forecast, &milestone.baseline) {
        (Some(forecast), _) => (forecast.date, forecast.modality),
        (None, Some(baseline)) => (baseline.date, baseline.modality),
        (None, None) => return None,
    };
    // "Not before June" says nothing of the end of June; what has passed without being reached is expected now.
    let until = if modality == Modality::Earliest { date.first() } else { date.last() };
    if until < day {
        return Some((day, None));
    }
    Some((until, Some(date)))
}

fn budget(rule: &BudgetRule, evidence: &Evidence<'_>) -> Judged {
    let (mut known, mut because, mut unplanned) = (Vec::new(), Vec::new(), false);
    for (id, cost) in evidence.costs {
        for amount in cost.amounts.iter().filter(|a| a.year <= evidence.day.year()) {
            // Only where both are known can one be held against the other: a plan that is missing is not 0.
            let Some(spent) = amount.actual else { continue };
            let Some(plan) = amount.planned else {
                unplanned = true;
                continue;
            };
            known.push((spent.cents(), plan.cents()));
            because.push(format!("costs/{id}"));
        }
    }
    because.dedup();
    if known.is_empty() {
        return Judged::nothing(if unplanned { Explanation::NothingPlanned } else { Explanation::NothingSpent });
    }
    let actual: Cents = known.iter().map(|(spent, _)| *spent).sum();
    let planned: Cents = known.iter().map(|(_, plan)| *plan).sum();
    let over = if actual <= planned {
        0.0
    } else if planned > Cents::default() {
        actual.beyond(planned).euros() / planned.euros() * 100.0
    } else {
        f64::INFINITY
    };
    let light = if over > rule.red_over {
        Light::Red
    } else if rule.yellow_over.is_some_and(|yellow| over > yellow) {
        Light::Yellow
    } else {
        Light::Green
    };
    Judged { because, ..Judged::new(light, Rule::CostOverrun, Explanation::Spent { actual, planned }) }
}

fn result(rule: &ResultRule, evidence: &Evidence<'_>) -> Judged {
    let mut worst: Option<(f64, &DueTarget, f64)> = None;
    for target in evidence.targets {
        let Some(reached) = target.reached else { continue };
        let share = match target.direction {
            Direction::Higher if target.target > 0.0 => reached / target.target * 100.0,
            Direction::Lower if reached > 0.0 => target.target / reached * 100.0,
            Direction::Higher | Direction::Lower => 100.0,
            Direction::Neutral => continue,
        };
        if worst.is_none_or(|(least, ..)| share < least) {
            worst = Some((share, target, reached));
        }
    }
    let Some((share, target, reached)) = worst else {
        return Judged::nothing(Explanation::NoTargetDue);
    };
    let light = if share < rule.red_below {
        Light::Red
    } else if share < rule.yellow_below {
        Light::Yellow
    } else {
        Light::Green
    };
    let reason = Explanation::Target { label: target.label.clone(), reached, target: target.target };
    Judged { because: vec![format!("indicators/{}", target.key)], ..Judged::new(light, Rule::TargetMissed, reason) }
}

#[cfg(test)]
mod tests;
