//! The course of a rollout: which stage every office entered when, and what is done of the whole.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use domain::plan::PlannedDate;
use domain::time::{Bound, Day, ValidInterval};

use super::unit::{Module, OFFICES_CONCERNED_KEY, OFFICES_LIVE_KEY, RolloutState, RolloutUnit};

/// What held of an item during a stretch of valid time.
#[derive(Clone, Debug)]
pub struct ItemSlice {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub span: ValidInterval,
    /// Its JSON, in the present format.
    pub value: Value,
}

/// How a kind rolls out.
#[derive(Debug)]
pub struct Rollout {
    /// What is rolled out, in the order of the city's report.
    pub modules: &'static [Module],
    /// What the modules are together.
    pub label: &'static str,
}

/// A stage of a rollout (Einführungsstand).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Its name in JSON.
    pub key: &'static str,
    /// Its German name.
    pub label: &'static str,
}

/// One module in one office on a day, and how it came there.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Its id.
    pub id: Uuid,
    /// The office.
    pub office: Uuid,
    /// The name of the module.
    pub module: &'static str,
    /// The name of the stage on the day.
    pub state: &'static str,
    /// Whether the module is meant for the office at all.
    pub applies: bool,
    /// The stages that led to the present one, with the day on which each was entered last. A stage that was left again
    /// for an earlier one is not among them.
    pub entered: Vec<(&'static str, Bound)>,
    /// Since when it is live; nothing while it is not.
    pub live_since: Option<Bound>,
    /// When it is to go live (geplant).
    pub planned: Option<PlannedDate>,
    /// When it went live according to who entered it (tatsächlich); the history of its stages may say another day.
    pub actual: Option<Day>,
}

/// A module, or everything together, in all offices.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The name of the module, or [`Rollout::WHOLE`].
    pub key: &'static str,
    /// What a person calls it.
    pub label: &'static str,
    /// For how many offices it is meant.
    pub all: usize,
    /// Since when each office is live that is.
    pub live: Vec<Bound>,
    /// The latest date for which an office is planned.
    pub plan: Option<PlannedDate>,
    /// In how many of those that are open something has no date.
    pub without_plan: usize,
}

impl Rollout {
    /// The name of everything together.
    pub const WHOLE: &'static str = "whole";
    /// What is counted: the plural in a sentence.
    pub const UNIT: &'static str = "Ämter";
    /// The stages in their usual order.
    pub const STAGES: [Stage; 6] = [
        Stage { key: "not_started", label: "Noch nicht begonnen" },
        Stage { key: "preparing", label: "In Vorbereitung" },
        Stage { key: "training", label: "In Schulung" },
        Stage { key: "pilot", label: "Im Pilotbetrieb" },
        Stage { key: "live", label: "Im Echtbetrieb" },
        Stage { key: "not_applicable", label: "Entfällt" },
    ];
    /// What a stage is called.
    pub fn label(state: RolloutState) -> &'static str {
        Self::STAGES.iter().find(|stage| stage.key == state.name()).map_or(state.name(), |stage| stage.label)
    }

    /// The indicators that count the offices for which it is meant, and those of them that are live.
    pub const COUNTED: [&'static str; 2] = [OFFICES_CONCERNED_KEY, OFFICES_LIVE_KEY];

    /// The units that there are on `day`, from everything that was so of the items of a project up to that day, item by
    /// item, the earliest slice first.
    pub fn units(&self, slices: &[ItemSlice], day: Day) -> Vec<Unit> {
        let of_one = slices.chunk_by(|one, next| one.id == next.id);
        of_one.filter_map(|slices| unit(slices, day)).collect()
    }

    /// Everything together, then each module that is meant for any office.
    pub fn parts(&self, units: &[Unit]) -> Vec<Part> {
        let applicable: Vec<&Unit> = units.iter().filter(|unit| unit.applies).collect();
        let modules = self.modules.iter().map(|module| {
            let of_it: Vec<&Unit> = applicable.iter().copied().filter(|u| u.module == module.name()).collect();
            part(module.name(), module.label(), &of_it)
        });
        let whole = part(Self::WHOLE, self.label, &applicable);
        std::iter::once(whole).chain(modules.filter(|part| part.all > 0)).collect()
    }
}

impl Module {
    /// What a person calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::InvoiceRegister => "Elektronisches Rechnungseingangsbuch",
            Self::ApprovalWorkflow => "Anordnungsworkflow",
            Self::Dms => "Dokumentenmanagementsystem",
        }
    }
}

/// The course of one item, if it is a rollout unit that is there on the day.
fn unit(slices: &[ItemSlice], day: Day) -> Option<Unit> {
    let mut entered: Vec<(RolloutState, Bound)> = Vec::new();
    let mut before: Option<(Bound, RolloutState)> = None;
    let mut last: Option<(&ItemSlice, RolloutUnit)> = None;
    for slice in slices.iter().filter(|slice| slice.span.from <= day.into()) {
        let unit = RolloutUnit::deserialize(&slice.value).ok()?;
        let follows = before.filter(|(until, _)| *until == slice.span.from).map(|(_, state)| state);
        if follows != Some(unit.state) {
            match follows {
                // Where it applies anew or has been away, it begins anew.
                None | Some(RolloutState::NotApplicable) => entered.clear(),
                Some(_) if unit.state == RolloutState::NotApplicable => entered.clear(),
                Some(_) => entered.retain(|(state, _)| *state < unit.state),
            }
            entered.push((unit.state, slice.span.from));
        }
        before = Some((slice.span.to, unit.state));
        last = Some((slice, unit));
    }
    let (slice, unit) = last.filter(|(slice, _)| slice.span.contains(day))?;
    let live = entered.iter().find(|(state, _)| unit.state == RolloutState::Live && *state == unit.state);
    Some(Unit {
        id: slice.id,
        office: unit.office,
        module: unit.module.name(),
        state: unit.state.name(),
        applies: unit.state != RolloutState::NotApplicable,
        live_since: live.map(|(_, since)| *since),
        entered: entered.iter().map(|(state, since)| (state.name(), *since)).collect(),
        planned: unit.planned,
        actual: unit.actual,
    })
}

/// An office is live when everything of these units is, and since the last of it is.
fn part(key: &'static str, label: &'static str, units: &[&Unit]) -> Part {
    let mut offices: BTreeMap<Uuid, Vec<&Unit>> = BTreeMap::new();
    for unit in units {
        offices.entry(unit.office).or_default().push(unit);
    }
    let since = |units: &Vec<&Unit>| units.iter().map(|u| u.live_since).collect::<Option<Vec<_>>>()?.into_iter().max();
    let mut live: Vec<Bound> = offices.values().filter_map(since).collect();
    live.sort_unstable();
    let undated = |units: &&Vec<&Unit>| units.iter().any(|u| u.live_since.is_none() && u.planned.is_none());
    let plans = units.iter().filter_map(|unit| unit.planned.as_ref());
    Part {
        key,
        label,
        all: offices.len(),
        live,
        plan: plans.max_by_key(|plan| plan.date.last()).cloned(),
        without_plan: offices.values().filter(undated).count(),
    }
}

#[cfg(test)]
mod tests;
