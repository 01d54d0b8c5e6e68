//! The overview as rows, as CSV and as the front page.

use serde_json::{Value, json};

use crate::Composition;
use crate::fixture;
use crate::fixture::{composition, day, front_page, ozg, project, read, words};
use documents::style::STYLE;
use domain::indicator::Tendency;
use domain::table::Profile;
use kinds::{Facts, Figure};
use views::front_page::FrontPage;
use views::overview::csv;
use views::overview::overview;

#[test]
fn a_row_says_what_a_dashboard_wants_first() {
    let mut facts = ozg(117.0);
    facts.updates = vec![read(json!({"asOf": "2023-03-17", "text": "x", "state": "approved"}))];
    facts.milestones = vec![
        read(json!({"title": "Ziel", "baseline": {"date": "2023-03", "modality": "committed"}})),
        read(json!({"title": "Erreicht", "actual": "2022-12-01"})),
    ];
    let rows = serde_json::to_value(overview(&[facts])).unwrap();
    let expected = json!([{
        "slug": "ozg", "title": "Umsetzung Onlinezugangsgesetz (OZG)", "kind": "ozg", "phase": "rollout",
        "keyFigure": {
            "indicator": "online-services", "label": "Online-Dienste", "unit": "Online-Dienste", "value": 117,
            "asOf": "2023-04-06", "difference": 14, "comparedWith": "2022-11-24"
        },
        "nextMilestone": {
            "title": "Ziel", "planned": {"date": "2023-03", "modality": "committed", "hedged": false}, "overdue": true
        },
        "lastStatusUpdate": {"asOf": "2023-03-17", "ageDays": 20}
    }]);
    let without_hedge = |mut value: Value| {
        value.pointer_mut("/0/nextMilestone/planned").and_then(Value::as_object_mut).map(|o| o.remove("hedged"));
        value
    };
    assert_eq!(without_hedge(rows), without_hedge(expected));
}

#[test]
fn what_was_planned_not_before_a_day_is_not_late() {
    let with = |modality: &str, actual: Value| {
        let mut facts = ozg(117.0);
        let forecast = json!({"date": "2023-03", "modality": modality});
        facts.milestones = vec![read(json!({"title": "Ziel", "forecast": forecast, "actual": actual}))];
        overview(&[facts]).remove(0).next_milestone.map(|n| n.overdue)
    };
    assert_eq!(with("earliest", Value::Null), Some(false));
    assert_eq!(with("expected", Value::Null), Some(true));
    assert_eq!(with("expected", json!("2023-04-06")), None, "it is reached on the day itself");
    assert_eq!(with("expected", json!("2023-04-07")), Some(true), "what comes true later was not reached yet");
}

#[test]
fn missing_is_not_zero() {
    let row = |change: fn(&mut kinds::Figure)| {
        let mut facts = ozg(0.0);
        facts.figures.values_mut().for_each(change);
        let rows = overview(&[facts]);
        let page = FrontPage { rows: rows.clone(), ..front_page() };
        (String::from_utf8(csv(&rows, Profile::Open).unwrap()).unwrap(), page.html())
    };
    let (text, page) = row(|_| {});
    assert!(text.contains(";value;0;;2023-04-06;-103;2022-11-24;"), "{text}");
    assert!(page.contains(">0</a>") && page.contains("−103 seit dem 24.11.2022"), "{page}");
    let (text, page) = row(|f| (f.value, f.as_of, f.tendency) = (None, None, Some(Tendency::Increased)));
    assert!(text.contains(";missing;;increased;;;;"), "{text}");
    assert!(page.contains("Online-Dienste:</span> <strong>erhöht</strong>"), "{page}");
    let (text, page) = row(|f| f.not_applicable = true);
    assert!(text.contains(";not_applicable;;;;;;"), "{text}");
    assert!(page.contains("Online-Dienste:</span> <span class=\"quiet\">nicht zutreffend</span>"), "{page}");
    assert!(!page.contains("seit dem"), "{page}");
    let (_, page) = row(|f| (f.value, f.as_of) = (None, None));
    assert!(page.contains("keine Zahl bekannt"), "{page}");
    let (_, page) = row(|f| f.value = Some(103.0));
    assert!(page.contains("unverändert seit dem 24.11.2022"), "{page}");
}

#[test]
fn csv_has_one_line_for_every_project_and_quotes_what_it_must() {
    let mut facts = project("ozg", "Ein \"Titel\"; mit\nallem", "idea", "Sachstand");
    facts.project.health = front_page().rows.remove(1).health.map(|h| domain::project::Health {
        schedule: h.schedule,
        budget: h.budget,
        result: h.result,
    });
    let text = String::from_utf8(csv(&overview(&[facts]), Profile::Open).unwrap()).unwrap();
    let mut lines = text.split("\r\n");
    let header = lines.next().unwrap();
    assert!(header.starts_with("slug;title;kind;phase;health;"), "{header}");
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("ozg;\"Ein \"\"Titel\"\"; mit\nallem\";ozg;idea;yellow;yellow;green;unknown;")
    );
    assert_eq!((lines.next(), lines.next()), (Some(""), None));
    let mut reader = ::csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let record = reader.records().next().unwrap().unwrap();
    assert_eq!((record.len(), &record[1]), (header.split(';').count(), "Ein \"Titel\"; mit\nallem"));
    assert!(csv(&[], Profile::Open).unwrap().starts_with(b"slug;"));
}

#[test]
fn the_front_page_shows_all_projects_and_ways_on() {
    let html = front_page().html();
    for part in [
        "<html lang=\"de\">",
        "<h1>Sachstand der Digitalisierung</h1>",
        "+14 seit dem 24.11.2022",
        "Abschluss der Einführung, voraussichtlich im Juni 2024",
        "(20 Tage alt)",
        "(vom selben Tag)",
        "▲</span> gefährdet",
        "■</span> außer Plan",
        "href=\"/v1/overview?format=csv\"",
        "href=\"/docs\"",
        "href=\"/v1/openapi.json\"",
        "/document?format=html\"",
        "Datenstand vom 20.06.2023 09:34 Uhr",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    assert_eq!(html.matches("<article>").count(), 6);
    for page in [html, fixture::write(&fixture::document(&composition()), "html")] {
        assert_eq!(page.matches(&format!("<style>{STYLE}</style>")).count(), 1);
        assert!(!page.contains("<script") && !page.contains(" style="), "{page}");
    }
}

#[test]
fn an_empty_front_page_says_so() {
    let html = FrontPage { rows: Vec::new(), reports: Vec::new(), as_of: day("2023-04-06"), ..front_page() }.html();
    assert!(html.contains("noch kein Projekt veröffentlicht") && html.contains("noch kein Bericht veröffentlicht"));
}

#[test]
fn an_age_is_said_in_singular_plural_or_years() {
    let ages = [0, 1, 2, 731, 732, 1328].map(texts::GERMAN.project.age);
    let expected =
        ["vom selben Tag", "1 Tag alt", "2 Tage alt", "731 Tage alt", "über 2 Jahre alt", "über 3 Jahre alt"];
    assert_eq!(ages, expected);
}

/// The facts of a kind whose key figure has this value.
fn with_figure(kind: &str, key: &str, label: &str, value: f64) -> Facts {
    let mut facts = project(kind, "Ein Projekt", "rollout", "");
    let figure = Figure { label: label.into(), unit: "Stück".into(), value: Some(value), ..Figure::default() };
    facts.figures.insert(key.into(), figure);
    facts
}

#[test]
fn a_card_reads_well_beside_every_number() {
    for value in [0.0, 1.0, 117.0] {
        let facts = with_figure("processes", "models-released", "Freigegebene Prozessmodelle", value);
        let page = words(&FrontPage { rows: overview(&[facts]), ..front_page() }.html());
        assert!(page.contains(&format!("Freigegebene Prozessmodelle: {value}")), "{page}");
    }
}

#[test]
fn a_link_says_once_whose_data_it_leads_to() {
    let page = words(&front_page().html());
    assert!(page.contains("Daten (JSON) zu „Digitale Beteiligung“"), "{page}");
    assert!(!page.contains("Daten zu"), "{page}");
}

#[test]
fn health_has_no_empty_reasons() {
    let mut facts = ozg(117.0);
    let light = |light: &str| json!({"light": light});
    let late = json!({"light": "yellow", "reason": "Der Hersteller liefert später."});
    facts.project.health =
        serde_json::from_value(json!({"schedule": late, "budget": light("green"), "result": light("unknown")}))
            .unwrap();
    let row = serde_json::to_value(overview(&[facts]).remove(0)).unwrap();
    let expected = json!({"worst": "yellow", "schedule": late, "budget": light("green"), "result": light("unknown")});
    assert_eq!(row["health"], expected);
}

#[test]
fn a_number_that_was_overtaken_is_not_called_unchanged() {
    let mut facts = ozg(103.0);
    let figure = facts.figures.get_mut("online-services").unwrap();
    (figure.as_of, figure.tendency) = (Some(day("2022-11-24")), Some(Tendency::Increased));
    let rows = overview(&[facts.clone()]);
    let row = serde_json::to_value(&rows).unwrap();
    assert_eq!(row.pointer("/0/keyFigure/difference"), None);
    let page = words(&FrontPage { rows, ..front_page() }.html());
    assert!(page.contains("Online-Dienste: 103 seither erhöht") && !page.contains("unverändert"), "{page}");
    let both = Composition { projects: vec![facts, project("dms", "DMS", "rollout", "")], ..composition() };
    let paper = fixture::write(&fixture::document(&both), "markdown");
    assert!(paper.contains("| Online-Dienste: 103, seither erhöht | 103 (damals gemeldet: 98) | – |"), "{paper}");
}

#[test]
fn what_is_cancelled_is_never_late() {
    let mut facts = ozg(117.0);
    facts.milestones = vec![read(json!({"title": "Ziel", "forecast": {"date": "2023-03", "modality": "expected"}}))];
    assert!(overview(&[facts.clone()]).remove(0).next_milestone.unwrap().overdue);
    facts.project.phase = serde_json::from_value(json!("cancelled")).unwrap();
    assert_eq!(overview(&[facts]).remove(0).next_milestone, None);
}

#[test]
fn where_there_is_nothing_to_count_no_older_number_is_given() {
    let mut facts = ozg(117.0);
    facts.figures.values_mut().for_each(|figure| figure.not_applicable = true);
    let row = serde_json::to_value(overview(&[facts.clone()]).remove(0)).unwrap();
    let expected = json!({
        "indicator": "online-services", "label": "Online-Dienste", "unit": "Online-Dienste", "notApplicable": true
    });
    assert_eq!(row["keyFigure"], expected);
    let both = Composition { projects: vec![facts, project("dms", "DMS", "rollout", "")], ..composition() };
    let paper = fixture::write(&fixture::document(&both), "markdown");
    assert!(paper.contains("| Online-Dienste: nicht zutreffend | – |"), "{paper}");
    assert!(!["117", "103", "98"].iter().any(|number| paper.contains(number)), "{paper}");
}
