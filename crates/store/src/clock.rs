//! The clock of the machine, held against its own counter: while a clock has leapt, nothing is written, or a change would be
//! recorded at a moment that never was.

use std::time::Duration;

use diesel::dsl::count_star;
use diesel::prelude::*;
use parking_lot::Mutex;

use super::connection::{AnyConnection, database};
use super::schema::clock_confirmation;
use domain::error::{Error, Result};
use domain::time::{Moment, Source};

/// How far a clock may be from where it should be: what is set right by degrees never is as far at once.
pub(crate) const MOST: i64 = 60_000_000;

/// Where the clock was last found right: the time it told, how long the machine had run, and how often an operator had
/// confirmed it.
#[derive(Clone, Copy, Debug)]
struct Right {
    at: Moment,
    uptime: Duration,
    confirmed: i64,
}

/// Watches the clock of the machine on which a service runs.
#[derive(Debug, Default)]
pub(crate) struct Watch(Mutex<Option<Right>>);

impl Right {
    /// By how many microseconds a clock that tells this has leapt, if it has.
    fn leapt(&self, now: Moment, uptime: Duration) -> Option<i64> {
        let run = uptime.saturating_sub(self.uptime).as_micros();
        let expected = self.at.micros().saturating_add(i64::try_from(run).unwrap_or(i64::MAX));
        Some(now.micros().saturating_sub(expected)).filter(|differs| differs.saturating_abs() > MOST)
    }
}

impl Watch {
    /// By how many microseconds the clock has leapt, if it has.
    pub fn leapt(&self, source: &dyn Source) -> Option<i64> {
        self.0.lock().as_ref()?.leapt(source.now(), source.uptime()?)
    }

    /// The time now.
    ///
    /// # Errors
    /// `ClockLeapt` while the clock is not where it should be and nobody has confirmed it since; `Unavailable`.
    pub fn now(&self, source: &dyn Source, connection: &mut AnyConnection) -> Result<Moment> {
        let now = source.now();
        let Some(uptime) = source.uptime() else { return Ok(now) };
        let mut right = self.0.lock();
        let leapt = right.and_then(|right| right.leapt(now, uptime));
        let known = right.map(|right| right.confirmed);
        let confirmed = match known.filter(|_| leapt.is_none()) {
            Some(known) => known,
            None => clock_confirmation::table.select(count_star()).first(connection).map_err(database)?,
        };
        if let Some(by) = leapt {
            if known == Some(confirmed) {
                log::error!(
                    "the clock has leapt by {} s: nothing is written until it is right or confirmed",
                    by / 1_000_000
                );
                return Err(Error::ClockLeapt);
            }
            log::warn!("the clock has leapt by {} s, and an operator has confirmed it: it is {now}", by / 1_000_000);
        }
        *right = Some(Right { at: now, uptime, confirmed });
        Ok(now)
    }
}
