//! The check before submission, on the city's report of 26.04.2023.

use serde_json::json;

use super::*;
use crate::fixture::{ZONE, composition, day, read};
use analysis::health::{Explanation, Judged, Judgement, Rule};
use domain::report_step::Override;

fn found(composition: &Composition) -> Vec<(&'static str, String)> {
    findings(composition, day("2023-04-06"), ZONE).into_iter().map(|f| (f.code.name(), f.place)).collect()
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
fn nobody_knows_what_will_be_so() {
    let tomorrow = findings(&whole(), day("2023-04-05"), ZONE);
    let [finding] = tomorrow.as_slice() else { panic!("{tomorrow:?}") };
    assert_eq!((finding.code.name(), finding.place.as_str()), ("future_as_of", "asOf"));
    assert!(finding.detail.starts_with("Der Stichtag 06.04.2023 liegt in der Zukunft"), "{}", finding.detail);
}

#[test]
fn a_status_update_must_be_of_the_period_unless_the_project_is_over() {
    let mut composition = whole();
    composition.projects[2].updates[0].as_of = "2022-11-24".parse().unwrap();
    assert_eq!(found(&composition), [], "the previous report did not know it");
    composition.projects[2].updates_told = true;
    assert_eq!(found(&composition), [("missing_status_update", "processes".to_owned())]);
    // Without a previous report the period is the usual one, and reaches the check as data.
    composition.projects[2].updates_told = false;
    composition.previous = None;
    assert_eq!(found(&composition), [("missing_status_update", "processes".to_owned())]);
    composition.projects[2].updates[0].as_of = "2022-11-25".parse().unwrap();
    assert_eq!(found(&composition), []);
    composition.period_from = "2023-01-06".parse().unwrap();
    assert_eq!(found(&composition), [("missing_status_update", "processes".to_owned())]);
    composition.projects[2].project.phase = domain::project::Phase::Cancelled;
    assert_eq!(found(&composition), []);
}

/// The subjects of what is found.
fn subjects(composition: &Composition) -> Vec<(&'static str, Option<String>)> {
    findings(composition, day("2023-04-06"), ZONE).into_iter().map(|f| (f.code.name(), f.subject)).collect()
}

#[test]
fn an_indicator_that_is_awaited_needs_a_value_and_a_light_its_explanation() {
    let mut composition = whole();
    let figures = &mut composition.projects[0].figures;
    figures.get_mut("online-services").unwrap().value = None;
    let unknown = |label: &str| Figure { label: label.into(), ..Figure::default() };
    figures.insert("cases".into(), unknown("Fälle"));
    figures.insert("observed".into(), Figure { stated: Some("2022-01-01".parse().unwrap()), ..unknown("Gezähltes") });
    figures.insert("planned".into(), Figure { target: Some(5.0), ..unknown("Geplantes") });
    figures.insert("none".into(), Figure { target: Some(5.0), not_applicable: true, ..unknown("Entfällt") });
    let health = json!({"schedule": {"light": "unknown"}, "budget": {"light": "unknown"}, "result": {"light": "red", "reason": "x"}});
    composition.projects[1].project.health = Some(serde_json::from_value(health).unwrap());
    let about = |code, subject: &str| (code, Some(subject.to_owned()));
    let expected = [
        about("missing_value", "observed"),
        about("missing_value", "online-services"),
        about("missing_value", "planned"),
        about("unexplained_health", "schedule"),
        about("unexplained_health", "budget"),
    ];
    assert_eq!(subjects(&composition), expected, "of what nobody ever observed, nothing is asked");
    composition.projects[0].project.phase = domain::project::Phase::Idea;
    assert_eq!(subjects(&composition), expected[3..], "what is an idea has begun nothing");
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
fn a_light_better_than_the_facts_needs_a_reason() {
    let mut composition = whole();
    let light = |light: &str, reason: Option<&str>| json!({"light": light, "reason": reason});
    let mut declare = |schedule: serde_json::Value| {
        let health =
            json!({"schedule": schedule, "budget": light("green", None), "result": light("unknown", Some("x"))});
        composition.projects[0].project.health = Some(serde_json::from_value(health).unwrap());
        let judged =
            |light, explanation| Judged { light, rule: Rule::MilestoneDelay, explanation, because: Vec::new() };
        let (milestone, agreed) = ("Start".to_owned(), "2022-06".parse().unwrap());
        let behind = Explanation::MilestoneBehind { milestone, agreed, expected: None };
        let judgement = Judgement {
            schedule: judged(Light::Red, behind),
            budget: judged(Light::Green, Explanation::NothingSpent),
            result: judged(Light::Red, Explanation::NoTargetDue),
        };
        composition.judged.insert("ozg".into(), judgement);
        findings(&composition, day("2023-04-06"), ZONE)
    };
    let found = declare(light("green", None));
    let [finding] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((finding.code.name(), finding.subject.as_deref()), ("contradicting_health", Some("schedule")));
    assert!(
        finding.detail.ends_with(
            "aus den Daten berechnet ist „außer Plan“: Meilenstein „Start“: vereinbart Juni 2022, noch nicht erreicht."
        ),
        "{}",
        finding.detail
    );
    assert_eq!(declare(light("green", Some("Der Rückstand wird aufgeholt."))), []);
    assert_eq!(declare(light("red", Some("Es stockt."))), []);
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

#[test]
fn status_updates_are_held_against_the_figures_unless_their_day_is_printed() {
    let mut composition = whole();
    composition.projects[0].updates[0].text = "Es gibt 118 Online-Dienste.\nWeitere folgen.".into();
    composition.projects[0].updates[0].as_of = "2023-03-01".parse().unwrap();
    let all = findings(&composition, day("2023-04-06"), ZONE);
    let told: Vec<_> = all.iter().map(|f| (f.place.as_str(), f.subject.as_deref(), f.detail.as_str())).collect();
    let detail = "Im Sachstand vom 01.03.2023 steht „118 Online-Dienste“; für „Online-Dienste“ nennt derselbe Abschnitt \
                  117, 103, 98, 14.";
    assert_eq!(told, [("ozg", Some("118 Online-Dienste"), detail)]);

    // "Stand 01.03.2023: …" may be right for its day, one of the Stichtag may not.
    let later = json!({"asOf": "2023-04-06", "text": "Erreicht sind 117 Dienste.", "state": "approved"});
    composition.projects[0].updates.push(read(later));
    assert_eq!(found(&composition), []);
    composition.projects[0].updates[1].text = "Erreicht sind 119 Dienste.".into();
    assert_eq!(found(&composition), [("contradicting_number", "ozg".to_owned())]);
}

#[test]
fn an_attachment_that_is_named_must_be_attached() {
    let mut composition = whole();
    let text = "Die Dienste stehen in Anlage 2.";
    composition.report.wordings = vec![read_wording(json!({"section": "ozg", "text": text}))];
    assert_eq!(found(&composition), [("missing_attachment", "ozg".to_owned())]);
    let all = findings(&composition, day("2023-04-06"), ZONE);
    assert_eq!(all[0].subject.as_deref(), Some("Anlage 2"));
    let detail = "Im Text ist „Anlage 2“ genannt; dem Bericht ist keine Anlage mit dieser Nummer beigefügt.";
    assert_eq!(all[0].detail, detail);
    let attached = json!({
        "number": 2, "title": "Dienste", "fileName": "anlage-2.pdf", "mediaType": "application/pdf", "size": 1,
        "sha256": "0".repeat(64),
    });
    composition.attachments = vec![serde_json::from_value(attached).unwrap()];
    assert_eq!(found(&composition), []);
}

#[test]
fn what_stands_in_no_section_is_held_against_the_whole_report() {
    let mut composition = whole();
    composition.report.title = "Bericht über 118 Online-Dienste".into();
    composition.report.proposal =
        Some("Der Senat nimmt 119 Online-Dienste zur Kenntnis, davon 14 neue Dienste.".into());
    let climate = json!({"relevance": "partial", "explanation": "120 Dienste sparen Wege."});
    composition.report.climate = Some(serde_json::from_value(climate).unwrap());
    let costs = json!({"incurred": false, "explanation": "Die 117 Dienste kosten nichts, auch 121 Dienste nicht."});
    composition.report.costs = Some(serde_json::from_value(costs).unwrap());
    let places = ["title", "proposal", "climate", "costs"].map(|place| ("contradicting_number", place.to_owned()));
    assert_eq!(found(&composition), places);
    let subjects: Vec<String> =
        findings(&composition, day("2023-04-06"), ZONE).into_iter().filter_map(|f| f.subject).collect();
    assert_eq!(subjects, ["118 Online-Dienste", "119 Online-Dienste", "120 Dienste", "121 Dienste"]);
    let detail = findings(&composition, day("2023-04-06"), ZONE).swap_remove(1).detail;
    assert!(
        detail.starts_with("Im Beschlussvorschlag steht „119 Online-Dienste“; für")
            && detail.contains("nennt der Bericht")
    );
}

fn read_wording(value: serde_json::Value) -> domain::report::Wording {
    serde_json::from_value(value).unwrap()
}

#[test]
fn a_text_has_a_place_and_replaces_what_it_was_written_for() {
    let now = sections(&whole()).iter().find_map(|section| section.paragraph("ozg/1")).unwrap();
    let check = |wording: serde_json::Value| {
        let mut composition = whole();
        composition.report.wordings = vec![read_wording(wording)];
        found(&composition)
    };
    let replacing = |then: &str| json!({"section": "ozg", "replaces": "ozg/1", "insteadOf": then, "text": "Neu."});
    assert_eq!(check(replacing(&now)), []);
    assert_eq!(check(replacing("Es waren 116.")), [("outdated_wording", "ozg/1".to_owned())]);
    let nowhere = json!({"section": "ozg", "replaces": "ozg/99", "text": "Neu."});
    assert_eq!(check(nowhere), [("unplaced_wording", "ozg/99".to_owned())]);
    // Parts of the paper in which no author speaks, and what is no part at all.
    for section in ["beschluss", "sachverhalt", "attachments", "sign-off", "nirgends"] {
        let wording = json!({"section": section, "text": "Neu."});
        assert_eq!(check(wording), [("unplaced_wording", section.to_owned())]);
    }
    for section in ["overview", "corrections", "outlook", "decisions", "risks", "completeness", "ozg"] {
        assert_eq!(check(json!({"section": section, "text": "Neu."})), [], "{section}");
    }
}

#[test]
fn an_override_lets_pass_what_it_names_and_nothing_else() {
    let light = |dimension: &str| Finding::new(FindingCode::UnexplainedHealth, "ozg", dimension).about(dimension);
    let value = Finding::new(FindingCode::MissingValue, "dms", "y").about("licences-contracted");
    let found = [light("schedule"), light("budget"), value];
    let pass = |finding: &str, place: &str, subject: Option<&str>| Override {
        finding: finding.into(),
        place: place.into(),
        subject: subject.map(str::to_owned),
        explanation: "Bekannt.".into(),
    };
    let pointers = |overrides: &[Override]| -> Vec<(String, String)> {
        let all = unmatched_overrides(&found, overrides).into_iter();
        all.map(|v| (v.pointer.unwrap_or_default(), v.detail)).collect()
    };
    let wrong = |pointer: &str, detail: &str| (pointer.to_owned(), detail.to_owned());
    // The subject may be left out where there is but one.
    let overrides = [pass("unexplained_health", "ozg", Some("budget")), pass("missing_value", "dms", None)];
    assert_eq!(pointers(&overrides), []);
    assert_eq!(open(&found, &overrides), found[..1]);
    let passed = waived(&found, &overrides);
    assert_eq!((passed.len(), passed[0].explanation.as_deref()), (2, Some("Bekannt.")));

    let several = "is required, because several are found there: 'schedule', 'budget'";
    assert_eq!(pointers(&[pass("unexplained_health", "ozg", None)]), [wrong("/overrides/0/subject", several)]);
    let twice = [pass("missing_value", "dms", None), pass("missing_value", "dms", Some("licences-contracted"))];
    assert_eq!(pointers(&twice), [wrong("/overrides/1", "is let pass twice")]);
    let idle = [pass("unexplained_health", "ozg", Some("result")), pass("missing_status_update", "dms", None)];
    let expected = [
        wrong("/overrides/0", "nothing of the code 'unexplained_health' is found at 'ozg' about 'result'"),
        wrong("/overrides/1", "nothing of the code 'missing_status_update' is found at 'dms'"),
    ];
    assert_eq!(pointers(&idle), expected);
}

#[test]
fn what_was_frozen_before_findings_had_subjects_is_read_as_it_was() {
    let frozen = r#"{"code":"missing_value","place":"ozg","detail":"x","explanation":"y"}"#;
    let finding: Finding = serde_json::from_str(frozen).unwrap();
    assert_eq!((finding.subject.as_ref(), serde_json::to_string(&finding).unwrap().as_str()), (None, frozen));
}
