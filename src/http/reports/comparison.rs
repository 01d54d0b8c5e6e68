//! Reports side by side: two of them, or one with what it would say if it were composed now for the same day.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::http::App;
use crate::http::caller::Allowed;
use crate::http::endpoint::{Endpoint, Operation};
use crate::http::etag::Answer;
use crate::http::openapi::examples::example;
use crate::http::params::{Params, path_id};
use crate::http::problem::ApiResult;
use application::access::permission::Read;
use domain::error::Error;
use publishing::comparison::{ReportDiff, ReportDrift, diff, drift};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let diff = Operation::new("compareReports", "reports", "Compare two reports")
        .description(
            "What the report `other` says otherwise than the report `id`: figures then and now, milestones moved or \
             reached, states that changed. `corrections` are figures of which the first report said something else than \
             was known for its own day when the other one was made.",
        )
        .shared(&["if-none-match"])
        .returns::<ReportDiff>(200, "What is different.")
        .example(example("reportDiff"))
        .header("ETag", "Digest of the answer.")
        .problem(410);
    let drift = Operation::new("readReportDrift", "reports", "Read what a report would say otherwise now")
        .description(
            "What would be different if the report were composed now for the same day: facts that were entered or \
             corrected since, and the passages that they change: paragraphs, points of lists, rows of tables, terms, choices, \
             remarks, and what stands below pictures. Of a draft nothing: it is composed whenever it is read.",
        )
        .shared(&["if-none-match"])
        .returns::<ReportDrift>(200, "What would be different.")
        .example(example("reportDrift"))
        .header("ETag", "Digest of the answer.")
        .problem(410);
    vec![
        Endpoint {
            method: Method::GET,
            path: "/v1/reports/{id}/diff/{other}".into(),
            route: || web::to(read_diff),
            operation: diff,
        },
        Endpoint {
            method: Method::GET,
            path: "/v1/reports/{id}/drift".into(),
            route: || web::to(read_drift),
            operation: drift,
        },
    ]
}

async fn read_diff(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
) -> ApiResult<HttpResponse> {
    params.done()?;
    let other = request.match_info().get("other").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)?;
    let (id, view, store, template) = (path_id(&request)?, may.view(), app.store.clone(), app.template.clone());
    let compare = move || store.read(|reading| Answer::json(&diff(reading, (id, other), &view, &template.sections)?));
    Ok(app.rendering.run(compare).await?.to(&request))
}

async fn read_drift(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
) -> ApiResult<HttpResponse> {
    params.done()?;
    let (id, view, store, template) = (path_id(&request)?, may.view(), app.store.clone(), app.template.clone());
    let compare = move || store.read(|reading| Answer::json(&drift(reading, id, &view, &template.sections)?));
    Ok(app.rendering.run(compare).await?.to(&request))
}
