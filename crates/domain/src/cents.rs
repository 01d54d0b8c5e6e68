//! Amounts of money: whole cents in memory, euros in JSON.

use std::iter::Sum;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::error::Violation;
use super::indicator::{LARGEST, shortest};

/// An amount in whole cents: sums and comparisons of it are exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cents(pub i64);

impl Cents {
    /// In euros: the number that is nearest to the decimal fraction, hence written with at most two decimals.
    pub fn euros(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// What goes beyond `other` (negative when it is less).
    #[must_use]
    pub fn beyond(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// The nearest amount in whole cents.
    fn nearest(euros: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "what is larger than any i64 becomes the largest one")]
        Self((euros * 100.0).round() as i64)
    }
}

impl Sum for Cents {
    // A sum that no i64 holds would need more costs than a ledger has; it must not stop an answer all the same.
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self(amounts.fold(0_i64, |sum, amount| sum.saturating_add(amount.0)))
    }
}

impl Serialize for Cents {
    /// Euros in their shortest spelling: 117, 51200.5, 0.07.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        shortest(&self.euros(), serializer)
    }
}

/// An amount as it stands in JSON: a number of euros, which a valid record has in whole cents.
///
/// A number with more decimals is kept as it is, so that the rule that refuses it can name it beside every other
/// violation, and a payload in which one stands all the same is read and written without a change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Money(Amount);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Amount {
    Whole(Cents),
    Finer(f64),
}

impl Money {
    /// From a number of euros.
    pub fn of_euros(euros: f64) -> Self {
        let cents = Cents::nearest(euros);
        // The nearest amount in cents is the amount itself, or it has more than two decimals. Beyond LARGEST not every
        // whole number has a number of its own, so that cents there would say more than was said.
        let exact = (euros * 100.0).abs() <= LARGEST && cents.euros() == euros;
        Self(if exact { Amount::Whole(cents) } else { Amount::Finer(euros) })
    }

    /// In whole cents; the nearest, where somebody sent more decimals.
    pub fn cents(self) -> Cents {
        match self.0 {
            Amount::Whole(cents) => cents,
            Amount::Finer(euros) => Cents::nearest(euros),
        }
    }

    /// Adds a violation at `place` if it has more than two decimals.
    pub fn check(self, place: &str, violations: &mut Vec<Violation>) {
        if let Amount::Finer(euros) = self.0
            && Cents::nearest(euros).euros() != euros
        {
            violations.push(Violation::at(place, "must not have more than two decimals"));
        }
    }
}

impl From<Cents> for Money {
    fn from(cents: Cents) -> Self {
        Self(Amount::Whole(cents))
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Amount::Whole(cents) => cents.serialize(serializer),
            Amount::Finer(euros) => shortest(&euros, serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).map(Self::of_euros)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    /// As an amount was written before it was kept in cents.
    fn as_number(euros: f64) -> String {
        struct Number(f64);
        impl Serialize for Number {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                shortest(&self.0, serializer)
            }
        }
        serde_json::to_string(&Number(euros)).unwrap()
    }

    fn reread(text: &str) -> String {
        let value: Value = serde_json::from_str(text).unwrap();
        serde_json::to_string(&serde_json::from_value::<Money>(value).unwrap()).unwrap()
    }

    /// Cents as a clerk writes them, without zeros at the end.
    fn decimal(cents: i64) -> String {
        let text = format!("{}.{:02}", cents / 100, cents % 100);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    #[test]
    fn euros_are_written_in_their_shortest_spelling() {
        for (sent, kept) in [
            ("51200.5", "51200.5"),
            ("51200.50", "51200.5"),
            ("117", "117"),
            ("117.0", "117"),
            ("1.17e2", "117"),
            ("0.07", "0.07"),
            ("-0.0", "0"),
            ("10000000000", "10000000000"),
            ("9999999999.99", "9999999999.99"),
        ] {
            assert_eq!(reread(sent), kept);
        }
    }

    #[test]
    fn more_than_two_decimals_are_named_and_never_rounded() {
        let violations = |euros: f64| {
            let mut violations = Vec::new();
            Money::of_euros(euros).check("/amount", &mut violations);
            violations
        };
        assert_eq!(violations(0.29), []);
        assert_eq!(violations(1e10), []);
        assert_eq!(violations(0.295), [Violation::at("/amount", "must not have more than two decimals")]);
        assert_eq!(json!(Money::of_euros(0.295)), json!(0.295));
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_written_as_it_always_was(cents in 0_i64..=1_000_000_000_000, zeros in 0_usize..3) {
            let shortest = decimal(cents);
            let fraction = if shortest.contains('.') { "" } else { "." };
            let sent = if zeros == 0 { shortest.clone() } else { format!("{shortest}{fraction}{}", "0".repeat(zeros)) };
            prop_assert_eq!(reread(&sent), shortest.clone());
            prop_assert_eq!(as_number(sent.parse().unwrap()), shortest);
            prop_assert_eq!(Money::of_euros(sent.parse().unwrap()).cents(), Cents(cents));
        }

        /// Accepted or not: no number is written otherwise than it was before it was kept in cents, and none is refused
        /// that was not refused before.
        #[test]
        fn no_number_changes(euros in prop_oneof![0.0..1e10_f64, any::<f64>().prop_filter("JSON", |f| f.is_finite())]) {
            prop_assert_eq!(serde_json::to_string(&Money::of_euros(euros)).unwrap(), as_number(euros));
            let mut violations = Vec::new();
            Money::of_euros(euros).check("", &mut violations);
            if (0.0..=1e10).contains(&euros) {
                prop_assert_eq!(violations.is_empty(), (euros * 100.0).round() / 100.0 == euros);
            }
        }

        #[test]
        fn sums_are_those_of_decimals(amounts in prop::collection::vec(0_i64..=1_000_000_000_000, 0..40)) {
            let sum: Cents = amounts.iter().map(|cents| Money::of_euros(decimal(*cents).parse().unwrap()).cents()).sum();
            // The model adds digits, as one does on paper.
            let model = amounts.iter().fold(vec![0_u8; 18], |sum, amount| {
                let digits = amount.to_string().into_bytes();
                let mut carry = 0;
                sum.iter().enumerate().map(|(place, digit)| {
                    let own = digits.len().checked_sub(place + 1).map_or(0, |at| digits[at] - b'0');
                    let all = digit + own + carry;
                    carry = all / 10;
                    all % 10
                }).collect()
            });
            let model: String = model.iter().rev().map(|digit| char::from(digit + b'0')).collect();
            prop_assert_eq!(sum, Cents(model.parse().unwrap()));
        }
    }
}
