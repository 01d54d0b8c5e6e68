//! Periods of the calendar: plans are often precise to the month only, and series are cut into them.

use std::fmt;
use std::str::FromStr;

use super::time::{Day, serde_as_text};

crate::names! {
    /// How precise a planned date is (Genauigkeit), and how long a period of a series is.
    pub enum Precision {
        /// A day (Tag).
        Day = "day",
        /// A calendar month (Monat).
        Month = "month",
        /// A quarter (Quartal).
        Quarter = "quarter",
        /// A half year (Halbjahr).
        HalfYear = "half_year",
        /// A calendar year (Jahr).
        Year = "year",
    }
}

impl Precision {
    fn months(self) -> u32 {
        match self {
            Self::Day => 0,
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }
}

/// The form of [`PlannedPeriod`] as a regular expression.
pub const PATTERN: &str =
    r"^([1-8]\d{3}|9[0-8]\d{2}|99[0-8]\d|999[0-8])(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?|-Q[1-4]|-H[12])?$";

/// A stretch of the calendar as plans name it; a month stays a month and is never shown as its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlannedPeriod {
    first: Day,
    months: u32,
}

impl PlannedPeriod {
    /// The period of this precision in which `day` lies.
    pub fn around(day: Day, precision: Precision) -> Self {
        use chrono::Datelike;
        let months = precision.months();
        if months == 0 {
            return Self { first: day, months };
        }
        let month0 = day.date().month0() / months * months;
        let first = Day::new(day.date().year(), month0 + 1, 1).unwrap_or(day);
        Self { first, months }
    }

    /// How precise it is.
    pub fn precision(self) -> Precision {
        Precision::ALL.iter().copied().find(|p| p.months() == self.months).unwrap_or(Precision::Day)
    }

    /// Its first day.
    pub fn first(self) -> Day {
        self.first
    }

    /// Its last day.
    pub fn last(self) -> Day {
        if self.months == 0 {
            return self.first;
        }
        let after = self.first.date().checked_add_months(chrono::Months::new(self.months));
        after.and_then(Day::from_date).map_or(self.first, Day::previous)
    }

    /// The period of the same precision that follows.
    pub fn next(self) -> Self {
        Self::around(self.last().next(), self.precision())
    }
}

impl fmt::Display for PlannedPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use chrono::Datelike;
        let (year, month0) = (self.first.date().year(), self.first.date().month0());
        match self.precision() {
            Precision::Day => self.first.fmt(f),
            Precision::Month => write!(f, "{year:04}-{:02}", month0 + 1),
            Precision::Quarter => write!(f, "{year:04}-Q{}", month0 / 3 + 1),
            Precision::HalfYear => write!(f, "{year:04}-H{}", month0 / 6 + 1),
            Precision::Year => write!(f, "{year:04}"),
        }
    }
}

impl FromStr for PlannedPeriod {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let complaint = || {
            format!(
                "'{text}' is not a day, month, quarter, half year or year (2024-06-30, 2024-06, 2024-Q2, 2024-H1, 2024)"
            )
        };
        let (year, rest) = text.split_once('-').unwrap_or((text, ""));
        let in_month =
            |month: u32| Some(year.parse().ok().filter(|_| year.len() == 4)?).and_then(|y| Day::new(y, month, 1));
        let number = |digits: &str| digits.parse::<u32>().ok();
        let (first, precision) = match rest.as_bytes() {
            [] => (in_month(1), Precision::Year),
            [b'Q', q @ b'1'..=b'4'] => (in_month(u32::from(q - b'1') * 3 + 1), Precision::Quarter),
            [b'H', h @ b'1'..=b'2'] => (in_month(u32::from(h - b'1') * 6 + 1), Precision::HalfYear),
            [_, _] => (number(rest).and_then(in_month), Precision::Month),
            _ => (text.parse().ok(), Precision::Day),
        };
        let period = Self::around(first.ok_or_else(complaint)?, precision);
        if period.to_string() == text { Ok(period) } else { Err(complaint()) }
    }
}

serde_as_text!(PlannedPeriod);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_a_plan_is_its_precision() {
        for (text, last) in [
            ("2024-06-30", "2024-06-30"),
            ("2024-02", "2024-02-29"),
            ("2024-Q2", "2024-06-30"),
            ("2024-H2", "2024-12-31"),
            ("2024", "2024-12-31"),
        ] {
            let period: PlannedPeriod = text.parse().unwrap();
            assert_eq!((period.to_string(), period.last().to_string()), (text.into(), last.into()));
        }
        for wrong in ["2024-13", "2024-Q5", "2024-H3", "24", "2024-02-30", "2024-6", "+024", "2024-+1", ""] {
            assert!(wrong.parse::<PlannedPeriod>().is_err(), "{wrong}");
        }
        assert_eq!("2024-H2".parse::<PlannedPeriod>().unwrap().next().to_string(), "2025-H1");
    }
}
