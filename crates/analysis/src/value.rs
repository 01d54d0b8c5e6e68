//! The value of an indicator on a day: value(D) = b + n(D) − n(day of b), where b is the latest balance and n(d) what
//! the named items add up to on day d. Without a balance it is n(D), without items it is b. A balance stated under an
//! older definition says nothing of what is counted now: then there is no value until a new one is stated.

use std::collections::BTreeSet;

use uuid::Uuid;

use domain::definitions::Definitions;
use domain::measure::{Counted, Formula, Term};
use domain::time::{Bound, Day};

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

/// From what a value starts, and so what has to be counted for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Basis {
    /// Nothing was stated, and nothing is counted (fehlt).
    Missing,
    /// What was stated last was stated under an older definition: it says nothing of what is counted now.
    Outdated,
    /// There is nothing to count (nicht zutreffend).
    NotApplicable,
    /// What was stated, alone: b.
    Stated(f64),
    /// What was stated for a day, and what items changed since: b + n(D) − n(day of b).
    Since(Day, f64),
    /// What the items make, alone: n(D).
    Items,
    /// What some items make in per cent of others; it needs no balance.
    Share,
}

/// What was loaded of an indicator for its value on day D: what was stated, and of the counts those that its [`Basis`]
/// asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValueFacts {
    /// How it is computed, if it is.
    pub formula: Option<Formula>,
    /// The latest balance not later than D.
    pub balance: Option<Balance>,
    /// Whether another definition holds on D than on the day of the balance.
    pub broken: bool,
    /// Whether the balance is carried on all the same, because somebody asked for it.
    pub across_breaks: bool,
    /// For [`Basis::Since`], what has to be added to the balance, in this order: together n(D) − n(day of b).
    pub since: Vec<f64>,
    /// For [`Basis::Items`] n(D); for [`Basis::Share`] what the first sum makes on D.
    pub counted: f64,
    /// For [`Basis::Share`], what the second sum makes on D.
    pub whole: f64,
    /// For [`Basis::Items`], whether anything of what is counted was entered up to D, or somebody said that all of it is:
    /// then nothing counted is 0 and not missing.
    pub entered: bool,
}

impl ValueFacts {
    /// From what the value starts.
    pub fn basis(&self) -> Basis {
        let share = matches!(self.formula, Some(Formula::Percent(..)));
        let balance = match self.balance {
            // A share needs no balance: only that there is something to count.
            Some(_) if self.dropped() && share => None,
            Some(_) if self.dropped() => return Basis::Outdated,
            balance => balance,
        };
        match (self.formula, balance) {
            (_, Some(Balance { value: None, .. })) => Basis::NotApplicable,
            (Some(Formula::Percent(..)), _) => Basis::Share,
            (None, None) => Basis::Missing,
            (None, Some(Balance { value: Some(value), .. })) => Basis::Stated(value),
            (Some(Formula::Sum(_)), Some(Balance { as_of, value: Some(value), .. })) => Basis::Since(as_of, value),
            (Some(Formula::Sum(_)), None) => Basis::Items,
        }
    }

    /// Whether the balance does not count, because it was stated under an older definition.
    pub fn dropped(&self) -> bool {
        self.broken && !self.across_breaks
    }

    /// Whether the value goes back to a balance of an older definition.
    pub fn carried(&self) -> bool {
        self.broken && self.across_breaks && !matches!(self.formula, Some(Formula::Percent(..)))
    }

    /// The value on D, if there is one: value(D) = b + n(D) − n(day of b). This is the only place where it is computed.
    pub fn value(&self) -> Option<f64> {
        match self.basis() {
            Basis::Missing | Basis::Outdated | Basis::NotApplicable => None,
            Basis::Stated(value) => Some(value),
            Basis::Since(_, value) => Some(self.since.iter().fold(value, |value, more| value + more)),
            Basis::Items => self.entered.then_some(self.counted),
            Basis::Share => percent(self.counted, self.whole),
        }
    }
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
    /// The first day for which something of what is counted was entered, or somebody said that all of it is: from then
    /// on, nothing counted is 0 and not missing.
    pub entered_since: Option<Bound>,
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

    /// What is stated on `day`, without anything counted yet.
    fn stated(&self, day: Day) -> ValueFacts {
        let balance = self.balance(day);
        ValueFacts {
            formula: self.formula,
            balance,
            broken: balance.is_some_and(|b| self.definitions.broken(b.as_of, day)),
            across_breaks: self.across_breaks,
            ..ValueFacts::default()
        }
    }

    /// Whether the value on `day` goes back to a balance of an older definition.
    pub fn carried(&self, day: Day) -> bool {
        self.across_breaks && self.stated(day).carried()
    }

    /// The value on `day`, if there is one.
    pub fn value(&self, day: Day) -> Option<f64> {
        let mut facts = self.stated(day);
        match facts.basis() {
            Basis::Since(since, _) => facts.since = vec![sum(&self.terms, day), -sum(&self.terms, since)],
            Basis::Items => {
                facts.counted = sum(&self.terms, day);
                facts.entered = self.entered_since.is_some_and(|since| since <= day.into());
            }
            Basis::Share => (facts.counted, facts.whole) = (sum(&self.terms, day), sum(&self.whole, day)),
            Basis::Missing | Basis::Outdated | Basis::NotApplicable | Basis::Stated(_) => {}
        }
        facts.value()
    }

    /// The days on which something was stated or a count changed, in order.
    pub fn days(&self) -> BTreeSet<Day> {
        let counted = self.terms.iter().chain(&self.whole).flat_map(|(_, counted)| counted);
        let edges = counted.flat_map(|c| [c.span.from.day(), c.span.to.day()]).flatten();
        // Where nothing was stated before, the value begins on the first day for which anything was entered.
        let begins = self.entered_since.and_then(Bound::day).filter(|day| self.balance(*day).is_none());
        self.balances.iter().map(|b| b.as_of).chain(edges).chain(begins).collect()
    }

    /// The days on which the value may change: those, and the first days of new definitions.
    pub fn steps(&self) -> BTreeSet<Day> {
        let mut days = self.days();
        days.extend(self.definitions.breaks().map(|b| b.day));
        days
    }
}

#[cfg(test)]
mod naive;
#[cfg(test)]
mod tests;
