//! Definitions with versions: a new one breaks the series, and nobody adds up across the break unawares. Targets.

use serde_json::{Value, json};

use super::{Callers, head, project};
use crate::support::on_both;

const READERS: &str = "/v1/projects/communication/indicators/newsletter-subscribers";
const ONLINE: &str = "/v1/projects/ozg/indicators/online-services";

#[test]
fn another_text_is_another_version_and_versions_do_not_fall() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "communication");
        let text = |version: i64, text: &str| json!({"definition": {"version": version, "text": text}});
        let before = head(&callers.viewer);
        for (body, from) in [(text(1, "Alle Anmeldungen."), "2023-01-01"), (text(0, "x"), "2023-01-01")] {
            let refused = callers.editor.patch(&format!("{READERS}?validFrom={from}"), &body).expect(422).json();
            assert_eq!(refused["violations"][0]["pointer"], "/definition/version", "{refused}");
        }
        assert_eq!(head(&callers.viewer), before, "nothing is changed");
        callers.editor.patch(&format!("{READERS}?validFrom=2023-01-01"), &text(3, "Alle Anmeldungen.")).expect(200);
        let falls = callers.editor.patch(&format!("{READERS}?validFrom=2023-02-01"), &text(2, "Andere.")).expect(422);
        assert!(falls.body.contains("versions do not fall along valid time"), "{}", falls.body);
        // The words are mended without counting anything else: from the first day of the definition on.
        callers
            .editor
            .patch(&format!("{READERS}?validFrom=2023-01-01"), &text(3, "Sämtliche Anmeldungen."))
            .expect(200);
        let shown = |day: &str| {
            callers.stranger.get(&format!("{READERS}?validAt={day}")).json()["definition"]["version"].clone()
        };
        assert_eq!((shown("2022-12-31"), shown("2023-01-01")), (json!(1), json!(3)));
    });
}

#[test]
fn a_new_definition_breaks_the_series() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "communication");
        for (day, value) in [("2023-01-10", 100), ("2023-02-10", 110), ("2023-03-10", 40)] {
            callers.editor.post(&format!("{READERS}/observations"), &json!({"asOf": day, "value": value})).expect(201);
        }
        let anew = json!({"definition": {"version": 2, "text": "Nur bestätigte Anmeldungen des letzten Jahres."}});
        callers.editor.patch(&format!("{READERS}?validFrom=2023-03-01"), &anew).expect(200);

        let series = callers.stranger.get(&format!("{READERS}/series")).expect(200).json();
        let points: Vec<_> = series["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|p| {
                let number = |name: &str| p.get(name).and_then(Value::as_i64);
                (
                    p["to"].as_str().unwrap(),
                    number("value"),
                    number("change"),
                    number("definitionVersion"),
                    p.get("afterBreak").is_some(),
                )
            })
            .collect();
        let expected = [
            ("2023-01-10", Some(100), None, Some(1), false),
            ("2023-02-10", Some(110), Some(10), Some(1), false),
            ("2023-03-01", None, None, Some(2), true),
            ("2023-03-10", Some(40), None, Some(2), false),
        ];
        assert_eq!(points, expected, "{series}");
        assert_eq!(series["breaks"][0]["day"], "2023-03-01");
        assert_eq!((&series["breaks"][0]["version"], &series["aggregation"]), (&json!(2), &json!("last")));

        let ask =
            |query: &str| callers.stranger.get(&format!("{READERS}/series?from=2023-01-01&to=2023-03-31&{query}"));
        let refused = ask("period=whole&aggregation=mean").expect(409).json();
        assert_eq!(refused["type"], "urn:sachstand:problem:definition-break");
        assert_eq!(refused["breaks"][0]["day"], "2023-03-01");
        let mixed = ask("period=whole&aggregation=max&acrossBreaks=true").expect(200).json();
        assert_eq!((&mixed["data"][0]["value"], &mixed["data"][0]["acrossBreak"]), (&json!(110), &json!(true)));
        let months = ask("period=month&aggregation=mean").expect(200).json();
        // 22 days of 100 in January; nine of 100 and nineteen of 110 in February; 22 of 40 in March.
        let means: Vec<_> = months["data"].as_array().unwrap().iter().map(|p| p["value"].as_f64().unwrap()).collect();
        assert_eq!(means, [100.0, 106.785714, 40.0]);
        for (query, word) in [("aggregation=sum", "not added up"), ("aggregation=median", "must be one of")] {
            let refused = ask(query).expect(400).json();
            assert_eq!(refused["violations"][0]["parameter"], "aggregation");
            assert!(refused["violations"][0]["detail"].as_str().unwrap().contains(word), "{refused}");
        }
        let rates = callers.stranger.get("/v1/projects/communication/indicators/open-rate/series?aggregation=sum");
        assert!(rates.expect(400).body.contains("rates are never added up"));
    });
}

#[test]
fn a_balance_of_an_older_definition_is_no_value_of_the_new_one() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        callers
            .editor
            .post(&format!("{ONLINE}/observations"), &json!({"asOf": "2022-11-24", "value": 103}))
            .expect(201);
        let anew = json!({"definition": {"version": 2, "text": "Auch Leistungen des Landes."}});
        callers.editor.patch(&format!("{ONLINE}?validFrom=2023-03-01"), &anew).expect(200);
        let value = |query: &str| callers.stranger.get(&format!("{ONLINE}/value?{query}")).expect(200).json();
        assert_eq!(value("validAt=2023-02-28")["value"], 103);
        let missing = value("validAt=2023-03-01");
        assert_eq!((&missing["status"], missing.get("value")), (&json!("missing"), None));
        assert_eq!(
            (&missing["beforeBreak"]["value"], &missing["beforeBreak"]["asOf"]),
            (&json!(103), &json!("2022-11-24"))
        );
        let carried = value("validAt=2023-03-01&acrossBreaks=true");
        assert_eq!((&carried["value"], &carried["acrossBreak"]), (&json!(103), &json!(true)));
        // What was known before the new definition was recorded stays as it was.
        city.clock.set("2023-04-28T08:00:00Z");
        callers
            .editor
            .post(&format!("{ONLINE}/observations"), &json!({"asOf": "2023-04-06", "value": 140}))
            .expect(201);
        let now = value("");
        assert_eq!((&now["value"], now.get("beforeBreak"), now.get("acrossBreak")), (&json!(140), None, None));
        // The report that compares says no difference between what was counted differently.
        let meeting = json!({"title": "Sitzung", "date": "2022-11-24"});
        let meeting = super::id(&callers.author.post("/v1/meetings", &meeting).expect(201).json());
        let report = json!({"title": "Bericht", "asOf": "2022-11-24", "meeting": meeting, "visibility": "public"});
        callers.author.post("/v1/reports", &report).expect(201);
        let overview = callers.stranger.get("/v1/overview").expect(200).json();
        let figure = &overview["data"][0]["keyFigure"];
        assert_eq!((&figure["value"], figure.get("difference")), (&json!(140), None), "{overview}");
    });
}

#[test]
fn targets_are_reached_open_or_missed() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        let due = |date: &str| json!({"date": date, "modality": "latest"});
        let targets = json!({"targets": [
            {"due": due("2022"), "value": 100}, {"due": due("2023-Q1"), "value": 110}, {"due": due("2024"), "value": 150},
        ], "updateInterval": "P3M"});
        let patched = callers.editor.patch(&format!("{ONLINE}?validFrom=start"), &targets).expect(200).json();
        assert_eq!(patched["updateInterval"], "P3M");
        let judged = |day: &str| -> Vec<Value> {
            let value = callers.stranger.get(&format!("{ONLINE}/value?validAt={day}")).expect(200).json();
            value["targets"].as_array().unwrap().iter().map(|t| t["status"].clone()).collect()
        };
        assert_eq!(judged("2022-06-01"), ["unknown", "unknown", "unknown"]);
        callers
            .editor
            .post(&format!("{ONLINE}/observations"), &json!({"asOf": "2022-11-24", "value": 103}))
            .expect(201);
        assert_eq!(judged("2022-12-01"), ["reached", "open", "open"]);
        assert_eq!(judged("2023-04-01"), ["reached", "missed", "open"]);
        let value = callers.stranger.get(&format!("{ONLINE}/value?validAt=2023-04-01")).json();
        assert_eq!(value["target"], 150, "the next one that is due");
        let then = value["targets"][1]["links"]["value"].as_str().unwrap();
        assert_eq!(callers.stranger.get(then).expect(200).json()["validAt"], "2023-03-31");
        for wrong in [json!({"updateInterval": "3 Monate"}), json!({"updateInterval": "P1.5M"})] {
            let refused = callers.editor.patch(&format!("{ONLINE}?validFrom=start"), &wrong).expect(422).json();
            assert_eq!(refused["violations"][0]["pointer"], "/updateInterval");
        }
        let interval = json!({"updateInterval": "P14D"});
        assert_eq!(callers.editor.patch("/v1/projects/ozg", &interval).expect(200).json()["updateInterval"], "P14D");
    });
}
