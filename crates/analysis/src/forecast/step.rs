//! What a forecast rests on: the days of completions.

use domain::time::Day;

/// How it is done, so that a reader can look it up; a change of the method is a new name.
pub const METHOD: &str = "bayesian_bootstrap_of_gaps_v1";

/// The latest gaps that are looked at: what was decades ago says nothing of today's pace, and costs time.
pub(super) const MOST_GAPS: usize = 200;

/// Completions on one day (Inbetriebnahmen eines Tages), a batch if there are several.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The day.
    pub day: Day,
    /// How many; for a count that can fall, how much nearer the target came.
    pub units: f64,
}
