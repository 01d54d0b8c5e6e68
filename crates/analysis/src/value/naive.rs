//! The value of a day against a model that knows no formula: it walks from day to day and counts anew on each, over
//! histories with corrections, of which only what was recorded by a change is known.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use domain::indicator::Definition;
use domain::time::ValidInterval;

const SUM: Term = Term::Sum("a");
const MIXED: &[Term] = &[SUM, Term::Groups("offices"), Term::MinusGroups("offices-open")];
const FORMULAS: [Option<Formula>; 4] =
    [None, Some(Formula::Sum(&[SUM])), Some(Formula::Sum(MIXED)), Some(Formula::Percent(&[SUM], &[Term::Sum("b")]))];

/// Days of the histories.
const DAYS: u8 = 40;

fn day(number: u8) -> Day {
    Day::from_date(Day::new(2023, 1, 1).unwrap().date() + chrono::Duration::days(number.into())).unwrap()
}

/// From which change on something is known, and by which it is superseded.
type Recorded = (u8, u8);

fn known((from, to): Recorded, change: u8) -> bool {
    from <= change && change < to
}

/// A version of an item: under which term it counts, and when.
#[derive(Clone, Debug)]
struct Row {
    term: usize,
    counted: Counted,
    recorded: Recorded,
}

/// A version of a statement for a day.
#[derive(Clone, Debug)]
struct Statement {
    day: u8,
    value: Option<i16>,
    recorded: Recorded,
}

/// Everything that was ever recorded of an indicator.
#[derive(Clone, Debug)]
struct History {
    formula: Option<Formula>,
    rows: Vec<Row>,
    statements: Vec<Statement>,
    /// As of which days somebody said that everything was entered.
    complete: Vec<(u8, Recorded)>,
    /// The first day and the version of each definition but the first, which has version 1 and holds since ever.
    definitions: BTreeMap<u8, u32>,
    across_breaks: bool,
}

fn recorded() -> impl Strategy<Value = Recorded> {
    (1..8_u8, prop::option::of(1..5_u8)).prop_map(|(from, length)| (from, length.map_or(u8::MAX, |l| from + l)))
}

fn row() -> impl Strategy<Value = Row> {
    let span = (prop::option::weighted(0.8, 0..DAYS), prop::option::of(1..25_u8));
    (0..3_usize, 0..6_u128, 0..4_u128, -9..9_i8, span, recorded()).prop_map(
        |(term, subject, office, amount, (from, length), recorded)| {
            let to = length.map_or(Bound::END, |length| day(from.unwrap_or(0) + length).into());
            let span = ValidInterval { from: from.map_or(Bound::START, |from| day(from).into()), to };
            let unit = Some(Uuid::from_u128(office));
            let counted = Counted { subject: Uuid::from_u128(subject), unit, amount: amount.into(), span };
            Row { term, counted, recorded }
        },
    )
}

fn statement() -> impl Strategy<Value = Statement> {
    let value = prop::option::weighted(0.8, -20..200_i16);
    (0..DAYS, value, recorded()).prop_map(|(day, value, recorded)| Statement { day, value, recorded })
}

fn history() -> impl Strategy<Value = History> {
    let definitions = prop::collection::btree_map(1..DAYS, 1..4_u32, 0..3);
    let rows = prop::collection::vec(row(), 0..16);
    let statements = prop::collection::vec(statement(), 0..5);
    let complete = prop::collection::vec((0..DAYS, recorded()), 0..2);
    (prop::sample::select(&FORMULAS[..]), rows, statements, complete, definitions, any::<bool>()).prop_map(
        |(formula, rows, statements, complete, definitions, across_breaks)| History {
            formula,
            rows,
            statements,
            complete,
            definitions,
            across_breaks,
        },
    )
}

/// The naive model.
impl History {
    /// What terms make on a day: every item that is there adds its amount, every office is counted once.
    fn count(&self, terms: &[(usize, Term)], on: Day, change: u8) -> f64 {
        let mut total = 0.0;
        for (place, term) in terms {
            let mut offices = Vec::new();
            for row in self.rows.iter().filter(|row| row.term == *place && known(row.recorded, change)) {
                if !row.counted.span.contains(on) {
                    continue;
                }
                match term {
                    Term::Sum(_) => total += row.counted.amount,
                    Term::Groups(_) | Term::MinusGroups(_) if offices.contains(&row.counted.unit) => {}
                    Term::Groups(_) => total += 1.0,
                    Term::MinusGroups(_) => total -= 1.0,
                }
                offices.push(row.counted.unit);
            }
        }
        total
    }

    fn version(&self, on: u8) -> u32 {
        self.definitions.iter().rev().find(|(from, _)| **from <= on).map_or(1, |(_, version)| *version)
    }

    /// What was stated for a day, as known after a change: of two statements the one that was recorded later.
    fn stated(&self, on: u8, change: u8) -> Option<Option<f64>> {
        let of_the_day = self.statements.iter().filter(|s| s.day == on && known(s.recorded, change));
        of_the_day.max_by_key(|s| s.recorded.0).map(|s| s.value.map(f64::from))
    }

    fn naive(&self, on: u8, change: u8) -> Option<f64> {
        let all =
            |terms: &'static [Term], first| -> Vec<(usize, Term)> { (first..).zip(terms.iter().copied()).collect() };
        let (terms, whole) = match self.formula {
            None => (Vec::new(), Vec::new()),
            Some(Formula::Sum(terms)) => (all(terms, 0), Vec::new()),
            Some(Formula::Percent(part, whole)) => (all(part, 0), all(whole, 1)),
        };
        // What goes back to a statement: nothing yet, or that there is nothing to count, or a value, unless it is outdated.
        let (mut running, mut outdated, mut entered): (Option<Option<f64>>, bool, bool) = (None, false, false);
        for today in 0..=on {
            let before = today.checked_sub(1);
            if before.is_some_and(|before| self.version(before) != self.version(today)) && !self.across_breaks {
                outdated = running.is_some();
            }
            if let Some(stated) = self.stated(today, change) {
                (running, outdated) = (Some(stated), false);
            } else if let (Some(Some(value)), Some(before)) = (&mut running, before) {
                *value += self.count(&terms, day(today), change) - self.count(&terms, day(before), change);
            }
            // Items that count under another name say nothing of what is counted here.
            let counts =
                |r: &Row| terms.iter().any(|(place, _)| *place == r.term) && r.counted.span.contains(day(today));
            entered |= self.rows.iter().any(|r| known(r.recorded, change) && counts(r));
            entered |= self.complete.iter().any(|(on, recorded)| known(*recorded, change) && *on == today);
        }
        match (self.formula, running) {
            (Some(Formula::Percent(..)), Some(None)) if !outdated => None,
            (Some(Formula::Percent(..)), _) => {
                percent(self.count(&terms, day(on), change), self.count(&whole, day(on), change))
            }
            _ if outdated => None,
            (Some(Formula::Sum(_)), None) => entered.then(|| self.count(&terms, day(on), change)),
            (_, running) => running.flatten(),
        }
    }

    /// The same as everything that is loaded for a series.
    fn material(&self, change: u8) -> Material {
        let rows: Vec<&Row> = self.rows.iter().filter(|row| known(row.recorded, change)).collect();
        let load = |terms: &[Term], first: usize| -> Vec<(Term, Vec<Counted>)> {
            let of = |place| rows.iter().filter(move |row| row.term == place).map(|row| row.counted.clone()).collect();
            (first..).zip(terms).map(|(place, term)| (*term, of(place))).collect()
        };
        let (terms, whole) = match self.formula {
            None => (Vec::new(), Vec::new()),
            Some(Formula::Sum(terms)) => (load(terms, 0), Vec::new()),
            Some(Formula::Percent(part, whole)) => (load(part, 0), load(whole, 1)),
        };
        let mut stated: Vec<&Statement> = self.statements.iter().filter(|s| known(s.recorded, change)).collect();
        // Of those recorded by one change, the last one counts in the model, too.
        stated.sort_by_key(|s| (s.day, s.recorded.0));
        let balance = |s: &&Statement| Balance { id: Uuid::nil(), as_of: day(s.day), value: s.value.map(f64::from) };
        let first = (ValidInterval::since(Bound::START), Definition { version: 1, text: String::new() });
        let later = self.definitions.iter().map(|(from, version)| {
            (ValidInterval::since(day(*from).into()), Definition { version: *version, text: String::new() })
        });
        let counted = terms.iter().flat_map(|(_, counted)| counted).map(|counted: &Counted| counted.span.from);
        let complete = self.complete.iter().filter(|(_, recorded)| known(*recorded, change));
        let entered_since = counted.chain(complete.map(|(on, _)| day(*on).into())).min();
        Material {
            balances: stated.iter().rev().map(balance).collect(),
            formula: self.formula,
            terms,
            whole,
            entered_since,
            definitions: Definitions::new(std::iter::once(first).chain(later).collect()),
            across_breaks: self.across_breaks,
        }
    }
}

/// The value from as little as the ledger is asked for when only one day is of interest: what began and ended to count
/// since the balance, of groups what there was then and what there is now.
fn incremental(all: &Material, on: Day) -> Option<f64> {
    let mut facts = all.stated(on);
    let only = |counted: &[Counted], which: &dyn Fn(&ValidInterval) -> bool| -> Vec<Counted> {
        counted.iter().filter(|c| which(&c.span)).cloned().collect()
    };
    let on_day = |terms: &[(Term, Vec<Counted>)], day: Day| -> f64 {
        terms.iter().map(|(one, counted)| term(*one, &only(counted, &|span| span.contains(day)))).sum()
    };
    match facts.basis() {
        Basis::Since(since, _) => {
            let passed = |edge: Bound| Bound::from(since) < edge && edge <= Bound::from(on);
            let (groups, sums): (Vec<_>, Vec<_>) = all.terms.iter().cloned().partition(|(one, _)| one.of_groups());
            for (one, counted) in &sums {
                let (begun, ended) = (only(counted, &|s| passed(s.from)), only(counted, &|s| passed(s.to)));
                facts.since.push(term(*one, &begun) - term(*one, &ended));
            }
            facts.since.push(on_day(&groups, on) - on_day(&groups, since));
        }
        Basis::Items => {
            facts.counted = on_day(&all.terms, on);
            facts.entered = all.entered_since.is_some_and(|since| since <= on.into());
        }
        Basis::Share => (facts.counted, facts.whole) = (on_day(&all.terms, on), on_day(&all.whole, on)),
        _ => {}
    }
    facts.value()
}

proptest! {
    #[test]
    fn a_value_is_what_counting_day_by_day_gives(history in history(), on in 0..DAYS + 5, change in 0..9_u8) {
        let naive = history.naive(on, change);
        let material = history.material(change);
        prop_assert_eq!(material.value(day(on)), naive, "from everything that is known");
        prop_assert_eq!(incremental(&material, day(on)), naive, "from what changed since the balance");
    }

    #[test]
    fn what_is_recorded_later_changes_nothing_that_was_known(history in history(), on in 0..DAYS + 5, change in 0..9_u8) {
        let mut then = history.clone();
        then.rows.retain(|row| row.recorded.0 <= change);
        then.statements.retain(|statement| statement.recorded.0 <= change);
        // Nobody knew yet what would be superseded.
        then.rows.iter_mut().filter(|r| r.recorded.1 > change).for_each(|r| r.recorded.1 = u8::MAX);
        then.statements.iter_mut().filter(|s| s.recorded.1 > change).for_each(|s| s.recorded.1 = u8::MAX);
        prop_assert_eq!(then.material(change).value(day(on)), history.material(change).value(day(on)));
    }
}
