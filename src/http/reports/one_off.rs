//! Reports that nobody has drafted: composed for whoever stands at the command line.

use chrono_tz::Tz;
use uuid::Uuid;

use crate::domain::access::{View, Visibility};
use crate::domain::document::Document;
use crate::domain::error::{Error, Result};
use crate::domain::payload::{Shape, typed};
use crate::domain::report::Report;
use crate::domain::time::{Day, Moment};
use crate::reports::sign_off::{Standing, signed};
use crate::reports::template::Template;
use crate::store::Store;

use super::baseline;
use super::load::load;
use super::snapshot::take;

/// A report as it is asked for.
#[derive(Clone, Debug)]
pub struct OneOff {
    /// Its title.
    pub title: String,
    /// The day for which its figures hold (Stichtag).
    pub as_of: Day,
    /// As known when; now without it.
    pub known_at: Option<Moment>,
    /// Who may read it: what is in it is composed in that view.
    pub visibility: Visibility,
    /// The report with which it is compared; the last one that was given without it.
    pub since: Option<Uuid>,
}

/// Composes a report as a draft.
///
/// # Errors
/// `Invalid` when there is no such report to compare with; those of the ledger.
pub fn one_off(store: &Store, wanted: &OneOff, template: &Template) -> Result<Document> {
    let zone: Tz = store.zone();
    store.read(|reading| {
        let view = View::of(wanted.visibility);
        let as_of = reading.as_of(Some(wanted.as_of), wanted.known_at)?;
        let previous = match wanted.since {
            Some(id) if reading.find(Shape::Report, None, id, &as_of, &View::EVERYTHING)?.is_none() => {
                return Err(Error::invalid("/previousReport", "there is no report with this id"));
            }
            Some(id) => Some(id),
            None => baseline::last(reading, &as_of, &view)?.map(|last| last.id),
        };
        let mut report: Report =
            typed(&serde_json::json!({"title": wanted.title, "asOf": wanted.as_of, "visibility": wanted.visibility}))?;
        report.previous_report = previous;
        let loaded = load(reading, None, report, wanted.known_at)?;
        let snapshot = take(reading, None, &loaded, &template.sections)?;
        Ok(signed(&snapshot.document, &Standing::Draft, None, zone))
    })
}
