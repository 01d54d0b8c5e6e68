//! Bad input: each a problem that names every violation, and nothing changes.

use std::io::{Read, Write};
use std::net::TcpStream;

use sachstand::domain::access::{Grant, Role, TokenScope};
use serde_json::{Value, json};

use super::{Callers, head, project};
use crate::support::client::Answer;
use crate::support::{City, on_both};

/// What is wrong, by place.
#[track_caller]
fn problem(answer: Answer, status: u16, places: &[&str]) -> Value {
    let answer = answer.expect(status);
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{}", answer.body);
    let problem = answer.json();
    assert_eq!(problem["status"], status);
    assert!(problem["type"].as_str().unwrap().starts_with("urn:sachstand:problem:"), "{problem}");
    assert!(!problem["title"].as_str().unwrap().is_empty() && !problem["detail"].as_str().unwrap().is_empty());
    let mut found: Vec<&str> = problem["violations"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|v| v["pointer"].as_str().or(v["parameter"].as_str()).unwrap())
        .collect();
    found.sort_unstable();
    found.dedup();
    assert_eq!(found, places, "{problem}");
    problem
}

fn with_project(city: &City) -> Callers {
    let callers = Callers::of(city);
    project(&callers.editor, "ozg");
    callers
}

#[test]
fn bodies() {
    on_both(|city| {
        let callers = with_project(city);
        let before = head(&callers.viewer);
        let json = [("Content-Type", "application/json")];
        let post = |path: &str, body: &[u8]| callers.admin.send("POST", path, &json, Some(body));
        let items = "/v1/projects/ozg/items?validFrom=start";
        problem(post("/v1/offices", b"{bad"), 400, &[""]);
        problem(post("/v1/offices", b""), 400, &[""]);
        problem(post("/v1/offices", b"[]"), 400, &[""]);
        problem(post("/v1/offices", b"\xff\xfe"), 400, &[""]);
        problem(post("/v1/offices", b"{}"), 422, &["/name", "/shortName"]);
        problem(
            post("/v1/offices", br#"{"name": 7, "shortName": "", "extra": 1}"#),
            422,
            &["/extra", "/name", "/shortName"],
        );
        problem(post("/v1/offices", br#"{"name": "a\u0000b", "shortName": "A"}"#), 422, &["/name"]);
        let unknown = br#"{"name": "A", "shortName": "A", "parent": "0187bcd2-5c00-7000-8000-000000000001"}"#;
        problem(post("/v1/offices", unknown), 422, &["/parent"]);
        problem(post("/v1/meetings", br#"{"title": "x", "date": "2023-02-30"}"#), 422, &["/date"]);
        problem(
            post("/v1/meetings", br#"{"title": "x", "date": "2023-4-6", "agenda": [{"number": ""}]}"#),
            422,
            &["/agenda/0/number", "/agenda/0/title", "/date"],
        );
        problem(
            post("/v1/projects", br#"{"slug": "A b", "kind": "foo", "title": "x", "phase": "done"}"#),
            422,
            &["/kind", "/phase", "/slug"],
        );
        problem(
            post("/v1/projects", br#"{"slug": "x", "kind": "smart-city", "title": "x", "phase": "idea"}"#),
            422,
            &["/kind"],
        );
        problem(post(items, br#"{"name": "x"}"#), 422, &["/type"]);
        problem(post(items, br#"{"type": "LicencePool", "product": "x"}"#), 422, &["/type"]);
        let service = br#"{"type": "OnlineService", "name": "x", "state": "online", "ozgId": 10244, "leikaKey": "1", "url": "javascript:x", "maturity": {"model": "3", "level": -1}}"#;
        problem(post(items, service), 422, &["/leikaKey", "/maturity/level", "/maturity/model", "/ozgId", "/url"]);
        let health = br#"{"slug": "x", "kind": "ozg", "title": "x", "phase": "idea", "health": {"schedule": {"light": "red"}, "budget": {"light": "green"}, "result": {"light": "yellow"}}}"#;
        problem(post("/v1/projects", health), 422, &["/health/result/reason", "/health/schedule/reason"]);
        let observations = "/v1/projects/ozg/indicators/online-services/observations";
        problem(post(observations, br#"{"asOf": "2023-04-06"}"#), 422, &[""]);
        problem(post(observations, br#"{"asOf": "2023-04-06", "value": 1e999}"#), 400, &[""]);
        problem(post(observations, br#"{"asOf": "2023-04-06", "value": 1e300}"#), 422, &["/value"]);
        problem(post(observations, br#"{"asOf": "2023-04-06", "value": -1}"#), 422, &["/value"]);
        problem(post(observations, br#"{"asOf": "0001-01-01", "value": 1}"#), 422, &["/asOf"]);
        problem(post("/v1/offices", br#"{"name": "A", "name": "B", "shortName": "A"}"#), 400, &[""]);
        problem(
            post("/v1/offices", "{\"name\": \" \", \"shortName\": \"a\\u202eb\"}".as_bytes()),
            422,
            &["/name", "/shortName"],
        );
        let votes = br#"{"title": "x", "date": "2023-04-06", "agenda": [{"number": "1", "title": "x", "outcome": "rejected", "votes": {"inFavour": 0, "against": 0}}]}"#;
        problem(post("/v1/meetings", votes), 422, &["/agenda/0/outcome"]);
        let whole = br#"{"title": "x", "date": "2023-04-06", "agenda": [{"number": "1", "title": "x", "votes": {"inFavour": 1.5, "against": 0}}]}"#;
        problem(post("/v1/meetings", whole), 422, &["/agenda/0/votes/inFavour"]);
        let deep = format!("{}1{}", "[".repeat(4000), "]".repeat(4000));
        problem(post("/v1/offices", deep.as_bytes()), 400, &[""]);
        let big = vec![b' '; (1 << 20) + 1];
        problem(post("/v1/offices", &big), 413, &[]);
        problem(callers.editor.send("POST", "/v1/offices", &[("Content-Type", "text/plain")], Some(b"{}")), 415, &[]);
        for headers in [
            [("Content-Type", "application/json; charset=iso-8859-1"), ("Accept", "*/*")],
            [("Content-Type", "application/merge-patch+json"), ("Accept", "*/*")],
            [("Content-Type", "application/json"), ("Content-Encoding", "gzip")],
        ] {
            problem(callers.admin.send("POST", "/v1/offices", &headers, Some(b"{}")), 415, &[]);
        }
        assert_eq!(head(&callers.viewer), before, "nothing has changed");
    });
}

#[test]
fn parameters_paths_and_methods() {
    on_both(|city| {
        let callers = with_project(city);
        let before = head(&callers.viewer);
        let get = |path: &str| callers.stranger.get(path);
        problem(get("/v1/projects?limit=1000000000"), 400, &["limit"]);
        problem(
            get("/v1/projects?limit=0&cursor=Zm9yZ2Vk&sort=size&validat=x"),
            400,
            &["cursor", "limit", "sort", "validat"],
        );
        problem(get("/v1/projects?validAt=2023-02-29&knownAt=gestern"), 400, &["knownAt", "validAt"]);
        problem(get("/v1/projects?kind=ozg&kind=dms"), 400, &["kind"]);
        problem(get("/v1/projects?kind=%00"), 400, &["kind"]);
        problem(get("/v1/projects?kind=%ff"), 400, &["kind"]);
        problem(get("/v1/projects?kind=oszg&phase=live&office=x"), 400, &["kind", "office", "phase"]);
        let page = get("/v1/projects?limit=1").expect(200).json();
        assert_eq!(page["links"].get("next"), None);
        // {"d":"2023-04-26","k":"2023-04-26T07:00:00Z","p":["a\u0000b","…"],"f":…} as somebody would forge it.
        problem(get("/v1/offices?cursor=eyJwIjpbImFcdTAwMDBiIl19"), 400, &["cursor"]);
        problem(get("/v1/projects/nix"), 404, &[]);
        problem(get("/v1/projects/%00"), 404, &[]);
        problem(get("/v1/projects/%ff"), 404, &[]);
        problem(get("/v1/projects/ozg/items/kein-uuid"), 404, &[]);
        problem(get("/v1/projects/"), 404, &[]);
        problem(get("/v1/nix"), 404, &[]);
        problem(get("/nix.php"), 404, &[]);
        problem(
            get("/v1/projects/ozg/indicators/online-services/series?from=2000-01-01&period=day&to=2024-01-01"),
            400,
            &["period"],
        );
        problem(
            get("/v1/projects/ozg/indicators/online-services/series?from=2024-01-01&to=2023-01-01"),
            400,
            &["from"],
        );
        problem(get("/v1/overview?format=pdf"), 400, &["format"]);
        problem(callers.stranger.send("GET", "/v1/overview", &[("Accept", "image/png")], None), 406, &[]);
        problem(callers.viewer.get("/v1/changes/0"), 404, &[]);
        problem(callers.viewer.get("/v1/changes/99999999999999999999"), 404, &[]);
        let wrong = callers.stranger.send("DELETE", "/v1/projects", &[], None);
        assert_eq!(wrong.header("allow"), Some("OPTIONS, HEAD, GET, POST"));
        problem(wrong, 405, &[]);
        let query = "/v1/projects/ozg/items?validFrom=2023-05-01&validTo=2023-04-01";
        let service = json!({"type": "OnlineService", "name": "x", "state": "online"});
        problem(callers.editor.post(query, &service), 400, &["validTo"]);
        let long = "ä".repeat(1001);
        problem(
            callers.editor.because(long).post("/v1/offices", &json!({"name": "A", "shortName": "A"})),
            400,
            &["Change-Reason"],
        );
        assert_eq!(head(&callers.viewer), before, "nothing has changed");
    });
}

#[test]
fn callers_who_may_not() {
    on_both(|city| {
        let callers = with_project(city);
        let before = head(&callers.viewer);
        let office = json!({"name": "A", "shortName": "A"});
        let refused = callers.stranger.post("/v1/offices", &office);
        assert!(refused.header("www-authenticate").unwrap().starts_with("Bearer"));
        problem(refused, 401, &[]);
        problem(callers.viewer.post("/v1/offices", &office), 403, &[]);
        problem(callers.stranger.with_token("sst_falsch").get("/v1/projects"), 401, &[]);
        problem(callers.stranger.send("GET", "/v1/projects", &[("Authorization", "Basic eDp5")], None), 401, &[]);
        problem(callers.stranger.get("/v1/changes"), 401, &[]);
        problem(callers.stranger.get("/v1/changes/1"), 401, &[]);
        assert_eq!(head(&callers.viewer), before, "nothing has changed");

        let token = city.store.tokens().unwrap().into_iter().find(|t| t.grants == [Grant::city(Role::Editor)]).unwrap();
        city.store.revoke_token(token.id).unwrap();
        problem(callers.editor.post("/v1/offices", &office), 401, &[]);
        let expiring = sachstand::store::NewToken {
            name: "kurz".into(),
            grants: vec![Grant::city(Role::Editor)],
            scope: TokenScope::Write,
            expires_at: Some("2023-04-26T08:00:00Z".parse().unwrap()),
        };
        let expiring = callers.stranger.with_token(city.store.create_token(&expiring, None).unwrap().1.unwrap());
        expiring.get("/v1/projects").expect(200);
        city.clock.set("2023-04-26T08:00:00Z");
        problem(expiring.get("/v1/projects"), 401, &[]);
    });
}

#[test]
fn what_is_hardly_http_gets_no_other_text() {
    on_both(|city| {
        let callers = with_project(city);
        let address = callers.stranger.address();
        let raw = |text: &[u8]| {
            let mut stream = TcpStream::connect(&address).unwrap();
            stream.write_all(text).unwrap();
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).unwrap();
            String::from_utf8_lossy(&answer).into_owned()
        };
        for request in [
            &b"GET /v1/projects?x=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"[..],
            b"GET //v1//projects?limit=0 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            b"PATCH /v1/offices HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
            b"GARBAGE\r\n\r\n",
        ] {
            let answer = raw(request);
            assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
            assert!(!answer.to_ascii_lowercase().contains("text/plain"), "{answer}");
        }
    });
}
