//! Attachments of a report: uploaded as files, told by what they hold, numbered, and frozen with the report.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use domain::attachment::{Attachment, FILE_TYPES, recognise};
use domain::error::Error;
use domain::payload::Shape;
use store::Window;

use super::endpoint::{Endpoint, Operation};
use super::etag::Answer;
use super::once::{once_of, with_key};
use super::params::{Params, path_id};
use super::{App, blocking, openapi, reports, spool};
use crate::http::caller::Allowed;
use crate::http::params::place;
use crate::http::params::reason;
use crate::http::problem::ApiError;
use crate::http::problem::ApiResult;
use crate::http::resource::{begun, endpoints as endpoints_of};
use application::access::permission::{Read, WriteReports};
use application::records::representation::stored_as;
use application::records::resource::Resource;
use application::records::scope::{Scope, When};
use application::records::write::begin;

/// Largest file that is attached, in bytes.
pub const LARGEST: u64 = 20 << 20;

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let binary = || json!({"type": "string", "format": "binary"});
    let media = || FILE_TYPES.iter().map(|known| known.media_type);
    let create = Operation::new("createAttachment", Attachment::PLURAL, "Attach a file to a report")
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
    let mut read = Operation::new("readAttachmentContent", Attachment::PLURAL, "Read the file of an attachment")
        .description("The bytes as they were uploaded. `410` when they were erased, or the report was withdrawn.")
        .shared(&["knownAt", "if-none-match"])
        .answer_as(200, "The file.", &content);
    for media_type in media() {
        read = read.example_as(media_type, json!("…"));
    }
    let read = read.header("Content-Disposition", "A file name.").header("ETag", "Digest of the bytes.").problem(410);
    // A file is not replaced: another one is attached.
    let usual = endpoints_of::<Attachment>();
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
    Allowed(may): Allowed<WriteReports>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
    body: web::Payload,
) -> ApiResult<HttpResponse> {
    let title: Option<String> = params.take("title");
    let number = params.number("number", 1, 999).and_then(|n| u32::try_from(n).ok());
    if title.is_none() {
        params.refuse("title", "is required");
    }
    params.done()?;
    let (author, view, place) = (may.author(reason(&request)?)?, may.view(), place(&request));
    let declared = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let declared = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let received = spool::receive(body, LARGEST).await?;
    let once = once_of(&request, &received.digest)?;
    let answer = blocking(move || {
        let bytes = std::fs::read(received.file.path()).map_err(Error::internal)?;
        let kind = recognise(&bytes, &declared).ok_or(ApiError::UnsupportedMediaType(
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
                let id = begin::<Attachment>(writing, &may, &scope, &payload, Window::default())?;
                Ok((scope, id))
            },
            |reading, (scope, id)| begun::<Attachment>(reading, &may, &scope, id, (Window::default(), &place.path)),
        );
        written.map_err(|error| ApiError::from(with_key(error, once.as_ref())))
    })
    .await?;
    Ok(answer.answer(StatusCode::CREATED))
}

async fn read_content(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let known_at = params.take("knownAt");
    params.done()?;
    let (place, view, id) = (place(&request), may.view(), path_id(&request)?);
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
