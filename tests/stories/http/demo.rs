//! The demo: what the city of Aschaffenburg reported, asked and told again.

use sachstand::cli::restore;
use serde_json::{Value, json};

use super::{Callers, id};
use crate::support::{City, Database, on_both};

const LEDGER: &str = include_str!("../../../demo/aschaffenburg.jsonl");
const VALUE: &str = "/v1/projects/ozg/indicators/online-services/value";

fn aschaffenburg(city: &City) -> Callers {
    restore(&city.store, LEDGER.as_bytes()).unwrap();
    city.clock.set("2023-06-20T07:34:00Z");
    Callers::of(city)
}

fn online(callers: &Callers, query: &str) -> Value {
    callers.stranger.get(&format!("{VALUE}?{query}")).expect(200).json()["value"].clone()
}

fn series(callers: &Callers) -> Vec<i64> {
    let series = callers.stranger.get("/v1/projects/ozg/indicators/online-services/series").expect(200).json();
    series["data"].as_array().unwrap().iter().map(|p| p["value"].as_i64().unwrap()).collect()
}

fn last_report(callers: &Callers) -> String {
    id(&callers.stranger.get("/v1/reports?sort=-name").expect(200).json()["data"][0])
}

#[test]
fn the_counts_are_those_of_the_city_on_both_axes() {
    on_both(|city| {
        let callers = aschaffenburg(city);
        assert_eq!(online(&callers, "validAt=2023-04-06"), 117);
        assert_eq!(online(&callers, "validAt=2022-11-24"), 103);
        assert_eq!(online(&callers, "validAt=2022-11-24&knownAt=2022-11-25T00:00:00Z"), 98);
        assert_eq!(online(&callers, "validAt=2022-01-19"), Value::Null);
        assert_eq!(series(&callers), [54, 89, 90, 98, 103, 117]);
    });
}

#[test]
fn services_named_later_change_no_balance_that_contains_them() {
    on_both(|city| {
        let callers = aschaffenburg(city);
        let mut named = Vec::new();
        for since in ["start", "start", "start", "2022-12-01", "2023-02-01"] {
            let body =
                json!({"type": "OnlineService", "name": "Ein Dienst", "state": "online", "visibility": "public"});
            let created = callers.editor.post(&format!("/v1/projects/ozg/items?validFrom={since}"), &body).expect(201);
            named.push(created.header("location").unwrap().to_owned());
        }
        assert_eq!(
            (online(&callers, "validAt=2023-04-06"), online(&callers, "validAt=2023-04-05")),
            (json!(117), json!(105))
        );
        assert_eq!(series(&callers), [54, 89, 90, 98, 103, 104, 105, 117]);
        let answer = callers.stranger.get(&format!("{VALUE}?validAt=2023-04-05")).json();
        assert_eq!(answer["items"]["added"]["count"], 2);
        assert_eq!(answer["observations"][0]["value"], 103);
        for path in named {
            callers.editor.because("war ein Irrtum").delete(&path).expect(204);
        }
        assert_eq!(
            (online(&callers, "validAt=2023-04-06"), online(&callers, "validAt=2023-04-05")),
            (json!(117), json!(103))
        );
    });
}

#[test]
fn the_report_says_what_the_city_said() {
    on_both(|city| {
        let callers = aschaffenburg(city);
        let path = format!("/v1/reports/{}/document", last_report(&callers));
        let markdown = callers.stranger.get(&format!("{path}?format=markdown")).expect(200);
        for said in [
            "103 Online-Dienste",
            "sind 14 weitere hinzugekommen",
            "117 Online-Dienste",
            "voraussichtlich ab Juni 2023",
            "voraussichtlich im Juni 2024",
            "Die Zahl der Lizenzen wurde erhöht.",
            "| Digitalisierungs- und Organisationssenat |",
            "| Stadthallensenat |",
            "| 4 | DOS/2/4/23 |",
            "26.04.2023",
            "zustimmend zur Kenntnis genommen",
            "keine Abstimmung",
            "[x] wenig klimarelevant",
            "[x] nein",
            "Datenstand vom 26.04.2023 18:00 Uhr",
        ] {
            assert!(markdown.body.contains(said), "{said}\n{}", markdown.body);
        }
        assert!(!markdown.body.contains("2024-06-01") && !markdown.body.contains("abgelehnt"));
        let html = callers.stranger.send("GET", &path, &[("Accept", "text/html,*/*;q=0.8")], None).expect(200);
        assert!(html.header("content-type").unwrap().starts_with("text/html"));
        assert!(html.header("content-security-policy").unwrap().contains("default-src 'none'"));
        assert!(html.body.contains("<html lang=\"de\"") && html.body.contains("117"));
        let json = callers.stranger.send("GET", &path, &[("Accept", "application/json")], None).expect(200).json();
        let texts = json.to_string();
        let figure = json!({"text": "14", "indicator": "online-services"});
        assert!(texts.contains(&format!("\"text\":{}", figure["text"])) && texts.contains("comparedWith"), "{texts}");
        callers.stranger.send("GET", &path, &[("Accept", "image/png")], None).expect(406);
    });
}

#[test]
fn a_report_as_known_before_the_meeting_proposes_and_does_not_report_the_outcome() {
    on_both(|city| {
        let callers = aschaffenburg(city);
        let path = format!("/v1/reports/{}/document?format=markdown", last_report(&callers));
        // The report was written down with the meeting; an earlier moment does not know it at all.
        callers.stranger.get(&format!("{path}&knownAt=2023-04-26T15:00:00Z")).expect(404);
        callers.stranger.get(&format!("{path}&knownAt=2023-04-26T18:00:00Z")).expect(200);
    });
}

#[test]
fn the_overview_says_the_same_as_json_as_csv_and_as_a_page() {
    on_both(|city| {
        let callers = aschaffenburg(city);
        let rows = callers.stranger.get("/v1/overview?validAt=2023-04-06").expect(200).json();
        let ozg = &rows["data"][0];
        assert_eq!((&ozg["slug"], &ozg["phase"]), (&json!("ozg"), &json!("rollout")));
        assert_eq!((&ozg["keyFigure"]["value"], &ozg["keyFigure"]["difference"]), (&json!(117), &json!(14)));
        assert_eq!(rows["data"].as_array().unwrap().len(), 6);
        let csv = callers.stranger.get("/v1/overview?validAt=2023-04-06&format=csv").expect(200);
        assert!(csv.header("content-type").unwrap().starts_with("text/csv"));
        assert!(csv.body.lines().nth(1).unwrap().starts_with("ozg;"), "{}", csv.body);
        let page = callers.stranger.get("/").expect(200);
        assert!(page.body.contains("Umsetzung Onlinezugangsgesetz (OZG)") && page.body.contains("/docs"));
        assert!(page.body.contains(&format!("/v1/reports/{}/document", last_report(&callers))));
    });
}

#[test]
fn both_databases_answer_byte_for_byte_alike() {
    let Some(postgres) = Database::postgres() else { return };
    let cities = [City::new(Database::sqlite()), City::new(postgres)];
    let callers: Vec<Callers> = cities.iter().map(aschaffenburg).collect();
    let report = last_report(&callers[0]);
    for path in [
        "/",
        "/v1/projects",
        "/v1/projects/dms/history",
        "/v1/projects/ozg/indicators",
        "/v1/projects/ozg/indicators/online-services/observations?sort=-name",
        "/v1/projects/ozg/indicators/online-services/series?period=quarter",
        "/v1/meetings",
        "/v1/overview?knownAt=2022-12-01T00:00:00Z",
        &format!("/v1/reports/{report}/document?format=html"),
        VALUE,
    ] {
        let answers: Vec<_> = callers.iter().map(|c| c.stranger.get(path).expect(200)).collect();
        assert_eq!(answers[0].body, answers[1].body, "{path}");
        assert_eq!(answers[0].header("etag"), answers[1].header("etag"), "{path}");
    }
    let changes: Vec<_> = callers.iter().map(|c| c.viewer.get("/v1/changes?limit=500").expect(200).body).collect();
    assert_eq!(changes[0], changes[1]);
}

/// Musterstadt is made so that everything that can need a person does.
#[test]
fn in_musterstadt_something_of_every_kind_needs_a_person() {
    on_both(|city| {
        restore(&city.store, include_str!("../../../demo/musterstadt.jsonl").as_bytes()).unwrap();
        city.clock.set("2026-11-25T09:00:00Z");
        let callers = Callers::of(city);
        let counts = callers.stranger.get("/v1/attention").expect(200).json()["counts"].clone();
        // What waits for approval is told to those who see it, and no stranger does.
        let shown = counts.as_object().unwrap().iter().filter(|(kind, _)| *kind != "approval_waiting");
        for (kind, count) in shown {
            assert!(count.as_i64().unwrap() > 0, "{kind}: {counts}");
            let page = callers.stranger.get(&format!("/v1/attention?kind={kind}&format=html")).expect(200).body;
            assert!(page.contains(&format!("id=\"{kind}\"")), "{page}");
            let found = callers.stranger.get(&format!("/v1/attention?kind={kind}")).expect(200).json();
            let subject = found["data"][0]["links"]["subject"].as_str().unwrap();
            callers.stranger.get(subject).expect(200);
        }
    });
}
