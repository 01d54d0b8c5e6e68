//! What is missing for a forecast, by name and in German words.

use domain::german::{number, plural};

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

    /// In words; `what` is the plural of what is counted (Ämter, Online-Dienste).
    pub fn words(self, what: &str) -> String {
        match self {
            Self::NothingOpen => "Es ist nichts mehr offen.".to_owned(),
            Self::TooFewDays { needed, found } => {
                let known = match found {
                    0 => "ist keiner".to_owned(),
                    1 => "ist einer".to_owned(),
                    more => format!("sind {}", number(more as f64)),
                };
                let needed = number(needed as f64);
                format!(
                    "Für eine Prognose sind Fortschritte an mindestens {needed} verschiedenen Tagen nötig; bekannt {known}."
                )
            }
            Self::NoPace => "Der Stand nähert sich dem Ziel bisher nicht.".to_owned(),
            Self::NoEndInSight => {
                "Beim bisherigen Tempo ist ein Abschluss innerhalb von 50 Jahren nicht abzusehen.".to_owned()
            }
            Self::NoUnits => "Es ist noch nicht erfasst, für welche Ämter die Einführung vorgesehen ist.".to_owned(),
            Self::NotAllNamed { needed, found } => format!(
                "Gezählt {} {} {what}, einzeln erfasst {} {}; von den übrigen ist nicht bekannt, wie weit sie sind.",
                plural(needed as f64, "ist", "sind"),
                number(needed as f64),
                plural(found as f64, "ist", "sind"),
                number(found as f64)
            ),
            Self::NoValue => "Zum Stichtag liegt kein Wert vor.".to_owned(),
            Self::Cancelled => "Das Projekt ist eingestellt.".to_owned(),
            Self::NotAStock => {
                "Die Kennzahl wird je Zeitraum ermittelt und ist kein Bestand, der auf das Ziel zuwächst.".to_owned()
            }
        }
    }
}
