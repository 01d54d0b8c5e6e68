//! Answers from a report: a draft is composed beside the threads that answer; what is frozen need not be.

use actix_web::web;

use crate::http::problem::ApiResult;
use crate::http::{App, blocking};
use documents::template::SectionForm;
use domain::error::Result;
use publishing::asked::{KnownReport, ReportQuery};
use store::Reading;

/// Answers a question to a report by one function of the room below.
///
/// # Errors
/// Those of [`ReportQuery::find`] and of `work`; `TooMany` when too many documents are being made.
pub async fn answer<T: Send + 'static>(
    app: &web::Data<App>,
    query: ReportQuery,
    work: impl FnOnce(&mut Reading<'_>, &KnownReport, &[SectionForm]) -> Result<T> + Send + 'static,
) -> ApiResult<T> {
    let store = app.store.clone();
    let known = blocking(move || store.read(|reading| query.find(reading))).await?;
    let (store, template, draft) = (app.store.clone(), app.template.clone(), known.is_draft());
    let work = move || store.read(|reading| work(reading, &known, &template.sections));
    if draft { Ok(app.rendering.run(work).await?) } else { blocking(work).await }
}
