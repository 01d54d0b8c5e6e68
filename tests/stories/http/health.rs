//! Health: what a project declares of itself, held against what follows from its facts.

use serde_json::{Value, json};

use super::{Callers, head, project};
use crate::support::client::Client;
use crate::support::on_both;

fn light(client: &Client, query: &str, name: &str) -> Value {
    client.get(&format!("/v1/projects/ereb{query}")).expect(200).json()["meta"]["health"][name].clone()
}

/// A project that declares green, with a milestone four months behind its baseline and costs that strangers do not see.
fn watermelon(callers: &Callers) {
    project(&callers.editor, "ereb");
    let green = json!({"light": "green"});
    let health = json!({"health": {"schedule": green, "budget": green, "result": {"light": "unknown"}}});
    callers.editor.patch("/v1/projects/ereb?validFrom=start", &health).expect(200);
    let milestone = json!({
        "title": "Alle Ämter", "baseline": {"date": "2023-06", "modality": "committed"},
        "forecast": {"date": "2023-10", "modality": "expected"},
    });
    callers.editor.post("/v1/projects/ereb/milestones?validFrom=2023-04-01", &milestone).expect(201);
    let cost = json!({
        "title": "Schulungen", "recurrence": "one_off", "amounts": [{"year": 2022, "planned": 1000, "actual": 1200}],
    });
    callers.editor.post("/v1/projects/ereb/costs?validFrom=start", &cost).expect(201);
}

#[test]
fn green_declared_and_red_computed_stand_side_by_side() {
    on_both(|city| {
        let callers = Callers::of(city);
        watermelon(&callers);
        let schedule = light(&callers.stranger, "", "schedule");
        assert_eq!((&schedule["declared"], &schedule["difference"]), (&json!("green"), &json!("declared_better")));
        assert_eq!(
            (&schedule["computed"]["light"], &schedule["computed"]["rule"]),
            (&json!("red"), &json!("milestone_delay"))
        );
        let because = schedule["computed"]["because"][0].as_str().unwrap();
        assert_eq!(callers.stranger.get(because).expect(200).json()["title"], "Alle Ämter");
        assert_eq!(light(&callers.stranger, "?validAt=2023-03-31", "schedule")["computed"]["light"], "unknown");
        assert_eq!(light(&callers.viewer, "", "budget")["computed"]["light"], "red");
        assert_eq!(light(&callers.stranger, "", "budget")["computed"]["light"], "unknown", "the costs are internal");
        assert_eq!(light(&callers.viewer, "", "result")["difference"], "not_comparable");
        let listed = callers.stranger.get("/v1/projects").expect(200).json();
        assert_eq!(listed["data"][0]["meta"]["health"]["schedule"], schedule);
    });
}

#[test]
fn what_was_judged_by_older_rules_stays_judged_by_them() {
    on_both(|city| {
        let callers = Callers::of(city);
        watermelon(&callers);
        let (admin, path) = (callers.admin.because("Beschluss vom 26.04.2023"), "/v1/health-rules");
        let mut rules = callers.stranger.get(path).expect(200).json();
        assert_eq!((&rules["version"], &rules["schedule"]["redAfter"]), (&json!(1), &json!("P3M")));
        assert_eq!(admin.put(path, &rules).expect(200).json(), rules, "what was read can be sent back");
        rules["schedule"] = json!({"yellowAfter": "P3M", "redAfter": "P6M"});
        let before = head(&callers.viewer);
        let places = |answer: Value| answer["violations"][0].clone();
        assert_eq!(places(admin.put(path, &rules).expect(422).json())["pointer"], "/version");
        rules["version"] = json!(2);
        assert_eq!(places(callers.admin.put(path, &rules).expect(400).json())["parameter"], "Change-Reason");
        let past = format!("{path}?validFrom=2023-04-25");
        assert_eq!(places(admin.put(&past, &rules).expect(400).json())["parameter"], "validFrom");
        let mut wrong = rules.clone();
        wrong["schedule"]["redAfter"] = json!("P1D");
        wrong["budget"]["yellowOver"] = json!(50);
        assert_eq!(admin.put(path, &wrong).expect(422).json()["violations"].as_array().unwrap().len(), 2);
        callers.approver.because("x").put(path, &rules).expect(403);
        assert_eq!(head(&callers.viewer), before, "refused, nothing changed");

        city.clock.set("2023-05-02T08:00:00Z");
        let set = admin.put(path, &rules).expect(200).json();
        assert_eq!((&set["version"], &set["meta"]["validFrom"]), (&json!(2), &json!("2023-05-02")));
        let judged = |query: &str| light(&callers.viewer, query, "schedule")["computed"]["light"].clone();
        assert_eq!((judged(""), judged("?validAt=2023-05-01")), (json!("yellow"), json!("red")));
        assert_eq!(judged("?knownAt=2023-05-01T00:00:00Z"), "red", "as it was known before");
        let old = callers.stranger.get(&format!("{path}?validAt=2023-05-01")).expect(200).json();
        assert_eq!(old["version"], 1);
        let answer = callers.viewer.get("/v1/projects/ereb").expect(200).json();
        assert_eq!(answer["meta"]["health"]["rules"]["version"], 2);
        // What was to hold from a day that was mistyped has judged nothing yet: the next word replaces it.
        rules["version"] = json!(3);
        admin.put(&format!("{path}?validFrom=9998-12-30"), &rules).expect(200);
        rules["version"] = json!(4);
        admin.put(path, &rules).expect(200);
        let later = callers.stranger.get(&format!("{path}?validAt=9998-12-31")).expect(200).json();
        assert_eq!(later["version"], 4);
    });
}

/// A target is missed when its last day is over, and not before.
#[test]
fn a_target_is_judged_after_its_last_day() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ereb");
        let targets = json!({"targets": [{"due": {"date": "2023-04-26", "modality": "latest"}, "value": 100}]});
        let path = "/v1/projects/ereb/indicators/offices-live";
        callers.editor.patch(&format!("{path}?validFrom=start"), &targets).expect(200);
        let observed = json!({"asOf": "2023-04-01", "value": 5});
        callers.editor.post(&format!("{path}/observations"), &observed).expect(201);
        let result = |query: &str| light(&callers.viewer, query, "result")["computed"]["light"].clone();
        assert_eq!((result("?validAt=2023-04-26"), result("?validAt=2023-04-27")), (json!("unknown"), json!("red")));
    });
}

/// Of a flow the last observation is no result: a year's target is not missed because December alone is less.
#[test]
fn a_flow_is_not_judged_by_its_last_observation() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ereb");
        let path = "/v1/projects/ereb/indicators/invoices";
        let targets = json!({"targets": [{"due": {"date": "2022", "modality": "latest"}, "value": 200}]});
        callers.editor.patch(&format!("{path}?validFrom=start"), &targets).expect(200);
        for month in 1..=12 {
            let observed = json!({"asOf": format!("2022-{month:02}-28"), "value": 20});
            callers.editor.post(&format!("{path}/observations"), &observed).expect(201);
        }
        let value = callers.stranger.get(&format!("{path}/value")).expect(200).json();
        assert_eq!(value["targets"][0]["status"], "unknown");
        assert_eq!(light(&callers.viewer, "", "result")["computed"]["light"], "unknown");
    });
}
