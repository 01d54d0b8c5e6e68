//! The document of a report: composed from facts, written in the format that is asked for.

use actix_web::http::Method;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::domain::access::View;
use crate::domain::document::Document;
use crate::domain::error::{Error, Result, Violation};
use crate::domain::payload::{Payload, Shape, typed};
use crate::domain::report::{Report, ReportState};
use crate::domain::schema::components;
use crate::domain::slices::Slice;
use crate::domain::time::Moment;
use crate::reports::compose::{Composition, compose};
use crate::reports::formats::FORMATS;
use crate::reports::template::Template;
use crate::store::Reading;

use super::caller::{May, Read, WriteReports};
use super::endpoint::{Endpoint, Operation};
use super::etag::Answer;
use super::facts::{self, Baseline};
use super::params::{Params, path_id};
use super::resource::{Filter, Judged, KnownBy, Resource, Scope, stored_as};
use super::resources::{example_of, plain};
use super::{App, accept, blocking, drawn, openapi, overview};

impl Resource for Report {
    const SHAPE: Shape = Shape::Report;
    const COLLECTION: &'static str = "/v1/reports";
    const OWN: &'static str = "id";
    const ONE: &'static str = "report";
    const MANY: &'static str = "reports";
    const SCHEMA: &'static str = "Report";
    const FILTERS: &'static [Filter] = &[Filter::State("state", || ReportState::STATES.names())];
    const DATED: bool = false;
    const REFERS: bool = true;
    type Write = WriteReports;

    plain!(Report, read);

    fn known_by(_: &Value) -> KnownBy {
        &[&["asOf", "title"]]
    }

    /// What it is compared with lies before it, where it stands on the agenda is there, and neither is seen by fewer.
    fn judge(judged: &mut Judged<'_, '_>, _: &[Slice<Payload>], after: &[Slice<Payload>]) -> Result<()> {
        let Some(slice) = after.first() else { return Ok(()) };
        let report: Report = typed(&slice.payload.value)?;
        let (reading, view) = (&mut judged.writing.reading, View::of(report.visibility));
        let mut violations = Vec::new();
        let mut refuse = |place: &str, detail: String| violations.push(Violation::at(place, detail));
        let latest = reading.as_of(None, None)?;
        if let Some(id) = report.previous_report
            && let Some(stored) = reading.present(Shape::Report, None, id, &View::EVERYTHING)?
        {
            let previous: Report = stored_as(&stored)?;
            let meeting =
                facts::meeting(reading, &previous, &latest, &View::EVERYTHING)?.map(|(meeting, _)| meeting.date);
            if !view.sees(stored.visibility, []) {
                refuse("/previousReport", "is seen by fewer than this report".to_owned());
            }
            if previous.as_of >= report.as_of {
                refuse("/previousReport", format!("has the Stichtag {}, which is not earlier", previous.as_of));
            } else if let Some(day) = meeting.filter(|day| *day > report.as_of) {
                refuse("/previousReport", format!("was given on {day}, after the Stichtag of this report"));
            }
        }
        if let (Some(number), Some((meeting, _))) =
            (&report.agenda_item, facts::meeting(reading, &report, &latest, &View::EVERYTHING)?)
        {
            match meeting.agenda.iter().find(|item| item.number == *number) {
                None if !meeting.agenda.is_empty() => {
                    refuse("/agendaItem", "does not stand on the agenda of the meeting".to_owned());
                }
                Some(item) if !view.sees(item.visibility, []) => {
                    let seen = item.visibility.name();
                    refuse("/visibility", format!("the agenda item is {seen}: the report must not be seen by more"));
                }
                _ => {}
            }
        }
        if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
    }
}

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let names: Vec<&str> = FORMATS.iter().map(|f| f.name).collect();
    let content: Vec<(&str, Value)> = FORMATS
        .iter()
        .map(|f| {
            let json = json!({"$ref": "#/components/schemas/Document"});
            (f.media_type, if f.name == "json" { json } else { json!({"type": "string"}) })
        })
        .collect();
    let operation = Operation::new("readReportDocument", "reports", "Read the document of a report")
        .description(
            "Composed from what holds on the day of the report, as known at knownAt, in the view of the report's own \
             visibility. The format is chosen by `format`, else by Accept; JSON without either.",
        )
        .query("format", json!({"type": "string", "enum": names}), "Format.", json!("html"))
        .shared(&["knownAt", "if-none-match"])
        .answer_as(200, "The document.", &content)
        .example(openapi::example("document"))
        .example_as("text/markdown; charset=utf-8", openapi::example("documentMarkdown"))
        .example_as("text/html; charset=utf-8", openapi::example("documentHtml"))
        .header("Content-Disposition", "A file name.")
        .header("ETag", "Digest of the bytes.")
        .problem(406);
    let path = "/v1/reports/{id}/document".into();
    vec![Endpoint { method: Method::GET, path, route: || web::to(read_document), operation }]
}

async fn read_document(
    may: May<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> Result<HttpResponse> {
    let offered: Vec<(&str, &str)> = FORMATS.iter().map(|f| (f.name, f.media_type)).collect();
    let chosen = accept::format(&mut params, &request, &offered);
    let known_at: Option<Moment> = params.take("knownAt");
    params.done()?;
    let format = chosen.and_then(|place| FORMATS.get(place));
    let format = format.ok_or(Error::NotAcceptable("application/json, text/markdown, text/html"))?;
    let id = path_id(&request)?;
    let view = may.view();
    let answer = blocking(move || {
        let document = app.store.read(|reading| draft(reading, id, known_at, &view, app.store.zone()))?;
        let bytes = (format.write)(&document, Template::plain())?;
        if format.name == "html" {
            return Ok(overview::page_answer(String::from_utf8(bytes).map_err(Error::internal)?));
        }
        let name = format!("inline; filename=\"sachstandsbericht-{}.{}\"", document.as_of, format.extension);
        Ok(Answer::bytes(format.media_type, bytes).with(CONTENT_DISPOSITION, name))
    })
    .await?;
    Ok(answer.to(&request))
}

/// Composes a draft as of its day and a moment.
///
/// # Errors
/// `NotFound` when the caller does not see the report.
pub fn draft(
    reading: &mut Reading<'_>,
    id: Uuid,
    known_at: Option<Moment>,
    view: &View,
    zone: chrono_tz::Tz,
) -> Result<Document> {
    let as_of = reading.as_of(None, known_at)?;
    let stored = reading.find(Shape::Report, None, id, &as_of, view)?.ok_or(Error::NotFound)?;
    let report: Report = stored_as(&stored)?;
    let own_view = View::of(report.visibility);
    let as_of = reading.as_of(Some(report.as_of), known_at)?;
    let as_of = reading.noticed(as_of, &own_view)?;
    let meeting = facts::meeting(reading, &report, &as_of, &own_view)?;
    let previous = match report.previous_report {
        Some(id) => reading.find(Shape::Report, None, id, &as_of, &own_view)?,
        None => None,
    };
    let baseline = previous.map(|stored| Baseline::of(reading, &stored, &as_of)).transpose()?;
    let loaded = facts::load_projects(reading, &as_of, &own_view, baseline.as_ref())?;
    let drawn = drawn::of_projects(reading, &loaded, &report, &as_of, &own_view)?;
    let projects = loaded.into_iter().map(|loaded| loaded.facts).collect();
    let (meeting, committees) = meeting.map_or((None, Vec::new()), |(m, c)| (Some(m), c));
    let previous = baseline.map(|b| b.previous);
    let composition = Composition { report, meeting, committees, previous, projects, drawn, known_at: as_of.known };
    Ok(compose(&composition, zone))
}
