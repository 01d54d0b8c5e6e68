//! The trend of a project's milestones (Meilensteintrendanalyse): as JSON, and as a picture.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};
use uuid::Uuid;

use analysis::trend::Trend;
use charts::MilestoneTrendChart;
use domain::error::{Error, Result};
use domain::time::AsOf;
use store::Stored;
use texts;

use super::endpoint::{Endpoint, Operation};
use super::etag::Answer;
use super::paging::meta;
use super::params::Params;
use super::{App, accept, blocking, openapi};
use crate::http::caller::Allowed;
use crate::http::params::place;
use crate::http::problem::ApiError;
use crate::http::problem::ApiResult;
use application::access::permission::Read;
use application::projects::trends;
use application::records::scope::{Scope, When};

const PATH: &str = "/v1/projects/{slug}/milestone-trend";
const SVG: &str = "image/svg+xml";
const OFFERED: [(&str, &str); 2] = [("json", "application/json"), ("svg", SVG)];

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let formats = json!({"type": "string", "enum": ["json", "svg"], "default": "json"});
    let schema = json!({"$ref": "#/components/schemas/MilestoneTrend"});
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
        .answer_as(200, "The trend.", &[("application/json", schema), ("image/svg+xml", json!({"type": "string"}))])
        .example(openapi::example("milestoneTrend"))
        .example_as("image/svg+xml", openapi::example("milestoneTrendSvg"))
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
            let as_of = times.resolve(reading, &view)?;
            let scope = Scope::find(reading, PATH, &place, When::AsOf(&as_of), &view)?;
            let project = scope.found.ok_or(Error::NotFound)?;
            let trends = trends::of_project(reading, project.id, &as_of, &scope.view)?;
            let path = place.path.trim_end_matches("/milestone-trend");
            if svg {
                return Ok(picture(&project, trends, &as_of, app.store.zone()));
            }
            Answer::json(&json!({
                "data": trends.iter().map(|(id, trend)| row(*id, trend, path)).collect::<Result<Vec<_>>>()?,
                "links": {"project": path, "milestones": format!("{path}/milestones"), "svg": svg_link(&place.path, &as_of)},
                "meta": meta(&as_of),
            }))
        })
    })
    .await?;
    Ok(answer.to(&request))
}

/// The same as a picture, as of the same day and moment.
fn svg_link(path: &str, as_of: &AsOf) -> String {
    format!("{path}?format=svg&validAt={}&knownAt={}", as_of.day, as_of.known)
}

fn row(id: Uuid, trend: &Trend, path: &str) -> Result<Value> {
    let own = format!("{path}/milestones/{id}");
    let mut row = json!({"id": id, "links": {"self": own, "history": format!("{own}/history")}});
    if let (Some(row), Value::Object(trend)) =
        (row.as_object_mut(), serde_json::to_value(trend).map_err(Error::internal)?)
    {
        row.extend(trend);
    }
    Ok(row)
}

fn picture(project: &Stored, trends: Vec<(Uuid, Trend)>, as_of: &AsOf, zone: chrono_tz::Tz) -> Answer {
    let text = |field| project.value.get(field).and_then(Value::as_str).unwrap_or_default();
    let trends: Vec<Trend> = trends.into_iter().map(|(_, trend)| trend).collect();
    let chart = MilestoneTrendChart {
        prefix: &format!("mta-{}", text("slug")),
        project: text("title"),
        as_of: as_of.day,
        known_on: as_of.known.day_in(zone),
        trends: &trends,
    };
    Answer::bytes(SVG, chart.draw(texts::of("de")).svg.into_bytes())
}
