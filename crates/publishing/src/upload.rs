//! Files that are attached to a report (Anlagen): numbered, kept, and read again as they were uploaded.

use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use application::access::may::May;
use application::access::permission::WriteReports;
use application::council::sign_off_history::{attached, erased, not_withdrawn};
use application::records::representation::stored_as;
use application::records::resource::Resource;
use application::records::scope::{PathParams, Scope, When};
use application::records::write::begin;
use domain::access::View;
use domain::attachment::{Attachment, FileType};
use domain::error::{Error, Result};
use domain::payload::Shape;
use domain::time::Moment;
use store::{Author, IdempotencyKey, Reading, Store, Window};

/// A file that somebody wants to attach to a report.
pub struct Upload {
    /// Who asks, with the permission for it.
    pub may: May<WriteReports>,
    /// In whose name, and why.
    pub author: Author,
    /// The key of the request, if it has one.
    pub once: Option<IdempotencyKey>,
    /// The attachments of which report.
    pub place: PathParams,
    /// Its title.
    pub title: String,
    /// Its number (Anlage 2), from 1 to 999; the next one without it.
    pub number: Option<u32>,
    /// What it is by its content.
    pub file_type: &'static FileType,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The file of an attachment.
#[derive(Clone, Debug)]
pub struct AttachedFile {
    /// What it is by its content.
    pub media_type: String,
    /// The name that the service made.
    pub name: String,
    /// Its bytes as they were uploaded.
    pub bytes: Vec<u8>,
}

/// Attaches a file to a draft. What `finish` makes of it is kept with the key of the request.
///
/// # Errors
/// `NotFound` when the caller does not see the report; `Forbidden`; `Invalid` for a title that breaks rules or a number
/// that is taken; a conflict when the report is no draft; `KeyReused`, `Busy`.
pub fn attach<A: Serialize + DeserializeOwned>(
    store: &Store,
    upload: &Upload,
    finish: impl FnOnce(&mut Reading<'_>, &Scope, Uuid) -> Result<A>,
) -> Result<A> {
    let Upload { may, author, once, place, title, number, file_type, bytes } = upload;
    store.write_once(
        author,
        once.as_ref(),
        |writing| {
            may.here(&[])?;
            Scope::find(&mut writing.reading, Attachment::COLLECTION, place, When::Now, &may.view())
        },
        |writing, scope| {
            let report = scope.parent.ok_or(Error::NotFound)?;
            let latest = writing.reading.as_of(None, None)?;
            let taken = attached(&mut writing.reading, report, &latest)?;
            let next = taken.iter().map(|(_, other)| other.number).max().unwrap_or(0) + 1;
            let number = number.unwrap_or(next);
            let attachment = Attachment {
                number,
                title: title.clone(),
                file_name: Attachment::name_of(number, file_type),
                media_type: file_type.media_type.to_owned(),
                size: u64::try_from(bytes.len()).map_err(Error::internal)?,
                sha256: writing.keep_file(bytes)?,
            };
            let payload = Attachment::parse(&scope, serde_json::to_value(&attachment).map_err(Error::internal)?)?;
            let id = begin::<Attachment>(writing, may, &scope, &payload, Window::default())?;
            Ok((scope, id))
        },
        |reading, (scope, id)| finish(reading, &scope, id),
    )
}

/// The file of an attachment, as known at a moment.
///
/// # Errors
/// `NotFound` when the view does not see it as of then; `Gone` when it was erased or the report withdrawn.
pub fn content(
    reading: &mut Reading<'_>,
    (place, id): (&PathParams, Uuid),
    known_at: Option<Moment>,
    view: &View,
) -> Result<AttachedFile> {
    let as_of = reading.as_of(None, known_at)?;
    let scope = Scope::find(reading, Attachment::COLLECTION, place, When::AsOf(&as_of), view)?;
    scope.parent.map_or(Ok(()), |report| not_withdrawn(reading, report))?;
    let stored = reading.find(Shape::Attachment, scope.parent, id, &as_of, &scope.view)?;
    let attachment: Attachment = stored_as(&stored.ok_or(Error::NotFound)?)?;
    let bytes = reading.file(&attachment.sha256)?.ok_or_else(|| erased(&attachment.sha256))?;
    Ok(AttachedFile { media_type: attachment.media_type, name: attachment.file_name, bytes })
}
