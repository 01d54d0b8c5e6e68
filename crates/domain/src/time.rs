//! Two axes, two types: [`Day`] (so it was: valid time) and [`Moment`] (so we knew: recorded time).
//!
//! They share no conversion, so that neither can stand where the other is meant. Intervals are half-open.

mod edge;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, TimeZone, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

pub use edge::{Edge, Span};

/// A calendar day in the city's time zone (Stichtag, Sitzungstag …), from 1000-01-01 to 9998-12-31.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

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

/// A moment of recorded time (Datenstand), in whole microseconds UTC: SQLite keeps nanoseconds, PostgreSQL cuts them off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// From microseconds since 1970-01-01T00:00:00Z.
    pub fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    pub fn micros(self) -> i64 {
        self.0
    }

    /// One microsecond later: the smallest step of recorded time.
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The same moment as chrono knows it.
    pub fn date_time(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or_default()
    }

    /// The beginning of `day` in `zone`.
    pub fn start_of(day: Day, zone: Tz) -> Self {
        let midnight = day.0.and_time(chrono::NaiveTime::MIN);
        match zone.from_local_datetime(&midnight).earliest() {
            Some(local) => Self(local.timestamp_micros()),
            None => Self::first_of(day, zone, midnight.and_utc().timestamp_micros()),
        }
    }

    /// Where a change of the clock skips midnight, the day begins with the moment of that change: it is looked for within
    /// the day before and the day after.
    fn first_of(day: Day, zone: Tz, near: i64) -> Self {
        const DAY: i64 = 86_400_000_000;
        let (mut before, mut reached) = (near - DAY, near + DAY);
        while reached - before > 1 {
            let middle = before + (reached - before) / 2;
            if Self(middle).day_in(zone) < day { before = middle } else { reached = middle }
        }
        Self(reached)
    }

    /// The calendar day on which this moment falls in `zone`.
    pub fn day_in(self, zone: Tz) -> Day {
        Day(zone.from_utc_datetime(&self.date_time().naive_utc()).date_naive())
    }
}

impl From<DateTime<Utc>> for Moment {
    fn from(value: DateTime<Utc>) -> Self {
        Self(value.timestamp_micros())
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.date_time().to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl FromStr for Moment {
    type Err = String;

    /// Reads RFC 3339 with a time zone; a `+` that a browser turned into a space is put back.
    fn from_str(text: &str) -> Result<Self, String> {
        DateTime::parse_from_rfc3339(&text.replacen(' ', "+", 1))
            .map(|t| Self(t.timestamp_micros()))
            .map_err(|_| format!("'{text}' is not a moment of the form 2023-04-26T09:00:00Z (RFC 3339)"))
    }
}

macro_rules! serde_as_text {
    ($($type:ty),*) => {$(
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}
pub(crate) use serde_as_text;
serde_as_text!(Day, Moment, Edge);

/// What a read is answered as of: the day D, and the change N that was the last one known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// D: the day for which the answer holds.
    pub day: Day,
    /// N: the number of the last change that counts; 0 before the first.
    pub change: i64,
    /// When change N was recorded (Datenstand); the time of asking in an empty ledger.
    pub known: Moment,
    /// Whether N is the last change there is, so that the index over what is open now serves.
    pub latest: bool,
    /// Today in the city's time zone, for the rule that what is visible must be visible today as well.
    pub today: Day,
}

/// What the service takes from outside itself: time and chance. Tests and the demo bring their own.
pub trait Source: Send + Sync {
    /// The time now; may repeat or step back, the ledger still records strictly rising moments.
    fn now(&self) -> Moment;

    /// Fills `bytes` with unpredictable bytes.
    fn fill(&self, bytes: &mut [u8]);

    /// A new id (UUID version 7) for something that begins at `moment`.
    fn id(&self, moment: Moment) -> Uuid {
        let mut random = [0; 10];
        self.fill(&mut random);
        let millis = u64::try_from(moment.micros() / 1000).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

#[cfg(test)]
mod tests;
