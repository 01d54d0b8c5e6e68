//! Databases of a story's own, and raw SQL against them: what somebody with the password could do.

use std::fmt::Write;
use std::path::PathBuf;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::sql_types::{Nullable, Text};
use diesel::{Connection, PgConnection, RunQueryDsl, SqliteConnection, sql_query};
use sachstand::store::DatabaseUrl;

/// Where the PostgreSQL half of the stories runs: a URL of a database in which databases may be created.
pub const POSTGRES: &str = "SACHSTAND_TEST_POSTGRES";

/// The advisory lock of the writers on PostgreSQL: the bytes of "sachstnd".
const WRITE_LOCK: i64 = 0x7361_6368_7374_6e64;

/// An empty database that is gone when it is dropped.
pub struct Database {
    url: String,
    drop: Drop,
}

enum Drop {
    Files(PathBuf),
    Database { server: String, name: String },
}

fn unique() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("sachstand_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

impl Database {
    /// A SQLite file.
    pub fn sqlite() -> Self {
        let directory = std::env::temp_dir().join(unique());
        std::fs::create_dir_all(&directory).unwrap();
        Self { url: format!("sqlite://{}", directory.join("ledger.db").display()), drop: Drop::Files(directory) }
    }

    /// A PostgreSQL database; `None`, said once on standard error, when no server is named.
    pub fn postgres() -> Option<Self> {
        static SAID: Once = Once::new();
        let Ok(server) = std::env::var(POSTGRES) else {
            // Not eprintln!: the test harness would capture it and nobody would learn what did not run.
            SAID.call_once(|| {
                let _ = std::io::Write::write_all(
                    &mut std::io::stderr(),
                    format!("PostgreSQL half not run: {POSTGRES} is not set\n").as_bytes(),
                );
            });
            return None;
        };
        let name = unique();
        let mut connection = PgConnection::establish(&server)
            .unwrap_or_else(|e| panic!("{POSTGRES} is set, but the server does not answer: {e}"));
        // A locale that sorts unlike bytes, where the server has one, would show a missing COLLATE "C".
        connection.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        let (base, parameters) = server.split_once('?').unwrap_or((&server, ""));
        let (host, _) = base.rsplit_once('/').expect("a URL that ends in /DATABASE");
        let mut url = format!("{host}/{name}?");
        if !parameters.is_empty() {
            write!(url, "{parameters}&").unwrap();
        }
        // Stories need not survive a power cut.
        url.push_str("options=-csynchronous_commit%3Doff");
        Some(Self { url, drop: Drop::Database { server, name } })
    }

    /// How a store opens it.
    pub fn url(&self) -> DatabaseUrl {
        self.url.parse().unwrap()
    }

    /// A connection past the store.
    pub fn raw(&self) -> Raw {
        match self.url.strip_prefix("sqlite://") {
            Some(path) => {
                let mut connection = SqliteConnection::establish(path).unwrap();
                connection
                    .batch_execute("PRAGMA busy_timeout = 10000; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;")
                    .unwrap();
                Raw::Sqlite(connection)
            }
            None => {
                let mut connection = PgConnection::establish(&self.url).unwrap();
                // As a superuser could: without constraints.
                connection.batch_execute("SET session_replication_role = replica").unwrap();
                Raw::PostgreSql(connection)
            }
        }
    }
}

impl std::ops::Drop for Database {
    fn drop(&mut self) {
        match &self.drop {
            Drop::Files(directory) => drop(std::fs::remove_dir_all(directory)),
            Drop::Database { server, name } => {
                if let Ok(mut connection) = PgConnection::establish(server) {
                    let _ = connection.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
                }
            }
        }
    }
}

/// A connection that keeps no rule of the ledger.
pub enum Raw {
    Sqlite(SqliteConnection),
    PostgreSql(PgConnection),
}

#[derive(diesel::QueryableByName)]
struct Cell {
    #[diesel(sql_type = Nullable<Text>)]
    cell: Option<String>,
}

impl Raw {
    /// Runs a statement; returns how many rows it touched.
    pub fn run(&mut self, sql: &str) -> usize {
        match self {
            Self::Sqlite(c) => sql_query(sql).execute(c),
            Self::PostgreSql(c) => sql_query(sql).execute(c),
        }
        .unwrap_or_else(|e| panic!("{e}: {sql}"))
    }

    /// Holds what every writer waits for.
    pub fn take_write_lock(&mut self) {
        match self {
            Self::Sqlite(c) => c.batch_execute("BEGIN IMMEDIATE"),
            Self::PostgreSql(c) => c.batch_execute(&format!("SELECT pg_advisory_lock({WRITE_LOCK})")),
        }
        .unwrap();
    }

    /// Lets the writers go on.
    pub fn release_write_lock(&mut self) {
        match self {
            Self::Sqlite(c) => c.batch_execute("COMMIT"),
            Self::PostgreSql(c) => c.batch_execute(&format!("SELECT pg_advisory_unlock({WRITE_LOCK})")),
        }
        .unwrap();
    }

    /// The column `cell` of every row.
    pub fn cells(&mut self, sql: &str) -> Vec<Option<String>> {
        let rows: Vec<Cell> = match self {
            Self::Sqlite(c) => sql_query(sql).load(c),
            Self::PostgreSql(c) => sql_query(sql).load(c),
        }
        .unwrap_or_else(|e| panic!("{e}: {sql}"));
        rows.into_iter().map(|row| row.cell).collect()
    }

    /// The names of the columns of a table.
    pub fn columns(&mut self, table: &str) -> Vec<String> {
        let sql = match self {
            Self::Sqlite(_) => format!("SELECT name AS cell FROM pragma_table_info('{table}') ORDER BY cid"),
            Self::PostgreSql(_) => format!(
                "SELECT column_name::text AS cell FROM information_schema.columns
                 WHERE table_schema = current_schema() AND table_name = '{table}' ORDER BY ordinal_position"
            ),
        };
        self.cells(&sql).into_iter().flatten().collect()
    }
}
