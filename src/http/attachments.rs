//! Attachments of a report: uploaded as files, told by what they hold, numbered, and frozen with the report.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use super::caller::Allowed;
use super::endpoint::{Endpoint, Operation};
use super::etag::Answer;
use super::once::{once_of, with_key};
use super::params::{Params, path_id, place, reason};
use super::problem::{ApiError, ApiResult};
use super::resource::{begun, endpoints as endpoints_of};
use super::{App, blocking, spool};
use crate::http::openapi::examples::example;
use application::access::permission::{Read, WriteReports};
use application::records::resource::Resource;
use domain::attachment::{Attachment, FILE_TYPES};
use domain::error::Error;
use publishing::file_type::recognise;
use publishing::upload::{AttachedFile, Upload, attach, content};
use store::Window;

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
        .example(example("attachment"))
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
            route: || web::to(upload),
            operation: create,
        },
        Endpoint { method: Method::GET, path: single, route: || web::to(read_content), operation: read },
    ];
    usual.chain(own).collect()
}

async fn upload(
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
    let (author, place, title) = (may.author(reason(&request)?)?, place(&request), title.unwrap_or_default());
    let declared = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let declared = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let received = spool::receive(body, LARGEST).await?;
    let once = once_of(&request, &received.digest)?;
    let answer = blocking(move || {
        let bytes = std::fs::read(received.file.path()).map_err(Error::internal)?;
        let file_type = recognise(&bytes, &declared).ok_or(ApiError::UnsupportedMediaType(
            "a file of one of the types PDF, ODT, ODS, DOCX, XLSX, PNG, JPEG, plain text or CSV",
        ))?;
        let upload = Upload { may, author, once, place, title, number, file_type, bytes };
        let attached = attach(&app.store, &upload, |reading, scope, id| {
            begun::<Attachment>(reading, &upload.may, scope, id, (Window::default(), &upload.place.path))
        });
        attached.map_err(|error| ApiError::from(with_key(error, upload.once.as_ref())))
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
    let file = blocking(move || app.store.read(|reading| content(reading, (&place, id), known_at, &view))).await?;
    let AttachedFile { media_type, name, bytes } = file;
    let name = format!("attachment; filename=\"{name}\"");
    Ok(Answer::bytes(media_type, bytes).with(CONTENT_DISPOSITION, name).to(&request))
}
