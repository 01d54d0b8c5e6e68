//! Whoever does not know whether a request arrived repeats it with the same key, and it is done once.

use std::collections::BTreeSet;

use sachstand::domain::access::{Grant, GrantScope, Role};
use sachstand::http::App;
use serde_json::{Value, json};

use super::World;
use crate::support::client::{Answer, Client};
use crate::support::{City, on_both, open};

fn post(by: &Client, key: &str, path: &str, body: &Value) -> Answer {
    let headers = [("Content-Type", "application/json"), ("Idempotency-Key", key)];
    by.send("POST", path, &headers, Some(body.to_string().as_bytes()))
}

fn office(name: &str) -> Value {
    json!({"name": name, "shortName": "A"})
}

/// Another instance on the same ledger.
fn another(city: &City) -> Client {
    Client::serving(App::new(open(&city.database, &city.clock).unwrap()))
}

#[test]
fn the_first_answer_is_given_again_and_nothing_is_done_twice() {
    on_both(|city| {
        let world = World::of(city);
        let editor = world.role(Role::Editor);
        let first = post(&editor, "k-1", "/v1/offices", &office("Standesamt")).expect(201);
        let before = city.last();
        city.clock.pass(3600);
        let elsewhere = another(city).with_token(editor.token().unwrap());
        for by in [&editor, &elsewhere] {
            let again = post(by, "k-1", "/v1/offices", &office("Standesamt")).expect(201);
            assert_eq!(again.body, first.body);
            for header in ["location", "etag", "content-type"] {
                assert_eq!(again.header(header), first.header(header), "{header}");
            }
        }
        // Another body, query or reason is another request; another caller has keys of their own.
        assert_eq!(
            post(&editor, "k-1", "/v1/offices", &office("Bauamt")).expect(422).json()["type"],
            "urn:sachstand:problem:key-reused"
        );
        post(&editor, "k-1", "/v1/offices?validFrom=start", &office("Standesamt")).expect(422);
        post(&editor.because("Anlass"), "k-1", "/v1/offices", &office("Standesamt")).expect(422);
        assert_eq!(city.last(), before, "nothing was done by any of these");
        post(&world.admin, "k-1", "/v1/offices", &office("Standesamt")).expect(201);
        assert_eq!(city.last().0, before.0 + 1);
        for wrong in ["", "ä", &"x".repeat(256)] {
            post(&editor, wrong, "/v1/offices", &office("Standesamt")).expect(400);
        }
    });
}

#[test]
fn only_successes_are_kept_and_the_permission_is_asked_again() {
    on_both(|city| {
        let world = World::of(city);
        let editor = world.role(Role::Editor);
        post(&editor, "k-2", "/v1/offices", &json!({"name": "Standesamt"})).expect(422);
        post(&editor, "k-2", "/v1/offices", &office("Standesamt")).expect(201);
        let body = json!({"type": "RolloutUnit", "office": world.office, "module": "invoice_register", "state": "not_started"});
        let items = "/v1/projects/eigenes/items";
        post(&editor, "k-3", items, &body).expect(201);
        world.admin.patch("/v1/projects/eigenes?validFrom=start", &json!({"visibility": "non_public"})).expect(200);
        post(&editor, "k-3", items, &body).expect(404);
        // Whoever writes for an office loses the project with it.
        let theirs = world.caller(Role::Editor, GrantScope::Office(world.other_office));
        let milestones = "/v1/projects/fremdes/milestones";
        post(&theirs, "k-9", milestones, &json!({"title": "Start"})).expect(201);
        world.admin.patch("/v1/projects/fremdes?validFrom=start", &json!({"office": world.office})).expect(200);
        post(&theirs, "k-9", milestones, &json!({"title": "Start"})).expect(403);
        let token = city.store.tokens().unwrap().into_iter().find(|t| t.grants == [Grant::city(Role::Editor)]).unwrap();
        city.store.revoke_token(token.id).unwrap();
        post(&editor, "k-2", "/v1/offices", &office("Standesamt")).expect(401);
    });
}

#[test]
fn equal_requests_at_once_are_one() {
    on_both(|city| {
        let world = World::of(city);
        let editor = world.role(Role::Editor);
        let elsewhere = another(city).with_token(editor.token().unwrap());
        let before = city.last().0;
        let answers: Vec<Answer> = std::thread::scope(|scope| {
            let at_once = (0..12).map(|n| {
                let by = if n % 2 == 0 { &editor } else { &elsewhere };
                scope.spawn(move || post(by, "k-4", "/v1/offices", &office("Standesamt")))
            });
            at_once.collect::<Vec<_>>().into_iter().map(|asked| asked.join().unwrap()).collect()
        });
        let bodies: BTreeSet<String> = answers.into_iter().map(|answer| answer.expect(201).body).collect();
        assert_eq!((bodies.len(), city.last().0), (1, before + 1));
    });
}

#[test]
fn first_answers_are_kept_for_a_week() {
    on_both(|city| {
        let world = World::of(city);
        let editor = world.role(Role::Editor);
        let first = post(&editor, "k-5", "/v1/offices", &office("Standesamt")).expect(201);
        city.clock.pass(7 * 24 * 3600);
        post(&editor, "k-6", "/v1/offices", &office("Bauamt")).expect(201);
        assert_eq!(post(&editor, "k-5", "/v1/offices", &office("Standesamt")).expect(201).body, first.body);
        city.clock.pass(2 * 24 * 3600);
        post(&editor, "k-7", "/v1/offices", &office("Ordnungsamt")).expect(201);
        let kept = city.database.raw().cells("SELECT key AS cell FROM idempotency ORDER BY key");
        assert_eq!(kept, [Some("k-6".to_owned()), Some("k-7".to_owned())]);
    });
}

#[test]
fn who_waits_too_long_for_another_write_is_told_to_repeat() {
    on_both(|city| {
        let world = World::of(city);
        let editor = world.role(Role::Editor);
        editor.get("/v1/actors/me").expect(200);
        let mut raw = city.database.raw();
        raw.take_write_lock();
        let (keyed, plain) = std::thread::scope(|scope| {
            let keyed = scope.spawn(|| post(&editor, "k-8", "/v1/offices", &office("Standesamt")));
            let plain = scope.spawn(|| editor.post("/v1/offices", &office("Standesamt")));
            (keyed.join().unwrap(), plain.join().unwrap())
        });
        assert_eq!(keyed.expect(409).json()["type"], "urn:sachstand:problem:still-running");
        let plain = plain.expect(503);
        assert_eq!(
            (plain.json()["type"].as_str(), plain.header("retry-after")),
            (Some("urn:sachstand:problem:unavailable"), Some("5"))
        );
        raw.release_write_lock();
        post(&editor, "k-8", "/v1/offices", &office("Standesamt")).expect(201);
    });
}
