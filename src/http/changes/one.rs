//! One change: what it did, version by version and field by field.

use actix_web::{HttpRequest, HttpResponse, web};

use crate::http::caller::Allowed;
use crate::http::paging::Paging;
use crate::http::params::Params;
use crate::http::problem::ApiResult;
use crate::http::{App, blocking};
use application::access::permission::ReadChanges;
use application::context::Context;
use application::history::in_full;
use domain::error::Error;
use store::Thing;

/// `GET` of a change.
///
/// # Errors
/// `NotFound` when there is no change of that number, or none was known at that moment.
pub async fn read_change(
    Allowed(may): Allowed<ReadChanges>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let paging: Paging<Thing> = Paging::take(&mut params, &request);
    params.done()?;
    let number: i64 = request.match_info().get("number").and_then(|n| n.parse().ok()).ok_or(Error::NotFound)?;
    let view = may.view();
    let (paging, as_of, change, next) = blocking(move || {
        app.store.read(|reading| {
            let as_of = paging.resolve(reading, &view)?;
            let mut cx = Context::new(reading, as_of, view);
            let (change, next) = in_full::read(&mut cx, number, paging.after(), paging.limit)?;
            Ok((paging, as_of, change, next))
        })
    })
    .await?;
    Ok(paging.continued(&request, &as_of, change, next)?.to(&request))
}
