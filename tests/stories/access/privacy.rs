//! Privacy: the ledger knows pseudonyms; names can be erased, and taken out of texts, and the chain stays valid.

use sachstand::cli::{dump, restore};
use sachstand::domain::access::Role;
use serde_json::{Value, json};

use super::World;
use crate::http::id;
use crate::support::{City, Database, on_both};

const NAME: &str = "Erika Mustermann";

/// Everything that the ledger and its accounts hold, as text.
fn everything(city: &City) -> String {
    let mut raw = city.database.raw();
    let columns = [
        ("version", "payload"),
        ("version", "sort_key"),
        ("change", "reason"),
        ("change", "entry"),
        ("idempotency", "answer"),
        ("actor", "name"),
        ("actor", "subject"),
    ];
    let all = columns.map(|(table, column)| raw.cells(&format!("SELECT {column} AS cell FROM {table}")));
    all.into_iter().flatten().flatten().collect::<Vec<_>>().join("\n")
}

#[test]
fn a_name_is_taken_out_of_texts_and_reasons_for_every_day_and_moment() {
    on_both(|city| {
        let world = World::of(city);
        let editor = world.role(Role::Editor).because(format!("auf Wunsch von {NAME}"));
        let body = json!({"name": format!("Stabsstelle {NAME}"), "shortName": "S"}).to_string();
        let headers = [("Content-Type", "application/json"), ("Idempotency-Key", "k")];
        let made = editor.send("POST", "/v1/offices?validFrom=2023-01-01", &headers, Some(body.as_bytes())).expect(201);
        let path = made.header("location").unwrap().to_owned();
        let office = id(&made.json());
        city.clock.pass(3600);
        let then = city.last().1;
        editor.patch(&format!("{path}?validFrom=2023-03-01"), &json!({"shortName": "St"})).expect(200);
        city.store.verify(None).unwrap();

        let wanted = json!({"text": NAME, "resource": office});
        assert!(
            world
                .admin
                .because(format!("{NAME} will es"))
                .post("/v1/redactions", &wanted)
                .expect(400)
                .body
                .contains("Change-Reason")
        );
        let done =
            world.admin.because("Löschung nach Art. 17 DSGVO").post("/v1/redactions", &wanted).expect(201).json();
        assert_eq!((&done["versions"], &done["reasons"]), (&json!(3), &json!(2)), "{done}");
        assert!(!everything(city).contains(NAME), "{}", everything(city));
        for query in ["", "?validAt=2023-02-01", &format!("?knownAt={then}")] {
            assert_eq!(
                world.admin.get(&format!("{path}{query}")).expect(200).json()["name"],
                "Stabsstelle [entfernt]",
                "{query}"
            );
        }
        let history = world.admin.get(&format!("{path}/history")).expect(200).json();
        assert_eq!(history["data"][0]["recorded"]["reason"], "auf Wunsch von [entfernt]");
        assert_eq!(world.admin.post("/v1/redactions", &wanted).expect(422).json()["violations"][0]["pointer"], "/text");

        // The chain stays valid, here and where the ledger is moved to; who alters what was redacted is found.
        assert_eq!(city.store.verify(None).unwrap().findings, []);
        let mut export = Vec::new();
        dump(&city.store, &mut export).unwrap();
        for database in [Some(Database::sqlite()), Database::postgres()].into_iter().flatten() {
            let there = City::new(database);
            restore(&there.store, export.as_slice()).unwrap();
            assert_eq!(there.store.verify(None).unwrap().findings, []);
            let mut again = Vec::new();
            dump(&there.store, &mut again).unwrap();
            assert_eq!(String::from_utf8(again).unwrap(), String::from_utf8(export.clone()).unwrap());
        }
        let text = String::from_utf8(export).unwrap();
        for altered in [text.replacen("[entfernt]", NAME, 1), text.replacen("St\"", "Sx\"", 1)] {
            assert!(restore(&City::new(Database::sqlite()).store, altered.as_bytes()).is_err());
        }
        city.database.raw().run("UPDATE version SET payload = replace(payload, '[entfernt]', 'Otto Normal')");
        assert!(!city.store.verify(None).unwrap().findings.is_empty());
    });
}

#[test]
fn a_name_is_found_wherever_it_hides() {
    on_both(|city| {
        let world = World::of(city);
        let (quoted, editor) = ("Otto \"Otti\" Müller", world.role(Role::Editor));
        let body = json!({"name": format!("Amt von {quoted}"), "shortName": "A"}).to_string();
        let headers = [("Content-Type", "application/json"), ("Idempotency-Key", "k")];
        let made = editor.send("POST", "/v1/offices", &headers, Some(body.as_bytes())).expect(201);
        editor.because(format!("Wunsch von {quoted}")).delete(made.header("location").unwrap()).expect(204);
        let wanted = json!({"text": quoted, "resource": id(&made.json())});
        let done = world.admin.post("/v1/redactions", &wanted).expect(201).json();
        assert_eq!((&done["versions"], &done["reasons"]), (&json!(1), &json!(1)), "{done}");
        let body = json!({"asOf": "2023-04-01", "value": 1, "dimensions": {"Sachbearbeiter Zebulon": "Frau Zebulon"}});
        let path = "/v1/projects/eigenes/indicators/invoices/observations";
        let observed = id(&editor.post(path, &body).expect(201).json());
        world.admin.post("/v1/redactions", &json!({"text": "Zebulon", "resource": observed})).expect(201);
        let left = everything(city);
        assert!(!left.contains("Otti") && !left.contains("Zebulon"), "{left}");
        assert_eq!(city.store.verify(None).unwrap().findings, []);
    });
}

#[test]
fn only_free_text_can_be_taken_out() {
    on_both(|city| {
        let world = World::of(city);
        let before = city.last();
        let refuse = |body: Value, place: &str| {
            let refused = world.admin.post("/v1/redactions", &body).expect(422).json();
            assert_eq!(refused["violations"][0]["pointer"], place, "{refused}");
        };
        refuse(json!({"text": "eigenes", "resource": world.project}), "/text");
        refuse(json!({"text": "rollout", "resource": world.project}), "/text");
        refuse(json!({"text": "x", "resource": world.project}), "/text");
        refuse(json!({"text": NAME}), "");
        refuse(json!({"text": NAME, "change": 1}), "/text");
        world.role(Role::Approver).post("/v1/redactions", &json!({"text": "IT", "resource": world.office})).expect(403);
        assert_eq!(city.last(), before);
    });
}

#[test]
fn a_name_behind_a_pseudonym_is_erased_and_the_ledger_is_not_touched() {
    on_both(|city| {
        let world = World::of(city);
        let wanted = json!({"name": NAME, "roles": [{"role": "editor"}]});
        let made = world.admin.post("/v1/tokens", &wanted).expect(201).json();
        let erika = world.stranger.with_token(made["secret"].as_str().unwrap());
        let own = erika.get("/v1/actors/me").expect(200).json();
        assert_eq!((&own["kind"], &own["stored"]["name"]), (&json!("token"), &json!(NAME)));
        let office = erika.post("/v1/offices", &json!({"name": "Standesamt", "shortName": "S"})).expect(201);
        let history = format!("{}/history", office.header("location").unwrap());
        let actor = made["actor"].as_str().unwrap();
        assert_eq!(world.admin.get(&history).expect(200).json()["data"][0]["recorded"]["actor"], actor);
        let viewer = world.role(Role::Viewer);
        let path = format!("/v1/actors/{actor}");
        assert_eq!(viewer.get(&path).expect(200).json()["name"], NAME);

        let before = city.last();
        let erase = format!("{path}/personal-data");
        erika.send("DELETE", &erase, &[], None).expect(403);
        world.admin.send("DELETE", &erase, &[], None).expect(204);
        assert_eq!(city.last(), before);
        let left = viewer.get(&path).expect(200).json();
        assert!(left.get("name").is_none() && left["erasedAt"].is_string(), "{left}");
        assert!(!everything(city).contains(NAME));
        erika.get("/v1/actors/me").expect(200);
        assert_eq!(city.store.verify(None).unwrap().findings, []);
    });
}
