//! Completeness: which indicators have a value, which have none, and how old it is.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use crate::http::caller::Allowed;
use crate::http::endpoint::{Endpoint, Operation};
use crate::http::etag::Answer;
use crate::http::openapi::examples::example;
use crate::http::params::Params;
use crate::http::problem::ApiResult;
use crate::http::{App, blocking, export};
use application::access::permission::Read;
use application::city::completeness::{Completeness, completeness};
use application::context::Context;

/// The endpoint of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let schema = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let from =
        "First day of the period; else the day after the last report was given, else three months before the last.";
    let operation = Operation::new("readCompleteness", "overview", "Read which indicators have a value")
        .description(
            "One row for every indicator of every project: `value`, `not_applicable` (there is nothing to count), \
             `qualitative` (only a direction was stated) or `missing`, which are four different things; 0 is a value. \
             `inPeriod` says whether it was stated or counted between `from` and `to`: a value goes back to `asOf`, and what \
             is computed from items alone is counted anew every day. `expected` is false for projects that are an idea, \
             completed or cancelled, and for what is not applicable. `totals` counts the rows by status; `missing` in it \
             that are expected, and `outOfPeriod`, those expected that have nothing of the period. As CSV the rows alone.",
        )
        .query("from", schema("Day"), from, json!("2023-01-01"))
        .query("to", schema("Day"), "Last day of the period; else validAt, and never later.", json!("2023-04-06"))
        .shared(&["validAt", "knownAt", "if-none-match"])
        .returns_table::<Completeness>(200, "What there is and what is missing.")
        .example(example("completeness"))
        .example_as("text/csv", example("completenessCsv"))
        .header("ETag", "Digest of the answer.");
    let operation = export::described(operation);
    let path = "/v1/completeness".into();
    vec![Endpoint { method: Method::GET, path, route: || web::to(read_completeness), operation }]
}

async fn read_completeness(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let times = params.times();
    let (from, to) = (params.take("from"), params.take("to"));
    let csv_profile = export::wanted(&mut params, &request, false)?;
    params.done()?;
    let view = may.view();
    let answer = blocking(move || {
        app.store.read(|reading| {
            let mut cx = Context::resolve(reading, &times, view)?;
            let found = completeness(&mut cx, from, to)?;
            match csv_profile {
                Some(profile) => {
                    let rows = found.data.iter().map(|row| (Vec::new(), row));
                    Ok(export::file("completeness-", cx.as_of.day, export::rows(&[], rows, profile)?))
                }
                None => Answer::json(&found),
            }
        })
    })
    .await?;
    Ok(answer.to(&request))
}
