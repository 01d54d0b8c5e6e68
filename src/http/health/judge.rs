//! Judging a project: what its health is computed from, and what both healths look like side by side.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::analysis::health::{self, Difference, DueTarget, Evidence, Judgement};
use crate::domain::access::View;
use crate::domain::error::Result;
use crate::domain::health::HealthRules;
use crate::domain::payload::{Record, Shape, typed};
use crate::domain::project::{Health, Light, Project};
use crate::domain::time::AsOf;
use crate::http::figures::{Found, compute};
use crate::http::resource::Scope;
use crate::kinds;
use crate::store::{Query, Reading, Stored};

/// The rules in force on D, as known at N: those that somebody set, else the first ones.
///
/// # Errors
/// Those of the ledger.
pub fn rules(reading: &mut Reading<'_>, as_of: &AsOf) -> Result<(HealthRules, Option<Stored>)> {
    let stored = match reading.subject_of(Shape::HealthRules, None, HealthRules::KEY)? {
        Some(id) => reading.find(Shape::HealthRules, None, id, as_of, &View::EVERYTHING)?,
        None => None,
    };
    let rules = stored.as_ref().map(|stored| typed(&kinds::upcast(stored.shape, stored.format, stored.value.clone())));
    Ok((rules.transpose()?.unwrap_or_default(), stored))
}

/// Judges a project by what the view sees of it.
///
/// # Errors
/// Those of the ledger.
pub fn judge(
    reading: &mut Reading<'_>,
    rules: &HealthRules,
    stored: &Stored,
    as_of: &AsOf,
    view: &View,
) -> Result<Judgement> {
    let project: Project = typed(&stored.value)?;
    let milestones = belonging(reading, stored.id, as_of, view)?;
    let costs = belonging(reading, stored.id, as_of, view)?;
    let kind = kinds::kind(&project.kind);
    let scope = Scope { project: Some(stored.id), parent: Some(stored.id), kind, ..Scope::in_view(view.clone()) };
    let of_it = Query { parent: Some(stored.id), ..Query::default() };
    let mut targets = Vec::new();
    for indicator in reading.list(Shape::Indicator, &of_it, as_of, view)?.rows {
        let found = Found::of(&scope, stored.id, &indicator)?;
        let due = found.indicator.targets.iter().filter(|t| t.due.date.last() < as_of.day);
        let Some(target) = due.max_by_key(|t| t.due.date.last()) else { continue };
        if found.flow() {
            continue;
        }
        targets.push(DueTarget {
            target: target.value,
            reached: compute(reading, &found, as_of, view)?.value,
            key: found.indicator.key,
            label: found.indicator.label,
            direction: found.indicator.direction,
        });
    }
    let evidence =
        Evidence { day: as_of.day, phase: project.phase, milestones: &milestones, costs: &costs, targets: &targets };
    Ok(health::judge(rules, &evidence))
}

/// Everything of one type that belongs to a project.
///
/// # Errors
/// Those of the ledger.
pub fn belonging<T: Record>(
    reading: &mut Reading<'_>,
    project: Uuid,
    as_of: &AsOf,
    view: &View,
) -> Result<Vec<(Uuid, T)>> {
    let of_it = Query { parent: Some(project), ..Query::default() };
    let rows = reading.list(T::SHAPE, &of_it, as_of, view)?.rows;
    rows.into_iter().map(|s| Ok((s.id, typed(&kinds::upcast(s.shape, s.format, s.value))?))).collect()
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
                    "light": judged.light.name(), "rule": judged.rule.name(), "explanation": judged.explanation, "because": because,
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
    let judgement = judge(reading, &rules, stored, as_of, view)?;
    Ok(side_by_side(&typed(&stored.value)?, &judgement, &rules, path))
}
