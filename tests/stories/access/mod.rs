//! Who may do what, and who sees what: measured against the API document, on both databases.

mod anchor;
mod canaries;
mod headers;
mod matrix;
mod office;
mod once;
mod privacy;
mod problems;
mod races;
mod tokens;

use sachstand::domain::access::{Grant, GrantScope, Role, TokenScope};
use sachstand::http::App;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::http::id;
use crate::support::City;
use crate::support::client::Client;

/// A city with two public projects in the care of two offices, and callers of every sort.
pub struct World<'a> {
    pub city: &'a City,
    pub admin: Client,
    pub stranger: Client,
    /// The project, the office responsible for it, and another of each.
    pub project: Uuid,
    pub office: Uuid,
    pub other_project: Uuid,
    pub other_office: Uuid,
}

impl<'a> World<'a> {
    pub fn of(city: &'a City) -> Self {
        let stranger = Client::serving(App::new(city.store.clone()));
        let admin = stranger.with_token(city.token(vec![Grant::city(Role::Admin)], TokenScope::Write));
        let uuid = |value: &Value| id(value).parse::<Uuid>().unwrap();
        let office = |name: &str| {
            uuid(
                &admin
                    .post("/v1/offices?validFrom=start", &json!({"name": name, "shortName": name}))
                    .expect(201)
                    .json(),
            )
        };
        let (own, other) = (office("IT"), office("Kämmerei"));
        let project = |slug: &str, office: Uuid| {
            let body = json!({"slug": slug, "kind": "ereb", "title": slug, "phase": "rollout", "visibility": "public", "office": office});
            uuid(&admin.post("/v1/projects?validFrom=start", &body).expect(201).json())
        };
        Self {
            city,
            project: project("eigenes", own),
            other_project: project("fremdes", other),
            office: own,
            other_office: other,
            admin,
            stranger,
        }
    }

    /// Somebody with a role in a place.
    pub fn caller(&self, role: Role, place: GrantScope) -> Client {
        self.stranger.with_token(self.city.token(vec![Grant { role, place }], TokenScope::Write))
    }

    /// Somebody with a role for the city.
    pub fn role(&self, role: Role) -> Client {
        self.caller(role, GrantScope::City)
    }
}
