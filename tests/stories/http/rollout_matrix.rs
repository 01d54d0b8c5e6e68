//! The rollout matrix over HTTP: office by stage, for any day and moment, as JSON and as CSV.

use serde_json::{Value, json};

use super::forecasts::{office, unit};
use super::{Callers, id, project};
use crate::support::client::Client;
use crate::support::on_both;

const MATRIX: &str = "/v1/projects/ereb/rollout-matrix";

/// Every unit in one line: office, module, state and the stages entered.
fn lines(caller: &Client, query: &str) -> Vec<String> {
    let matrix = caller.get(&format!("{MATRIX}{query}")).expect(200).json();
    let mut lines = Vec::new();
    for row in matrix["data"].as_array().unwrap() {
        for unit in row["units"].as_array().unwrap() {
            let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
            let entered: Vec<String> = unit["entered"]
                .as_array()
                .unwrap()
                .iter()
                .map(|e| format!("{} {}", text(&e["stage"]), text(&e["since"])))
                .collect();
            lines.push(format!(
                "{}: {} {} ({})",
                text(&row["office"]["name"]),
                text(&unit["module"]),
                text(&unit["state"]),
                entered.join(", ")
            ));
        }
    }
    lines
}

fn coverage(caller: &Client, query: &str) -> Vec<Value> {
    let matrix = caller.get(&format!("{MATRIX}{query}")).expect(200).json();
    let one = |c: &Value| json!([c["rollout"], c["live"], c["all"], c["percent"]]);
    matrix["coverage"].as_array().unwrap().iter().map(one).collect()
}

#[test]
fn which_office_entered_which_stage_when() {
    let tables = std::cell::RefCell::new(Vec::new());
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ereb");
        let (building, finance) = (office(&callers, "Zentrale; Technik"), office(&callers, "Ämterverwaltung"));
        let plan = json!({"planned": {"date": "2023-06", "modality": "expected"}, "actual": "2023-03-01"});
        let first = unit(&callers, &building, "invoice_register", "preparing", "start", plan);
        unit(&callers, &building, "approval_workflow", "not_started", "2023-02-01", json!({}));
        unit(&callers, &finance, "invoice_register", "not_applicable", "2023-01-01", json!({}));
        let path = format!("/v1/projects/ereb/items/{}", id(&first));
        let becomes = |state: &str, from: &str| {
            callers.editor.patch(&format!("{path}?validFrom={from}"), &json!({"state": state})).expect(200);
        };
        becomes("training", "2023-01-10");
        becomes("pilot", "2023-02-10");
        becomes("training", "2023-02-20");
        becomes("live", "2023-03-15");
        assert_eq!(
            lines(&callers.stranger, ""),
            [
                "Ämterverwaltung: invoice_register not_applicable (not_applicable 2023-01-01)",
                "Zentrale; Technik: invoice_register live (preparing start, training 2023-02-20, live 2023-03-15)",
                "Zentrale; Technik: approval_workflow not_started (not_started 2023-02-01)",
            ]
        );
        let matrix = callers.stranger.get(MATRIX).expect(200).json();
        let live = &matrix["data"][1]["units"][0];
        assert_eq!(
            (&live["actual"], &live["liveAfterActualDays"]),
            (&json!("2023-03-01"), &json!(14)),
            "both days are told"
        );
        assert_eq!(
            coverage(&callers.stranger, ""),
            [json!(["whole", 0, 1, 0]), json!(["invoice_register", 1, 1, 100]), json!(["approval_workflow", 0, 1, 0])]
        );
        // As it was on earlier days.
        assert_eq!(
            lines(&callers.stranger, "?validAt=2023-02-15")[1],
            "Zentrale; Technik: invoice_register pilot (preparing start, training 2023-01-10, pilot 2023-02-10)"
        );
        assert_eq!(
            lines(&callers.stranger, "?validAt=2022-12-31"),
            ["Zentrale; Technik: invoice_register preparing (preparing start)"]
        );
        // And as it was known at earlier moments.
        city.clock.set("2023-04-27T08:00:00Z");
        becomes("pilot", "2023-03-10");
        city.clock.set("2023-04-28T08:00:00Z");
        assert!(
            lines(&callers.stranger, "")[1].ends_with("pilot (preparing start, training 2023-02-20, pilot 2023-03-10)")
        );
        assert!(lines(&callers.stranger, "?knownAt=2023-04-26T20:00:00Z")[1].ends_with("live 2023-03-15)"));
        // The same as CSV, by either way of asking for it.
        let csv = callers
            .stranger
            .get(&format!("{MATRIX}?format=csv&validAt=2023-04-26&knownAt=2023-04-26T20:00:00Z"))
            .expect(200);
        assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
        assert!(csv.header("content-disposition").unwrap().contains("sachstand-ereb-rollout-matrix-2023-04-26.csv"));
        let table: Vec<Vec<String>> = csv::ReaderBuilder::new()
            .delimiter(b';')
            .from_reader(csv.body.as_bytes())
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .collect();
        assert_eq!(table.len(), 3);
        let without_ids = |row: &[String]| [&row[..2], &row[3..4], &row[5..]].concat().join("|");
        assert_eq!(
            without_ids(&table[1]),
            "Zentrale; Technik|Zen|invoice_register|live||start|2023-02-20||2023-03-15||2023-06|expected|2023-03-01|14|100|0"
        );
        let accepted = callers.stranger.send("GET", MATRIX, &[("Accept", "text/csv")], None).expect(200);
        assert_eq!(accepted.body, callers.stranger.get(&format!("{MATRIX}?format=csv")).body);
        callers.stranger.send("GET", MATRIX, &[("Accept", "image/png")], None).expect(406);
        callers.stranger.get(&format!("{MATRIX}?format=xlsx")).expect(400);
        tables.borrow_mut().push(table.iter().map(|row| without_ids(row)).collect::<Vec<_>>());
    });
    let tables = tables.into_inner();
    assert!(tables.windows(2).all(|w| w[0] == w[1]), "both databases give the same table");
}

#[test]
fn a_kind_that_does_not_roll_out_has_no_matrix() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        let problem = callers.stranger.get("/v1/projects/ozg/rollout-matrix").expect(404);
        assert_eq!(problem.json()["type"], "urn:sachstand:problem:not-found");
        project(&callers.editor, "dms");
        let empty = callers.stranger.get("/v1/projects/dms/rollout-matrix").expect(200).json();
        assert_eq!((&empty["data"], &empty["coverage"][0]["all"]), (&json!([]), &json!(0)));
        assert_eq!(empty["coverage"][0].get("percent"), None, "a share of nothing is no share");
    });
}

#[test]
fn hidden_units_are_in_no_public_matrix() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ereb");
        let bureau = office(&callers, "Bauamt");
        unit(&callers, &bureau, "invoice_register", "live", "2023-01-01", json!({}));
        let before = callers.stranger.get(MATRIX).expect(200);
        let csv = callers.stranger.get(&format!("{MATRIX}?format=csv")).expect(200).body;
        unit(&callers, &bureau, "approval_workflow", "pilot", "2023-02-01", json!({"visibility": "internal"}));
        let after = callers.stranger.get(MATRIX).expect(200);
        assert_eq!((&after.body, after.header("etag")), (&before.body, before.header("etag")));
        assert_eq!(callers.stranger.get(&format!("{MATRIX}?format=csv")).expect(200).body, csv);
        assert_eq!(lines(&callers.viewer, "").len(), 2);
        assert_eq!(coverage(&callers.viewer, "")[0], json!(["whole", 0, 1, 0]));
        assert_eq!(coverage(&callers.stranger, "")[0], json!(["whole", 1, 1, 100]));
    });
}
