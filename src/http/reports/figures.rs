//! The figures of a report: every one with its value, its definition, and the observations and items behind it.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use crate::http::endpoint::{Endpoint, Operation};
use crate::http::etag::Answer;
use crate::http::params::{Params, path_id};
use crate::http::{App, accept, openapi, site};
use application::access::permission::Read;
use domain::time::Moment;
use reports::figures_page::FiguresPage;

use super::asked::Asked;
use crate::http::caller::Allowed;
use crate::http::problem::ApiError;
use crate::http::problem::ApiResult;
use application::council::life::path_of;
use application::publishing::snapshot::{meta, snapshot_of};

const JSON: &str = "application/json";
const HTML: &str = "text/html; charset=utf-8";

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let page = json!({
        "type": "object", "required": ["data", "meta"],
        "properties": {
            "data": {"type": "array", "items": {"$ref": "#/components/schemas/ReportFigure"}},
            "meta": {"$ref": "#/components/schemas/ReportFiguresMeta"},
        },
    });
    let operation = Operation::new("listReportFigures", "reports", "List the figures of a report with their origin")
        .description(
            "Every figure in the text of the report, once: what it amounts to, by which definition, from which \
             observations and items, for which day and as known when. Of what was submitted, as it was frozen then. As a \
             page with an anchor for each figure by `format=html` or `Accept: text/html`.",
        )
        .query("format", json!({"type": "string", "enum": ["json", "html"]}), "Format.", json!("json"))
        .shared(&["knownAt", "if-none-match"])
        .answer_as(200, "The figures.", &[(JSON, page), (HTML, json!({"type": "string"}))])
        .example(openapi::example("reportFigures"))
        .example_as(HTML, openapi::example("documentHtml"))
        .header("ETag", "Digest of the answer.")
        .problem(406)
        .problem(410);
    let path = "/v1/reports/{id}/figures".into();
    vec![Endpoint { method: Method::GET, path, route: || web::to(read_figures), operation }]
}

async fn read_figures(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let chosen = accept::format(&mut params, &request, &[("json", JSON), ("html", HTML)]);
    let known_at: Option<Moment> = params.take("knownAt");
    params.done()?;
    let as_page = chosen.ok_or(ApiError::NotAcceptable("application/json, text/html"))? == 1;
    let (asked, template) = (Asked { id: path_id(&request)?, view: may.view(), known_at }, app.template.clone());
    let answer = asked.answer(&app, move |reading, stored, as_of| {
        let (snapshot, sha256) = snapshot_of(reading, stored, as_of, &template.sections)?;
        if as_page {
            let page = FiguresPage {
                language: &snapshot.document.language,
                title: &snapshot.document.title,
                report: &format!("{}/document?format=html", path_of(stored.id)),
                figures: &snapshot.figures,
                as_of: snapshot.as_of,
                known_at: snapshot.known_at,
                zone: reading.zone(),
            };
            return Ok(site::page(page.html()));
        }
        Answer::json(&json!({"data": snapshot.figures, "meta": meta(&snapshot, sha256)}))
    });
    Ok(answer.await?.to(&request))
}
