//! What operators are told of the clock, and what they say of it.

use diesel::prelude::*;

use super::clock::MOST;
use super::connection::database;
use super::ledger::{Reading, Store};
use super::schema::clock_confirmation;
use domain::error::Result;
use domain::time::Moment;

impl Store {
    /// Notes that an operator says that the clock is right as it is: a service that has stopped writing because it leapt
    /// writes again.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn confirm_clock(&self) -> Result<Moment> {
        let now = self.source.now();
        self.exclusive(|connection| {
            diesel::insert_into(clock_confirmation::table)
                .values(clock_confirmation::confirmed_at.eq(now.micros()))
                .execute(connection)
                .map_err(database)
        })?;
        log::warn!("an operator has confirmed the clock: it is {now}");
        Ok(now)
    }

    /// What is wrong with the clock, as a sentence for operators: it has leapt, or it is more than a minute behind the last
    /// change.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn clock_warning(&self) -> Result<Option<String>> {
        if let Some(by) = self.clock.leapt(&*self.source) {
            return Ok(Some(format!(
                "the clock has leapt by {} s: nothing is written until it is right, or confirmed by `sachstand \
                 confirm-clock`",
                by / 1_000_000
            )));
        }
        self.read(|reading| Ok(reading.behind()))
    }
}

impl Reading<'_> {
    fn behind(&self) -> Option<String> {
        let (number, recorded) = self.last?;
        let behind = recorded.micros().saturating_sub(self.now.micros());
        (behind > MOST).then(|| {
            format!(
                "the clock is {} s behind change {number}, which was recorded at {recorded}: the next changes are recorded \
                 right after it, and today is the day of the clock",
                behind / 1_000_000
            )
        })
    }
}
