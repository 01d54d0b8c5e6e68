//! Series held against examples, and against a naive model that looks at every day.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::value::Balance;
use domain::definitions::Definitions;
use domain::indicator::{Aggregation, Definition};
use domain::measure::{Counted, Formula, Term};
use domain::time::{Bound, ValidInterval};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn material(values: &[(&str, f64)]) -> Material {
    let balance = |(as_of, value): &(&str, f64)| Balance { id: Uuid::nil(), as_of: day(as_of), value: Some(*value) };
    Material { balances: values.iter().rev().map(balance).collect(), ..Material::default() }
}

fn asked(interval: Interval, reduction: Reduction, flow: bool) -> Asked {
    Asked { interval, reduction, flow }
}

#[test]
fn periods_cover_every_day_once() {
    for interval in Interval::ALL.iter().filter(|i| **i != Interval::Change) {
        let (from, to) = (day("2023-12-27"), day("2025-03-02"));
        let periods = periods(from, to, *interval, &Material::default()).unwrap();
        assert_eq!((periods.first().unwrap().0, periods.last().unwrap().1), (from, to));
        assert!(periods.windows(2).all(|w| w[0].1.next() == w[1].0), "{interval:?}");
        assert_eq!(*interval == Interval::Whole, periods.len() == 1);
    }
    assert!(periods(day("1900-01-01"), day("2023-01-01"), Interval::Day, &Material::default()).is_none());
}

#[test]
fn a_picture_takes_the_finest_calendar_that_it_has_room_for() {
    let daily = |count: u64| {
        let days = (0..count).map(|n| (day("2022-01-01").date() + Days::new(n)).to_string());
        let values: Vec<(String, f64)> = days.zip(1..).map(|(day, n)| (day, f64::from(n))).collect();
        material(&values.iter().map(|(day, value)| (day.as_str(), *value)).collect::<Vec<_>>())
    };
    let shown = |count| {
        let marked = [day("2022-02-10"), day("2022-03-31")];
        let points = downsampled((day("2022-01-01"), day("2022-12-31")), false, &daily(count), &marked);
        let of = |day: &str| points.iter().find(|point| point.to.to_string() == day).map(|point| point.value);
        (points.len(), of("2022-02-10"), of("2022-03-01"), of("2022-12-31"))
    };
    let value = |value| Some(Some(value));
    assert_eq!(shown(60), (60, value(41.0), value(60.0), None), "every change");
    assert_eq!(shown(61), (13, value(41.0), None, value(61.0)), "months, and the marked days");
}

#[test]
fn a_stock_carries_on_and_a_flow_does_not() {
    let material = material(&[("2023-01-15", 10.0), ("2023-01-20", 5.0), ("2023-03-01", 7.0)]);
    let months = periods(day("2023-01-01"), day("2023-03-31"), Interval::Month, &material).unwrap();
    let values = |flow| -> Vec<_> {
        let asked = asked(Interval::Month, Reduction::usual(flow), flow);
        points(&months, &asked, &material, &[]).into_iter().map(|p| (p.value, p.change)).collect()
    };
    assert_eq!(values(false), [(Some(5.0), None), (Some(5.0), Some(0.0)), (Some(7.0), Some(2.0))]);
    let january = [(day("2023-01-18"), day("2023-01-31"))];
    let january = points(&january, &asked(Interval::Month, Reduction::Last, false), &material, &[]);
    assert_eq!(january[0].change, Some(-5.0), "there is a value from before the series");
    assert_eq!(values(true), [(Some(15.0), None), (None, None), (Some(7.0), None)]);
}

#[test]
fn the_mean_of_a_stock_is_that_of_its_days_and_of_a_flow_that_of_its_observations() {
    let material = material(&[("2023-01-11", 10.0), ("2023-01-21", 20.0), ("2023-01-31", 50.0)]);
    let whole = [(day("2023-01-01"), day("2023-01-31"))];
    let of = |reduction, flow| points(&whole, &asked(Interval::Whole, reduction, flow), &material, &[])[0].value;
    // Ten days of 10, ten of 20, one of 50; the first ten days have no value.
    assert_eq!(of(Reduction::Mean, false), Some(16.666667));
    assert_eq!(of(Reduction::Mean, true), Some(26.666667));
    assert_eq!((of(Reduction::Min, false), of(Reduction::Max, false)), (Some(10.0), Some(50.0)));
    assert_eq!((of(Reduction::Last, true), of(Reduction::Sum, true)), (Some(50.0), Some(80.0)));
}

#[test]
fn only_flows_are_added_up() {
    assert!(Reduction::Sum.refusal(Aggregation::Rate, false).unwrap().contains("rates"));
    assert!(Reduction::Sum.refusal(Aggregation::Last, false).is_some());
    assert!(Reduction::Sum.refusal(Aggregation::Sum, true).is_none());
    assert!(!is_flow(Aggregation::Sum, Some(Formula::Sum(&[]))));
}

#[test]
fn a_break_separates_what_was_counted_differently() {
    let mut material = material(&[("2023-01-10", 10.0), ("2023-03-10", 7.0)]);
    material.definitions = definitions(&[day("2023-02-15")]);
    let days = periods(day("2023-01-01"), day("2023-04-01"), Interval::Change, &material).unwrap();
    let change = asked(Interval::Change, Reduction::Last, false);
    let shown: Vec<_> = points(&days, &change, &material, &[])
        .into_iter()
        .map(|p| (p.to.to_string(), p.value, p.change, p.definition_version, p.after_break))
        .collect();
    assert_eq!(
        shown,
        [
            ("2023-01-10".to_owned(), Some(10.0), None, Some(1), false),
            ("2023-02-15".to_owned(), None, None, Some(2), true),
            ("2023-03-10".to_owned(), Some(7.0), None, Some(2), false),
        ]
    );
    let quarters = periods(day("2023-01-01"), day("2023-06-30"), Interval::Quarter, &material).unwrap();
    assert_eq!(breaks_within(&quarters, Reduction::Mean, &material).len(), 1);
    assert_eq!(breaks_within(&quarters, Reduction::Last, &material), []);
    material.across_breaks = true;
    let mixed = points(&quarters, &asked(Interval::Quarter, Reduction::Mean, false), &material, &[]);
    assert_eq!(mixed.iter().map(|p| p.across_break).collect::<Vec<_>>(), [true, false]);
}

fn definitions(breaks: &[Day]) -> Definitions {
    let begins = std::iter::once(Bound::START).chain(breaks.iter().copied().map(Bound::from));
    let slice = |(n, from): (usize, Bound)| {
        let version = u32::try_from(n).unwrap() + 1;
        (ValidInterval::since(from), Definition { version, text: format!("Zählung {version}") })
    };
    Definitions::new(begins.enumerate().map(slice).collect())
}

const DAYS: i64 = 60;
const TERMS: &[Term] = &[Term::Sum("x")];

fn nth(n: i64) -> Day {
    Day::from_date(day("2024-01-20").date() + chrono::Duration::days(n)).unwrap()
}

/// What there is, as plain numbers of days: observations, items with first and last day, breaks.
#[derive(Clone, Debug)]
struct Told {
    stated: Vec<(i64, Option<i32>)>,
    items: Option<Vec<(i64, i64)>>,
    breaks: Vec<i64>,
    across: bool,
}

fn told() -> impl Strategy<Value = Told> {
    let stated = prop::collection::btree_map(0..DAYS, prop::option::weighted(0.8, -20..20_i32), 0..6);
    let items = prop::option::of(prop::collection::vec((0..DAYS, 1..30_i64), 0..6));
    let breaks = prop::collection::btree_set(1..DAYS, 0..3);
    (stated, items, breaks, any::<bool>()).prop_map(|(stated, items, breaks, across)| Told {
        stated: stated.into_iter().collect(),
        items,
        breaks: breaks.into_iter().collect(),
        across,
    })
}

impl Told {
    fn material(&self) -> Material {
        let balance =
            |(n, value): &(i64, Option<i32>)| Balance { id: Uuid::nil(), as_of: nth(*n), value: value.map(f64::from) };
        let counted = |(from, length): &(i64, i64)| Counted {
            subject: Uuid::nil(),
            unit: None,
            amount: 1.0,
            span: ValidInterval { from: nth(*from).into(), to: nth(from + length).into() },
        };
        Material {
            balances: self.stated.iter().rev().map(balance).collect(),
            formula: self.items.as_ref().map(|_| Formula::Sum(TERMS)),
            terms: self.items.iter().map(|items| (TERMS[0], items.iter().map(counted).collect())).collect(),
            entered_since: self.items.as_ref().map(|_| Bound::START),
            definitions: definitions(&self.breaks.iter().copied().map(nth).collect::<Vec<_>>()),
            across_breaks: self.across,
            ..Material::default()
        }
    }

    /// How many breaks have passed on a day.
    fn version(&self, n: i64) -> usize {
        self.breaks.iter().filter(|b| **b <= n).count()
    }

    /// The value on a day, from the rules as they stand in the documentation.
    fn on(&self, n: i64) -> Option<f64> {
        let named =
            |n: i64| self.items.iter().flatten().filter(|(from, length)| (*from..from + length).contains(&n)).count();
        match self.stated.iter().rev().find(|(stated, _)| *stated <= n) {
            Some((stated, value)) => {
                let fresh = self.across || self.version(*stated) == self.version(n);
                let since = named(n) as f64 - named(*stated) as f64;
                value.map(f64::from).filter(|_| fresh).map(|value| value + since)
            }
            None => self.items.as_ref().map(|_| named(n) as f64),
        }
    }

    fn reduced(&self, reduction: Reduction, flow: bool, from: i64, to: i64) -> Option<f64> {
        let values: Vec<f64> = match flow {
            true => self
                .stated
                .iter()
                .filter(|(n, _)| (from..=to).contains(n))
                .filter_map(|(_, v)| v.map(f64::from))
                .collect(),
            false if reduction == Reduction::Last => self.on(to).into_iter().collect(),
            false => (from..=to).filter_map(|n| self.on(n)).collect(),
        };
        let last = values.last().copied()?;
        let sum: f64 = values.iter().sum();
        Some(match reduction {
            Reduction::Last => last,
            Reduction::Sum => sum,
            Reduction::Mean => sum / values.len() as f64,
            Reduction::Min => values.iter().copied().fold(last, f64::min),
            Reduction::Max => values.iter().copied().fold(last, f64::max),
        })
    }
}

fn close(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() < 1e-5,
        (one, other) => one == other,
    }
}

proptest! {
    #[test]
    fn every_reduction_says_what_looking_at_every_day_says(
        told in told(),
        interval in prop::sample::select(Interval::ALL),
        reduction in prop::sample::select(Reduction::ALL),
        (from, length) in (0..DAYS, 0..DAYS),
    ) {
        let (material, to) = (told.material(), from + length);
        let flow = told.items.is_none() && reduction == Reduction::Sum || told.items.is_none() && length % 2 == 0;
        prop_assume!(reduction != Reduction::Sum || flow);
        let cut = periods(nth(from), nth(to), interval, &material).unwrap();
        let shown = points(&cut, &asked(interval, reduction, flow), &material, &[]);
        let number = |day: Day| day.days_since(nth(0));
        let mut before: Option<(i64, Option<f64>, bool)> = None;
        for point in &shown {
            let (first, last) = (number(point.from), number(point.to));
            let expected = told.reduced(reduction, flow, first, last);
            prop_assert!(close(point.value, expected), "{point:?} {expected:?}");
            let since = before.map_or(from - 1, |(n, ..)| n);
            prop_assert_eq!(point.after_break, told.version(since) != told.version(last));
            prop_assert_eq!(point.definition_version, u32::try_from(told.version(last) + 1).ok());
            if let Some((_, earlier, mixed)) = before {
                // What was reduced across a break is no value of one definition.
                let comparable = !point.after_break && !mixed;
                let change = point.value.zip(earlier).filter(|_| comparable).map(|(now, then)| now - then);
                prop_assert!(close(point.change, change), "{point:?}");
            }
            before = Some((last, point.value, point.across_break));
        }
        if interval != Interval::Change {
            prop_assert_eq!(shown.len(), cut.len());
        }
        let broken = cut.iter().any(|(f, t)| told.version(number(*f)) != told.version(number(*t)));
        prop_assert_eq!(!breaks_within(&cut, reduction, &material).is_empty(), broken && reduction != Reduction::Last);
        for point in shown.iter().filter(|p| p.value.is_some() && !told.across) {
            let (first, last) = (number(point.from), number(point.to));
            let mixed = reduction != Reduction::Last && told.version(first) != told.version(last);
            prop_assert_eq!(point.across_break, mixed);
        }
    }
}
