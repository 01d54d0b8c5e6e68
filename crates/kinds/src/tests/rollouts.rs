//! What a report says of introductions office by office.

use domain::payload::Shape;
use uuid::Uuid;

use super::*;
use domain::measure::{Measure, Term};

const BOOK: &str = "invoice_register";
const FLOW: &str = "approval_workflow";

const NAMES: [&str; 4] = ["Bauamt", "Hauptamt", "Kämmerei", "Standesamt"];

/// A project in which these offices are so far, with the figures that the ledger computes of them.
fn rollout(kind: &str, units: &[(&str, &str, &str)]) -> Facts {
    let id = |name: &str| Uuid::from_u128(NAMES.iter().position(|n| *n == name).unwrap() as u128);
    let (mut concerned, mut open) = (BTreeSet::new(), BTreeSet::new());
    let applicable = units.iter().filter(|(_, _, state)| *state != "not_applicable");
    for (office, _, state) in applicable {
        concerned.insert(office);
        if *state != "live" {
            open.insert(office);
        }
    }
    let live = (concerned.len() - open.len()) as f64;
    let mut facts = facts(kind, &[("offices-concerned", concerned.len() as f64, None), ("offices-live", live, None)]);
    for name in NAMES {
        let office = json!({"name": name, "shortName": name});
        facts.offices.insert(id(name), serde_json::from_value(office).unwrap());
    }
    units.iter().fold(facts, |facts, (office, module, state)| {
        with_item(facts, json!({"type": "RolloutUnit", "office": id(office), "module": module, "state": state}))
    })
}

#[test]
fn a_module_that_runs_nowhere_is_not_said_to_run() {
    let facts = rollout("ereb", &[("Standesamt", FLOW, "live"), ("Bauamt", BOOK, "preparing")]);
    assert_eq!(
        said(&facts),
        "Das elektronische Rechnungseingangsbuch läuft im einzigen vorgesehenen Amt noch nicht im Echtbetrieb. \
         In Vorbereitung: Bauamt.\n\
         Der Anordnungsworkflow läuft im einzigen vorgesehenen Amt (Standesamt) im Echtbetrieb.\n\
         Das eREB läuft mit allem, was für das einzelne Amt vorgesehen ist, in 1 von 2 Ämtern im Echtbetrieb."
    );
    let figures = references(&facts);
    assert_eq!(figures, [("offices-live".into(), "1".into()), ("offices-concerned".into(), "2".into())]);
}

#[test]
fn each_module_is_said_from_its_own_units() {
    let facts = rollout(
        "ereb",
        &[
            ("Bauamt", BOOK, "live"),
            ("Bauamt", FLOW, "pilot"),
            ("Hauptamt", BOOK, "live"),
            ("Hauptamt", FLOW, "not_applicable"),
            ("Kämmerei", BOOK, "training"),
            ("Kämmerei", FLOW, "not_started"),
        ],
    );
    assert_eq!(
        said(&facts),
        "Das elektronische Rechnungseingangsbuch läuft in 2 von 3 vorgesehenen Ämtern im Echtbetrieb. \
         In Schulung: Kämmerei.\n\
         Der Anordnungsworkflow läuft noch in keinem der beiden vorgesehenen Ämter im Echtbetrieb. \
         Im Pilotbetrieb: Bauamt.\n\
         Das eREB läuft mit allem, was für das einzelne Amt vorgesehen ist, in 1 von 3 Ämtern im Echtbetrieb."
    );
    let figures = references(&facts);
    let texts: Vec<&str> = figures.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts, ["2", "3", "keinem", "beiden", "1", "3"], "no number without its origin");
}

#[test]
fn before_the_first_office_is_live_the_modules_say_it_all() {
    let facts = rollout("ereb", &[("Bauamt", BOOK, "not_started"), ("Bauamt", FLOW, "not_started")]);
    let expected = "Das elektronische Rechnungseingangsbuch läuft im einzigen vorgesehenen Amt (Bauamt) noch nicht im \
        Echtbetrieb.\nDer Anordnungsworkflow läuft im einzigen vorgesehenen Amt (Bauamt) noch nicht im Echtbetrieb.";
    assert_eq!(said(&facts), expected);
    let many = NAMES.map(|name| [(name, BOOK, "not_started"), (name, FLOW, "not_started")]).concat();
    assert!(!said(&rollout("ereb", &many)).contains("eREB"), "{}", said(&rollout("ereb", &many)));
}

#[test]
fn a_single_module_is_called_by_its_name() {
    let one = |state| said(&rollout("ereb", &[("Bauamt", FLOW, state)]));
    assert_eq!(one("live"), "Der Anordnungsworkflow läuft im einzigen vorgesehenen Amt (Bauamt) im Echtbetrieb.");
    assert_eq!(
        one("pilot"),
        "Der Anordnungsworkflow läuft im einzigen vorgesehenen Amt noch nicht im Echtbetrieb. Im Pilotbetrieb: Bauamt."
    );
    let dms = |states: &[&str]| {
        let units: Vec<_> = NAMES.into_iter().zip(states).map(|(name, state)| (name, "dms", *state)).collect();
        said(&rollout("dms", &units))
    };
    let subject = "Das Dokumentenmanagementsystem läuft";
    assert_eq!(dms(&["live", "live"]), format!("{subject} in beiden vorgesehenen Ämtern im Echtbetrieb."));
    assert_eq!(dms(&["live"; 3]), format!("{subject} in allen 3 vorgesehenen Ämtern im Echtbetrieb."));
    assert_eq!(dms(&["not_started"; 3]), format!("{subject} noch in keinem der 3 vorgesehenen Ämter im Echtbetrieb."));
    assert_eq!(
        dms(&["preparing", "preparing", "live", "pilot"]),
        format!(
            "{subject} in 1 von 4 vorgesehenen Ämtern im Echtbetrieb. Im Pilotbetrieb: Standesamt. \
             In Vorbereitung: Bauamt und Hauptamt."
        )
    );
}

#[test]
fn where_offices_are_counted_but_not_named_no_module_is_spoken_of() {
    let of = |live, before| {
        let counted = [("offices-concerned", 30.0, None), ("offices-live", live, before)];
        let named = rollout("ereb", &[("Standesamt", FLOW, "live"), ("Bauamt", BOOK, "live")]);
        said(&Facts { figures: facts("ereb", &counted).figures, ..named })
    };
    assert_eq!(of(0.0, None), "Das eREB läuft noch in keinem der 30 vorgesehenen Ämter im Echtbetrieb.");
    assert_eq!(
        of(12.0, Some(11.0)),
        "Das eREB läuft in 12 von 30 vorgesehenen Ämtern im Echtbetrieb. \
         Seit dem vorigen Bericht ist 1 Amt hinzugekommen."
    );
    assert!(of(13.0, Some(11.0)).ends_with("sind 2 Ämter hinzugekommen."), "{}", of(13.0, Some(11.0)));
    assert!(of(12.0, Some(12.0)).ends_with("im Echtbetrieb."), "{}", of(12.0, Some(12.0)));
}

#[test]
fn what_ran_and_runs_no_more_is_said() {
    let of =
        |live, before| said(&facts("dms", &[("offices-concerned", 3.0, None), ("offices-live", live, Some(before))]));
    assert!(of(1.0, 3.0).ends_with("in 1 von 3 vorgesehenen Ämtern im Echtbetrieb. Am 24.11.2022 waren es 3 Ämter."));
    let gone = of(0.0, 1.0);
    assert!(gone.contains("läuft in keinem der 3") && gone.ends_with("Am 24.11.2022 war es 1 Amt."), "{gone}");
}

#[test]
fn what_is_not_known_of_offices_is_not_made_up() {
    let of = |figures: &[(&str, f64, Option<f64>)]| said(&facts("ereb", figures));
    assert_eq!(of(&[]), "");
    assert_eq!(of(&[("offices-live", 1.0, None)]), "Das eREB läuft in 1 Amt im Echtbetrieb.");
    assert_eq!(of(&[("offices-live", 12.0, None)]), "Das eREB läuft in 12 Ämtern im Echtbetrieb.");
    assert_eq!(of(&[("offices-live", 0.0, None)]), "Das eREB läuft noch in keinem Amt im Echtbetrieb.");
    assert_eq!(of(&[("offices-concerned", 1.0, None)]), "Die Einführung ist für 1 Amt vorgesehen.");
    assert_eq!(of(&[("offices-concerned", 30.0, None)]), "Die Einführung ist für 30 Ämter vorgesehen.");
    let none = of(&[("offices-concerned", 0.0, None), ("offices-live", 0.0, None)]);
    assert_eq!(none, "Die Einführung ist derzeit für kein Amt vorgesehen.");
}

#[test]
fn an_office_with_two_modules_is_live_when_both_are() {
    let measures = |state: &str, module: &str| {
        let mut unit: Value = serde_json::from_str(rollout::ROLLOUT_UNIT.example).unwrap();
        unit["state"] = json!(state);
        unit["module"] = json!(module);
        read(Shape::Item, 1, unit).unwrap().measures
    };
    let live = |units: &[Vec<Measure>]| -> i64 {
        let Some(Formula::Sum(terms)) = kind("ereb").unwrap().built_in("offices-live").unwrap().formula else {
            panic!()
        };
        let groups = |key: &str| -> i64 {
            let all = units.iter().flatten().filter(|m| m.key == key).filter_map(|m| m.group);
            i64::try_from(all.collect::<BTreeSet<_>>().len()).unwrap()
        };
        terms.iter().map(|t| if matches!(t, Term::Groups(_)) { groups(t.key()) } else { -groups(t.key()) }).sum()
    };
    let (book, flow) = ("invoice_register", "approval_workflow");
    assert_eq!(live(&[measures("live", book), measures("pilot", flow)]), 0);
    assert_eq!(live(&[measures("live", book), measures("live", flow)]), 1);
    assert_eq!(live(&[measures("live", book), measures("not_applicable", flow)]), 1);
    assert_eq!(live(&[measures("not_applicable", book), measures("not_applicable", flow)]), 0);
}
