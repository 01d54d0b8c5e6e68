//! Attention: the tracker says by itself what is late, doubtful, missing or contradictory.

use serde_json::{Value, json};

use super::{Callers, id, project};
use crate::support::client::Client;
use crate::support::on_both;

fn listed(client: &Client, query: &str) -> Value {
    client.get(&format!("/v1/attention{query}")).expect(200).json()
}

/// Kind and subject of everything listed.
fn found(client: &Client, query: &str) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let page = listed(client, query);
    page["data"].as_array().unwrap().iter().map(|f| (text(&f["kind"]), text(&f["subject"]))).collect()
}

fn of(kind: &str, subject: &str) -> (String, String) {
    (kind.to_owned(), subject.to_owned())
}

#[test]
fn a_milestone_is_overdue_by_the_calendar_of_the_city() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ereb");
        let milestone = json!({"title": "Pilot", "baseline": {"date": "2023-04-26", "modality": "committed"}});
        let path = callers.editor.post("/v1/projects/ereb/milestones?validFrom=start", &milestone).expect(201);
        let overdue = || found(&callers.stranger, "?kind=milestone_overdue");
        // Half past eleven in the evening of the 26th in Berlin, then half past midnight.
        city.clock.set("2023-04-26T21:30:00Z");
        assert_eq!(overdue(), []);
        city.clock.set("2023-04-26T22:30:00Z");
        assert_eq!(overdue(), [of("milestone_overdue", "Pilot")]);
        let page = listed(&callers.stranger, "?kind=milestone_overdue");
        let finding = &page["data"][0];
        assert_eq!((&finding["since"], &page["counts"]["milestone_overdue"]), (&json!("2023-04-27"), &json!(1)));
        assert_eq!(finding["links"]["subject"].as_str(), path.header("location"));
        callers.editor.patch(path.header("location").unwrap(), &json!({"actual": "2023-04-27"})).expect(200);
        assert_eq!(overdue(), []);
        assert_eq!(found(&callers.stranger, "?validAt=2023-05-30&kind=milestone_overdue"), []);
        callers.stranger.get("/v1/attention?kind=nonsense").expect(400);
    });
}

#[test]
fn stale_missing_contradicting_and_unreached_are_found() {
    on_both(|city| {
        let callers = Callers::of(city);
        let editor = &callers.editor;
        project(editor, "ozg");
        project(editor, "communication");
        let observe = |project: &str, key: &str, as_of: &str, value: i64| {
            let path = format!("/v1/projects/{project}/indicators/{key}/observations");
            editor.post(&path, &json!({"asOf": as_of, "value": value})).expect(201);
        };
        observe("ozg", "online-services", "2023-04-01", 117);
        observe("ozg", "portal-services", "2023-04-01", 117);
        observe("communication", "newsletter-subscribers", "2022-12-31", 1200);
        let all = |client: &Client, query: &str| found(client, query);
        let named =
            json!({"type": "OnlineService", "name": "Hund anmelden", "state": "online", "visibility": "public"});
        editor.post("/v1/projects/ozg/items?validFrom=2023-04-10", &named).expect(201);
        assert_eq!(
            all(&callers.viewer, ""),
            [of("value_missing", "Abonnements des Newsletters")],
            "a later service is no contradiction"
        );
        observe("ozg", "portal-services", "2023-04-20", 121);
        let differ = listed(&callers.viewer, "?kind=counts_differ");
        let words = "Für den 20.04.2023: 121, nach eigener Zählung 118 (+3).";
        assert_eq!(differ["data"][0]["explanation"], words);

        let interval = json!({"updateInterval": "P1M"});
        editor.patch("/v1/projects/communication/indicators/newsletter-subscribers", &interval).expect(200);
        editor.patch("/v1/projects/ozg?validFrom=2023-01-01", &interval).expect(200);
        let status = json!({"asOf": "2023-03-01", "text": "Es geht voran.", "state": "draft"});
        let status = id(&editor.post("/v1/projects/ozg/status-updates", &status).expect(201).json());
        let path = format!("/v1/projects/ozg/status-updates/{status}");
        editor.patch(&path, &json!({"state": "submitted"})).expect(200);
        callers.approver.patch(&path, &json!({"state": "approved"})).expect(200);
        assert_eq!(found(&callers.viewer, "?kind=project_stale&validAt=2023-04-01"), []);
        assert_eq!(found(&callers.viewer, "?kind=project_stale"), [of("project_stale", "Projekt ozg")]);
        let stale = [of("indicator_stale", "Abonnements des Newsletters")];
        assert_eq!(found(&callers.viewer, "?kind=indicator_stale"), stale);

        // What is counted from items is counted anew every day.
        editor
            .patch("/v1/projects/communication/indicators/active-channels", &json!({"updateInterval": "P1D"}))
            .expect(200);
        let channel = |name: &str, state: &str, groups: Value| {
            let body = json!({
                "type": "Channel", "name": name, "kind": "newsletter", "medium": "digital", "state": state,
                "audienceGroups": groups, "visibility": "public",
            });
            editor.post("/v1/projects/communication/items?validFrom=2023-01-01", &body).expect(201);
        };
        channel("Newsletter", "active", json!(["Familien"]));
        channel("Aushang", "planned", json!(["Seniorinnen und Senioren", "familien "]));
        assert_eq!(found(&callers.viewer, "?kind=indicator_stale"), stale);
        let unreached = [of("audience_unreached", "Seniorinnen und Senioren")];
        assert_eq!(found(&callers.stranger, "?kind=audience_unreached&project=communication"), unreached);
        assert_eq!(found(&callers.stranger, "?kind=audience_unreached&project=ozg"), []);
        callers.stranger.get("/v1/attention?project=nix").expect(400);
        // A value for this period, even that there is nothing to count, is enough.
        let nothing = json!({"asOf": "2023-04-20", "notApplicable": true});
        let path = "/v1/projects/communication/indicators/newsletter-subscribers/observations";
        editor.post(path, &nothing).expect(201);
        assert_eq!(found(&callers.viewer, "?kind=value_missing"), []);
    });
}

#[test]
fn risks_decisions_and_lights_are_told_to_those_who_see_them() {
    on_both(|city| {
        let callers = Callers::of(city);
        let editor = &callers.editor;
        project(editor, "dms");
        let risk = json!({"title": "Verzug", "severity": "high", "state": "open"});
        editor.post("/v1/projects/dms/risks", &risk).expect(201);
        let due = json!({"date": "2023-03", "modality": "latest"});
        let decision = json!({"title": "Lizenzen", "state": "open", "due": due, "visibility": "public"});
        editor.post("/v1/projects/dms/decisions", &decision).expect(201);
        let green = json!({"light": "green"});
        let health = json!({"schedule": green, "budget": green, "result": green});
        editor.patch("/v1/projects/dms?validFrom=start", &json!({"health": health})).expect(200);
        editor.patch("/v1/projects/dms?validFrom=2023-04-01", &json!({"phase": "paused"})).expect(200);
        let better = of("declared_better", "Projekt dms");
        let (overdue, without) = (of("decision_overdue", "Lizenzen"), of("risk_without_owner", "Verzug"));
        assert_eq!(found(&callers.stranger, ""), [better.clone(), overdue.clone()]);
        assert_eq!(listed(&callers.stranger, "")["counts"]["risk_without_owner"], 0);
        assert_eq!(found(&callers.viewer, ""), [better, without, overdue.clone()]);
        // Page by page it is the same list.
        let first = listed(&callers.viewer, "?limit=2");
        let next = callers.viewer.get(first["links"]["next"].as_str().unwrap()).expect(200).json();
        assert_eq!(next["data"][0]["subject"], overdue.1.as_str());
        assert_eq!(next["links"].get("next"), None);
        assert_eq!(found(&callers.viewer, "?knownAt=2023-04-26T06:00:00Z"), []);
        let page = callers.stranger.get("/").expect(200).body;
        assert!(page.contains("Überfällige Entscheidungen: <strong>1</strong>"), "{page}");
        assert!(page.contains("Risiken ohne Zuständigkeit: 0"), "{page}");
        assert!(page.contains("Aus den Daten berechnet:"), "{page}");
    });
}

#[test]
fn who_approves_is_told_over_all_projects_what_waits() {
    on_both(|city| {
        let callers = Callers::of(city);
        for slug in ["ozg", "dms"] {
            project(&callers.editor, slug);
            let path = format!("/v1/projects/{slug}/status-updates");
            let update = json!({"asOf": "2023-04-06", "text": "Es geht voran.", "state": "draft"});
            let update = id(&callers.editor.post(&path, &update).expect(201).json());
            let own = format!("{path}/{update}");
            assert_eq!(found(&callers.approver, "?kind=approval_waiting"), [], "a draft waits for nobody");
            callers.editor.patch(&own, &json!({"state": "submitted"})).expect(200);
            let waiting = [of("approval_waiting", &format!("Projekt {slug}"))];
            assert_eq!(found(&callers.approver, "?kind=approval_waiting"), waiting);
            assert_eq!(found(&callers.stranger, "?kind=approval_waiting"), [], "what is not approved is not told");
            let told = listed(&callers.approver, "?kind=approval_waiting");
            assert_eq!(told["data"][0]["links"]["subject"], own);
            callers.approver.patch(&own, &json!({"state": "approved"})).expect(200);
            assert_eq!(found(&callers.approver, "?kind=approval_waiting"), []);
        }
    });
}
