//! When the keys of the provider are asked for, and what goes on without it.

use serde_json::{Value, json};

use super::Service;
use super::keys::{EC, ED, OTHER_EC, OTHER_ED, RSA};
use super::provider::Provider;
use crate::support::on_both;

#[test]
fn keys_are_asked_for_with_the_first_token_and_again_for_an_unknown_one() {
    on_both(|city| {
        let service = Service::of(city, &[RSA, EC, ED]);
        let asked = || service.provider.asked_for_keys();
        let token = service.token(&["editor"]).claim("exp", service.now() + 86400);
        service.stranger.get("/v1/projects").expect(200);
        service.viewer.get("/v1/projects").expect(200);
        service.refuses("no token", "x.y.z");
        assert_eq!(asked(), 0, "not without a token that could be of the provider");
        for key in [RSA, EC, ED, RSA] {
            service.accepts(key.kid, &token.signed(key));
        }
        assert_eq!(asked(), 1);
        let unknown = token.signed(OTHER_EC);
        city.clock.pass(59);
        service.refuses("an unknown key", &unknown);
        assert_eq!(asked(), 1, "not twice in a minute");
        city.clock.pass(2);
        for _ in 0..3 {
            service.refuses("an unknown key, after a minute", &unknown);
        }
        assert_eq!(asked(), 2, "again after a minute, but once");
        city.clock.pass(61);
        service.accepts("a known key", &token.signed(RSA));
        assert_eq!(asked(), 2, "not for a known key");

        service.provider.publish(vec![OTHER_ED.public(), ED.public()]);
        service.accepts("the new key", &token.signed(OTHER_ED));
        assert_eq!(asked(), 3);
        service.accepts("a key that stays", &token.signed(ED));
        service.refuses("a key that was taken away", &token.signed(RSA));
        assert_eq!(asked(), 3);
    });
}

#[test]
fn an_outage_of_the_provider_does_not_stop_known_keys() {
    on_both(|city| {
        let mut service = Service::of(city, &[EC]);
        let attacker = Provider::publishing(&[OTHER_EC]);
        let issuer = service.provider.issuer();
        let token = service.token(&["editor"]).claim("exp", service.now() + 86400);
        let (known, unknown) = (token.signed(EC), token.signed(OTHER_EC));
        service.accepts("before", &known);
        for (status, text) in [
            (500, String::new()),
            (503, json!({"issuer": issuer, "jwks_uri": format!("{}/keys", attacker.issuer())}).to_string()),
            (200, String::new()),
            (200, "<html>Wartung</html>".to_owned()),
            (200, "{}".to_owned()),
            (200, json!({"issuer": attacker.issuer(), "jwks_uri": format!("{}/keys", attacker.issuer())}).to_string()),
            (200, json!({"issuer": issuer, "jwks_uri": format!("{issuer}/nothing")}).to_string()),
            (302, format!("{}/.well-known/openid-configuration", attacker.issuer())),
            (200, " ".repeat(2 << 20)),
        ] {
            city.clock.pass(61);
            service.provider.fail(status, text.clone());
            let asked = service.provider.asked();
            service.refuses("an unknown key", &unknown);
            assert!(service.provider.asked() > asked, "it was asked");
            service.accepts(&format!("{status} {text:.30}"), &known);
        }
        assert_eq!(attacker.asked(), 0);
        service.provider.stop();
        city.clock.pass(61);
        service.refuses("an unknown key, and nobody there", &unknown);
        service.accepts("nobody there", &known);
    });
}

#[test]
fn a_provider_that_lets_one_wait_does_not_stop_known_keys() {
    on_both(|city| {
        let service = Service::of(city, &[EC]);
        let token = service.token(&["editor"]);
        let (known, unknown) = (token.signed(EC), service.with(token.signed(OTHER_EC)));
        service.accepts("before", &known);
        city.clock.pass(61);
        let held = service.provider.hold();
        let asked = service.provider.asked();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| unknown.get("/v1/projects"));
            service.provider.wait_for(asked + 1);
            service.accepts("while somebody waits", &known);
            assert!(!waiting.is_finished(), "who has a known key does not wait for who has none");
            drop(held);
            waiting.join().unwrap().expect(401);
        });
    });
}

#[test]
fn without_any_key_the_service_says_so_and_goes_on_for_others() {
    on_both(|city| {
        let service = Service::of(city, &[EC]);
        let token = service.token(&["editor"]).claim("exp", service.now() + 86400).signed(EC);
        service.provider.fail(500, "");
        for _ in 0..3 {
            let answer = service.with(token.as_str()).get("/v1/projects").expect(503);
            assert_eq!(answer.header("content-type"), Some("application/problem+json"));
            assert_eq!(answer.json()["type"], "urn:sachstand:problem:unavailable");
            assert!(!answer.body.contains("127.0.0.1"), "the answer says nothing of the inside: {}", answer.body);
        }
        assert_eq!(service.provider.asked(), 1, "not twice in a minute");
        service.refuses("garbage", "x.y.z");
        service.viewer.get("/v1/changes").expect(200);
        service.stranger.get("/v1/projects").expect(200);
        service.stranger.get("/readyz").expect(200);
        service.provider.discovery(&service.provider.issuer());
        service.with(token.as_str()).get("/v1/projects").expect(503);
        city.clock.pass(61);
        service.accepts("the provider is back", &token);
    });
}

#[test]
fn keys_that_cannot_be_used_are_in_nobodys_way() {
    on_both(|city| {
        let service = Service::of(city, &[]);
        let with = |mut key: Value, name: &str, value: Value| {
            key[name] = value;
            key
        };
        let odd = |key: Value, kid: &str| with(key, "kid", json!(kid));
        service.provider.publish(vec![
            RSA.public(),
            EC.public(),
            odd(json!({"kty": "oct", "k": "c2VjcmV0"}), "oct"),
            odd(json!({"kty": "AKP", "alg": "ML-DSA-44", "pub": "AAAA"}), "akp"),
            odd(json!({"kty": "OKP", "crv": "X25519", "x": "AAAA"}), "x25519"),
            odd(json!({"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}), "short"),
            odd(json!({"kty": "EC", "crv": "P-256", "x": "AAAA", "y": "AAAA"}), "no-point"),
            odd(json!({"kty": "EC", "crv": "secp256k1", "x": "AAAA", "y": "AAAA"}), "koblitz"),
            odd(json!({"kty": "RSA", "n": "AQAB", "e": "AQ"}), "tiny"),
            odd(with(RSA.public(), "use", json!("enc")), "encryption"),
            odd(with(RSA.public(), "alg", json!("RSA-OAEP")), "oaep"),
            odd(with(RSA.public(), "alg", json!("PS256")), "pss"),
        ]);
        let token = service.token(&["editor"]);
        service.accepts("RS256", &token.signed(RSA));
        service.accepts("ES256", &token.signed(EC));
        for kid in ["encryption", "oaep", "pss", "tiny"] {
            service.refuses(kid, &token.signed(RSA.named(kid)));
        }
        for kid in ["no-point", "koblitz"] {
            service.refuses(kid, &token.signed(OTHER_EC.named(kid)));
        }
        for kid in ["short", "x25519", "akp"] {
            service.refuses(kid, &token.signed(OTHER_ED.named(kid)));
        }
        let unnamed = token.clone().header("kid", "").signed(RSA);
        service.refuses("no kid, and several to choose from", &unnamed);
        service.refuses("a shared secret", &token.clone().header("kid", "oct").signed_with_secret(b"secret"));
        assert_eq!(service.provider.asked_for_keys(), 1);

        let encryption = odd(with(RSA.public(), "use", json!("enc")), "encryption");
        service.provider.publish(vec![encryption, RSA.public()]);
        city.clock.pass(61);
        service.refuses("an unknown key", &token.signed(OTHER_EC));
        service.accepts("no kid, and one that signs", &unnamed);
    });
}
