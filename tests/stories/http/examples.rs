//! The examples of the API document: each fits its schema, and what is answered to them fits as well.

use std::collections::BTreeMap;

use sachstand::cli::restore;
use serde_json::{Value, json};

use super::Callers;
use super::openapi::{document, operations, question, resolved};
use crate::support::client::Answer;
use crate::support::{City, Database};

/// Everything in which a value differs from a schema of the document.
fn misfits(schema: &Value, value: &Value) -> Vec<String> {
    let root = json!({"allOf": [schema], "components": document()["components"]});
    let validator = jsonschema::options().should_validate_formats(true).build(&root).unwrap();
    validator.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

#[test]
fn every_example_fits_its_schema() {
    let mut wrong = Vec::new();
    for (path, method, operation) in operations() {
        let mut check = |place: &str, schema: &Value, example: &Value| {
            let found = misfits(schema, example);
            wrong.extend(found.into_iter().map(|fault| format!("{method} {path} {place}: {fault}")));
        };
        for parameter in operation["parameters"].as_array().into_iter().flatten().map(resolved) {
            if let Some(example) = parameter.get("example") {
                check(parameter["name"].as_str().unwrap(), &parameter["schema"], example);
            }
        }
        let bodies = operation["requestBody"]["content"].as_object().into_iter().flatten();
        for (media_type, content) in bodies {
            check(media_type, &content["schema"], &content["example"]);
        }
        for (status, response) in operation["responses"].as_object().unwrap() {
            for (_, content) in resolved(response)["content"].as_object().into_iter().flatten() {
                check(status, &content["schema"], &content["example"]);
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// What the document promises of an answer: a status that it names, and JSON that fits the schema for it.
fn check(place: &str, operation: &Value, answer: &Answer) {
    let responses = operation["responses"].as_object().unwrap();
    let status = answer.status.to_string();
    let response = responses.get(&status).unwrap_or_else(|| panic!("{place} answers {status}: {}", answer.body));
    let media_type = answer.header("content-type").unwrap_or_default().split(';').next().unwrap_or_default();
    let content = &resolved(response)["content"];
    if media_type.ends_with("json") {
        let schema = &content[media_type]["schema"];
        assert!(!schema.is_null(), "{place} answers {status} with {media_type}");
        assert_eq!(misfits(schema, &answer.json()), Vec::<String>::new(), "{place} {status}");
    }
}

/// The last report of the fictional city.
fn report(callers: &Callers) -> String {
    super::id(&callers.admin.get("/v1/reports?sort=-name").expect(200).json()["data"][0])
}

/// For every collection with ids one thing of the fictional city that is in it.
fn known(callers: &Callers) -> BTreeMap<String, (String, String)> {
    let mut known = BTreeMap::new();
    let report = report(callers);
    let slugs = ["ozg", "dms", "ereb", "processes", "communication", "participation"];
    for (path, method, _) in operations() {
        let Some((collection, _)) = path.split_once("/{id}").filter(|_| method == "get") else { continue };
        for slug in slugs {
            let key = if slug == "ozg" { "online-services" } else { "invoices" };
            let here = collection.replace("{slug}", slug).replace("{key}", key).replace("{report}", &report);
            let answer = callers.admin.get(&here);
            if answer.status != 200 {
                continue;
            }
            if let Some(id) = answer.json()["data"][0]["meta"]["id"].as_str() {
                known.entry(collection.to_owned()).or_insert((slug.to_owned(), id.to_owned()));
            }
        }
    }
    known
}

#[test]
fn what_is_answered_to_them_fits_what_the_document_says() {
    let city = City::new(Database::sqlite());
    restore(&city.store, include_str!("../../../demo/musterstadt.jsonl").as_bytes()).unwrap();
    city.clock.set("2026-11-25T09:00:00Z");
    let callers = Callers::of(&city);
    let complete = "/v1/projects/ozg/indicators/online-services/completeness-statements";
    callers.admin.post(complete, &json!({"asOf": "2026-11-24"})).expect(201);
    let (known, last) = (known(&callers), report(&callers));
    for (path, method, operation) in operations() {
        let collection = path.split_once("/{id}").map(|(collection, _)| collection);
        let thing = collection.and_then(|collection| known.get(collection));
        let slug = thing.map_or("ereb", |(slug, _)| slug);
        let key = if slug == "ozg" { "online-services" } else { "invoices" };
        let id = thing.map_or("0187bcd2-5c00-7000-8000-000000000001", |(_, id)| id);
        let here = path
            .replace("{slug}", slug)
            .replace("{key}", key)
            .replace("{id}", id)
            .replace("{number}", "7")
            .replace("{other}", id);
        let here = here.replace("{report}", &last);
        if method == "get" {
            let here = question(&here);
            check(&here, &operation, &callers.admin.get(&here));
            for parameter in operation["parameters"].as_array().into_iter().flatten().map(resolved) {
                let (name, example) = (parameter["name"].as_str().unwrap(), &parameter["example"]);
                if parameter["in"] == "query" && name != "cursor" && !here.contains(&format!("?{name}=")) {
                    let text = example.as_str().map_or_else(|| example.to_string(), str::to_owned);
                    let joint = if here.contains('?') { '&' } else { '?' };
                    let asked = format!("{here}{joint}{name}={}", text.replace('+', "%2B").replace(' ', "%20"));
                    check(&asked, &operation, &callers.admin.get(&asked));
                }
            }
        }
        let example = &operation["requestBody"]["content"]["application/merge-patch+json"]["example"];
        if method == "patch" && !example.is_null() {
            let answer = callers.admin.because("Beispiel").patch(&here, example);
            assert!([200, 404, 409].contains(&answer.status), "{here}: {}", answer.body);
            check(&here, &operation, &answer);
        }
    }
}
