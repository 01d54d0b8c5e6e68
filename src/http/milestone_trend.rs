//! The trend of a project's milestones (Meilensteintrendanalyse): as JSON, and as a picture.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use super::endpoint::{Endpoint, Operation};
use super::etag::Answer;
use super::params::Params;
use super::{App, accept, blocking};
use crate::http::caller::Allowed;
use crate::http::openapi::examples::example;
use crate::http::params::place;
use crate::http::problem::{ApiError, ApiResult};
use application::access::permission::Read;
use application::context::Context;
use application::projects::trends::{self, MilestoneTrend, PATH};
use domain::schema;

const SVG: &str = "image/svg+xml";
const OFFERED: [(&str, &str); 2] = [("json", "application/json"), ("svg", SVG)];

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let formats = json!({"type": "string", "enum": ["json", "svg"], "default": "json"});
    let trend = json!({"$ref": "#/components/schemas/MilestoneTrend"});
    let operation = Operation::new("readMilestoneTrend", "milestones", "Read the trend of the milestones of a project")
        .description(
            "The Meilensteintrendanalyse (MTA): per milestone every forecast stated up to `validAt`, as known at `knownAt`, \
             with the day on which it was stated (x) and the date it names (y, drawn by its last day), the shift in days, \
             and what the forecasts tell. Forecasts of which nobody said when they were stated count from the first day on \
             which they held. As a picture by `format=svg` or `Accept: image/svg+xml`.\n\n\
             The distance of two dates is that of their last days, and none where one lies within the other (a quarter \
             that becomes a month of it is no slip). The shift is the distance from the baseline, else from the first \
             forecast, to the last one, or to the day on which it was reached. The class is `reached`; else `erratic`, when \
             moves of 28 days or more change their direction twice, or once and take back at least half; else `slipping` \
             or `pulling_ahead` from 7 days of shift on; else `on_plan`. Without a forecast there is none.",
        )
        .query("format", formats, "Representation.", json!("json"))
        .shared(&["validAt", "knownAt", "if-none-match"])
        .answer_as(200, "The trend.", &[("application/json", trend), ("image/svg+xml", json!({"type": "string"}))])
        .knows(schema::components::<MilestoneTrend>)
        .example(example("milestoneTrend"))
        .example_as("image/svg+xml", example("milestoneTrendSvg"))
        .header("ETag", "Digest of the answer.")
        .problem(406);
    vec![Endpoint { method: Method::GET, path: PATH.into(), route: || web::to(read_trend), operation }]
}

async fn read_trend(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let times = params.times();
    let representation = accept::format(&mut params, &request, &OFFERED);
    params.done()?;
    let svg = representation.ok_or(ApiError::NotAcceptable("application/json, image/svg+xml"))? == 1;
    let (place, view) = (place(&request), may.view());
    let answer = blocking(move || {
        app.store.read(|reading| {
            let mut cx = Context::resolve(reading, &times, view)?;
            match svg {
                true => Ok(Answer::bytes(SVG, trends::picture(&mut cx, &place)?.into_bytes())),
                false => Answer::json(&trends::read(&mut cx, &place)?),
            }
        })
    })
    .await?;
    Ok(answer.to(&request))
}
