//! Missing is not 0: what is counted has a value where something of it was ever entered, or somebody said that all of it was.

use std::collections::BTreeSet;

use sachstand::domain::measure::Formula;
use sachstand::kinds::{ItemType, KINDS, Kind};
use serde_json::{Value, json};

use super::{Callers, head, id};
use crate::support::client::Client;
use crate::support::on_both;

fn project(editor: &Client, kind: &Kind, slug: &str) {
    let body = json!({"slug": slug, "kind": kind.key, "title": kind.label, "phase": "rollout", "visibility": "public"});
    editor.post("/v1/projects?validFrom=start", &body).expect(201);
}

/// An item of a type, in a state where there is one; it refers to nothing but an office.
fn item(kind: &Kind, of: &ItemType, state: Option<&str>, office: &str) -> Value {
    let mut value: Value = serde_json::from_str(of.example).unwrap();
    for refers in ["channels", "onlineServices", "phases"] {
        value.as_object_mut().unwrap().shift_remove(refers);
    }
    if value.get("office").is_some() {
        value["office"] = json!(office);
    }
    if kind.key == "dms" && value.get("module").is_some() {
        value["module"] = json!("dms");
    }
    if let Some(state) = state {
        value["state"] = json!(state);
    }
    value
}

fn value(caller: &Client, slug: &str, key: &str, query: &str) -> Value {
    caller.get(&format!("/v1/projects/{slug}/indicators/{key}/value?{query}")).expect(200).json()
}

/// Every kind, with every choice of the types of its items, each in every state: by what the items themselves say that they
/// count is known what has a value.
#[test]
fn an_item_makes_no_value_of_what_it_does_not_count() {
    on_both(|city| {
        let Callers { editor, viewer, admin, .. } = &Callers::of(city);
        let office = json!({"name": "Bürgeramt", "shortName": "BA"});
        let office = id(&admin.post("/v1/offices?validFrom=start", &office).expect(201).json());
        for kind in KINDS {
            for chosen in 0..1_usize << kind.items.len() {
                let types: Vec<&ItemType> =
                    kind.items.iter().enumerate().filter(|(n, _)| chosen & (1 << n) != 0).map(|(_, t)| t).collect();
                let states: BTreeSet<Option<&str>> = match types.as_slice() {
                    [only] if !(only.states)().is_empty() => (only.states)().into_iter().map(Some).collect(),
                    _ => [None].into(),
                };
                for state in states {
                    let slug = format!("{}-{chosen}-{}", kind.key, state.unwrap_or("any").replace('_', "-"));
                    project(editor, kind, &slug);
                    let mut entered: BTreeSet<&str> = BTreeSet::new();
                    for of in &types {
                        let body = item(kind, of, state, &office);
                        let payload = kind.read_item(body.clone()).unwrap();
                        entered.extend(payload.measures.iter().map(|measure| measure.key));
                        editor.post(&format!("/v1/projects/{slug}/items?validFrom=2023-01-01"), &body).expect(201);
                    }
                    for built_in in kind.indicators {
                        let Some(Formula::Sum(_)) = built_in.formula else { continue };
                        let known = built_in.evidence().any(|key| entered.contains(key));
                        let answer = value(viewer, &slug, built_in.key, "");
                        let expected = if known { "value" } else { "missing" };
                        assert_eq!(answer["status"], expected, "{slug} {}: {entered:?}", built_in.key);
                        let early = value(viewer, &slug, built_in.key, "validAt=2022-12-31");
                        assert_eq!(early["status"], "missing", "{slug} {} before anything was entered", built_in.key);
                        let series = format!("/v1/projects/{slug}/indicators/{}/series?period=change", built_in.key);
                        let series = viewer.get(&series).expect(200).json();
                        let last = series["data"].as_array().unwrap().last().map(|point| point["value"].clone());
                        let last = last.unwrap_or_default();
                        assert_eq!(last.is_null(), !known, "{slug} {}: the series says the same", built_in.key);
                    }
                }
            }
        }
    });
}

#[test]
fn the_report_says_nothing_of_what_nobody_entered_and_the_check_names_it() {
    on_both(|city| {
        let callers = Callers::of(city);
        super::project(&callers.editor, "dms");
        let pool = json!({
            "type": "LicencePool", "product": "DMS", "model": "named_user", "contracted": 400, "assigned": 12,
            "visibility": "public",
        });
        callers.editor.post("/v1/projects/dms/items?validFrom=2023-01-01", &pool).expect(201);
        super::project(&callers.editor, "communication");
        let activity = json!({"type": "Activity", "date": "2023-03-15", "title": "Plakat", "visibility": "public"});
        callers.editor.post("/v1/projects/communication/items?validFrom=2023-01-01", &activity).expect(201);
        super::project(&callers.editor, "ozg");
        let planned =
            json!({"type": "OnlineService", "name": "Hund anmelden", "state": "planned", "visibility": "public"});
        callers.editor.post("/v1/projects/ozg/items?validFrom=2023-01-01", &planned).expect(201);

        let report = json!({"title": "Bericht", "asOf": "2023-04-06", "visibility": "public"});
        let report = callers.author.post("/v1/reports", &report).expect(201).header("location").unwrap().to_owned();
        let text = callers.author.get(&format!("{report}/document?format=text")).expect(200).body;
        assert!(text.contains("Beschafft sind 400 Lizenzen; zugewiesen sind 12."), "{text}");
        for never in ["keine Art von E-Akte", "für kein Amt", "kein Kommunikationskanal", "keine Online-Dienste"] {
            assert!(!text.contains(never), "{never}: {text}");
        }
        let completeness = callers.viewer.get("/v1/completeness").expect(200).json();
        let status = |key: &str| {
            let rows = completeness["data"].as_array().unwrap();
            rows.iter().find(|row| row["indicator"] == key).unwrap()["status"].clone()
        };
        for key in ["file-types-live", "offices-concerned", "active-channels", "online-services"] {
            assert_eq!(status(key), "missing", "{key}");
        }
        let found = callers.author.get(&format!("{report}/completeness")).expect(200).json();
        let missing: Vec<&Value> =
            found["data"].as_array().unwrap().iter().filter(|f| f["code"] == "missing_value").collect();
        assert!(missing.iter().any(|f| f["place"] == "ozg"), "{found}");
    });
}

#[test]
fn who_says_that_everything_was_entered_makes_nothing_a_zero_from_that_day_on() {
    on_both(|city| {
        let callers = Callers::of(city);
        super::project(&callers.editor, "dms");
        let statements = "/v1/projects/dms/indicators/file-types-live/completeness-statements";
        let statement = json!({"asOf": "2023-04-06", "source": "Leitung IT"});
        let before = value(&callers.stranger, "dms", "file-types-live", "")["knownAt"].as_str().unwrap().to_owned();
        let made = callers.editor.post(statements, &statement).expect(201).json();
        let of = |query: &str| {
            let answer = value(&callers.stranger, "dms", "file-types-live", query);
            (answer["status"].as_str().unwrap().to_owned(), answer.get("value").cloned())
        };
        assert_eq!(of(""), ("value".into(), Some(json!(0))));
        assert_eq!(of("validAt=2023-04-05"), ("missing".into(), None), "it says nothing of the days before");
        assert_eq!(of(&format!("knownAt={before}")), ("missing".into(), None), "nor did anybody know it before");
        // It says nothing of what else is counted.
        assert_eq!(value(&callers.stranger, "dms", "offices-live", "")["status"], "missing");
        // What is said twice is said once, and taken back it is gone, but not forgotten.
        let history = callers.viewer.get(&format!("{statements}/{}/history", id(&made))).expect(200).json();
        assert_eq!(history["data"].as_array().unwrap().len(), 1);
        let own = format!("{statements}/{}", id(&made));
        callers.editor.because("Es fehlte etwas").delete(&own).expect(204);
        assert_eq!(of(""), ("missing".into(), None));

        // A share is complete when what it is computed from is; what is only observed is observed.
        super::project(&callers.editor, "communication");
        let before = head(&callers.viewer);
        for of in ["dms/indicators/licences-assigned-share", "communication/indicators/reach"] {
            callers.editor.post(&format!("/v1/projects/{of}/completeness-statements"), &statement).expect(422);
        }
        callers.viewer.post(statements, &statement).expect(403);
        assert_eq!(head(&callers.viewer), before);
    });
}
