//! Who sees what: what is internal reaches no stranger, in no answer.

use serde_json::json;

use super::{Callers, id, project};
use crate::support::client::Client;
use crate::support::on_both;

/// A text that no stranger may ever read.
const CANARY: &str = "Kanarienvogel";

/// Everything that can be read, from the links of what a caller sees.
fn everything(caller: &Client, report: &str) -> String {
    let mut paths: Vec<String> = [
        "/",
        "/v1/projects",
        "/v1/overview",
        "/v1/overview?format=csv",
        "/v1/offices",
        "/v1/committees",
        "/v1/meetings",
        "/v1/reports",
        "/v1/projects/geheim",
        "/v1/projects/geheim/items",
        "/v1/projects/geheim/history",
        "/v1/projects/geheim/indicators/models/value",
    ]
    .map(str::to_owned)
    .into();
    for format in ["json", "markdown", "html"] {
        paths.push(format!("/v1/reports/{report}/document?format={format}"));
    }
    for part in ["items", "milestones", "status-updates", "indicators", "history", "indicators/online-services/value"] {
        paths.push(format!("/v1/projects/ozg/{part}"));
        paths.push(format!("/v1/projects/ozg/{part}?knownAt=2023-04-27T12:00:00Z"));
    }
    let mut seen = String::new();
    let mut n = 0;
    while let Some(path) = paths.get(n).cloned() {
        n += 1;
        let answer = caller.get(&path);
        assert!([200, 404].contains(&answer.status), "{path}: {}", answer.body);
        if answer.status == 200 && path.starts_with("/v1/") && answer.body.starts_with('{') {
            let page = answer.json();
            for one in page["data"].as_array().into_iter().flatten() {
                for link in ["self", "history"].iter().filter_map(|l| one["meta"]["links"][l].as_str()) {
                    paths.push(link.to_owned());
                }
            }
        }
        seen.push_str(&answer.body);
        for (name, value) in answer.headers.iter().filter(|(n, _)| n == "link" || n == "location") {
            seen.push_str(&format!("{name}: {value}\n"));
        }
    }
    seen
}

#[test]
fn what_is_internal_reaches_no_stranger() {
    on_both(|city| {
        let callers = Callers::of(city);
        let (editor, admin) = (&callers.editor, &callers.admin);
        project(editor, "ozg");
        let hidden = json!({"slug": "geheim", "kind": "processes", "title": CANARY, "phase": "idea"});
        editor.because(CANARY).post("/v1/projects", &hidden).expect(201);
        let service = |visibility: &str, name: &str| {
            let body = json!({"type": "OnlineService", "name": name, "state": "online", "visibility": visibility});
            editor.post("/v1/projects/ozg/items?validFrom=2023-01-01", &body).expect(201).json()
        };
        service("public", "Öffentlicher Dienst");
        service("internal", CANARY);
        let update = json!({"asOf": "2023-04-06", "text": CANARY, "internalNote": CANARY, "state": "draft"});
        editor.post("/v1/projects/ozg/status-updates", &update).expect(201);
        let agenda = json!([
            {"number": "1", "title": "Bericht", "visibility": "public"},
            {"number": "2", "title": CANARY, "visibility": "non_public"},
        ]);
        let meeting = json!({"title": "Sitzung", "date": "2023-04-26", "agenda": agenda});
        let meeting = id(&admin.because(CANARY).post("/v1/meetings", &meeting).expect(201).json());
        let report = json!({"title": "Bericht", "asOf": "2023-04-26", "meeting": meeting, "agendaItem": "1", "visibility": "public"});
        let report = id(&callers.author.post("/v1/reports", &report).expect(201).json());
        let internal = json!({"title": CANARY, "asOf": "2023-04-26"});
        callers.author.post("/v1/reports", &internal).expect(201);

        city.clock.set("2023-04-28T08:00:00Z");
        let seen = everything(&callers.stranger, &report);
        assert!(seen.contains("Öffentlicher Dienst"));
        assert!(!seen.contains(CANARY), "{seen}");
        assert!(!seen.contains("\"actor\"") && !seen.contains("\"reason\"") && !seen.contains("\"change\":"), "{seen}");
        assert!(everything(&callers.viewer, &report).contains(CANARY));

        let online = |caller: &Client| {
            caller.get("/v1/projects/ozg/indicators/online-services/value?validAt=2023-04-20").expect(200).json()["value"].clone()
        };
        assert_eq!((online(&callers.stranger), online(&callers.viewer)), (json!(1), json!(2)));
        let agenda = |caller: &Client| {
            caller.get(&format!("/v1/meetings/{meeting}")).expect(200).json()["agenda"].as_array().unwrap().len()
        };
        assert_eq!((agenda(&callers.stranger), agenda(&callers.viewer), agenda(admin)), (1, 1, 2));
    });
}

#[test]
fn a_withdrawal_is_not_undone_by_asking_for_earlier() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        let body = json!({"type": "OnlineService", "name": CANARY, "state": "online", "visibility": "public"});
        let created = callers.editor.post("/v1/projects/ozg/items?validFrom=2023-01-01", &body).expect(201);
        let path = created.header("location").unwrap();
        city.clock.set("2023-04-28T08:00:00Z");
        callers.editor.patch(&format!("{path}?validFrom=2023-01-01"), &json!({"visibility": "internal"})).expect(200);
        city.clock.set("2023-04-29T08:00:00Z");
        for query in ["", "?knownAt=2023-04-27T12:00:00Z", "?validAt=2023-02-01&knownAt=2023-04-27T12:00:00Z"] {
            callers.stranger.get(&format!("{path}{query}")).expect(404);
            let list = callers.stranger.get(&format!("/v1/projects/ozg/items{query}")).expect(200);
            assert!(!list.body.contains(CANARY), "{query}");
            callers.viewer.get(&format!("{path}{query}")).expect(200);
        }
        callers.stranger.get(&format!("{path}/history")).expect(404);
    });
}
