//! The API document: it is what the routes say, whole, and its examples are accepted.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Callers, project};
use crate::support::{City, Database};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/openapi.json");

pub fn document() -> &'static Value {
    sachstand::http::openapi_document()
}

pub fn operations() -> Vec<(String, String, Value)> {
    let paths = document()["paths"].as_object().unwrap();
    let all = paths.iter().flat_map(|(path, item)| {
        item.as_object().unwrap().iter().map(|(method, operation)| (path.clone(), method.clone(), operation.clone()))
    });
    all.collect()
}

/// What a GET of the document needs to be answered: a comparison two states, a stream of events an end.
pub fn question(path: &str) -> String {
    match path {
        "/v1/events" => format!("{path}?seconds=0"),
        path if path.ends_with("/diff") => format!("{path}?fromValidAt=2023-01-01"),
        path => path.to_owned(),
    }
}

pub fn resolved(value: &Value) -> &Value {
    match value["$ref"].as_str() {
        Some(reference) => document().pointer(reference.trim_start_matches('#')).expect(reference),
        None => value,
    }
}

#[test]
fn the_checked_in_document_is_the_one_the_routes_make() {
    let made = format!("{}\n", serde_json::to_string_pretty(document()).unwrap());
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(FILE, &made).unwrap();
    }
    let checked_in = std::fs::read_to_string(FILE).unwrap();
    assert!(made == checked_in, "openapi/openapi.json differs; write it anew with UPDATE_OPENAPI=1 and review it");
}

#[test]
fn every_operation_is_described() {
    let mut ids = BTreeSet::new();
    for (path, method, operation) in operations() {
        let place = format!("{method} {path}");
        assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()), "{place}");
        assert!(!operation["summary"].as_str().unwrap().is_empty(), "{place}");
        let responses = operation["responses"].as_object().unwrap();
        assert!(responses.keys().any(|s| s.starts_with('2')), "{place}");
        assert!(responses.contains_key("400") && responses.contains_key("500"), "{place}");
        assert_eq!(responses.contains_key("404"), path.contains('{'), "{place}");
        for (status, response) in responses {
            for content in resolved(response)["content"].as_object().into_iter().flat_map(|c| c.values()) {
                assert!(content.get("example").is_some(), "{place} {status} has no example");
            }
        }
        let declared: BTreeSet<&str> = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|p| resolved(p)["name"].as_str().unwrap())
            .collect();
        for segment in path.split('/').filter_map(|s| s.strip_prefix('{')?.strip_suffix('}')) {
            assert!(declared.contains(segment), "{place} {segment}");
        }
        // Accounts are no resources of the ledger: revoking a token must not fail because somebody else was at it.
        let accounts = ["/v1/tokens", "/v1/actors"].iter().any(|prefix| path.starts_with(prefix));
        // Stating many observations says what holds afterwards, and loses nothing: it is safe to repeat as it is.
        let repeatable = method == "put" && path.ends_with("/observations");
        if !accounts && !repeatable && ["put", "patch", "delete"].contains(&method.as_str()) {
            assert!(
                declared.contains("If-Match") && responses.contains_key("412") && responses.contains_key("428"),
                "{place}"
            );
        }
    }
    let kinds = &document()["components"]["schemas"]["Item"];
    assert_eq!(kinds["discriminator"]["propertyName"], "type");
    assert_eq!(kinds["oneOf"].as_array().unwrap().len(), kinds["discriminator"]["mapping"].as_object().unwrap().len());
}

#[test]
fn every_path_is_served_and_every_example_of_a_creation_is_accepted() {
    let city = City::new(Database::sqlite());
    let callers = Callers::of(&city);
    project(&callers.editor, "participation");
    project(&callers.editor, "dms");
    let known = "0187bcd2-5c00-7000-8000-000000000001";
    let report = json!({"title": "Bericht", "asOf": "2023-04-06"});
    let report = super::id(&callers.author.post("/v1/reports", &report).expect(201).json());
    for (path, method, operation) in operations() {
        let here = path
            .replace("{slug}", "participation")
            .replace("{key}", "comments")
            .replace("{number}", "1")
            .replace("{report}", &report)
            .replace("{other}", known)
            .replace("{id}", known);
        if method == "get" {
            // Not every kind rolls out office by office.
            let here =
                if path.ends_with("/rollout-matrix") { here.replace("participation", "dms") } else { here.clone() };
            let answer = callers.admin.get(&question(&here));
            assert!(answer.status == 200 || (answer.status == 404 && path.contains("{id}")), "{here}: {}", answer.body);
        }
        let example = &operation["requestBody"]["content"]["application/json"]["example"];
        if method == "post" && example.is_object() {
            let mut body = example.clone();
            // What the example refers to does not exist here.
            body.as_object_mut().unwrap().shift_remove("committees");
            if let Some(report) = here.strip_suffix("/steps") {
                body = super::submission(&callers.admin, report);
            }
            let here = if path.ends_with("/items") { here.replace("participation", "ozg") } else { here };
            // Only what is counted can be complete.
            let counted = path.ends_with("/completeness-statements");
            let here = if counted { here.replace("comments", "formats-running") } else { here };
            if path == "/v1/redactions" {
                let office = json!({"name": "Amt von Erika Mustermann", "shortName": "A"});
                body["resource"] = callers.admin.post("/v1/offices", &office).expect(201).json()["meta"]["id"].clone();
            }
            let window = if body["state"] == "online" || body["phase"] == "rollout" { "?validFrom=start" } else { "" };
            callers.admin.post(&format!("{here}{window}"), &body).expect(201);
        }
    }
}
