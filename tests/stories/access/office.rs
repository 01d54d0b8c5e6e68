//! Roles in one project or for one office: they reach as far as they were given, and no further.

use sachstand::domain::access::{GrantScope, Role};
use serde_json::{Value, json};

use super::World;
use crate::http::id;
use crate::support::client::Client;
use crate::support::on_both;

fn unit(office: uuid::Uuid, visibility: &str) -> Value {
    json!({"type": "RolloutUnit", "office": office, "module": "invoice_register", "state": "not_started", "visibility": visibility})
}

#[test]
fn an_office_writes_its_own_units_in_the_projects_of_others() {
    on_both(|city| {
        let world = World::of(city);
        let office = world.caller(Role::Editor, GrantScope::Office(world.other_office));
        let items = "/v1/projects/eigenes/items";
        let own = office.post(items, &unit(world.other_office, "internal")).expect(201);
        let own = own.header("location").unwrap();
        office.post(items, &unit(world.office, "public")).expect(403);
        let theirs = id(&world.admin.post(items, &unit(world.office, "internal")).expect(201).json());
        let theirs = format!("{items}/{theirs}");

        // Their own internal unit they see and change, that of others not even exists for them.
        office.patch(own, &json!({"planned": {"date": "2024-06", "modality": "expected"}})).expect(200);
        office.get(&theirs).expect(404);
        let listed = office.get(items).expect(200).json();
        assert_eq!(listed["data"].as_array().unwrap().len(), 1, "{listed}");
        let all = world.admin.get("/v1/projects/eigenes/indicators/offices-live/value").expect(200).json();
        let seen = office.get("/v1/projects/eigenes/indicators/offices-live/value").expect(200).json();
        assert_eq!((&seen["status"], &all["status"]), (&json!("value"), &json!("value")), "{seen} {all}");
        let public = world.stranger.get("/v1/projects/eigenes/indicators/offices-live/value").expect(200).json();
        assert_eq!(public["status"], "missing", "strangers see no unit: {public}");

        // Nothing is taken from another office and nothing is given away.
        office.patch(own, &json!({"office": world.office})).expect(403);
        let public = id(&world.admin.post(items, &unit(world.office, "public")).expect(201).json());
        let before = city.last();
        office.patch(&format!("{items}/{public}"), &json!({"office": world.other_office})).expect(403);
        office.delete(&format!("{items}/{public}")).expect(403);
        office.patch("/v1/projects/eigenes", &json!({"goal": "Unser Ziel"})).expect(403);
        assert_eq!(city.last(), before);
        // In the projects for which they are responsible they do what editors do.
        office.patch("/v1/projects/fremdes", &json!({"goal": "Unser Ziel"})).expect(200);
        office.patch("/v1/projects/fremdes", &json!({"office": world.office})).expect(403);
        office.post("/v1/projects/fremdes/items", &unit(world.office, "public")).expect(201);
    });
}

#[test]
fn an_id_of_another_project_never_works() {
    on_both(|city| {
        let world = World::of(city);
        let editor = world.caller(Role::Editor, GrantScope::Project(world.project));
        let foreign =
            id(&world.admin.post("/v1/projects/fremdes/items", &unit(world.office, "public")).expect(201).json());
        let before = city.last();
        for path in
            [format!("/v1/projects/eigenes/items/{foreign}"), format!("/v1/projects/eigenes/milestones/{foreign}")]
        {
            editor.get(&path).expect(404);
            editor.get(&format!("{path}/history")).expect(404);
            let headers = [("Content-Type", "application/json"), ("If-Match", "\"r1-0\"")];
            editor.send("PATCH", &path, &headers, Some(b"{}")).expect(404);
            editor.send("DELETE", &path, &headers, None).expect(404);
        }
        let there = format!("/v1/projects/fremdes/items/{foreign}");
        let headers = [("Content-Type", "application/json"), ("If-Match", "\"r1-0\"")];
        editor.send("PATCH", &there, &headers, Some(b"{}")).expect(403);
        assert_eq!(city.last(), before);
    });
}

#[test]
fn nobody_approves_what_they_submitted() {
    on_both(|city| {
        let world = World::of(city);
        let updates = "/v1/projects/eigenes/status-updates";
        let (editor, approver) = (world.role(Role::Editor), world.role(Role::Approver));
        let draft = |by: &Client| {
            let body = json!({"asOf": "2023-04-06", "text": "Es geht voran.", "state": "draft"});
            format!("{updates}/{}", id(&by.post(updates, &body).expect(201).json()))
        };
        let to = |by: &Client, path: &str, state: &str| by.patch(path, &json!({"state": state}));
        let path = draft(&editor);
        to(&approver, &path, "submitted").expect(403);
        to(&editor, &path, "submitted").expect(200);
        to(&editor, &path, "approved").expect(403);
        approver.patch(&path, &json!({"text": "Es geht sehr voran."})).expect(403);
        to(&approver, &path, "draft").expect(200);
        to(&editor, &path, "submitted").expect(200);
        to(&approver, &path, "approved").expect(200);
        to(&editor, &path, "superseded").expect(403);
        to(&approver, &path, "superseded").expect(200);

        // Approving and rewriting in one is neither: what is approved is what was submitted.
        let path = draft(&editor);
        to(&editor, &path, "submitted").expect(200);
        let before = city.last();
        world.admin.patch(&path, &json!({"state": "approved", "text": "Ganz anders."})).expect(403);
        let whole = json!({"asOf": "2023-01-01", "text": "Ganz anders.", "state": "approved"});
        world.admin.put(&path, &whole).expect(403);
        assert_eq!(city.last(), before);

        // Whoever may do both does them for others only: not what was submitted, nor what was mended since.
        let path = draft(&world.admin);
        to(&world.admin, &path, "submitted").expect(200);
        let refused = to(&world.admin, &path, "approved").expect(403).json();
        assert!(refused["detail"].as_str().unwrap().contains("somebody else"), "{refused}");
        let path = draft(&editor);
        to(&editor, &path, "submitted").expect(200);
        world.admin.patch(&path, &json!({"text": "Es geht sehr voran."})).expect(200);
        to(&world.admin, &path, "approved").expect(403);
        to(&approver, &path, "approved").expect(200);
    });
}

#[test]
fn nobody_changes_or_ends_what_they_do_not_see() {
    on_both(|city| {
        let world = World::of(city);
        let items = "/v1/projects/eigenes/items";
        let made =
            world.admin.post(&format!("{items}?validFrom=2023-01-01"), &unit(world.office, "public")).expect(201);
        let path = made.header("location").unwrap();
        let hidden = json!({"visibility": "non_public", "remark": "Umzug geplant"});
        world.admin.patch(&format!("{path}?validFrom=2024-06-01"), &hidden).expect(200);
        let before = city.last();
        for editor in [world.role(Role::Editor), world.caller(Role::Editor, GrantScope::Office(world.office))] {
            for body in [json!({}), json!({"visibility": "public"})] {
                let refused = editor.patch(&format!("{path}?validFrom=2024-06-01"), &body).expect(403);
                assert!(!refused.body.contains("Umzug"), "{}", refused.body);
            }
            editor.patch(path, &json!({"remark": "bis auf weiteres"})).expect(403);
            editor.delete(&format!("{path}?validFrom=2024-06-01")).expect(403);
            editor.delete(path).expect(403);
        }
        assert_eq!(city.last(), before);
        let until = format!("{path}?validFrom=2023-05-01&validTo=2023-06-01");
        world.role(Role::Editor).patch(&until, &json!({"remark": "im Mai"})).expect(200);
    });
}
