//! The sections around those of the projects: overview, outlook, decisions needed, risks.

use serde_json::{Value, json};

use crate::compose::Steering;
use crate::fixture::{ZONE, composition, day, document, read, write};
use crate::{Composition, compose};
use documents::template::SectionForm;
use domain::attachment::Attachment;
use domain::document::{Block, Inline, plain};
use domain::report::Wording;

fn table(composition: &Composition) -> (Vec<String>, Vec<Vec<Vec<Inline>>>) {
    let overview = document(composition).blocks.into_iter().find_map(|block| match block {
        Block::Table { id, columns, rows, .. } if id == "overview" => Some((columns, rows)),
        _ => None,
    });
    let (columns, rows) = overview.unwrap();
    (columns.into_iter().map(|c| c.title).collect(), rows)
}

fn read_wording(section: &str, text: &str) -> Wording {
    serde_json::from_value(json!({"section": section, "text": text})).unwrap()
}

fn with_health(lights: [(&str, Value); 3]) -> Composition {
    let mut composition = composition();
    let [schedule, budget, result] = lights.map(|(light, reason)| json!({"light": light, "reason": reason}));
    composition.projects[1].project.health =
        serde_json::from_value(json!({"schedule": schedule, "budget": budget, "result": result})).unwrap();
    composition
}

#[test]
fn the_overview_tells_now_then_and_what_was_said_then() {
    let (columns, rows) = table(&composition());
    let titles = "Projekt|Phase|Ampel|Kennzahl|Stand am 24.11.2022|Veränderung|Nächster Meilenstein";
    assert_eq!(columns.join("|"), titles);
    let text: Vec<String> = rows[0].iter().map(|cell| plain(cell)).collect();
    let ozg = "Umsetzung Onlinezugangsgesetz (OZG)|Einführung|keine Angabe|Online-Dienste: 117\
               |103 (damals gemeldet: 98)|+14|–";
    assert_eq!(text.join("|"), ozg);
    let figures = |cell: &[Inline]| -> Vec<_> {
        let figure = |inline: &Inline| match inline {
            Inline::Figure(f) => Some((f.value, f.valid_at, f.compared_with, f.known_at.map(|k| k.to_string()))),
            _ => None,
        };
        cell.iter().filter_map(figure).collect()
    };
    let then = Some("2022-11-24T23:00:00Z".parse::<domain::time::Moment>().unwrap().to_string());
    let expected = vec![(Some(103.0), day("2022-11-24"), None, None), (Some(98.0), day("2022-11-07"), None, then)];
    assert_eq!(figures(&rows[0][4]), expected, "each as known when it was said");
    assert_eq!(figures(&rows[0][5]), [(Some(14.0), day("2023-04-06"), Some(day("2022-11-24")), None)]);
    let (columns, _) = table(&Composition { previous: None, ..composition() });
    assert_eq!(columns.join("|"), "Projekt|Phase|Ampel|Kennzahl|Nächster Meilenstein");
}

#[test]
fn health_is_told_by_sign_word_and_reason() {
    let light = |lights| plain(&table(&with_health(lights)).1[1][2]).replace('\u{a0}', " ");
    let none = Value::Null;
    let late = json!("Der Hersteller liefert\nspäter");
    assert_eq!(light([("green", none.clone()), ("green", none.clone()), ("green", none.clone())]), "● im Plan");
    let off = [("yellow", late), ("red", json!("Es fehlt Geld.")), ("unknown", none.clone())];
    assert_eq!(light(off.clone()), "■ außer Plan (Budget)");
    let yellow = [("yellow", none.clone()), ("unknown", none.clone()), ("yellow", none.clone())];
    assert_eq!(light(yellow), "▲ gefährdet (Termine, Ergebnis)");
    let text = write(&document(&with_health(off)), "markdown");
    let said =
        "Die Termine sind gefährdet: Der Hersteller liefert später.\n\nDas Budget liegt außer Plan: Es fehlt Geld.";
    assert!(text.contains(said) && !text.contains("Ergebnis steht"), "{text}");
    let unknown = [("green", none.clone()), ("green", none), ("unknown", json!("Es wird noch nicht gemessen."))];
    let text = write(&document(&with_health(unknown)), "markdown");
    assert!(text.contains("Wie es um das Ergebnis steht, ist nicht bekannt: Es wird noch nicht gemessen."), "{text}");
}

#[test]
fn an_author_may_say_something_in_the_overview() {
    let mut composition = composition();
    composition.report.wordings = vec![read_wording("overview", "Viel ist geschafft.")];
    let text = write(&document(&composition), "markdown");
    let place = text.find("Viel ist geschafft.").unwrap();
    assert!(text.find("### Überblick").unwrap() < place && place < text.find("### 1. ").unwrap(), "{text}");
    composition.projects.truncate(1);
    assert!(write(&document(&composition), "markdown").contains("### Überblick"), "somebody says something in it");
}

/// What the section of this key says, a line for every item of a list.
fn section(composition: &Composition, key: &str) -> Option<Vec<String>> {
    let lines = |block: &Block| match block {
        Block::List { items } => items.iter().map(|item| plain(item).replace('\u{a0}', " ")).collect(),
        Block::Paragraph { content, .. } => vec![plain(content)],
        _ => Vec::new(),
    };
    Some(document(composition).section(key)?.iter().flat_map(lines).collect())
}

fn steered() -> Composition {
    let mut composition = composition();
    let decision = json!({
        "title": "Zahl der DMS-Lizenzen", "decider": "Haupt- und Finanzausschuss",
        "options": [{"title": "200 weitere", "consequences": "Alle Ämter arbeiten mit der E-Akte."}, {"title": "keine"}],
        "due": {"date": "2023-11", "modality": "latest"}, "state": "open"
    });
    let settled = json!({"title": "Erledigtes", "state": "dropped"});
    let risk =
        json!({"title": "Lieferverzug", "severity": "high", "measure": "Ersatzgeräte\nreservieren", "state": "open"});
    let late = json!({"title": "Personal fehlt.", "severity": "critical", "due": {"date": "2023-03", "modality": "latest"}, "state": "open"});
    let closed = json!({"title": "Vorbei", "severity": "low", "state": "closed"});
    let steering =
        Steering { decisions: vec![read(decision), read(settled)], risks: vec![read(late), read(risk), read(closed)] };
    composition.steering.insert("dms".into(), steering);
    composition.projects[1].project.title = "DMS".into();
    composition
}

#[test]
fn the_outlook_has_the_open_milestones_by_date() {
    let mut composition = steered();
    composition.projects[3].project.title = "eREB".into();
    let forecast = |date: &str| json!({"date": date, "modality": "expected"});
    composition.projects[0].project.title = "OZG".into();
    composition.projects[0].milestones = vec![
        read(json!({"title": "Ohne Termin"})),
        read(json!({"title": "Verspätet", "forecast": forecast("2023-03")})),
        read(json!({"title": "Erreicht", "actual": "2023-01-01"})),
    ];
    let expected = [
        "Verspätet: voraussichtlich im März 2023 (überfällig). Projekt: OZG.",
        "Beginn der Einführung über E-Akten hinaus: voraussichtlich ab Juni 2023. Projekt: DMS.",
        "Abschluss der Einführung: voraussichtlich im Juni 2024. Projekt: eREB.",
        "Ohne Termin: Termin noch nicht bekannt. Projekt: OZG.",
    ];
    assert_eq!(section(&composition, "outlook").unwrap(), expected);
}

#[test]
fn what_must_be_decided_and_what_may_go_wrong_is_said_as_long_as_it_is_open() {
    let decisions = section(&steered(), "decisions").unwrap();
    let expected = "Zahl der DMS-Lizenzen. Zu entscheiden bis November 2023, zuständig: Haupt- und Finanzausschuss. \
                    Möglichkeiten: 200 weitere (Folgen: Alle Ämter arbeiten mit der E-Akte); keine. Projekt: DMS.";
    assert_eq!(decisions, [expected]);
    let risks = section(&steered(), "risks").unwrap();
    let expected = [
        "Personal fehlt. Schwere: projektgefährdend. Frist: bis März 2023 (überfällig). Projekt: DMS.",
        "Lieferverzug. Schwere: hoch. Gegenmaßnahme: Ersatzgeräte reservieren. Projekt: DMS.",
    ];
    assert_eq!(risks, expected);
    for key in ["decisions", "risks", "attachments"] {
        assert_eq!(section(&composition(), key), None, "{key}: of nothing, nothing is said");
    }
}

#[test]
fn an_author_may_say_something_where_nothing_is_composed() {
    let mut composition = composition();
    composition.report.wordings = vec![read_wording("risks", "Derzeit ist kein Risiko bekannt.")];
    assert_eq!(section(&composition, "risks").unwrap(), ["Derzeit ist kein Risiko bekannt."]);
}

#[test]
fn attachments_are_listed_after_the_decision() {
    let mut composition = composition();
    let attachment = |number: u32, size: u64| Attachment {
        number,
        title: "Liste der Online-Dienste".into(),
        file_name: format!("anlage-{number}.pdf"),
        media_type: "application/pdf".into(),
        size,
        sha256: "0".repeat(64),
    };
    composition.attachments = vec![attachment(1, 800), attachment(2, 48_211), attachment(3, 1_500_000)];
    let expected = [
        "Anlage 1: Liste der Online-Dienste (anlage-1.pdf, 800 Byte)",
        "Anlage 2: Liste der Online-Dienste (anlage-2.pdf, 47 KB)",
        "Anlage 3: Liste der Online-Dienste (anlage-3.pdf, 1,5 MB)",
    ];
    assert_eq!(section(&composition, "attachments").unwrap(), expected);
    let text = write(&document(&composition), "markdown");
    assert!(text.find("## Beschluss").unwrap() < text.find("## Anlagen").unwrap(), "{text}");
}

#[test]
fn a_city_orders_and_names_the_sections() {
    let form = |key: &str, heading: Option<&str>| SectionForm { key: key.into(), heading: heading.map(str::to_owned) };
    let forms = [
        form("outlook", Some("Was als Nächstes kommt")),
        form("ereb", None),
        form("ozg", Some("Online-Dienste")),
        form("beschluss", Some("Beschlussempfehlung")),
        form("seventh", Some("Nirgends")),
    ];
    let mut composition = steered();
    composition.projects.truncate(4);
    composition.projects[3].project.title = "eREB".into();
    let document = compose(&composition, ZONE, &forms);
    let headings: Vec<&str> = document
        .blocks
        .iter()
        .filter_map(|b| match b {
            Block::Heading { id: Some(_), text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    let expected = [
        "Begründung / Sachverhalt zum Zeitpunkt der Sitzungseinladung",
        "Was als Nächstes kommt",
        "1. eREB",
        "2. Online-Dienste",
        "Überblick",
        "3. DMS",
        "4. Prozessmanagement",
        "Entscheidungsbedarf",
        "Risiken",
        "Beschlussempfehlung",
    ];
    assert_eq!(headings, expected, "numbers follow the order");
}
