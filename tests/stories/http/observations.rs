//! Many observations at once, and every value that was ever stated.

use serde_json::{Value, json};

use super::{Callers, head, openapi, project};
use crate::support::client::{Answer, Client};
use crate::support::on_both;

const INVOICES: &str = "/v1/projects/ereb/indicators/invoices";

fn put(caller: &Client, body: &Value) -> Answer {
    let json = [("Content-Type", "application/json")];
    caller.send("PUT", &format!("{INVOICES}/observations"), &json, Some(body.to_string().as_bytes()))
}

fn of(as_of: &str, channel: &str, value: i64) -> Value {
    json!({"asOf": as_of, "value": value, "dimensions": {"channel": channel}})
}

fn counts(answer: &Value) -> [i64; 3] {
    ["created", "changed", "unchanged"].map(|name| answer[name].as_i64().unwrap())
}

#[test]
fn the_same_request_twice_gives_the_same_series_and_no_new_change() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ereb");
        let all: Vec<Value> =
            (1..=12).flat_map(|m| ["pdf", "paper"].map(|c| of(&format!("2022-{m:02}-28"), c, m))).collect();
        let batch = json!({"observations": all});
        let before = city.last().0;
        let first = put(&callers.editor, &batch).expect(200).json();
        assert_eq!((counts(&first), city.last().0), ([24, 0, 0], before + 1));
        let series = callers.stranger.get(&format!("{INVOICES}/series?period=month")).expect(200);
        let again = put(&callers.editor, &batch).expect(200).json();
        assert_eq!((counts(&again), city.last().0), ([0, 0, 24], before + 1), "no new change");
        assert_eq!(callers.stranger.get(&format!("{INVOICES}/series?period=month")).body, series.body);
        let ids = |answer: &Value| -> Vec<Value> {
            answer["observations"].as_array().unwrap().iter().map(|o| o["id"].clone()).collect()
        };
        assert_eq!(ids(&first), ids(&again));

        // Some are corrected, one is new: that needs a reason, and is one change.
        let mixed = json!({"observations": [of("2022-01-28", "pdf", 77), of("2022-02-28", "pdf", 2), of("2023-01-28", "pdf", 1)]});
        let refused = put(&callers.editor, &mixed).expect(400).json();
        assert_eq!(refused["violations"][0]["parameter"], "Change-Reason", "{refused}");
        assert_eq!(city.last().0, before + 1);
        let corrected = put(&callers.editor.because("Nachzählung"), &mixed).expect(200).json();
        assert_eq!((counts(&corrected), city.last().0), ([1, 1, 1], before + 2));
        assert_eq!(corrected["observations"][0], json!({"id": ids(&first)[0], "outcome": "changed"}));
        // What was read can be sent back as it is.
        let page = callers.stranger.get(&format!("{INVOICES}/observations?limit=500")).json();
        let back = put(&callers.editor, &json!({"observations": page["data"]})).expect(200).json();
        assert_eq!(counts(&back), [0, 0, 25]);
        put(&callers.viewer, &batch).expect(403);
        put(&callers.stranger, &batch).expect(401);
    });
}

#[test]
fn all_of_it_or_nothing_with_every_violation() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ereb");
        let before = head(&callers.viewer);
        let meeting = "0187bcd2-5c00-7000-8000-000000000001";
        let batch = json!({"observations": [
            of("2022-01-28", "pdf", 1),
            {"asOf": "2022-02-30", "value": 1},
            {"asOf": "2022-02-28", "value": "viele"},
            {"asOf": "2022-03-28", "value": 1, "notApplicable": true},
            of("2022-01-28", "pdf", 2),
            {"asOf": "2022-04-28"},
        ]});
        let refused = put(&callers.editor, &batch).expect(422).json();
        let mut places: Vec<&str> =
            refused["violations"].as_array().unwrap().iter().map(|v| v["pointer"].as_str().unwrap()).collect();
        places.sort_unstable();
        let expected = ["1/asOf", "2/value", "3/notApplicable", "4", "5"].map(|place| format!("/observations/{place}"));
        assert_eq!(places, expected, "{refused}");
        let dangling = |day: &str| json!({"asOf": day, "value": 1, "reportedIn": meeting});
        let batch =
            json!({"observations": [dangling("2022-01-01"), of("2022-01-28", "pdf", 1), dangling("2022-01-02")]});
        let refused = put(&callers.editor, &batch).expect(422).json();
        let places: Vec<_> = refused["violations"].as_array().unwrap().iter().map(|v| v["pointer"].clone()).collect();
        assert_eq!(places, ["/observations/0/reportedIn", "/observations/2/reportedIn"], "{refused}");
        for wrong in [json!({}), json!({"observations": []}), json!({"observations": {}}), json!({"observations": [1]})]
        {
            put(&callers.editor, &wrong).expect(422);
        }
        assert_eq!(head(&callers.viewer), before);
        // Shares are computed, also when many are sent.
        let share = "/v1/projects/ereb/indicators/offices-live-share/observations";
        let body = json!({"observations": [{"asOf": "2022-01-01", "value": 3}]}).to_string();
        let json = [("Content-Type", "application/json")];
        let refused = callers.editor.send("PUT", share, &json, Some(body.as_bytes())).expect(422).json();
        assert_eq!(refused["violations"][0]["pointer"], "/observations/0/value");
    });
}

#[test]
fn where_two_fit_nobody_guesses() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ereb");
        let twice = [1, 2].map(|value| {
            let made = callers.editor.post(&format!("{INVOICES}/observations"), &of("2022-01-28", "pdf", value));
            super::id(&made.expect(201).json())
        });
        let refused = put(&callers.editor, &json!({"observations": [of("2022-01-28", "pdf", 2)]})).expect(409).json();
        let mut named: Vec<&str> =
            refused["observations"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        named.sort_unstable();
        let mut ids = twice.clone();
        ids.sort();
        assert_eq!(named, ids);
        let other = json!({"observations": [of("2022-02-28", "pdf", 2)]});
        put(&callers.editor, &other).expect(200);
    });
}

#[test]
fn the_example_is_accepted_and_thousands_are_one_change() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ereb");
        let (.., operation) = openapi::operations()
            .into_iter()
            .find(|(path, method, _)| path.ends_with("/observations") && method == "put")
            .unwrap();
        let example = &operation["requestBody"]["content"]["application/json"]["example"];
        put(&callers.editor, example).expect(200);
        let before = city.last().0;
        let many: Vec<Value> = (0..2000)
            .map(|n| {
                let day = chrono::NaiveDate::from_ymd_opt(2015, 1, 1).unwrap() + chrono::Duration::days(n);
                of(&day.to_string(), "pdf", n)
            })
            .collect();
        let stated = put(&callers.editor, &json!({"observations": many})).expect(200).json();
        assert_eq!((counts(&stated), city.last().0), ([2000, 0, 0], before + 1));
        put(&callers.editor, &json!({"observations": vec![of("2015-01-01", "pdf", 1); 5001]})).expect(422);
    });
}

#[test]
fn every_value_ever_stated_is_there_with_its_time() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ereb");
        let observations = format!("{INVOICES}/observations");
        city.clock.set("2023-04-27T08:00:00Z");
        let first = json!({"asOf": "2023-04-06", "value": 117, "source": "Kasse"});
        let made = callers.editor.post(&observations, &first).expect(201);
        let path = made.header("location").unwrap().to_owned();
        callers.editor.post(&observations, &json!({"asOf": "2023-01-31", "value": 9})).expect(201);
        city.clock.set("2023-04-28T08:00:00Z");
        callers.editor.because("doppelt gezählt").patch(&path, &json!({"value": 116})).expect(200);
        city.clock.set("2023-04-29T08:00:00Z");
        callers.editor.because("nie gemessen").delete(&path).expect(204);
        city.clock.set("2023-04-30T08:00:00Z");

        let ask = |caller: &Client, query: &str| -> Value {
            caller.get(&format!("{INVOICES}/vintages?{query}")).expect(200).json()
        };
        let short = |page: &Value| -> Vec<(String, i64, String, bool)> {
            let rows = page["data"].as_array().unwrap().iter();
            rows.map(|v| {
                let ended = v["superseded"]["at"].as_str().unwrap_or("-")[..].to_owned();
                let value = v["observation"]["value"].as_i64().unwrap();
                (v["asOf"].as_str().unwrap().to_owned(), value, ended, v.get("retracted").is_some())
            })
            .collect()
        };
        let row = |day: &str, value, ended: &str, retracted| (day.to_owned(), value, ended.to_owned(), retracted);
        let all = ask(&callers.stranger, "");
        let expected = [
            row("2023-04-06", 116, "2023-04-29T08:00:00Z", true),
            row("2023-04-06", 117, "2023-04-28T08:00:00Z", false),
            row("2023-01-31", 9, "-", false),
        ];
        assert_eq!(short(&all), expected, "{all}");
        assert_eq!(all["data"][1]["observation"]["source"], "Kasse");
        assert!(!all.to_string().contains("doppelt") && !all.to_string().contains("actor"));
        let told = ask(&callers.viewer, "asOf=2023-04-06");
        assert_eq!(told["data"][0]["superseded"]["reason"], "nie gemessen");
        assert_eq!(told["data"][0]["recorded"]["reason"], "doppelt gezählt");
        assert_eq!(told["data"].as_array().unwrap().len(), 2);
        // As it was known then, and on that day.
        let then = ask(&callers.stranger, "knownAt=2023-04-28T12:00:00Z&asOf=2023-04-06");
        let expected = [row("2023-04-06", 116, "-", false), row("2023-04-06", 117, "2023-04-28T08:00:00Z", false)];
        assert_eq!(short(&then), expected);
        assert_eq!(short(&ask(&callers.stranger, "validAt=2023-03-01")), [row("2023-01-31", 9, "-", false)]);
        // Page by page it is the same.
        let (mut pages, mut next) = (Vec::new(), Some(format!("{INVOICES}/vintages?limit=1")));
        while let Some(path) = next {
            let page = callers.stranger.get(&path).expect(200).json();
            pages.extend(page["data"].as_array().unwrap().clone());
            next = page["links"]["next"].as_str().map(str::to_owned);
        }
        assert_eq!(Value::Array(pages), all["data"]);
    });
}
