//! The sections around those of the projects: overview, outlook, decisions needed, risks.

use serde_json::{Value, json};

use crate::domain::document::{Block, Inline, plain};
use crate::reports::Composition;
use crate::reports::fixture::{composition, day, document, write};

fn table(composition: &Composition) -> (Vec<String>, Vec<Vec<Vec<Inline>>>) {
    let overview = document(composition).blocks.into_iter().find_map(|block| match block {
        Block::Table { id, columns, rows, .. } if id == "overview" => Some((columns, rows)),
        _ => None,
    });
    let (columns, rows) = overview.unwrap();
    (columns.into_iter().map(|c| c.title).collect(), rows)
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
    let then = Some("2022-11-24T23:00:00Z".parse::<crate::domain::time::Moment>().unwrap().to_string());
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
    composition.report.wordings =
        vec![serde_json::from_value(json!({"section": "overview", "text": "Viel ist geschafft."})).unwrap()];
    let text = write(&document(&composition), "markdown");
    let place = text.find("Viel ist geschafft.").unwrap();
    assert!(text.find("### Überblick").unwrap() < place && place < text.find("### 1. ").unwrap(), "{text}");
    composition.projects.truncate(1);
    assert!(write(&document(&composition), "markdown").contains("### Überblick"), "somebody says something in it");
}
