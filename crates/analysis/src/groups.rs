//! Groups: what an indicator is made of, by a field of the items or by a dimension of the observations.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use domain::indicator::{Observation, rounded};
use domain::measure::{Counted, Term};
use domain::time::Day;

use super::value::Balance;

/// What is counted, term by term, apart for each group; without a name stand those that do not say to which they belong.
pub type Grouped = BTreeMap<Option<String>, Vec<(Term, Vec<Counted>)>>;

/// Takes apart what is counted. What counts once however many items stand for it (an office) must belong to one group
/// with all of them, or the groups would not add up.
pub fn split(terms: Vec<(Term, Vec<Counted>)>, group: impl Fn(&Counted) -> Option<String>) -> Grouped {
    let all: Vec<Term> = terms.iter().map(|(term, _)| *term).collect();
    let mut groups = Grouped::new();
    for (place, (_, counted)) in terms.into_iter().enumerate() {
        for one in counted {
            let of_it = groups
                .entry(group(&one))
                .or_insert_with(|| all.iter().map(|term| (*term, Vec::new())).collect::<Vec<_>>());
            of_it.get_mut(place).into_iter().for_each(|(_, there)| there.push(one.clone()));
        }
    }
    groups
}

/// A part: what it says of its Stichtag, and the observation that says it.
pub type Part = (Balance, Observation);

/// Of every Stichtag the parts that have a value and the fewest dimensions: where invoices are stated by channel and again
/// by channel and office, they are not added up twice. What is not applicable adds nothing.
fn coarsest<'p>(parts: impl Iterator<Item = &'p Part>) -> BTreeMap<Day, Vec<&'p Part>> {
    // The parts of a Stichtag by the names of their dimensions, the fewest first.
    type Grains<'p> = BTreeMap<(usize, Vec<&'p str>), Vec<&'p Part>>;
    let mut days: BTreeMap<Day, Grains<'p>> = BTreeMap::new();
    for part in parts.filter(|(balance, _)| balance.value.is_some()) {
        let names: Vec<&str> = part.1.dimensions.keys().map(String::as_str).collect();
        days.entry(part.0.as_of).or_default().entry((names.len(), names)).or_default().push(part);
    }
    days.into_iter().map(|(day, grains)| (day, grains.into_values().next().unwrap_or_default())).collect()
}

/// What the parts of each Stichtag add up to, the newest first, with the ids of those that were added up.
pub fn wholes(parts: &[Part]) -> Vec<(Balance, Vec<Uuid>)> {
    let days = coarsest(parts.iter()).into_values().rev();
    days.filter_map(|of_it| {
        let (first, _) = of_it.first()?;
        let value = of_it.iter().filter_map(|(balance, _)| balance.value).sum();
        Some((Balance { value: Some(value), ..*first }, of_it.iter().map(|(balance, _)| balance.id).collect()))
    })
    .collect()
}

/// The values of the groups of a dimension, the newest Stichtag first.
pub fn by_dimension(parts: &[Part], name: &str) -> BTreeMap<String, Vec<Balance>> {
    let mut groups: BTreeMap<String, Vec<Balance>> = BTreeMap::new();
    for (_, of_it) in coarsest(parts.iter().filter(|(_, o)| o.dimensions.contains_key(name))).into_iter().rev() {
        for (balance, observation) in of_it {
            let Some(group) = observation.dimensions.get(name) else { continue };
            let of_group = groups.entry(group.clone()).or_default();
            match of_group.last_mut() {
                Some(last) if last.as_of == balance.as_of => {
                    last.value = last.value.zip(balance.value).map(|(sum, value)| sum + value);
                }
                _ => of_group.push(*balance),
            }
        }
    }
    groups
}

/// The dimensions that the parts have.
pub fn dimensions(parts: &[Part]) -> BTreeSet<&str> {
    parts.iter().flat_map(|(_, observation)| observation.dimensions.keys().map(String::as_str)).collect()
}

/// What of a value lies in no group (nicht benannt): groups and remainder add up, whatever they are. It is less than
/// nothing where more is named than was stated.
pub fn remainder(value: f64, groups: impl Iterator<Item = f64>) -> f64 {
    let named: f64 = groups.sum();
    rounded(value - named)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::value::sum;
    use domain::time::ValidInterval;

    fn part(as_of: &str, value: f64, dimensions: &[(&str, &str)]) -> (Balance, Observation) {
        let dimensions: BTreeMap<_, _> = dimensions.iter().copied().collect();
        let observation: Observation =
            serde_json::from_value(json!({"asOf": as_of, "value": value, "dimensions": dimensions})).unwrap();
        (Balance { id: Uuid::nil(), as_of: observation.as_of, value: Some(value) }, observation)
    }

    #[test]
    fn parts_of_one_day_are_not_added_up_twice() {
        let parts = [
            part("2023-02-28", 7.0, &[("channel", "pdf"), ("office", "10")]),
            part("2023-02-28", 2.0, &[("channel", "pdf"), ("office", "20")]),
            part("2023-01-31", 5.0, &[("channel", "pdf")]),
            part("2023-01-31", 3.0, &[("channel", "pdf"), ("office", "10")]),
            part("2023-01-31", 9.0, &[("office", "10")]),
        ];
        let channels = by_dimension(&parts, "channel");
        let pdf: Vec<_> = channels["pdf"].iter().map(|b| (b.as_of.to_string(), b.value)).collect();
        assert_eq!(pdf, [("2023-02-28".to_owned(), Some(9.0)), ("2023-01-31".to_owned(), Some(5.0))]);
        assert_eq!(channels.len(), 1);
        let sums: Vec<_> = wholes(&parts).into_iter().map(|(b, of)| (b.as_of.to_string(), b.value, of.len())).collect();
        assert_eq!(sums, [("2023-02-28".to_owned(), Some(9.0), 2), ("2023-01-31".to_owned(), Some(5.0), 1)]);
        assert_eq!(dimensions(&parts).into_iter().collect::<Vec<_>>(), ["channel", "office"]);
    }

    const SUM: Term = Term::Sum("a");
    const LIVE: [Term; 2] = [Term::Groups("offices"), Term::MinusGroups("offices-open")];

    fn counted() -> impl Strategy<Value = Vec<(u8, u8, i8, u8, u8)>> {
        prop::collection::vec((0..6_u8, 0..4_u8, -9..9_i8, 1..25_u8, 1..25_u8), 0..20)
    }

    fn measure((subject, office, amount, from, length): (u8, u8, i8, u8, u8)) -> Counted {
        let day = |n: u8| Day::new(2023, 1, 1).unwrap().date() + chrono::Duration::days(n.into());
        let span = ValidInterval {
            from: Day::from_date(day(from)).unwrap().into(),
            to: Day::from_date(day(from.saturating_add(length))).unwrap().into(),
        };
        let unit = Some(Uuid::from_u128(office.into()));
        Counted { subject: Uuid::from_u128(subject.into()), unit, amount: amount.into(), span }
    }

    proptest! {
        #[test]
        fn groups_and_remainder_add_up(rows in counted(), open in counted(), value in -50..200_i32, on in 1..30_u32) {
            let day = Day::new(2023, 1, on).unwrap();
            let some: Vec<Counted> = rows.into_iter().map(measure).collect();
            let open: Vec<Counted> = open.into_iter().map(measure).collect();
            let office = |c: &Counted| c.unit.map(|u| u.to_string()).filter(|_| c.unit != Some(Uuid::nil()));
            for terms in [vec![(SUM, some.clone())], vec![(LIVE[0], some.clone()), (LIVE[1], open.clone())]] {
                let groups = split(terms.clone(), office);
                let amounts: Vec<f64> = groups.values().map(|of_it| sum(of_it, day)).collect();
                // A naive model: everything that counts on the day, added up or counted once for each office.
                let naive: f64 = terms.iter().map(|(term, counted)| {
                    let there = counted.iter().filter(|c| c.span.contains(day));
                    match term {
                        Term::Sum(_) => there.map(|c| c.amount).sum(),
                        _ => term.sign() * there.map(|c| c.unit).collect::<BTreeSet<_>>().len() as f64,
                    }
                }).sum();
                prop_assert_eq!(amounts.iter().sum::<f64>(), naive);
                let rest = remainder(value.into(), amounts.iter().copied());
                prop_assert_eq!(amounts.iter().sum::<f64>() + rest, f64::from(value));
            }
        }
    }
}
