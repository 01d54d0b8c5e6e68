//! Lists as tables.

use domain::access::View;
use domain::error::Result;
use domain::payload::Shape;
use domain::table::{Csv, Profile};
use domain::time::Day;
use store::{Query, Reading};

use super::representation::seen;
use super::resource::Resource;
use super::scope::{PathParams, Scope, When};
use crate::context::Times;

/// How many rows are read at once.
const ROWS_AT_ONCE: i64 = 500;

/// A list as a CSV file.
#[derive(Clone, Debug)]
pub struct TableFile {
    /// What its name begins with: where the list stands, and what it lists.
    pub name: String,
    /// The day for which it holds.
    pub day: Day,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The whole list as CSV, in its order; read in parts, so that only its text is held at once.
///
/// # Errors
/// `NotFound` when what the collection belongs to is not there for this view; `BadRequest` for a moment in the future.
pub fn table<R: Resource>(
    reading: &mut Reading<'_>,
    place: &PathParams,
    times: &Times,
    mut query: Query,
    view: &View,
    profile: Profile,
) -> Result<TableFile> {
    let as_of = times.resolve(reading, view)?;
    let scope = Scope::find(reading, R::COLLECTION, place, When::AsOf(&as_of), view)?;
    query.parent = scope.parent;
    query.limit = Some(ROWS_AT_ONCE);
    let table = match &query.class {
        Some(class) if R::SHAPE == Shape::Item => R::table(Some(&scope)).only(&[class]),
        _ => R::table(Some(&scope)),
    };
    let mut csv = Csv::new(Vec::new(), profile)?;
    csv.record(table.header())?;
    loop {
        let page = reading.list(R::SHAPE, &query, &as_of, &scope.view)?;
        for stored in page.rows {
            let (id, span) = (stored.id, stored.span);
            let value = seen::<R>(reading, stored, &scope.view, view)?;
            csv.record(table.record(id, span, &value, profile))?;
        }
        if page.next.is_none() {
            break;
        }
        query.after = page.next;
    }
    let collection = R::COLLECTION.rsplit('/').next().unwrap_or_default();
    let above = place.slug.iter().chain(&place.key).map(|name| format!("{name}-")).collect::<String>();
    Ok(TableFile { name: format!("{above}{collection}-"), day: as_of.day, bytes: csv.finish()? })
}
