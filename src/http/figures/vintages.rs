//! Vintages: every value that was ever stated for a Stichtag, and when it was known.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use crate::http::caller::Allowed;
use crate::http::endpoint::{Endpoint, Operation};
use crate::http::openapi::examples::example;
use crate::http::paging::Paging;
use crate::http::params::{Params, place};
use crate::http::problem::ApiResult;
use crate::http::{App, blocking};
use application::access::permission::Read;
use application::context::Context;
use application::figures::indicator::PATH;
use application::figures::vintages::{self, Vintage, VintagesQuestion};
use store::VintagePlace;

/// The endpoint of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let operation = Operation::new("listIndicatorVintages", "indicators", "List every value ever stated, and when")
        .description(
            "Every version of every observation as known at `knownAt`, the newest Stichtag first; of one Stichtag, what was \
             recorded last comes first. What was superseded says when, what was retracted is flagged. Actors, reasons and \
             numbers of changes are shown to viewers only.",
        )
        .query("asOf", json!({"$ref": "#/components/schemas/Day"}), "Only of this Stichtag.", json!("2023-04-06"))
        .shared(&["limit", "cursor", "validAt", "knownAt", "if-none-match"])
        .returns_page::<Vintage>(200, "A page of vintages.")
        .example(example("vintages"))
        .header("Link", "The next page (rel=next), if there is one.")
        .header("ETag", "Digest of the page.");
    let path = format!("{PATH}/vintages");
    vec![Endpoint { method: Method::GET, path, route: || web::to(list_vintages), operation }]
}

async fn list_vintages(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let paging: Paging<VintagePlace> = Paging::take(&mut params, &request);
    let only = params.take("asOf");
    params.done()?;
    let question = VintagesQuestion { only, after: paging.after().cloned(), limit: paging.limit };
    let (place, view) = (place(&request), may.view());
    let (paging, as_of, data, next) = blocking(move || {
        app.store.read(|reading| {
            let as_of = paging.resolve(reading, &view)?;
            let mut cx = Context::new(reading, as_of, view);
            let (data, next) = vintages::page(&mut cx, &may.caller, &place, &question)?;
            Ok((paging, as_of, data, next))
        })
    })
    .await?;
    Ok(paging.page(&request, &as_of, data, next)?.to(&request))
}
