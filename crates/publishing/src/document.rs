//! The document of a report in the format that is asked for: composed while it is a draft, rendered from what was frozen
//! until it is published, and from then on the bytes that were published.

use application::context::Context;
use application::council::sign_off_history::{SignOffHistory, erased, links};
use documents::formats::Format;
use documents::template::Template;
use domain::access::Visibility;
use domain::error::{Error, Result};
use domain::report::Edition;
use reports::sign_off::{Standing, signed};
use store::{Reading, Store};

use super::asked::{KnownReport, ReportQuery};
use super::files::{file_name, kept_as, part, table_of};
use super::publish::record_of;
use super::snapshot::snapshot_of;

/// The question for a document.
#[derive(Clone, Debug)]
pub struct DocumentQuery {
    /// Of which report, and as known when.
    pub report: ReportQuery,
    /// In which format.
    pub format: &'static Format,
    /// Which edition; the latest without it.
    pub edition: Option<Edition>,
    /// Only this part, as text.
    pub block: Option<String>,
    /// Only this table, as CSV.
    pub table: Option<String>,
}

/// A file of a document.
#[derive(Clone, Debug)]
pub struct DocumentFile {
    /// Its media type.
    pub media_type: String,
    /// What it is called.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl From<(String, String, Vec<u8>)> for DocumentFile {
    fn from((media_type, name, bytes): (String, String, Vec<u8>)) -> Self {
        Self { media_type, name, bytes }
    }
}

/// What there is to answer.
#[derive(Debug)]
pub enum DocumentSource {
    /// What was published.
    Published(DocumentFile),
    /// It was published before there was this format.
    NotInThisFormat,
    /// It is to be rendered, from the report as it was known then.
    ToRender(Box<KnownReport>),
}

/// What there is of a document, and the links to the reports that correct this one and that it corrects.
///
/// # Errors
/// `NotFound` when the view does not see the report; `Gone` when it was withdrawn or the file erased; `BadRequest` for an
/// edition that is not published, or a table that does not stand in the document.
pub fn find(reading: &mut Reading<'_>, query: &DocumentQuery) -> Result<(DocumentSource, Vec<String>)> {
    let known = query.report.find(reading)?;
    let same = format!("/document?format={}", query.format.name);
    let mut cx = Context::new(reading, known.as_of, query.report.view.clone());
    let links = links(&mut cx, &known.stored, &same)?;
    Ok((source(reading, known, query)?, links))
}

/// The file that was published, or that one must be made.
fn source(reading: &mut Reading<'_>, known: KnownReport, query: &DocumentQuery) -> Result<DocumentSource> {
    let no_edition = || Error::parameter("edition", "is not published");
    let record = query.edition == Some(Edition::Record);
    if !known.state.given() {
        return if record { Err(no_edition()) } else { Ok(DocumentSource::ToRender(Box::new(known))) };
    }
    let history = SignOffHistory::of(reading, known.stored.id, &known.as_of)?;
    let Some(step) = history.published(query.edition) else {
        // Those who prepare the record see what it will be.
        let prepares = record && query.report.view.sees(Visibility::Internal, []);
        return if prepares { Ok(DocumentSource::ToRender(Box::new(known))) } else { Err(no_edition()) };
    };
    let kept = kept_as(query.format, query.block.as_deref());
    let file = step.files.iter().find(|file| file.format == kept);
    let Some(file) = file.cloned() else { return Ok(DocumentSource::NotInThisFormat) };
    let bytes = reading.file(&file.sha256)?.ok_or_else(|| erased(&file.sha256))?;
    Ok(DocumentSource::Published(match &query.table {
        Some(id) => table_of(&bytes, id, &file.file_name)?.into(),
        None => DocumentFile { media_type: file.media_type, name: file.file_name, bytes },
    }))
}

/// Makes the file of what is not published. The database is read first and not kept while the file is written.
///
/// # Errors
/// `Gone` when the snapshot was erased; a conflict when the meeting has not decided what the record is to say;
/// `BadRequest` when the document has no such table.
pub fn render(store: &Store, known: &KnownReport, query: &DocumentQuery, template: &Template) -> Result<DocumentFile> {
    let KnownReport { stored, as_of, state } = known;
    let (document, edition) = store.read(|reading| {
        let history = SignOffHistory::of(reading, stored.id, as_of)?;
        let (snapshot, sha256) = snapshot_of(reading, stored, as_of, &template.sections)?;
        let (document, edition, standing) = if state.given() {
            let record = record_of(reading, stored, &snapshot.document, as_of, &template.sections)?;
            (record, Edition::Record, Standing::Draft)
        } else {
            (snapshot.document, Edition::Invitation, history.standing(*state)?)
        };
        Ok((signed(&document, &standing, sha256.as_deref(), reading.zone()), edition))
    })?;
    let name = file_name(&document, edition, query.block.as_deref(), query.format);
    let bytes = match &query.block {
        Some(block) => part(&document, block),
        None => (query.format.write)(&document, template)?,
    };
    match &query.table {
        Some(id) => Ok(table_of(&bytes, id, &name)?.into()),
        None => Ok(DocumentFile { media_type: query.format.media_type.to_owned(), name, bytes }),
    }
}
