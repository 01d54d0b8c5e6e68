//! Courses of rollouts: moves back, gaps, offices with several modules; and stages against a naive model.

use proptest::prelude::*;
use serde_json::json;

use super::*;

const ROLLOUT: Rollout = Rollout { modules: &[Module::InvoiceRegister, Module::ApprovalWorkflow], label: "eREB" };

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn edge(text: &str) -> Bound {
    text.parse().unwrap()
}

/// One unit that was in these states from these days on.
fn course(nth: u128, office: u128, module: &str, states: &[(&str, &str)]) -> Vec<ItemSlice> {
    let ends = states.iter().skip(1).map(|(from, _)| edge(from)).chain([Bound::END]);
    let slices = states.iter().zip(ends).map(|((from, state), to)| {
        let value = json!({
            "type": "RolloutUnit", "office": Uuid::from_u128(office), "module": module, "state": state,
        });
        ItemSlice { id: Uuid::from_u128(nth), span: ValidInterval { from: edge(from), to }, value }
    });
    slices.collect()
}

fn one(states: &[(&str, &str)], on: &str) -> Unit {
    ROLLOUT.units(&course(1, 1, "invoice_register", states), day(on)).pop().unwrap()
}

fn said(unit: &Unit) -> String {
    unit.entered.iter().map(|(state, since)| format!("{state} {since}")).collect::<Vec<_>>().join(", ")
}

#[test]
fn every_stage_has_the_day_on_which_it_was_entered() {
    let states =
        [("start", "not_started"), ("2023-01-10", "preparing"), ("2023-02-01", "training"), ("2023-03-15", "live")];
    let unit = one(&states, "2023-04-01");
    assert_eq!(said(&unit), "not_started start, preparing 2023-01-10, training 2023-02-01, live 2023-03-15");
    assert_eq!(unit.live_since, Some(edge("2023-03-15")));
    let earlier = one(&states, "2023-03-14");
    assert_eq!(
        (said(&earlier).as_str(), earlier.live_since),
        ("not_started start, preparing 2023-01-10, training 2023-02-01", None)
    );
}

#[test]
fn a_stage_that_was_left_again_is_not_entered() {
    let states = [
        ("2023-01-10", "preparing"),
        ("2023-02-01", "training"),
        ("2023-03-01", "pilot"),
        ("2023-03-15", "live"),
        ("2023-04-01", "pilot"),
        ("2023-05-01", "preparing"),
        ("2023-06-01", "live"),
    ];
    assert_eq!(said(&one(&states, "2023-04-10")), "preparing 2023-01-10, training 2023-02-01, pilot 2023-04-01");
    assert_eq!(said(&one(&states, "2023-05-10")), "preparing 2023-05-01");
    assert_eq!(one(&states, "2023-07-01").live_since, Some(edge("2023-06-01")));
}

#[test]
fn what_did_not_apply_begins_anew() {
    let states = [("start", "live"), ("2023-01-10", "not_applicable"), ("2023-02-01", "preparing")];
    assert_eq!(said(&one(&states, "2023-01-20")), "not_applicable 2023-01-10");
    assert_eq!(said(&one(&states, "2023-02-20")), "preparing 2023-02-01");
    let mut gap = course(1, 1, "invoice_register", &[("2023-01-01", "preparing"), ("2023-03-01", "training")]);
    gap[0].span.to = edge("2023-02-01");
    assert_eq!(said(&ROLLOUT.units(&gap, day("2023-03-10"))[0]), "training 2023-03-01");
    assert!(ROLLOUT.units(&gap, day("2023-02-10")).is_empty(), "it was away");
}

#[test]
fn an_office_is_live_since_the_last_of_its_modules_is() {
    let mut slices = course(1, 1, "invoice_register", &[("start", "live")]);
    slices.extend(course(2, 1, "approval_workflow", &[("2023-01-01", "pilot"), ("2023-02-01", "live")]));
    slices.extend(course(3, 2, "invoice_register", &[("2023-01-15", "live")]));
    slices.extend(course(4, 2, "approval_workflow", &[("start", "not_applicable")]));
    slices.extend(course(5, 3, "approval_workflow", &[("start", "not_started")]));
    let units = ROLLOUT.units(&slices, day("2023-03-01"));
    let parts: Vec<_> = ROLLOUT.parts(&units).into_iter().map(|p| (p.key, p.all, p.live, p.without_plan)).collect();
    assert_eq!(
        parts,
        [
            ("whole", 3, vec![edge("2023-01-15"), edge("2023-02-01")], 1),
            ("invoice_register", 2, vec![Bound::START, edge("2023-01-15")], 0),
            ("approval_workflow", 2, vec![edge("2023-02-01")], 1),
        ]
    );
    let nothing = ROLLOUT.parts(&[]);
    assert_eq!((nothing.len(), nothing[0].all), (1, 0));
}

#[test]
fn stages_are_the_states_of_a_unit() {
    let keys: Vec<_> = Rollout::STAGES.iter().map(|stage| stage.key).collect();
    assert_eq!(keys, RolloutState::STATES.names());
}

proptest! {
    /// Read backwards: a stage counts since the last day on which something lower gave way to it, and only as long as
    /// nothing lower came after.
    #[test]
    fn stages_are_as_a_reader_would_find_them(path in prop::collection::vec(0usize..5, 1..12)) {
        let names = RolloutState::STATES.names();
        let days: Vec<String> = (0..path.len()).map(|n| format!("2023-{:02}-01", n + 1)).collect();
        let states: Vec<_> = days.iter().zip(&path).map(|(day, state)| (day.as_str(), names[*state])).collect();
        let unit = one(&states, "2023-12-31");
        let mut expected = Vec::new();
        for (stage, name) in names.iter().enumerate() {
            let Some(last) = path.iter().rposition(|s| *s == stage) else { continue };
            if path[last..].iter().any(|s| *s < stage) { continue }
            let begin = path[..last].iter().rposition(|s| *s != stage).map_or(0, |n| n + 1);
            expected.push((*name, edge(&days[begin])));
        }
        prop_assert_eq!(unit.entered, expected);
    }
}
