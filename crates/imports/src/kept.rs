//! Imports of the last days: the summary and the rows of each, for the importer and for the administration.

use uuid::Uuid;

use domain::access::Role;
use domain::error::{Error, Result};
use store::Reading;

use super::outcome::{ImportRow, RowOutcome};
use super::summary::Import;
use application::access::may::May;
use application::access::permission::Known;

/// What became of an import.
///
/// # Errors
/// `NotFound` when it is not kept (any more), or is not this caller's.
pub fn read(reading: &mut Reading<'_>, may: &May<Known>, id: Uuid) -> Result<Import> {
    let import = reading.import(id)?.ok_or(Error::NotFound)?;
    let actor = reading.actor_of(&may.by()?)?.map(|actor| actor.id);
    if actor != Some(import.actor) && !may.caller.may(Role::Admin, &[]) {
        return Err(Error::NotFound);
    }
    serde_json::from_value(import.summary).map_err(Error::internal)
}

/// Which rows are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Rows {
    /// Only those with this outcome.
    pub outcome: Option<RowOutcome>,
    /// Only those after this number.
    pub after: i64,
    /// At most this many.
    pub limit: i64,
}

/// What became of the rows of an import, in the order of the file.
///
/// # Errors
/// `NotFound` when the import is not kept (any more), or is not this caller's.
pub fn rows(reading: &mut Reading<'_>, may: &May<Known>, id: Uuid, wanted: Rows) -> Result<Vec<ImportRow>> {
    read(reading, may, id)?;
    let outcome = wanted.outcome.map(RowOutcome::name);
    let rows = reading.import_rows(id, outcome, wanted.after, wanted.limit)?;
    rows.into_iter().map(ImportRow::try_from).collect()
}
