//! Comparison: a project and everything that belongs to it in two states, on either axis of time.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use domain::access::View;
use domain::error::{Error, Result, Violation};
use domain::time::AsOf;
use store::Reading;

use super::endpoint::{Endpoint, Operation};
use super::paging::{Paging, meta};
use super::params::Params;
use super::{App, blocking, openapi};
use application::access::permission::Read;

use crate::http::caller::Allowed;
use crate::http::params::place;
use crate::http::problem::ApiResult;
use application::context::Times;
use application::history::comparison::Spot;
pub use application::history::comparison::States;

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let schema = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let operation = Operation::new("compareProject", "projects", "Compare two states of a project")
        .description(
            "The project and everything that belongs to it, as it was on `fromValidAt` as known at `fromKnownAt`, and as it \
             was on `toValidAt` as known at `toKnownAt`: what was added, what was removed, and what was changed, field by \
             field; on the first page also every figure then and now. At least one of `fromValidAt` and `fromKnownAt` is \
             needed; on the axis that is not named both states are the same. Two `…KnownAt` alone show what was learnt or \
             corrected meanwhile about one day, two `…ValidAt` alone what happened between two days as it is known now. \
             What is hidden from a caller today is hidden in both states.",
        )
        .query("fromValidAt", schema("Day"), "Day of the earlier state; toValidAt without it.", json!("2023-01-01"))
        .query("fromKnownAt", schema("Moment"), "Datenstand of the earlier state; toKnownAt without it.", json!("2023-04-01T00:00:00Z"))
        .query("toValidAt", schema("Day"), "Day of the later state; today without it.", json!("2023-04-06"))
        .query("toKnownAt", schema("Moment"), "Datenstand of the later state; now without it.", json!("2023-04-26T12:00:00Z"))
        .shared(&["limit", "cursor", "if-none-match"])
        .answer(200, "A page of the differences.", schema("ProjectDifference"))
        .example(openapi::example("projectDifference"))
        .header("Link", "The next page (rel=next), if there is one.")
        .header("ETag", "Digest of the page.");
    vec![Endpoint {
        method: Method::GET,
        path: "/v1/projects/{slug}/diff".into(),
        route: || web::to(compare_project),
        operation,
    }]
}

async fn compare_project(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let given = ["fromValidAt", "fromKnownAt"].iter().any(|name| params.has(name));
    let from = Times { valid_at: params.take("fromValidAt"), known_at: params.take("fromKnownAt") };
    let to = Times { valid_at: params.take("toValidAt"), known_at: params.take("toKnownAt") };
    let paging: Paging<Spot> = Paging::take_as_of(to, &mut params, &request);
    if !given {
        params.refuse("fromKnownAt", "is required, or fromValidAt: a comparison needs two states");
    }
    params.done()?;
    let (place, view) = (place(&request), may.view());
    let (paging, to, page, next) = blocking(move || {
        app.store.read(|reading| {
            let to = paging.resolve(reading, &view).map_err(|error| named(error, "toKnownAt"))?;
            let from = earlier(reading, from, &to, &view)?;
            let states = States::of(reading, &place, from, to, &view)?;
            let (data, next) = states.differences(reading, paging.after(), paging.limit)?;
            let mut page = json!({"data": data, "links": {}, "meta": {"from": meta(&from), "to": meta(&to)}});
            if let (None, Some(fields)) = (paging.after(), page.as_object_mut()) {
                fields.insert("figures".into(), states.figures(reading)?.into());
            }
            Ok((paging, to, page, next))
        })
    })
    .await?;
    Ok(paging.answer(&request, &to, page, next)?.to(&request))
}

/// The earlier state: what is not said of it is as in the later one.
fn earlier(reading: &mut Reading<'_>, from: Times, to: &AsOf, view: &View) -> Result<AsOf> {
    let day = from.valid_at.unwrap_or(to.day);
    match from.known_at {
        None => Ok(AsOf { day, ..*to }),
        known_at => {
            Times { valid_at: Some(day), known_at }.resolve(reading, view).map_err(|error| named(error, "fromKnownAt"))
        }
    }
}

/// The same complaint about the parameter as it is called here.
fn named(error: Error, name: &str) -> Error {
    match error {
        Error::BadRequest(violations) => {
            Error::BadRequest(violations.into_iter().map(|v| Violation::of(name, v.detail)).collect())
        }
        error => error,
    }
}
