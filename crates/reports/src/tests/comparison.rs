//! Two snapshots side by side.

use serde_json::{Value, json};

use super::*;
use crate::drift::corrections;
use crate::snapshot::{FigureRecord, Snapshot};

fn projects(value: Value) -> Vec<ProjectState> {
    serde_json::from_value(value).unwrap()
}

fn ozg(phase: &str, value: Option<f64>, milestones: Value, items: Value) -> Value {
    let mut indicator = json!({"key": "online-services", "label": "Online-Dienste", "unit": "Online-Dienste"});
    value.into_iter().for_each(|value| indicator["value"] = json!(value));
    json!({
        "id": Uuid::nil(), "slug": "ozg", "title": "OZG", "phase": phase, "indicators": [indicator],
        "milestones": milestones, "items": items,
    })
}

fn other() -> Value {
    json!({"id": Uuid::max(), "slug": "dms", "title": "DMS", "phase": "idea", "indicators": [], "milestones": [], "items": []})
}

#[test]
fn what_became_different_is_said_and_nothing_else() {
    let ids = [1, 2].map(Uuid::from_u128);
    let milestone = |date: &str, actual: Option<&str>| {
        let mut one = json!({"id": ids[0], "title": "Start", "planned": {"date": date, "modality": "expected"}});
        actual.into_iter().for_each(|day| one["actual"] = json!(day));
        one
    };
    let item = |n: usize, state: &str| json!({"id": ids[n], "title": "Dienst", "state": state});
    let then = ozg("rollout", Some(103.0), json!([milestone("2023-06", None)]), json!([item(0, "planned")]));
    let now = ozg(
        "operation",
        Some(117.0),
        json!([milestone("2023-09", Some("2023-09-04"))]),
        json!([item(0, "online"), item(1, "planned")]),
    );
    let (then, now) = (projects(json!([then, other()])), projects(json!([now])));
    let all = differences(&then, &now);
    let [ozg, gone] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!(ozg.phase, Some(ThenNow { then: Some(Phase::Rollout), now: Some(Phase::Operation) }));
    assert_eq!(ozg.figures[0].difference, Some(14.0));
    assert!(ozg.milestones[0].planned.is_some() && ozg.milestones[0].actual.is_some());
    let items: Vec<_> = ozg.items.iter().map(|i| i.presence).collect();
    assert_eq!(items, [Presence::Both, Presence::Added]);
    assert_eq!((gone.project.as_str(), gone.presence), ("dms", Presence::Gone));
    assert_eq!(changed(&then, &then), [], "nothing changed");
    assert_eq!(differences(&then, &then)[0].figures[0].difference, Some(0.0), "but a figure is told");
}

#[test]
fn a_light_is_told_where_it_changed() {
    let health = |schedule: &str| -> Health {
        let light = |light: &str| json!({"light": light, "reason": "x"});
        let all = json!({"schedule": light(schedule), "budget": light("green"), "result": light("green")});
        serde_json::from_value(all).unwrap()
    };
    let told = lights(Some(&health("green")), Some(&health("red")));
    assert_eq!(told, [LightChange { dimension: "schedule", then: Some(Light::Green), now: Some(Light::Red) }]);
    assert_eq!(lights(None, Some(&health("red"))).len(), 3);
    assert_eq!(lights(None, None), []);
}

/// A report on these projects, which told the value of the online services where `told`.
fn report(projects: Vec<ProjectState>, told: bool) -> Snapshot {
    let mut snapshot = Snapshot::thaw(include_bytes!("snapshot-1.json")).unwrap();
    let figure = FigureRecord {
        id: "f1".into(),
        text: "98".into(),
        sections: Vec::new(),
        project: "ozg".into(),
        project_title: "OZG".into(),
        indicator: "online-services".into(),
        part: None,
        valid_at: snapshot.as_of,
        known_at: snapshot.known_at,
        value: json!({"value": 98}),
        compared: None,
    };
    snapshot.figures = if told { vec![figure] } else { Vec::new() };
    snapshot.projects = projects;
    snapshot
}

#[test]
fn a_correction_is_of_what_was_said() {
    let state = |value| projects(json!([ozg("rollout", value, json!([]), json!([]))]));
    let said = report(state(Some(98.0)), true);
    let mut now = projects(json!([ozg("rollout", Some(97.0), json!([]), json!([])), other()]));
    now[0].title = "Umsetzung OZG".into();
    let all = corrections(&said, &now);
    assert_eq!((all.len(), all[0].said, all[0].now), (1, Some(98.0), Some(97.0)));
    assert_eq!(all[0].title, "Umsetzung OZG", "as it is called today");
    assert_eq!(corrections(&said, &said.projects), []);
    let unknown = report(projects(json!([other()])), true);
    assert_eq!(corrections(&unknown, &now), [], "of what it did not know, it said nothing");
    let back = state(None);
    assert_eq!(corrections(&said, &back)[0].now, None, "taken back");
    assert_eq!(corrections(&said, &[]), [], "of what nobody sees any more, nothing is known otherwise");
    assert_eq!(corrections(&report(state(Some(98.0)), false), &now), [], "it stood nowhere in it");
    let mut lacking = report(state(None), false);
    assert_eq!(corrections(&lacking, &now), [], "nobody asked for it");
    let missing = json!({"code": "missing_value", "place": "ozg", "subject": "online-services", "detail": "fehlt"});
    lacking.passed = vec![serde_json::from_value(missing).unwrap()];
    let late = corrections(&lacking, &now);
    assert_eq!((late[0].said, late[0].now), (None, Some(97.0)), "it had no value, and said so");
    assert!(all[0].is_one(&said.projects) && !all[0].is_one(&now), "what was hidden since is no correction");
}

#[test]
fn what_is_hidden_since_is_compared_with_nothing_and_named_as_it_is_seen() {
    let ids = [1, 2].map(Uuid::from_u128);
    let items = |names: &[&str]| -> Value {
        names.iter().zip(ids).map(|(name, id)| json!({"id": id, "title": name, "state": "planned"})).collect()
    };
    let then = ozg("rollout", Some(98.0), json!([]), items(&["Dienst", "Dienst von Max Muster"]));
    let said = report(projects(json!([then, other()])), true);
    let mut seen = projects(json!([ozg("rollout", Some(97.0), json!([]), items(&["Dienst [entfernt]"]))]));
    seen[0].title = "[entfernt]".into();
    let still = said.still_seen(&seen);
    assert_eq!(still.len(), 1);
    assert_eq!((still[0].title.as_str(), still[0].indicators[0].value), ("[entfernt]", Some(98.0)));
    assert_eq!(still[0].items.iter().map(|item| item.title.as_str()).collect::<Vec<_>>(), ["Dienst [entfernt]"]);
}
