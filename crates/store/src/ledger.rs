//! The ledger of one city: how it is opened, read from one snapshot and written by one writer at a time.

use std::sync::Arc;

use chrono_tz::Tz;
use diesel::prelude::*;
use r2d2::ManageConnection;

use domain::error::{Error, Result};
use domain::payload::Reader;
use domain::time::{AsOf, Day, Moment, Source};

use super::chain::ROWS_LISTED;
use super::clock::Watch;
use super::connection::{AnyConnection, ConnectionMaker, DatabaseUrl, PATIENCE, database};
use super::schema::change;
use crate::verdict::Verdict;

/// The ledger of one city.
#[derive(Clone)]
pub struct Store {
    pub(crate) pool: r2d2::Pool<ConnectionMaker>,
    pub(crate) source: Arc<dyn Source>,
    pub(crate) zone: Tz,
    pub(crate) reader: Reader,
    pub(crate) listed: i64,
    // Writers of one instance wait here: it is fair, SQLite's busy handler is not, and it keeps no connection from reads.
    pub(crate) writer: Arc<parking_lot::Mutex<()>>,
    /// Whether the clock is where it should be.
    pub(crate) clock: Arc<Watch>,
}

/// How to open a [`Store`].
#[derive(Clone)]
pub struct Options {
    /// Where it is.
    pub url: DatabaseUrl,
    /// The city's time zone.
    pub zone: Tz,
    /// Most connections at a time.
    pub connections: u32,
    /// Whether to wait for the disk; only tests do without.
    pub durable: bool,
    /// Time and chance.
    pub source: Arc<dyn Source>,
    /// Knows the types of what is stored.
    pub reader: Reader,
}

/// A read: one snapshot of the ledger.
pub struct Reading<'a> {
    pub(crate) connection: &'a mut AnyConnection,
    pub(crate) reader: Reader,
    pub(crate) last: Option<(i64, Moment)>,
    pub(crate) now: Moment,
    pub(crate) zone: Tz,
}

impl Store {
    /// Opens the ledger and brings its tables to the present form.
    ///
    /// # Errors
    /// `Unavailable` when the database cannot be reached.
    pub fn open(options: Options) -> Result<Self> {
        let maker = ConnectionMaker::new(options.url, options.durable);
        // The pool would try again and again before it says what is wrong.
        maker.connect().map_err(Error::unavailable)?;
        let pool = r2d2::Pool::builder()
            .max_size(options.connections)
            .min_idle(Some(1))
            .connection_timeout(PATIENCE)
            .error_handler(Box::new(LogErrors))
            .build(maker)
            .map_err(Error::unavailable)?;
        let Options { source, zone, reader, .. } = options;
        let store =
            Self { pool, source, zone, reader, listed: ROWS_LISTED, writer: Arc::default(), clock: Arc::default() };
        store.migrate()?;
        if let Some(warning) = store.clock_warning()? {
            log::warn!("{warning}");
        }
        Ok(store)
    }

    /// The same ledger, in which the entry of a change names at most this number of rows one by one, not [`ROWS_LISTED`].
    #[must_use]
    pub fn naming(self, listed: i64) -> Self {
        Self { listed, ..self }
    }

    /// Applies pending migrations; returns their names.
    ///
    /// # Errors
    /// `Internal` when one fails.
    pub fn migrate(&self) -> Result<Vec<String>> {
        self.connection()?.migrate()
    }

    /// Takes back all migrations.
    ///
    /// # Errors
    /// `Internal` when one fails.
    pub fn revert_all_migrations(&self) -> Result<Vec<String>> {
        self.connection()?.revert_all_migrations()
    }

    /// Writes a safe copy of a running SQLite database to a new file.
    ///
    /// # Errors
    /// A conflict on PostgreSQL; `Internal` when the file exists or cannot be written.
    pub fn backup(&self, path: &str) -> Result<()> {
        self.connection()?.copy_to(path)
    }

    /// The city's time zone.
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// Time and chance, as this ledger takes them.
    pub fn source(&self) -> &dyn Source {
        &*self.source
    }

    /// Reads from one snapshot.
    ///
    /// # Errors
    /// Those of `work`, or `Unavailable`.
    pub fn read<T>(&self, work: impl FnOnce(&mut Reading<'_>) -> Result<T>) -> Result<T> {
        let now = self.source.now();
        let (reader, zone) = (self.reader, self.zone);
        self.connection()?.snapshot(|connection| {
            let last = last_change(connection)?;
            work(&mut Reading { connection, reader, last, now, zone })
        })
    }

    /// Runs `work` as the only writer of all instances.
    pub(crate) fn exclusive<T>(&self, work: impl FnOnce(&mut AnyConnection) -> Result<T>) -> Result<T> {
        let _turn = self.writer.try_lock_for(PATIENCE).ok_or(Error::Busy)?;
        self.connection()?.exclusive(work)
    }

    /// The same, and `work` decides whether what it did is to stay.
    pub(crate) fn exclusive_if<T, B>(
        &self,
        work: impl FnOnce(&mut AnyConnection) -> Result<Verdict<T, B>>,
    ) -> Result<Verdict<T, B>> {
        let _turn = self.writer.try_lock_for(PATIENCE).ok_or(Error::Busy)?;
        self.connection()?.exclusive_if(work)
    }

    pub(crate) fn connection(&self) -> Result<r2d2::PooledConnection<ConnectionMaker>> {
        self.pool.get().map_err(Error::unavailable)
    }
}

impl Reading<'_> {
    /// The city's time zone.
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// Now, but never before the last change, whatever a clock says.
    pub(crate) fn present_moment(&self) -> Moment {
        self.last.map_or(self.now, |(_, recorded)| recorded.max(self.now))
    }

    /// Which day it is in the city: that of the clock, whatever was recorded when it told another one.
    pub fn today(&self) -> Day {
        self.now.day_in(self.zone)
    }

    /// Resolves what a read is answered as of: D and N.
    ///
    /// # Errors
    /// `BadRequest` when `known_at` lies in the future: what will be known cannot be told.
    pub fn as_of(&mut self, valid_at: Option<Day>, known_at: Option<Moment>) -> Result<AsOf> {
        let (now, today) = (self.present_moment(), self.today());
        let day = valid_at.unwrap_or(today);
        let latest =
            self.last.map_or(AsOf { day, change: 0, known: now, latest: true, today }, |(number, recorded)| AsOf {
                day,
                change: number,
                known: recorded,
                latest: true,
                today,
            });
        match known_at {
            Some(moment) if moment > now => Err(Error::parameter(
                "knownAt",
                format!("lies in the future; the latest that can be asked for is {now}"),
            )),
            Some(moment) if moment < latest.known => {
                let row: Option<(i64, i64)> = change::table
                    .filter(change::recorded_at.le(moment.micros()))
                    .order(change::recorded_at.desc())
                    .select((change::number, change::recorded_at))
                    .first(self.connection)
                    .optional()
                    .map_err(database)?;
                let (number, recorded) = row.unwrap_or((0, moment.micros()));
                Ok(AsOf { change: number, known: Moment::from_micros(recorded), latest: false, ..latest })
            }
            _ => Ok(latest),
        }
    }
}

pub(crate) fn last_change(connection: &mut AnyConnection) -> Result<Option<(i64, Moment)>> {
    let row: Option<(i64, i64)> = change::table
        .order(change::number.desc())
        .select((change::number, change::recorded_at))
        .first(connection)
        .optional()
        .map_err(database)?;
    Ok(row.map(|(number, micros)| (number, Moment::from_micros(micros))))
}

/// Failures to connect belong into the log; r2d2 would print them to standard error by itself.
#[derive(Debug)]
struct LogErrors;

impl<E: std::error::Error> r2d2::HandleError<E> for LogErrors {
    fn handle_error(&self, error: E) {
        log::warn!("database connection: {error}");
    }
}
