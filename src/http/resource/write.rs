//! Writing: create, replace, change in part, retract.

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::Value;
use uuid::Uuid;

use crate::domain::access::View;
use crate::domain::error::{Error, Result};
use crate::domain::schema;
use crate::http::body::Body;
use crate::http::caller::{May, Write};
use crate::http::etag::{Answer, Precondition};
use crate::http::params::Params;
use crate::http::{App, blocking};
use crate::store::{Author, New, Reading, Stored, Window, Writing};

use super::{Place, Resource, Scope, When, own_id, own_path, represent};

/// `POST` to a collection.
///
/// # Errors
/// `Invalid` with every violation; a conflict when the name is taken.
pub async fn create<R: Resource>(
    may: May<Write>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
    Body(body): Body,
) -> Result<HttpResponse> {
    let window = params.window();
    params.done()?;
    let (place, view, author) = (Place::of(&request), may.view(), may.author(&request)?);
    let answer = blocking(move || {
        app.store.write(
            &author,
            |writing| {
                let scope = Scope::find(&mut writing.reading, R::COLLECTION, &place, When::Now, view)?;
                let payload = R::parse(&scope, body)?;
                let id = writing.create(New { id: None, parent: scope.parent, payload: &payload, window })?;
                R::created(writing, &scope, id, &payload)?;
                Ok((scope, id))
            },
            |reading, (scope, id)| {
                let stored = written::<R>(reading, &scope, id, window)?.ok_or(Error::NotFound)?;
                let path = own_path::<R>(&place.path, &stored);
                Ok(answer::<R>(reading, &stored, &path, view)?.with(LOCATION, path))
            },
        )
    })
    .await?;
    Ok(answer.answer(StatusCode::CREATED))
}

/// `PUT` of a single resource: replaces what holds from a day on.
///
/// # Errors
/// `PreconditionRequired`, `Stale`; `Invalid` with every violation; a conflict when later slices would be swallowed.
pub async fn put<R: Resource>(
    may: May<Write>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
    Body(body): Body,
) -> Result<HttpResponse> {
    change::<R>(may, app, request, params, move |writing, scope, id, window| {
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
    may: May<Write>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
    Body(body): Body,
) -> Result<HttpResponse> {
    change::<R>(may, app, request, params, move |writing, scope, id, window| {
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
    may: May<Write>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> Result<HttpResponse> {
    let window = params.window();
    params.done()?;
    let (precondition, author) = (Precondition::of(&request)?, with_reason::<R>(may.author(&request)?)?);
    let (place, view) = (Place::of(&request), may.view());
    blocking(move || {
        app.store.write(
            &author,
            |writing| {
                let (_, id, present) = target::<R>(writing, &place, &precondition, view)?;
                R::retracting(writing, &present, window)?;
                writing.delete(id, window)
            },
            |_, ()| Ok(()),
        )
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn change<R: Resource>(
    may: May<Write>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
    work: impl FnOnce(&mut Writing<'_>, &Scope, Uuid, Window) -> Result<()> + Send + 'static,
) -> Result<HttpResponse> {
    let window = params.window();
    params.done()?;
    let (precondition, author) = (Precondition::of(&request)?, with_reason::<R>(may.author(&request)?)?);
    let (place, view) = (Place::of(&request), may.view());
    let answer = blocking(move || {
        app.store.write(
            &author,
            |writing| {
                let (scope, id, _) = target::<R>(writing, &place, &precondition, view)?;
                work(writing, &scope, id, window)?;
                R::changed(writing, &scope, id)?;
                Ok((scope, id))
            },
            |reading, (scope, id)| {
                let stored = written::<R>(reading, &scope, id, window)?.ok_or(Error::NotFound)?;
                answer::<R>(reading, &stored, &place.path, view)
            },
        )
    })
    .await?;
    Ok(answer.answer(StatusCode::OK))
}

fn with_reason<R: Resource>(author: Author) -> Result<Author> {
    match author.reason {
        None if R::NEEDS_REASON => {
            let detail = format!("is required: a correction of {} {} says why", article(R::ONE), R::ONE);
            Err(Error::parameter("Change-Reason", detail))
        }
        _ => Ok(author),
    }
}

/// "a" or "an".
pub(super) fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

/// What is to be changed, once the precondition holds.
fn target<R: Resource>(
    writing: &mut Writing<'_>,
    place: &Place,
    precondition: &Precondition,
    view: View,
) -> Result<(Scope, Uuid, Stored)> {
    let reading = &mut writing.reading;
    let scope = Scope::find(reading, R::COLLECTION, place, When::Now, view)?;
    let id = own_id::<R>(reading, place, &scope)?;
    let present = reading.present(R::SHAPE, scope.parent, id, view)?.ok_or(Error::NotFound)?;
    let latest = reading.as_of(None, None)?;
    precondition.check(reading.revision(id, &latest)?.unwrap_or(present.change))?;
    Ok((scope, id, present))
}

/// What was written: the slice at the day of the write, else the present one. The author sees it in any case.
fn written<R: Resource>(reading: &mut Reading<'_>, scope: &Scope, id: Uuid, window: Window) -> Result<Option<Stored>> {
    let as_of = reading.as_of(window.from.and_then(|e| e.day()), None)?;
    match reading.find(R::SHAPE, scope.parent, id, &as_of, View::Everything)? {
        Some(stored) => Ok(Some(stored)),
        None => reading.present(R::SHAPE, scope.parent, id, View::Everything),
    }
}

fn answer<R: Resource>(reading: &mut Reading<'_>, stored: &Stored, path: &str, view: View) -> Result<Answer> {
    let latest = reading.as_of(None, None)?;
    let revision = reading.revision(stored.id, &latest)?.unwrap_or(stored.change);
    let value: Value = represent::<R>(stored, path, view);
    Answer::resource(&value, revision)
}
