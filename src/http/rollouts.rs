//! Rollouts and forecasts: which office entered which stage when, and when what is open will be done.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use super::endpoint::{Endpoint, Operation};
use super::etag::Answer;
use super::params::Params;
use super::{App, blocking, export};
use crate::http::caller::Allowed;
use crate::http::openapi::examples::example;
use crate::http::params::place;
use crate::http::problem::ApiResult;
use application::access::permission::Read;
use application::context::Context;
use application::projects::rollout::{self, Forecasts, MatrixAsOf, PROJECT};
use domain::schema;
use utoipa::ToSchema;

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let matrix = json!({"$ref": format!("#/components/schemas/{}", MatrixAsOf::name())});
    let forecasts = Operation::new("readForecasts", "indicators", "Read when what is open will be done")
        .description(
            "For every rollout office by office (the whole, then each module) and for every target that is not reached: \
             the expected day of completion with a 50 % and an 85 % interval, from the gaps between the days of the \
             completions so far, and the plan beside it. On 1,000 synthetic histories of known truth the 85 % interval \
             held the truth in 80 to 92 % of them. It presumes that the pace stays what it was. Where facts are missing \
             it says which (`insufficientData`) and guesses nothing; what is done since as far back as we know counts, \
             but gives no gap.",
        )
        .shared(&["validAt", "knownAt", "if-none-match"])
        .returns::<Forecasts>(200, "The forecasts.")
        .example(example("forecasts"))
        .header("ETag", "Digest of the answer.");
    let matrix = export::described(
        Operation::new("readRolloutMatrix", "items", "Read which office entered which stage when").description(
            "Offices by stages, with the day on which each stage was entered, and how far the rollout is. 404 for a \
             project whose kind does not roll out office by office.",
        ),
    )
    .shared(&["validAt", "knownAt", "if-none-match"])
    .answer_as(200, "The matrix.", &[("application/json", matrix), ("text/csv", json!({"type": "string"}))])
    .knows(schema::components::<MatrixAsOf>)
    .example(example("rolloutMatrix"))
    .example_as("text/csv", example("rolloutMatrixCsv"))
    .header("ETag", "Digest of the answer.")
    .problem(406);
    let at = |path: &str, route, operation| Endpoint {
        method: Method::GET,
        path: format!("{PROJECT}/{path}"),
        route,
        operation,
    };
    vec![at("forecasts", || web::to(read_forecasts), forecasts), at("rollout-matrix", || web::to(read_matrix), matrix)]
}

async fn read_matrix(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let times = params.times();
    let csv_profile = export::wanted(&mut params, &request, true)?;
    params.done()?;
    let (place, view) = (place(&request), may.view());
    let answer = blocking(move || {
        app.store.read(|reading| {
            let mut cx = Context::resolve(reading, &times, view)?;
            let answer = rollout::matrix(&mut cx, &place)?;
            match csv_profile {
                Some(profile) => {
                    let name = format!("{}-rollout-matrix-", place.project());
                    Ok(export::file(&name, cx.as_of.day, answer.matrix.csv(profile)?))
                }
                None => Answer::json(&answer),
            }
        })
    })
    .await?;
    Ok(answer.to(&request))
}

async fn read_forecasts(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let times = params.times();
    params.done()?;
    let (place, view) = (place(&request), may.view());
    let answer = blocking(move || {
        app.store.read(|reading| {
            let mut cx = Context::resolve(reading, &times, view)?;
            Answer::json(&rollout::forecasts(&mut cx, &place)?)
        })
    })
    .await?;
    Ok(answer.to(&request))
}
