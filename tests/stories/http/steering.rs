//! Risks, decisions needed, costs and funding: what a project is steered by.

use serde_json::json;

use super::life::live;
use super::{Callers, id, project};
use crate::support::on_both;

#[test]
fn every_project_has_risks_decisions_costs_and_funding() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "dms");
        let base = "/v1/projects/dms";
        let risk = json!({"title": "Lieferverzug", "severity": "high", "owner": "Leitung IT", "state": "open"});
        live(&callers, &format!("{base}/risks"), "", &risk, &json!({"state": "occurred", "owner": null}));
        let body = json!({"name": "Haupt- und Finanzausschuss", "shortName": "HFA"});
        let committee = id(&callers.author.post("/v1/committees?validFrom=start", &body).expect(201).json());
        let decision = json!({
            "title": "Zahl der Lizenzen", "options": [{"title": "200 weitere"}, {"title": "keine"}], "committee": committee,
            "due": {"date": "2023-11", "modality": "latest"}, "state": "open",
        });
        let decided = json!({"state": "decided", "outcome": "200 weitere"});
        live(&callers, &format!("{base}/decisions"), "?validFrom=2023-01-01", &decision, &decided);
        let cost = json!({
            "title": "Lizenzen", "recurrence": "recurring", "amounts": [{"year": 2023, "planned": 48000, "actual": 51200.5}],
        });
        live(&callers, &format!("{base}/costs"), "", &cost, &json!({"budgetItem": "0.0630.6360"}));
        let funding = json!({
            "programme": "Digitales Rathaus", "rate": 80, "granted": 40000, "ownShare": 10000, "state": "planned",
            "period": {"from": "2023", "to": "2024-H1"},
        });
        live(&callers, &format!("{base}/funding"), "", &funding, &json!({"state": "applied"}));
    });
}

#[test]
fn what_makes_no_sense_is_refused_with_every_place() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "dms");
        let places = |collection: &str, body: serde_json::Value| {
            let refused =
                callers.editor.post(&format!("/v1/projects/dms/{collection}?validFrom=start"), &body).expect(422);
            let violations = refused.json()["violations"].as_array().unwrap().clone();
            violations.iter().map(|v| v["pointer"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let decided = json!({"title": "x", "due": {"date": "2023", "modality": "actual"}, "state": "decided"});
        assert_eq!(places("decisions", decided), ["/outcome", "/due/modality"]);
        let twice = json!({
            "title": "x", "recurrence": "one_off",
            "amounts": [{"year": 2023, "planned": 1.005}, {"year": 2023, "actual": 1.1}],
        });
        assert_eq!(places("costs", twice), ["/amounts/0/planned", "/amounts/1/year"]);
        let backwards = json!({
            "programme": "x", "granted": 0.001, "state": "planned", "period": {"from": "2024", "to": "2023-12"},
        });
        assert_eq!(places("funding", backwards), ["/granted", "/period/to"]);
        assert_eq!(places("risks", json!({"title": "", "severity": "huge", "state": "open"})), ["/title", "/severity"]);
    });
}

#[test]
fn they_are_internal_unless_somebody_says_otherwise() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "dms");
        let risks = "/v1/projects/dms/risks";
        let risk = |title: &str, visibility: Option<&str>| {
            let body = json!({"title": title, "severity": "low", "state": "open", "visibility": visibility});
            callers.editor.post(risks, &body).expect(201);
        };
        risk("intern", None);
        risk("offen", Some("public"));
        let seen = |client: &crate::support::client::Client| {
            let page = client.get(risks).expect(200).json();
            page["data"].as_array().unwrap().iter().map(|r| r["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!((seen(&callers.stranger), seen(&callers.viewer).len()), (vec!["offen".to_owned()], 2));
    });
}
