//! What became of imported tables, row by row. It is kept for some days and is no part of the ledger.

use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use domain::error::{Error, Result};
use domain::time::Moment;

use super::author::Author;
use super::connection::{AnyConnection, database};
use super::find::uuid;
use super::ledger::{Reading, Store};
use super::schema::{import, import_row};

/// For how long it is kept, in days.
const IMPORTS_KEPT_DAYS: i64 = 7;
/// The same in microseconds.
pub const IMPORTS_KEPT: i64 = IMPORTS_KEPT_DAYS * 24 * 3600 * 1_000_000;

/// An import, as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// Its id.
    pub id: Uuid,
    /// Who imported.
    pub actor: Uuid,
    /// When.
    pub created_at: Moment,
    /// What became of it.
    pub summary: Value,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportRow {
    /// Its number in the file, from 1.
    pub number: i64,
    /// In one word.
    pub outcome: String,
    /// Everything about it.
    pub answer: Value,
}

type Rows<'r> = &'r mut dyn Iterator<Item = Result<ImportRow>>;

impl Store {
    /// Keeps what became of an import that changed nothing.
    ///
    /// # Errors
    /// Those of `rows`, or `Unavailable`.
    pub fn keep_import(&self, author: &Author, id: Uuid, at: Moment, summary: &Value, rows: Rows<'_>) -> Result<()> {
        self.exclusive(|connection| {
            let actor = author.by.pseudonym(connection, &*self.source)?;
            keep(connection, &Import { id, actor, created_at: at, summary: summary.clone() }, rows)
        })
    }
}

impl Reading<'_> {
    /// Keeps what became of an import, together with what it changed.
    ///
    /// # Errors
    /// Those of `rows`, or `Unavailable`.
    pub fn keep_import(&mut self, import: &Import, rows: Rows<'_>) -> Result<()> {
        keep(self.connection, import, rows)
    }

    /// An import.
    pub fn import(&mut self, id: Uuid) -> Result<Option<Import>> {
        let row: Option<(String, String, i64, String)> =
            import::table.find(id.to_string()).first(self.connection).optional().map_err(database)?;
        row.map(|(id, actor, at, summary)| {
            let summary = serde_json::from_str(&summary).map_err(Error::internal)?;
            Ok(Import { id: uuid(&id)?, actor: uuid(&actor)?, created_at: Moment::from_micros(at), summary })
        })
        .transpose()
    }

    /// Rows of an import after number `after`, of one outcome only if it is named.
    pub fn import_rows(&mut self, id: Uuid, outcome: Option<&str>, after: i64, limit: i64) -> Result<Vec<ImportRow>> {
        let of = import_row::table
            .filter(import_row::import.eq(id.to_string()))
            .filter(import_row::number.gt(after))
            .order(import_row::number.asc())
            .select((import_row::number, import_row::outcome, import_row::answer))
            .limit(limit);
        let rows: Vec<(i64, String, String)> = match outcome {
            Some(outcome) => of.filter(import_row::outcome.eq(outcome)).load(self.connection),
            None => of.load(self.connection),
        }
        .map_err(database)?;
        let read = |(number, outcome, answer): (i64, String, String)| {
            Ok(ImportRow { number, outcome, answer: serde_json::from_str(&answer).map_err(Error::internal)? })
        };
        rows.into_iter().map(read).collect()
    }
}

fn keep(connection: &mut AnyConnection, kept: &Import, rows: Rows<'_>) -> Result<()> {
    let old = import::table.filter(import::created_at.lt(kept.created_at.micros().saturating_sub(IMPORTS_KEPT)));
    let old: Vec<String> = old.select(import::id).load(connection).map_err(database)?;
    for id in old {
        diesel::delete(import_row::table.filter(import_row::import.eq(&id))).execute(connection).map_err(database)?;
        diesel::delete(import::table.find(&id)).execute(connection).map_err(database)?;
    }
    diesel::insert_into(import::table)
        .values((
            import::id.eq(kept.id.to_string()),
            import::actor.eq(kept.actor.to_string()),
            import::created_at.eq(kept.created_at.micros()),
            import::summary.eq(kept.summary.to_string()),
        ))
        .execute(connection)
        .map_err(database)?;
    let id = kept.id.to_string();
    for row in rows {
        let row = row?;
        diesel::insert_into(import_row::table)
            .values((
                import_row::import.eq(&id),
                import_row::number.eq(row.number),
                import_row::outcome.eq(row.outcome),
                import_row::answer.eq(row.answer.to_string()),
            ))
            .execute(connection)
            .map_err(database)?;
    }
    Ok(())
}

/// Lets everything go: what is to be forgotten may stand in any of it.
pub(super) fn forget_all(connection: &mut AnyConnection) -> Result<()> {
    diesel::delete(import_row::table).execute(connection).map_err(database)?;
    diesel::delete(import::table).execute(connection).map(|_| ()).map_err(database)
}
