//! Reports that nobody has drafted: composed for callers at the command line.

use chrono_tz::Tz;
use uuid::Uuid;

use application::context::Context;
use application::records::representation::stored_as;
use documents::template::Template;
use domain::access::{View, Visibility};
use domain::document::Document;
use domain::error::{Error, Result, Violation};
use domain::payload::{Shape, typed};
use domain::report::Report;
use domain::time::{AsOf, Day, Moment};
use reports::sign_off::{Standing, signed};
use store::{Reading, Store};

use super::load::load;
use super::snapshot::take;
use application::council::baseline;

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
/// `Invalid` when the report to compare with does not exist or does not fit; `Unavailable` when the database does not answer.
pub fn one_off(store: &Store, wanted: &OneOff, template: &Template) -> Result<Document> {
    let zone: Tz = store.zone();
    store.read(|reading| {
        let view = View::of(wanted.visibility);
        let as_of = reading.as_of(Some(wanted.as_of), wanted.known_at)?;
        let mut report: Report =
            typed(&serde_json::json!({"title": wanted.title, "asOf": wanted.as_of, "visibility": wanted.visibility}))?;
        report.previous_report = match wanted.since {
            Some(id) => Some(named(reading, id, &report, &as_of)?),
            None => baseline::last(&mut Context::new(reading, as_of, view))?.map(|last| last.id),
        };
        let loaded = load(reading, None, report, wanted.known_at)?;
        let snapshot = take(reading, None, &loaded, &template.sections)?;
        Ok(signed(&snapshot.document, &Standing::Draft, None, zone))
    })
}

/// The report with which one is to be compared: it was given, and fits.
fn named(reading: &mut Reading<'_>, id: Uuid, report: &Report, as_of: &AsOf) -> Result<Uuid> {
    let refuse = |detail: String| Violation::at("/previousReport", detail);
    let Some(stored) = reading.find(Shape::Report, None, id, as_of, &View::EVERYTHING)? else {
        return Err(Error::Invalid(vec![refuse("there is no report with this id".to_owned())]));
    };
    let mut objections = baseline::objections(reading, &stored, report, as_of)?;
    let state = stored_as::<Report>(&stored)?.state;
    if !state.given() {
        objections.push(format!("is {}: only what was published was said to anybody", state.name()));
    }
    if objections.is_empty() { Ok(id) } else { Err(Error::Invalid(objections.into_iter().map(refuse).collect())) }
}
