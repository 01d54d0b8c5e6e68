//! The document of a report in the format that is asked for: composed while it is a draft, rendered from what was frozen
//! until it is published, and from then on the bytes that were published.

use std::sync::Arc;

use actix_web::http::Method;
use actix_web::http::header::{CONTENT_DISPOSITION, LINK};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::domain::access::View;
use crate::domain::document::Document;
use crate::domain::error::{Error, Result};
use crate::domain::payload::Shape;
use crate::domain::report::{Edition, Report, ReportState};
use crate::domain::report_step::{FrozenFile, ReportStep, StepKind};
use crate::domain::time::{AsOf, Moment};
use crate::http::caller::{May, Read};
use crate::http::endpoint::{Endpoint, Operation};
use crate::http::etag::Answer;
use crate::http::params::{Params, path_id};
use crate::http::resource::stored_as;
use crate::http::{App, accept, blocking, openapi, overview};
use crate::reports::formats::{self, FORMATS, Format};
use crate::reports::sign_off::{Signed, Standing, signed};
use crate::reports::template::Template;
use crate::store::{Reading, Stored};

use super::snapshot::{path_of, snapshot_of, steps};

/// The parts of a report that are copied into a council information system, each a section.
pub const BLOCKS: [&str; 2] = ["sachverhalt", "beschluss"];

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let names: Vec<&str> = FORMATS.iter().map(|f| f.name).collect();
    let editions: Vec<&str> = Edition::ALL.iter().map(|edition| edition.name()).collect();
    let content: Vec<(&str, Value)> = FORMATS
        .iter()
        .map(|f| {
            let json = json!({"$ref": "#/components/schemas/Document"});
            (f.media_type, if f.name == "json" { json } else { json!({"type": "string"}) })
        })
        .collect();
    let operation = Operation::new("readReportDocument", "reports", "Read the document of a report")
        .description(
            "A draft is composed from what holds on the day of the report, as known at knownAt, in the view of the \
             report's own visibility. What was submitted is frozen: it is rendered from its snapshot. What was published \
             is answered byte for byte as it was published, for ever; `Link` names a report that corrects it \
             (successor-version). What was withdrawn is gone (410), but for its hashes. The format is chosen by `format`, \
             else by Accept; JSON without either. `csv` is an archive with a table for each of the document's; with \
             `table` one of them. With `block` the text of one part, for copying into a council information system.",
        )
        .query("format", json!({"type": "string", "enum": names}), "Format.", json!("html"))
        .query("edition", json!({"type": "string", "enum": editions}), "Edition; the latest without it.", json!("record"))
        .query("block", json!({"type": "string", "enum": BLOCKS}), "Only this part; with format=text.", json!("beschluss"))
        .query("table", json!({"type": "string", "maxLength": 200}), "Only this table; with format=csv.", json!("overview"))
        .shared(&["knownAt", "if-none-match"])
        .answer_as(200, "The document.", &[content, vec![("text/csv", json!({"type": "string"}))]].concat())
        .example(openapi::example("document"))
        .example_as("text/markdown; charset=utf-8", openapi::example("documentMarkdown"))
        .example_as("text/html; charset=utf-8", openapi::example("documentHtml"))
        .example_as("text/plain; charset=utf-8", json!("BESCHLUSS\n\nI. Der Bericht wird zur Kenntnis genommen.\n"))
        .example_as("text/csv", json!("Projekt;Phase\r\nDigitale Beteiligung;Betrieb\r\n"))
        .header("Content-Disposition", "A file name.")
        .header("ETag", "Digest of the bytes.")
        .header("Link", "The report that corrects this one (successor-version), and the one that it corrects.")
        .problem(406)
        .problem(410);
    let binary = FORMATS.iter().map(|f| f.media_type).filter(|m| m.starts_with("application/") && !m.ends_with("json"));
    let operation = binary.fold(operation, |operation, media_type| operation.example_as(media_type, json!("…")));
    let path = "/v1/reports/{id}/document".into();
    vec![Endpoint { method: Method::GET, path, route: || web::to(read_document), operation }]
}

/// What is asked for.
struct Wanted {
    format: &'static Format,
    edition: Option<Edition>,
    block: Option<String>,
    table: Option<String>,
    template: Arc<Template>,
}

/// What there is to answer.
enum There {
    /// What was published.
    Kept(FrozenFile, Vec<u8>),
    /// What is rendered now.
    Document(Box<Document>, Edition),
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
    let editions: Vec<&str> = Edition::ALL.iter().map(|edition| edition.name()).collect();
    let edition = params.one_of("edition", &editions);
    let edition = edition.and_then(|name| Edition::ALL.iter().copied().find(|e| e.name() == name));
    let (block, table) = (params.one_of("block", &BLOCKS), params.take::<String>("table"));
    let format = chosen.and_then(|place| FORMATS.get(place));
    for (name, given, needs) in [("block", block.is_some(), "text"), ("table", table.is_some(), "csv")] {
        if given && format.is_some_and(|format| format.name != needs) {
            params.refuse(name, format!("goes with format={needs}"));
        }
    }
    params.done()?;
    let format = format.ok_or(Error::NotAcceptable("application/json and the other media types of this document"))?;
    let wanted = Wanted { format, edition, block, table, template: app.template.clone() };
    let (id, view) = (path_id(&request)?, may.view());
    let store = app.store.clone();
    let (there, links, wanted) = blocking(move || {
        store.read(|reading| {
            let as_of = reading.as_of(None, known_at)?;
            let stored = reading.find(Shape::Report, None, id, &as_of, &view)?.ok_or(Error::NotFound)?;
            not_withdrawn(reading, id)?;
            let links = links(reading, &stored, &as_of, &view, "/document")?;
            Ok((find(reading, &stored, known_at, &wanted)?, links, wanted))
        })
    })
    .await?;
    let (media_type, name, bytes) = match there {
        There::Kept(file, bytes) => match &wanted.table {
            Some(id) => table_of(&bytes, id, &file.file_name)?,
            None => (file.media_type, file.file_name, bytes),
        },
        There::Document(document, edition) => {
            let name = file_name(&document, edition, wanted.block.as_deref(), wanted.format);
            app.rendering
                .run(move || match (&wanted.block, &wanted.table) {
                    (Some(block), _) => Ok((wanted.format.media_type.to_owned(), name, part(&document, block))),
                    (None, Some(id)) => table_of(&(wanted.format.write)(&document, &wanted.template)?, id, &name),
                    (None, None) => Ok((
                        wanted.format.media_type.to_owned(),
                        name,
                        (wanted.format.write)(&document, &wanted.template)?,
                    )),
                })
                .await?
        }
    };
    let answer = if media_type.starts_with("text/html") {
        overview::page_answer(String::from_utf8(bytes).map_err(Error::internal)?)
    } else {
        Answer::bytes(media_type, bytes)
    };
    let answer = answer.with(CONTENT_DISPOSITION, format!("inline; filename=\"{name}\""));
    let answer = if links.is_empty() { answer } else { answer.with(LINK, links.join(", ")) };
    Ok(answer.to(&request))
}

/// One table of an archive.
fn table_of(archive: &[u8], id: &str, archive_name: &str) -> Result<(String, String, Vec<u8>)> {
    let bytes = formats::csv_table(archive, id)?;
    let bytes = bytes.ok_or_else(|| Error::parameter("table", "is no table of this document"))?;
    let stem = archive_name.rsplit_once('.').map_or(archive_name, |(stem, _)| stem);
    Ok(("text/csv; charset=utf-8".to_owned(), format!("{stem}-{id}.csv"), bytes))
}

/// The text of a part.
pub fn part(document: &Document, block: &str) -> Vec<u8> {
    formats::text_part(document.section(block).unwrap_or_default(), &document.language)
}

/// What a file of a document is called.
pub fn file_name(document: &Document, edition: Edition, block: Option<&str>, format: &Format) -> String {
    let edition = if edition == Edition::Record { "-beschluss" } else { "" };
    let block = block.map(|block| format!("-auszug-{block}")).unwrap_or_default();
    format!("sachstandsbericht-{}{edition}{block}.{}", document.as_of, format.extension)
}

/// The format under which a part is kept.
pub fn kept_as(format: &Format, block: Option<&str>) -> String {
    block.map_or_else(|| format.name.to_owned(), |block| format!("{}-{block}", format.name))
}

fn find(reading: &mut Reading<'_>, stored: &Stored, known_at: Option<Moment>, wanted: &Wanted) -> Result<There> {
    let report: Report = stored_as(stored)?;
    let no_edition = || Error::parameter("edition", "is not published");
    match report.state {
        ReportState::Draft | ReportState::InReview | ReportState::Approved => {
            if wanted.edition.is_some_and(|edition| edition != Edition::Invitation) {
                return Err(no_edition());
            }
            let (snapshot, sha256) = snapshot_of(reading, stored, known_at, &wanted.template.sections)?;
            let standing = standing(reading, stored.id, report.state)?;
            let document = signed(&snapshot.document, &standing, sha256.as_deref(), reading.zone());
            Ok(There::Document(Box::new(document), Edition::Invitation))
        }
        ReportState::Published | ReportState::Superseded => {
            let all = steps(reading, stored.id)?;
            let published = published(&all, known_at);
            let step = match wanted.edition {
                None => published.last(),
                Some(edition) => published.iter().find(|step| step.edition.unwrap_or_default() == edition),
            };
            let kept = kept_as(wanted.format, wanted.block.as_deref());
            let file = step.ok_or_else(no_edition)?.files.iter().find(|file| file.format == kept);
            let file = file.ok_or(Error::NotAcceptable("the formats in which it was published"))?.clone();
            let bytes = reading.file(&file.sha256)?.ok_or_else(|| erased(&file.sha256))?;
            Ok(There::Kept(file, bytes))
        }
        ReportState::Withdrawn => Err(withdrawn(&steps(reading, stored.id)?)),
    }
}

/// The publications that were known at a moment, the first one first.
fn published(all: &[(Moment, ReportStep)], known_at: Option<Moment>) -> Vec<&ReportStep> {
    let known = |at: &Moment| known_at.is_none_or(|known_at| *at <= known_at);
    all.iter().filter(|(at, step)| step.step == StepKind::Publish && known(at)).map(|(_, step)| step).collect()
}

/// How far a document is that is not published.
pub fn standing(reading: &mut Reading<'_>, report: Uuid, state: ReportState) -> Result<Standing> {
    match state {
        ReportState::Draft => Ok(Standing::Draft),
        ReportState::InReview => Ok(Standing::InReview),
        _ => sign_off(&steps(reading, report)?),
    }
}

/// Who submitted and who approved what was frozen last.
///
/// # Errors
/// `Internal` where nobody did.
pub fn sign_off(all: &[(Moment, ReportStep)]) -> Result<Standing> {
    let last = |kind| {
        let (at, step) = all.iter().rev().find(|(_, step)| step.step == kind)?;
        Some(Signed { function: step.function.clone(), at: *at })
    };
    let both = last(StepKind::Submit).zip(last(StepKind::Approve));
    let (submitted, approved) = both.ok_or_else(|| Error::internal("an approved report that nobody approved"))?;
    Ok(Standing::Approved { submitted, approved })
}

/// What was withdrawn is gone, as known at whatever moment.
///
/// # Errors
/// `Gone` with the hashes that are left.
pub fn not_withdrawn(reading: &mut Reading<'_>, report: Uuid) -> Result<()> {
    match reading.present(Shape::Report, None, report, &View::EVERYTHING)? {
        Some(stored) if stored_as::<Report>(&stored)?.state == ReportState::Withdrawn => {
            Err(withdrawn(&steps(reading, report)?))
        }
        _ => Ok(()),
    }
}

/// What is left of what was withdrawn.
fn withdrawn(all: &[(Moment, ReportStep)]) -> Error {
    let files: Vec<&FrozenFile> = all.iter().flat_map(|(_, step)| &step.files).collect();
    let step = all.iter().rev().find(|(_, step)| step.step == StepKind::Withdraw);
    let explanation = step.and_then(|(_, step)| step.explanation.clone()).unwrap_or_default();
    let members = [("explanation".to_owned(), json!(explanation)), ("files".to_owned(), json!(files))];
    Error::gone(
        "withdrawn",
        "this report was withdrawn; what is left of it are its hashes",
        members.into_iter().collect(),
    )
}

/// What is left of a file whose content was erased.
pub fn erased(sha256: &str) -> Error {
    let members = [("sha256".to_owned(), json!(sha256))];
    Error::gone("erased", "this file was erased; what is left is its hash", members.into_iter().collect())
}

/// The reports that correct this one and that it corrects, as far as the view sees them, or what is `below` them.
///
/// # Errors
/// Those of the ledger.
pub fn links(
    reading: &mut Reading<'_>,
    stored: &Stored,
    as_of: &AsOf,
    view: &View,
    below: &str,
) -> Result<Vec<String>> {
    let report: Report = stored_as(stored)?;
    let successor = steps(reading, stored.id)?.into_iter().rev().find_map(|(_, step)| step.successor);
    let mut links = Vec::new();
    for (id, relation) in [(successor, "successor-version"), (report.corrects, "predecessor-version")] {
        let Some(id) = id else { continue };
        if reading.find(Shape::Report, None, id, as_of, view)?.is_some() {
            links.push(format!("<{}{below}>; rel=\"{relation}\"", path_of(id)));
        }
    }
    Ok(links)
}
