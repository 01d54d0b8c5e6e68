//! The report in the form of the council.

use serde_json::json;

use crate::Composition;
use crate::compose::Consulted;
use crate::fixture::{composition, day, document, front_page, item, meeting, ozg, project, read, words, write};
use documents::formats;
use domain::document::{Block, Document};
use domain::report::Edition;
use kinds::Previous;
use views::front_page::FrontPage;
use views::overview::overview;

fn markdown(composition: &Composition) -> String {
    write(&document(composition), "markdown")
}

#[test]
fn the_city_s_report_says_the_same_in_every_format() {
    let document = document(&composition());
    let names = ["json", "markdown", "html", "pdf", "odt", "docx", "xlsx", "csv", "text"];
    assert_eq!(formats::FORMATS.iter().map(|f| f.name).collect::<Vec<_>>(), names);
    let read_back: Document = serde_json::from_str(&write(&document, "json")).unwrap();
    assert_eq!(read_back, document);
    let markdown = write(&document, "markdown").replace('\\', "");
    let html = words(&write(&document, "html"));
    for sentence in [
        "Bericht über ausgewählte Digitalisierungsprojekte der Verwaltung",
        "24.11.2022, Digitalisierungs- und Organisationssenat (Stichtag 07.11.2022)",
        "Begründung / Sachverhalt zum Zeitpunkt der Sitzungseinladung",
        "1. Umsetzung Onlinezugangsgesetz (OZG)",
        "An diesem Tag waren 103 Online-Dienste verfügbar. Bis zum 06.04.2023 sind 14 weitere hinzugekommen; \
         aktuell bietet die Stadt 117 Online-Dienste an.",
        "103 (damals gemeldet: 98)",
        "Stand am 24.11.2022",
        "voraussichtlich ab Juni 2023",
        "6. Digitale Beteiligung",
        "I. Der Bericht zum Stand der Digitalisierungsprojekte wird zustimmend zur Kenntnis genommen.",
        "II. Angaben zur Klimawirkung",
        "III. Angaben zu den Kosten",
        "zustimmend zur Kenntnis genommen",
        "keine Abstimmung",
        "Stichtag der Angaben: 06.04.2023",
        "Datenstand vom 20.06.2023 09:34 Uhr",
    ] {
        assert!(markdown.contains(sentence), "{sentence}\n{markdown}");
        assert!(html.contains(sentence), "{sentence}\n{html}");
    }
    let joint = "2. Gemeinsame Sitzung des Digitalisierungs- und Organisationssenates mit dem Stadthallensenat";
    for (committee, numbers) in
        [("Digitalisierungs- und Organisationssenat", "4 | DOS/2/4/23"), ("Stadthallensenat", "– | –")]
    {
        let row = format!("| {committee} | {joint} | 26.04.2023 | ö | Beschließend | {numbers} |");
        assert!(markdown.contains(&row), "{row}\n{markdown}");
    }
    for marked in ["[x] wenig klimarelevant: keine weiteren", "[ ] sehr klimarelevant", "[x] nein", "[ ] ja"] {
        assert!(markdown.contains(marked), "{marked}\n{markdown}");
    }
    assert!(html.contains("☒angekreuzt: wenig klimarelevant"), "{html}");
}

#[test]
fn one_is_not_many() {
    let with = |value| markdown(&Composition { projects: vec![ozg(value)], ..composition() });
    assert!(with(104.0).contains("ist 1 weiterer hinzugekommen"), "{}", with(104.0));
    assert!(with(102.0).contains("ist 1 Online-Dienst weggefallen"), "{}", with(102.0));
    assert!(!with(117.0).contains("Überblick"), "one project needs no overview");
}

fn headings(document: &Document) -> Vec<(u8, String)> {
    let heading = |block: &Block| match block {
        Block::Heading { level, text, .. } => Some((*level, text.clone())),
        _ => None,
    };
    document.blocks.iter().filter_map(heading).collect()
}

#[test]
fn headings_never_skip() {
    let document = document(&composition());
    let mut last = 1;
    for (level, text) in headings(&document) {
        assert!((2..=last + 1).contains(&level), "{text}");
        last = level;
    }
    let html = write(&document, "html");
    assert_eq!((html.matches("<h1>").count(), html.matches("<h4>").count()), (1, 0));
}

#[test]
fn votes_are_counted_and_none_is_no_vote() {
    let voted = |votes, outcome: &str| {
        let mut item = item();
        item["votes"] = votes;
        item["outcome"] = json!(outcome);
        markdown(&Composition { meeting: Some(meeting(item)), ..composition() })
    };
    assert!(voted(json!({"inFavour": 8, "against": 2}), "adopted").contains("**Stimmen:** Dafür: 8, Dagegen: 2\n"));
    let with_abstentions = voted(json!({"inFavour": 8, "against": 2, "abstentions": 1}), "rejected");
    assert!(with_abstentions.contains("Dafür: 8, Dagegen: 2, Enthaltungen: 1"));
    assert!(with_abstentions.contains("**Ergebnis:** abgelehnt"));
    let none = voted(json!({"inFavour": 0, "against": 0, "abstentions": 0}), "noted");
    assert!(none.contains("keine Abstimmung") && !none.contains("Dafür") && !none.contains("abgelehnt"), "{none}");
}

#[test]
fn before_the_meeting_it_is_proposed() {
    let invited = json!({"number": "4", "title": "Sachstand", "visibility": "public", "consultationRole": "noting"});
    let text =
        markdown(&Composition { meeting: Some(meeting(invited)), edition: Edition::Invitation, ..composition() });
    assert!(text.contains("## Beschlussvorschlag\n\nI. Der Bericht wird zur Kenntnis genommen."), "{text}");
    assert!(text.contains("| ö | Kenntnisnahme | 4 | noch nicht bekannt |"), "{text}");
    assert!(!text.contains("Abstimmungsergebnis") && !text.contains("## Beschluss\n"), "{text}");
    let text = markdown(&Composition { edition: Edition::Invitation, ..composition() });
    assert!(text.contains("## Beschlussvorschlag\n") && !text.contains("zustimmend"), "whatever became of it: {text}");
}

#[test]
fn what_is_unknown_is_said_or_left_out() {
    let mut empty = composition();
    empty.meeting = None;
    empty.committees.clear();
    empty.previous = None;
    empty.report = read(json!({"title": "Bericht", "asOf": "2023-04-06"}));
    empty.projects = vec![project("seventh-kind", "Neues", "idea", "")];
    let text = markdown(&empty);
    for sentence in [
        "noch keine Sitzung bestimmt",
        "Zu diesem Projekt liegt noch kein freigegebener Sachstand vor.",
        "I. Ein Beschlussvorschlag liegt noch nicht vor.",
        "Die Klimawirkung ist noch nicht bewertet.",
        "Angaben zu den Kosten liegen noch nicht vor.",
    ] {
        assert!(text.contains(sentence), "{sentence}\n{text}");
    }
    assert!(!text.contains("Vorheriger Bericht") && !text.contains("| Gremium"), "{text}");
    empty.projects.clear();
    assert!(markdown(&empty).contains("Zum Stichtag ist kein Projekt erfasst."));
}

#[test]
fn an_explanation_is_given_or_missed() {
    let with = |climate| {
        let mut composition = composition();
        composition.report.climate = serde_json::from_value(climate).unwrap();
        composition.report.costs =
            serde_json::from_value(json!({"incurred": true, "explanation": "Lizenzen"})).unwrap();
        markdown(&composition)
    };
    let explained = with(json!({"relevance": "high", "direction": "reduction", "explanation": "Weniger Wege"}));
    for part in ["[x] sehr klimarelevant", "[x] Minderung", "[ ] Mehrung", "Erläuterung: Weniger Wege", "[x] ja"] {
        assert!(explained.contains(part), "{part}\n{explained}");
    }
    assert!(explained.contains("Erläuterung: Lizenzen"));
    assert!(with(json!({"relevance": "partial"})).contains("Die Erläuterung liegt noch nicht vor."));
}

#[test]
fn what_is_not_public_stays_out_of_a_public_report() {
    let mut hidden = item();
    hidden["visibility"] = json!("non_public");
    let mut composition = Composition { meeting: Some(meeting(hidden)), ..composition() };
    let text = markdown(&composition);
    assert!(text.contains("| nö |") && text.contains("sind nichtöffentlich"), "{text}");
    assert!(!text.contains("zustimmend") && !text.contains("DOS/2/4/23"), "{text}");
    composition.report.visibility = serde_json::from_value(json!("non_public")).unwrap();
    let text = markdown(&composition);
    assert!(text.contains("| nö |") && text.contains("zustimmend zur Kenntnis genommen"), "{text}");
}

#[test]
fn what_a_report_alone_on_one_project_compares_with_is_said_too() {
    let text = markdown(&Composition { projects: vec![ozg(117.0)], ..composition() });
    assert!(text.contains("zum Stichtag 07.11.2022 den Wert 98. Verglichen wird"), "{text}");
    assert!(text.contains("der inzwischen für den 24.11.2022 bekannt ist: 103."), "{text}");
}

#[test]
fn a_correction_says_what_it_corrects() {
    let of = |day_: &str| Previous { day: day(day_), as_of: day("2023-04-06"), committee: None, known_at: None };
    let with = |corrected| markdown(&Composition { corrected: Some(corrected), ..composition() });
    let given =
        "**Berichtigung:** Dieser Bericht berichtigt und ersetzt den Bericht vom 26.04.2023 (Stichtag 06.04.2023).";
    assert!(with(of("2023-04-26")).contains(given), "{}", with(of("2023-04-26")));
    assert!(with(of("2023-04-06")).contains(" den Bericht vom 06.04.2023.\n"), "without a meeting its Stichtag alone");
    assert!(!markdown(&composition()).contains("Berichtigung"));
}

#[test]
fn a_phase_that_changes_the_reading_is_said() {
    let with = |phase: &str, update: &str| {
        markdown(&Composition { projects: vec![project("dms", "DMS", phase, update)], ..composition() })
    };
    for (phase, sentence) in [
        ("paused", "Das Projekt ruht derzeit."),
        ("completed", "Das Projekt ist abgeschlossen."),
        ("cancelled", "Das Projekt ist eingestellt."),
    ] {
        assert!(with(phase, "Näheres.").contains(&format!("## 1. DMS\n\n{sentence}\n\nNäheres.")), "{phase}");
        assert!(!with(phase, "").contains("noch kein freigegebener Sachstand"), "{phase}");
    }
    assert!(!with("rollout", "Näheres.").contains("Das Projekt"));
}

#[test]
fn a_later_report_does_not_expect_what_is_past() {
    let mut composition = composition();
    for facts in &mut composition.projects {
        facts.day = day("2024-08-01");
    }
    let text = markdown(&composition);
    assert!(text.contains("war voraussichtlich ab Juni 2023 vorgesehen und ist noch nicht erreicht."), "{text}");
    assert!(text.contains("war voraussichtlich für Juni 2024 vorgesehen und steht noch aus."), "{text}");
    assert!(!text.contains("Nächster Meilenstein:"), "{text}");
    for cell in ["ab Juni 2023 (noch nicht erreicht) |", "im Juni 2024 (überfällig) |"] {
        assert!(text.contains(cell), "{cell}\n{text}");
    }
    let page = FrontPage { rows: overview(&composition.projects), as_of: day("2024-08-01"), ..front_page() }.html();
    let late = "<strong class=\"late\">(überfällig)</strong>";
    assert!(page.contains("ab Juni 2023 <strong>(noch nicht erreicht)</strong>") && page.contains(late), "{page}");
}

#[test]
fn costs_are_told_with_their_amounts() {
    let mut composition = composition();
    composition.report.costs = serde_json::from_value(json!({"incurred": true, "amounts": [
        {"amount": 20000, "purpose": "Lizenzen", "year": 2024}, {"amount": 1234.5}
    ]}))
    .unwrap();
    let text = markdown(&composition).replace('\u{a0}', " ").replace('\\', "");
    assert!(text.contains(" Lizenzen: 20.000,00 € (Haushaltsjahr 2024)\n") && text.contains(" 1.234,50 €\n"), "{text}");
}

#[test]
fn the_order_of_consultation_has_every_meeting_by_its_day() {
    let committee = |name: &str| read(json!({"name": name, "shortName": "X"}));
    let consulted = |name: &str, date: &str, number: Option<&str>| Consulted {
        meeting: read(json!({"title": format!("Sitzung {name}"), "date": date, "committees": [], "agenda": [
            {"number": "7", "title": "Sachstand", "visibility": "public", "consultationRole": "preparing"}
        ]})),
        committees: vec![committee(name)],
        agenda_item: number.map(str::to_owned),
    };
    let after = consulted("Plenum", "2023-05-08", None);
    let before = consulted("Finanzsenat", "2023-04-19", Some("7"));
    let text = markdown(&Composition { consultations: vec![after, before], ..composition() });
    let rows: Vec<&str> = text
        .lines()
        .filter(|line| (line.contains("| Sitzung ") || line.contains("Gemeinsame")) && !line.starts_with("| Gremium"))
        .collect();
    assert_eq!(rows.len(), 4, "{text}");
    let first = "| Finanzsenat | Sitzung Finanzsenat | 19.04.2023 | ö | Vorberatend | 7 | noch nicht bekannt |";
    let unknown = "noch nicht bekannt | noch nicht bekannt | noch nicht bekannt | noch nicht bekannt |";
    assert_eq!(rows[0], first);
    assert!(rows[1].starts_with("| Digitalisierungs- und Organisationssenat |"), "{text}");
    assert_eq!(rows[3], format!("| Plenum | Sitzung Plenum | 08.05.2023 | {unknown}"));
    let alone = Composition {
        meeting: None,
        committees: Vec::new(),
        consultations: vec![consulted("Plenum", "2023-05-08", None)],
        ..composition()
    };
    assert!(markdown(&alone).contains("| Plenum |") && !markdown(&alone).contains("noch keine Sitzung"));
}
