//! The value of an indicator on a day: value(D) = b + n(D) − n(day of b), where b is the latest balance and n(d) what
//! the named items add up to on day d. Without a balance it is n(D), without items it is b. A balance stated under an
//! older definition says nothing of what is counted now: then there is no value until a new one is stated.

use std::collections::BTreeSet;

use uuid::Uuid;

use domain::definitions::Definitions;
use domain::measure::{Counted, Formula, Term};
use domain::time::{Day, Edge};

/// What an observation states of the whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Balance {
    /// Its id.
    pub id: Uuid,
    /// The day for which it holds.
    pub as_of: Day,
    /// How much there was on that day, named or not; nothing where there is nothing to count (nicht zutreffend).
    pub value: Option<f64>,
}

/// What a term gives for the measures that count on one day.
pub fn term(term: Term, counted: &[Counted]) -> f64 {
    match term {
        Term::Sum(_) => counted.iter().map(|c| c.amount).sum(),
        Term::Groups(_) | Term::MinusGroups(_) => {
            let groups: BTreeSet<_> = counted.iter().filter_map(|c| c.unit).collect();
            term.sign() * groups.len() as f64
        }
    }
}

/// What a sum of terms gives on `day`, over measures of any day.
pub fn sum(terms: &[(Term, Vec<Counted>)], day: Day) -> f64 {
    terms
        .iter()
        .map(|(one, counted)| {
            let there: Vec<Counted> = counted.iter().filter(|c| c.span.contains(day)).cloned().collect();
            term(*one, &there)
        })
        .sum()
}

/// The first in per cent of the second, to two decimals; nothing while the second is 0.
pub fn percent(part: f64, whole: f64) -> Option<f64> {
    (whole != 0.0).then(|| (part / whole * 10_000.0).round() / 100.0)
}

/// Everything ever stated and counted of an indicator, as known at one moment.
#[derive(Clone, Debug, Default)]
pub struct Material {
    /// Its balances, the latest Stichtag first; of two with the same one, the later recorded first.
    pub balances: Vec<Balance>,
    /// How it is computed, with the measures for each term.
    pub formula: Option<Formula>,
    /// The terms of the formula (of the first sum, for a ratio).
    pub terms: Vec<(Term, Vec<Counted>)>,
    /// The terms of the second sum of a ratio.
    pub whole: Vec<(Term, Vec<Counted>)>,
    /// Since when the project has items: from then on, nothing counted is 0 and not missing.
    pub items_since: Option<Edge>,
    /// What was counted when.
    pub definitions: Definitions,
    /// Whether balances are carried on across a break of the definitions all the same.
    pub across_breaks: bool,
}

impl Material {
    /// The latest balance not later than `day`.
    pub fn balance(&self, day: Day) -> Option<Balance> {
        self.balances.iter().copied().find(|b| b.as_of <= day)
    }

    /// Whether the latest balance was stated under an older definition than the one that holds on `day`.
    fn outdated(&self, day: Day) -> bool {
        self.balance(day).is_some_and(|b| self.definitions.broken(b.as_of, day))
    }

    /// Whether the value on `day` goes back to a balance of an older definition.
    pub fn carried(&self, day: Day) -> bool {
        self.across_breaks && !matches!(self.formula, Some(Formula::Percent(..))) && self.outdated(day)
    }

    /// The value on `day`, if there is one.
    pub fn value(&self, day: Day) -> Option<f64> {
        let counted = |terms, day| sum(terms, day);
        let outdated = !self.across_breaks && self.outdated(day);
        match (self.formula, self.balance(day)) {
            (Some(Formula::Percent(..)), balance) if outdated || balance.is_none_or(|b| b.value.is_some()) => {
                percent(counted(&self.terms, day), counted(&self.whole, day))
            }
            (_, Some(Balance { value: None, .. })) | (Some(Formula::Percent(..)), _) => None,
            _ if outdated => None,
            (None, balance) => balance.and_then(|b| b.value),
            (Some(Formula::Sum(_)), Some(Balance { as_of, value: Some(value), .. })) => {
                Some(value + counted(&self.terms, day) - counted(&self.terms, as_of))
            }
            (Some(Formula::Sum(_)), None) => {
                self.items_since.is_some_and(|since| since <= day.into()).then(|| counted(&self.terms, day))
            }
        }
    }

    /// The days on which something was stated or a count changed, in order.
    pub fn days(&self) -> BTreeSet<Day> {
        let counted = self.terms.iter().chain(&self.whole).flat_map(|(_, counted)| counted);
        let edges = counted.flat_map(|c| [c.span.from.day(), c.span.to.day()]).flatten();
        self.balances.iter().map(|b| b.as_of).chain(edges).collect()
    }

    /// The days on which the value may change: those, and the first days of new definitions.
    pub fn steps(&self) -> BTreeSet<Day> {
        let mut days = self.days();
        days.extend(self.definitions.breaks().map(|b| b.day));
        days
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::indicator::Definition;
    use domain::time::Span;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn balance(as_of: &str, value: f64) -> Balance {
        Balance { id: Uuid::nil(), as_of: day(as_of), value: Some(value) }
    }

    fn service(from: &str, to: &str) -> Counted {
        let edge = |text: &str| text.parse::<Edge>().unwrap();
        Counted { subject: Uuid::nil(), unit: None, amount: 1.0, span: Span { from: edge(from), to: edge(to) } }
    }

    const SERVICES: &[Term] = &[Term::Sum("online-services")];

    fn city(named: Vec<Counted>) -> Material {
        Material {
            balances: vec![balance("2023-04-06", 117.0), balance("2022-11-24", 103.0)],
            formula: Some(Formula::Sum(SERVICES)),
            terms: vec![(SERVICES[0], named)],
            whole: Vec::new(),
            items_since: Some(Edge::START),
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
        let empty = Material {
            formula: Some(Formula::Sum(SERVICES)),
            terms: vec![(SERVICES[0], vec![])],
            ..Material::default()
        };
        assert_eq!(empty.value(day("2023-04-06")), None, "there are no items");
        let planned = Material { items_since: Some("2023-01-01".parse().unwrap()), ..empty };
        assert_eq!(planned.value(day("2022-12-31")), None);
        assert_eq!(planned.value(day("2023-04-06")), Some(0.0), "there are items, and none of them counts");
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
            (Span::since(from.parse().unwrap()), Definition { version, text: format!("Zählung {version}") })
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
        assert_eq!(
            on(&city, "2023-02-02"),
            (Some(2.0), false),
            "what is counted today is counted by today's definition"
        );
    }

    #[test]
    fn a_share_of_nothing_is_no_share() {
        assert_eq!(percent(1.0, 3.0), Some(33.33));
        assert_eq!(percent(0.0, 0.0), None);
    }
}
