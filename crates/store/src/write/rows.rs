//! The rows of a version: the same whether a write or an import makes them.

use diesel::prelude::*;
use uuid::Uuid;

use crate::chain::{Closed, Opened, Subject};
use crate::connection::{AnyConnection, database};
use crate::schema::{measure, reference, subject, version};
use domain::error::Result;
use domain::payload::Payload;
use domain::time::ValidInterval;

pub(crate) fn insert_subject(connection: &mut AnyConnection, row: &Subject, number: i64) -> Result<()> {
    diesel::insert_into(subject::table)
        .values((
            subject::id.eq(row.id.to_string()),
            subject::shape.eq(&row.shape),
            subject::key.eq(row.key.as_deref()),
            subject::parent.eq(row.parent.map(|p| p.to_string())),
            subject::recorded_from.eq(number),
        ))
        .execute(connection)
        .map(|_| ())
        .map_err(database)
}

pub(crate) fn insert_version(
    connection: &mut AnyConnection,
    row: &Opened,
    salt: &str,
    number: i64,
    parent: Option<Uuid>,
    payload: &Payload,
) -> Result<()> {
    let (id, parent) = (row.subject.to_string(), parent.map(|p| p.to_string()));
    let (from, visibility) = (row.valid_from.number(), payload.index.visibility.name());
    diesel::insert_into(version::table)
        .values((
            version::subject.eq(&id),
            version::recorded_from.eq(number),
            version::valid_from.eq(from),
            version::valid_to.eq(row.valid_to.number()),
            version::format.eq(row.format),
            version::payload.eq(payload.value.to_string()),
            version::salt.eq(salt),
            version::digest.eq(&row.digest),
            version::shape.eq(payload.shape.name()),
            version::parent.eq(parent.as_deref()),
            version::class.eq(payload.index.class.as_deref()),
            version::state.eq(payload.index.state.as_deref()),
            version::office.eq(payload.index.office.map(|o| o.to_string())),
            version::visibility.eq(visibility),
            version::sort_key.eq(&payload.index.sort_key),
        ))
        .execute(connection)
        .map_err(database)?;
    for one in &payload.measures {
        let counts = ValidInterval { from: one.from.max(row.valid_from), to: row.valid_to };
        if counts.is_empty() {
            continue;
        }
        diesel::insert_into(measure::table)
            .values((
                measure::subject.eq(&id),
                measure::recorded_from.eq(number),
                measure::valid_from.eq(from),
                measure::key.eq(one.key),
                measure::parent.eq(parent.as_deref().unwrap_or_default()),
                measure::unit.eq(one.group.map(|g| g.to_string())),
                measure::amount.eq(one.amount),
                measure::counts_from.eq(counts.from.number()),
                measure::counts_to.eq(counts.to.number()),
                measure::visibility.eq(visibility),
                measure::office.eq(payload.index.office.map(|o| o.to_string())),
            ))
            .execute(connection)
            .map_err(database)?;
    }
    for one in &payload.references {
        diesel::insert_into(reference::table)
            .values((
                reference::subject.eq(&id),
                reference::recorded_from.eq(number),
                reference::valid_from.eq(from),
                reference::pointer.eq(&one.pointer),
                reference::target.eq(one.id.to_string()),
            ))
            .execute(connection)
            .map_err(database)?;
    }
    Ok(())
}

macro_rules! rows_of {
    ($row:ident, $table:ident) => {
        $table::table
            .filter($table::subject.eq($row.subject.to_string()))
            .filter($table::recorded_from.eq($row.recorded_from))
            .filter($table::valid_from.eq($row.valid_from.number()))
    };
}

/// Sets what is set once and never again; returns whether there was such a version, still open.
pub(crate) fn close_version(connection: &mut AnyConnection, row: &Closed, number: i64) -> Result<bool> {
    let open = rows_of!(row, version).filter(version::recorded_to.is_null());
    let closed = diesel::update(open).set(version::recorded_to.eq(number)).execute(connection).map_err(database)?;
    diesel::update(rows_of!(row, measure))
        .set(measure::recorded_to.eq(number))
        .execute(connection)
        .map_err(database)?;
    diesel::update(rows_of!(row, reference))
        .set(reference::recorded_to.eq(number))
        .execute(connection)
        .map_err(database)?;
    Ok(closed == 1)
}

/// Takes out a version that was opened by the change under way.
pub(crate) fn erase_version(connection: &mut AnyConnection, row: &Closed) -> Result<()> {
    diesel::delete(rows_of!(row, measure)).execute(connection).map_err(database)?;
    diesel::delete(rows_of!(row, reference)).execute(connection).map_err(database)?;
    diesel::delete(rows_of!(row, version)).execute(connection).map_err(database)?;
    Ok(())
}
