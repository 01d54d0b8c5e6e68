//! The figures of a report: every one leads to what was counted.

use serde_json::json;

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
