//! With a real provider: oidc-provider, which is certified, as tests/oidc/provider.mjs starts it.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Once;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use sachstand::domain::access::Role;
use sachstand::domain::time::Moment;
use serde_json::{Value, json};

use super::keys::OTHER_ED;
use super::{Token, own, people, refused, serving, settings};
use crate::support::client::Client;
use crate::support::{City, on_both};

/// Where the provider is installed: the folder tests/oidc, after `npm ci` there.
const OIDC: &str = "SACHSTAND_TEST_OIDC";
const FORM: &str = "application/x-www-form-urlencoded";

/// A provider as a process of its own, until it is dropped.
struct Real {
    process: Child,
    issuer: String,
    client: Client,
}

impl Real {
    /// `None`, said once on standard error, when it is not said where one is installed.
    fn start() -> Option<Self> {
        static SAID: Once = Once::new();
        let Ok(directory) = std::env::var(OIDC) else {
            // Not eprintln!: the test harness would capture it and nobody would learn what did not run.
            SAID.call_once(|| {
                let text = format!("Stories with a real identity provider not run: {OIDC} is not set\n");
                let _ = std::io::stderr().write_all(text.as_bytes());
            });
            return None;
        };
        let mut process = Command::new("node")
            .arg("provider.mjs")
            .current_dir(&directory)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|e| panic!("{OIDC} is set to '{directory}', but node does not start there: {e}"));
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut complaints = process.stderr.take().unwrap();
        let first = lines.next().transpose().unwrap().unwrap_or_default();
        let Some(issuer) = first.strip_prefix("issuer ").map(str::to_owned) else {
            let mut text = String::new();
            complaints.read_to_string(&mut text).unwrap();
            panic!("{OIDC} is set to '{directory}', but no provider starts there (npm ci): {first} {text}");
        };
        // The pipes stay open, or the provider could not print any more.
        std::thread::spawn(move || std::io::copy(&mut complaints, &mut std::io::sink()));
        std::thread::spawn(move || lines.for_each(drop));
        let client = Client::at(issuer.strip_prefix("http://").unwrap());
        Some(Self { process, issuer, client })
    }

    /// Tokens of a person who signs in with a browser.
    fn person(&self, name: &str) -> Value {
        self.client.send("POST", &format!("/people/{name}"), &[], Some(b"")).expect(200).json()
    }

    /// The token of a service that signs in with a secret.
    fn machine(&self, alg: &str, wish: &str) -> String {
        let basic = format!("Basic {}", STANDARD.encode(format!("machine-{alg}:secret")));
        let headers = [("Authorization", basic.as_str()), ("Content-Type", FORM)];
        let wish = format!("grant_type=client_credentials&{wish}");
        let answer = self.client.send("POST", "/token", &headers, Some(wish.as_bytes())).expect(200).json();
        answer["access_token"].as_str().unwrap().to_owned()
    }

    fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Real {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What a token says, without looking who says it.
fn claims(token: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap()).unwrap()
}

/// The access token of an answer; the clock of the city is set to when it was given.
fn access(city: &City, answer: &Value) -> String {
    let token = answer["access_token"].as_str().unwrap().to_owned();
    set_clock(city, &token);
    token
}

fn set_clock(city: &City, token: &str) {
    city.clock.set_to(Moment::from_micros(claims(token)["iat"].as_i64().unwrap() * 1_000_000));
}

#[test]
fn people_of_a_real_provider_may_what_their_roles_say() {
    on_both(|city| {
        let Some(real) = Real::start() else { return };
        let stranger = serving(city, settings(&real.issuer));
        people::roles(city, &stranger, &|person| stranger.with_token(access(city, &real.person(person))));
    });
}

#[test]
fn the_ledger_knows_people_of_a_real_provider_by_a_pseudonym() {
    on_both(|city| {
        let Some(real) = Real::start() else { return };
        let stranger = serving(city, settings(&real.issuer));
        let sign_in = |person: &str| stranger.with_token(access(city, &real.person(person)));
        people::pseudonyms(city, &stranger, &real.issuer, &sign_in);
    });
}

#[test]
fn services_of_a_real_provider_come_with_each_algorithm() {
    on_both(|city| {
        let Some(real) = Real::start() else { return };
        let stranger = serving(city, settings(&real.issuer));
        for alg in ["RS256", "ES256", "EdDSA"] {
            let token = |scope: &str| {
                let token = real.machine(alg, &format!("resource=urn:city:sachstand&scope={scope}"));
                set_clock(city, &token);
                stranger.with_token(token)
            };
            let office = json!({"name": alg, "shortName": "A"});
            token("editor").post("/v1/offices", &office).expect(201);
            token("viewer").post("/v1/offices", &office).expect(403);
            token("viewer").get("/v1/changes").expect(200);
            token("").get("/v1/changes").expect(403);
        }
    });
}

#[test]
fn other_tokens_of_a_real_provider_are_refused() {
    on_both(|city| {
        let Some(real) = Real::start() else { return };
        let stranger = serving(city, settings(&real.issuer));
        let tokens = real.person("ada");
        let access = access(city, &tokens);
        stranger.with_token(access.as_str()).get("/v1/tokens").expect(200);
        let id = tokens["id_token"].as_str().unwrap();
        for claim in ["iss", "aud", "sub", "name"] {
            assert_eq!(claims(id)[claim], claims(&access)[claim], "the ID token is like the other");
        }
        refused("an ID token", &stranger.with_token(id).get("/v1/projects"));
        let other = real.machine("ES256", "resource=urn:city:other&scope=admin");
        refused("a token for another service", &stranger.with_token(other).get("/v1/projects"));
        let opaque = real.machine("ES256", "scope=");
        refused("an opaque token", &stranger.with_token(opaque).get("/v1/projects"));
    });
}

#[test]
fn a_token_holds_although_the_real_provider_was_killed() {
    on_both(|city| {
        let Some(mut real) = Real::start() else { return };
        let stranger = serving(city, settings(&real.issuer));
        let token = access(city, &real.person("anna"));
        let anna = stranger.with_token(token.as_str());
        let write = |name: &str| anna.post("/v1/offices", &json!({"name": name, "shortName": "A"}));
        write("before").expect(201);
        real.kill();
        write("afterwards").expect(201);
        let forged = Token { header: json!({"typ": "at+jwt"}), claims: claims(&token) }.signed(OTHER_ED);
        for _ in 0..2 {
            refused("an unknown key", &stranger.with_token(forged.as_str()).get("/v1/projects"));
            write("after an unknown key").expect(201);
            city.clock.pass(61);
        }
        stranger.get("/readyz").expect(200);
        own(city, &stranger, Role::Viewer).get("/v1/changes").expect(200);
        city.clock.pass(600);
        refused("a token that has ended", &anna.get("/v1/projects"));
    });
}
