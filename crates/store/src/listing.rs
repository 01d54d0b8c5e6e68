//! The rows of a change as its entry names them, read from the tables in the order of an index, page by page.

use diesel::prelude::*;

use uuid::Uuid;

use domain::error::{Error, Result};

use super::chain::{Blanked, Closed, Counting, Entry, Lists, Opened, Subject};
use super::connection::{AnyConnection, database};
use super::find::edge;
use super::schema::{change, subject, version};

/// How many rows are read at once.
pub(super) const AT_ONCE: i64 = 500;

/// Reads what a change recorded. An entry names up to `most` rows one by one; of more it says how many there are, and
/// their digest. Never more than `most` rows, or a page, are in memory.
pub(super) fn lists(connection: &mut AnyConnection, number: i64, most: i64) -> Result<Lists> {
    if count(connection, number)? <= most {
        let (mut closed, mut opened, mut subjects) = (Vec::new(), Vec::new(), Vec::new());
        each_closed(connection, number, |row| keep(&mut closed, row))?;
        each_opened(connection, number, |row| keep(&mut opened, row))?;
        each_subject(connection, number, |row| keep(&mut subjects, row))?;
        return Ok(Lists { closed: closed.into(), opened: opened.into(), subjects: subjects.into() });
    }
    let (mut closed, mut opened, mut subjects) = (Counting::default(), Counting::default(), Counting::default());
    each_closed(connection, number, |row| closed.add(&row?))?;
    each_opened(connection, number, |row| opened.add(&row?))?;
    each_subject(connection, number, |row| subjects.add(&row?))?;
    Ok(Lists { closed: closed.into(), opened: opened.into(), subjects: subjects.into() })
}

/// Keeps a row that could be read.
pub(super) fn keep<T>(rows: &mut Vec<T>, row: Result<T>) -> Result<()> {
    rows.push(row?);
    Ok(())
}

fn count(connection: &mut AnyConnection, number: i64) -> Result<i64> {
    let closed = version::table.filter(version::recorded_to.eq(number)).count();
    let opened = version::table.filter(version::recorded_from.eq(number)).count();
    let subjects = subject::table.filter(subject::recorded_from.eq(number)).count();
    let closed: i64 = closed.get_result(connection).map_err(database)?;
    let opened: i64 = opened.get_result(connection).map_err(database)?;
    let subjects: i64 = subjects.get_result(connection).map_err(database)?;
    Ok(closed + opened + subjects)
}

/// Subject, first day and recording of a version that a change closed: where a page of them ends.
type Place = (String, i32, i64);

/// Every version that a change closed, by subject and first day.
pub(super) fn each_closed(
    connection: &mut AnyConnection,
    number: i64,
    mut see: impl FnMut(Result<Closed>) -> Result<()>,
) -> Result<()> {
    let mut after: Place = (String::new(), i32::MIN, i64::MIN);
    loop {
        let (id, from, recorded) = after.clone();
        let later =
            version::valid_from.gt(from).or(version::valid_from.eq(from).and(version::recorded_from.gt(recorded)));
        let rows: Vec<Place> = version::table
            .filter(version::recorded_to.eq(number))
            .filter(version::subject.ge(id.clone()))
            .filter(version::subject.gt(id).or(later))
            .order((version::subject.asc(), version::valid_from.asc(), version::recorded_from.asc()))
            .select((version::subject, version::valid_from, version::recorded_from))
            .limit(AT_ONCE)
            .load(connection)
            .map_err(database)?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.clone();
        for (subject, valid_from, recorded_from) in rows {
            let read = || Ok(Closed { recorded_from, subject: exact(&subject)?, valid_from: edge(valid_from)? });
            see(read())?;
        }
    }
}

/// Every version that a change opened, by subject and first day.
pub(super) fn each_opened(
    connection: &mut AnyConnection,
    number: i64,
    mut see: impl FnMut(Result<Opened>) -> Result<()>,
) -> Result<()> {
    let mut after = (String::new(), i32::MIN);
    loop {
        let (id, from) = after.clone();
        let rows: Vec<(String, i32, i32, i32, String)> = version::table
            .filter(version::recorded_from.eq(number))
            .filter(version::subject.ge(id.clone()))
            .filter(version::subject.gt(id).or(version::valid_from.gt(from)))
            .order((version::subject.asc(), version::valid_from.asc()))
            .select((version::subject, version::valid_from, version::valid_to, version::format, version::digest))
            .limit(AT_ONCE)
            .load(connection)
            .map_err(database)?;
        let Some((id, from, ..)) = rows.last() else { return Ok(()) };
        after = (id.clone(), *from);
        for (subject, from, to, format, digest) in rows {
            see(opening(&subject, from, to, format, digest))?;
        }
    }
}

/// Everything that a change created, by id.
pub(super) fn each_subject(
    connection: &mut AnyConnection,
    number: i64,
    mut see: impl FnMut(Result<Subject>) -> Result<()>,
) -> Result<()> {
    let mut after = String::new();
    loop {
        type Row = (String, String, Option<String>, Option<String>);
        let rows: Vec<Row> = subject::table
            .filter(subject::recorded_from.eq(number))
            .filter(subject::id.gt(after))
            .order(subject::id.asc())
            .select((subject::id, subject::shape, subject::key, subject::parent))
            .limit(AT_ONCE)
            .load(connection)
            .map_err(database)?;
        let Some((id, ..)) = rows.last() else { return Ok(()) };
        after = id.clone();
        for (id, shape, key, parent) in rows {
            let read =
                || Ok(Subject { id: exact(&id)?, key, parent: parent.as_deref().map(exact).transpose()?, shape });
            see(read())?;
        }
    }
}

/// What redactions say, the first one first. An entry that cannot be read says nothing here; verification names it.
pub(super) fn redactions(connection: &mut AnyConnection) -> Result<Vec<Blanked>> {
    let entries: Vec<String> = change::table
        .filter(change::entry.like("%\"redacted\":[%"))
        .order(change::number.asc())
        .select(change::entry)
        .load(connection)
        .map_err(database)?;
    Ok(entries.iter().filter_map(|text| serde_json::from_str::<Entry>(text).ok()).flat_map(|e| e.redacted).collect())
}

/// A version as it stands in the entry of the change that opened it.
pub(super) fn opening(subject: &str, from: i32, to: i32, format: i32, digest: String) -> Result<Opened> {
    Ok(Opened { digest, format, subject: exact(subject)?, valid_from: edge(from)?, valid_to: edge(to)? })
}

/// An id that is written as ids are: another spelling of it would give the same digest.
fn exact(text: &str) -> Result<Uuid> {
    let id: Option<Uuid> = text.parse().ok();
    id.filter(|id| id.to_string() == text).ok_or_else(|| Error::internal(format!("stored id {text}")))
}
