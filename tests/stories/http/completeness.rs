//! Completeness: missing, not applicable, qualitative and 0 are four different things, and each is counted.

use serde_json::{Value, json};

use super::{Callers, id, project, published};
use crate::support::client::Client;
use crate::support::on_both;

fn ask(caller: &Client, query: &str) -> Value {
    caller.get(&format!("/v1/completeness?{query}")).expect(200).json()
}

/// Status, whether in the period, whether expected, and the day of an indicator.
fn row(answer: &Value, indicator: &str) -> (String, bool, bool, Option<String>) {
    let row = answer["data"].as_array().unwrap().iter().find(|r| r["indicator"] == indicator).expect(indicator);
    (
        row["status"].as_str().unwrap().to_owned(),
        row["inPeriod"].as_bool().unwrap(),
        row["expected"].as_bool().unwrap(),
        row["asOf"].as_str().map(str::to_owned),
    )
}

#[test]
fn missing_not_applicable_and_nothing_are_told_apart() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "communication");
        let state = |key: &str, body: Value| {
            let path = format!("/v1/projects/communication/indicators/{key}/observations");
            callers.editor.post(&path, &body).expect(201);
        };
        state("reach", json!({"asOf": "2023-04-01", "value": 0}));
        state("newsletter-subscribers", json!({"asOf": "2022-10-01", "value": 80}));
        state("open-rate", json!({"asOf": "2023-04-01", "notApplicable": true}));
        state("print-run", json!({"asOf": "2023-03-01", "tendency": "increased"}));
        let channel = json!({"type": "Channel", "name": "Amtsblatt", "kind": "print", "medium": "analogue", "state": "active", "visibility": "internal"});
        callers.editor.post("/v1/projects/communication/items?validFrom=2022-01-01", &channel).expect(201);

        let seen = ask(&callers.viewer, "");
        assert_eq!((&seen["from"], &seen["to"]), (&json!("2023-01-26"), &json!("2023-04-26")), "three months");
        let day = |text: &str| Some(text.to_owned());
        let of = |status: &str, in_period, expected, as_of| (status.to_owned(), in_period, expected, as_of);
        assert_eq!(row(&seen, "reach"), of("value", true, true, day("2023-04-01")), "0 is a value");
        assert_eq!(row(&seen, "newsletter-subscribers"), of("value", false, true, day("2022-10-01")));
        assert_eq!(row(&seen, "open-rate"), of("not_applicable", true, false, day("2023-04-01")));
        assert_eq!(row(&seen, "print-run"), of("qualitative", true, true, day("2023-03-01")));
        assert_eq!(row(&seen, "active-channels"), of("value", true, true, day("2022-01-01")), "counted every day");
        assert_eq!(
            seen["totals"]["byStatus"],
            json!({"missing": 1, "not_applicable": 1, "qualitative": 1, "value": 3}),
            "no activity was ever entered"
        );
        assert_eq!((&seen["totals"]["missing"], &seen["totals"]["outOfPeriod"]), (&json!(1), &json!(2)));
        // Who does not see the only channel sees a project without any.
        let public = ask(&callers.stranger, "");
        assert_eq!(row(&public, "active-channels"), of("missing", false, true, None));
        assert_eq!(public["totals"]["missing"], 2);
        let early = ask(&callers.viewer, "validAt=2022-10-15&from=2022-10-01");
        assert_eq!(row(&early, "newsletter-subscribers"), of("value", true, true, day("2022-10-01")));
        assert_eq!(row(&early, "reach"), of("missing", false, true, None));
        for wrong in ["from=2023-05-01", "to=2023-05-01", "from=2023-04-02&to=2023-04-01", "since=2023-01-01"] {
            callers.stranger.get(&format!("/v1/completeness?{wrong}")).expect(400);
        }
    });
}

#[test]
fn the_period_begins_after_the_last_report() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        let meeting = id(&callers
            .author
            .post("/v1/meetings", &json!({"title": "Sitzung", "date": "2022-11-24"}))
            .expect(201)
            .json());
        let report = json!({"title": "Bericht", "asOf": "2022-11-07", "meeting": meeting, "visibility": "public"});
        published(&callers, &id(&callers.author.post("/v1/reports", &report).expect(201).json()));
        assert_eq!(ask(&callers.stranger, "")["from"], "2022-11-25");
        let idea =
            json!({"slug": "spaeter", "kind": "ozg", "title": "Später", "phase": "idea", "visibility": "public"});
        callers.editor.post("/v1/projects?validFrom=start", &idea).expect(201);
        let answer = ask(&callers.stranger, "");
        assert_eq!(answer["totals"]["byStatus"]["missing"], 6);
        assert_eq!(answer["totals"]["missing"], 3, "of an idea nothing is expected");
        callers.editor.patch("/v1/projects/spaeter?validFrom=start", &json!({"visibility": "internal"})).expect(200);
        assert_eq!(ask(&callers.stranger, "")["totals"]["byStatus"]["missing"], 3);
    });
}

#[test]
fn what_is_listed_is_a_table_as_well() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        let path = "/v1/projects/ozg/indicators/online-services";
        for (day, value) in [("2022-11-24", 103), ("2023-04-06", 117)] {
            callers.editor.post(&format!("{path}/observations"), &json!({"asOf": day, "value": value})).expect(201);
        }
        let csv = |path: &str| {
            let answer = callers.stranger.get(path).expect(200);
            assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"), "{path}");
            answer.body.lines().map(str::to_owned).collect::<Vec<_>>()
        };
        let series = csv(&format!("{path}/series?format=csv"));
        assert_eq!(series[0], "from;to;value;change;target;definitionVersion;afterBreak;acrossBreak");
        assert!(
            series.last().unwrap().contains(";2023-04-26;117;") || series.last().unwrap().contains("117;14"),
            "{series:?}"
        );
        let excel = csv(&format!("{path}/series?format=csv&profile=excel"));
        assert!(excel.last().unwrap().contains("2023;117;14"), "{excel:?}");
        let rows = csv("/v1/completeness?format=csv");
        assert!(rows[0].starts_with("project;indicator;label;status;inPeriod;expected;asOf"), "{rows:?}");
        assert!(
            rows.iter().any(|row| row.starts_with("ozg;online-services;Online-Dienste;value;true;true;2023-04-06")),
            "{rows:?}"
        );
        let late = json!({"title": "Abnahme", "baseline": {"date": "2023-03", "modality": "latest"}});
        callers.editor.post("/v1/projects/ozg/milestones?validFrom=2023-01-01", &late).expect(201);
        let attention = csv("/v1/attention?format=csv&kind=milestone_overdue");
        assert!(attention[0].starts_with("kind;rule;project;projectTitle;subject;explanation"), "{attention:?}");
        assert!(attention.len() == 2 && attention[1].starts_with("milestone_overdue;"), "{attention:?}");
        callers.stranger.get(&format!("{path}/series?profile=excel")).expect(400);
    });
}
