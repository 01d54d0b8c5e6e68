//! What is missing for a forecast.

/// Why there is no forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Everything is done.
    NothingOpen,
    /// Too few different days of completions.
    TooFewDays {
        /// So many are needed.
        needed: usize,
        /// So many are known.
        found: usize,
    },
    /// The count does not come nearer to its target.
    NoPace,
    /// At this pace the upper end of the interval lies beyond fifty years.
    NoEndInSight,
    /// Nothing is known to which it could apply.
    NoUnits,
    /// More is counted than is known by name.
    NotAllNamed {
        /// So many are counted.
        needed: usize,
        /// So many are named.
        found: usize,
    },
    /// There is no value on the day.
    NoValue,
    /// What is added up per period, or is a rate that is only observed, has no way to a target.
    NotAStock,
    /// The project was cancelled.
    Cancelled,
}

impl Missing {
    /// By name.
    pub fn name(self) -> &'static str {
        match self {
            Self::NothingOpen => "nothing_open",
            Self::TooFewDays { .. } => "too_few_days",
            Self::NoPace => "no_pace",
            Self::NoEndInSight => "no_end_in_sight",
            Self::NoUnits => "no_units",
            Self::NotAllNamed { .. } => "not_all_named",
            Self::NoValue => "no_value",
            Self::NotAStock => "not_a_stock",
            Self::Cancelled => "cancelled",
        }
    }

    /// How many are needed, and how many there are.
    pub fn counts(self) -> Option<(usize, usize)> {
        match self {
            Self::TooFewDays { needed, found } | Self::NotAllNamed { needed, found } => Some((needed, found)),
            _ => None,
        }
    }
}
