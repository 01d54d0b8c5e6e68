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
    use proptest::prelude::*;

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

    /// A naive model: days one by one, as a calendar on the wall has them.
    fn month_of(year: i32, month: u32) -> Vec<Day> {
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        let length = match month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => 31,
        };
        (1..=length).map(|day| Day::new(year, month, day).unwrap()).collect()
    }

    fn any_day() -> impl Strategy<Value = Day> {
        // Around the centuries, of which every fourth is a leap year, and in between.
        let year = prop_oneof![Just(1600), Just(1700), Just(1900), Just(2000), Just(2024), 1001i32..9990];
        (year, 1u32..=12, any::<prop::sample::Index>()).prop_map(|(year, month, nth)| {
            let month = month_of(year, month);
            month[nth.index(month.len())]
        })
    }

    proptest! {
        #[test]
        fn a_period_has_exactly_the_days_of_its_months(day in any_day(), nth in 0usize..4) {
            use chrono::Datelike;
            let precision = [Precision::Month, Precision::Quarter, Precision::HalfYear, Precision::Year][nth];
            let period = PlannedPeriod::around(day, precision);
            let months = precision.months();
            let first = (day.date().month() - 1) / months * months + 1;
            let all: Vec<Day> = (first..first + months).flat_map(|month| month_of(day.date().year(), month)).collect();
            prop_assert_eq!((period.first(), period.last()), (all[0], all[all.len() - 1]));
            prop_assert_eq!(period.last().days_since(period.first()) + 1, all.len() as i64);
            for one in &all {
                prop_assert_eq!(PlannedPeriod::around(*one, precision), period);
            }
        }

        #[test]
        fn periods_follow_each_other_without_gap_or_overlap(day in any_day(), nth in 0usize..5) {
            let mut period = PlannedPeriod::around(day, Precision::ALL[nth]);
            prop_assert!(period.first() <= day && day <= period.last());
            for _ in 0..5 {
                let next = period.next();
                prop_assert_eq!(next.first(), period.last().next());
                prop_assert_eq!(next.precision(), period.precision());
                period = next;
            }
        }

        #[test]
        fn what_is_written_is_read(day in any_day(), nth in 0usize..5) {
            let period = PlannedPeriod::around(day, Precision::ALL[nth]);
            let text = period.to_string();
            prop_assert_eq!(text.parse(), Ok(period));
            let fits = jsonschema::is_valid(&serde_json::json!({"pattern": PATTERN}), &serde_json::json!(text));
            prop_assert!(fits, "{} fits the pattern of the document", text);
        }

        #[test]
        fn a_year_is_two_half_years_and_four_quarters_and_twelve_months(day in any_day()) {
            let year = PlannedPeriod::around(day, Precision::Year);
            for (precision, count) in [(Precision::HalfYear, 2), (Precision::Quarter, 4), (Precision::Month, 12)] {
                let mut part = PlannedPeriod::around(year.first(), precision);
                let mut days = 0;
                for n in 0..count {
                    days += part.last().days_since(part.first()) + 1;
                    if n + 1 < count {
                        part = part.next();
                    }
                }
                prop_assert_eq!((part.last(), days), (year.last(), year.last().days_since(year.first()) + 1));
            }
        }
    }
}
