//! Tokens over the API: made, listed, given another secret, revoked; a secret is shown once.

use sachstand::domain::access::{Grant, Role, TokenScope};
use sachstand::http::App;
use serde_json::json;

use super::World;
use crate::support::client::Client;
use crate::support::{on_both, open};

#[test]
fn a_token_lives_from_its_making_to_its_revocation_on_every_instance() {
    on_both(|city| {
        let world = World::of(city);
        let elsewhere = Client::serving(App::new(open(&city.database, &city.clock).unwrap()));
        let wanted = json!({
            "name": "Skript der IT", "expiresAt": "2024-01-01T00:00:00Z",
            "roles": [{"role": "editor", "project": "eigenes"}, {"role": "viewer", "office": world.other_office}],
        });
        let made = world.admin.post("/v1/tokens", &wanted).expect(201);
        let path = made.header("location").unwrap().to_owned();
        let shown = made.json();
        assert_eq!((&shown["roles"], &shown["scope"]), (&wanted["roles"], &json!("write")));
        let script = world.stranger.with_token(shown["secret"].as_str().unwrap());
        script.patch("/v1/projects/eigenes", &json!({"goal": "Ziel"})).expect(200);

        let read = world.admin.get(&path).expect(200);
        assert!(read.json().get("secret").is_none() && read.header("cache-control") == Some("no-store"));
        assert_eq!(read.json()["lastUsedAt"], "2023-04-26T07:00:00Z");
        let listed = world.admin.get("/v1/tokens").expect(200).body;
        let secret = shown["secret"].as_str().unwrap();
        assert!(listed.contains("Skript der IT") && !listed.contains(secret));
        let stored = city.database.raw().cells("SELECT hash AS cell FROM token");
        assert!(stored.iter().flatten().all(|hash| hash.len() == 64 && !secret.contains(hash.as_str())));

        let rotated = world.admin.send("POST", &format!("{path}/rotation"), &[], None).expect(200).json();
        let renewed = elsewhere.with_token(rotated["secret"].as_str().unwrap());
        script.get("/v1/projects").expect(401);
        renewed.get("/v1/projects").expect(200);
        world.admin.send("DELETE", &path, &[], None).expect(204);
        renewed.get("/v1/projects").expect(401);
        world.admin.send("DELETE", &path, &[], None).expect(404);
        world.admin.send("POST", &format!("{path}/rotation"), &[], None).expect(404);
        assert!(world.admin.get(&path).expect(200).json()["revokedAt"].is_string());
        // An expired one is none either, from the very moment on.
        let short = world.admin.post("/v1/tokens", &wanted).expect(201).json();
        let short = world.stranger.with_token(short["secret"].as_str().unwrap());
        city.clock.set("2023-12-31T23:59:59Z");
        short.get("/v1/projects").expect(200);
        city.clock.set("2024-01-01T00:00:00Z");
        short.get("/v1/projects").expect(401);
    });
}

#[test]
fn a_secret_that_was_shown_is_not_shown_again() {
    on_both(|city| {
        let world = World::of(city);
        let wanted = json!({"name": "Skript", "roles": [{"role": "viewer"}]}).to_string();
        let headers = [("Content-Type", "application/json"), ("Idempotency-Key", "einmal")];
        let ask = |path: &str, body: Option<&str>| {
            let headers = if body.is_some() { &headers[..] } else { &headers[1..] };
            world.admin.send("POST", path, headers, body.map(str::as_bytes))
        };
        let first = ask("/v1/tokens", Some(&wanted)).expect(201).json();
        let again = ask("/v1/tokens", Some(&wanted)).expect(201).json();
        assert_eq!((&again["id"], again.get("secret")), (&first["id"], None));
        let rotation = format!("/v1/tokens/{}/rotation", first["id"].as_str().unwrap());
        ask(&rotation, None).expect(422);
        let headers = [("Idempotency-Key", "noch einmal")];
        let secret = world.admin.send("POST", &rotation, &headers, None).expect(200).json()["secret"].clone();
        let again = world.admin.send("POST", &rotation, &headers, None).expect(200).json();
        assert_eq!(again.get("secret"), None);
        world.stranger.with_token(secret.as_str().unwrap()).get("/v1/changes").expect(200);
        let kept = city.database.raw().cells("SELECT answer AS cell FROM idempotency");
        assert!(kept.iter().flatten().all(|answer| !answer.contains("sst_")), "{kept:?}");
    });
}

#[test]
fn a_token_is_asked_for_properly() {
    on_both(|city| {
        let world = World::of(city);
        let before = city.store.tokens().unwrap();
        for (body, place) in [
            (json!({"name": "x", "roles": []}), "/roles"),
            (json!({"name": " ", "roles": [{"role": "viewer"}]}), "/name"),
            (json!({"name": "x", "roles": [{"role": "chef"}]}), "/roles/0/role"),
            (json!({"name": "x", "roles": [{"role": "viewer", "project": "nix"}]}), "/roles/0/project"),
            (json!({"name": "x", "roles": [{"role": "viewer", "office": world.project}]}), "/roles/0/office"),
            (
                json!({"name": "x", "roles": [{"role": "viewer", "project": "eigenes", "office": world.office}]}),
                "/roles/0",
            ),
            (json!({"name": "x", "roles": [{"role": "viewer"}], "expiresAt": "2020-01-01T00:00:00Z"}), "/expiresAt"),
            (json!({"name": "x", "roles": [{"role": "viewer"}], "scope": "alles"}), "/scope"),
        ] {
            let refused = world.admin.post("/v1/tokens", &body).expect(422).json();
            assert_eq!(refused["violations"][0]["pointer"], place, "{refused}");
        }
        let unused = |mut tokens: Vec<sachstand::store::TokenInfo>| {
            tokens.iter_mut().for_each(|token| token.last_used_at = None);
            tokens
        };
        assert_eq!(unused(city.store.tokens().unwrap()), unused(before));
    });
}

#[test]
fn a_token_for_reading_reads_whatever_its_roles() {
    on_both(|city| {
        let world = World::of(city);
        let reading = world.stranger.with_token(city.token(vec![Grant::city(Role::Admin)], TokenScope::Read));
        reading.get("/v1/tokens").expect(200);
        reading.get("/v1/changes").expect(200);
        let before = city.last();
        let refused = reading.post("/v1/offices", &json!({"name": "A", "shortName": "A"})).expect(403).json();
        assert!(refused["detail"].as_str().unwrap().contains("reading only"), "{refused}");
        reading.post("/v1/tokens", &json!({"name": "x", "roles": [{"role": "viewer"}]})).expect(403);
        assert_eq!(city.last(), before);
    });
}
