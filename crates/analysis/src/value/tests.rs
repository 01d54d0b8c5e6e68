//! Values of a city, told as stories: what a balance holds, what is missing, what breaks.

use super::*;
use domain::indicator::Definition;
use domain::time::ValidInterval;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn balance(as_of: &str, value: f64) -> Balance {
    Balance { id: Uuid::nil(), as_of: day(as_of), value: Some(value) }
}

fn service(from: &str, to: &str) -> Counted {
    let edge = |text: &str| text.parse::<Bound>().unwrap();
    Counted { subject: Uuid::nil(), unit: None, amount: 1.0, span: ValidInterval { from: edge(from), to: edge(to) } }
}

const SERVICES: &[Term] = &[Term::Sum("online-services")];

fn city(named: Vec<Counted>) -> Material {
    Material {
        balances: vec![balance("2023-04-06", 117.0), balance("2022-11-24", 103.0)],
        formula: Some(Formula::Sum(SERVICES)),
        terms: vec![(SERVICES[0], named)],
        whole: Vec::new(),
        entered_since: Some(Bound::START),
        ..Material::default()
    }
}

#[test]
fn a_balance_holds_until_named_services_change_it() {
    let city = city(vec![
        service("start", "end"),
        service("2022-12-01", "end"),
        service("2023-02-01", "end"),
        service("2023-05-01", "2023-06-01"),
    ]);
    let on = |d| city.value(day(d));
    assert_eq!(on("2022-11-23"), Some(1.0), "before the first balance only what is named is known");
    assert_eq!(on("2022-11-24"), Some(103.0));
    assert_eq!(on("2023-04-05"), Some(105.0));
    assert_eq!(on("2023-04-06"), Some(117.0), "the balance contains what was named before");
    assert_eq!((on("2023-05-31"), on("2023-06-01")), (Some(118.0), Some(117.0)));
}

#[test]
fn missing_is_not_zero() {
    let empty =
        Material { formula: Some(Formula::Sum(SERVICES)), terms: vec![(SERVICES[0], vec![])], ..Material::default() };
    assert_eq!(empty.value(day("2023-04-06")), None, "nothing of what is counted was ever entered");
    let ended = Material { entered_since: Some("2023-01-01".parse().unwrap()), ..empty };
    assert_eq!(ended.value(day("2022-12-31")), None);
    assert_eq!(ended.value(day("2023-04-06")), Some(0.0), "something counted once, and nothing does now");
}

#[test]
fn nothing_to_count_is_neither_missing_nor_zero_nor_what_was_there_before() {
    let ended = Balance { value: None, ..balance("2023-05-01", 0.0) };
    let mut city = city(vec![service("2023-06-01", "end")]);
    city.balances.insert(0, ended);
    assert_eq!((city.value(day("2023-04-30")), city.value(day("2023-06-02"))), (Some(117.0), None));
}

#[test]
fn a_balance_of_an_older_definition_is_not_carried_on_unless_somebody_asks() {
    let definition = |version, from: &str| {
        (ValidInterval::since(from.parse().unwrap()), Definition { version, text: format!("Zählung {version}") })
    };
    let mut city = city(vec![service("2022-12-01", "end"), service("2023-02-02", "end")]);
    city.definitions = Definitions::new(vec![definition(1, "start"), definition(2, "2023-02-01")]);
    let on = |city: &Material, d| (city.value(day(d)), city.carried(day(d)));
    assert_eq!(on(&city, "2023-01-31"), (Some(104.0), false));
    assert_eq!(on(&city, "2023-02-01"), (None, false));
    assert_eq!(on(&city, "2023-04-06"), (Some(117.0), false), "stated anew");
    city.across_breaks = true;
    assert_eq!(on(&city, "2023-02-02"), (Some(105.0), true));
    assert_eq!(on(&city, "2023-04-06"), (Some(117.0), false));
    city.balances.clear();
    assert_eq!(on(&city, "2023-02-02"), (Some(2.0), false), "what is counted today is counted by today's definition");
}

#[test]
fn a_share_of_nothing_is_no_share() {
    assert_eq!(percent(1.0, 3.0), Some(33.33));
    assert_eq!(percent(0.0, 0.0), None);
}
