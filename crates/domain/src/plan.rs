//! Dates of a plan, with how binding they are.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::error::Violation;
use super::period::PlannedPeriod;
use super::time::Day;

crate::names! {
    /// How a date is meant (Verbindlichkeit).
    pub enum Modality {
        /// It was so (tatsächlich).
        Actual = "actual",
        /// It is promised (zugesagt).
        Committed = "committed",
        /// It is expected (voraussichtlich).
        Expected = "expected",
        /// Not before (ab).
        Earliest = "earliest",
        /// Not later than (bis).
        Latest = "latest",
    }
}

/// A planned date (Termin): "voraussichtlich ab Juni 2023" is `{"date": "2023-06", "modality": "earliest", "hedged": true}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlannedDate {
    /// The date in the precision in which it is known.
    pub date: PlannedPeriod,
    /// How it is meant.
    pub modality: Modality,
    /// Whether "earliest" or "latest" is itself only expected (voraussichtlich ab …, voraussichtlich bis …).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hedged: bool,
}

impl PlannedDate {
    /// Names it where something is said to be due (`/due`) and this is no date by which anything can be.
    pub fn check_due(due: Option<&Self>, violations: &mut Vec<Violation>) {
        if due.is_some_and(|due| due.modality == Modality::Actual) {
            violations.push(Violation::at("/due/modality", "a date by which something is due is not actual"));
        }
    }

    /// Since when it is late on `day`, if it is: the day after its last one. "Not before June" is not missed when June is
    /// over.
    pub fn late_since(&self, day: Day) -> Option<Day> {
        (self.modality != Modality::Earliest && self.date.last() < day).then(|| self.date.last().next())
    }
}
