//! The figures of a report: every one with its value, its definition, and the observations and items behind it.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use crate::http::caller::Allowed;
use crate::http::endpoint::{Endpoint, Operation};
use crate::http::etag::Answer;
use crate::http::page::html_page;
use crate::http::params::{Params, path_id};
use crate::http::problem::{ApiError, ApiResult};
use crate::http::{App, accept};
use application::access::permission::Read;
use domain::schema::components;
use publishing::asked::ReportQuery;
use publishing::figures::{ReportFigures, figures, page};

use super::answering::answer;
use crate::http::openapi::examples::example;

const JSON: &str = "application/json";
const HTML: &str = "text/html; charset=utf-8";

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let page = json!({"$ref": "#/components/schemas/ReportFigures"});
    let operation = Operation::new("listReportFigures", "reports", "List the figures of a report with their origin")
        .description(
            "Every figure in the text of the report, once: what it amounts to, by which definition, from which \
             observations and items, for which day and as known when. Of what was submitted, as it was frozen then. As a \
             page with an anchor for each figure by `format=html` or `Accept: text/html`.",
        )
        .query("format", json!({"type": "string", "enum": ["json", "html"]}), "Format.", json!("json"))
        .shared(&["knownAt", "if-none-match"])
        .answer_as(200, "The figures.", &[(JSON, page), (HTML, json!({"type": "string"}))])
        .knows(components::<ReportFigures>)
        .example(example("reportFigures"))
        .example_as(HTML, example("documentHtml"))
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
    let known_at = params.take("knownAt");
    params.done()?;
    let as_page = chosen.ok_or(ApiError::NotAcceptable("application/json, text/html"))? == 1;
    let query = ReportQuery { id: path_id(&request)?, view: may.view(), known_at };
    let answer = answer(&app, query, move |reading, report, forms| {
        if as_page {
            page(reading, report, forms).map(html_page)
        } else {
            Answer::json(&figures(reading, report, forms)?)
        }
    });
    Ok(answer.await?.to(&request))
}
