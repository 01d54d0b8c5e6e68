//! The check before submission, on the city's report of 26.04.2023.

use serde_json::json;

use super::*;
use crate::reports::fixture::{ZONE, composition, read};

fn found(composition: &Composition) -> Vec<(&'static str, String)> {
    findings(composition, ZONE).into_iter().map(|f| (f.code.name(), f.place)).collect()
}

/// The report with everything that it needs.
fn whole() -> Composition {
    let mut whole = composition();
    let update = json!({"asOf": "2023-04-06", "text": "Es geht voran.", "state": "approved"});
    whole.projects.iter_mut().filter(|p| p.updates.is_empty()).for_each(|p| p.updates.push(read(update.clone())));
    whole
}

#[test]
fn a_report_that_lacks_nothing_passes() {
    assert_eq!(found(&whole()), []);
}

#[test]
fn a_status_update_must_be_of_the_period_unless_the_project_is_over() {
    let mut composition = whole();
    composition.projects[2].updates[0].as_of = "2022-11-07".parse().unwrap();
    assert_eq!(found(&composition), [("missing_status_update", "processes".to_owned())]);
    composition.projects[2].project.phase = crate::domain::project::Phase::Cancelled;
    assert_eq!(found(&composition), []);
}

#[test]
fn a_key_figure_needs_a_value_and_a_light_its_reason() {
    let mut composition = whole();
    composition.projects[0].figures.get_mut("online-services").unwrap().value = None;
    let health = json!({"schedule": {"light": "unknown"}, "budget": {"light": "green"}, "result": {"light": "red", "reason": "x"}});
    composition.projects[1].project.health = Some(serde_json::from_value(health).unwrap());
    let expected = [("missing_value", "ozg".to_owned()), ("unexplained_health", "dms".to_owned())];
    assert_eq!(found(&composition), expected);
    composition.projects[0].figures.get_mut("online-services").unwrap().not_applicable = true;
    assert_eq!(found(&composition), expected[1..]);
}

#[test]
fn the_form_of_the_council_is_complete() {
    let mut composition = whole();
    composition.report.climate = Some(serde_json::from_value(json!({"relevance": "partial"})).unwrap());
    composition.report.costs = Some(serde_json::from_value(json!({"incurred": true})).unwrap());
    composition.report.agenda_item = None;
    let codes = |c: &Composition| found(c).into_iter().map(|(code, _)| code).collect::<Vec<_>>();
    let all = ["unexplained_climate", "costs_without_amount", "missing_agenda_item"];
    assert_eq!(codes(&composition), all);
    composition.report.climate = None;
    composition.report.costs = None;
    composition.report.meeting = None;
    assert_eq!(codes(&composition), all);
}

#[test]
fn a_number_that_its_own_section_contradicts_is_found() {
    let mut composition = whole();
    let mut say = |section: &str, text: &str| {
        composition.report.wordings = vec![read_wording(json!({"section": section, "text": text}))];
        found(&composition)
    };
    assert_eq!(say("ozg", "Inzwischen sind es 118 Online-Dienste."), [("contradicting_number", "ozg".to_owned())]);
    for right in ["117 Online-Dienste sind es, 14 Online-Dienste mehr.", "Vorher nannten wir 98 Online-Dienste."] {
        assert_eq!(say("ozg", right), [], "{right}");
    }
    assert_eq!(say("dms", "118 Online-Dienste nutzen es."), [], "another section has no such figure");
}

fn read_wording(value: serde_json::Value) -> crate::domain::report::Wording {
    serde_json::from_value(value).unwrap()
}

#[test]
fn a_text_has_a_place_and_replaces_what_it_was_written_for() {
    let texts = texts::of("de");
    let mut report = whole().report;
    let paragraph = |text: &str| Block::Paragraph { content: vec![text.into()], id: Some("ozg/1".into()) };
    let document = |text: &str| Document {
        blocks: vec![Block::section(3, "ozg", "OZG"), paragraph(text)],
        ..compose(&whole(), ZONE, &[])
    };
    let mut check = |wording: serde_json::Value, now: &str| -> Vec<(&'static str, String)> {
        report.wordings = vec![read_wording(wording)];
        let document = document(now);
        wordings(&report, [&document, &document], texts).into_iter().map(|f| (f.code.name(), f.place)).collect()
    };
    let replacing = json!({"section": "ozg", "replaces": "ozg/1", "insteadOf": "Alt.", "text": "Neu."});
    assert_eq!(check(replacing.clone(), "Alt."), []);
    assert_eq!(check(replacing, "Anders."), [("outdated_wording", "ozg/1".to_owned())]);
    let nowhere = json!({"section": "ozg", "replaces": "ozg/7", "text": "Neu."});
    assert_eq!(check(nowhere, "Alt."), [("unplaced_wording", "ozg/7".to_owned())]);
    assert_eq!(
        check(json!({"section": "nirgends", "text": "Neu."}), "Alt."),
        [("unplaced_wording", "nirgends".to_owned())]
    );
}

#[test]
fn an_override_lets_pass_what_it_names_and_nothing_else() {
    let found = [finding(FindingCode::MissingValue, "ozg", "x"), finding(FindingCode::MissingValue, "dms", "y")];
    let pass = |finding: &str, place: &str| Override {
        finding: finding.into(),
        place: place.into(),
        explanation: "Bekannt.".into(),
    };
    let overrides = [pass("missing_value", "ozg"), pass("missing_status_update", "dms")];
    assert_eq!(open(&found, &overrides), found[1..]);
    let passed = passed(&found, &overrides);
    assert_eq!((passed.len(), passed[0].explanation.as_deref()), (1, Some("Bekannt.")));
    let refused = judge(&found, &overrides);
    assert_eq!(refused.iter().map(|v| v.pointer.as_deref()).collect::<Vec<_>>(), [Some("/overrides/1")]);
}
