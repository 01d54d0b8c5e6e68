//! A change from its beginning to its end: its number and moment, what is done, and what is answered, once.

use std::collections::BTreeSet;

use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::accounts::{IdempotencyKey, remember, repeated};
use crate::author::Author;
use crate::connection::{AnyConnection, database};
use crate::ledger::{Reading, Store};
use crate::schema::change;
use crate::verdict::Verdict;
use domain::access::Visibility;
use domain::error::{Error, Result};
use domain::time::Moment;

use super::writing::Writing;

impl Store {
    /// Does `work` as one change, then lets `answer` read the result. A work that changes nothing records nothing.
    ///
    /// # Errors
    /// Those of `work` and `answer`, after which nothing is changed.
    pub fn write<T, R>(
        &self,
        author: &Author,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T>,
        answer: impl FnOnce(&mut Reading<'_>, T) -> Result<R>,
    ) -> Result<R> {
        self.exclusive(|connection| {
            let (mut writing, previous) = self.begin(connection, author)?;
            let done = work(&mut writing)?;
            answer(&mut writing.record(author, previous)?, done)
        })
    }

    /// As [`Store::write`], but what was answered is kept with the key in `once`, and a repeated request gets it again.
    /// `permit` is asked every time.
    ///
    /// # Errors
    /// Those of `permit`, `work` and `answer`; `KeyReused` when another request had the same key.
    pub fn write_once<P, T, R: Serialize + DeserializeOwned>(
        &self,
        author: &Author,
        once: Option<&IdempotencyKey>,
        permit: impl FnOnce(&mut Writing<'_>) -> Result<P>,
        work: impl FnOnce(&mut Writing<'_>, P) -> Result<T>,
        answer: impl FnOnce(&mut Reading<'_>, T) -> Result<R>,
    ) -> Result<R> {
        let work = |writing: &mut Writing<'_>, permitted| work(writing, permitted).map(Verdict::Commit);
        Ok(self.write_once_if(author, once, permit, work, answer)?.committed())
    }

    /// As [`Store::write_once`], but `work` decides whether what it did is to stay. Of what is taken back neither a change
    /// nor an answer is kept, so that a repeated request is carried out anew.
    ///
    /// # Errors
    /// Those of `permit`, `work` and `answer`; `KeyReused` when another request had the same key.
    pub fn write_once_if<P, T, B, R: Serialize + DeserializeOwned>(
        &self,
        author: &Author,
        once: Option<&IdempotencyKey>,
        permit: impl FnOnce(&mut Writing<'_>) -> Result<P>,
        work: impl FnOnce(&mut Writing<'_>, P) -> Result<Verdict<T, B>>,
        answer: impl FnOnce(&mut Reading<'_>, T) -> Result<R>,
    ) -> Result<Verdict<R, B>> {
        self.exclusive_if(|connection| {
            let (mut writing, previous) = self.begin(connection, author)?;
            let permitted = permit(&mut writing)?;
            let (actor, moment) = (writing.actor, writing.moment);
            if let Some(once) = once
                && let Some(text) = repeated(writing.reading.connection, actor, once)?
            {
                writing.record(author, previous)?;
                return serde_json::from_str(&text).map(Verdict::Commit).map_err(Error::internal);
            }
            let done = match work(&mut writing, permitted)? {
                Verdict::Commit(done) => done,
                Verdict::RollBack(told) => return Ok(Verdict::RollBack(told)),
            };
            let mut reading = writing.record(author, previous)?;
            let answer = answer(&mut reading, done)?;
            if let Some(once) = once {
                let text = serde_json::to_string(&answer).map_err(Error::internal)?;
                remember(reading.connection, actor, once, moment, &text)?;
            }
            Ok(Verdict::Commit(answer))
        })
    }

    /// Does `work` as a change, and takes everything back: what would become of it.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn rehearse<T>(&self, author: &Author, work: impl FnOnce(&mut Writing<'_>) -> Result<T>) -> Result<T> {
        let rehearsed = self.exclusive_if(|connection| {
            let (mut writing, _) = self.begin(connection, author)?;
            Ok(Verdict::<T>::RollBack(work(&mut writing)?))
        })?;
        Ok(rehearsed.told())
    }

    /// Begins a change: its number and moment, and the hash of the one before.
    pub(super) fn begin<'a>(
        &'a self,
        connection: &'a mut AnyConnection,
        author: &Author,
    ) -> Result<(Writing<'a>, Option<String>)> {
        let now = self.clock.now(&*self.source, connection)?;
        let actor = author.by.pseudonym(connection, &*self.source)?;
        let last: Option<(i64, i64, String)> = change::table
            .order(change::number.desc())
            .select((change::number, change::recorded_at, change::hash))
            .first(connection)
            .optional()
            .map_err(database)?;
        let before = last.as_ref().map(|(number, at, _)| (*number, Moment::from_micros(*at)));
        let (number, moment, previous) = match last {
            // The clock may step back or stand still; recorded time does not.
            Some((number, at, hash)) => (number + 1, now.max(Moment::from_micros(at).next()), Some(hash)),
            None => (1, now, None),
        };
        // Versions are read together with their changes: the row is there from the beginning, so that reads within
        // this write see what it has done, and gets its text and hash at the end.
        diesel::insert_into(change::table)
            .values((
                change::number.eq(number),
                change::recorded_at.eq(moment.micros()),
                change::actor.eq(actor.to_string()),
                change::entry.eq(""),
                change::hash.eq(""),
                change::audience.eq(Visibility::NonPublic.name()),
            ))
            .execute(connection)
            .map_err(database)?;
        let reading = Reading { connection, reader: self.reader, last: before, now, zone: self.zone };
        let writing = Writing {
            reading,
            view: author.view.clone(),
            actor,
            number,
            moment,
            today: now.day_in(self.zone),
            source: &*self.source,
            listed: self.listed,
            redacted: Vec::new(),
            files: Vec::new(),
            erased: Vec::new(),
            touched: BTreeSet::new(),
        };
        Ok((writing, previous))
    }
}
