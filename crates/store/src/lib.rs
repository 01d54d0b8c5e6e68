//! The ledger: the only room with SQL. It knows shapes and payloads, but no kind of project.

mod accounts;
mod chain;
mod changes;
mod connection;
mod files;
mod find;
mod history;
mod imports;
mod listing;
mod schema;
mod tally;
mod touched;
mod transfer;
mod verdict;
mod verify;
mod vintages;
mod write;

use std::sync::Arc;

use chrono_tz::Tz;
use diesel::prelude::*;
use r2d2::ManageConnection;
use uuid::Uuid;

use domain::access::View;
use domain::error::{Error, Result};
use domain::payload::Reader;
use domain::time::{AsOf, Day, Moment, Source};

pub use accounts::{ActorInfo, By, NewToken, Once, TokenInfo};
pub use chain::ROWS_LISTED;
pub use changes::ChangeInfo;
pub use connection::{DatabaseUrl, migration_names};
pub use find::{Page, Query, Sort, Stored};
pub use history::{Closing, Entry};
pub use imports::{IMPORTS_KEPT, Import, ImportRow};
pub use tally::Said;
pub use touched::{Around, RedactedRow, Thing, Which};
pub use transfer::{Footer, Header, Line};
pub use verdict::Verdict;
pub use verify::{Finding, Verified};
pub use vintages::{Vintage, VintagePlace};
pub use write::{New, Redacted, Redaction, Window, Writing};

use changes::audience;
use connection::{AnyConnection, ConnectionMaker, PATIENCE, database};
use schema::change;

/// The ledger of one city.
#[derive(Clone)]
pub struct Store {
    pool: r2d2::Pool<ConnectionMaker>,
    source: Arc<dyn Source>,
    zone: Tz,
    reader: Reader,
    listed: i64,
    // Writers of one instance wait here: it is fair, SQLite's busy handler is not, and it keeps no connection from reads.
    writer: Arc<parking_lot::Mutex<()>>,
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

/// Who writes, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// By whom it is written.
    pub by: By,
    /// The reason given.
    pub reason: Option<String>,
    /// What the author sees: what lies outside is neither referred to nor named in a refusal.
    pub view: View,
}

impl Author {
    /// Somebody who sees everything and gives no reason.
    pub fn new(actor: Uuid) -> Self {
        Self { by: By::Actor(actor), reason: None, view: View::EVERYTHING }
    }
}

/// A read: one snapshot of the ledger.
pub struct Reading<'a> {
    connection: &'a mut AnyConnection,
    reader: Reader,
    last: Option<(i64, Moment)>,
    now: Moment,
    zone: Tz,
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
        let store = Self { pool, source, zone, reader, listed: ROWS_LISTED, writer: Arc::default() };
        store.migrate()?;
        Ok(store)
    }

    /// The same ledger, in which the entry of a change names at most so many rows one by one, not [`ROWS_LISTED`].
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
    fn exclusive<T>(&self, work: impl FnOnce(&mut AnyConnection) -> Result<T>) -> Result<T> {
        let _turn = self.writer.try_lock_for(PATIENCE).ok_or(Error::Busy)?;
        self.connection()?.exclusive(work)
    }

    /// The same, and `work` decides whether what it did is to stay.
    fn exclusive_if<T, B>(
        &self,
        work: impl FnOnce(&mut AnyConnection) -> Result<Verdict<T, B>>,
    ) -> Result<Verdict<T, B>> {
        let _turn = self.writer.try_lock_for(PATIENCE).ok_or(Error::Busy)?;
        self.connection()?.exclusive_if(work)
    }

    fn connection(&self) -> Result<r2d2::PooledConnection<ConnectionMaker>> {
        self.pool.get().map_err(Error::unavailable)
    }
}

impl Reading<'_> {
    /// The city's time zone.
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// Now, but never before the last change, whatever a clock says.
    fn present_moment(&self) -> Moment {
        self.last.map_or(self.now, |(_, recorded)| recorded.max(self.now))
    }

    /// Which day it is in the city.
    pub fn today(&self) -> Day {
        self.present_moment().day_in(self.zone)
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

fn last_change(connection: &mut AnyConnection) -> Result<Option<(i64, Moment)>> {
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
