//! Many observations at once: what is not there is created, what differs is superseded, what is the same stays.

use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use domain::indicator::Observation;

use super::body::Body;
use super::endpoint::{Endpoint, Operation};
use super::etag::Answer;
use super::params::Params;
use super::{App, blocking};
use crate::http::caller::Allowed;
use crate::http::openapi::examples;
use crate::http::params::place;
use crate::http::params::reason;
use crate::http::problem::ApiResult;
use application::access::permission::Edit;
use application::records::observations::{self, ObservationsStated};
use application::records::resource::Resource;

/// Observations to be stated (Messwerte). What is not named stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ObservationBatch {
    /// Each Stichtag with its dimensions at most once.
    #[schema(min_items = 1, max_items = 5000)]
    #[expect(
        dead_code,
        reason = "the type is the schema; its parts are read one by one, so that every violation is named"
    )]
    observations: Vec<Observation>,
}

/// The endpoint of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let example = examples::example("observationBatch");
    let operation = Operation::new("putObservations", "observations", "State many observations at once")
        .description(
            "Each is matched by its Stichtag (`asOf`) and `dimensions`: what is not there yet is created, what differs is \
             superseded (that is a correction, and needs a `Change-Reason`), what is the same is left alone; what is not \
             named stays. All of it is one change, or nothing is done and every violation is named \
             (`/observations/17/value`). The same request twice gives the same series and no new change, so no If-Match \
             is asked for: what the request says holds afterwards, no matter who wrote before, and nothing is lost, because \
             whatever it superseded stays in `vintages`.",
        )
        .shared(&["change-reason"])
        .takes::<ObservationBatch>(example)
        .returns::<ObservationsStated>(200, "Stated.")
        .example(examples::example("observationsStated"))
        .header("ETag", "Digest of the answer.")
        .needs::<Edit>()
        .problem(409);
    let path = <Observation as Resource>::COLLECTION.into();
    vec![Endpoint { method: Method::PUT, path, route: || web::to(put_observations), operation }]
}

async fn put_observations(
    Allowed(may): Allowed<Edit>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
    body: Body,
) -> ApiResult<HttpResponse> {
    params.done()?;
    let (place, author, body) = (place(&request), may.author(reason(&request)?)?, body.take()?);
    let stated = blocking(move || observations::state(&app.store, &may, &place, &author, body)).await?;
    Ok(Answer::json(&stated)?.answer(StatusCode::OK))
}
