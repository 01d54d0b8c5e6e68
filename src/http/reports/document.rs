//! The document of a report in the format that is asked for: composed while it is a draft, rendered from what was frozen
//! until it is published, and from then on the bytes that were published.

use std::sync::Arc;

use actix_web::http::Method;
use actix_web::http::header::{CONTENT_DISPOSITION, LINK};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use crate::http::endpoint::{Endpoint, Operation};
use crate::http::etag::Answer;
use crate::http::params::{Params, path_id};
use crate::http::{App, accept, blocking, openapi, site};
use application::access::permission::Read;
use application::records::representation::stored_as;
use documents::formats::{FORMATS, Format};
use documents::template::Template;
use domain::access::Visibility;
use domain::error::{Error, Result};
use domain::report::{Edition, Report};
use domain::report_step::FrozenFile;
use domain::time::{AsOf, Moment};
use reports::sign_off::{Standing, signed};
use store::{Reading, Store, Stored};

use super::asked::Asked;
use crate::http::caller::Allowed;
use crate::http::problem::ApiError;
use crate::http::problem::ApiResult;
use application::council::life::{Life, erased, links};
use application::publishing::files::{BLOCKS, file_name, kept_as, part, table_of};
use application::publishing::publish::record_of;
use application::publishing::snapshot::snapshot_of;

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
             report's own visibility. What was submitted is frozen: it is rendered from its snapshot. When the meeting \
             has decided, whoever sees drafts sees the record that is not published yet. What was published is answered byte for byte as it was published, for ever; `Link` names a report that corrects it \
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
    /// It was published before there was this format.
    NotInThisFormat,
    /// What is rendered now, from the report as it was known then.
    Rendered(Stored, AsOf),
}

async fn read_document(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
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
    let format =
        format.ok_or(ApiError::NotAcceptable("application/json and the other media types of this document"))?;
    let wanted = Wanted { format, edition, block, table, template: app.template.clone() };
    let asked = Asked { id: path_id(&request)?, view: may.view(), known_at };
    let store = app.store.clone();
    let (there, links, wanted) = blocking(move || {
        store.read(|reading| {
            let (stored, as_of) = asked.find(reading)?;
            let same = format!("/document?format={}", wanted.format.name);
            let links = links(reading, &stored, &as_of, &asked.view, &same)?;
            Ok((find(reading, stored, as_of, &asked, &wanted)?, links, wanted))
        })
    })
    .await?;
    let (media_type, name, bytes) = match there {
        There::Kept(file, bytes) => match &wanted.table {
            Some(id) => table_of(&bytes, id, &file.file_name)?,
            None => (file.media_type, file.file_name, bytes),
        },
        There::NotInThisFormat => return Err(ApiError::NotAcceptable("the formats in which it was published")),
        There::Rendered(stored, as_of) => {
            let store = app.store.clone();
            app.rendering.run(move || render(&store, &stored, &as_of, &wanted)).await?
        }
    };
    let answer = if media_type.starts_with("text/html") {
        site::page(String::from_utf8(bytes).map_err(Error::internal)?)
    } else {
        Answer::bytes(media_type, bytes)
    };
    let answer = answer.with(CONTENT_DISPOSITION, format!("inline; filename=\"{name}\""));
    let answer = if links.is_empty() { answer } else { answer.with(LINK, links.join(", ")) };
    Ok(answer.to(&request))
}

/// The file that was published, or that one must be made.
fn find(reading: &mut Reading<'_>, stored: Stored, as_of: AsOf, asked: &Asked, wanted: &Wanted) -> Result<There> {
    let no_edition = || Error::parameter("edition", "is not published");
    let record = wanted.edition == Some(Edition::Record);
    if !stored_as::<Report>(&stored)?.state.given() {
        return if record { Err(no_edition()) } else { Ok(There::Rendered(stored, as_of)) };
    }
    let life = Life::of(reading, stored.id, &as_of)?;
    let Some(step) = life.published(wanted.edition) else {
        // Whoever prepares the record sees what it will be.
        let prepares = record && asked.view.sees(Visibility::Internal, []);
        return if prepares { Ok(There::Rendered(stored, as_of)) } else { Err(no_edition()) };
    };
    let kept = kept_as(wanted.format, wanted.block.as_deref());
    let file = step.files.iter().find(|file| file.format == kept);
    let Some(file) = file.cloned() else { return Ok(There::NotInThisFormat) };
    let bytes = reading.file(&file.sha256)?.ok_or_else(|| erased(&file.sha256))?;
    Ok(There::Kept(file, bytes))
}

/// Makes the file of what is not published: its media type, its name and its bytes.
fn render(store: &Store, stored: &Stored, as_of: &AsOf, wanted: &Wanted) -> Result<(String, String, Vec<u8>)> {
    let (document, edition) = store.read(|reading| {
        let (report, life) = (stored_as::<Report>(stored)?, Life::of(reading, stored.id, as_of)?);
        let (snapshot, sha256) = snapshot_of(reading, stored, as_of, &wanted.template.sections)?;
        let (document, edition, standing) = if report.state.given() {
            let record = record_of(reading, stored, &snapshot.document, as_of, &wanted.template.sections)?;
            (record, Edition::Record, Standing::Draft)
        } else {
            (snapshot.document, Edition::Invitation, life.standing(report.state)?)
        };
        Ok((signed(&document, &standing, sha256.as_deref(), reading.zone()), edition))
    })?;
    let name = file_name(&document, edition, wanted.block.as_deref(), wanted.format);
    let bytes = match &wanted.block {
        Some(block) => part(&document, block),
        None => (wanted.format.write)(&document, &wanted.template)?,
    };
    match &wanted.table {
        Some(id) => table_of(&bytes, id, &name),
        None => Ok((wanted.format.media_type.to_owned(), name, bytes)),
    }
}
