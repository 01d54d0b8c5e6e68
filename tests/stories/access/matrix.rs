//! Every operation of the API document for every sort of caller, compared with a table that is reviewed like code.

use std::collections::BTreeSet;
use std::fmt::Write;

use sachstand::domain::access::{Grant, GrantScope, Role, TokenScope};
use serde_json::{Value, json};

use super::World;
use crate::http::openapi::{operations, question};
use crate::http::submission;
use crate::support::client::{Answer, Client};
use crate::support::{City, on_both};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stories/access/matrix.txt");

/// What strangers may do. This list only shrinks, unless somebody decides that something is everybody's business.
const PUBLIC: &[&str] = &[
    "GET /healthz",
    "GET /readyz",
    "GET /v1/attention",
    "GET /v1/changes/head",
    "GET /v1/committees",
    "GET /v1/committees/{id}",
    "GET /v1/committees/{id}/history",
    "GET /v1/completeness",
    "GET /v1/events",
    "GET /v1/health-rules",
    "GET /v1/meetings",
    "GET /v1/meetings/{id}",
    "GET /v1/meetings/{id}/history",
    "GET /v1/offices",
    "GET /v1/offices/{id}",
    "GET /v1/offices/{id}/history",
    "GET /v1/openapi.json",
    "GET /v1/overview",
    "GET /v1/projects",
    "GET /v1/projects/{slug}",
    "GET /v1/projects/{slug}/costs",
    "GET /v1/projects/{slug}/decisions",
    "GET /v1/projects/{slug}/diff",
    "GET /v1/projects/{slug}/forecasts",
    "GET /v1/projects/{slug}/funding",
    "GET /v1/projects/{slug}/history",
    "GET /v1/projects/{slug}/indicators",
    "GET /v1/projects/{slug}/indicators/{key}",
    "GET /v1/projects/{slug}/indicators/{key}/completeness-statements",
    "GET /v1/projects/{slug}/indicators/{key}/completeness-statements/{id}",
    "GET /v1/projects/{slug}/indicators/{key}/completeness-statements/{id}/history",
    "GET /v1/projects/{slug}/indicators/{key}/history",
    "GET /v1/projects/{slug}/indicators/{key}/observations",
    "GET /v1/projects/{slug}/indicators/{key}/observations/{id}",
    "GET /v1/projects/{slug}/indicators/{key}/observations/{id}/history",
    "GET /v1/projects/{slug}/indicators/{key}/series",
    "GET /v1/projects/{slug}/indicators/{key}/value",
    "GET /v1/projects/{slug}/indicators/{key}/vintages",
    "GET /v1/projects/{slug}/items",
    "GET /v1/projects/{slug}/milestone-trend",
    "GET /v1/projects/{slug}/milestones",
    "GET /v1/projects/{slug}/milestones/{id}",
    "GET /v1/projects/{slug}/milestones/{id}/history",
    "GET /v1/projects/{slug}/risks",
    "GET /v1/projects/{slug}/rollout-matrix",
    "GET /v1/projects/{slug}/status-updates",
    "GET /v1/reports",
];

/// The sorts of callers: what a line of the table is called, and who is asked in it, in the order of the roles.
fn callers(world: &World<'_>) -> Vec<(&'static str, Vec<Client>)> {
    let mut all = vec![("anonymous", vec![world.stranger.clone()])];
    for (name, place) in [
        ("city", GrantScope::City),
        ("own project", GrantScope::Project(world.project)),
        ("own office", GrantScope::Office(world.office)),
        ("other project", GrantScope::Project(world.other_project)),
        ("other office", GrantScope::Office(world.other_office)),
    ] {
        all.push((name, Role::ALL.iter().map(|role| world.caller(*role, place)).collect()));
    }
    let reading = |role: &Role| world.stranger.with_token(world.city.token(vec![Grant::city(*role)], TokenScope::Read));
    all.push(("city, reading only", Role::ALL.iter().map(reading).collect()));
    all
}

/// What a creation sends: the example of the document, made to fit this city.
fn body(world: &World<'_>, path: &str, operation: &Value, nth: usize) -> Value {
    let mut body = operation["requestBody"]["content"]["application/json"]["example"].clone();
    match path.rsplit('/').next().unwrap() {
        "projects" => body["slug"] = json!(format!("neu-{nth}")),
        "indicators" => body["key"] = json!(format!("neu-{nth}")),
        "items" => {
            body = json!({
                "type": "RolloutUnit", "office": world.office, "module": "invoice_register", "state": "not_started",
            });
        }
        "imports" => body[0]["name"] = json!(format!("Amt {nth}")),
        "meetings" => drop(body.as_object_mut().unwrap().shift_remove("committees")),
        "redactions" => {
            let office = json!({"name": "Erika Mustermann", "shortName": format!("E{nth}")});
            body["resource"] = world.admin.post("/v1/offices", &office).expect(201).json()["meta"]["id"].clone();
        }
        _ => {}
    }
    body
}

/// A fresh one of what `path` names last, made by the administration: its own path.
fn fresh(world: &World<'_>, path: &str, nth: usize) -> String {
    let collection = path.split("/{id}").next().unwrap().replace("{slug}", "eigenes").replace("{key}", "offices-live");
    let collection = with_report(world, &collection, nth);
    let made = |collection: &str, body: Value| {
        let query = match collection {
            "/v1/imports" => "?as=offices",
            _ if collection.ends_with("/attachments") => "?title=Anlage",
            _ if body["phase"] == "rollout" => "?validFrom=start",
            _ => "",
        };
        world.admin.post(&format!("{collection}{query}"), &body)
    };
    let body = match collection.rsplit('/').next().unwrap() {
        "tokens" | "actors" => {
            let made = made("/v1/tokens", json!({"name": "Skript", "roles": [{"role": "viewer"}]})).expect(201).json();
            let own = if collection.ends_with("actors") { &made["actor"] } else { &made["id"] };
            return format!("{collection}/{}", own.as_str().unwrap());
        }
        "projects" => json!({
            "slug": format!("frisch-{nth}"), "kind": "ereb", "title": "Frisch", "phase": "rollout", "visibility": "public",
            "office": world.office,
        }),
        _ => {
            let creation = operations().into_iter().find(|(p, method, _)| *p == path_of(path) && method == "post");
            complete(world, &collection, body(world, &path_of(path), &creation.unwrap().2, nth))
        }
    };
    made(&collection, body).expect(201).header("location").unwrap().to_owned()
}

/// What is submitted lets pass whatever the check finds.
fn complete(world: &World<'_>, path: &str, body: Value) -> Value {
    match path.strip_suffix("/steps") {
        Some(report) => submission(&world.admin, report),
        None => body,
    }
}

/// The path with a report of its own in it, if it is about what belongs to one.
fn with_report(world: &World<'_>, path: &str, nth: usize) -> String {
    if !path.contains("{report}") {
        return path.to_owned();
    }
    let body = json!({"title": format!("Bericht {nth}"), "asOf": "2023-04-06", "visibility": "public"});
    let made = world.admin.post("/v1/reports", &body).expect(201).json();
    path.replace("{report}", made["meta"]["id"].as_str().unwrap())
}

fn path_of(path: &str) -> String {
    path.split("/{id}").next().unwrap().to_owned()
}

/// A request, ready to be sent by anybody.
struct Request {
    method: String,
    path: String,
    tag: Option<String>,
    body: Option<Value>,
}

impl Request {
    /// An operation on something that is there; what it takes is made by the administration.
    fn prepared(world: &World<'_>, method: &str, path: &str, operation: &Value, nth: usize) -> Self {
        let mut here = path.to_owned();
        if path.contains("{id}") {
            let tail = path.split("{id}").nth(1).unwrap();
            here = format!("{}{tail}", fresh(world, path, nth));
        } else if method == "delete" && path.ends_with("/{slug}") {
            here = fresh(world, "/v1/projects", nth);
        } else if method == "delete" && path.ends_with("/{key}") {
            let own = json!({
                "key": format!("weg-{nth}"), "label": "Weg", "unit": "x", "direction": "higher", "aggregation": "last",
                "definition": {"version": 1, "text": "x"},
            });
            let made = world.admin.post("/v1/projects/eigenes/indicators", &own).expect(201);
            here = made.header("location").unwrap().to_owned();
        }
        // Only what is counted can be complete.
        let key = if path.ends_with("/completeness-statements") { "offices-live" } else { "invoices" };
        let here = here.replace("{slug}", "eigenes").replace("{key}", key).replace("{number}", "1");
        let here = with_report(world, &here, nth);
        // A report is compared with itself.
        let own = here.split('/').nth(3).unwrap_or_default().to_owned();
        let here = here.replace("{other}", &own);
        let creates = method == "post" && operation.get("requestBody").is_some();
        let read = if ["put", "patch", "delete"].contains(&method) { Some(world.admin.get(&here)) } else { None };
        let body = match method {
            "post" if creates => Some(complete(world, &here, body(world, path, operation, nth))),
            "put" if path.ends_with("/observations") => Some(body(world, path, operation, nth)),
            "put" => read.as_ref().map(Answer::json),
            "patch" => Some(json!({})),
            _ => None,
        };
        let window = match body.as_ref().filter(|_| creates) {
            Some(body) if body["phase"] == "rollout" => "?validFrom=start",
            Some(_) if path == "/v1/imports" => "?as=offices",
            Some(_) if path.ends_with("/attachments") => "?title=Anlage",
            _ => "",
        };
        let tag = read.map(|read| read.header("etag").unwrap_or("\"-\"").to_owned());
        let here = if method == "get" { question(&here) } else { here };
        Self { method: method.to_uppercase(), path: format!("{here}{window}"), tag, body }
    }

    fn sent_by(&self, caller: &Client) -> Answer {
        let mut headers = vec![("Content-Type", "application/json"), ("Change-Reason", "Anlass")];
        headers.extend(self.tag.as_deref().map(|tag| ("If-Match", tag)));
        let body = self.body.as_ref().map(Value::to_string);
        caller.send(&self.method, &self.path, &headers, body.as_deref().map(str::as_bytes))
    }
}

/// What a refused request must leave as it is: the whole ledger is in its last change, accounts are counted.
fn state(city: &City) -> (i64, Vec<sachstand::store::TokenInfo>) {
    let tokens = city.store.tokens().unwrap().into_iter();
    (city.last().0, tokens.map(|token| sachstand::store::TokenInfo { last_used_at: None, ..token }).collect())
}

/// The table for one city: for each operation a line for each place, with the status for each role.
fn table(city: &City) -> String {
    let world = World::of(city);
    let callers = callers(&world);
    let roles = Role::ALL.iter().map(|role| role.name()).collect::<Vec<_>>().join(", ");
    let mut table = format!("The statuses of each line are those for: {roles}.\n");
    let (mut public, mut nth) = (BTreeSet::new(), 0);
    for (path, method, operation) in operations() {
        let name = format!("{} {path}", method.to_uppercase());
        let mut lines: Vec<(&str, Vec<u16>)> = Vec::new();
        for (place, clients) in &callers {
            let ask = |client: &Client| {
                nth += 1;
                let request = Request::prepared(&world, &method, &path, &operation, nth);
                let before = state(city);
                let answer = request.sent_by(client);
                if answer.status >= 400 {
                    let refusal = [401, 403, 404].contains(&answer.status);
                    assert!(refusal, "{name}, {place}: {} {}", answer.status, answer.body);
                    assert_eq!(state(city), before, "{name}, {place}: refused, and changed something");
                } else if *place == "anonymous" {
                    public.insert(name.clone());
                }
                answer.status
            };
            lines.push((place, clients.iter().map(ask).collect()));
        }
        let first = lines[0].1[0];
        if lines.iter().all(|(_, statuses)| statuses.iter().all(|status| *status == first)) {
            writeln!(table, "\n{name}\n  {:20}{first}", "everybody").unwrap();
            continue;
        }
        writeln!(table, "\n{name}").unwrap();
        for (place, statuses) in lines {
            let statuses = statuses.iter().map(u16::to_string).collect::<Vec<_>>().join(" ");
            writeln!(table, "  {place:20}{statuses}").unwrap();
        }
    }
    let listed: BTreeSet<String> = PUBLIC.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(public, listed, "what strangers may do");
    table
}

#[test]
fn every_operation_answers_every_caller_as_the_table_says() {
    on_both(|city| {
        let table = table(city);
        if std::env::var_os("UPDATE_MATRIX").is_some() {
            std::fs::write(FILE, &table).unwrap();
        }
        let checked_in = std::fs::read_to_string(FILE).unwrap();
        assert!(table == checked_in, "the table differs; write it anew with UPDATE_MATRIX=1 and review every line");
    });
}
