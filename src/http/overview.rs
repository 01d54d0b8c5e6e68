//! The overview: all projects at a glance, as JSON, as CSV and as the page at `/`.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use super::endpoint::{Endpoint, Operation};
use super::etag::Answer;
use super::params::Params;
use super::{App, blocking, export};
use crate::http::caller::Allowed;
use crate::http::openapi::examples::example;
use crate::http::page::html_page;
use crate::http::problem::ApiResult;
use application::access::permission::Read;
use application::city::overview;
use application::city::overview::Overview;
use application::context::Context;
use domain::schema;
use views::overview::csv;

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let overview = json!({"$ref": "#/components/schemas/Overview"});
    let operation = Operation::new("readOverview", "overview", "Read all projects at a glance")
        .description(
            "Per project phase, declared health, key figure with its difference to the last report, next milestone and \
             age of the last status update. As CSV by `format=csv` or `Accept: text/csv`.",
        )
        .shared(&["validAt", "knownAt", "if-none-match"])
        .answer_as(200, "The overview.", &[("application/json", overview), ("text/csv", json!({"type": "string"}))])
        .knows(schema::components::<Overview>)
        .example(example("overview"))
        .example_as("text/csv", example("overviewCsv"))
        .header("ETag", "Digest of the answer.")
        .problem(406);
    let operation = export::described(operation);
    vec![Endpoint { method: Method::GET, path: "/v1/overview".into(), route: || web::to(read_overview), operation }]
}

async fn read_overview(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let times = params.times();
    let csv_profile = export::wanted(&mut params, &request, true)?;
    params.done()?;
    let view = may.view();
    let answer = blocking(move || {
        app.store.read(|reading| {
            let mut cx = Context::resolve(reading, &times, view)?;
            let overview = overview::read(&mut cx)?;
            match csv_profile {
                Some(profile) => Ok(export::file("", cx.as_of.day, csv(&overview.data, profile)?)),
                None => Answer::json(&overview),
            }
        })
    })
    .await?;
    Ok(answer.to(&request))
}

/// `/`: the overview for a person.
///
/// # Errors
/// `BadRequest` for parameters that it does not know; `Unavailable` when the database does not answer.
pub async fn front_page(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let times = params.times();
    params.done()?;
    let view = may.view();
    let page = blocking(move || {
        app.store.read(|reading| Ok(overview::front_page(&mut Context::resolve(reading, &times, view)?)?.html()))
    })
    .await?;
    Ok(html_page(page).to(&request))
}
