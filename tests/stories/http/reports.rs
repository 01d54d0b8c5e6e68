//! Reports and what they are compared with: what is said for a day stays said for that day.

use serde_json::{Value, json};

use super::{Callers, id, project, published};
use crate::support::client::Client;
use crate::support::on_both;

const ONLINE: &str = "/v1/projects/ozg/indicators/online-services";

fn observe(callers: &Callers, body: &Value) -> String {
    let made = callers.editor.post(&format!("{ONLINE}/observations"), body).expect(201);
    made.header("location").unwrap().to_owned()
}

fn meeting(callers: &Callers, date: &str) -> String {
    id(&callers.author.post("/v1/meetings", &json!({"title": "Sitzung", "date": date})).expect(201).json())
}

fn report(callers: &Callers, mut body: Value) -> String {
    body["title"] = json!("Bericht");
    body["visibility"] = json!("public");
    id(&callers.author.post("/v1/reports", &body).expect(201).json())
}

fn text(caller: &Client, report: &str) -> String {
    caller.get(&format!("/v1/reports/{report}/document?format=markdown")).expect(200).body
}

#[test]
fn what_supersedes_a_statement_does_so_from_its_own_day_on() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "processes");
        let updates = "/v1/projects/processes/status-updates";
        let approved = |as_of: &str, text: &str, supersedes: Option<&str>| {
            let body = json!({"asOf": as_of, "text": text, "state": "draft", "supersedes": supersedes});
            let made = id(&callers.editor.post(updates, &body).expect(201).json());
            callers.editor.patch(&format!("{updates}/{made}"), &json!({"state": "submitted"})).expect(200);
            callers.approver.patch(&format!("{updates}/{made}"), &json!({"state": "approved"})).expect(200);
            made
        };
        let old = approved("2023-04-06", "Die ersten Prozesse sind modelliert.", None);
        let april = report(&callers, json!({"asOf": "2023-04-10"}));
        approved("2023-04-20", "Zwölf Prozesse sind modelliert.", Some(&old));
        let may = report(&callers, json!({"asOf": "2023-04-26"}));
        assert!(text(&callers.author, &april).contains("Die ersten Prozesse"), "{}", text(&callers.author, &april));
        let may = text(&callers.author, &may);
        assert!(may.contains("Zwölf Prozesse") && !may.contains("Die ersten Prozesse"), "{may}");
        let overview = callers.stranger.get("/v1/overview?validAt=2023-04-10").expect(200).json();
        assert_eq!(overview["data"][0]["lastStatusUpdate"]["asOf"], "2023-04-06", "{overview}");
        // It supersedes what is said of its own project only.
        project(&callers.editor, "dms");
        let body = json!({"asOf": "2023-04-20", "text": "x", "state": "draft", "supersedes": old});
        let refused = callers.editor.post("/v1/projects/dms/status-updates", &body).expect(422).json();
        assert_eq!(refused["violations"][0]["pointer"], "/supersedes");
    });
}

#[test]
fn a_statement_approved_after_a_report_was_frozen_stands_in_the_next_one() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "processes");
        let updates = "/v1/projects/processes/status-updates";
        let body = json!({"asOf": "2023-04-05", "text": "Die ersten Prozesse sind modelliert.", "state": "draft"});
        let late = id(&callers.editor.post(updates, &body).expect(201).json());
        let first = report(&callers, json!({"asOf": "2023-04-10"}));
        published(&callers, &first);
        city.clock.set("2023-05-10T07:00:00Z");
        callers.editor.patch(&format!("{updates}/{late}"), &json!({"state": "submitted"})).expect(200);
        callers.approver.patch(&format!("{updates}/{late}"), &json!({"state": "approved"})).expect(200);
        let second = report(&callers, json!({"asOf": "2023-05-09", "previousReport": first}));
        let said = text(&callers.author, &second);
        assert!(said.contains("Die ersten Prozesse") && !said.contains("kein neuer Sachstand"), "{said}");
        let missing = callers.author.get(&format!("/v1/reports/{second}/completeness")).expect(200).json();
        assert!(!missing.to_string().contains("missing_status_update"), "{missing}");
        published(&callers, &second);
        city.clock.set("2023-07-10T07:00:00Z");
        let third = report(&callers, json!({"asOf": "2023-07-09", "previousReport": second}));
        let said = text(&callers.author, &third);
        assert!(said.contains("kein neuer Sachstand vor. Der letzte vom 05.04.2023 lautet"), "{said}");
    });
}

#[test]
fn what_the_previous_report_said_does_not_change_with_its_title() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        city.clock.set("2023-04-26T07:00:00Z");
        let observed = observe(&callers, &json!({"asOf": "2023-04-20", "value": 98}));
        let first = meeting(&callers, "2023-04-26");
        let previous = report(&callers, json!({"asOf": "2023-04-20", "meeting": first}));
        city.clock.set("2023-05-10T07:00:00Z");
        callers.editor.because("Zählfehler").patch(&observed, &json!({"value": 97})).expect(200);
        let now = report(&callers, json!({"asOf": "2023-05-09", "previousReport": previous}));
        for title in ["Bericht", "Neuer Titel"] {
            callers.author.patch(&format!("/v1/reports/{previous}"), &json!({"title": title})).expect(200);
            let said = text(&callers.author, &now);
            assert!(said.contains("den Wert 98") && said.contains(": 97"), "{title}: {said}");
        }
    });
}

#[test]
fn nothing_to_count_is_neither_missing_nor_the_number_before() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        observe(&callers, &json!({"asOf": "2023-04-01", "value": 117}));
        observe(&callers, &json!({"asOf": "2023-04-10", "notApplicable": true, "text": "Portal abgeschaltet"}));
        let value = callers.stranger.get(&format!("{ONLINE}/value?validAt=2023-04-12")).expect(200).json();
        assert_eq!((&value["status"], value.get("value")), (&json!("not_applicable"), None), "{value}");
        assert_eq!(value["observations"][0]["notApplicable"], true);
        let series = callers.stranger.get(&format!("{ONLINE}/series?validAt=2023-04-12")).expect(200).json();
        let last: Vec<_> = series["data"].as_array().unwrap().iter().map(|p| p.get("value").cloned()).collect();
        assert_eq!(last, [Some(json!(117)), None]);
        let overview = callers.stranger.get("/v1/overview?validAt=2023-04-12").expect(200).json();
        assert_eq!(overview["data"][0]["keyFigure"].get("value"), None, "{overview}");
        let said = text(&callers.author, &report(&callers, json!({"asOf": "2023-04-12"})));
        assert!(!said.contains("117"), "{said}");
    });
}

#[test]
fn parts_make_a_value_where_nothing_is_said_of_the_whole() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ereb");
        let invoices = "/v1/projects/ereb/indicators/invoices";
        for (as_of, channel, value) in
            [("2023-03-31", "pdf", 40), ("2023-04-20", "pdf", 30), ("2023-04-20", "xrechnung", 12)]
        {
            let body = json!({"asOf": as_of, "value": value, "dimensions": {"channel": channel}});
            callers.editor.post(&format!("{invoices}/observations"), &body).expect(201);
        }
        let value = callers.stranger.get(&format!("{invoices}/value")).expect(200).json();
        assert_eq!((&value["value"], &value["method"]), (&json!(42), &json!("sum_of_parts")));
        assert_eq!(value["observations"].as_array().unwrap().len(), 2);
        let series = callers.stranger.get(&format!("{invoices}/series?period=month")).expect(200).json();
        let last: Vec<_> = series["data"].as_array().unwrap().iter().map(|p| p["value"].clone()).collect();
        assert_eq!(last, [40, 42]);
    });
}

#[test]
fn a_report_is_compared_with_one_that_was_given_before_it() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        observe(&callers, &json!({"asOf": "2023-04-01", "value": 117}));
        let given = meeting(&callers, "2023-04-24");
        let previous = report(&callers, json!({"asOf": "2023-04-20", "meeting": given}));
        published(&callers, &previous);
        for (as_of, place) in [("2023-04-20", "/previousReport"), ("2023-04-22", "/previousReport")] {
            let body = json!({"title": "x", "asOf": as_of, "previousReport": previous});
            let refused = callers.author.post("/v1/reports", &body).expect(422).json();
            assert_eq!(refused["violations"][0]["pointer"], place, "{refused}");
        }
        // A draft that is for no meeting yet was given to nobody.
        report(&callers, json!({"asOf": "2023-04-25"}));
        let overview = callers.stranger.get("/v1/overview?validAt=2023-04-26").expect(200).json();
        assert_eq!(overview["data"][0]["keyFigure"]["comparedWith"], "2023-04-24", "{overview}");
    });
}

#[test]
fn a_report_shows_nothing_of_what_fewer_may_see() {
    on_both(|city| {
        let callers = Callers::of(city);
        let agenda = json!([{"number": "1", "title": "a", "visibility": "public"}, {"number": "7", "title": "b", "visibility": "non_public"}]);
        let body = json!({"title": "Sitzung", "date": "2023-04-26", "agenda": agenda});
        let meeting = id(&callers.author.post("/v1/meetings", &body).expect(201).json());
        let secret = json!({"title": "Geheim", "asOf": "2023-04-01", "visibility": "non_public"});
        let secret = id(&callers.author.post("/v1/reports", &secret).expect(201).json());
        let refuse = |body: Value, place: &str| {
            let refused = callers.author.post("/v1/reports", &body).expect(422).json();
            assert_eq!(refused["violations"][0]["pointer"], place, "{refused}");
        };
        let public = |mut body: Value| {
            body["title"] = json!("Bericht");
            body["asOf"] = json!("2023-04-20");
            body["visibility"] = json!("public");
            body
        };
        refuse(public(json!({"meeting": meeting, "agendaItem": "7"})), "/visibility");
        refuse(public(json!({"meeting": meeting, "agendaItem": "9"})), "/agendaItem");
        refuse(public(json!({"previousReport": secret})), "/previousReport");
        // What becomes hidden later is no longer named by what refers to it.
        callers.author.patch(&format!("/v1/reports/{secret}"), &json!({"visibility": "public"})).expect(200);
        let made = callers.author.post("/v1/reports", &public(json!({"previousReport": secret}))).expect(201);
        let path = made.header("location").unwrap();
        let names = |path: &str| callers.viewer.get(path).expect(200).body.contains(&secret);
        assert!(names(path) && names(&format!("{path}/history")) && names("/v1/reports"));
        callers.author.patch(&format!("/v1/reports/{secret}"), &json!({"visibility": "non_public"})).expect(200);
        assert!(!names(path) && !names(&format!("{path}/history")) && !names("/v1/reports"));
        assert!(callers.author.get(path).expect(200).body.contains(&secret));
    });
}

/// The chart and the table of this key, which stand one after the other in the document of a report.
fn picture(caller: &Client, report: &str, key: &str) -> (Value, Value) {
    let document = caller.get(&format!("/v1/reports/{report}/document?format=json")).expect(200).json();
    let blocks = document["blocks"].as_array().unwrap();
    let at = blocks.iter().position(|block| block["id"] == format!("{key}-chart"));
    let at = at.unwrap_or_else(|| panic!("no picture {key} in {document}"));
    assert_eq!((&blocks[at]["block"], &blocks[at + 1]["block"]), (&json!("chart"), &json!("table")));
    assert_eq!(blocks[at + 1]["id"], key);
    (blocks[at].clone(), blocks[at + 1].clone())
}

/// The first cells of each row as they are written.
fn cells(table: &Value) -> Vec<String> {
    let cell = |cell: &Value| cell[0]["text"].as_str().or(cell[0].as_str()).unwrap().to_owned();
    let row = |row: &Value| row.as_array().unwrap().iter().map(cell).collect::<Vec<_>>().join(" | ");
    table["rows"].as_array().unwrap().iter().map(row).collect()
}

#[test]
fn a_report_draws_what_its_projects_count_and_a_table_says_the_same() {
    on_both(|city| {
        let callers = Callers::of(city);
        city.clock.set("2023-04-26T07:00:00Z");
        project(&callers.editor, "ozg");
        for (as_of, value) in [("2022-05-02", 74), ("2022-11-20", 103), ("2023-04-04", 117), ("2023-04-20", 119)] {
            observe(&callers, &json!({"asOf": as_of, "value": value}));
        }
        project(&callers.editor, "dms");
        let pool = json!({"type": "LicencePool", "product": "enaio <b>", "model": "named_user", "contracted": 600, "assigned": 402, "visibility": "public"});
        callers.editor.post("/v1/projects/dms/items?validFrom=2023-01-01", &pool).expect(201);
        let secret = json!({"type": "LicencePool", "product": "Geheim", "model": "site", "contracted": 1, "assigned": 1, "visibility": "non_public"});
        callers.editor.post("/v1/projects/dms/items?validFrom=2023-01-01", &secret).expect(201);
        project(&callers.editor, "ereb");
        let milestone = json!({
            "title": "Alle Ämter angebunden", "baseline": {"date": "2023-06", "modality": "expected"},
            "forecast": {"date": "2023-09", "modality": "expected", "statedOn": "2023-03-01", "reason": "Schulungen verschoben"},
        });
        callers.editor.post("/v1/projects/ereb/milestones?validFrom=2023-03-01", &milestone).expect(201);
        let report = report(&callers, json!({"asOf": "2023-04-06"}));
        let (chart, table) = picture(&callers.author, &report, "ozg-online-services");
        // What came after the Stichtag is neither drawn nor told.
        let rows =
            ["02.05.2022 | 74 | ", "20.11.2022 | 103 | ", "04.04.2023 | 117 | ", "06.04.2023 | 117 | Berichtstag"];
        assert_eq!(cells(&table), rows);
        assert_eq!(table["rows"][1][1][0]["number"], 103, "{table}");
        assert_eq!(table["rows"][1][0][0]["day"], "2022-11-20");
        for said in ["Berichtstag 06.04.2023: 117", ">117<", ">74<"] {
            assert!(chart["svg"].as_str().unwrap().contains(said), "{said}: {chart}");
        }
        assert!(chart["description"].as_str().unwrap().contains("am 06.04.2023 117"), "{chart}");
        let (chart, table) = picture(&callers.author, &report, "dms-licences");
        assert_eq!(cells(&table), ["enaio <b> | 600 | 402"]);
        assert!(chart["svg"].as_str().unwrap().contains("enaio &lt;b&gt;"), "{chart}");
        let (_, table) = picture(&callers.author, &report, "ereb-milestones");
        let row = "Alle Ämter angebunden | voraussichtlich im Juni 2023 | 01.03.2023: voraussichtlich im September 2023 | voraussichtlich im September 2023 | +92";
        assert_eq!(cells(&table), [row]);
    });
}
