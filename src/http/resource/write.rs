//! Writing: create, replace, change in part, retract.

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use uuid::Uuid;

use crate::domain::access::View;
use crate::domain::error::{Error, Result};
use crate::domain::payload::{Payload, Shape};
use crate::domain::schema;
use crate::domain::slices::{self, Slice};
use crate::domain::time::{Day, Edge, Span};
use crate::http::body::Body;
use crate::http::caller::May;
use crate::http::etag::{Answer, Precondition};
use crate::http::once::{once, with_key};
use crate::http::params::Params;
use crate::http::{App, blocking};
use crate::store::{Author, New, Reading, Stored, Window, Writing};

use super::read::answer;
use super::{Judged, Place, Resource, Scope, When, own_id, own_path};

/// `POST` to a collection.
///
/// # Errors
/// `Invalid` with every violation; a conflict when the name is taken.
pub async fn create<R: Resource>(
    may: May<R::Write>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
    body: Body,
) -> Result<HttpResponse> {
    let mut window = params.window();
    params.done()?;
    if R::SINCE_START {
        window.from = window.from.or(Some(Edge::START));
    }
    let once = once(&request, Some(&body))?;
    let (place, view, author, body) = (Place::of(&request), may.view(), may.author(&request)?, body.take()?);
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

/// Creates one, with what belongs to that.
///
/// # Errors
/// A conflict when the name is taken; what the resource refuses.
pub fn begin<R: Resource>(
    writing: &mut Writing<'_>,
    may: &May<R::Write>,
    scope: &Scope,
    payload: &Payload,
    window: Window,
) -> Result<Uuid> {
    let id = writing.create(New { id: None, parent: scope.parent, payload, window })?;
    R::created(writing, scope, id, payload)?;
    judge::<R>(writing, may, scope, id, &[])?;
    Ok(id)
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
    may: May<R::Write>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
    body: Body,
) -> Result<HttpResponse> {
    change::<R>(may, app, request, params, body, |writing, scope, id, window, mut body| {
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
    may: May<R::Write>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
    body: Body,
) -> Result<HttpResponse> {
    change::<R>(may, app, request, params, body, |writing, scope, id, window, mut body| {
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
    may: May<R::Write>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> Result<HttpResponse> {
    let window = params.window();
    params.done()?;
    let (precondition, author) = (Precondition::of(&request)?, with_reason::<R>(may.author(&request)?)?);
    let place = Place::of(&request);
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
    may: May<R::Write>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
    body: Body,
    work: fn(&mut Writing<'_>, &Scope, Uuid, Window, serde_json::Value) -> Result<()>,
) -> Result<HttpResponse> {
    let window = params.window();
    params.done()?;
    let (precondition, author) = (Precondition::of(&request)?, with_reason::<R>(may.author(&request)?)?);
    let (place, body) = (Place::of(&request), body.take()?);
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

/// The first day of which a write speaks: that of its window, if it is over or today, else today.
pub(super) fn first_day(writing: &Writing<'_>, window: Window) -> Day {
    let today = writing.today();
    window.from.and_then(Edge::day).map_or(today, |day| day.min(today))
}

/// Nobody changes or ends what they do not see: every slice that the window touches must be seen.
pub(super) fn within_view<R: Resource>(
    scope: &Scope,
    id: Uuid,
    before: &[Slice<Payload>],
    window: Window,
    today: Day,
) -> Result<()> {
    let span = Span { from: window.from.unwrap_or(today.into()), to: window.to.unwrap_or(Edge::END) };
    for slice in before.iter().filter(|slice| !slice.span.and(&span).is_empty()) {
        let index = &slice.payload.index;
        let places = scope.places(R::SHAPE, Some(id), index.office).into_iter().chain([id]);
        if !scope.view.sees(index.visibility, places) {
            return Err(Error::Forbidden("something holds on those days that you do not see"));
        }
    }
    Ok(())
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

/// What is to be changed, once it is clear that the caller sees it and may, and the precondition holds.
fn target<R: Resource>(
    writing: &mut Writing<'_>,
    place: &Place,
    precondition: &Precondition,
    may: &May<R::Write>,
) -> Result<(Scope, Uuid, Stored)> {
    let reading = &mut writing.reading;
    let scope = Scope::find(reading, R::COLLECTION, place, When::Now, &may.view())?;
    let id = own_id::<R>(reading, place, &scope)?;
    let present = reading.present(R::SHAPE, scope.parent, id, &scope.view)?.ok_or(Error::NotFound)?;
    may.here(&scope.places(R::SHAPE, Some(id), present.office))?;
    let latest = reading.as_of(None, None)?;
    precondition.check(reading.revision(id, &latest)?.unwrap_or(present.change))?;
    Ok((scope, id, present))
}

/// The permission must hold for everything that was changed and for what became of it: whoever may write for one office
/// takes nothing from another and gives nothing away.
pub(super) fn judge<R: Resource>(
    writing: &mut Writing<'_>,
    may: &May<R::Write>,
    scope: &Scope,
    id: Uuid,
    before: &[Slice<Payload>],
) -> Result<()> {
    let after = writing.slices(id)?;
    let (gone, new) = slices::difference(before, &after);
    for slice in gone.iter().chain(&new) {
        may.here(&scope.places(R::SHAPE, Some(id), slice.payload.index.office))?;
    }
    let places = scope.places(R::SHAPE, Some(id), None);
    R::judge(&mut Judged { writing, caller: &may.caller, id, parent: scope.parent, places }, before, &after)
}

/// What was written: the slice at the day of the write, else the present one. The author sees it in any case.
fn shown<R: Resource>(reading: &mut Reading<'_>, scope: &Scope, id: Uuid, window: Window) -> Result<Option<Stored>> {
    let as_of = reading.as_of(window.from.and_then(|e| e.day()), None)?;
    match reading.find(R::SHAPE, scope.parent, id, &as_of, &View::EVERYTHING)? {
        Some(stored) => Ok(Some(stored)),
        None => reading.present(R::SHAPE, scope.parent, id, &View::EVERYTHING),
    }
}
