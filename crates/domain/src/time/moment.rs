//! Moments: recorded time.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, SecondsFormat, TimeZone, Utc};
use chrono_tz::Tz;

use super::day::Day;

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
