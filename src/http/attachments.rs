//! Attachments of a report: uploaded as files, told by what they hold, numbered, and frozen with the report.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::domain::access::View;
use crate::domain::attachment::{Attachment, FILE_TYPES, recognise};
use crate::domain::error::{Error, Result, Violation};
use crate::domain::payload::{Payload, Shape, typed};
use crate::domain::schema::components;
use crate::domain::slices::Slice;
use crate::store::{Reading, Stored, Window, Writing};

use super::caller::{May, Read, WriteReports};
use super::endpoint::{Endpoint, Operation};
use super::etag::Answer;
use super::once::{once_of, with_key};
use super::params::{Params, path_id};
use super::resource::{self, Judged, KnownBy, Place, Resource, Scope, When, stored_as};
use super::resources::{example_of, plain};
use super::{App, blocking, openapi, reports, spool};

/// Largest file that is attached, in bytes.
pub const LARGEST: u64 = 20 << 20;

impl Resource for Attachment {
    const SHAPE: Shape = Shape::Attachment;
    const COLLECTION: &'static str = "/v1/reports/{report}/attachments";
    const OWN: &'static str = "id";
    const ONE: &'static str = "attachment";
    const MANY: &'static str = "attachments";
    const SCHEMA: &'static str = "Attachment";
    const DATED: bool = false;
    type Write = WriteReports;

    plain!(Attachment, read);

    fn known_by(_: &Value) -> KnownBy {
        &[&["number"]]
    }

    /// Title and number may change as long as the report is a draft; what follows from the file may not.
    fn judge(judged: &mut Judged<'_, '_>, before: &[Slice<Payload>], after: &[Slice<Payload>]) -> Result<()> {
        let Some(report) = judged.parent else { return Err(Error::NotFound) };
        let reading = &mut judged.writing.reading;
        let stored = reading.present(Shape::Report, None, report, &View::EVERYTHING)?.ok_or(Error::NotFound)?;
        reports::draft_only(&stored_as(&stored)?)?;
        let Some(slice) = after.first() else { return Ok(()) };
        let attachment: Attachment = typed(&slice.payload.value)?;
        let mut violations = Vec::new();
        if let Some(before) = before.first() {
            for name in Attachment::MADE {
                if before.payload.value.get(name) != slice.payload.value.get(name) {
                    violations.push(Violation::at(format!("/{name}"), "is made of the file by the service"));
                }
            }
        }
        let latest = reading.as_of(None, None)?;
        let taken = reports::attached(reading, report, &latest)?;
        if taken.iter().any(|(stored, other)| stored.id != judged.id && other.number == attachment.number) {
            violations.push(Violation::at("/number", "is the number of another attachment of this report"));
        }
        if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
    }

    /// Of what was attached to a report that is withdrawn are left its name and its hash.
    fn withdraw(reading: &mut Reading<'_>, id: Uuid, _: &View, value: &mut Value) -> Result<()> {
        if let Some(report) = reading.parent_of(id)?
            && reports::is_withdrawn(reading, report)?
            && let Some(fields) = value.as_object_mut()
            && let Some(name) = fields.get("fileName").cloned()
        {
            fields.insert("title".into(), name);
        }
        Ok(())
    }

    fn retracting(_: &mut Writing<'_>, scope: &Scope, _: &Stored, _: Window) -> Result<()> {
        reports::draft_only(&stored_as(scope.found.as_ref().ok_or(Error::NotFound)?)?)
    }
}

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let binary = || json!({"type": "string", "format": "binary"});
    let media = || FILE_TYPES.iter().map(|known| known.media_type);
    let create = Operation::new("createAttachment", Attachment::MANY, "Attach a file to a report")
        .description(format!(
            "The body is the file, at most {} MiB. What it is, tells its content, whatever Content-Type says: PDF, ODT, ODS, \
             DOCX, XLSX, PNG, JPEG, plain text, CSV (where Content-Type says so). Its name is made by the service. Only a \
             draft takes attachments; they are frozen with it.",
            LARGEST >> 20
        ))
        .query("title", json!({"type": "string", "minLength": 1, "maxLength": 300}), "Title; required.", json!("Liste der Online-Dienste"))
        .query("number", json!({"type": "integer", "minimum": 1, "maximum": 999}), "Number (Anlage 2); the next one without it.", json!(2))
        .shared(&["idempotency-key", "change-reason"])
        .body("application/octet-stream", binary(), json!("Dienst;Amt"));
    let create = create
        .answer(201, "The attachment.", json!({"$ref": "#/components/schemas/Attachment"}))
        .example(openapi::example("attachment"))
        .header("Location", "Its path.")
        .header("ETag", "Revision and digest.")
        .problem(409)
        .needs::<WriteReports>();
    let content: Vec<(&str, Value)> = media().map(|media_type| (media_type, binary())).collect();
    let mut read = Operation::new("readAttachmentContent", Attachment::MANY, "Read the file of an attachment")
        .description("The bytes as they were uploaded. `410` when they were erased, or the report was withdrawn.")
        .shared(&["knownAt", "if-none-match"])
        .answer_as(200, "The file.", &content);
    for media_type in media() {
        read = read.example_as(media_type, json!("…"));
    }
    let read = read.header("Content-Disposition", "A file name.").header("ETag", "Digest of the bytes.").problem(410);
    // A file is not replaced: another one is attached.
    let usual = resource::endpoints::<Attachment>();
    let usual = usual.into_iter().filter(|e| !matches!(e.method, Method::POST | Method::PUT));
    let single = format!("{}/{{id}}/content", Attachment::COLLECTION);
    let own = [
        Endpoint {
            method: Method::POST,
            path: Attachment::COLLECTION.into(),
            route: || web::to(attach),
            operation: create,
        },
        Endpoint { method: Method::GET, path: single, route: || web::to(read_content), operation: read },
    ];
    usual.chain(own).collect()
}

async fn attach(
    may: May<WriteReports>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
    body: web::Payload,
) -> Result<HttpResponse> {
    let title: Option<String> = params.take("title");
    let number = params.number("number", 1, 999).and_then(|n| u32::try_from(n).ok());
    if title.is_none() {
        params.refuse("title", "is required");
    }
    params.done()?;
    let (author, view, place) = (may.author(&request)?, may.view(), Place::of(&request));
    let declared = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let declared = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let received = spool::receive(body, LARGEST).await?;
    let once = once_of(&request, &received.digest)?;
    let answer = blocking(move || {
        let bytes = std::fs::read(received.file.path()).map_err(Error::internal)?;
        let kind = recognise(&bytes, &declared).ok_or(Error::UnsupportedMediaType(
            "a file of one of the types PDF, ODT, ODS, DOCX, XLSX, PNG, JPEG, plain text or CSV",
        ))?;
        let written = app.store.write_once(
            &author,
            once.as_ref(),
            |writing| {
                may.here(&[])?;
                Scope::find(&mut writing.reading, Attachment::COLLECTION, &place, When::Now, &view)
            },
            |writing, scope| {
                let report = scope.parent.ok_or(Error::NotFound)?;
                let latest = writing.reading.as_of(None, None)?;
                let taken = reports::attached(&mut writing.reading, report, &latest)?;
                let next = taken.iter().map(|(_, other)| other.number).max().unwrap_or(0) + 1;
                let number = number.unwrap_or(next);
                let body = json!({
                    "number": number, "title": title, "fileName": Attachment::name_of(number, kind),
                    "mediaType": kind.media_type, "size": bytes.len(), "sha256": writing.keep_file(&bytes)?,
                });
                let payload = Attachment::parse(&scope, body)?;
                let id = resource::begin::<Attachment>(writing, &may, &scope, &payload, Window::default())?;
                Ok((scope, id))
            },
            |reading, (scope, id)| {
                resource::begun::<Attachment>(reading, &may, &scope, id, (Window::default(), &place.path))
            },
        );
        written.map_err(|error| with_key(error, once.as_ref()))
    })
    .await?;
    Ok(answer.answer(StatusCode::CREATED))
}

async fn read_content(
    may: May<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> Result<HttpResponse> {
    let known_at = params.take("knownAt");
    params.done()?;
    let (place, view, id) = (Place::of(&request), may.view(), path_id(&request)?);
    let answer = blocking(move || {
        app.store.read(|reading| {
            let as_of = reading.as_of(None, known_at)?;
            let scope = Scope::find(reading, Attachment::COLLECTION, &place, When::AsOf(&as_of), &view)?;
            scope.parent.map_or(Ok(()), |report| reports::not_withdrawn(reading, report))?;
            let stored = reading.find(Shape::Attachment, scope.parent, id, &as_of, &scope.view)?;
            let attachment: Attachment = stored_as(&stored.ok_or(Error::NotFound)?)?;
            let bytes = reading.file(&attachment.sha256)?.ok_or_else(|| reports::erased(&attachment.sha256))?;
            let name = format!("attachment; filename=\"{}\"", attachment.file_name);
            Ok(Answer::bytes(attachment.media_type, bytes).with(CONTENT_DISPOSITION, name))
        })
    })
    .await?;
    Ok(answer.to(&request))
}
