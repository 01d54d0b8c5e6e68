//! Judging a project: what its health is computed from, and what both healths look like side by side.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::figures::compute::compute;
use crate::figures::indicator::Found;
use crate::projects::facts::{Loaded, belonging};
use crate::records::representation::stored_as;
use crate::records::scope::Scope;
use analysis::health;
use analysis::health::{Difference, DueTarget, Evidence, Judgement};
use domain::access::View;
use domain::error::Result;
use domain::health::HealthRules;
use domain::indicator::{Indicator, Target};
use domain::milestone::Milestone;
use domain::payload::Shape;
use domain::project::{Health, Light, Phase, Project};
use domain::time::{AsOf, Day};
use store::{Query, Reading, Stored};
use texts::GERMAN;

/// The rules in force on D, as known at N: those that somebody set, else the first ones.
///
/// # Errors
/// Those of the ledger.
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

/// What a project is judged by besides its costs, as far as it is loaded already.
struct Grounds<'a> {
    /// The project.
    project: Uuid,
    /// Its phase.
    phase: Phase,
    /// Its milestones.
    milestones: &'a [(Uuid, Milestone)],
    /// Its targets that are due.
    targets: &'a [DueTarget],
}

/// Judges a project by what the view sees of it.
///
/// # Errors
/// Those of the ledger.
fn judge(
    reading: &mut Reading<'_>,
    rules: &HealthRules,
    grounds: &Grounds<'_>,
    as_of: &AsOf,
    view: &View,
) -> Result<Judgement> {
    let costs = belonging(reading, grounds.project, as_of, view)?;
    let Grounds { phase, milestones, targets, .. } = *grounds;
    Ok(health::assess(rules, &Evidence { day: as_of.day, phase, milestones, costs: &costs, targets }))
}

/// Judges a project of which everything is loaded.
///
/// # Errors
/// Those of the ledger.
pub fn of_loaded(reading: &mut Reading<'_>, rules: &HealthRules, loaded: &Loaded, as_of: &AsOf) -> Result<Judgement> {
    let targets = loaded.indicators.iter();
    let targets =
        targets.filter_map(|(found, value)| due(found, as_of.day).map(|target| due_target(found, target, *value)));
    let grounds = Grounds {
        project: loaded.stored.id,
        phase: loaded.facts.project.phase,
        milestones: &loaded.milestones,
        targets: &targets.collect::<Vec<_>>(),
    };
    judge(reading, rules, &grounds, as_of, &loaded.view)
}

/// The target of an indicator that was due last on a day, if it has one and can be judged by its value.
fn due(found: &Found, day: Day) -> Option<&Target> {
    let over = found.indicator.targets.iter().filter(|target| target.over(day));
    over.max_by_key(|target| target.due.date.last()).filter(|_| !found.flow())
}

/// A target that is due, beside what is reached.
fn due_target(found: &Found, target: &Target, reached: Option<f64>) -> DueTarget {
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
pub fn side_by_side(project: &Project, judgement: &Judgement, rules: &HealthRules, path: &str) -> Value {
    let mut value = json!({"rules": {"version": rules.version, "links": {"self": "/v1/health-rules"}}});
    let Some(fields) = value.as_object_mut() else { return value };
    for (name, judged) in judgement.lights() {
        let declared = declared(project.health.as_ref(), name);
        let because: Vec<String> = judged.because.iter().map(|place| format!("{path}/{place}")).collect();
        fields.insert(
            name.into(),
            json!({
                "declared": declared.name(),
                "computed": {
                    "light": judged.light.name(), "rule": judged.rule.name(), "explanation": (GERMAN.explanations.health)(&judged.explanation), "because": because,
                },
                "difference": Difference::of(declared, judged.light).name(),
            }),
        );
    }
    value
}

/// What the answer of a project says of its health besides what it declares.
///
/// # Errors
/// Those of the ledger.
pub fn of_project(reading: &mut Reading<'_>, stored: &Stored, path: &str, as_of: &AsOf, view: &View) -> Result<Value> {
    let (rules, _) = rules(reading, as_of)?;
    let project: Project = stored_as(stored)?;
    let milestones = belonging(reading, stored.id, as_of, view)?;
    let scope = Scope::of_project(stored, view.clone());
    let of_it = Query { parent: Some(stored.id), ..Query::default() };
    let mut targets = Vec::new();
    for indicator in reading.list(Shape::Indicator, &of_it, as_of, view)?.rows {
        let found = Found::of(&scope, stored.id, &indicator)?;
        if let Some(target) = due(&found, as_of.day) {
            targets.push(due_target(&found, target, compute(reading, &found, as_of, view)?.value));
        }
    }
    let grounds = Grounds { project: stored.id, phase: project.phase, milestones: &milestones, targets: &targets };
    let judgement = judge(reading, &rules, &grounds, as_of, view)?;
    Ok(side_by_side(&project, &judgement, &rules, path))
}
