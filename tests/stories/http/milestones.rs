//! Milestones: forecasts are stated on a day, moved with a reason, and their trend is drawn for every day and moment.

use sachstand::domain::payload::{Payload, Shape};
use serde_json::{Value, json};

use super::{Callers, head, id, project};
use crate::support::client::{Answer, Client};
use crate::support::{City, Thing, on_both, payload, since};

const TREND: &str = "/v1/projects/ereb/milestone-trend";

/// A clerk who has stated a first forecast on 01.02. and moved it on 01.03.: the path of the milestone.
fn stated(city: &City, callers: &Callers) -> String {
    city.clock.set("2023-02-01T09:00:00Z");
    project(&callers.editor, "ereb");
    let body = json!({
        "title": "Alle Ämter angebunden", "baseline": {"date": "2023-06", "modality": "expected"},
        "forecast": {"date": "2023-06", "modality": "expected"},
    });
    let path = callers.editor.post("/v1/projects/ereb/milestones", &body).expect(201);
    let path = path.header("location").unwrap().to_owned();
    city.clock.set("2023-03-01T09:00:00Z");
    let moved = json!({"forecast": {"date": "2023-09", "modality": "expected", "reason": "Schulungen verschoben"}});
    callers.editor.patch(&path, &moved).expect(200);
    path
}

fn trend(caller: &Client, query: &str) -> Value {
    caller.get(&format!("{TREND}?{query}")).expect(200).json()
}

/// The points of the first milestone: day of the statement, date, reason.
fn points(trend: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("–").to_owned();
    let one = |p: &Value| format!("{} {} {}", text(&p["statedOn"]), text(&p["forecast"]["date"]), text(&p["reason"]));
    trend["data"][0]["points"].as_array().unwrap().iter().map(one).collect()
}

fn places(answer: &Answer) -> Vec<String> {
    let violations = answer.json()["violations"].clone();
    violations.as_array().unwrap().iter().map(|v| v["pointer"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_clerk_states_forecasts_and_says_why_they_move() {
    on_both(|city| {
        let callers = Callers::of(city);
        let path = stated(city, &callers);
        let editor = &callers.editor;
        let read = editor.get(&path).expect(200).json();
        assert_eq!(read["forecast"]["statedOn"], "2023-03-01", "stated on the day of the write");
        // On 01.04. the reason is forgotten: nothing changes, and the refusal says where it belongs.
        city.clock.set("2023-04-01T09:00:00Z");
        let before = head(&callers.viewer);
        let moved = json!({"forecast": {"date": "2023-12", "modality": "expected"}});
        let refused = editor.patch(&path, &moved).expect(422);
        assert_eq!(places(&refused), ["/forecast/reason"], "{}", refused.body);
        // Whoever sends back what was read with another date has not said why, either.
        let mut whole = read.clone();
        whole["forecast"]["date"] = json!("2023-12");
        assert_eq!(places(&editor.put(&path, &whole).expect(422)), ["/forecast/reason"]);
        let later = json!({"forecast": {"date": "2023-12", "modality": "expected", "reason": "x", "statedOn": "2023-04-02"}, "actual": "2023-04-02"});
        assert_eq!(places(&editor.patch(&path, &later).expect(422)), ["/actual", "/forecast/statedOn"]);
        assert_eq!(head(&callers.viewer), before, "nothing was changed");
        let mut moved = moved;
        moved["forecast"]["reason"] = json!("Ein Amt fehlt");
        editor.patch(&path, &moved).expect(200);
        let again = head(&callers.viewer);
        editor.patch(&path, &moved).expect(200);
        assert_eq!(head(&callers.viewer), again, "said twice on one day, it is said once");
        // On 01.05. it is confirmed, with nothing but the fact: that is a point, and needs no reason.
        city.clock.set("2023-05-01T09:00:00Z");
        editor.patch(&path, &json!({"forecast": {}})).expect(200);
        // On 02.05. another field is mended: no statement.
        city.clock.set("2023-05-02T09:00:00Z");
        editor.patch(&path, &json!({"description": "Mit Kasse"})).expect(200);
        let known = trend(&callers.stranger, "");
        let expected = [
            "2023-02-01 2023-06 –",
            "2023-03-01 2023-09 Schulungen verschoben",
            "2023-04-01 2023-12 Ein Amt fehlt",
            "2023-05-01 2023-12 –",
        ];
        assert_eq!(points(&known), expected);
        let milestone = &known["data"][0];
        assert_eq!((&milestone["class"], &milestone["shiftDays"]), (&json!("slipping"), &json!(184)));
        assert_eq!(milestone["shiftFrom"], "baseline");
        assert_eq!(milestone["links"]["self"], path);
        assert_eq!(milestone["points"][1]["forecast"]["day"], "2023-09-30", "a month is drawn by its last day");
        // The history shows every forecast ever stated, with its day and reason.
        let history = callers.stranger.get(&format!("{path}/history")).expect(200).json();
        let said: Vec<String> =
            history["data"].as_array().unwrap().iter().map(|e| e["resource"]["forecast"].to_string()).collect();
        for (date, on) in
            [("2023-06", "2023-02-01"), ("2023-09", "2023-03-01"), ("2023-12", "2023-04-01"), ("2023-12", "2023-05-01")]
        {
            let stated = |f: &&String| f.contains(date) && f.contains(&format!("\"statedOn\":\"{on}\""));
            assert!(said.iter().any(|f| stated(&f)), "{date} {on} {said:?}");
        }
        assert!(said.iter().any(|f| f.contains("Ein Amt fehlt")), "{said:?}");
        // IdempotencyKey it is reached, it is measured by that day, and nothing is forecast any more.
        editor.patch(&path, &json!({"actual": "2023-05-02"})).expect(200);
        let late =
            json!({"forecast": {"date": "2024", "modality": "expected", "reason": "x", "statedOn": "2023-05-03"}});
        city.clock.set("2023-05-03T09:00:00Z");
        assert_eq!(places(&editor.patch(&path, &late).expect(422)), ["/forecast/statedOn"]);
        let reached = &trend(&callers.stranger, "")["data"][0];
        assert_eq!((&reached["class"], &reached["actual"]), (&json!("reached"), &json!("2023-05-02")));
        assert_eq!(reached["shiftDays"], -59);
        assert_eq!(
            trend(&callers.stranger, "validAt=2023-05-01")["data"][0]["class"],
            "slipping",
            "on that day it was not"
        );
    });
}

#[test]
fn a_forecast_told_afterwards_stands_in_its_place_and_earlier_moments_know_nothing_of_it() {
    on_both(|city| {
        let callers = Callers::of(city);
        let path = stated(city, &callers);
        city.clock.set("2023-04-20T09:00:00Z");
        let moment = "2023-04-10T00:00:00Z";
        let then = trend(&callers.stranger, &format!("knownAt={moment}"));
        // What was said on 10.02. is entered two months later, and the forecast of 01.03. corrected in its place.
        let between = json!({"forecast": {"date": "2023-07", "modality": "expected", "reason": "Erste Rückmeldungen"}});
        callers
            .editor
            .because("Nachtrag")
            .patch(&format!("{path}?validFrom=2023-02-10&validTo=2023-03-01"), &between)
            .expect(200);
        let silent = json!({"forecast": {"date": "2023-10", "modality": "expected"}});
        let there = format!("{path}?validFrom=2023-03-01");
        assert_eq!(places(&callers.editor.patch(&there, &silent).expect(422)), ["/forecast/reason"]);
        let mended = json!({"forecast": {"date": "2023-10", "modality": "expected", "reason": "Schulungen verschoben (Zahlendreher)"}});
        callers.editor.because("Berichtigung").patch(&there, &mended).expect(200);
        let expected = [
            "2023-02-01 2023-06 –",
            "2023-02-10 2023-07 Erste Rückmeldungen",
            "2023-03-01 2023-10 Schulungen verschoben (Zahlendreher)",
        ];
        assert_eq!(points(&trend(&callers.stranger, "")), expected);
        assert_eq!(points(&trend(&callers.stranger, "validAt=2023-02-28")), expected[..2], "as of an earlier day");
        assert_eq!(trend(&callers.stranger, "validAt=2023-01-31")["data"], json!([]), "there was no such milestone");
        let before = trend(&callers.stranger, &format!("knownAt={moment}"));
        assert_eq!(points(&before), ["2023-02-01 2023-06 –", "2023-03-01 2023-09 Schulungen verschoben"]);
        assert_eq!(
            before["data"], then["data"],
            "the same question as of an earlier moment has the same answer for ever"
        );
        callers.stranger.get(&format!("{TREND}?knownAt=2024-01-01T00:00:00Z")).expect(400);
        callers.stranger.get(&format!("{TREND}?format=png")).expect(400);
    });
}

#[test]
fn what_was_said_while_a_project_was_internal_is_told_by_no_trend() {
    on_both(|city| {
        let callers = Callers::of(city);
        city.clock.set("2023-02-01T09:00:00Z");
        let body = json!({"slug": "ereb", "kind": "ereb", "title": "Rechnungsbuch", "phase": "rollout", "visibility": "internal"});
        callers.editor.post("/v1/projects?validFrom=start", &body).expect(201);
        let milestone = json!({"title": "Vergabe an Zaunkönig", "forecast": {"date": "2023-06", "modality": "expected", "reason": "Zaunkönig hat Zeit"}});
        let path = callers.editor.post("/v1/projects/ereb/milestones", &milestone).expect(201);
        let path = path.header("location").unwrap().to_owned();
        for query in ["", "?format=svg"] {
            callers.stranger.get(&format!("{TREND}{query}")).expect(404);
            callers.viewer.get(&format!("{TREND}{query}")).expect(200);
        }
        city.clock.set("2023-03-01T09:00:00Z");
        let named = json!({"title": "Vergabe", "forecast": {"date": "2023-09", "modality": "expected", "reason": "Neu ausgeschrieben"}});
        callers.editor.patch(&path, &named).expect(200);
        city.clock.set("2023-04-01T09:00:00Z");
        callers.editor.patch("/v1/projects/ereb", &json!({"visibility": "public"})).expect(200);
        assert_eq!(
            points(&trend(&callers.stranger, "")),
            ["2023-03-01 2023-09 Neu ausgeschrieben"],
            "what holds is seen"
        );
        assert_eq!(points(&trend(&callers.viewer, "")).len(), 2);
        for query in ["", "format=svg"] {
            let seen = callers.stranger.get(&format!("{TREND}?{query}")).expect(200);
            assert!(!seen.body.contains("Zaunkönig"), "{}", seen.body);
        }
        // Closed again, it is closed for every day and moment.
        city.clock.set("2023-05-01T09:00:00Z");
        callers.editor.patch("/v1/projects/ereb", &json!({"visibility": "internal"})).expect(200);
        callers.stranger.get(&format!("{TREND}?validAt=2023-04-15&knownAt=2023-04-15T00:00:00Z")).expect(404);
    });
}

#[test]
fn the_trend_is_a_picture_as_well() {
    on_both(|city| {
        let callers = Callers::of(city);
        stated(city, &callers);
        let hostile = json!({"title": "</text><script>alert(1)</script> & mehr", "forecast": {"date": "2023-H2", "modality": "latest", "hedged": true}});
        callers.editor.post("/v1/projects/ereb/milestones", &hostile).expect(201);
        let asked = callers.stranger.get(&format!("{TREND}?format=svg")).expect(200);
        assert_eq!(asked.header("content-type"), Some("image/svg+xml"));
        assert_eq!(asked.header("x-content-type-options"), Some("nosniff"));
        assert!(asked.header("content-security-policy").unwrap().contains("default-src 'none'"));
        let accepted = callers.stranger.send("GET", TREND, &[("Accept", "image/svg+xml")], None).expect(200);
        assert_eq!((accepted.body.as_str(), accepted.header("etag")), (asked.body.as_str(), asked.header("etag")));
        let browser = callers.stranger.send("GET", TREND, &[("Accept", "text/html,*/*;q=0.8")], None).expect(200);
        assert_eq!(browser.header("content-type"), Some("application/json"));
        callers.stranger.send("GET", TREND, &[("Accept", "image/png")], None).expect(406);
        let link = browser.json()["links"]["svg"].as_str().unwrap().to_owned();
        assert_eq!(callers.stranger.get(&link).expect(200).body, asked.body, "the link remembers day and moment");
        let known = asked.header("etag").unwrap();
        callers.stranger.send("GET", &format!("{TREND}?format=svg"), &[("If-None-Match", known)], None).expect(304);

        let tree = roxmltree::Document::parse(&asked.body).unwrap();
        let root = tree.root_element();
        assert_eq!((root.tag_name().name(), root.attribute("role")), ("svg", Some("img")));
        let said = |name: &str| {
            tree.descendants().find(|n| n.has_tag_name(("http://www.w3.org/2000/svg", name))).unwrap().text().unwrap()
        };
        assert_eq!(said("title"), "Meilensteintrend: Projekt ereb");
        for sentence in [
            "„Alle Ämter angebunden“: Basisplan voraussichtlich im Juni 2023; 2 Prognosen, die erste vom 01.02.2023: \
             voraussichtlich im Juni 2023, die letzte vom 01.03.2023: voraussichtlich im September 2023; \
             92 Tage später als im Basisplan.",
            "„</text><script>alert(1)</script> & mehr“: eine Prognose vom 01.03.2023: voraussichtlich bis zum 2. Halbjahr 2023",
        ] {
            assert!(said("desc").contains(sentence), "{sentence}\n{}", said("desc"));
        }
        assert!(!tree.descendants().any(|n| n.tag_name().name() == "script"));
    });
}

#[test]
fn a_project_without_milestones_has_an_empty_trend() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ereb");
        assert_eq!(trend(&callers.stranger, "")["data"], json!([]));
        let svg = callers.stranger.get(&format!("{TREND}?format=svg")).expect(200).body;
        assert!(svg.contains("keine Prognose erfasst"), "{svg}");
        roxmltree::Document::parse(&svg).unwrap();
    });
}

/// A milestone as a program wrote it that knew no day of a statement.
fn of_format_1(value: Value) -> Payload {
    let now = payload(Shape::Milestone, value.clone());
    Payload { format: 1, value, ..now }
}

#[test]
fn what_was_written_before_forecasts_had_a_day_is_read_and_goes_on() {
    on_both(|city| {
        let callers = Callers::of(city);
        let parent: uuid::Uuid = id(&project(&callers.editor, "ereb")).parse().unwrap();
        let parent = Thing { shape: Shape::Project, parent: None, id: parent };
        let old = |date: &str, reason: Option<&str>| {
            let mut value =
                json!({"title": "Alle Ämter angebunden", "forecast": {"date": date, "modality": "expected"}});
            reason.into_iter().for_each(|r| value["forecastReason"] = json!(r));
            of_format_1(value)
        };
        let milestone = city.create(Some(parent), &old("2023-06", None), since("start")).unwrap();
        city.clock.set("2023-05-01T09:00:00Z");
        city.put(milestone, since("2023-03-01"), &old("2023-09", Some("Schulungen verschoben"))).unwrap();
        let path = format!("/v1/projects/ereb/milestones/{}", milestone.id);
        let read = callers.editor.get(&path).expect(200).json();
        let forecast = json!({"date": "2023-09", "modality": "expected", "reason": "Schulungen verschoben"});
        assert_eq!((&read["forecast"], read.get("forecastReason")), (&forecast, None));
        // Who stated it when is not known: it counts from the first day on which it held, else from that on which it was
        // written down, and before the next one.
        assert_eq!(
            points(&trend(&callers.stranger, "")),
            ["2023-02-28 2023-06 –", "2023-03-01 2023-09 Schulungen verschoben"]
        );
        callers.editor.put(&path, &read).expect(200);
        callers.editor.patch(&path, &json!({"title": "Alle Ämter sind angebunden"})).expect(200);
        assert_eq!(points(&trend(&callers.stranger, "")).len(), 3, "sent back whole, it is stated today");
        assert_eq!(city.store.verify(None).unwrap().findings, []);
        let overview = callers.stranger.get("/v1/overview").expect(200).json();
        assert_eq!(overview["data"][0]["nextMilestone"]["planned"], json!({"date": "2023-09", "modality": "expected"}));
        let early = callers.stranger.get("/v1/overview?validAt=2023-02-01").expect(200).json();
        assert_eq!(early["data"][0]["nextMilestone"]["planned"]["date"], "2023-06", "also as it was written then");
    });
}
