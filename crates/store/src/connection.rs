//! Connections: the only place that knows there are two databases.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel::r2d2::R2D2Connection;
use diesel::{Connection, PgConnection, RunQueryDsl, SqliteConnection, sql_query};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::verdict::Verdict;
use domain::error::{Error, Result};

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRESQL: EmbeddedMigrations = embed_migrations!("../../migrations/postgresql");

/// The advisory lock under which one instance at a time writes; the bytes of "sachstnd".
const WRITE_LOCK: i64 = 0x7361_6368_7374_6e64;

/// A connection to either database.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    /// PostgreSQL, for several instances.
    PostgreSql(PgConnection),
    /// SQLite, one file; the default.
    Sqlite(SqliteConnection),
}

/// The backend of [`AnyConnection`], for boxed queries.
pub type Db = <AnyConnection as Connection>::Backend;
type Manager = <AnyConnection as Connection>::TransactionManager;

/// Where the ledger is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// `postgres://…`, as libpq reads it.
    PostgreSql(String),
    /// `sqlite://PATH`.
    Sqlite(PathBuf),
}

impl FromStr for DatabaseUrl {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::PostgreSql(text.to_owned()));
        }
        match text.strip_prefix("sqlite://") {
            Some(path) if !path.is_empty() => Ok(Self::Sqlite(path.into())),
            _ => Err("DATABASE_URL must begin with postgres:// or be sqlite://PATH".to_owned()),
        }
    }
}

impl DatabaseUrl {
    /// How to name the database to the operator: without a password.
    pub fn label(&self) -> String {
        match self {
            Self::PostgreSql(url) => {
                let place = url.rsplit_once('@').map_or(url.as_str(), |(_, place)| place);
                let place = place.split('?').next().unwrap_or_default();
                format!("PostgreSQL at {}", place.rsplit("//").next().unwrap_or_default())
            }
            Self::Sqlite(path) => format!("SQLite file {}", path.display()),
        }
    }
}

/// Makes connections for the pool.
#[derive(Debug)]
pub struct ConnectionMaker {
    url: DatabaseUrl,
    durable: bool,
}

impl ConnectionMaker {
    /// With `durable` false SQLite does not wait for the disk: for tests only.
    pub fn new(url: DatabaseUrl, durable: bool) -> Self {
        Self { url, durable }
    }
}

impl r2d2::ManageConnection for ConnectionMaker {
    type Connection = AnyConnection;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> std::result::Result<AnyConnection, Self::Error> {
        let refused = diesel::r2d2::Error::ConnectionError;
        match &self.url {
            DatabaseUrl::PostgreSql(url) => {
                PgConnection::establish(url).map(AnyConnection::PostgreSql).map_err(refused)
            }
            DatabaseUrl::Sqlite(path) => {
                let mut connection = SqliteConnection::establish(&path.to_string_lossy()).map_err(refused)?;
                prepare_sqlite(&mut connection, self.durable).map_err(diesel::r2d2::Error::QueryError)?;
                Ok(AnyConnection::Sqlite(connection))
            }
        }
    }

    fn is_valid(&self, connection: &mut AnyConnection) -> std::result::Result<(), Self::Error> {
        match connection {
            // Idle connections die when PostgreSQL restarts; a file does not.
            AnyConnection::PostgreSql(c) => c.ping().map_err(diesel::r2d2::Error::QueryError),
            AnyConnection::Sqlite(_) => Ok(()),
        }
    }

    fn has_broken(&self, connection: &mut AnyConnection) -> bool {
        connection.is_broken()
    }
}

#[derive(diesel::QueryableByName)]
struct Setting {
    #[diesel(sql_type = diesel::sql_types::Text)]
    value: String,
}

/// Sets what durability depends on, and refuses to go on if it did not take.
fn prepare_sqlite(connection: &mut SqliteConnection, durable: bool) -> diesel::QueryResult<()> {
    let synchronous = if durable { "2" } else { "0" };
    // Who makes a new file a WAL while another does so is told at once that it is locked, whatever the timeout.
    let mut switched = connection.batch_execute("PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL;");
    for _ in 0..100 {
        match &switched {
            Err(diesel::result::Error::DatabaseError(_, why)) if why.message().contains("locked") => {
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            _ => break,
        }
        switched = connection.batch_execute("PRAGMA journal_mode = WAL;");
    }
    switched?;
    // What is redacted or erased must not linger in pages that are free.
    connection.batch_execute(&format!(
        "PRAGMA synchronous = {synchronous}; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON;"
    ))?;
    for (pragma, wanted) in
        [("journal_mode", "wal"), ("synchronous", synchronous), ("foreign_keys", "1"), ("secure_delete", "1")]
    {
        let query = format!("SELECT CAST({pragma} AS TEXT) AS value FROM pragma_{pragma}");
        let value = sql_query(query).get_result::<Setting>(connection)?.value;
        if value != wanted {
            let refusal = format!("SQLite did not accept {pragma}={wanted}, it stays {value}");
            return Err(diesel::result::Error::QueryBuilderError(refusal.into()));
        }
    }
    Ok(())
}

impl AnyConnection {
    /// Runs `work` on one snapshot of the database.
    ///
    /// # Errors
    /// Those of `work`, or `Unavailable` when the database does not answer.
    pub fn snapshot<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        match self {
            Self::PostgreSql(c) => {
                AnsiTransactionManager::begin_transaction_sql(c, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            }
            Self::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN"),
        }
        .map_err(database)?;
        Ok(self.finish(|connection| work(connection).map(Verdict::Commit))?.committed())
    }

    /// Runs `work` as the only writer: the lock comes first, whatever is read afterwards is the last word.
    ///
    /// # Errors
    /// Those of `work`, after which nothing is changed.
    pub fn exclusive<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        Ok(self.exclusive_if(|connection| work(connection).map(Verdict::Commit))?.committed())
    }

    /// The same, and `work` decides whether what it did is to stay.
    ///
    /// # Errors
    /// Those of `work`, after which nothing is changed either.
    pub fn exclusive_if<T, B>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<Verdict<T, B>>,
    ) -> Result<Verdict<T, B>> {
        match self {
            Self::PostgreSql(c) => {
                AnsiTransactionManager::begin_transaction_sql(c, "BEGIN ISOLATION LEVEL READ COMMITTED")
            }
            Self::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE"),
        }
        .map_err(database)?;
        self.finish(|connection| {
            if let Self::PostgreSql(c) = connection {
                let patience = PATIENCE.as_millis();
                c.batch_execute(&format!(
                    "SET LOCAL lock_timeout = {patience}; SELECT pg_advisory_xact_lock({WRITE_LOCK}); \
                     SET LOCAL lock_timeout = 0"
                ))
                .map_err(database)?;
            }
            work(connection)
        })
    }

    fn finish<T, B>(&mut self, work: impl FnOnce(&mut Self) -> Result<Verdict<T, B>>) -> Result<Verdict<T, B>> {
        let done = work(self);
        if matches!(done, Ok(Verdict::Commit(_))) {
            return Manager::commit_transaction(self).map_err(database).and(done);
        }
        // The first error is the one to report; a connection that cannot roll back is broken and not reused.
        let _ = Manager::rollback_transaction(self);
        done
    }

    /// Brings the tables to the present form, one instance at a time. Returns the names of what was applied.
    ///
    /// # Errors
    /// `Internal` with the migration that failed; nothing is changed then.
    pub fn migrate(&mut self) -> Result<Vec<String>> {
        self.exclusive(|connection| {
            let applied = match connection {
                Self::PostgreSql(c) => names(c.run_pending_migrations(POSTGRESQL)),
                Self::Sqlite(c) => names(c.run_pending_migrations(SQLITE)),
            };
            applied.map_err(Error::internal)
        })
    }

    /// Takes back every migration: for the test that up, down, up gives the same tables.
    ///
    /// # Errors
    /// `Internal` with the migration that failed.
    pub fn revert_all_migrations(&mut self) -> Result<Vec<String>> {
        self.exclusive(|connection| {
            let reverted = match connection {
                Self::PostgreSql(c) => names(c.revert_all_migrations(POSTGRESQL)),
                Self::Sqlite(c) => names(c.revert_all_migrations(SQLITE)),
            };
            reverted.map_err(Error::internal)
        })
    }

    /// Writes a safe copy of a running SQLite database.
    ///
    /// # Errors
    /// A conflict on PostgreSQL, which has tools of its own.
    pub fn copy_to(&mut self, path: &str) -> Result<()> {
        match self {
            Self::PostgreSql(_) => {
                Err(Error::conflict("not-sqlite", "backup copies SQLite files; for PostgreSQL use pg_dump"))
            }
            Self::Sqlite(c) => {
                let query = sql_query("VACUUM INTO ?").bind::<diesel::sql_types::Text, _>(path);
                query.execute(c).map(|_| ()).map_err(database)
            }
        }
    }
}

fn names(
    applied: std::result::Result<Vec<MigrationVersion<'_>>, Box<dyn std::error::Error + Send + Sync>>,
) -> std::result::Result<Vec<String>, String> {
    applied.map(|versions| versions.iter().map(ToString::to_string).collect()).map_err(|e| e.to_string())
}

/// The names of the migrations of both databases, which must be twins.
pub fn migration_names() -> [Vec<String>; 2] {
    fn of<DB: diesel::backend::Backend>(source: EmbeddedMigrations) -> Vec<String>
    where
        EmbeddedMigrations: MigrationSource<DB>,
    {
        let all: Vec<Box<dyn Migration<DB>>> = source.migrations().unwrap_or_default();
        let mut names: Vec<_> = all.iter().map(|m| m.name().to_string()).collect();
        names.sort();
        names
    }
    [of::<diesel::sqlite::Sqlite>(SQLITE), of::<diesel::pg::Pg>(POSTGRESQL)]
}

/// What an error of the database means to a caller.
pub fn database(error: diesel::result::Error) -> Error {
    use diesel::result::DatabaseErrorKind::{ClosedConnection, UnableToSendCommand};
    match &error {
        diesel::result::Error::DatabaseError(ClosedConnection | UnableToSendCommand, _) => Error::unavailable(error),
        // SQLite after its busy timeout, PostgreSQL after the lock timeout.
        diesel::result::Error::DatabaseError(_, info)
            if ["database is locked", "lock timeout"].iter().any(|cause| info.message().contains(cause)) =>
        {
            Error::Busy
        }
        _ => Error::internal(error),
    }
}

/// How long a request waits for a free connection.
pub const PATIENCE: Duration = Duration::from_secs(10);
