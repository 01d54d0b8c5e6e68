//! The city's report of 26.04.2023, built by hand: what the tests of this room are told.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use domain::attention::AttentionKind;
use domain::council::{Committee, Meeting};
use domain::document::Document;
use domain::report::Edition;
use kinds::Facts;

pub use ::fixture::{day, ozg, previous, project, read};

use super::{Composition, compose};
use documents::formats;
use documents::template::Template;
use views::front_page::{FrontPage, ReportLink};
use views::overview::overview;

/// The city's time zone.
pub const ZONE: chrono_tz::Tz = chrono_tz::Europe::Berlin;

fn with_milestone(mut facts: Facts, milestone: Value) -> Facts {
    facts.milestones.push(read(milestone));
    facts
}

fn projects() -> Vec<Facts> {
    let planned = |title: &str, date: &str, modality: &str| json!({"title": title, "forecast": {"date": date, "modality": modality, "hedged": modality == "earliest"}});
    let dms = project(
        "dms",
        "Einführung von E-Akten aus Fachverfahren und Einführung des Dokumentenmanagementsystems (DMS)",
        "preparation",
        "Weil immer mehr Fachverfahren E-Akten anlegen, wurde die Zahl der Lizenzen erhöht.",
    );
    let ereb = project(
        "ereb",
        "Einführung des elektronischen Rechnungseingangsbuchs und des Anordnungsworkflows (eREB)",
        "rollout",
        "Ein Amt nach dem anderen wird angebunden.",
    );
    vec![
        ozg(117.0),
        with_milestone(dms, planned("Beginn der Einführung über E-Akten hinaus", "2023-06", "earliest")),
        project(
            "processes",
            "Prozessmanagement",
            "piloting",
            "Die ersten Prozesse der IT sind als Modell dokumentiert.",
        ),
        with_milestone(ereb, planned("Abschluss der Einführung", "2024-06", "expected")),
        project(
            "communication",
            "Kommunikation der digitalen Transformation",
            "operation",
            "Soziale Medien, Newsletter und gedruckte Medien zeigen, was die Digitalisierung im Alltag bringt.",
        ),
        project(
            "participation",
            "Digitale Beteiligung",
            "operation",
            "Über adhocracy+ können Beteiligungsformate auch online besucht werden.\nIm „Denkraum 30“ tauscht sich die Verwaltung aus.",
        ),
    ]
}

/// The joint meeting of two committees on 26.04.2023; `item` is the agenda item of the report.
pub fn meeting(item: Value) -> Meeting {
    let none = uuid::Uuid::nil();
    read(json!({
        "title": "2. Gemeinsame Sitzung des Digitalisierungs- und Organisationssenates mit dem Stadthallensenat",
        "date": "2023-04-26", "committees": [none, uuid::Uuid::max()],
        "agenda": [{"number": "3", "title": "Anderes", "visibility": "public", "paperNumber": "DOS/2/3/23"}, item]
    }))
}

/// The agenda item as it was after the meeting.
pub fn item() -> Value {
    json!({
        "number": "4", "title": "Sachstandsbericht", "visibility": "public", "consultationRole": "deciding",
        "paperNumber": "DOS/2/4/23", "outcome": "noted_with_approval", "votes": {"inFavour": 0, "against": 0},
        "resolution": "Der Bericht zum Stand der Digitalisierungsprojekte wird zustimmend zur Kenntnis genommen."
    })
}

/// The report of 26.04.2023, as it was recorded after the meeting.
pub fn composition() -> Composition {
    let committee = |name: &str, short: &str| -> Committee { read(json!({"name": name, "shortName": short})) };
    Composition {
        report: read(json!({
            "title": "Bericht über ausgewählte Digitalisierungsprojekte der Verwaltung", "asOf": "2023-04-06",
            "meeting": uuid::Uuid::nil(), "agendaItem": "4", "visibility": "public",
            "proposal": "Der Bericht wird zur Kenntnis genommen.",
            "climate": {"relevance": "low"}, "costs": {"incurred": false}
        })),
        meeting: Some(meeting(item())),
        committees: vec![
            committee("Digitalisierungs- und Organisationssenat", "DOS"),
            committee("Stadthallensenat", "SHS"),
        ],
        consultations: Vec::new(),
        edition: Edition::Record,
        previous: Some(previous()),
        period_from: day("2022-11-25"),
        projects: projects(),
        chart_series: BTreeMap::new(),
        corrected: None,
        judged: BTreeMap::new(),
        corrections: Vec::new(),
        passed: Vec::new(),
        steering: BTreeMap::new(),
        attachments: Vec::new(),
        known_at: "2023-06-20T07:34:00Z".parse().unwrap(),
    }
}

/// The front page that goes with it.
pub fn front_page() -> FrontPage {
    let mut projects = projects();
    let light = |light: &str| json!({"light": light, "reason": "Der Hersteller hat die Lieferung verschoben."});
    if let [ozg, dms, .., ereb, _, _] = projects.as_mut_slice() {
        ozg.updates = vec![read(json!({"asOf": "2023-03-17", "text": "Es geht voran.", "state": "approved"}))];
        let health = |schedule, budget, result| {
            serde_json::from_value(json!({"schedule": schedule, "budget": budget, "result": result})).unwrap()
        };
        ozg.project.health = health(light("green"), light("green"), light("green"));
        dms.project.health = health(light("yellow"), light("green"), light("unknown"));
        ereb.project.health = health(light("red"), light("green"), light("yellow"));
    }
    let report = |title: &str, as_of: &str| {
        let href = "/v1/reports/0187bcd2-5c00-7000-8000-000000000001/document?format=html".to_owned();
        ReportLink { title: title.into(), as_of: day(as_of), href, superseded: as_of == "2022-11-07" }
    };
    FrontPage {
        attention: vec![(AttentionKind::MilestoneOverdue, 2), (AttentionKind::ProjectStale, 0)],
        rows: overview(&projects),
        reports: vec![
            report("Bericht über ausgewählte Digitalisierungsprojekte der Verwaltung", "2023-04-06"),
            report("Umsetzung des Onlinezugangsgesetzes", "2022-11-07"),
        ],
        as_of: day("2023-04-06"),
        known_at: "2023-06-20T07:34:00Z".parse().unwrap(),
        zone: ZONE,
    }
}

/// What `composition` becomes.
pub fn document(composition: &Composition) -> Document {
    compose(composition, ZONE, &[])
}

/// A document in a format, as text.
pub fn write(document: &Document, format: &str) -> String {
    String::from_utf8((formats::format(format).unwrap().write)(document, Template::plain()).unwrap()).unwrap()
}

/// What an HTML page says, without its tags and its style.
pub fn words(html: &str) -> String {
    let body = html.split_once("<body>").unwrap().1;
    body.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text)).collect()
}
