//! One row of a table: written, noted, or put off until what it refers to is there.

use serde_json::Value;
use uuid::Uuid;

use super::outcome::RowViolation;
use super::tally::Outcomes;
use application::records::resource::Resource;
use application::records::rows::Rows;
use application::records::scope::PathParams;
use domain::error::{Error, Result, Violation, ViolationKind};
use domain::table::{Row, Table};
use store::Writing;

/// Most rows that wait for others; beyond that, what is referred to must come first.
const MOST_WAITING: usize = 20_000;

/// Writes one row and notes what became of it; `ends` says that it is no longer listed. A row that refers to what is not
/// there yet waits, where rows may.
///
/// # Errors
/// Only what concerns all rows: `Unavailable` when the database does not answer, `Internal` when the file of outcomes
/// cannot be written. What is wrong with the row itself is noted with it.
pub fn write_row<R: Resource>(
    rows: &mut Rows<'_, R>,
    writing: &mut Writing<'_>,
    (number, row, ends): (i64, Row, bool),
    table: &Table,
    place: &PathParams,
    outcomes: &mut Outcomes,
    waiting: Option<&mut Vec<(i64, Row)>>,
) -> Result<()> {
    let said = |name: &str| row.fields.get(name).and_then(Value::as_str).map(str::to_owned);
    let label = ["title", "name", "label", "product", "module", "asOf"].into_iter().find_map(said);
    let own = said(R::ID_SEGMENT.name());
    let waiting = waiting.filter(|waiting| waiting.len() < MOST_WAITING);
    let again = waiting.as_ref().map(|_| row.clone());
    let conversions = row.conversions.clone();
    match (rows.write(writing, number, row), waiting.zip(again)) {
        (Err(Error::Invalid(violations)), Some((waiting, row))) if violations.iter().all(leads_nowhere) => {
            waiting.push((number, row));
            Ok(())
        }
        (Ok(done), _) => {
            let path = |id: Uuid| format!("{}/{}", place.path, own.unwrap_or_else(|| id.to_string()));
            outcomes.done(number, done, (label, conversions), path, ends)
        }
        (Err(error), _) => outcomes.refused(number, label, violations(error, |pointer| table.column_at(pointer))?),
    }
}

/// Whether what is wrong is only that something is referred to that is not there.
fn leads_nowhere(violation: &Violation) -> bool {
    violation.kind == ViolationKind::DanglingReference
}

/// What an error of one row means for it: what is wrong with which column. Errors of the service concern all rows.
fn violations(error: Error, column: impl Fn(&str) -> String) -> Result<Vec<RowViolation>> {
    let placed = |violation: Violation| match (violation.pointer, violation.parameter) {
        (Some(pointer), _) => RowViolation::new(column(&pointer), &violation.detail),
        (None, parameter) => RowViolation::new(parameter.unwrap_or_default(), &violation.detail),
    };
    match error {
        Error::BadRequest(all) | Error::Invalid(all) => Ok(all.into_iter().map(placed).collect()),
        Error::Conflict(conflict) => Ok(vec![RowViolation::new("", &conflict.detail)]),
        Error::Forbidden(why) => Ok(vec![RowViolation::new("", why)]),
        Error::NotFound => Ok(vec![RowViolation::new("", "belongs to something that is not there")]),
        other => Err(other),
    }
}
