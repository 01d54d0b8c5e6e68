//! Edges and spans: where stretches of valid time begin and end.

use std::fmt;
use std::str::FromStr;

use chrono::Datelike;

use super::day::Day;

/// A boundary on valid time: `start` ("as far back as we know"), a day, or the open end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bound(i32);

impl Bound {
    /// Before every day.
    pub const START: Self = Self(0);
    /// After every day.
    pub const END: Self = Self(99_999_999);

    /// As the ledger stores it: the digits YYYYMMDD, which sort like the days and can be read by a person.
    pub fn number(self) -> i32 {
        self.0
    }

    /// From its stored form; `None` when the digits are not a day.
    pub fn from_number(number: i32) -> Option<Self> {
        let known = number == Self::START.0 || number == Self::END.0;
        let month = u32::try_from(number / 100 % 100).ok()?;
        let day = u32::try_from(number % 100).ok()?;
        (known || Day::new(number / 10_000, month, day).is_some()).then_some(Self(number))
    }

    /// The day it stands for; `None` for `start` and the open end.
    pub fn day(self) -> Option<Day> {
        let month = u32::try_from(self.0 / 100 % 100).ok()?;
        Day::new(self.0 / 10_000, month, u32::try_from(self.0 % 100).ok()?)
    }
}

impl From<Day> for Bound {
    fn from(day: Day) -> Self {
        let date = day.0;
        let in_month = date.month() * 100 + date.day();
        Self(date.year() * 10_000 + i32::try_from(in_month).unwrap_or_default())
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.day() {
            Some(day) => day.fmt(f),
            None if *self == Self::START => f.write_str("start"),
            None => f.write_str("end"),
        }
    }
}

impl FromStr for Bound {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "start" => Ok(Self::START),
            "end" => Ok(Self::END),
            day => day.parse::<Day>().map(Self::from).map_err(|e| format!("{e}, nor 'start'")),
        }
    }
}

/// A half-open stretch of valid time: `from` belongs to it, `to` does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ValidInterval {
    /// First day, or `start`.
    pub from: Bound,
    /// Day after the last, or the open end.
    pub to: Bound,
}

impl ValidInterval {
    /// All of valid time.
    pub const ALWAYS: Self = Self { from: Bound::START, to: Bound::END };

    /// From a day on, without an end.
    pub fn since(from: Bound) -> Self {
        Self { from, to: Bound::END }
    }

    /// Whether `day` lies in it.
    pub fn contains(&self, day: Day) -> bool {
        self.from <= Bound::from(day) && Bound::from(day) < self.to
    }

    /// Whether no day lies in it.
    pub fn is_empty(&self) -> bool {
        self.from >= self.to
    }

    /// The days that lie in both.
    pub fn and(&self, other: &Self) -> Self {
        Self { from: self.from.max(other.from), to: self.to.min(other.to) }
    }
}
