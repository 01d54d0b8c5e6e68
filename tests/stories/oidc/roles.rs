//! Where roles stand in a token, and where they hold.

use sachstand::config::Oidc;
use sachstand::domain::access::Role;
use serde_json::{Value, json};

use super::keys::ED;
use super::{Service, own, serving, settings};
use crate::http::{id, project};
use crate::support::client::Client;
use crate::support::on_both;

/// What a caller is told of the own roles, in short.
fn told(caller: &Client) -> Vec<String> {
    let me = caller.get("/v1/actors/me").expect(200).json();
    let name = |role: &Value| {
        let mut name = role["role"].as_str().unwrap().to_owned();
        for place in ["project", "office"] {
            if let Some(place) = role.get(place) {
                name.push_str(&format!(" {place}"));
            }
        }
        name
    };
    me["roles"].as_array().unwrap().iter().map(name).collect()
}

#[test]
fn roles_stand_where_the_city_says() {
    on_both(|city| {
        let service = Service::of(city, &[ED]);
        let issuer = service.provider.issuer();
        let with = |path: &str, prefix: &str| {
            serving(city, Oidc { roles_claim: path.into(), role_prefix: prefix.into(), ..settings(&issuer) })
        };
        let token = service
            .token(&["viewer"])
            .claim("resource_access", json!({"sachstand": {"roles": ["editor"]}}))
            .claim("groups", json!(["sachstand-author", "admin", "sachstand-sachstand-admin", "sachstand-"]))
            .claim("scope", "openid approver profile")
            .signed(ED);
        let found = |path: &str, prefix: &str| told(&with(path, prefix).with_token(token.as_str()));
        assert_eq!(found("realm_access.roles", ""), ["viewer"]);
        assert_eq!(found("resource_access.sachstand.roles", ""), ["editor"]);
        assert_eq!(found("groups", ""), ["admin"]);
        assert_eq!(found("groups", "sachstand-"), ["author"], "the prefix is needed, and taken away once");
        assert_eq!(found("scope", ""), ["approver"], "a text is a list with spaces");
        for nowhere in ["", "roles", "realm_access", "realm_access.roles.0", "realm_access..roles", "resource_access"] {
            assert!(found(nowhere, "").is_empty(), "{nowhere}");
        }
    });
}

#[test]
fn what_is_no_role_is_passed_over() {
    on_both(|city| {
        let service = Service::of(city, &[ED]);
        project(&own(city, &service.stranger, Role::Editor), "ozg");
        let mixed = json!({"roles": [
            "offline_access", "Admin", "admin ", "admin:", "admin:city:x", "admin:project:", "admin:project:nix",
            "admin:project:a\u{0}b", "admin:office:kein-amt", "admin:office:0187bcd2-5c00-7000-8000-000000000001",
            7, null, ["admin"], {"name": "admin"}, "viewer",
        ]});
        let caller = service.with(service.token(&[]).claim("realm_access", mixed).signed(ED));
        assert_eq!(told(&caller), ["viewer"]);
        caller.get("/v1/changes").expect(200);
        caller.post("/v1/offices", &json!({"name": "A", "shortName": "A"})).expect(403);
        for odd in [json!(7), json!("admin"), json!(["admin"]), json!({"roles": {"admin": true}}), json!({"roles": 7})]
        {
            let caller = service.with(service.token(&[]).claim("realm_access", odd.clone()).signed(ED));
            assert!(told(&caller).is_empty(), "{odd}");
        }
    });
}

#[test]
fn a_role_of_a_token_holds_in_its_place_alone() {
    on_both(|city| {
        let service = Service::of(city, &[ED]);
        let editor = own(city, &service.stranger, Role::Editor);
        let office = json!({"name": "Amt für IT", "shortName": "IT"});
        let office = id(&editor.post("/v1/offices", &office).expect(201).json());
        for slug in ["ozg", "dms"] {
            let body = json!({"slug": slug, "kind": slug, "title": slug, "phase": "idea"});
            editor.post("/v1/projects", &body).expect(201);
        }
        let body = json!({"slug": "amt", "kind": "processes", "title": "amt", "phase": "idea", "office": office});
        editor.post("/v1/projects", &body).expect(201);
        let status = |roles: &[&str], slug: &str| {
            let caller = service.with(service.token(roles).signed(ED));
            let milestone = json!({"title": "Start", "actual": "2023-04-06"});
            let path = format!("/v1/projects/{slug}");
            (caller.get(&path).status, caller.post(&format!("{path}/milestones"), &milestone).status)
        };
        let here = ["editor:project:ozg"];
        assert_eq!(
            [status(&here, "ozg"), status(&here, "dms"), status(&here, "amt")],
            [(200, 201), (404, 404), (404, 404)]
        );
        let there = [format!("editor:office:{office}")];
        let there = [there[0].as_str()];
        assert_eq!([status(&there, "ozg"), status(&there, "amt")], [(404, 404), (200, 201)]);
        let both = ["viewer", "editor:project:ozg"];
        assert_eq!([status(&both, "ozg"), status(&both, "dms")], [(200, 201), (200, 403)]);
        let caller = service.with(service.token(&here).signed(ED));
        assert_eq!(told(&caller), ["editor \"ozg\""]);
    });
}
