//! What people would tell who bring a token of the city's identity provider (OIDC), and who forges one.

mod forged;
mod keys;
mod outages;
mod people;
mod provider;
mod real;
mod roles;

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::Algorithm;
use sachstand::config::Oidc;
use sachstand::domain::access::{Grant, Role, TokenScope};
use sachstand::domain::time::Source;
use sachstand::http::{App, Issuer};
use serde_json::{Value, json};

use crate::http::head;
use crate::support::City;
use crate::support::client::{Answer, Client};

use keys::Key;
use provider::Provider;

/// What the service believes of a provider, unless a story says otherwise.
fn settings(issuer: &str) -> Oidc {
    Oidc {
        issuer: issuer.into(),
        audience: "sachstand".into(),
        roles_claim: "realm_access.roles".into(),
        role_prefix: String::new(),
    }
}

/// A stranger at a service that believes a provider.
fn serving(city: &City, settings: Oidc) -> Client {
    Client::serving(App { issuer: Some(Arc::new(Issuer::new(settings))), ..App::new(city.store.clone()) })
}

/// Somebody with a token that the service itself has made.
fn own(city: &City, stranger: &Client, role: Role) -> Client {
    stranger.with_token(city.token(vec![Grant::city(role)], TokenScope::Write))
}

/// A service that believes a small provider inside the story.
struct Service<'a> {
    city: &'a City,
    provider: Provider,
    stranger: Client,
    viewer: Client,
}

impl<'a> Service<'a> {
    /// The provider publishes these keys.
    fn of(city: &'a City, keys: &[Key]) -> Self {
        let provider = Provider::publishing(keys);
        let stranger = serving(city, settings(&provider.issuer()));
        Self { city, provider, viewer: own(city, &stranger, Role::Viewer), stranger }
    }

    /// What the provider would write into a token for somebody, now.
    fn token(&self, roles: &[&str]) -> Token {
        let now = self.now();
        Token {
            header: json!({"typ": "at+jwt"}),
            claims: json!({
                "iss": self.provider.issuer(), "aud": "sachstand", "sub": "0815", "name": "Anna Beispiel",
                "iat": now, "exp": now + 300, "realm_access": {"roles": roles},
            }),
        }
    }

    /// The clock of the city, in seconds.
    fn now(&self) -> i64 {
        self.city.clock.now().micros() / 1_000_000
    }

    /// Somebody with this token.
    fn with(&self, token: impl Into<String>) -> Client {
        self.stranger.with_token(token)
    }

    /// Nobody gets anywhere with this token, neither to read nor to write.
    #[track_caller]
    fn refuses(&self, what: &str, token: &str) {
        let before = head(&self.viewer);
        let caller = self.with(token);
        refused(what, &caller.get("/v1/projects"));
        refused(what, &caller.get("/v1/actors/me"));
        refused(what, &caller.post("/v1/offices", &json!({"name": what, "shortName": "A"})));
        assert_eq!(head(&self.viewer), before, "{what} has changed something");
    }

    /// Somebody writes with this token.
    #[track_caller]
    fn accepts(&self, what: &str, token: &str) {
        let answer = self.with(token).post("/v1/offices", &json!({"name": what, "shortName": "A"}));
        assert_eq!(answer.status, 201, "{what}: {}", answer.body);
    }
}

/// The answer to a token that is none: a problem, and in what way to come back.
#[track_caller]
fn refused(what: &str, answer: &Answer) {
    assert_eq!(answer.status, 401, "{what}: {}", answer.body);
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{what}");
    assert!(answer.header("www-authenticate").is_some_and(|how| how.starts_with("Bearer")), "{what}");
    assert_eq!((&answer.json()["type"], &answer.json()["status"]), (&json!(UNAUTHENTICATED), &json!(401)), "{what}");
}

const UNAUTHENTICATED: &str = "urn:sachstand:problem:unauthenticated";

/// A token before it is signed.
#[derive(Clone)]
struct Token {
    header: Value,
    claims: Value,
}

impl Token {
    /// With something else in the header; `null` takes it away.
    fn header(mut self, name: &str, value: impl Into<Value>) -> Self {
        set(&mut self.header, name, value.into());
        self
    }

    /// With another claim; `null` takes it away.
    fn claim(mut self, name: &str, value: impl Into<Value>) -> Self {
        set(&mut self.claims, name, value.into());
        self
    }

    /// Signed with a key, under its name and algorithm unless the header says another already.
    fn signed(&self, key: Key) -> String {
        let message = self.unsigned(&format!("{:?}", key.alg), Some(key.kid));
        format!("{message}.{}", key.sign(&message))
    }

    /// Signed with a text that is known to both sides.
    fn signed_with_secret(&self, secret: &[u8]) -> String {
        let message = self.unsigned("HS256", Some(keys::RSA.kid));
        let key = jsonwebtoken::EncodingKey::from_secret(secret);
        format!("{message}.{}", jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256).unwrap())
    }

    /// The first two parts.
    fn unsigned(&self, alg: &str, kid: Option<&str>) -> String {
        let mut header = self.header.clone();
        for (name, value) in [("alg", Some(alg)), ("kid", kid)] {
            if header.get(name).is_none() {
                set(&mut header, name, value.into());
            }
        }
        // Only now: a header without a name for the key says so with an empty one.
        if header["kid"] == "" {
            set(&mut header, "kid", Value::Null);
        }
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}", part(&header), part(&self.claims))
    }
}

fn set(object: &mut Value, name: &str, value: Value) {
    match value {
        Value::Null => drop(object.as_object_mut().unwrap().shift_remove(name)),
        value => object[name] = value,
    }
}
