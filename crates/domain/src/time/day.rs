//! Days: valid time.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};

/// A calendar day in the city's time zone (Stichtag, Sitzungstag …), from 1000-01-01 to 9998-12-31.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub(super) NaiveDate);

impl Day {
    /// The first day of the range.
    pub const FIRST: Self = Self(match NaiveDate::from_ymd_opt(1000, 1, 1) {
        Some(date) => date,
        None => NaiveDate::MIN,
    });
    /// The last day of the range.
    pub const LAST: Self = Self(match NaiveDate::from_ymd_opt(9998, 12, 31) {
        Some(date) => date,
        None => NaiveDate::MAX,
    });

    /// A day of the Gregorian calendar; `None` when there is no such day or its year is out of range.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).and_then(Self::from_date)
    }

    /// The same day as chrono knows it; `None` outside the years 1000 to 9998.
    pub fn from_date(date: NaiveDate) -> Option<Self> {
        (1000..=9998).contains(&date.year()).then_some(Self(date))
    }

    /// The calendar date.
    pub fn date(self) -> NaiveDate {
        self.0
    }

    /// The calendar year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The following day; the last day of the range stays where it is.
    pub fn next(self) -> Self {
        self.0.succ_opt().and_then(Self::from_date).unwrap_or(self)
    }

    /// The preceding day; the first day of the range stays where it is.
    pub fn previous(self) -> Self {
        self.0.pred_opt().and_then(Self::from_date).unwrap_or(self)
    }

    /// Whole days from `earlier` to this day; negative when `earlier` is later.
    pub fn days_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).num_days()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl FromStr for Day {
    type Err = String;

    /// Reads `YYYY-MM-DD` and nothing else; chrono alone would accept `2023-4-6`.
    fn from_str(text: &str) -> Result<Self, String> {
        let complaint = || format!("'{text}' is not a day of the form YYYY-MM-DD");
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| complaint())?;
        let day = Self::from_date(day).ok_or_else(complaint)?;
        if day.to_string() == text { Ok(day) } else { Err(complaint()) }
    }
}
