//! Tokens that are refused, and those like them that are not.

use std::io::{Read, Write};
use std::net::TcpStream;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};

use super::keys::{EC, EC384, ED, OTHER_EC, OTHER_ED, OTHER_RSA, RSA, RSA_PUBLIC};
use super::provider::Provider;
use super::{Service, Token, refused};
use crate::http::head;
use crate::support::{City, on_both};

/// A provider with a key for each algorithm, and one that is not accepted.
fn service(city: &City) -> Service<'_> {
    Service::of(city, &[RSA, EC, ED, EC384])
}

/// Replaces one of the three parts of a token.
fn with_part(token: &str, nth: usize, part: impl FnOnce(&str) -> String) -> String {
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    parts[nth] = part(&parts[nth]);
    parts.join(".")
}

/// Another letter in the middle, where each counts.
fn altered(part: &str) -> String {
    let mut bytes = part.as_bytes().to_vec();
    let middle = bytes.len() / 2;
    bytes[middle] = if bytes[middle] == b'A' { b'B' } else { b'A' };
    String::from_utf8(bytes).unwrap()
}

#[test]
fn tokens_of_each_algorithm_are_accepted() {
    on_both(|city| {
        let service = service(city);
        let token = service.token(&["editor"]);
        let now = service.now();
        for key in [RSA, EC, ED] {
            service.accepts(key.kid, &token.signed(key));
            // Where there is one key of a family, a token need not say which.
            service.accepts("no kid", &token.clone().header("kid", "").signed(key));
        }
        let valid = [
            ("audience in a list", token.clone().claim("aud", json!(["account", "sachstand"]))),
            ("type in full", token.clone().header("typ", "application/at+jwt")),
            ("type in capitals", token.clone().header("typ", "AT+JWT")),
            ("a token of Keycloak", token.clone().header("typ", "JWT").claim("typ", "Bearer")),
            ("no type, but a claim", token.clone().header("typ", Value::Null).claim("typ", "Bearer")),
            ("holds for a moment still", token.clone().claim("exp", now - 29)),
            ("holds in a moment", token.clone().claim("nbf", now + 30)),
            ("a fraction of a second", token.clone().claim("exp", json!(now as f64 + 0.5))),
            ("further claims", token.clone().claim("azp", "x").claim("acr", 1).claim("x", json!({"a": [null]}))),
            ("further members of the header", token.clone().header("x5t", "abc").header("foo", json!({"a": 1}))),
        ];
        for (what, token) in valid {
            service.accepts(what, &token.signed(ED));
        }
        assert_eq!(service.provider.asked_for_keys(), 1);
    });
}

#[test]
fn claims_that_are_not_for_this_service_are_refused() {
    on_both(|city| {
        let service = service(city);
        let token = service.token(&["admin"]);
        let (now, issuer) = (service.now(), service.provider.issuer());
        let claim = |name: &str, value: Value| token.clone().claim(name, value);
        let typ = |header: Value, claim: Value| token.clone().header("typ", header).claim("typ", claim);
        let forged = [
            ("another issuer", claim("iss", json!("https://idp.invalid"))),
            ("an issuer with a slash", claim("iss", json!(format!("{issuer}/")))),
            ("an issuer in capitals", claim("iss", json!(issuer.to_uppercase()))),
            ("no issuer", claim("iss", Value::Null)),
            ("a list of issuers", claim("iss", json!([issuer, "https://idp.invalid"]))),
            ("an issuer that is no text", claim("iss", json!({"a": issuer}))),
            ("another audience", claim("aud", json!("account"))),
            ("an audience like ours", claim("aud", json!("sachstand2"))),
            ("no audience", claim("aud", Value::Null)),
            ("other audiences", claim("aud", json!(["account", "other"]))),
            ("an empty list of audiences", claim("aud", json!([]))),
            ("an audience that is no text", claim("aud", json!(7))),
            ("an audience inside something", claim("aud", json!({"sachstand": "sachstand"}))),
            ("a number among the audiences", claim("aud", json!(["sachstand", 7]))),
            ("an ID token", typ(json!("JWT"), json!("ID"))),
            ("an ID token without a type", typ(Value::Null, Value::Null)),
            ("a JWT of whatever sort", typ(json!("JWT"), Value::Null)),
            ("a refresh token", typ(json!("JWT"), json!("Refresh"))),
            ("a bearer in small letters", typ(json!("JWT"), json!("bearer"))),
            ("a bearer in a list", typ(json!("JWT"), json!(["Bearer"]))),
            ("a logout token", typ(json!("logout+jwt"), json!("Bearer"))),
            ("a proof of possession", typ(json!("dpop+jwt"), json!("Bearer"))),
            ("a signed introspection", typ(json!("token-introspection+jwt"), json!("Bearer"))),
            ("an empty type", typ(json!(""), json!("Bearer"))),
            ("a type that is no text", typ(json!(["at+jwt"]), Value::Null)),
            ("an end as text", claim("exp", json!((now + 300).to_string()))),
            ("an end in a list", claim("exp", json!([now + 300]))),
            ("an end that is true", claim("exp", json!(true))),
            ("no end", claim("exp", Value::Null)),
            ("an end in the past", claim("exp", json!(now - 3600))),
            ("an end as many seconds ago as clocks may differ", claim("exp", json!(now - 30))),
            ("an end before the beginning of time", claim("exp", json!(-1))),
            ("a beginning in the future", claim("nbf", json!(now + 31))),
            ("a beginning as text", claim("nbf", json!("0"))),
            ("no subject", claim("sub", Value::Null)),
            ("an empty subject", claim("sub", json!(""))),
            ("a subject that is a number", claim("sub", json!(815))),
            ("a subject in a list", claim("sub", json!(["0815"]))),
        ];
        service.accepts("as it is", &token.signed(EC));
        for (what, forged) in forged {
            service.refuses(what, &forged.signed(EC));
        }
        service.accepts("as it is, still", &token.signed(EC));
        city.clock.pass(330);
        service.refuses("a token that has ended meanwhile", &token.signed(EC));
    });
}

#[test]
fn signatures_that_are_not_the_providers_are_refused() {
    on_both(|city| {
        let service = service(city);
        let token = service.token(&["admin"]);
        let good = token.signed(RSA);
        let mut forged: Vec<(String, String)> = Vec::new();
        let mut add = |what: &str, token: String| forged.push((what.to_owned(), token));
        for none in ["none", "None", "NONE", "nOnE", "", "RS256 ", "rs256"] {
            let unsigned = token.unsigned(none, Some(RSA.kid));
            add(&format!("alg '{none}' without a signature"), format!("{unsigned}."));
            add(&format!("alg '{none}' with another's signature"), format!("{unsigned}.{}", RSA.sign(&unsigned)));
        }
        let spki = STANDARD.decode(RSA_PUBLIC).unwrap();
        let pem = format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines(RSA_PUBLIC));
        let modulus = URL_SAFE_NO_PAD.decode(RSA.public()["n"].as_str().unwrap()).unwrap();
        let jwk = RSA.public().to_string();
        // In front of the PKCS#1 form stand 24 bytes that say what it is.
        let secrets = [&spki[..], &spki[24..], pem.as_bytes(), pem.trim().as_bytes(), &modulus, jwk.as_bytes()];
        for (n, secret) in secrets.into_iter().chain([&b"secret"[..], b""]).enumerate() {
            add(&format!("HS256 with secret {n}"), token.signed_with_secret(secret));
        }
        for alg in [Algorithm::RS384, Algorithm::RS512, Algorithm::PS256, Algorithm::PS384, Algorithm::PS512] {
            add(&format!("{alg:?}, which is not accepted"), token.signed(RSA.with(alg)));
        }
        add("ES384, which is not accepted", token.signed(EC384));
        let p384 = token.clone().header("alg", "ES256").unsigned("", Some(EC384.kid));
        add("ES256 on another curve", format!("{p384}.{}", EC384.sign(&p384)));
        let pss = token.unsigned("RS256", Some(RSA.kid));
        add("a PSS signature called RS256", format!("{pss}.{}", RSA.with(Algorithm::PS256).sign(&pss)));
        for key in [OTHER_RSA, OTHER_EC, OTHER_ED] {
            add(&format!("an unknown kid, {}", key.kid), token.signed(key));
            add(&format!("no kid, {}", key.kid), token.clone().header("kid", "").signed(key));
        }
        add("another's RSA key under a known name", token.signed(OTHER_RSA.named(RSA.kid)));
        add("another's EC key under a known name", token.signed(OTHER_EC.named(EC.kid)));
        add("another's Ed25519 key under a known name", token.signed(OTHER_ED.named(ED.kid)));
        add("the name of a key of another family", token.signed(RSA.named(EC.kid)));
        add("an EC signature under the name of RSA", token.signed(EC.named(RSA.kid)));
        add("a kid that is no text", token.clone().header("kid", json!(["rsa"])).signed(RSA));
        add("a kid that looks for a file", token.clone().header("kid", "../../dev/null").signed_with_secret(b"\0"));
        add("an extension that must be understood", token.clone().header("crit", json!(["exp"])).signed(RSA));
        add("a payload that is not encoded", token.clone().header("b64", false).header("crit", ["b64"]).signed(RSA));
        add("stripped signature", with_part(&good, 2, |_| String::new()));
        add("no third part", good.rsplit_once('.').unwrap().0.to_owned());
        add("a fourth part", format!("{good}."));
        add("a fifth part, as if encrypted", format!("{good}.a.b"));
        add("one part", good.replace('.', ""));
        add("altered signature", with_part(&good, 2, altered));
        add("half a signature", with_part(&good, 2, |part| part[..part.len() / 2].to_owned()));
        add(
            "another token's signature",
            with_part(&good, 2, |_| token.clone().claim("sub", "x").signed(RSA).rsplit_once('.').unwrap().1.to_owned()),
        );
        add("altered payload", with_part(&good, 1, altered));
        let admin = URL_SAFE_NO_PAD.encode(token.clone().claim("sub", "root").claims.to_string());
        add("another payload", with_part(&good, 1, |_| admin));
        add("a payload that is a list", with_part(&good, 1, |_| URL_SAFE_NO_PAD.encode("[]")));
        let header = json!({"alg": "ES256", "typ": "at+jwt", "kid": "rsa"}).to_string();
        add("another header", with_part(&good, 0, |_| URL_SAFE_NO_PAD.encode(header)));
        // An implementation that forgets to look whether the numbers are in range takes them for everything.
        add("a signature of zeros", with_part(&token.signed(EC), 2, |_| URL_SAFE_NO_PAD.encode([0; 64])));
        add("a signature of zeros, Ed25519", with_part(&token.signed(ED), 2, |_| URL_SAFE_NO_PAD.encode([0; 64])));
        service.accepts("as it is", &good);
        for (what, forged) in forged {
            service.refuses(&what, &forged);
        }
        service.accepts("as it is, still", &good);
        assert_eq!(service.provider.asked_for_keys(), 1, "whatever comes within a minute");
    });
}

fn lines(text: &str) -> String {
    text.as_bytes().chunks(64).map(|line| str::from_utf8(line).unwrap()).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_token_does_not_bring_its_own_key() {
    on_both(|city| {
        let service = service(city);
        let attacker = Provider::publishing(&[OTHER_EC, OTHER_EC.named(EC.kid)]);
        let url = format!("{}/keys", attacker.issuer());
        let token = service.token(&["admin"]);
        let key = |token: Token| {
            [token.signed(OTHER_EC), token.signed(OTHER_EC.named(EC.kid)), token.header("kid", "").signed(OTHER_EC)]
        };
        for (what, forged) in [
            ("jwk", token.clone().header("jwk", OTHER_EC.public())),
            ("jku", token.clone().header("jku", url.as_str())),
            ("x5u", token.clone().header("x5u", url.as_str())),
            ("x5c", token.clone().header("x5c", [STANDARD.encode("certificate")])),
            ("a kid that is a place", token.clone().header("kid", url.as_str())),
            ("its own issuer", token.clone().claim("iss", attacker.issuer())),
        ] {
            for forged in key(forged) {
                service.refuses(what, &forged);
            }
        }
        service.accepts("as it is", &token.signed(EC));
        assert_eq!(attacker.asked(), 0, "nobody asks where a token says");
    });
}

#[test]
fn what_is_hardly_a_token_is_refused() {
    on_both(|city| {
        let service = service(city);
        let part = |text: &[u8]| URL_SAFE_NO_PAD.encode(text);
        let deep = format!("{}1{}", "[".repeat(500), "]".repeat(500));
        let garbage = [
            String::new(),
            ".".into(),
            "..".into(),
            "...".into(),
            "a.b.c".into(),
            "x".repeat(4000),
            "Bearer x".into(),
            format!("{}.{}.", part(b"null"), part(b"null")),
            format!("{}.{}.{}", part(b"{}"), part(b"{}"), part(b"{}")),
            format!("{}.{}.{}", part(b"\xff\xfe"), part(b"{}"), part(b"x")),
            format!("{}.{}.{}", part(br#"{"alg":"RS256","kid":"rsa""#), part(b"{}"), part(b"x")),
            format!("{}.{}.{}", part(br#"{"alg":"RS256","alg":"ES256"}"#), part(b"{}"), part(b"x")),
            format!("{}.{}.{}", part(deep.as_bytes()), part(deep.as_bytes()), part(b"x")),
            "sst_falsch".into(),
            "sst_a.b.c".into(),
        ];
        for garbage in garbage {
            service.refuses(&format!("'{garbage:.40}'"), &garbage);
        }
        let token = service.token(&["admin"]).signed(ED);
        let before = head(&service.viewer);
        for authorization in [
            "".to_owned(),
            "Bearer".into(),
            "Bearer ".into(),
            token.clone(),
            format!("Bearer: {token}"),
            format!("Basic {token}"),
            format!("DPoP {token}"),
            format!("Bearer {token}, Bearer {token}"),
            format!("Bearer {token} {token}"),
        ] {
            let headers = [("Authorization", authorization.as_str()), ("Content-Type", "application/json")];
            let body = br#"{"name": "A", "shortName": "A"}"#;
            refused(&authorization, &service.stranger.send("POST", "/v1/offices", &headers, Some(body)));
        }
        let mut stream = TcpStream::connect(service.stranger.address()).unwrap();
        let head_of_request = b"GET /v1/projects HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ";
        stream.write_all(&[&head_of_request[..], b"\xe4.\xf6.\xfc\r\n\r\n"].concat()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        assert!(answer.starts_with(b"HTTP/1.1 401 "), "{}", String::from_utf8_lossy(&answer));
        let twice = [("Authorization", "Bearer x")];
        refused("two at once", &service.with(token).send("GET", "/v1/projects", &twice, None));
        assert_eq!(head(&service.viewer), before, "nothing has changed");
    });
}
