//! Comparisons of reports: what became different between two. Pure: over snapshots, however they came about.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use domain::indicator::{rounded, shortest_if_any};
use domain::plan::PlannedDate;
use domain::project::{Health, Light, Phase};
use domain::time::Day;

use super::snapshot::{IndicatorState, ItemState, MilestoneState, ProjectState};

/// Something then and now; absent where there was nothing.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ThenNow<T> {
    /// What it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub then: Option<T>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<T>,
}

impl<T: PartialEq> ThenNow<T> {
    /// Both, where they differ.
    fn differing(then: Option<T>, now: Option<T>) -> Option<Self> {
        (then != now).then_some(Self { then, now })
    }
}

domain::names! {
    /// Whether both reports speak of a project.
    pub enum Presence {
        /// Both do.
        Both = "both",
        /// Only the later one (hinzugekommen).
        Added = "added",
        /// Only the earlier one (entfallen).
        Gone = "gone",
    }
}

/// What became different in a project.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProjectComparison {
    /// Its slug.
    #[schema(example = "ozg")]
    pub project: String,
    /// Its title.
    pub title: String,
    /// Whether both speak of it; of one that only one of them knows, nothing else is said.
    pub presence: Presence,
    /// Its phase, where it changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<ThenNow<Phase>>,
    /// The lights of its declared health that changed (Ampeln).
    pub lights: Vec<LightChange>,
    /// Its figures that have a value then or now.
    pub figures: Vec<FigureComparison>,
    /// Its milestones that were moved or reached, or are new or gone.
    pub milestones: Vec<MilestoneComparison>,
    /// Its items whose state changed, or that are new or gone.
    pub items: Vec<ItemComparison>,
}

/// A light that changed; absent where none was declared.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LightChange {
    /// What it is about.
    #[schema(example = "schedule")]
    pub dimension: &'static str,
    /// What it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub then: Option<Light>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<Light>,
}

/// A figure then and now.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FigureComparison {
    /// Key of the indicator.
    #[schema(example = "online-services")]
    pub indicator: String,
    /// What a person calls it.
    pub label: String,
    /// In what it is counted.
    pub unit: String,
    /// What it was; absent when there was no value, which is not 0.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    pub then: Option<f64>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    pub now: Option<f64>,
    /// How much it differs, when there are both.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    pub difference: Option<f64>,
}

/// A milestone that was moved or reached, or is new or gone.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MilestoneComparison {
    /// Its id.
    pub id: Uuid,
    /// What is to be reached.
    pub title: String,
    /// Whether both speak of it.
    pub presence: Presence,
    /// When it is planned, where that was moved (verschoben).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned: Option<ThenNow<PlannedDate>>,
    /// When it was reached, where that is another day now (erreicht).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<ThenNow<Day>>,
}

/// An item whose state changed, or that is new or gone.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ItemComparison {
    /// Its id.
    pub id: Uuid,
    /// What a person calls it.
    pub title: String,
    /// Whether both speak of it.
    pub presence: Presence,
    /// Its state, where it changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<ThenNow<String>>,
}

/// The things of both, those of `now` first in its order, with what each was and is.
fn paired<'a, T>(then: &'a [T], now: &'a [T], id: impl Fn(&T) -> Uuid) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let in_both = now.iter().map(|now| (then.iter().find(|then| id(then) == id(now)), Some(now)));
    let gone = then.iter().filter(|then| !now.iter().any(|now| id(now) == id(then))).map(|then| (Some(then), None));
    in_both.chain(gone).collect()
}

/// What became different, project by project; only those of which there is something to say.
pub fn differences(then: &[ProjectState], now: &[ProjectState]) -> Vec<ProjectComparison> {
    let pairs = paired(then, now, |project| project.id).into_iter();
    pairs
        .filter_map(|pair| match pair {
            (Some(then), Some(now)) => project(then, now),
            (None, Some(one)) => Some(alone(one, Presence::Added)),
            (Some(one), None) => Some(alone(one, Presence::Gone)),
            (None, None) => None,
        })
        .collect()
}

/// The same without figures that stayed as they were.
pub fn changed(then: &[ProjectState], now: &[ProjectState]) -> Vec<ProjectComparison> {
    let mut all = differences(then, now);
    for project in &mut all {
        project.figures.retain(|figure| figure.then != figure.now);
    }
    all.retain(says_something);
    all
}

fn says_something(project: &ProjectComparison) -> bool {
    project.presence != Presence::Both
        || project.phase.is_some()
        || !(project.lights.is_empty()
            && project.figures.is_empty()
            && project.milestones.is_empty()
            && project.items.is_empty())
}

fn alone(one: &ProjectState, presence: Presence) -> ProjectComparison {
    ProjectComparison {
        project: one.slug.clone(),
        title: one.title.clone(),
        presence,
        phase: None,
        lights: Vec::new(),
        figures: Vec::new(),
        milestones: Vec::new(),
        items: Vec::new(),
    }
}

fn project(then: &ProjectState, now: &ProjectState) -> Option<ProjectComparison> {
    let difference = ProjectComparison {
        phase: ThenNow::differing(Some(then.phase), Some(now.phase)),
        lights: lights(then.health.as_ref(), now.health.as_ref()),
        figures: figures(&then.indicators, &now.indicators),
        milestones: paired(&then.milestones, &now.milestones, |m| m.id).into_iter().filter_map(milestone).collect(),
        items: paired(&then.items, &now.items, |i| i.id).into_iter().filter_map(item).collect(),
        ..alone(now, Presence::Both)
    };
    says_something(&difference).then_some(difference)
}

fn lights(then: Option<&Health>, now: Option<&Health>) -> Vec<LightChange> {
    let light = |health: Option<&Health>, n: usize| health.and_then(|h| h.lights().get(n).map(|(_, a)| a.light));
    let named = now.or(then).map(Health::lights).into_iter().flatten().enumerate();
    let all = named.map(|(n, (dimension, _))| LightChange { dimension, then: light(then, n), now: light(now, n) });
    all.filter(|light| light.then != light.now).collect()
}

fn figures(then: &[IndicatorState], now: &[IndicatorState]) -> Vec<FigureComparison> {
    let value = |all: &[IndicatorState], key: &str| all.iter().find(|i| i.key == key).and_then(|i| i.value);
    let gone = then.iter().filter(|then| !now.iter().any(|now| now.key == then.key));
    let all = now.iter().chain(gone).map(|indicator| {
        let (then, now) = (value(then, &indicator.key), value(now, &indicator.key));
        FigureComparison {
            indicator: indicator.key.clone(),
            label: indicator.label.clone(),
            unit: indicator.unit.clone(),
            then,
            now,
            difference: then.zip(now).map(|(then, now)| rounded(now - then)),
        }
    });
    all.filter(|figure| figure.then.is_some() || figure.now.is_some()).collect()
}

fn presence<T>(then: Option<&T>, now: Option<&T>) -> Presence {
    match (then, now) {
        (None, Some(_)) => Presence::Added,
        (Some(_), None) => Presence::Gone,
        _ => Presence::Both,
    }
}

fn milestone((then, now): (Option<&MilestoneState>, Option<&MilestoneState>)) -> Option<MilestoneComparison> {
    let one = now.or(then)?;
    let planned = ThenNow::differing(then.and_then(|m| m.planned.clone()), now.and_then(|m| m.planned.clone()));
    let actual = ThenNow::differing(then.and_then(|m| m.actual), now.and_then(|m| m.actual));
    let presence = presence(then, now);
    let differs = presence != Presence::Both || planned.is_some() || actual.is_some();
    differs.then(|| MilestoneComparison { id: one.id, title: one.title.clone(), presence, planned, actual })
}

fn item((then, now): (Option<&ItemState>, Option<&ItemState>)) -> Option<ItemComparison> {
    let one = now.or(then)?;
    let state = ThenNow::differing(then.and_then(|i| i.state.clone()), now.and_then(|i| i.state.clone()));
    let presence = presence(then, now);
    let differs = presence != Presence::Both || state.is_some();
    differs.then(|| ItemComparison { id: one.id, title: one.title.clone(), presence, state })
}

#[cfg(test)]
#[path = "tests/comparison.rs"]
mod tests;
