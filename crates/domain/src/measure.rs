//! Measures: what an item adds to the counts of its project, and the formulas that make indicators of them.

use uuid::Uuid;

use super::time::{Bound, ValidInterval};

/// What one item adds to one count while it is as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// The name of the count, such as `online-services`.
    pub key: &'static str,
    /// What is counted once however many items stand for it (an office), where that matters.
    pub group: Option<Uuid>,
    /// How much it adds.
    pub amount: f64,
    /// Not before this day, when the item counts later than it is known (an activity with a date of its own).
    pub from: Bound,
}

impl Measure {
    /// One more of `key`.
    pub fn one(key: &'static str) -> Self {
        Self::some(key, 1.0)
    }

    /// `amount` more of `key`.
    pub fn some(key: &'static str, amount: f64) -> Self {
        Self { key, group: None, amount, from: Bound::START }
    }

    /// `group` is one of those that are counted under `key`.
    pub fn of(key: &'static str, group: Uuid) -> Self {
        Self { key, group: Some(group), amount: 1.0, from: Bound::START }
    }
}

/// A measure of the ledger, with the days on which it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// The item.
    pub subject: Uuid,
    /// What is counted once, where that matters.
    pub unit: Option<Uuid>,
    /// How much it adds.
    pub amount: f64,
    /// When.
    pub span: ValidInterval,
}

/// A part of a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// The sum of the amounts under this key.
    Sum(&'static str),
    /// The number of different groups under this key.
    Groups(&'static str),
    /// The number of different groups under this key, taken away.
    MinusGroups(&'static str),
}

impl Term {
    /// The key it looks at.
    pub fn key(self) -> &'static str {
        match self {
            Self::Sum(key) | Self::Groups(key) | Self::MinusGroups(key) => key,
        }
    }

    /// Whether it counts groups, and not what their items add.
    pub fn of_groups(self) -> bool {
        !matches!(self, Self::Sum(_))
    }

    /// What it gives for the measures that hold on one day.
    pub fn sign(self) -> f64 {
        if matches!(self, Self::MinusGroups(_)) { -1.0 } else { 1.0 }
    }
}

/// How an indicator is computed from the measures of a project's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// The sum of the terms: a stock, to which a balance may be added.
    Sum(&'static [Term]),
    /// The first sum in per cent of the second; nothing while the second is 0.
    Percent(&'static [Term], &'static [Term]),
}

impl Formula {
    /// Whether what is counted under this key is part of it.
    pub fn counts(&self, key: &str) -> bool {
        let (terms, whole) = match self {
            Self::Sum(terms) => (*terms, &[][..]),
            Self::Percent(terms, whole) => (*terms, *whole),
        };
        terms.iter().chain(whole).any(|term| term.key() == key)
    }
}
