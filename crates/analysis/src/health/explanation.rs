//! Why a light of the computed health is as it is.

use domain::cents::Cents;
use domain::period::PlannedPeriod;

/// Why a light is as it is, with the facts that show it; a language gives it words.
#[derive(Clone, Debug, PartialEq)]
pub enum Explanation {
    /// The project was cancelled (eingestellt).
    Cancelled,
    /// The project is paused (ruht).
    Paused,
    /// A milestone lies behind its baseline.
    MilestoneBehind {
        /// Its title.
        milestone: String,
        /// What was agreed (Basisplan).
        agreed: PlannedPeriod,
        /// What is expected now; nothing where that is over as well and the milestone is still not reached.
        expected: Option<PlannedPeriod>,
    },
    /// No open milestone lies behind its baseline.
    MilestonesInTime,
    /// No milestone has a baseline.
    NothingAgreed,
    /// What was spent beside what was planned for it.
    Spent {
        /// Spent (Ist).
        actual: Cents,
        /// Planned (Ansatz).
        planned: Cents,
    },
    /// Something was spent, but nothing is known to have been planned for it.
    NothingPlanned,
    /// Nothing was spent, as far as is known.
    NothingSpent,
    /// What was reached of a target.
    Target {
        /// What a person calls the indicator.
        label: String,
        /// What is reached, in its unit.
        reached: f64,
        /// What was to be reached, in its unit.
        target: f64,
    },
    /// No target is due that has a value beside it.
    NoTargetDue,
}
