//! Figures: the value of an indicator on a day with everything behind it, and its series.

mod answer;
mod compute;

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use crate::analysis::series::{self, Interval};
use crate::domain::access::View;
use crate::domain::error::{Error, Result};
use crate::domain::time::{AsOf, Day};
use crate::store::Reading;

use super::caller::{May, Read};
use super::endpoint::{Endpoint, Operation};
use super::etag::Answer;
use super::params::Params;
use super::resource::{Place, Scope, When};
use super::{App, blocking, openapi};

pub use answer::stated;
pub use compute::{Found, compute};

use answer::value_json;
use compute::material;

const OF_INDICATOR: &str = "/v1/projects/{slug}/indicators/{key}";

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let schema = |name| json!({"$ref": format!("#/components/schemas/{name}")});
    let value = Operation::new("readIndicatorValue", "indicators", "Read the value of an indicator on a day")
        .description(
            "value(D) = b + n(D) − n(day of b): b is the latest balance not later than D, n what the named items add up \
             to. Without a balance it is n(D), without items b. Missing, not applicable and 0 are three different things.",
        )
        .shared(&["validAt", "knownAt", "if-none-match"])
        .answer(200, "The value, and where it comes from.", schema("IndicatorValue"))
        .example(openapi::example("value"))
        .header("ETag", "Digest of the answer.");
    let series = Operation::new("readIndicatorSeries", "indicators", "Read the series of an indicator")
        .query("from", schema("Day"), "First day; else the first day on which something was known.", json!("2022-01-01"))
        .query("to", schema("Day"), "Last day; else validAt, else today.", json!("2023-04-30"))
        .query(
            "period",
            json!({"type": "string", "enum": Interval::ALL.iter().map(|i| i.name()).collect::<Vec<_>>(), "default": "change"}),
            "Into what the series is cut; `change`: the days on which something changed.",
            json!("change"),
        )
        .shared(&["validAt", "knownAt", "if-none-match"])
        .answer(200, "The points of the series.", schema("IndicatorSeries"))
        .example(openapi::example("series"))
        .header("ETag", "Digest of the answer.");
    let at = |path: &str, route, operation| Endpoint {
        method: Method::GET,
        path: format!("{OF_INDICATOR}/{path}"),
        route,
        operation,
    };
    vec![at("value", || web::to(read_value), value), at("series", || web::to(read_series), series)]
}

fn find(reading: &mut Reading<'_>, place: &Place, as_of: &AsOf, view: &View) -> Result<(Found, View)> {
    let scope = Scope::find(reading, OF_INDICATOR, place, When::AsOf(as_of), view)?;
    let (Some(project), Some(indicator)) = (scope.project, &scope.found) else { return Err(Error::NotFound) };
    Ok((Found::of(&scope, project, indicator)?, scope.view))
}

async fn read_value(
    may: May<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> Result<HttpResponse> {
    let times = params.times();
    params.done()?;
    let (place, view) = (Place::of(&request), may.view());
    let answer = blocking(move || {
        app.store.read(|reading| {
            let as_of = times.resolve(reading, &view)?;
            let (found, view) = find(reading, &place, &as_of, &view)?;
            let computed = compute(reading, &found, &as_of, &view)?;
            Answer::json(&value_json(&found, &computed, &as_of, place.path.trim_end_matches("/value")))
        })
    })
    .await?;
    Ok(answer.to(&request))
}

async fn read_series(
    may: May<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> Result<HttpResponse> {
    let times = params.times();
    let (from, to): (Option<Day>, Option<Day>) = (params.take("from"), params.take("to"));
    let interval = params.take::<Interval>("period").unwrap_or(Interval::Change);
    params.done()?;
    let (place, view) = (Place::of(&request), may.view());
    let answer = blocking(move || {
        app.store.read(|reading| {
            let as_of = times.resolve(reading, &view)?;
            let (found, view) = find(reading, &place, &as_of, &view)?;
            let to = to.unwrap_or(as_of.day);
            let material = material(reading, &found, &AsOf { day: to, ..as_of }, &view)?;
            let first = material.days().first().copied().unwrap_or(to);
            let from = from.unwrap_or(first.min(to));
            if from > to {
                return Err(Error::parameter("from", format!("must not be later than 'to', which is {to}")));
            }
            let periods = series::periods(from, to, interval, &material).ok_or_else(|| {
                let most = series::MOST_POINTS;
                Error::parameter(
                    "period",
                    format!("would give more than {most} points; choose a longer one or fewer days"),
                )
            })?;
            let points =
                series::points(&periods, interval, &material, found.indicator.aggregation, &found.indicator.targets);
            Answer::json(&json!({
                "indicator": found.indicator.key, "label": found.indicator.label, "unit": found.indicator.unit,
                "definition": found.indicator.definition, "knownAt": as_of.known, "from": from, "to": to,
                "period": interval.name(), "data": points,
            }))
        })
    })
    .await?;
    Ok(answer.to(&request))
}
