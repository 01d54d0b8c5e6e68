//! Figures: the value of an indicator on a day with everything behind it, and its series.

mod completeness;
mod vintages;

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use analysis::series::{Interval, Reduction};
use domain::error::Result;
use domain::table::Profile;

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
use application::figures::indicator::PATH;
use application::figures::series::{self, IndicatorSeries, SeriesQuestion};
use application::figures::value::{self, IndicatorValue, ValueQuestion};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let schema = |name| json!({"$ref": format!("#/components/schemas/{name}")});
    let group_by = "By what it is taken apart: a field of the items (office, topic, typing, provision, maturity, state, area, \
        notation, tool, product, model, procedure, leadingSystem, kind, medium, level, format, platform, audience), or a \
        dimension of the observations (channel …). Which of them an indicator knows, tells the refusal of another.";
    let across =
        "Whether to go on across a break of the definition all the same; what does is flagged (`acrossBreak`).";
    let boolean = json!({"type": "boolean", "default": false});
    let value = Operation::new("readIndicatorValue", "indicators", "Read the value of an indicator on a day")
        .description(
            "value(D) = b + n(D) − n(day of b): b is the latest balance not later than D, n what the named items add up \
             to. Without a balance it is n(D), without items b. Missing, not applicable and 0 are three different things. \
             A balance that was stated under an older definition is no value of what is counted now: the value is \
             `missing` until a new one is stated, `beforeBreak` says what was stated before, and `acrossBreaks=true` \
             carries it on, flagged. `targets` are judged by the value of the day that is asked for; whether one was \
             reached in time, tells its link. With `groupBy` the groups and `notNamed` (what lies in no group) add up to \
             the value; items that do not say to which group they belong are a group without `key`. Counts of offices \
             know no groups but offices, shares know none. Of observations, the parts of the same Stichtag are taken, \
             those with the fewest dimensions besides.",
        )
        .query("groupBy", json!({"type": "string", "minLength": 1, "maxLength": 60}), group_by, json!("office"))
        .query("acrossBreaks", boolean.clone(), across, json!(true))
        .shared(&["validAt", "knownAt", "if-none-match"])
        .returns::<IndicatorValue>(200, "The value, and where it comes from.")
        .example(example("value"))
        .header("ETag", "Digest of the answer.");
    let names = |all: Vec<&'static str>| json!({"type": "string", "enum": all});
    let series = Operation::new("readIndicatorSeries", "indicators", "Read the series of an indicator")
        .description(
            "`aggregation` says how the values of a period become one; without it `sum` for flows (observed indicators \
             with aggregation `sum`) and `last` for all others. Stocks and rates: `last` is the value on the last day, \
             `mean` the mean over the days of the period that have a value, each day counting once, `min` and `max` the \
             least and the greatest of those days; they are never added up (400). Flows: the observations whose Stichtag \
             lies in the period are added up (`sum`), or their last, mean, least or greatest is taken. Where the \
             definition changes (`breaks`), the first point after it is flagged `afterBreak` and has no `change`; a \
             balance of the older definition is not carried on. A sum, mean, minimum or maximum of a period within which \
             the definition changes is refused (409 `definition-break`) unless `acrossBreaks=true`; then the point is \
             flagged `acrossBreak`. With `groupBy` every group has its points besides (see the value). As CSV a row for \
             each point; with `groupBy` for each point of each group, with `group` and `groupLabel` before it.",
        )
        .query("from", schema("Day"), "First day; else the first day on which something was known.", json!("2022-01-01"))
        .query("to", schema("Day"), "Last day; else validAt, else today.", json!("2023-04-30"))
        .query(
            "period",
            json!({"type": "string", "enum": Interval::ALL.iter().map(|i| i.name()).collect::<Vec<_>>(), "default": "change"}),
            "Into what the series is cut; `change`: the days on which something changed; `whole`: all days as one period.",
            json!("change"),
        )
        .query(
            "aggregation",
            names(Reduction::ALL.iter().map(|r| r.name()).collect()),
            "How the values of a period become one.",
            json!("last"),
        )
        .query("groupBy", json!({"type": "string", "minLength": 1, "maxLength": 60}), group_by, json!("office"))
        .query("acrossBreaks", boolean, across, json!(true))
        .shared(&["validAt", "knownAt", "if-none-match"])
        .returns_table::<IndicatorSeries>(200, "The points of the series.")
        .example(example("series"))
        .example_as("text/csv", example("seriesCsv"))
        .header("ETag", "Digest of the answer.")
        .problem(409);
    let series = export::described(series);
    let at = |path: &str, route, operation| Endpoint {
        method: Method::GET,
        path: format!("{PATH}/{path}"),
        route,
        operation,
    };
    let own = vec![at("value", || web::to(read_value), value), at("series", || web::to(read_series), series)];
    [own, vintages::endpoints(), completeness::endpoints()].concat()
}

async fn read_value(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let times = params.times();
    let question = ValueQuestion { group_by: params.take("groupBy"), across_breaks: params.flag("acrossBreaks") };
    params.done()?;
    let (place, view) = (place(&request), may.view());
    let answer = blocking(move || {
        app.store.read(|reading| {
            let mut cx = Context::resolve(reading, &times, view)?;
            Answer::json(&value::read(&mut cx, &place, &question)?)
        })
    })
    .await?;
    Ok(answer.to(&request))
}

async fn read_series(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let times = params.times();
    let question = SeriesQuestion {
        from: params.take("from"),
        to: params.take("to"),
        interval: params.take("period").unwrap_or(Interval::Change),
        reduction: params.take("aggregation"),
        group_by: params.take("groupBy"),
        across_breaks: params.flag("acrossBreaks"),
    };
    let csv_profile = export::wanted(&mut params, &request, false)?;
    params.done()?;
    let (place, view) = (place(&request), may.view());
    let answer = blocking(move || {
        app.store.read(|reading| {
            let mut cx = Context::resolve(reading, &times, view)?;
            let series = series::read(&mut cx, &place, &question)?;
            match csv_profile {
                Some(profile) => {
                    Ok(export::file(&format!("{}-", series.indicator), series.to, table(&series, profile)?))
                }
                None => Answer::json(&series),
            }
        })
    })
    .await?;
    Ok(answer.to(&request))
}

/// The points of a series, or of its groups where it is taken apart.
fn table(series: &IndicatorSeries, profile: Profile) -> Result<Vec<u8>> {
    let Some(groups) = &series.groups else {
        return export::rows(&[], series.data.iter().map(|point| (Vec::new(), point)), profile);
    };
    let points = groups.iter().flat_map(|group| {
        let named = vec![group.key.as_deref().unwrap_or_default(), group.label.as_str()];
        group.data.iter().map(move |point| (named.clone(), point))
    });
    export::rows(&["group", "groupLabel"], points, profile)
}
