//! Groups: by what a value and a series are taken apart, and that nothing is lost or told too much.

use serde_json::{Value, json};

use super::{Callers, id, project};
use crate::support::client::Client;
use crate::support::on_both;

const ONLINE: &str = "/v1/projects/ozg/indicators/online-services";

/// Groups as pairs of label and value.
fn groups(answer: &Value) -> Vec<(String, f64)> {
    let groups = answer["groups"].as_array().unwrap().iter();
    groups.map(|g| (g["label"].as_str().unwrap().to_owned(), g["value"].as_f64().unwrap())).collect()
}

fn pairs(of: &[(&str, f64)]) -> Vec<(String, f64)> {
    of.iter().map(|(label, value)| ((*label).to_owned(), *value)).collect()
}

fn value(caller: &Client, query: &str) -> Value {
    caller.get(&format!("{ONLINE}/value?{query}")).expect(200).json()
}

/// Groups and what is not named make the value.
fn whole(answer: &Value) -> f64 {
    groups(answer).iter().map(|(_, value)| value).sum::<f64>() + answer["notNamed"].as_f64().unwrap()
}

#[test]
fn a_balance_of_103_with_few_named_says_how_many_are_not_named() {
    on_both(|city| {
        let callers = Callers::of(city);
        let editor = &callers.editor;
        project(editor, "ozg");
        let office = |name: &str| {
            let body = json!({"name": name, "shortName": name});
            editor.post("/v1/offices?validFrom=start", &body).expect(201)
        };
        let registry = office("Standesamt");
        let building = id(&office("Bauamt").json());
        let service = |name: &str, more: Value| {
            let mut body = json!({"type": "OnlineService", "name": name, "state": "online", "visibility": "public"});
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            editor.post("/v1/projects/ozg/items?validFrom=start", &body).expect(201);
        };
        let own = id(&registry.json());
        service(
            "Eheurkunde",
            json!({"office": own, "topicField": "familie_kind", "maturity": {"model": "1.1", "level": 3}}),
        );
        service(
            "Geburtsurkunde",
            json!({"office": own, "topicField": "familie_kind", "maturity": {"model": "1.1", "level": 4}}),
        );
        service(
            "Bauantrag",
            json!({"office": building, "topicField": "bauen_wohnen", "maturity": {"model": "2.0", "level": 3}}),
        );
        service("Fundsachen", json!({}));
        service("Geheime Wahl", json!({"office": own, "topicField": "recht_ordnung", "visibility": "internal"}));
        editor.post(&format!("{ONLINE}/observations"), &json!({"asOf": "2022-11-24", "value": 103})).expect(201);

        let topics = value(&callers.stranger, "groupBy=topic");
        let expected = [("Bauen & Wohnen", 1.0), ("Familie & Kind", 2.0), ("ohne Angabe", 1.0)];
        assert_eq!(groups(&topics), pairs(&expected));
        assert_eq!((&topics["value"], &topics["notNamed"]), (&json!(103), &json!(99)));
        assert!(topics["groups"][2].get("key").is_none() && topics["groups"][0]["key"] == "bauen_wohnen");
        let seen = value(&callers.viewer, "groupBy=topic");
        assert!(groups(&seen).contains(&("Recht & Ordnung".to_owned(), 1.0)), "{seen}");
        assert_eq!((whole(&topics), whole(&seen)), (103.0, 103.0));
        let maturities = value(&callers.stranger, "groupBy=maturity");
        assert_eq!(maturities["groups"][2], json!({"key": "2.0/3", "label": "Reifegrad 3 (Modell 2.0)", "value": 1}));

        // An office is called as it was called then; whom a service belongs to changes, too.
        let registry = registry.header("location").unwrap();
        editor.patch(&format!("{registry}?validFrom=2023-03-01"), &json!({"name": "Bürgerservice"})).expect(200);
        let items = callers.stranger.get("/v1/projects/ozg/items").json();
        let birth = items["data"].as_array().unwrap().iter().find(|i| i["name"] == "Geburtsurkunde").unwrap().clone();
        let birth = birth["meta"]["links"]["self"].as_str().unwrap();
        editor.patch(&format!("{birth}?validFrom=2023-02-01"), &json!({"office": building})).expect(200);
        let offices = |day: &str| groups(&value(&callers.stranger, &format!("groupBy=office&validAt={day}")));
        assert_eq!(offices("2023-01-31"), pairs(&[("Bauamt", 1.0), ("Standesamt", 2.0), ("ohne Angabe", 1.0)]));
        assert_eq!(offices("2023-02-01"), pairs(&[("Bauamt", 2.0), ("Standesamt", 1.0), ("ohne Angabe", 1.0)]));
        assert_eq!(offices("2023-03-01"), pairs(&[("Bauamt", 2.0), ("Bürgerservice", 1.0), ("ohne Angabe", 1.0)]));
        let query = "groupBy=office&period=month&from=2023-01-01&to=2023-03-31";
        let series = callers.stranger.get(&format!("{ONLINE}/series?{query}")).expect(200).json();
        let months: Vec<Vec<f64>> = series["groups"]
            .as_array()
            .unwrap()
            .iter()
            .map(|g| g["data"].as_array().unwrap().iter().map(|p| p["value"].as_f64().unwrap()).collect())
            .collect();
        assert_eq!(months, [vec![1.0, 2.0, 2.0], vec![2.0, 1.0, 1.0], vec![1.0, 1.0, 1.0]], "{series}");

        let none = json!({"asOf": "2023-04-26", "notApplicable": true});
        editor.post(&format!("{ONLINE}/observations"), &none).expect(201);
        let none = value(&callers.stranger, "groupBy=topic");
        assert_eq!(
            (&none["status"], &none["groups"], none.get("notNamed")),
            (&json!("not_applicable"), &json!([]), None)
        );

        let refused = callers.stranger.get(&format!("{ONLINE}/value?groupBy=colour")).expect(400).json();
        let possible = "for this indicator must be one of: office, topic, typing, provision, maturity, state";
        assert_eq!(refused["violations"], json!([{"parameter": "groupBy", "detail": possible}]));
    });
}

#[test]
fn offices_are_counted_once_whatever_is_rolled_out_there() {
    on_both(|city| {
        let callers = Callers::of(city);
        let editor = &callers.editor;
        project(editor, "ereb");
        for (name, states) in [("Bauamt", ["live", "live"]), ("Kämmerei", ["live", "pilot"])] {
            let office = json!({"name": name, "shortName": name});
            let office = id(&editor.post("/v1/offices?validFrom=start", &office).expect(201).json());
            for (module, state) in ["invoice_register", "approval_workflow"].iter().zip(states) {
                let unit = json!({
                    "type": "RolloutUnit", "office": office, "module": module, "state": state, "visibility": "public",
                });
                editor.post("/v1/projects/ereb/items?validFrom=2023-01-01", &unit).expect(201);
            }
        }
        let ask = |key: &str, by: &str| {
            callers.stranger.get(&format!("/v1/projects/ereb/indicators/{key}/value?groupBy={by}"))
        };
        let live = ask("offices-live", "office").expect(200).json();
        assert_eq!(groups(&live), pairs(&[("Bauamt", 1.0), ("Kämmerei", 0.0)]));
        assert_eq!((&live["value"], &live["notNamed"]), (&json!(1), &json!(0)));
        let refused = ask("offices-live", "module").expect(400).json();
        assert_eq!(refused["violations"][0]["detail"], "for this indicator must be one of: office");
        let refused = ask("offices-live-share", "office").expect(400).json();
        assert_eq!(refused["violations"][0]["detail"], "this indicator cannot be taken apart");
    });
}

#[test]
fn a_dashboard_draws_invoices_per_channel() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ereb");
        let invoices = "/v1/projects/ereb/indicators/invoices";
        let of = |as_of: &str, channel: &str, value: i64| json!({"asOf": as_of, "value": value, "dimensions": {"channel": channel}});
        for body in [
            of("2023-01-31", "xrechnung", 5),
            of("2023-01-31", "pdf", 60),
            of("2023-02-28", "xrechnung", 9),
            of("2023-02-28", "pdf", 50),
            of("2023-02-28", "fax", 1),
        ] {
            callers.editor.post(&format!("{invoices}/observations"), &body).expect(201);
        }
        let query = "period=month&from=2023-01-01&to=2023-03-31&groupBy=channel";
        let series = callers.stranger.get(&format!("{invoices}/series?{query}")).expect(200).json();
        let lines: Vec<(&str, Vec<Option<i64>>)> = series["groups"]
            .as_array()
            .unwrap()
            .iter()
            .map(|group| {
                let values = group["data"].as_array().unwrap().iter().map(|p| p["value"].as_i64());
                (group["label"].as_str().unwrap(), values.collect())
            })
            .collect();
        let expected = [
            ("XRechnung", vec![Some(5), Some(9), None]),
            ("PDF", vec![Some(60), Some(50), None]),
            ("fax", vec![None, Some(1), None]),
        ];
        assert_eq!(lines, expected, "{series}");
        assert_eq!(series["aggregation"], "sum");
        let total: Vec<_> = series["data"].as_array().unwrap().iter().map(|p| p["value"].as_i64()).collect();
        assert_eq!(total, [Some(65), Some(60), None]);

        let parts = callers.stranger.get(&format!("{invoices}/value?groupBy=channel")).expect(200).json();
        assert_eq!(groups(&parts), pairs(&[("XRechnung", 9.0), ("PDF", 50.0), ("fax", 1.0)]));
        assert_eq!(parts["notNamed"], 0);
        let whole = json!({"asOf": "2023-02-28", "value": 70});
        callers.editor.post(&format!("{invoices}/observations"), &whole).expect(201);
        let parts = callers.stranger.get(&format!("{invoices}/value?groupBy=channel")).expect(200).json();
        assert_eq!((&parts["value"], &parts["notNamed"]), (&json!(70), &json!(10)));
        let refused = callers.stranger.get(&format!("{invoices}/value?groupBy=office")).expect(400).json();
        assert_eq!(refused["violations"][0]["detail"], "for this indicator must be one of: channel");
    });
}

/// What is said of one channel says nothing of all of them, and what is stated twice over counts once.
#[test]
fn parts_make_the_whole_once() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ereb");
        let invoices = "/v1/projects/ereb/indicators/invoices";
        let state = |as_of: &str, more: Value| {
            let mut body = json!({"asOf": as_of});
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            callers.editor.post(&format!("{invoices}/observations"), &body).expect(201);
        };
        let asked = |query: &str| callers.stranger.get(&format!("{invoices}/{query}")).expect(200).json();
        state("2023-01-31", json!({"value": 10, "dimensions": {"channel": "pdf"}}));
        state("2023-02-28", json!({"value": 5, "dimensions": {"channel": "pdf"}}));
        state("2023-02-28", json!({"value": 3, "dimensions": {"channel": "pdf", "office": "10"}}));
        state("2023-02-28", json!({"value": 2, "dimensions": {"channel": "pdf", "office": "20"}}));
        state("2023-02-28", json!({"notApplicable": true, "dimensions": {"channel": "paper"}}));
        state("2023-03-31", json!({"tendency": "increased", "dimensions": {"channel": "pdf"}}));
        let value = asked("value");
        assert_eq!(
            (&value["value"], &value["status"], &value["asOf"]),
            (&json!(5), &json!("value"), &json!("2023-02-28"))
        );
        assert_eq!(value["observations"].as_array().unwrap().len(), 1);
        let grouped = asked("value?groupBy=channel");
        assert_eq!((groups(&grouped), &grouped["notNamed"]), (pairs(&[("PDF", 5.0)]), &json!(0)));
        let series = asked("series?period=whole");
        assert_eq!(series["data"][0]["value"], 15, "each Stichtag once: {series}");
    });
}
