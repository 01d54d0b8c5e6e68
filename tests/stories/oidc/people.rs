//! What people may do, and under what name the ledger keeps what they did. Told with a provider inside the story; and
//! with a real one, by `real`.

use sachstand::domain::access::Role;
use serde_json::{Value, json};

use super::keys::ED;
use super::{Service, own};
use crate::http::project;
use crate::support::client::Client;
use crate::support::{City, on_both};

/// Somebody who is known to a provider: with a new token each time.
pub type SignIn<'a> = &'a dyn Fn(&str) -> Client;

/// Anna is an editor, Vera a viewer, Ada an admin; Bert is an employee without a role here.
pub fn roles(city: &City, stranger: &Client, sign_in: SignIn<'_>) {
    let editor = own(city, stranger, Role::Editor);
    project(&editor, "ozg");
    let (anna, vera, bert, ada) = (sign_in("anna"), sign_in("vera"), sign_in("bert"), sign_in("ada"));
    let hidden = json!({"slug": "geheim", "kind": "processes", "title": "Geheim", "phase": "idea"});
    for caller in [&vera, &bert] {
        caller.post("/v1/projects", &hidden).expect(403);
    }
    stranger.post("/v1/projects", &hidden).expect(401);
    anna.post("/v1/projects", &hidden).expect(201);
    for caller in [&anna, &vera, &ada] {
        caller.get("/v1/projects/geheim").expect(200);
    }
    for caller in [&bert, stranger] {
        caller.get("/v1/projects/geheim").expect(404);
        let seen = caller.get("/v1/projects").expect(200).json();
        assert_eq!(seen["data"].as_array().unwrap().len(), 1, "only what is public: {seen}");
    }
    let id = anna.get("/v1/actors/me").expect(200).json()["stored"]["id"].as_str().unwrap().to_owned();
    for caller in [&anna, &vera, &bert] {
        caller.get("/v1/tokens").expect(403);
        caller.send("DELETE", &format!("/v1/actors/{id}/personal-data"), &[], None).expect(403);
    }
    ada.get("/v1/tokens").expect(200);
    let me = bert.get("/v1/actors/me").expect(200).json();
    assert_eq!((&me["kind"], &me["roles"]), (&json!("person"), &json!([])), "{me}");
    assert_eq!(me.get("stored"), None, "of somebody who only reads nothing is kept: {me}");
}

/// Anna's changes stand in the ledger under a pseudonym; who it is can be erased.
pub fn pseudonyms(city: &City, stranger: &Client, issuer: &str, sign_in: SignIn<'_>) {
    let stored = |caller: &Client| caller.get("/v1/actors/me").expect(200).json()["stored"].clone();
    let office = |name: &str| sign_in("anna").post("/v1/offices", &json!({"name": name, "shortName": "A"})).expect(201);
    let (anna, ada) = (sign_in("anna"), sign_in("ada"));
    assert_eq!(stored(&anna), Value::Null);
    let path = office("Amt 1").header("location").unwrap().to_owned();
    let first = stored(&anna);
    assert_eq!((&first["name"], &first["issuer"]), (&json!("Anna Beispiel"), &json!(issuer)), "{first}");
    assert!(first["subject"].is_string(), "{first}");
    office("Amt 2");
    assert_eq!(stored(&sign_in("anna")), first, "the second change has the same pseudonym");

    let id = first["id"].as_str().unwrap();
    let known = ada.get(&format!("/v1/actors/{id}")).expect(200).json();
    assert_eq!(known["name"], "Anna Beispiel");
    ada.send("DELETE", &format!("/v1/actors/{id}/personal-data"), &[], None).expect(204);
    assert_eq!(stored(&anna), Value::Null);
    let erased = ada.get(&format!("/v1/actors/{id}")).expect(200).json();
    assert!(erased.get("name").is_none() && erased["erasedAt"].is_string(), "{erased}");
    office("Amt 3");
    let second = stored(&anna);
    assert_ne!(second["id"], first["id"], "a person who writes again gets another pseudonym");

    let viewer = own(city, stranger, Role::Viewer);
    let history = viewer.get(&format!("{path}/history")).expect(200);
    assert!(history.body.contains(id), "{}", history.body);
    let changes = viewer.get("/v1/changes").expect(200).json();
    let actors: Vec<&Value> = changes["data"].as_array().unwrap().iter().map(|change| &change["actor"]).collect();
    assert_eq!(actors, [&first["id"], &first["id"], &second["id"]]);
    let subject = format!("\"{}\"", first["subject"].as_str().unwrap());
    let ledger = [city.export().concat(), changes.to_string(), history.body].concat();
    for personal in ["Anna Beispiel", issuer, &subject] {
        assert!(!ledger.contains(personal), "{personal} stands in the ledger");
    }
}

/// A provider inside the story, which knows the same people as the real one.
fn sign_in(service: &Service<'_>, person: &str) -> Client {
    let (name, roles): (_, &[&str]) = match person {
        "anna" => ("Anna Beispiel", &["editor"]),
        "vera" => ("Vera Muster", &["viewer", "offline_access"]),
        "ada" => ("Ada Amt", &["admin"]),
        _ => ("Bert Ohne", &[]),
    };
    service.with(service.token(roles).claim("sub", person).claim("name", name).signed(ED))
}

#[test]
fn people_may_what_their_roles_say() {
    on_both(|city| {
        let service = Service::of(city, &[ED]);
        roles(city, &service.stranger, &|person| sign_in(&service, person));
    });
}

#[test]
fn the_ledger_knows_people_by_a_pseudonym() {
    on_both(|city| {
        let service = Service::of(city, &[ED]);
        pseudonyms(city, &service.stranger, &service.provider.issuer(), &|person| sign_in(&service, person));
    });
}

#[test]
fn two_first_changes_at_once_are_of_one_person() {
    on_both(|city| {
        let service = Service::of(city, &[ED]);
        let anna = sign_in(&service, "anna");
        std::thread::scope(|scope| {
            for n in 0..4 {
                let anna = &anna;
                scope.spawn(move || {
                    anna.post("/v1/offices", &json!({"name": format!("Amt {n}"), "shortName": "A"})).expect(201)
                });
            }
        });
        let me = anna.get("/v1/actors/me").expect(200).json()["stored"]["id"].clone();
        let changes = service.viewer.get("/v1/changes").expect(200).json();
        let actors: Vec<&Value> = changes["data"].as_array().unwrap().iter().map(|change| &change["actor"]).collect();
        assert_eq!(actors, [&me; 4]);
    });
}

#[test]
fn the_same_subject_of_another_provider_is_somebody_else() {
    on_both(|city| {
        let (one, other) = (Service::of(city, &[ED]), Service::of(city, &[ED]));
        let pseudonym = |service: &Service<'_>| {
            let anna = sign_in(service, "anna");
            anna.post("/v1/offices", &json!({"name": service.provider.issuer(), "shortName": "A"})).expect(201);
            anna.get("/v1/actors/me").expect(200).json()["stored"]["id"].clone()
        };
        assert_ne!(pseudonym(&one), pseudonym(&other));
    });
}

#[test]
fn a_subject_is_kept_as_it_is_or_refused() {
    on_both(|city| {
        let service = Service::of(city, &[ED]);
        let with = |sub: &str| service.token(&["editor"]).claim("sub", sub).signed(ED);
        // The standard allows 255 characters; no database could hold what is not allowed.
        let longest = "x".repeat(255);
        for sub in ["f:1c3e:Ännchen", "a' OR 1=1 --", " ", longest.as_str()] {
            service.accepts("a subject", &with(sub));
            let me = service.with(with(sub)).get("/v1/actors/me").expect(200).json();
            assert_eq!(me["stored"]["subject"], sub);
        }
        service.refuses("a subject with U+0000", &with("a\0b"));
        service.refuses("a very long subject", &with(&"x".repeat(6000)));
    });
}

#[test]
fn a_name_that_cannot_be_shown_keeps_nobody_out() {
    on_both(|city| {
        let service = Service::of(city, &[ED]);
        let name = |sub: &str, name: Value| {
            let token = service.token(&["editor"]).claim("sub", sub).claim("name", name).signed(ED);
            service.accepts(sub, &token);
            service.with(token).get("/v1/actors/me").expect(200).json()["stored"]["name"].clone()
        };
        assert_eq!(name("none", Value::Null), Value::Null);
        assert_eq!(name("number", json!(7)), Value::Null);
        assert_eq!(name("nothing", json!("a\0b")), Value::Null);
        let token = service.token(&["editor"]).claim("sub", "login").claim("name", Value::Null);
        let token = token.claim("preferred_username", "anna.beispiel").signed(ED);
        service.accepts("login", &token);
        let me = service.with(token).get("/v1/actors/me").expect(200).json();
        assert_eq!(me["stored"]["name"], "anna.beispiel");
    });
}
