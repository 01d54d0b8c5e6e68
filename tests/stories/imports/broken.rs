//! Files that are none, and columns that nobody knows: every fault is named, and nothing is changed.

use serde_json::json;

use super::csv;
use crate::http::{Callers, project};
use crate::support::client::Answer;
use crate::support::on_both;

fn places(answer: &Answer) -> Vec<String> {
    let problem = answer.json();
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    let place =
        |v: &serde_json::Value| v["pointer"].as_str().or(v["parameter"].as_str()).unwrap_or_default().to_owned();
    problem["violations"].as_array().unwrap().iter().map(place).collect()
}

#[test]
fn every_column_that_is_unknown_or_missing_is_named() {
    on_both(|city| {
        let callers = Callers::of(city);
        let wrong = csv(&callers.editor, "as=offices", "Titel;Kürzel;number;Number\r\nBauamt;B;1;1\r\n").expect(422);
        assert_eq!(
            places(&wrong),
            ["/columns/Titel", "/columns/Kürzel", "/columns/number", "/columns/name", "/columns/shortName"]
        );
        let missing = csv(&callers.editor, "as=offices", "shortName\r\nB\r\n").expect(422);
        assert_eq!(places(&missing), ["/columns/name"]);
    });
}

#[test]
fn what_is_no_table_is_refused_with_the_reason() {
    on_both(|city| {
        let callers = Callers::of(city);
        let before = city.last();
        let send = |media: &str, body: &[u8]| {
            callers.editor.send("POST", "/v1/imports?as=offices", &[("Content-Type", media)], Some(body))
        };
        let neither = send("text/csv", b"name;shortName\r\nK\x81mmerei;K\r\n").expect(400);
        assert!(neither.body.contains("is not UTF-8"), "{}", neither.body);
        assert_eq!(places(&neither), ["/rows/1"]);
        let commas = send("text/csv", b"name,shortName\r\nBauamt,B\r\n").expect(400);
        assert!(commas.body.contains("semicolons"), "{}", commas.body);
        let ragged = send("text/csv", b"name;shortName\r\nBauamt;B;x\r\nAmt\r\n").expect(422);
        assert_eq!(places(&ragged), ["/rows/1/", "/rows/2/"]);
        let endless = format!("name;shortName\r\nBauamt;\"B\r\n{}", "x;y\r\n".repeat(300_000));
        assert!(send("text/csv", endless.as_bytes()).expect(400).body.contains("quotation mark"));
        for wrong in ["{\"name\": \"x\"}", "[{\"name\": ", "[1] x", "", "[{\"name\": \"x\", \"name\": \"y\"}]"] {
            assert_eq!(send("application/json", wrong.as_bytes()).status, 400, "{wrong}");
        }
        assert_eq!(places(&send("application/json", b"[1]").expect(422)), ["/rows/1/"]);
        send("text/plain", b"x").expect(415);
        send("text/csv; charset=koi8-r", b"x").expect(415);
        callers.editor.post("/v1/imports", &json!([])).expect(400);
        callers.editor.post("/v1/imports?as=nix&dry=1", &json!([])).expect(400);
        callers.editor.post("/v1/imports?as=offices&project=x", &json!([])).expect(400);
        callers.editor.post("/v1/imports?as=offices&force=true", &json!([])).expect(400);
        callers.editor.post("/v1/imports?as=milestones&project=x", &json!([])).expect(400);
        assert_eq!(city.last(), before);
    });
}

#[test]
fn a_spreadsheet_is_read_as_it_writes() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        let table = "\u{feff}asOf;value;text\r\n31.03.2023;2,5;'=Summe\r\n01.04.2023;1000;\"Zeile 1\nZeile 2\"\r\n";
        let done = csv(&callers.editor, "as=observations&project=ozg&indicator=cases", table).expect(201).json();
        assert_eq!(done["profile"], "excel");
        let list = callers.stranger.get("/v1/projects/ozg/indicators/cases/observations").expect(200).json();
        assert_eq!(list["data"][0]["text"], "=Summe");
        assert_eq!((&list["data"][0]["value"], &list["data"][1]["text"]), (&json!(2.5), &json!("Zeile 1\nZeile 2")));
        let wrong = "\u{feff}asOf;value\r\n31.02.2023;1.000\r\n";
        let refused = csv(&callers.editor, "as=observations&project=ozg&indicator=cases", wrong).expect(422);
        assert_eq!(places(&refused), ["/rows/1/value"]);
    });
}
