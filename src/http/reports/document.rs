//! The document of a report in the format that is asked for: composed while it is a draft, rendered from what was frozen
//! until it is published, and from then on the bytes that were published.

use actix_web::http::Method;
use actix_web::http::header::{CONTENT_DISPOSITION, LINK};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use crate::http::caller::Allowed;
use crate::http::endpoint::{Endpoint, Operation};
use crate::http::etag::Answer;
use crate::http::openapi::examples::example;
use crate::http::page::html_page;
use crate::http::params::{Params, path_id};
use crate::http::problem::{ApiError, ApiResult};
use crate::http::{App, accept, blocking};
use application::access::permission::Read;
use documents::formats::FORMATS;
use domain::error::Error;
use domain::report::Edition;
use publishing::asked::ReportQuery;
use publishing::document::{DocumentFile, DocumentQuery, DocumentSource, find, render};
use publishing::files::BLOCKS;

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
             has decided, those who see drafts see the record that is not published yet. What was published is answered byte for byte as it was published, for ever; `Link` names a report that corrects it \
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
        .example(example("document"))
        .example_as("text/markdown; charset=utf-8", example("documentMarkdown"))
        .example_as("text/html; charset=utf-8", example("documentHtml"))
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

async fn read_document(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let offered: Vec<(&str, &str)> = FORMATS.iter().map(|f| (f.name, f.media_type)).collect();
    let chosen = accept::format(&mut params, &request, &offered);
    let known_at = params.take("knownAt");
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
    let report = ReportQuery { id: path_id(&request)?, view: may.view(), known_at };
    let query = DocumentQuery { report, format, edition, block, table };
    let (store, template) = (app.store.clone(), app.template.clone());
    let found = move || Ok::<_, Error>((store.read(|reading| find(reading, &query))?, query));
    let ((source, links), query) = blocking(found).await?;
    let file = match source {
        DocumentSource::Published(file) => file,
        DocumentSource::NotInThisFormat => {
            return Err(ApiError::NotAcceptable("the formats in which it was published"));
        }
        DocumentSource::ToRender(known) => {
            let store = app.store.clone();
            app.rendering.run(move || render(&store, &known, &query, &template)).await?
        }
    };
    let DocumentFile { media_type, name, bytes } = file;
    let answer = if media_type.starts_with("text/html") {
        html_page(String::from_utf8(bytes).map_err(Error::internal)?)
    } else {
        Answer::bytes(media_type, bytes)
    };
    let answer = answer.with(CONTENT_DISPOSITION, format!("inline; filename=\"{name}\""));
    let answer = if links.is_empty() { answer } else { answer.with(LINK, links.join(", ")) };
    Ok(answer.to(&request))
}
