//! Judging a project: what its health is computed from, and what both healths look like side by side.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::context::Context;
use crate::figures::compute::compute;
use crate::figures::indicator::IndicatorContext;
use crate::projects::facts::{Loaded, belonging};
use crate::records::representation::stored_as;
use crate::records::scope::Scope;
use analysis::health;
use analysis::health::{Difference, DueTarget, Evidence, Judged, Judgement, Rule};
use domain::access::View;
use domain::error::Result;
use domain::health::HealthRules;
use domain::indicator::{Indicator, Target};
use domain::milestone::Milestone;
use domain::money::Cost;
use domain::payload::Shape;
use domain::project::{Health, Light, Project};
use domain::time::{AsOf, Day};
use store::{Reading, Stored};
use texts::GERMAN;

/// The rules in force on D, as known at N: those that somebody set, else the first ones.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
pub fn rules(reading: &mut Reading<'_>, as_of: &AsOf) -> Result<(HealthRules, Option<Stored>)> {
    let stored = match reading.subject_of(Shape::HealthRules, None, HealthRules::KEY)? {
        Some(id) => reading.find(Shape::HealthRules, None, id, as_of, &View::EVERYTHING)?,
        None => None,
    };
    let rules = stored.as_ref().map(stored_as);
    Ok((rules.transpose()?.unwrap_or_default(), stored))
}

/// Where the rules are found.
pub const PATH: &str = "/v1/health-rules";

/// Of a project: the health that it declares beside the one that is computed from what you see of it, by the rules in force
/// on that day.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct HealthComparison {
    /// The rules by which it is computed (Ampelregeln).
    #[schema(inline)]
    pub rules: RulesInForce,
    /// Time (Termine).
    pub schedule: LightComparison,
    /// Money (Budget).
    pub budget: LightComparison,
    /// What is achieved (Ergebnis).
    pub result: LightComparison,
}

/// The rules in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RulesInForce {
    /// Their version.
    pub version: u32,
    /// Where they are found.
    #[schema(inline)]
    pub links: RulesLinks,
}

/// Where the rules are found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RulesLinks {
    /// The rules.
    #[serde(rename = "self")]
    pub own: String,
}

/// A declared light beside the computed one.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LightComparison {
    /// What the project declares.
    pub declared: Light,
    /// What is computed.
    #[schema(inline)]
    pub computed: ReasonedLight,
    /// How the declared light differs from the computed one.
    #[schema(inline)]
    pub difference: Difference,
}

/// A computed light with what it follows from.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ReasonedLight {
    /// The light.
    pub light: Light,
    /// By which rule.
    #[schema(inline)]
    pub rule: Rule,
    /// Why, in German.
    pub explanation: String,
    /// What it follows from.
    pub because: Vec<String>,
}

/// Assesses a project of which everything is loaded.
pub fn of_loaded(rules: &HealthRules, loaded: &Loaded) -> Judgement {
    let Loaded { facts, milestones, indicators, costs, .. } = loaded;
    let targets = indicators.iter();
    let targets = targets.filter_map(|(found, value)| Some(due_target(found, due(found, facts.day)?, *value)));
    let targets: Vec<DueTarget> = targets.collect();
    let phase = facts.project.phase;
    health::assess(rules, &Evidence { day: facts.day, phase, milestones, costs, targets: &targets })
}

/// The target of an indicator that was due last on a day, if it has one and can be judged by its value.
fn due(found: &IndicatorContext, day: Day) -> Option<&Target> {
    let over = found.indicator.targets.iter().filter(|target| target.over(day));
    over.max_by_key(|target| target.due.date.last()).filter(|_| !found.flow())
}

/// A target that is due, beside what is reached.
fn due_target(found: &IndicatorContext, target: &Target, reached: Option<f64>) -> DueTarget {
    let Indicator { key, label, direction, .. } = &found.indicator;
    DueTarget { key: key.clone(), label: label.clone(), direction: *direction, target: target.value, reached }
}

/// The light that a project declares of itself.
pub fn declared(health: Option<&Health>, name: &str) -> Light {
    let lights = health.map(Health::lights);
    let found = lights.iter().flatten().find(|(own, _)| *own == name);
    found.map_or(Light::Unknown, |(_, assessment)| assessment.light)
}

/// Both healths side by side, with the difference; `path` is that of the project.
fn side_by_side(project: &Project, judgement: &Judgement, rules: &HealthRules, path: &str) -> HealthComparison {
    let compared = |name: &str, judged: &Judged| {
        let declared = declared(project.health.as_ref(), name);
        LightComparison {
            declared,
            computed: ReasonedLight {
                light: judged.light,
                rule: judged.rule,
                explanation: (GERMAN.explanations.health)(&judged.explanation),
                because: judged.because.iter().map(|place| format!("{path}/{place}")).collect(),
            },
            difference: Difference::of(declared, judged.light),
        }
    };
    let [schedule, budget, result] = judgement.lights().map(|(name, judged)| compared(name, judged));
    let rules = RulesInForce { version: rules.version, links: RulesLinks { own: PATH.to_owned() } };
    HealthComparison { rules, schedule, budget, result }
}

/// What the answer of a project says of its health besides what it declares.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
pub fn of_project(cx: &mut Context<'_, '_>, stored: &Stored, path: &str) -> Result<HealthComparison> {
    let (day, (rules, _)) = (cx.as_of.day, rules(cx.reading, &cx.as_of)?);
    let project: Project = stored_as(stored)?;
    let milestones: Vec<(Uuid, Milestone)> = belonging(cx, stored.id)?;
    let scope = Scope::of_project(stored, cx.view.clone());
    let mut targets = Vec::new();
    for indicator in cx.children(Shape::Indicator, stored.id)? {
        let found = IndicatorContext::of(&scope, stored.id, &indicator)?;
        if let Some(target) = due(&found, day) {
            targets.push(due_target(&found, target, compute(cx, &found)?.value));
        }
    }
    let costs: Vec<(Uuid, Cost)> = belonging(cx, stored.id)?;
    let evidence = Evidence { day, phase: project.phase, milestones: &milestones, costs: &costs, targets: &targets };
    Ok(side_by_side(&project, &health::assess(&rules, &evidence), &rules, path))
}
