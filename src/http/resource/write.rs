//! Writing: create, replace, change in part, retract.

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::Value;
use uuid::Uuid;

use domain::error::Result;
use store::{Reading, Store, Window};

use super::read::answer;
use crate::http::body::Body;
use crate::http::caller::Allowed;
use crate::http::etag::{Answer, precondition};
use crate::http::once::{once, with_key};
use crate::http::params::{Params, place, reason};
use crate::http::problem::ApiResult;
use crate::http::{App, blocking};
use application::access::may::May;
use application::records::read::Single;
use application::records::resource::Resource;
use application::records::scope::Scope;
use application::records::write::{self, Correction, Creation, with_reason};

/// `POST` to a collection.
///
/// # Errors
/// `Invalid` with every violation; a conflict when the name is taken.
pub async fn create<R: Resource>(
    Allowed(may): Allowed<R::Write>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
    body: Body,
) -> ApiResult<HttpResponse> {
    let window = params.window();
    params.done()?;
    let key = once(&request, Some(&body))?;
    let (place, author, body) = (place(&request), may.author(reason(&request)?)?, body.take()?);
    let creation = Creation { place, window, body, author, key: key.clone() };
    let create = move || write::create::<R, Answer>(&app.store, &may, creation, |single| told(&single));
    let answer = blocking(move || create().map_err(|error| with_key(error, key.as_ref()))).await?;
    Ok(answer.answer(StatusCode::CREATED))
}

/// The answer that tells of one that was created in a collection.
///
/// # Errors
/// `NotFound` when it is not there; `Unavailable` when the database does not answer.
pub fn begun<R: Resource>(
    reading: &mut Reading<'_>,
    may: &May<R::Write>,
    scope: &Scope,
    id: Uuid,
    (window, collection): (Window, &str),
) -> Result<Answer> {
    told(&write::created::<R>(reading, may, scope, id, (window, collection))?)
}

fn told(single: &Single) -> Result<Answer> {
    Ok(answer(single)?.with(LOCATION, single.representation.meta.links.own.clone()))
}

/// `PUT` of a single resource: replaces what holds from a day on.
///
/// # Errors
/// `PreconditionRequired`, `Stale`; `Invalid` with every violation; a conflict when later slices would be swallowed.
pub async fn put<R: Resource>(
    Allowed(may): Allowed<R::Write>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
    body: Body,
) -> ApiResult<HttpResponse> {
    change::<R>(may, app, request, params, body, write::put::<R>).await
}

/// `PATCH` of a single resource (JSON merge patch, RFC 7396): changes the named fields in every slice from a day on.
///
/// # Errors
/// As for [`put`].
pub async fn patch<R: Resource>(
    Allowed(may): Allowed<R::Write>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
    body: Body,
) -> ApiResult<HttpResponse> {
    change::<R>(may, app, request, params, body, write::patch::<R>).await
}

/// `DELETE` of a single resource: it never was so; with `validFrom`, it ends then.
///
/// # Errors
/// `PreconditionRequired`, `Stale`; a conflict when something refers to it.
pub async fn retract<R: Resource>(
    Allowed(may): Allowed<R::Write>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
) -> ApiResult<HttpResponse> {
    let correction = correction::<R>(&may, &request, params)?;
    blocking(move || write::retract::<R>(&app.store, &may, &correction)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Makes a change of what is there: replaces it, or changes it in part.
type Change<P> = fn(&Store, &May<P>, &Correction, Value) -> Result<Single>;

async fn change<R: Resource>(
    may: May<R::Write>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
    body: Body,
    work: Change<R::Write>,
) -> ApiResult<HttpResponse> {
    let correction = correction::<R>(&may, &request, params)?;
    let body = body.take()?;
    let single = blocking(move || work(&app.store, &may, &correction, body)).await?;
    Ok(answer(&single)?.answer(StatusCode::OK))
}

/// What a request says of a change besides its body.
fn correction<R: Resource>(may: &May<R::Write>, request: &HttpRequest, mut params: Params) -> ApiResult<Correction> {
    let window = params.window();
    params.done()?;
    let precondition = precondition(request)?;
    let author = with_reason::<R>(may.author(reason(request)?)?)?;
    Ok(Correction { place: place(request), window, precondition, author })
}
