//! The life of every resource: created, read, replaced, changed, retracted, remembered.

use sachstand::kinds;
use serde_json::{Value, json};

use super::{Callers, head, id, project};
use crate::support::client::Client;
use crate::support::on_both;

/// Leads one resource through its life; `change` is a merge patch.
pub fn live(callers: &Callers, collection: &str, query: &str, body: &Value, change: &Value) {
    let editor = callers.admin.because("Anlass");
    let created = editor.post(&format!("{collection}{query}"), body).expect(201);
    let path = created.header("location").unwrap().to_owned();
    assert!(path.starts_with(collection), "{path}");
    let read = editor.get(&path).expect(200);
    assert_eq!(read.header("etag"), created.header("etag"));
    assert_eq!(read.json(), created.json());
    let tag = read.header("etag").unwrap().to_owned();
    editor.send("GET", &path, &[("If-None-Match", &tag)], None).expect(304);
    assert_eq!(editor.send("HEAD", &path, &[], None).expect(200).body, "");
    let listed = editor.get(&format!("{collection}?limit=500")).expect(200).json();
    assert!(listed["data"].as_array().unwrap().contains(&read.json()), "{listed}");

    let json = [("Content-Type", "application/json")];
    editor.send("PUT", &path, &json, Some(read.body.as_bytes())).expect(428);
    let any = [("Content-Type", "application/json"), ("If-Match", "*")];
    editor.send("PUT", &path, &any, Some(read.body.as_bytes())).expect(428);
    let before = head(&callers.viewer);
    assert_eq!(editor.put(&path, &read.json()).expect(200).json(), read.json(), "what was read can be sent back");
    assert_eq!(head(&callers.viewer), before, "and changes nothing");

    let changed = editor.patch(&path, change).expect(200);
    assert_ne!(changed.header("etag"), Some(tag.as_str()));
    for (field, value) in change.as_object().unwrap() {
        assert_eq!(changed.json().get(field), Some(value).filter(|v| !v.is_null()), "{field}");
    }
    let stale = [("Content-Type", "application/json"), ("If-Match", tag.as_str())];
    editor.send("PATCH", &path, &stale, Some(b"{}")).expect(412);
    editor.send("DELETE", &path, &[("If-Match", &tag)], None).expect(412);

    editor.delete(&path).expect(204);
    editor.get(&path).expect(404);
    let history = editor.get(&format!("{path}/history")).expect(200).json();
    let latest = &history["data"][0];
    assert_eq!(latest["superseded"]["reason"], "Anlass", "{history}");
    assert!(latest["superseded"]["actor"].is_string() && latest["recorded"]["change"].is_number());
}

/// The same where references need something to point to.
fn office(editor: &Client) -> String {
    id(&editor.post("/v1/offices?validFrom=start", &json!({"name": "Bauamt", "shortName": "BA"})).expect(201).json())
}

#[test]
fn offices_committees_meetings_projects_and_reports() {
    on_both(|city| {
        let callers = Callers::of(city);
        let office = office(&callers.editor);
        live(
            &callers,
            "/v1/offices",
            "",
            &json!({"name": "Amt", "shortName": "A", "parent": office}),
            &json!({"parent": null}),
        );
        live(
            &callers,
            "/v1/committees",
            "?validFrom=start",
            &json!({"name": "Senat", "shortName": "S"}),
            &json!({"shortName": "DS"}),
        );
        let agenda = json!([{"number": "4", "title": "Bericht", "visibility": "public", "votes": {"inFavour": 0, "against": 0}}]);
        let meeting = json!({"title": "2. Sitzung", "date": "2023-04-26", "committees": [], "agenda": agenda});
        live(&callers, "/v1/meetings", "", &meeting, &json!({"title": "2. Gemeinsame Sitzung"}));
        let report = json!({"title": "Bericht", "asOf": "2023-04-06", "costs": {"incurred": false}});
        live(&callers, "/v1/reports", "", &report, &json!({"climate": {"relevance": "low"}}));
        let body = json!({"slug": "ozg-2", "kind": "ozg", "title": "OZG", "phase": "rollout", "office": office});
        live(&callers, "/v1/projects", "?validFrom=2023-01-01", &body, &json!({"phase": "operation"}));
    });
}

#[test]
fn items_of_every_type_in_every_kind_that_knows_it() {
    on_both(|city| {
        let callers = Callers::of(city);
        let office = office(&callers.editor);
        for kind in kinds::KINDS {
            project(&callers.editor, kind.key);
            for item_type in kind.items {
                let mut body: Value = serde_json::from_str(item_type.example).unwrap();
                if body.get("office").is_some() {
                    body["office"] = json!(office);
                }
                if kind.key == "dms" && item_type.name == "RolloutUnit" {
                    body["module"] = json!("dms");
                }
                body.as_object_mut().unwrap().shift_remove("channels");
                let collection = format!("/v1/projects/{}/items", kind.key);
                live(&callers, &collection, "?validFrom=start", &body, &json!({"visibility": "internal"}));
            }
        }
    });
}

#[test]
fn milestones_indicators_and_observations() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "communication");
        let base = "/v1/projects/communication";
        let milestone = json!({"title": "Fertig", "forecast": {"date": "2024-06", "modality": "expected"}});
        live(&callers, &format!("{base}/milestones"), "", &milestone, &json!({"actual": "2023-04-20"}));
        let indicator = json!({
            "key": "podcast-plays", "label": "Aufrufe", "unit": "Aufrufe", "direction": "higher", "aggregation": "sum",
            "definition": {"version": 1, "text": "Vollständig gehörte Folgen."},
        });
        live(&callers, &format!("{base}/indicators"), "", &indicator, &json!({"label": "Aufrufe des Podcasts"}));
        let observations = format!("{base}/indicators/newsletter-subscribers/observations");
        live(&callers, &observations, "", &json!({"asOf": "2023-04-06", "value": 1200.5}), &json!({"value": 1201}));
    });
}

#[test]
fn a_status_update_is_approved_then_superseded_and_a_report_takes_approved_ones_only() {
    on_both(|city| {
        let callers = Callers::of(city);
        let editor = &callers.editor;
        project(editor, "processes");
        let updates = "/v1/projects/processes/status-updates";
        let write = |text: &str, supersedes: Option<&str>| {
            let body = json!({"asOf": "2023-04-06", "text": text, "internalNote": "nur intern", "state": "draft", "supersedes": supersedes});
            id(&editor.post(updates, &body).expect(201).json())
        };
        let step = |id: &str, state: &str| editor.patch(&format!("{updates}/{id}"), &json!({"state": state}));
        let approve = |id: &str| callers.approver.patch(&format!("{updates}/{id}"), &json!({"state": "approved"}));
        let first = write("Die ersten Prozesse sind modelliert.", None);
        assert_eq!(step(&first, "approved").expect(409).json()["possible"], json!(["submitted"]));
        let report = json!({"title": "Bericht", "asOf": "2023-04-06", "visibility": "public"});
        let report = id(&callers.author.post("/v1/reports", &report).expect(201).json());
        let said = || callers.viewer.get(&format!("/v1/reports/{report}/document?format=markdown")).expect(200).body;
        assert!(!said().contains("Die ersten Prozesse"));
        step(&first, "submitted").expect(200);
        approve(&first).expect(200);
        assert!(said().contains("Die ersten Prozesse sind modelliert."));
        let public = callers.stranger.get(&format!("{updates}/{first}")).expect(200).json();
        assert_eq!(public.get("internalNote"), None);
        let settled = editor.patch(&format!("{updates}/{first}"), &json!({"text": "anders"})).expect(409).json();
        assert_eq!(settled["type"], "urn:sachstand:problem:settled");
        editor.delete(&format!("{updates}/{first}")).expect(409);

        let second = write("Zwölf Prozesse sind modelliert.", Some(&first));
        step(&second, "submitted").expect(200);
        let before = head(&callers.viewer)["number"].as_i64().unwrap();
        approve(&second).expect(200);
        assert_eq!(head(&callers.viewer)["number"].as_i64().unwrap(), before + 1, "one change approves and supersedes");
        assert_eq!(editor.get(&format!("{updates}/{first}")).expect(200).json()["state"], "superseded");
        assert!(said().contains("Zwölf Prozesse") && !said().contains("Die ersten Prozesse"));
    });
}

#[test]
fn a_correction_of_an_observation_says_why() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        let observations = "/v1/projects/ozg/indicators/online-services/observations";
        let created = callers.editor.post(observations, &json!({"asOf": "2023-04-06", "value": 117})).expect(201);
        let path = created.header("location").unwrap();
        let refused = callers.editor.patch(path, &json!({"value": 118})).expect(400).json();
        assert_eq!(refused["violations"][0]["parameter"], "Change-Reason");
        let tag = created.header("etag").unwrap();
        for (reason, kept) in
            [("Zählfehler im März", "Zählfehler im März"), ("Z%C3%A4hlfehler, 20 %", "Zählfehler, 20 %")]
        {
            let value = kept.len();
            callers.editor.because(reason).patch(path, &json!({"value": value})).expect(200);
            let history = callers.viewer.get(&format!("{path}/history")).expect(200).json();
            assert_eq!(history["data"][0]["recorded"]["reason"], kept);
        }
        assert!(!tag.is_empty());
        let history = callers.viewer.get(&format!("{path}/history")).expect(200).json();
        assert_eq!(history["data"].as_array().unwrap().len(), 3);
    });
}

#[test]
fn what_is_referred_to_stays() {
    on_both(|city| {
        let callers = Callers::of(city);
        let office = office(&callers.editor);
        let body = json!({"slug": "ozg", "kind": "ozg", "title": "OZG", "phase": "idea", "office": office});
        callers.editor.post("/v1/projects", &body).expect(201);
        let refused = callers.editor.delete(&format!("/v1/offices/{office}")).expect(409).json();
        assert_eq!(refused["referrers"][0]["pointer"], "/office");
        callers.editor.delete("/v1/projects/ozg").expect(204);
        callers.editor.delete(&format!("/v1/offices/{office}")).expect(204);
        let taken = callers
            .editor
            .post("/v1/projects", &json!({"slug": "ozg", "kind": "ozg", "title": "OZG", "phase": "idea"}));
        assert_eq!(taken.expect(409).json()["type"], "urn:sachstand:problem:name-taken");
    });
}
