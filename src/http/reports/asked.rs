//! Reports as they are asked for: by whom, and as known when.

use actix_web::web;
use uuid::Uuid;

use crate::http::{App, blocking};
use application::records::representation::stored_as;
use domain::access::View;
use domain::error::{Error, Result};
use domain::payload::Shape;
use domain::report::{Report, ReportState};
use domain::time::{AsOf, Moment};
use store::{Reading, Stored};

use crate::http::problem::ApiResult;
use application::council::life::not_withdrawn;

/// A report that somebody asks for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its id.
    pub id: Uuid,
    /// What the caller sees.
    pub view: View,
    /// As known when; now without it.
    pub known_at: Option<Moment>,
}

impl Asked {
    /// The report as it was known then.
    ///
    /// # Errors
    /// `NotFound`; `Gone` when it was withdrawn.
    pub fn find(&self, reading: &mut Reading<'_>) -> Result<(Stored, AsOf)> {
        let as_of = reading.as_of(None, self.known_at)?;
        let stored = reading.find(Shape::Report, None, self.id, &as_of, &self.view)?.ok_or(Error::NotFound)?;
        not_withdrawn(reading, self.id)?;
        Ok((stored, as_of))
    }

    /// Answers from the report. A draft is composed beside the threads that answer; what is frozen need not be.
    ///
    /// # Errors
    /// Those of `find` and of `work`.
    pub async fn answer<T: Send + 'static>(
        self,
        app: &web::Data<App>,
        work: impl FnOnce(&mut Reading<'_>, &Stored, &AsOf) -> Result<T> + Send + 'static,
    ) -> ApiResult<T> {
        let store = app.store.clone();
        let (stored, as_of) = blocking(move || store.read(|reading| self.find(reading))).await?;
        let draft = stored_as::<Report>(&stored)?.state == ReportState::Draft;
        let store = app.store.clone();
        let work = move || store.read(|reading| work(reading, &stored, &as_of));
        if draft { Ok(app.rendering.run(work).await?) } else { blocking(work).await }
    }
}
