//! What a report says of online services, processes, channels and formats: none, one and many of them.

use super::*;
use domain::indicator::Tendency;

#[test]
fn online_services_grow_shrink_and_stay() {
    let of = |now, before| said(&facts("ozg", &[("online-services", now, Some(before))]));
    assert_eq!(
        of(117.0, 103.0),
        "Zuletzt wurde zum Stichtag 24.11.2022 über die Umsetzung des Onlinezugangsgesetzes berichtet \
         (Digitalisierungssenat). An diesem Tag waren 103 Online-Dienste verfügbar. Bis zum 06.04.2023 sind 14 weitere \
         hinzugekommen; aktuell bietet die Stadt 117 Online-Dienste an."
    );
    assert!(of(2.0, 1.0).contains("war 1 Online-Dienst verfügbar. Bis zum 06.04.2023 ist 1 weiterer hinzugekommen"));
    assert!(of(9.0, 10.0).contains("ist 1 Online-Dienst weggefallen; aktuell"));
    assert!(of(1.0, 3.0).ends_with("sind 2 Online-Dienste weggefallen; aktuell bietet die Stadt 1 Online-Dienst an."));
    assert!(of(9.0, 9.0).ends_with("unverändert geblieben; aktuell bietet die Stadt 9 Online-Dienste an."));
}

#[test]
fn no_online_service_is_said_in_words() {
    let of = |now, before| said(&facts("ozg", &[("online-services", now, before)]));
    assert_eq!(of(0.0, None), "Zum 06.04.2023 bietet die Stadt keine Online-Dienste an.");
    assert_eq!(of(1.0, None), "Zum 06.04.2023 bietet die Stadt 1 Online-Dienst an.");
    assert_eq!(of(9.0, None), "Zum 06.04.2023 bietet die Stadt 9 Online-Dienste an.");
    assert!(
        of(0.0, Some(2.0)).ends_with("2 Online-Dienste weggefallen; aktuell bietet die Stadt keine Online-Dienste an.")
    );
    let first = of(1.0, Some(0.0));
    assert!(
        first.contains("waren keine Online-Dienste verfügbar. Bis zum 06.04.2023 ist 1 Online-Dienst hinzugekommen;")
    );
    assert!(of(2.0, Some(0.0)).contains("sind 2 Online-Dienste hinzugekommen;"));
    let none = of(0.0, Some(0.0));
    assert!(none.ends_with("verfügbar. Daran hat sich bis zum 06.04.2023 nichts geändert."), "{none}");
    assert_eq!(said(&facts("ozg", &[])), "");
    // None leads to its record like every other number.
    let figures = references(&facts("ozg", &[("online-services", 0.0, None)]));
    assert_eq!(figures, [("online-services".into(), "keine".into())]);
}

#[test]
fn the_day_of_a_report_is_that_of_its_meeting() {
    let mut ozg = facts("ozg", &[("online-services", 2.0, Some(1.0))]);
    ozg.previous.as_mut().unwrap().as_of = "2022-11-07".parse().unwrap();
    assert!(said(&ozg).starts_with("Zuletzt wurde am 24.11.2022 über"), "{}", said(&ozg));
    // A meeting on or after the day of this report is no day since which something can have changed.
    ozg.day = "2022-11-24".parse().unwrap();
    assert_eq!(said(&ozg), "Zum 24.11.2022 bietet die Stadt 2 Online-Dienste an.");
}

#[test]
fn a_change_without_a_number_is_said_by_every_kind() {
    for kind in KINDS {
        let mut facts = facts(kind.key, &[]);
        let figure = Figure { tendency: Some(Tendency::Increased), ..Figure::default() };
        facts.figures.insert(kind.key_figure.into(), figure);
        let text = said(&facts);
        assert!(text.starts_with("Die Zahl der ") && text.ends_with("erhöht."), "{}: {text}", kind.key);
    }
}

#[test]
fn where_there_is_nothing_to_count_no_kind_gives_an_older_number() {
    for kind in KINDS {
        let known: Vec<_> = kind.indicators.iter().map(|i| (i.key, 7.0, Some(5.0))).collect();
        let mut facts = facts(kind.key, &known);
        assert!(said(&facts).contains('7'), "{}: {}", kind.key, said(&facts));
        facts.figures.values_mut().for_each(|figure| figure.not_applicable = true);
        assert_eq!(said(&facts), "", "{}", kind.key);
    }
}

#[test]
fn processes_are_registered_and_released() {
    let of = |models, released, before| {
        said(&facts("processes", &[("models", models, None), ("models-released", released, before)]))
    };
    assert_eq!(
        of(12.0, 3.0, Some(1.0)),
        "Im Prozessregister stehen 12 Prozesse; freigegeben sind 3 Modelle. Seit dem vorigen Bericht kamen 2 Freigaben \
         hinzu."
    );
    assert_eq!(
        of(1.0, 1.0, Some(0.0)),
        "Im Prozessregister steht 1 Prozess; freigegeben ist 1 Modell. Seit dem vorigen Bericht kam 1 Freigabe hinzu."
    );
    assert_eq!(of(2.0, 0.0, None), "Im Prozessregister stehen 2 Prozesse; freigegeben ist noch kein Modell.");
    assert!(of(2.0, 0.0, Some(2.0)).ends_with("freigegeben ist kein Modell. Am 24.11.2022 waren es 2."));
    assert_eq!(of(0.0, 0.0, None), "Im Prozessregister steht derzeit kein Prozess.");
    assert_eq!(said(&facts("processes", &[("models", 2.0, None)])), "Im Prozessregister stehen 2 Prozesse.");
    let released = said(&facts("processes", &[("models-released", 1.0, None)]));
    assert_eq!(released, "Freigegeben ist 1 Prozessmodell.");
}

fn activity(date: &str) -> Value {
    json!({"type": "Activity", "date": date, "title": "So geht es online"})
}

#[test]
fn activities_are_counted_by_their_days() {
    let of = |days: &[&str], all, before| {
        let facts = facts("communication", &[("activities", all, before)]);
        days.iter().fold(facts, |facts, day| with_item(facts, activity(day)))
    };
    let since = "Seit dem vorigen Bericht";
    // Nothing was counted at the previous report: there is nothing to compare with, but the days are known.
    let two = of(&["2022-11-25", "2023-04-06"], 2.0, None);
    assert_eq!(said(&two), format!("{since} gab es 2 Maßnahmen der Öffentlichkeitsarbeit."));
    assert_eq!(references(&two), [("activities".into(), "2".into())]);
    let one = of(&["2022-11-24", "2022-11-25", "2023-04-07"], 2.0, Some(1.0));
    assert_eq!(said(&one), format!("{since} gab es 1 Maßnahme der Öffentlichkeitsarbeit."));
    // One of the past that was entered late is no activity since.
    let late = of(&["2022-10-01", "2023-01-10"], 2.0, Some(0.0));
    assert_eq!(said(&late), format!("{since} gab es 1 Maßnahme der Öffentlichkeitsarbeit."));
    assert_eq!(references(&late), [("activities".into(), "1".into())], "a part of them");
    let idle = of(&["2022-10-01"], 1.0, Some(1.0));
    assert_eq!(said(&idle), format!("{since} wurde keine Maßnahme der Öffentlichkeitsarbeit erfasst."));
    // A balance alone.
    assert_eq!(said(&of(&[], 9.0, Some(4.0))), format!("{since} gab es 5 Maßnahmen der Öffentlichkeitsarbeit."));
    assert_eq!(said(&of(&[], 9.0, None)), "");
}

#[test]
fn the_first_report_counts_activities_from_the_beginning() {
    let of = |all| said(&Facts { previous: None, ..facts("communication", &[("activities", all, None)]) });
    assert_eq!(of(1.0), "Seit Beginn der Erfassung gab es 1 Maßnahme der Öffentlichkeitsarbeit.");
    assert_eq!(of(2.0), "Seit Beginn der Erfassung gab es 2 Maßnahmen der Öffentlichkeitsarbeit.");
    assert_eq!(of(0.0), "");
}

#[test]
fn channels_are_told_apart_where_all_are_named() {
    let of = |active, media: &[&str]| {
        let facts = facts("communication", &[("active-channels", active, None)]);
        let channel =
            |medium| json!({"type": "Channel", "name": "Blatt", "kind": "print", "medium": medium, "state": "active"});
        let facts = media.iter().fold(facts, |facts, medium| with_item(facts, channel(medium)));
        let numbers = said(&facts).matches(|c: char| c.is_ascii_digit()).count();
        assert!(active == 0.0 || references(&facts).len() == numbers, "no number without its origin");
        said(&facts)
    };
    assert_eq!(of(0.0, &[]), "Derzeit ist kein Kommunikationskanal in Betrieb.");
    assert_eq!(of(1.0, &["digital"]), "Die Stadt nutzt 1 Kanal.");
    let three = ["digital", "analogue", "digital"];
    assert_eq!(of(3.0, &three), "Die Stadt nutzt 3 Kanäle, davon 2 digital und 1 analog.");
    assert_eq!(of(5.0, &three), "Die Stadt nutzt 5 Kanäle.");
}

#[test]
fn formats_run_and_end() {
    let of = |figures: &[(&str, f64, Option<f64>)], titles: &[&str]| {
        let format = |title| {
            json!({
                "type": "Format", "title": title, "platform": "on_site", "level": "information", "audience": "public",
                "format": "workshop", "state": "running"
            })
        };
        said(&titles.iter().fold(facts("participation", figures), |facts, title| with_item(facts, format(title))))
    };
    let running = |n| ("formats-running", n, None);
    let completed = |n| ("formats-completed", n, None);
    assert_eq!(of(&[running(0.0)], &[]), "Derzeit läuft kein Beteiligungsformat.");
    assert_eq!(of(&[running(1.0)], &["Leitbild"]), "Derzeit läuft 1 Beteiligungsformat: „Leitbild“.");
    assert_eq!(of(&[running(2.0)], &["A", "B"]), "Derzeit laufen 2 Beteiligungsformate: „A“ und „B“.");
    assert_eq!(of(&[running(5.0)], &["A"]), "Derzeit laufen 5 Beteiligungsformate, darunter „A“.");
    assert_eq!(
        of(&[running(2.0), completed(1.0)], &[]),
        "Derzeit laufen 2 Beteiligungsformate. Abgeschlossen ist 1 Format."
    );
    assert_eq!(of(&[completed(1.0)], &[]), "Abgeschlossen ist 1 Beteiligungsformat.");
    assert_eq!(of(&[completed(3.0)], &[]), "Abgeschlossen sind 3 Beteiligungsformate.");
    assert_eq!(of(&[completed(0.0)], &[]), "");
}

#[test]
fn models_on_their_way_are_parts_of_the_register() {
    let model = |state: &str| json!({"type": "ProcessModel", "name": "Urlaub", "state": state});
    let states = ["profiled", "as_is_modelled", "as_is_modelled", "reviewed", "released", "implemented"];
    let facts = facts("processes", &[("models", 6.0, None), ("models-released", 2.0, None)]);
    let facts = states.iter().fold(facts, |facts, state| with_item(facts, model(state)));
    assert_eq!(
        said(&facts),
        "Im Prozessregister stehen 6 Prozesse; freigegeben sind 2 Modelle, davon 1 schon umgesetzt. \
         In Arbeit: 1 mit Steckbrief, 2 im Ist modelliert und 1 geprüft."
    );
    let figures = references(&facts);
    let texts: Vec<&str> = figures.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts, ["6", "2", "1", "1", "2", "1"], "no number without its origin");
}
