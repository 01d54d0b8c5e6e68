//! The register of problems: each is met by a story, and the documentation has the same list.

use std::collections::BTreeSet;

use sachstand::domain::access::Role;
use sachstand::http::REGISTER;
use serde_json::json;

use super::World;
use crate::http::submission;
use crate::support::client::{Answer, Client};
use crate::support::{City, Database, on_both};

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/API-DESIGN.md");
const BEGIN: &str = "| status | type `urn:sachstand:problem:` | what to do |\n|---|---|---|\n";

#[test]
fn the_documentation_has_the_register() {
    let rows: String = REGISTER.iter().map(|p| format!("| {} | `{}` | {} |\n", p.status, p.name, p.remedy)).collect();
    let document = std::fs::read_to_string(DOCUMENT).unwrap();
    let (before, rest) = document.split_once(BEGIN).expect("the table of problems");
    let (_, after) = rest.split_once("\n\n").unwrap();
    let made = format!("{before}{BEGIN}{rows}\n{after}");
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(DOCUMENT, &made).unwrap();
    }
    assert!(
        std::fs::read_to_string(DOCUMENT).unwrap() == made,
        "the table of problems differs; write it anew with UPDATE_OPENAPI=1"
    );
}

/// One request for every problem but those that need a fault.
fn told(city: &City) -> Vec<Answer> {
    let world = World::of(city);
    let (admin, editor) = (&world.admin, world.role(Role::Editor));
    let json = [("Content-Type", "application/json")];
    let post = |body: &[u8]| admin.send("POST", "/v1/offices", &json, Some(body));
    let office = format!("/v1/offices/{}", world.office);
    let milestone =
        admin.post("/v1/projects/eigenes/milestones?validFrom=2023-01-01", &json!({"title": "Erster"})).expect(201);
    let milestone = milestone.header("location").unwrap().to_owned();
    admin.patch(&format!("{milestone}?validFrom=2023-02-01"), &json!({"title": "Zweiter"})).expect(200);
    let updates = "/v1/projects/eigenes/status-updates";
    let update =
        editor.post(updates, &json!({"asOf": "2023-04-06", "text": "Es geht voran.", "state": "draft"})).expect(201);
    let update = update.header("location").unwrap().to_owned();
    let impossible = editor.patch(&update, &json!({"state": "approved"}));
    editor.patch(&update, &json!({"state": "submitted"})).expect(200);
    admin.patch(&update, &json!({"state": "approved"})).expect(200);
    let ended = format!("{milestone}?validFrom=2022-01-01&validTo=2022-02-01");
    let invoices = "/v1/projects/eigenes/indicators/invoices";
    let anew = json!({"definition": {"version": 2, "text": "Anders gezählt."}});
    admin.patch(&format!("{invoices}?validFrom=2023-02-01"), &anew).expect(200);
    for value in [1, 2] {
        let observations = format!("{invoices}/observations");
        admin.post(&observations, &json!({"asOf": "2023-03-01", "value": value})).expect(201);
    }
    let reports = WithReports::of(&world);
    let batch = json!({"observations": [{"asOf": "2023-03-01", "value": 3}]}).to_string();
    let once = [("Content-Type", "application/json"), ("Idempotency-Key", "k")];
    admin.send("POST", "/v1/offices", &once, Some(br#"{"name": "A", "shortName": "A"}"#)).expect(201);
    vec![
        world.stranger.get("/v1/projects?limit=0"),
        world.stranger.get("/v1/changes"),
        editor.get("/v1/tokens"),
        world.stranger.get("/v1/projects/nix"),
        world.stranger.send("DELETE", "/v1/projects", &[], None),
        world.stranger.send("GET", "/v1/overview", &[("Accept", "image/png")], None),
        admin.put(&format!("{milestone}?validFrom=2023-01-15"), &json!({"title": "Dritter"})),
        impossible,
        admin.delete(&office),
        admin.post("/v1/projects", &json!({"slug": "eigenes", "kind": "dms", "title": "x", "phase": "idea"})),
        admin.patch(&update, &json!({"text": "Anders."})),
        admin.patch(&ended, &json!({"title": "Vierter"})),
        admin.delete("/v1/projects/eigenes/indicators/offices-live"),
        admin.post("/v1/imports?as=offices", &json!([{"name": "ohne Kürzel"}])),
        many_would_end(&world),
        admin.send("PATCH", &office, &[json[0], ("If-Match", "\"r9999-0\"")], Some(br#"{"shortName": "X"}"#)),
        post(&vec![b' '; (1 << 20) + 1]),
        admin.send("POST", "/v1/offices", &[("Content-Type", "text/plain")], Some(b"{}")),
        post(b"{}"),
        admin.send("POST", "/v1/offices", &once, Some(br#"{"name": "B", "shortName": "B"}"#)),
        admin.send("PATCH", &office, &json, Some(b"{}")),
        world.stranger.get(&format!("{invoices}/series?from=2023-01-01&period=whole")),
        admin.send("PUT", &format!("{invoices}/observations"), &json, Some(batch.as_bytes())),
        reports.incomplete,
        reports.other_snapshot,
        reports.not_decided,
        reports.hidden_since,
        reports.withdrawn,
        reports.erased,
    ]
}

/// What the life of a report can be refused with.
struct WithReports {
    incomplete: Answer,
    other_snapshot: Answer,
    not_decided: Answer,
    hidden_since: Answer,
    withdrawn: Answer,
    erased: Answer,
}

impl WithReports {
    fn of(world: &World<'_>) -> Self {
        let (admin, approver) = (&world.admin, world.role(Role::Approver));
        let body = json!({"title": "Bericht", "asOf": "2023-04-06", "visibility": "public"});
        let made = admin.post("/v1/reports", &body).expect(201);
        let report = made.header("location").unwrap().to_owned();
        let file = [("Content-Type", "text/plain")];
        let attached = admin.send("POST", &format!("{report}/attachments?title=x"), &file, Some(b"Erika")).expect(201);
        let attachment = attached.header("location").unwrap().to_owned();
        let erase = json!({"file": attached.json()["sha256"]});
        let step = |by: &Client, body| by.post(&format!("{report}/steps"), &body);
        let incomplete = step(admin, json!({"step": "submit"}));
        let submitted = step(admin, submission(admin, &report)).expect(201).json();
        let approval = |snapshot: &str| json!({"step": "approve", "function": "Leitung", "snapshot": snapshot});
        let other_snapshot = step(&approver, approval(&"0".repeat(64)));
        step(&approver, approval(submitted["snapshot"].as_str().unwrap())).expect(201);
        let seen =
            |visibility: &str| admin.patch("/v1/projects/eigenes", &json!({"visibility": visibility})).expect(200);
        seen("internal");
        let hidden_since = step(admin, json!({"step": "publish"}));
        seen("public");
        step(admin, json!({"step": "publish"})).expect(201);
        let not_decided = step(admin, json!({"step": "publish", "edition": "record"}));
        admin.post("/v1/redactions", &erase).expect(201);
        let erased = admin.get(&format!("{attachment}/content"));
        step(admin, json!({"step": "withdraw", "explanation": "Falsche Fassung"})).expect(201);
        let withdrawn = admin.get(&format!("{report}/document"));
        Self { incomplete, other_snapshot, not_decided, hidden_since, withdrawn, erased }
    }
}

/// A portal's file that lists another service than the one before.
fn many_would_end(world: &World<'_>) -> Answer {
    let ozg = json!({"slug": "ozg", "kind": "ozg", "title": "OZG", "phase": "idea"});
    world.admin.post("/v1/projects", &ozg).expect(201);
    let listed = |id: u32| json!([{"leistungId": id, "leistungBezeichnung": format!("Dienst {id}"), "onlineverfahren": [{"id": 1}]}]);
    world.admin.post("/v1/imports?as=bayernportal", &listed(1)).expect(201);
    world.admin.post("/v1/imports?as=bayernportal", &listed(2))
}

/// What a fault of the ledger or a lock that is never released makes of a request.
fn at_fault(city: &City) -> Vec<Answer> {
    let world = World::of(city);
    let made =
        world.admin.post("/v1/offices?validFrom=start", &json!({"name": "Bauamt", "shortName": "B"})).expect(201);
    let mut raw = city.database.raw();
    raw.run("UPDATE version SET payload = '?' WHERE payload LIKE '%Bauamt%'");
    let broken = world.stranger.get(made.header("location").unwrap());
    raw.take_write_lock();
    let body = json!({"name": "A", "shortName": "A"}).to_string();
    let keyed = [("Content-Type", "application/json"), ("Idempotency-Key", "k")];
    let (waiting, keyed) = std::thread::scope(|scope| {
        let ask = |headers: &'static [(&'static str, &'static str)]| {
            let (world, body) = (&world, body.as_bytes());
            scope.spawn(move || world.admin.send("POST", "/v1/offices", headers, Some(body)))
        };
        let (waiting, keyed) = (ask(&[("Content-Type", "application/json")]), ask(Box::leak(Box::new(keyed))));
        (waiting.join().unwrap(), keyed.join().unwrap())
    });
    raw.release_write_lock();
    city.clock.run_for(0);
    world.admin.post("/v1/offices", &json!({"name": "B", "shortName": "B"})).expect(201);
    city.clock.pass(7_200);
    let leapt = world.admin.post("/v1/offices", &json!({"name": "C", "shortName": "C"}));
    vec![broken, waiting, keyed, leapt]
}

#[test]
fn every_problem_of_the_register_is_met_and_no_other() {
    on_both(|city| {
        let second = if city.database.url().label().contains("SQLite") {
            Database::sqlite()
        } else {
            Database::postgres().unwrap()
        };
        let mut met = BTreeSet::new();
        for answer in told(city).into_iter().chain(at_fault(&City::new(second))) {
            let problem = answer.json();
            let name = problem["type"].as_str().unwrap().strip_prefix("urn:sachstand:problem:").unwrap().to_owned();
            let registered =
                REGISTER.iter().find(|p| p.name == name).unwrap_or_else(|| panic!("{name} is not registered"));
            assert_eq!(
                (answer.status, problem["title"].as_str()),
                (registered.status, Some(registered.title)),
                "{problem}"
            );
            assert_eq!(answer.header("content-type"), Some("application/problem+json"));
            met.insert(name);
        }
        let all: BTreeSet<String> = REGISTER.iter().map(|p| p.name.to_owned()).collect();
        assert_eq!(met, all);
    });
}
