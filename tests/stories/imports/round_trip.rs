//! What a list says as CSV comes back in by the same door: into an empty ledger, and out again byte for byte.

use sachstand::kinds;
use serde_json::{Value, json};

use super::{counts, csv};
use crate::http::{Callers, id};
use crate::support::client::Client;
use crate::support::{City, Database, on_both};

/// What a table must not stumble over.
const TRICKY: &str = "=1+1; \"Zitat\"\nzweite Zeile | mit \\ und 'Apostroph' – ä€🚲";

/// Lists in the order in which they can come in: what is referred to first.
const ORDER: [&str; 15] = [
    "/v1/offices",
    "/v1/committees",
    "/v1/meetings",
    "/v1/projects",
    "/v1/projects/communication/items",
    "/v1/projects/dms/items",
    "/v1/projects/ozg/items",
    "/v1/projects/participation/items",
    "/v1/projects/dms/risks",
    "/v1/projects/dms/decisions",
    "/v1/projects/dms/costs",
    "/v1/projects/dms/funding",
    "/v1/projects/ozg/milestones",
    "/v1/projects/ozg/indicators",
    "/v1/projects/ozg/indicators/online-services/observations",
];

fn fill(editor: &Client, author: &Client) {
    let post = |path: &str, body: &Value| editor.post(path, body).expect(201).json();
    let office =
        id(&post("/v1/offices?validFrom=start", &json!({"name": TRICKY, "shortName": "-IT", "number": "3.2"})));
    post(
        "/v1/offices?validFrom=2022-05-01&validTo=2099-01-01",
        &json!({"name": "Bauamt", "shortName": "@B", "parent": office}),
    );
    let committee =
        id(&author.post("/v1/committees", &json!({"name": "Senat", "shortName": "DOS"})).expect(201).json());
    let agenda = json!([{"number": "4", "title": TRICKY, "visibility": "public"}]);
    let meeting = json!({"title": "Sitzung", "date": "2023-04-26", "committees": [committee], "agenda": agenda});
    let meeting = id(&author.post("/v1/meetings", &meeting).expect(201).json());
    for kind in kinds::KINDS {
        let light = json!({"light": "yellow", "reason": TRICKY});
        let project = json!({
            "slug": kind.key, "kind": kind.key, "title": format!("+{TRICKY}"), "phase": "rollout", "visibility": "public",
            "office": office, "participatingOffices": [office], "health": {"schedule": light, "budget": light, "result": {"light": "green"}},
        });
        post("/v1/projects?validFrom=2022-02-03", &project);
        for tag in kind.items {
            let mut item: Value = serde_json::from_str(tag.example).unwrap();
            let fields = item.as_object_mut().unwrap();
            ["onlineServices", "channels"].iter().for_each(|name| drop(fields.shift_remove(*name)));
            if fields.contains_key("office") {
                fields.insert("office".into(), json!(office));
            }
            if kind.key == "dms" && tag.name == "RolloutUnit" {
                fields.insert("module".into(), json!("dms"));
            }
            fields.insert("visibility".into(), json!("public"));
            post(&format!("/v1/projects/{}/items?validFrom=2022-11-24", kind.key), &item);
        }
    }
    let tricky = json!({
        "type": "OnlineService", "name": TRICKY, "state": "online", "maturity": {"model": "1.1", "level": 3},
        "languages": ["de", "a|b", "c\\d", "'"], "visibility": "public", "countsAsOnlineService": false, "countsReason": "-5",
    });
    post("/v1/projects/ozg/items?validFrom=start", &tricky);
    // Activities stand before the channels to which they refer.
    let channel = json!({"type": "Channel", "name": "Zettel", "kind": "print", "medium": "analogue", "state": "planned", "visibility": "public"});
    let channel = id(&post("/v1/projects/communication/items?validFrom=start", &channel));
    let activity = json!({"type": "Activity", "date": "2022-12-01", "title": TRICKY, "channels": [channel], "visibility": "public"});
    post("/v1/projects/communication/items?validFrom=2022-12-01", &activity);
    let due = json!({"date": "2023-Q3", "modality": "latest"});
    let risk = json!({"title": TRICKY, "severity": "high", "owner": "=Leitung", "due": due, "state": "open", "visibility": "public"});
    post("/v1/projects/dms/risks", &risk);
    let options = json!([{"title": TRICKY, "consequences": "+1"}, {"title": "keine"}]);
    let decision = json!({"title": TRICKY, "options": options, "committee": committee, "due": due, "state": "open", "visibility": "public"});
    post("/v1/projects/dms/decisions?validFrom=start", &decision);
    let amounts = json!([{"year": 2022, "planned": 1000.5, "actual": 0}, {"year": 2023, "planned": 20}]);
    let cost = json!({"title": TRICKY, "recurrence": "recurring", "amounts": amounts, "visibility": "public"});
    post("/v1/projects/dms/costs?validFrom=2022-01-01", &cost);
    let funding = json!({"programme": TRICKY, "rate": 66.7, "granted": 1000.25, "period": {"from": "2022", "to": "2023-H1"}, "state": "planned", "visibility": "public"});
    post("/v1/projects/dms/funding", &funding);
    let milestone = json!({"title": TRICKY, "baseline": {"date": "2023-06-30", "modality": "committed"},
        "forecast": {"date": "2024-Q2", "modality": "earliest", "hedged": true, "reason": "@später"}});
    post("/v1/projects/ozg/milestones?validFrom=2023-01-01", &milestone);
    let observations = "/v1/projects/ozg/indicators/online-services/observations";
    post(observations, &json!({"asOf": "2022-11-24", "value": 103, "source": TRICKY, "reportedIn": meeting}));
    post(observations, &json!({"asOf": "2022-12-24", "value": 2.5, "dimensions": {"office": "IT", "=x": "y;z"}}));
    post(observations, &json!({"asOf": "2023-01-24", "tendency": "increased", "text": "mehr"}));
    post(observations, &json!({"asOf": "2023-02-24", "notApplicable": true}));
}

fn exported(caller: &Client, profile: &str) -> Vec<String> {
    let export =
        |path: &&str| caller.get(&format!("{path}?format=csv&profile={profile}&validAt=2023-04-26")).expect(200).body;
    ORDER.iter().map(export).collect()
}

fn import_all(admin: &Client, files: &[String], wanted: fn([i64; 5]) -> bool) {
    for (path, file) in ORDER.iter().zip(files) {
        let parts: Vec<&str> = path.trim_start_matches("/v1/").split('/').collect();
        let mut query = format!("as={}", parts.last().unwrap());
        if let Some(project) = parts.get(1) {
            query.push_str(&format!("&project={project}"));
        }
        if let Some(indicator) = parts.get(3) {
            query.push_str(&format!("&indicator={indicator}"));
        }
        let done = csv(admin, &query, file);
        assert_eq!(done.status, 201, "{path}: {}", done.body);
        let summary = done.json();
        assert!(wanted(counts(&summary)) && summary["rows"]["total"].as_i64() > Some(0), "{path}: {summary}");
    }
}

#[test]
fn every_list_comes_back_in_and_goes_out_again_the_same() {
    on_both(|city| {
        let here = Callers::of(city);
        fill(&here.editor, &here.author);
        for profile in ["open", "excel"] {
            let files = exported(&here.admin, profile);
            let empty = if city.database.url().label().contains("SQLite") {
                Database::sqlite()
            } else {
                Database::postgres().unwrap()
            };
            let empty = City::new(empty);
            // Ids are told by the clock: nothing new must get one that comes from elsewhere.
            empty.clock.set("2023-04-26T09:00:00Z");
            let there = Callers::of(&empty);
            import_all(&there.admin, &files, |[_, _, _, _, refused]| refused == 0);
            let again = exported(&there.admin, profile);
            for ((path, file), again) in ORDER.iter().zip(&files).zip(&again) {
                assert_eq!(file, again, "{path} {profile}");
            }
            // The same once more says nothing new.
            let before = empty.last();
            import_all(&there.admin, &files, |[created, changed, _, ended, refused]| {
                created + changed + ended + refused == 0
            });
            assert_eq!(empty.last(), before);
            assert!(empty.store.verify(None).unwrap().findings.is_empty());
        }
    });
}

#[test]
fn a_list_is_one_file_of_everything_that_its_reader_sees() {
    on_both(|city| {
        let callers = Callers::of(city);
        crate::http::project(&callers.editor, "ozg");
        for (n, visibility) in (0..600).map(|n| (n, if n == 7 { "internal" } else { "public" })) {
            let row = json!({"type": "OnlineService", "name": format!("Dienst {n:03}"), "state": "planned", "visibility": visibility});
            if n == 0 {
                callers.editor.post("/v1/projects/ozg/items?validFrom=start", &row).expect(201);
            }
        }
        let rows: Vec<Value> = (1..600)
            .map(|n| {
                json!({"name": format!("Dienst {n:03}"), "state": "planned", "validFrom": "start",
            "visibility": if n == 7 { "internal" } else { "public" }})
            })
            .collect();
        let done = callers.editor.post("/v1/imports?as=online-services", &json!(rows)).expect(201).json();
        assert_eq!(counts(&done), [599, 0, 0, 0, 0]);
        let list = "/v1/projects/ozg/items?type=OnlineService&state=planned";
        let file = callers.stranger.get(&format!("{list}&format=csv")).expect(200);
        assert_eq!(file.body.lines().count(), 600, "a header, and all but what is internal");
        assert!(file.body.starts_with("id;validFrom;validTo;type;name;url;office;leikaKey;"), "{}", &file.body[..80]);
        assert_eq!(
            file.header("content-disposition"),
            Some("attachment; filename=\"sachstand-ozg-items-2023-04-26.csv\"")
        );
        let accepted = callers.viewer.send("GET", list, &[("Accept", "text/csv")], None).expect(200);
        assert_eq!(accepted.body.lines().count(), 601);
        assert_eq!(accepted.header("content-type"), Some("text/csv; charset=utf-8"));
        for wrong in ["format=xlsx", "format=csv&limit=2", "profile=excel", "format=csv&profile=x"] {
            callers.stranger.get(&format!("/v1/offices?{wrong}")).expect(400);
        }
    });
}
