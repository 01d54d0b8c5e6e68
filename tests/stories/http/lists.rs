//! Lists: filtered, sorted, leafed through while others write.

use serde_json::{Value, json};

use super::{Callers, project};
use crate::support::client::Client;
use crate::support::on_both;

fn names(page: &Value) -> Vec<String> {
    page["data"].as_array().unwrap().iter().map(|o| o["name"].as_str().unwrap().to_owned()).collect()
}

fn office(editor: &Client, name: &str) {
    editor.post("/v1/offices", &json!({"name": name, "shortName": "A"})).expect(201);
}

#[test]
fn a_list_stays_the_same_while_it_is_leafed_through() {
    on_both(|city| {
        let callers = Callers::of(city);
        for name in ["Zentrale", "Ämterservice", "Bauamt", "Öffentlichkeitsarbeit", "Organisation"] {
            office(&callers.editor, name);
        }
        let mut seen = Vec::new();
        let mut next = Some("/v1/offices?limit=2".to_owned());
        while let Some(path) = next {
            let answer = callers.stranger.get(&path).expect(200);
            let page = answer.json();
            seen.extend(names(&page));
            next = page["links"]["next"].as_str().map(str::to_owned);
            let link = answer.header("link").map(str::to_owned);
            assert_eq!(link, next.as_ref().map(|n| format!("<{n}>; rel=\"next\"")));
            office(&callers.editor, "Nachzügler");
        }
        assert_eq!(seen, ["Ämterservice", "Bauamt", "Öffentlichkeitsarbeit", "Organisation", "Zentrale"]);
        let newest = callers.stranger.get("/v1/offices?sort=-recordedAt&limit=1").expect(200).json();
        assert_eq!(names(&newest), ["Nachzügler"]);
    });
}

#[test]
fn a_cursor_fits_its_own_list_only() {
    on_both(|city| {
        let callers = Callers::of(city);
        for name in ["A", "B"] {
            office(&callers.editor, name);
        }
        let page = callers.stranger.get("/v1/offices?limit=1").expect(200).json();
        let next = page["links"]["next"].as_str().unwrap();
        let cursor = next.split("cursor=").nth(1).unwrap();
        callers.stranger.get(&format!("/v1/offices?limit=1&cursor={cursor}")).expect(200);
        for path in [
            format!("/v1/committees?cursor={cursor}"),
            format!("/v1/offices?sort=-name&cursor={cursor}"),
            "/v1/offices?cursor=x".into(),
        ] {
            let refused = callers.stranger.get(&path).expect(400).json();
            assert_eq!(refused["violations"][0]["parameter"], "cursor", "{path}");
        }
    });
}

#[test]
fn lists_are_narrowed_by_kind_phase_state_and_office() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        project(&callers.editor, "dms");
        let slugs = |query: &str| -> Vec<String> {
            let page = callers.stranger.get(&format!("/v1/projects?{query}")).expect(200).json();
            page["data"].as_array().unwrap().iter().map(|p| p["slug"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(slugs("kind=dms"), ["dms"]);
        assert_eq!(slugs("phase=rollout"), ["dms", "ozg"]);
        assert_eq!(slugs("phase=idea"), [""; 0]);
        assert_eq!(slugs("office=0187bcd2-5c00-7000-8000-000000000001"), [""; 0]);
        callers.stranger.get("/v1/projects?office=Bauamt").expect(400);
        let add = |name: &str, state: &str| {
            let body = json!({"type": "OnlineService", "name": name, "state": state, "visibility": "public"});
            callers.editor.post("/v1/projects/ozg/items?validFrom=start", &body).expect(201);
        };
        add("Eins", "online");
        add("Zwei", "planned");
        let page = callers.stranger.get("/v1/projects/ozg/items?state=online&type=OnlineService").expect(200).json();
        assert_eq!(names(&page), ["Eins"]);
    });
}
