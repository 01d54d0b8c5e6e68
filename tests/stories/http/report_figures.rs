//! The figures of a report: every one leads to what was counted.

use serde_json::{Value, json};

use super::{Callers, project, published};
use crate::support::client::{Answer, Client};
use crate::support::on_both;

const ONLINE: &str = "/v1/projects/ozg/indicators/online-services/observations";

/// A city with 117 online services, a meeting and a public draft for it: the paths of draft and meeting.
fn draft(callers: &Callers) -> (String, String) {
    project(&callers.editor, "ozg");
    callers.editor.post(ONLINE, &json!({"asOf": "2023-04-06", "value": 117})).expect(201);
    let agenda = json!([{"number": "4", "title": "Sachstandsbericht", "visibility": "public"}]);
    let meeting = json!({"title": "Sitzung", "date": "2023-04-26", "agenda": agenda});
    let meeting = callers.author.post("/v1/meetings", &meeting).expect(201).header("location").unwrap().to_owned();
    let report = json!({
        "title": "Sachstandsbericht", "asOf": "2023-04-06", "meeting": meeting.rsplit('/').next().unwrap(),
        "agendaItem": "4", "visibility": "public", "proposal": "Der Bericht wird zur Kenntnis genommen.",
        "climate": {"relevance": "low"}, "costs": {"incurred": false},
    });
    (callers.author.post("/v1/reports", &report).expect(201).header("location").unwrap().to_owned(), meeting)
}

fn document(caller: &Client, report: &str, query: &str) -> Answer {
    caller.get(&format!("{report}/document?{query}"))
}

fn publish(callers: &Callers, report: &str) {
    published(callers, report.rsplit('/').next().unwrap());
}

#[test]
fn every_figure_leads_to_what_was_counted() {
    on_both(|city| {
        let callers = Callers::of(city);
        let (report, _) = draft(&callers);
        publish(&callers, &report);
        let html = document(&callers.stranger, &report, "format=html").expect(200).body;
        let figures = callers.stranger.get(&format!("{report}/figures")).expect(200).json();
        let now = figures["data"].as_array().unwrap().iter().find(|figure| figure["text"] == "117").unwrap().clone();
        assert_eq!((&now["value"]["value"], &now["value"]["status"]), (&json!(117), &json!("value")));
        let observation = &now["value"]["observations"][0];
        assert_eq!((&observation["value"], &observation["asOf"]), (&json!(117), &json!("2023-04-06")));
        assert!(now["sections"].as_array().unwrap().contains(&json!("ozg")), "{now}");
        let link = format!("href=\"{report}/figures#{}\"", now["id"].as_str().unwrap());
        assert!(html.contains(&link), "{link}: {html}");
        let page =
            callers.stranger.send("GET", &format!("{report}/figures"), &[("Accept", "text/html")], None).expect(200);
        assert!(page.body.contains(&format!("id=\"{}\"", now["id"].as_str().unwrap())) && page.body.contains("117"));
        // Where a table of the archive is asked for, it is the one that was published.
        let table = document(&callers.stranger, &report, "format=csv&table=order").expect(200);
        assert!(
            table.header("content-type").unwrap().starts_with("text/csv") && table.body.contains("Sitzung"),
            "{}",
            table.body
        );
        document(&callers.stranger, &report, "format=csv&table=nix").expect(400);
        document(&callers.stranger, &report, "format=pdf&block=beschluss").expect(400);
    });
}

#[test]
fn the_offices_of_a_figure_are_those_that_are_counted() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ereb");
        let unit = |name: &str, state: &str| {
            let office = json!({"name": name, "shortName": name});
            let office = callers.editor.post("/v1/offices", &office).expect(201);
            let office = office.header("location").unwrap().rsplit('/').next().unwrap().to_owned();
            let unit = json!({
                "type": "RolloutUnit", "office": office, "module": "invoice_register", "state": state, "visibility": "public",
            });
            let unit = callers.editor.post("/v1/projects/ereb/items?validFrom=2023-01-01", &unit).expect(201);
            unit.header("location").unwrap().to_owned()
        };
        let live = unit("Kämmerei", "live");
        let pilot = unit("Standesamt", "pilot");
        unit("Bauamt", "not_started");
        let indicator = "/v1/projects/ereb/indicators/offices-live";
        let behind = |day: &str| callers.viewer.get(&format!("{indicator}/value?validAt={day}")).expect(200).json();
        let counted = behind("2023-04-06");
        assert_eq!((&counted["value"], &counted["items"]["added"]["count"]), (&json!(1), &json!(1)), "{counted}");
        assert_eq!(counted["items"]["added"]["items"][0]["links"]["self"], live);

        // Since a balance: the office that went live, and not those that are on their way.
        callers
            .editor
            .post(&format!("{indicator}/observations"), &json!({"asOf": "2023-04-03", "value": 5}))
            .expect(201);
        callers.editor.patch(&format!("{pilot}?validFrom=2023-04-05"), &json!({"state": "live"})).expect(200);
        callers.editor.patch(&format!("{live}?validFrom=2023-04-06"), &json!({"state": "pilot"})).expect(200);
        let counted = behind("2023-04-05");
        assert_eq!((&counted["value"], &counted["items"]["added"]["count"]), (&json!(6), &json!(1)), "{counted}");
        assert_eq!(counted["items"]["added"]["items"][0]["links"]["self"], pilot);
        assert_eq!((&counted["items"]["removed"]["count"], &counted["asOf"]), (&json!(0), &json!("2023-04-05")));
        let counted = behind("2023-04-06");
        assert_eq!((&counted["value"], &counted["items"]["removed"]["count"]), (&json!(5), &json!(1)), "{counted}");
        assert_eq!(counted["items"]["removed"]["items"][0]["links"]["self"], live);

        // A report says what they are called, and leads to what was known then.
        let report = json!({"title": "Bericht", "asOf": "2023-04-05", "visibility": "public"});
        let report = callers.author.post("/v1/reports", &report).expect(201);
        let report = report.header("location").unwrap();
        publish(&callers, report);
        let figures = callers.stranger.get(&format!("{report}/figures")).expect(200).json();
        let figure = figures["data"].as_array().unwrap().iter().find(|f| f["indicator"] == "offices-live").unwrap();
        let item = &figure["value"]["items"]["added"]["items"][0];
        assert_eq!(item["title"], "Standesamt, Elektronisches Rechnungseingangsbuch", "{figure}");
        callers
            .editor
            .because("Doch nicht")
            .patch(&format!("{pilot}?validFrom=2023-04-05"), &json!({"state": "pilot"}))
            .expect(200);
        for link in links(&figure["value"]) {
            callers.stranger.get(&link).expect(200);
            assert!(link.contains("knownAt="), "{link}");
        }
        let known = callers.stranger.get(item["links"]["self"].as_str().unwrap()).expect(200).json();
        assert_eq!(known["state"], "live", "{known}");
        let page = callers.stranger.get(&format!("{report}/figures?format=html")).expect(200).body;
        assert!(page.contains("Standesamt, Elektronisches Rechnungseingangsbuch</a>"), "{page}");
    });
}

/// Where everything behind a value leads.
fn links(value: &Value) -> Vec<String> {
    let own = value.get("links").and_then(Value::as_object).into_iter().flatten();
    let own = own.map(|(_, link)| link.as_str().unwrap().to_owned());
    let inner: Vec<&Value> = match value {
        Value::Object(fields) => fields.values().collect(),
        Value::Array(all) => all.iter().collect(),
        _ => Vec::new(),
    };
    own.chain(inner.into_iter().flat_map(links)).collect()
}
