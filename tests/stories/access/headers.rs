//! Headers: what browsers and caches may do with an answer depends on who asked.

use sachstand::domain::access::Role;
use serde_json::json;

use super::World;
use crate::http::openapi::{operations, question};
use crate::support::on_both;

#[test]
fn what_depends_on_the_caller_is_kept_by_nobody() {
    on_both(|city| {
        let world = World::of(city);
        let viewer = world.role(Role::Viewer);
        for path in ["/v1/projects", "/v1/projects/eigenes", "/v1/overview", "/", "/v1/projects/nix", "/v1/changes"] {
            assert_eq!(viewer.get(path).header("cache-control"), Some("no-store"), "{path}");
            assert!(viewer.get(path).header("vary").unwrap().contains("Authorization"), "{path}");
        }
        let public = world.stranger.get("/v1/projects").expect(200);
        assert_eq!(public.header("cache-control"), Some("no-cache"));
        assert!(public.header("vary").unwrap().contains("Authorization"));
        // The revision is the number of a change, and those are not everybody's business.
        assert!(viewer.get("/v1/projects/eigenes").header("etag").unwrap().starts_with("\"r"));
        assert!(!world.stranger.get("/v1/projects/eigenes").header("etag").unwrap().starts_with("\"r"));
        assert_eq!(world.admin.post("/v1/offices", &json!({})).header("cache-control"), Some("no-store"));
    });
}

#[test]
fn other_origins_may_read_what_is_public_and_nothing_else() {
    on_both(|city| {
        let world = World::of(city);
        let origin = [("Origin", "https://anderswo.example")];
        let allowed = |method: &str, path: &str, token: bool| {
            let by = if token { &world.admin } else { &world.stranger };
            by.send(method, path, &origin, None).header("access-control-allow-origin").map(str::to_owned)
        };
        assert_eq!(allowed("GET", "/v1/projects", false).as_deref(), Some("*"));
        assert_eq!(allowed("HEAD", "/v1/overview", false).as_deref(), Some("*"));
        assert_eq!(allowed("GET", "/v1/projects", true), None);
        assert_eq!(allowed("GET", "/v1/changes", false), None);
        assert_eq!(allowed("POST", "/v1/projects", false), None);
        assert_eq!(allowed("OPTIONS", "/v1/changes", false), None);
        let preflight = world.stranger.send("OPTIONS", "/v1/projects", &origin, None).expect(204);
        assert_eq!(preflight.header("access-control-allow-methods"), Some("GET, HEAD"));
        assert_eq!(preflight.header("allow"), Some("OPTIONS, HEAD, GET, POST"));
        let headers = preflight.header("access-control-allow-headers").unwrap().to_ascii_lowercase();
        assert!(!headers.contains("authorization") && !headers.contains('*'), "{headers}");
        assert_eq!(preflight.header("access-control-allow-credentials"), None);
    });
}

#[test]
fn every_answer_has_the_headers_that_keep_browsers_from_harm() {
    on_both(|city| {
        let world = World::of(city);
        let pages = ["/", "/docs/", "/docs/swagger-ui.css", "/nix", "/v1/changes"].map(str::to_owned);
        let gets = operations().into_iter().filter(|(_, method, _)| method == "get").map(|(path, ..)| question(&path));
        for path in gets.chain(pages) {
            let answer = world.stranger.get(&path);
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("x-frame-options", "DENY"),
                ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
            ] {
                assert_eq!(answer.header(name), Some(value), "{path}");
            }
            let policy = answer.header("content-security-policy").unwrap();
            assert!(
                policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
                "{path}: {policy}"
            );
            assert!(!policy.contains("unsafe") && !policy.contains('*'), "{path}: {policy}");
        }
        let front = world.stranger.get("/").expect(200);
        assert!(
            !front.body.contains("<script") && !front.body.contains(" style="),
            "no inline script, no inline style"
        );
    });
}
