//! Why something needs a person.

use domain::period::PlannedPeriod;
use domain::plan::PlannedDate;
use domain::project::Light;
use domain::time::Day;

use crate::health;
use crate::trend::ShiftFrom;

/// What was found, with the facts that show it; a language gives it words.
#[derive(Clone, Debug, PartialEq)]
pub enum Explanation {
    /// The plan of a milestone that is over, and the milestone is not reached.
    NotReached(PlannedDate),
    /// How far a milestone has slipped.
    Slipped {
        /// Against which date.
        from: Option<ShiftFrom>,
        /// By how many days.
        days: i64,
        /// What is expected now.
        expected: PlannedPeriod,
    },
    /// The day of the last approved status update, if there is one.
    LastUpdate(Option<Day>),
    /// The day of the last value.
    LastValue(Day),
    /// There is no value in the reporting period, only one before.
    NoValueSince {
        /// First day of the reporting period.
        from: Day,
        /// The day of the last value.
        last: Day,
    },
    /// There is no value under the present definition; the day of the last one under an older definition.
    NoValueSinceDefinition(Day),
    /// There never was a value.
    NoValue,
    /// A light that stands better than the facts.
    DeclaredBetter {
        /// The name of the light.
        dimension: &'static str,
        /// What is declared.
        declared: Light,
        /// What is computed.
        computed: Light,
        /// Why that is computed.
        because: health::Explanation,
    },
    /// A status update for a day is submitted and waits for its approval.
    Submitted(Day),
    /// Nobody is responsible for a risk.
    NoOwner,
    /// By when something was to be done about a risk.
    RiskDue(PlannedPeriod),
    /// By when something was to be decided.
    DecisionDue {
        /// By when.
        due: PlannedPeriod,
        /// Who decides, if that is known.
        decider: Option<String>,
    },
    /// Two counts of the same thing on one day.
    CountsDiffer {
        /// The day.
        day: Day,
        /// What was observed.
        observed: f64,
        /// What was computed.
        computed: f64,
    },
}
