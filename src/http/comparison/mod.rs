//! Comparison: a project and everything that belongs to it in two states, on either axis of time.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use super::endpoint::{Endpoint, Operation};
use super::paging::Paging;
use super::params::Params;
use super::{App, blocking};
use application::access::permission::Read;

use crate::http::caller::Allowed;
use crate::http::openapi::examples::example;
use crate::http::params::place;
use crate::http::problem::ApiResult;
use application::context::{Context, Times};
use application::history::comparison::{Spot, Wanted, compare, named};
use application::history::difference::ProjectDifference;

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
        .returns::<ProjectDifference>(200, "A page of the differences.")
        .example(example("projectDifference"))
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
            let wanted = Wanted { place: &place, from, after: paging.after(), limit: paging.limit };
            let (page, next) = compare(&mut Context::new(reading, to, view), &wanted)?;
            Ok((paging, to, page, next))
        })
    })
    .await?;
    Ok(paging.continued(&request, &to, page, next)?.to(&request))
}
