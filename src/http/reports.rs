//! The document of a report: composed from facts, written in the format that is asked for.

use actix_web::http::Method;
use actix_web::http::header::{ACCEPT, CONTENT_DISPOSITION};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::domain::access::View;
use crate::domain::document::Document;
use crate::domain::error::{Error, Result};
use crate::domain::payload::{Shape, typed};
use crate::domain::report::Report;
use crate::domain::time::Moment;
use crate::reports::compose::{Composition, compose};
use crate::reports::formats::{FORMATS, Format};
use crate::store::Reading;

use super::caller::{May, Read};
use super::endpoint::{Endpoint, Operation};
use super::etag::Answer;
use super::facts::{self, Baseline};
use super::params::Params;
use super::{App, blocking, openapi, overview};

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
    let format: Option<String> = params.take("format");
    let known_at: Option<Moment> = params.take("knownAt");
    if format.as_deref().is_some_and(|name| by_name(name).is_none()) {
        let names = FORMATS.iter().map(|f| f.name).collect::<Vec<_>>().join(", ");
        params.refuse("format", format!("must be one of: {names}"));
    }
    params.done()?;
    let format = match format {
        Some(name) => by_name(&name).ok_or(Error::NotFound)?,
        None => by_accept(&request)?,
    };
    let id: Uuid = request.match_info().get("id").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)?;
    let view = may.view();
    let answer = blocking(move || {
        let document = app.store.read(|reading| draft(reading, id, known_at, &view, app.store.zone()))?;
        let bytes = (format.write)(&document)?;
        if format.name == "html" {
            return Ok(overview::page_answer(String::from_utf8(bytes).map_err(Error::internal)?));
        }
        let name = format!("inline; filename=\"sachstandsbericht-{}.{}\"", document.as_of, format.extension);
        Ok(Answer::bytes(format.media_type, bytes).with(CONTENT_DISPOSITION, name))
    })
    .await?;
    Ok(answer.to(&request))
}

fn by_name(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|f| f.name == name)
}

/// The first format that the client accepts, by its order of preference.
fn by_accept(request: &HttpRequest) -> Result<&'static Format> {
    let accept = request.headers().get(ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or("*/*");
    let mut wanted: Vec<(f32, &str)> = accept
        .split(',')
        .map(|part| {
            let mut pieces = part.split(';').map(str::trim);
            let media_type = pieces.next().unwrap_or_default();
            let quality = pieces.find_map(|p| p.strip_prefix("q=")).and_then(|q| q.parse().ok()).unwrap_or(1.0);
            (quality, media_type)
        })
        .filter(|(quality, _)| *quality > 0.0)
        .collect();
    wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let essence = |format: &Format| format.media_type.split(';').next().unwrap_or_default().to_owned();
    let matching = |media_type: &str| {
        FORMATS.iter().find(|f| {
            let own = essence(f);
            media_type == "*/*" || media_type == own || media_type.strip_suffix("/*") == own.split('/').next()
        })
    };
    wanted
        .iter()
        .find_map(|(_, t)| matching(t))
        .ok_or(Error::NotAcceptable("application/json, text/markdown, text/html"))
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
    let report: Report = typed(&stored.value)?;
    let own_view = View::of(report.visibility);
    let as_of = reading.as_of(Some(report.as_of), known_at)?;
    let as_of = reading.noticed(as_of, &own_view)?;
    let meeting = facts::meeting(reading, &report, &as_of)?;
    let previous = match report.previous_report {
        Some(id) => reading.find(Shape::Report, None, id, &as_of, &own_view)?,
        None => None,
    };
    let baseline = previous.map(|stored| Baseline::of(reading, &stored, &as_of)).transpose()?;
    let projects = facts::load(reading, &as_of, &own_view, baseline.as_ref())?;
    let (meeting, committees) = meeting.map_or((None, Vec::new()), |(m, c)| (Some(m), c));
    let previous = baseline.map(|b| b.previous);
    let composition = Composition { report, meeting, committees, previous, projects, known_at: as_of.known };
    Ok(compose(&composition, zone))
}
