//! What a report says of what is ahead, of what is late, and of what was said before.

use super::*;
use domain::status_update::StatusUpdate;

/// A project of every kind, with these milestones.
fn with_milestones(milestones: &[Value]) -> Vec<Facts> {
    let read = || milestones.iter().map(|m| serde_json::from_value(m.clone()).unwrap()).collect();
    KINDS.iter().map(|kind| Facts { milestones: read(), ..facts(kind.key, &[]) }).collect()
}

fn milestone(title: &str, date: &str, modality: &str) -> Value {
    json!({"title": title, "forecast": {"date": date, "modality": modality}})
}

#[test]
fn every_kind_names_its_next_milestones() {
    for facts in with_milestones(&[milestone("Abschluss", "2024-06", "expected")]) {
        assert_eq!(said(&facts), "Nächster Meilenstein: „Abschluss“ (voraussichtlich im Juni 2024).");
    }
    let undated = json!({"title": "Auswertung"});
    let reached = json!({"title": "Beginn", "actual": "2023-04-06"});
    for facts in with_milestones(&[milestone("Abschluss", "2023-04", "latest"), undated, reached.clone()]) {
        let expected = "Nächste Meilensteine: „Abschluss“ (bis April 2023); „Auswertung“ (noch ohne Termin).";
        assert_eq!(said(&facts), expected);
    }
    for facts in with_milestones(&[reached]) {
        assert_eq!(said(&facts), "");
    }
}

#[test]
fn what_is_late_is_said_to_be_and_not_before_is_not_late() {
    let late = milestone("Abschluss", "2023-03", "expected");
    let promised = milestone("Schulung", "2023-04-05", "committed");
    let from_then_on = milestone("Nutzung", "2023-03", "earliest");
    let ahead = milestone("Auswertung", "2023-04-06", "expected");
    for facts in with_milestones(&[late, promised, from_then_on, ahead]) {
        assert_eq!(
            said(&facts),
            "Der Meilenstein „Abschluss“ war voraussichtlich für März 2023 vorgesehen und steht noch aus. \
             Der Meilenstein „Schulung“ war für den 05.04.2023 zugesagt und steht noch aus. \
             Der Meilenstein „Nutzung“ war ab März 2023 vorgesehen und ist noch nicht erreicht. \
             Nächster Meilenstein: „Auswertung“ (voraussichtlich am 06.04.2023)."
        );
    }
}

#[test]
fn what_comes_true_later_was_not_reached_yet() {
    let mut reached = milestone("Abschluss", "2023-03", "expected");
    reached["actual"] = json!("2023-04-07");
    assert!(said(&with_milestones(&[reached])[0]).contains("steht noch aus"));
}

#[test]
fn what_was_given_up_has_nothing_ahead() {
    for mut facts in with_milestones(&[milestone("Abschluss", "2023-03", "expected")]) {
        facts.project.phase = serde_json::from_value(json!("cancelled")).unwrap();
        assert_eq!(said(&facts), "");
    }
}

fn update(as_of: &str, text: &str) -> StatusUpdate {
    serde_json::from_value(json!({"asOf": as_of, "text": text, "state": "approved"})).unwrap()
}

#[test]
fn an_old_statement_is_not_given_for_a_new_one() {
    let with = |updates| said(&Facts { updates, ..facts("ozg", &[]) });
    let told = |updates| said(&Facts { updates, updates_told: true, ..facts("ozg", &[]) });
    assert_eq!(with(vec![update("2023-04-06", "Es geht voran.\n\nWeiter so.")]), "Es geht voran.\nWeiter so.");
    assert_eq!(
        told(vec![update("2022-11-01", "Es beginnt.\nBald mehr.")]),
        "Seit dem vorigen Bericht liegt kein neuer Sachstand vor. Der letzte vom 01.11.2022 lautet: Es beginnt.\n\
         Bald mehr."
    );
    assert_eq!(
        with(vec![update("2023-01-10", "Es stockt."), update("2023-04-01", "Es geht voran.")]),
        "Stand 10.01.2023: Es stockt.\nStand 01.04.2023: Es geht voran."
    );
    assert_eq!(with(Vec::new()), "");
}
