//! How the values of a period become one (Verdichtung): the last, the sum, the mean, the least or the greatest.

use std::collections::BTreeMap;

use crate::value::Material;
use domain::definitions::DefinitionBreak;
use domain::indicator::{Aggregation, rounded};
use domain::measure::Formula;
use domain::time::Day;

domain::names! {
    /// How the values of a period become one. What an indicator is by its nature (a stock, a flow, a rate) is its
    /// `Aggregation`; this is what is asked of it.
    pub enum Reduction {
        /// The value on the last day (letzter Wert); of a flow the last observation of the period.
        Last = "last",
        /// The observations of the period added up (Summe): of flows only.
        Sum = "sum",
        /// The mean (Mittelwert); of a stock or a rate over the days that have a value, of a flow over its observations.
        Mean = "mean",
        /// The least (Minimum).
        Min = "min",
        /// The greatest (Maximum).
        Max = "max",
    }
}

domain::from_name!(Reduction);

/// What is added up along time: every observation stands for a period of its own. Whatever is computed from items is there
/// on a day, and so is no flow.
pub fn is_flow(aggregation: Aggregation, formula: Option<Formula>) -> bool {
    aggregation == Aggregation::Sum && formula.is_none()
}

impl Reduction {
    /// What is asked for when nobody says so.
    pub fn usual(flow: bool) -> Self {
        if flow { Self::Sum } else { Self::Last }
    }

    /// Why this cannot be asked of an indicator, if it cannot.
    pub fn refusal(self, aggregation: Aggregation, flow: bool) -> Option<&'static str> {
        match (self, aggregation) {
            (Self::Sum, _) if flow => None,
            (Self::Sum, Aggregation::Rate) => Some("rates are never added up; ask for one of: last, mean, min, max"),
            (Self::Sum, _) => {
                Some("what is there on a day is not added up along time; ask for one of: last, mean, min, max")
            }
            _ => None,
        }
    }
}

/// The values of an indicator, prepared to be reduced period by period.
pub(super) struct Values<'m> {
    material: &'m Material,
    reduction: Reduction,
    flow: bool,
    /// The value from each day on which it may change.
    steps: BTreeMap<Day, Option<f64>>,
}

impl<'m> Values<'m> {
    pub(super) fn new(material: &'m Material, reduction: Reduction, flow: bool, last: Day) -> Self {
        let needed = !flow && reduction != Reduction::Last;
        let days = if needed { material.steps() } else { Default::default() };
        let steps = days.range(..=last).map(|day| (*day, material.value(*day))).collect();
        Self { material, reduction, flow, steps }
    }

    /// The value of a period.
    pub(super) fn of(&self, from: Day, to: Day) -> Option<f64> {
        if self.flow {
            return self.of_observations(from, to);
        }
        if self.reduction == Reduction::Last {
            return self.material.value(to);
        }
        let (mut days, mut total, mut least, mut greatest) = (0_i64, 0.0, None, None);
        for (first, last, value) in self.stretches(from, to) {
            let Some(value) = value else { continue };
            let length = last.days_since(first) + 1;
            days += length;
            total += value * length as f64;
            least = Some(least.map_or(value, |l: f64| l.min(value)));
            greatest = Some(greatest.map_or(value, |g: f64| g.max(value)));
        }
        match self.reduction {
            Reduction::Min => least,
            Reduction::Max => greatest,
            _ => (days > 0).then(|| rounded(total / days as f64)),
        }
    }

    /// The stretches of a period on which the value stays the same: first day, last day, value.
    fn stretches(&self, from: Day, to: Day) -> Vec<(Day, Day, Option<f64>)> {
        let begun = self.steps.range(..=from).next_back().map(|(_, value)| *value);
        let first = begun.unwrap_or_else(|| self.material.value(from));
        let mut stretches = vec![(from, to, first)];
        for (day, value) in self.steps.range(from.next()..=to.max(from.next())).filter(|(day, _)| **day <= to) {
            if let Some(open) = stretches.last_mut() {
                open.1 = day.previous();
            }
            stretches.push((*day, to, *value));
        }
        stretches
    }

    fn of_observations(&self, from: Day, to: Day) -> Option<f64> {
        // The newest Stichtag comes first.
        let inside = self.material.balances.iter().filter(|b| from <= b.as_of && b.as_of <= to);
        let values: Vec<f64> = inside.filter_map(|b| b.value).collect();
        let first = values.first().copied()?;
        let sum: f64 = values.iter().sum();
        Some(match self.reduction {
            Reduction::Last => first,
            Reduction::Sum => rounded(sum),
            Reduction::Mean => rounded(sum / values.len() as f64),
            Reduction::Min => values.iter().copied().fold(first, f64::min),
            Reduction::Max => values.iter().copied().fold(first, f64::max),
        })
    }

    /// Whether the value of a period mixes what was counted under different definitions.
    pub(super) fn mixed(&self, from: Day, to: Day) -> bool {
        let within = self.reduction != Reduction::Last && self.material.definitions.broken(from, to);
        let carried = |day| !self.flow && self.material.carried(day);
        within || carried(to) || (self.reduction != Reduction::Last && carried(from))
    }
}

/// The breaks that lie within one of the periods: what is asked for would mix what was counted under different
/// definitions. The last value never does.
pub fn breaks_within(periods: &[(Day, Day)], reduction: Reduction, material: &Material) -> Vec<DefinitionBreak> {
    if reduction == Reduction::Last {
        return Vec::new();
    }
    periods.iter().flat_map(|(from, to)| material.definitions.between(*from, *to)).collect()
}
