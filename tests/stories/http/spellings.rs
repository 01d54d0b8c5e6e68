//! What means the same is the same: however a text's letters and spaces are written, it is one name, one part, one person.

use sachstand::cli::restore;
use serde_json::{Value, json};

use super::{Callers, head, id, project};
use crate::support::client::Client;
use crate::support::{City, Database, on_both};

/// The same two words in composed letters, in decomposed ones, with a no-break space, with two spaces and one at the end, with
/// a soft hyphen and a zero-width space.
const WAYS: [&str; 5] = [
    "Führerschein prüfen",
    "Fu\u{308}hrerschein pru\u{308}fen",
    "Führerschein\u{a0}prüfen",
    "Führerschein  prüfen ",
    "Führer\u{ad}schein\u{200b} prüfen",
];

fn value(caller: &Client, path: &str) -> Value {
    caller.get(&format!("{path}/value")).expect(200).json()["value"].clone()
}

#[test]
fn parts_and_names_are_one_however_they_are_written() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        let own = json!({
            "key": "anrufe", "label": "Anrufe", "unit": "Anrufe", "direction": "neutral", "aggregation": "sum",
            "definition": {"version": 1, "text": "Anrufe"},
        });
        callers.editor.post("/v1/projects/ozg/indicators", &own).expect(201);
        let indicator = "/v1/projects/ozg/indicators/anrufe";
        for (n, way) in WAYS.iter().enumerate() {
            let part =
                |name: &str, count: i64| json!({"asOf": "2023-03-31", "value": count, "dimensions": {"weg": name}});
            let batch = json!({"observations": [part(way, 60), part("Telefon", 80)]});
            let stated = callers.editor.put(&format!("{indicator}/observations"), &batch).expect(200).json();
            assert_eq!(value(&callers.stranger, indicator), 140, "{way:?}");
            assert_eq!(stated["created"], if n == 0 { 2 } else { 0 }, "{stated}");

            let csv = format!("name;state;visibility;validFrom\r\n{way};online;public;2023-02-01\r\n");
            let headers = [("Content-Type", "text/csv")];
            let done = callers.editor.send(
                "POST",
                "/v1/imports?as=online-services&project=ozg",
                &headers,
                Some(csv.as_bytes()),
            );
            assert_eq!(done.expect(201).json()["rows"]["created"], i64::from(n == 0), "{way:?}");
            assert_eq!(value(&callers.stranger, "/v1/projects/ozg/indicators/online-services"), 1, "{way:?}");
        }
        let kept = callers.editor.get("/v1/projects/ozg/items").expect(200).json();
        assert_eq!(kept["data"][0]["name"], WAYS[0], "it is kept in composed letters with single spaces");

        // Saying the same in other letters records nothing.
        let item = format!("/v1/projects/ozg/items/{}", id(&kept["data"][0]));
        let before = head(&callers.viewer);
        for way in WAYS {
            callers.editor.patch(&format!("{item}?validFrom=2023-02-01"), &json!({"name": way})).expect(200);
        }
        assert_eq!(head(&callers.viewer), before);
        let twice = json!({"asOf": "2023-04-01", "value": 1, "dimensions": {"weg": "a", "weg\u{a0}": "b"}});
        callers.editor.post(&format!("{indicator}/observations"), &twice).expect(422);
    });
}

#[test]
fn a_redaction_takes_a_name_out_however_it_is_written() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        let description = "Jo\u{308}rg Pru\u{308}fmann weiß es.\nJörg\u{a0}Prüfmann und Jörg Prüf\u{ad}mann auch.";
        let risk = json!({"title": "Ausfall", "severity": "high", "state": "open", "description": description});
        let made =
            callers.editor.because("So sagt es Jörg\u{a0}Prüfmann").post("/v1/projects/ozg/risks", &risk).expect(201);
        let made = made.json();
        let redaction = json!({"text": "Jörg Prüfmann", "resource": id(&made)});
        let done = callers.admin.because("Löschung").post("/v1/redactions", &redaction).expect(201).json();
        assert_eq!((&done["versions"], &done["reasons"]), (&json!(1), &json!(1)));
        let left = callers.viewer.get(&format!("/v1/projects/ozg/risks/{}", id(&made))).expect(200).json();
        let left = left["description"].as_str().unwrap().to_owned();
        assert!(!left.contains("mann") && left.contains(" weiß es.\n"), "{left}");
        callers.admin.because("Löschung").post("/v1/redactions", &redaction).expect(422);
        assert_eq!(city.store.verify(None).unwrap().findings, []);
    });
}

/// A ledger of a version that kept texts as they were typed: nothing of it is changed, and what means the same counts once.
#[test]
fn what_was_recorded_in_other_letters_stays_and_means_the_same() {
    let city = City::new(Database::sqlite());
    let callers = Callers::of(&city);
    project(&callers.editor, "ozg");
    let service =
        |name: &str| json!({"type": "OnlineService", "name": name, "state": "online", "visibility": "public"});
    callers.editor.post("/v1/projects/ozg/items?validFrom=2023-02-01", &service("PLATZHALTER")).expect(201);
    let mut lines = Vec::new();
    sachstand::cli::dump(&city.store, &mut lines).unwrap();
    let text = String::from_utf8(lines).unwrap();
    // An export carries its hashes: a text of the same length in other letters would break them, so the row is altered.
    let other = City::new(Database::sqlite());
    restore(&other.store, text.as_bytes()).unwrap();
    let mut raw = other.database.raw();
    raw.run("UPDATE version SET payload = replace(payload, 'PLATZHALTER', 'Fu\u{308}hrerschein\u{a0}pru\u{308}fen')");
    let callers = Callers::of(&other);
    let csv = format!("name;state;visibility;validFrom\r\n{};online;public;2023-02-01\r\n", WAYS[0]);
    let headers = [("Content-Type", "text/csv")];
    let path = "/v1/imports?as=online-services&project=ozg";
    let done = callers.editor.send("POST", path, &headers, Some(csv.as_bytes())).expect(201).json();
    assert_eq!((&done["rows"]["unchanged"], done.get("change")), (&json!(1), None), "{done}");
    let list = callers.editor.get("/v1/projects/ozg/items").expect(200).json();
    assert_eq!(list["data"][0]["name"], "Fu\u{308}hrerschein\u{a0}pru\u{308}fen", "it stands as it was recorded");
    assert_eq!(value(&callers.stranger, "/v1/projects/ozg/indicators/online-services"), 1);
}
