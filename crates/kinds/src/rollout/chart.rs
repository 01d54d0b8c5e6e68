//! What is drawn of a rollout: every office with the stage that it has come to.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::Facts;
use crate::chart::{ChartData, StageRow, Stages};
use domain::sorting::sort_key;

use super::course::Rollout;
use super::unit::{Module, RolloutState, RolloutUnit};

/// The stages on the way; where a module is not meant for an office, there is no way.
const STATES: [RolloutState; 5] = [
    RolloutState::NotStarted,
    RolloutState::Preparing,
    RolloutState::Training,
    RolloutState::Pilot,
    RolloutState::Live,
];

/// The stages of the offices, those that have come furthest first; nothing where nothing is rolled out.
pub fn stages(facts: &Facts, modules: &[Module]) -> Option<ChartData> {
    let units = facts.items_of::<RolloutUnit>("RolloutUnit");
    let used: Vec<Module> = modules.iter().copied().filter(|m| units.iter().any(|u| u.module == *m)).collect();
    let mut offices: BTreeMap<Uuid, Vec<Option<usize>>> = BTreeMap::new();
    for unit in &units {
        let reached = offices.entry(unit.office).or_insert_with(|| vec![None; used.len()]);
        let place = used.iter().position(|module| *module == unit.module).and_then(|n| reached.get_mut(n));
        if let Some(place) = place {
            let reached = STATES.iter().position(|state| *state == unit.state);
            // Of several units for the same, the one furthest behind counts: what is not live everywhere is not live.
            *place = place.and_then(|other| reached.map(|reached| reached.min(other))).or(*place).or(reached);
        }
    }
    let row = |(id, reached)| StageRow { name: office(facts, id).to_owned(), reached };
    let mut rows: Vec<StageRow> = offices.into_iter().map(row).collect();
    let far = |row: &StageRow| row.reached.iter().flatten().copied().min();
    rows.sort_by_cached_key(|row| (std::cmp::Reverse((far(row), row.reached.clone())), sort_key(&row.name)));
    let drawn = Stages {
        key: "rollout",
        title: "Einführungsstand der Ämter",
        stages: STATES.into_iter().map(Rollout::label).collect(),
        parts: used.into_iter().map(Module::label).collect(),
        rows,
    };
    (!drawn.rows.is_empty()).then_some(ChartData::Stages(drawn))
}

/// What a person calls an office.
pub(super) fn office(facts: &Facts, id: Uuid) -> &str {
    facts.office(id).unwrap_or("Amt ohne Namen")
}
