//! What would become of each row, and that it is all or nothing.

use serde_json::{Value, json};

use super::{counts, csv};
use crate::http::{Callers, id, project};
use crate::support::client::Client;
use crate::support::on_both;

const OFFICES: &str = "number;name;shortName;validFrom\r\n10;Hauptamt;HA;start\r\n20;Kämmerei;K;start\r\n";

fn all_rows(caller: &Client, first: &str) -> Vec<Value> {
    let (mut all, mut next) = (Vec::new(), Some(first.to_owned()));
    while let Some(path) = next {
        let page = caller.get(&path).expect(200).json();
        all.extend(page["data"].as_array().unwrap().clone());
        next = page["links"]["next"].as_str().map(str::to_owned);
    }
    all
}

#[test]
fn a_rehearsal_tells_what_would_become_of_each_row_and_changes_nothing() {
    on_both(|city| {
        let callers = Callers::of(city);
        csv(&callers.editor, "as=offices", OFFICES).expect(201);
        let before = city.last();
        let table = "number;name;shortName;validFrom\r\n10;Hauptamt;HA;start\r\n20;Kämmerei;Käm;2023-01-01\r\n30;Bauamt;B;\r\n40;;x;gestern\r\n";
        let told = csv(&callers.editor, "as=offices&dryRun=true", table).expect(200).json();
        assert_eq!(counts(&told), [1, 1, 1, 0, 1]);
        assert_eq!((told["applied"].as_bool(), told["dryRun"].as_bool()), (Some(false), Some(true)));
        assert_eq!(city.last(), before);
        let rows = all_rows(&callers.editor, told["links"]["rows"].as_str().unwrap());
        assert_eq!(json!(rows), told["data"]);
        let outcomes: Vec<&str> = rows.iter().map(|row| row["outcome"].as_str().unwrap()).collect();
        assert_eq!(outcomes, ["unchanged", "changed", "created", "refused"]);
        assert_eq!(rows[1]["changes"], json!([{"field": "shortName", "old": "K", "new": "Käm"}]));
        assert_eq!(rows[3]["violations"][0]["column"], "validFrom");
        // As it is, nothing is imported.
        let refused = csv(&callers.editor, "as=offices", table).expect(422).json();
        assert_eq!(refused["type"], "urn:sachstand:problem:rows-refused");
        assert_eq!(refused["violations"][0]["pointer"], "/rows/4/validFrom");
        let listed = all_rows(&callers.editor, refused["links"]["refused"].as_str().unwrap());
        assert_eq!(listed.len(), 1);
        assert_eq!(city.last(), before);
        let done = csv(&callers.editor, "as=offices", &table.replace("40;;x;gestern\r\n", "")).expect(201);
        let summary = done.json();
        assert_eq!(summary["change"], before.0 + 1);
        assert_eq!(callers.editor.get(done.header("location").unwrap()).expect(200).json()["rows"], summary["rows"]);
        assert_eq!(city.last().0, before.0 + 1, "all rows are one change");
        let bauamt = callers.stranger.get(rows[2]["links"]["resource"].as_str().unwrap()).status;
        assert_eq!(bauamt, 404, "what was rehearsed is not there");
        assert!(city.store.verify(None).unwrap().findings.is_empty());
    });
}

#[test]
fn rows_are_leafed_through() {
    on_both(|city| {
        let callers = Callers::of(city);
        let rows: Vec<Value> = (0..130)
            .map(|n| json!({"name": format!("Amt {n}"), "shortName": "A", "number": (n % 120).to_string()}))
            .collect();
        let told = callers.editor.post("/v1/imports?as=offices&dryRun=true", &json!(rows)).expect(200).json();
        assert_eq!(counts(&told), [120, 0, 0, 0, 10], "a number that is given twice is refused");
        assert_eq!(told["data"].as_array().unwrap().len(), 50);
        let mut all = told["data"].as_array().unwrap().clone();
        all.extend(all_rows(&callers.editor, told["links"]["next"].as_str().unwrap()));
        let numbers: Vec<i64> = all.iter().map(|row| row["row"].as_i64().unwrap()).collect();
        assert_eq!(numbers, (1..=130).collect::<Vec<_>>());
        let refused = all_rows(&callers.editor, &format!("{}&limit=3", told["links"]["refused"].as_str().unwrap()));
        assert_eq!(refused.len(), 10);
        assert!(refused[0]["violations"][0]["detail"].as_str().unwrap().starts_with("row 1 speaks of the same office"));
    });
}

#[test]
fn what_is_counted_says_since_when() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        let undated = "name;state;visibility\r\nBewohnerparkausweis;online;public\r\n";
        let refused = csv(&callers.editor, "as=online-services&project=ozg", undated).expect(422).json();
        assert_eq!(refused["violations"][0]["pointer"], "/rows/1/validFrom");
        let dated = "name;state;visibility;validFrom\r\nBewohnerparkausweis;online;public;2023-03-01\r\nHundesteuer;planned;public;start\r\n";
        csv(&callers.editor, "as=online-services", dated).expect(201);
        let value = |day: &str| {
            let path = format!("/v1/projects/ozg/indicators/online-services/value?validAt={day}");
            callers.stranger.get(&path).expect(200).json()["value"].clone()
        };
        assert_eq!((value("2023-02-28"), value("2023-03-01")), (Value::Null, json!(1)));
        // What is so already needs no day; what would change does.
        let same = csv(&callers.editor, "as=online-services", undated).expect(201).json();
        assert_eq!(counts(&same), [0, 0, 1, 0, 0]);
        assert_eq!(same.get("change"), None);
        csv(&callers.editor, "as=online-services", "name;state\r\nHundesteuer;online\r\n").expect(422);
        // What a row does not name stays as it is; an empty cell says that there is nothing.
        let typed = "name;typing;validFrom\r\nHundesteuer;2/3;2023-04-01\r\n";
        csv(&callers.editor, "as=online-services", typed).expect(201);
        let later = "name;state;typing;validFrom\r\nHundesteuer;online;;2023-04-02\r\n";
        let done = csv(&callers.editor, "as=online-services", later).expect(201).json();
        assert_eq!(
            done["data"][0]["changes"],
            json!([{"field": "typing", "old": "2/3"}, {"field": "state", "old": "planned", "new": "online"}])
        );
        // An impossible move is refused as it is everywhere.
        let back = "name;state;validFrom\r\nHundesteuer;planned;2023-04-03\r\n";
        let refused = csv(&callers.editor, "as=online-services", back).expect(422).json();
        assert!(refused["violations"][0]["detail"].as_str().unwrap().contains("cannot follow"), "{refused}");
    });
}

#[test]
fn rows_are_matched_by_what_they_are_known_by_and_never_by_guess() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        let post =
            |body: Value| id(&callers.editor.post("/v1/projects/ozg/items?validFrom=start", &body).expect(201).json());
        let service = |name: &str, portal: Option<&str>| json!({"type": "OnlineService", "name": name, "state": "online", "portalId": portal});
        let one = post(service("Meldebescheinigung", Some("17")));
        post(service("Urkunde", None));
        post(service("Urkunde", None));
        let rehearse = |row: Value| {
            callers.editor.post("/v1/imports?as=online-services&dryRun=true", &json!([row])).expect(200).json()
        };
        let first =
            |told: Value| (told["data"][0]["outcome"].as_str().unwrap().to_owned(), told["data"][0]["id"].clone());
        let row = |extra: Value| {
            let mut row = json!({"state": "online", "validFrom": "2023-01-01"});
            row.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
            first(rehearse(row))
        };
        assert_eq!(row(json!({"name": "Neuer Name", "portalId": "17"})), ("changed".into(), json!(one)));
        assert_eq!(row(json!({"name": "Meldebescheinigung"})), ("unchanged".into(), json!(one)));
        assert_eq!(row(json!({"name": "Meldebescheinigung", "portalId": "18"})).0, "created");
        assert_eq!(row(json!({"name": "Urkunde"})).0, "refused");
        assert_eq!(row(json!({"name": "Meldebescheinigung", "id": one})), ("unchanged".into(), json!(one)));
        let own = "0187bcd2-5c00-7000-8000-00000000abcd";
        assert_eq!(row(json!({"name": "x", "id": own})), ("created".into(), json!(own)));
        let project = id(&callers.viewer.get("/v1/projects/ozg").expect(200).json());
        assert_eq!(row(json!({"name": "x", "id": project})).0, "refused");
        // Observations are corrected with a reason only.
        let observe = |client: &Client, value: i64| {
            csv(client, "as=observations&project=ozg&indicator=cases", &format!("asOf;value\r\n2023-03-31;{value}\r\n"))
        };
        observe(&callers.editor, 5).expect(201);
        observe(&callers.editor, 5).expect(201);
        observe(&callers.editor, 6).expect(422);
        let corrected = observe(&callers.editor.because("Zahlendreher"), 6).expect(201).json();
        assert_eq!(counts(&corrected), [0, 1, 0, 0, 0]);
    });
}

#[test]
fn a_repeated_import_is_carried_out_once() {
    on_both(|city| {
        let callers = Callers::of(city);
        let headers = [("Content-Type", "text/csv"), ("Idempotency-Key", "import-1")];
        let send = |text: &str| callers.editor.send("POST", "/v1/imports?as=offices", &headers, Some(text.as_bytes()));
        let first = send(OFFICES).expect(201);
        let again = send(OFFICES).expect(201);
        assert_eq!(first.body, again.body);
        send("name;shortName\r\nx;y\r\n").expect(422);
        // Even the first of two projects makes the question which one is meant.
        project(&callers.editor, "dms");
        project(&callers.editor, "ereb");
        let unclear = csv(&callers.editor, "as=rollout-units", "office;module;state;validFrom\r\n").expect(400).json();
        assert_eq!(unclear["violations"][0]["parameter"], "project");
        csv(&callers.editor, "as=online-services&project=dms", "name;state\r\n").expect(400);
    });
}

#[test]
fn what_became_of_rows_goes_with_a_redaction_and_after_some_days() {
    on_both(|city| {
        let callers = Callers::of(city);
        let done =
            csv(&callers.editor, "as=offices", "name;shortName\r\nAmt von Erika Mustermann;E\r\n").expect(201).json();
        let own = done["links"]["self"].as_str().unwrap();
        callers.editor.get(own).expect(200);
        let body = json!({"text": "Erika Mustermann", "resource": done["data"][0]["id"]});
        callers.admin.post("/v1/redactions", &body).expect(201);
        callers.editor.get(own).expect(404);
        let done = csv(&callers.editor, "as=offices", OFFICES).expect(201).json();
        city.clock.set("2023-05-04T08:00:00Z");
        csv(&callers.editor, "as=offices&dryRun=true", OFFICES).expect(200);
        callers.editor.get(done["links"]["self"].as_str().unwrap()).expect(404);
    });
}
