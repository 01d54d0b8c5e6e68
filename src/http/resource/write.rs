//! Writing: create, replace, change in part, retract.

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use uuid::Uuid;

use crate::http::body::Body;
use crate::http::etag::Answer;
use crate::http::once::{once, with_key};
use crate::http::params::Params;
use crate::http::{App, blocking};
use application::access::may::May;
use domain::error::{Error, Result};
use domain::payload::Shape;
use domain::schema;
use domain::time::Edge;
use store::{Reading, Window, Writing};

use super::read::answer;
use crate::http::caller::Allowed;
use crate::http::etag::precondition;
use crate::http::params::place;
use crate::http::params::reason;
use crate::http::problem::ApiResult;
use application::records::resource::{Resource, own_path};
use application::records::scope::{Scope, When};
use application::records::write::{begin, first_day, judge, shown, target, with_reason, within_view};

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
    let mut window = params.window();
    params.done()?;
    if R::SINCE_START {
        window.from = window.from.or(Some(Edge::START));
    }
    let once = once(&request, Some(&body))?;
    let (place, view, author, body) = (place(&request), may.view(), may.author(reason(&request)?)?, body.take()?);
    let answer = blocking(move || {
        let written = app.store.write_once(
            &author,
            once.as_ref(),
            |writing| {
                let scope = Scope::find(&mut writing.reading, R::COLLECTION, &place, When::Now, &view)?;
                let places = scope.places(R::SHAPE, None, None);
                // In whose care something of its own will be is known only when it is read.
                match R::SHAPE {
                    Shape::Project | Shape::Item => may.here_or_for_an_office(&places)?,
                    _ => may.here(&places)?,
                }
                let mut body = body;
                R::complete(&mut body, first_day(writing, window));
                let payload = R::parse(&scope, body)?;
                may.here(&scope.places(R::SHAPE, None, payload.index.office))?;
                Ok((scope, payload))
            },
            |writing, (scope, payload)| {
                let id = begin::<R>(writing, &may, &scope, &payload, window)?;
                Ok((scope, id))
            },
            |reading, (scope, id)| begun::<R>(reading, &may, &scope, id, (window, &place.path)),
        );
        written.map_err(|error| with_key(error, once.as_ref()))
    })
    .await?;
    Ok(answer.answer(StatusCode::CREATED))
}

/// The answer that tells of one that was created in a collection.
///
/// # Errors
/// Those of the ledger.
pub fn begun<R: Resource>(
    reading: &mut Reading<'_>,
    may: &May<R::Write>,
    scope: &Scope,
    id: Uuid,
    (window, collection): (Window, &str),
) -> Result<Answer> {
    let stored = shown::<R>(reading, scope, id, window)?.ok_or(Error::NotFound)?;
    let path = own_path::<R>(collection, &stored);
    let latest = reading.as_of(None, None)?;
    Ok(answer::<R>(reading, &may.caller, scope, &stored, &path, &latest)?.with(LOCATION, path))
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
    change::<R>(Allowed(may), app, request, params, body, |writing, scope, id, window, mut body| {
        R::complete(&mut body, first_day(writing, window));
        let payload = R::parse(scope, body)?;
        writing.put(id, window, &payload)
    })
    .await
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
    change::<R>(Allowed(may), app, request, params, body, |writing, scope, id, window, mut body| {
        R::complete(&mut body, first_day(writing, window));
        writing.patch(id, window, |payload| {
            let mut value = payload.value.clone();
            json_patch::merge(&mut value, &body);
            R::parse(scope, schema::compact(value))
        })
    })
    .await
}

/// `DELETE` of a single resource: it never was so; with `validFrom`, it ends then.
///
/// # Errors
/// `PreconditionRequired`, `Stale`; a conflict when something refers to it.
pub async fn retract<R: Resource>(
    Allowed(may): Allowed<R::Write>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let window = params.window();
    params.done()?;
    let (precondition, author) = (precondition(&request)?, with_reason::<R>(may.author(reason(&request)?)?)?);
    let place = place(&request);
    blocking(move || {
        app.store.write(
            &author,
            |writing| {
                let (scope, id, present) = target::<R>(writing, &place, &precondition, &may)?;
                let before = writing.slices(id)?;
                let all = Window { from: window.from.or(Some(Edge::START)), ..window };
                within_view::<R>(&scope, id, &before, all, writing.today())?;
                R::retracting(writing, &scope, &present, window)?;
                writing.delete(id, window)?;
                judge::<R>(writing, &may, &scope, id, &before)
            },
            |_, ()| Ok(()),
        )
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn change<R: Resource>(
    Allowed(may): Allowed<R::Write>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
    body: Body,
    work: fn(&mut Writing<'_>, &Scope, Uuid, Window, serde_json::Value) -> Result<()>,
) -> ApiResult<HttpResponse> {
    let window = params.window();
    params.done()?;
    let (precondition, author) = (precondition(&request)?, with_reason::<R>(may.author(reason(&request)?)?)?);
    let (place, body) = (place(&request), body.take()?);
    let answer = blocking(move || {
        app.store.write(
            &author,
            |writing| {
                let (scope, id, present) = target::<R>(writing, &place, &precondition, &may)?;
                R::changing(&present, &body)?;
                let before = writing.slices(id)?;
                within_view::<R>(&scope, id, &before, window, writing.today())?;
                work(writing, &scope, id, window, body)?;
                judge::<R>(writing, &may, &scope, id, &before)?;
                R::changed(writing, &scope, id)?;
                Ok((scope, id))
            },
            |reading, (scope, id)| {
                let stored = shown::<R>(reading, &scope, id, window)?.ok_or(Error::NotFound)?;
                let latest = reading.as_of(None, None)?;
                answer::<R>(reading, &may.caller, &scope, &stored, &place.path, &latest)
            },
        )
    })
    .await?;
    Ok(answer.answer(StatusCode::OK))
}
