//! Reports as they are asked for: by whom, and as known when.

use uuid::Uuid;

use application::council::sign_off_history::not_withdrawn;
use application::records::representation::stored_as;
use domain::access::View;
use domain::error::{Error, Result};
use domain::payload::Shape;
use domain::report::{Report, ReportState};
use domain::time::{AsOf, Moment};
use store::{Reading, Stored};

/// The question for a report.
#[derive(Clone, Debug)]
pub struct ReportQuery {
    /// Its id.
    pub id: Uuid,
    /// What the caller sees.
    pub view: View,
    /// As known when; now without it.
    pub known_at: Option<Moment>,
}

/// A report as it was known at a moment.
#[derive(Clone, Debug)]
pub struct KnownReport {
    /// As the ledger holds it.
    pub stored: Stored,
    /// D and N of the question.
    pub as_of: AsOf,
    /// Its state then.
    pub state: ReportState,
}

impl KnownReport {
    /// Whether it is composed whenever it is read, because nothing is frozen yet (Entwurf).
    pub fn is_draft(&self) -> bool {
        self.state == ReportState::Draft
    }

    /// What it says of itself.
    ///
    /// # Errors
    /// `Internal` when the type of reports refuses what is stored.
    pub fn report(&self) -> Result<Report> {
        stored_as(&self.stored)
    }
}

impl ReportQuery {
    /// The report as it was known then.
    ///
    /// # Errors
    /// `NotFound` when this view does not see it as of then; `Gone` when it was withdrawn; `BadRequest` for a moment in the
    /// future.
    pub fn find(&self, reading: &mut Reading<'_>) -> Result<KnownReport> {
        let as_of = reading.as_of(None, self.known_at)?;
        let stored = reading.find(Shape::Report, None, self.id, &as_of, &self.view)?.ok_or(Error::NotFound)?;
        not_withdrawn(reading, self.id)?;
        let state = stored_as::<Report>(&stored)?.state;
        Ok(KnownReport { stored, as_of, state })
    }
}
