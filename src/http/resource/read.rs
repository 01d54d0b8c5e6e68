//! Reading: lists, single resources, histories.

use actix_web::http::header::LINK;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::Value;
use uuid::Uuid;

use crate::http::etag::Answer;
use crate::http::paging::Paging;
use crate::http::params::Params;
use crate::http::{App, blocking, export};
use application::access::permission::Read;
use domain::access::{Caller, Level};
use domain::error::{Error, Result};
use domain::time::{AsOf, Edge, Moment};
use store::{Query, Reading, Sort, Stored};

use super::table::table;
use crate::http::caller::Allowed;
use crate::http::params::place;
use crate::http::problem::ApiResult;
use application::records::read::{entry, sees_numbers};
use application::records::representation::{blind, whole};
use application::records::resource::{Filter, Resource, own_id, own_path};
use application::records::scope::{Scope, When};

/// `GET` of a collection.
///
/// # Errors
/// `BadRequest` for parameters that are not known or not right; `NotFound` when the parent is not there.
pub async fn list<R: Resource>(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let paged = ["limit", "cursor"].iter().any(|name| params.has(name));
    let paging: Paging<(String, Uuid)> = Paging::take(&mut params, &request);
    let sort =
        params.take::<String>("sort").map(|text| (text.starts_with('-'), text.trim_start_matches('-').to_owned()));
    let sort = match sort.as_ref().map(|(descending, name)| (*descending, name.as_str())) {
        None => Sort::default(),
        Some((descending, "name")) => Sort { by_time: false, descending },
        Some((descending, "recordedAt")) => Sort { by_time: true, descending },
        Some(_) => {
            params.refuse("sort", "must be one of: name, -name, recordedAt, -recordedAt");
            Sort::default()
        }
    };
    let mut query = Query { sort, limit: Some(paging.limit), after: paging.after().cloned(), ..Query::default() };
    for filter in R::FILTERS {
        match filter {
            Filter::Class(name, names) => query.class = params.one_of(name, &names()),
            Filter::State(name, names) => query.state = params.one_of(name, &names()),
            Filter::Office => query.office = params.id("office"),
        }
    }
    let csv = export::wanted(&mut params, &request, false)?;
    if csv.is_some() && paged {
        params.refuse("format", "csv is the whole list in one file; leave out limit and cursor");
    }
    params.done()?;
    let (place, view) = (place(&request), may.view());
    if let Some(profile) = csv {
        let file = blocking(move || table::<R>(&app, &paging, query, &place, &view, profile)).await?;
        return Ok(file.to(&request));
    }
    let answer_to = request.clone();
    let (paging, as_of, data, next) = blocking(move || {
        app.store.read(|reading| {
            let as_of = paging.resolve(reading, &view)?;
            let scope = Scope::find(reading, R::COLLECTION, &place, When::AsOf(&as_of), &view)?;
            query.parent = scope.parent;
            let page = reading.list(R::SHAPE, &query, &as_of, &scope.view)?;
            let mut data: Vec<Value> = Vec::with_capacity(page.rows.len());
            for stored in &page.rows {
                let path = own_path::<R>(&place.path, stored);
                data.push(whole::<R>(reading, stored, &path, &as_of, &scope.view, &view)?);
            }
            Ok((paging, as_of, data, page.next))
        })
    })
    .await?;
    Ok(paging.page(&answer_to, &as_of, data, next)?.to(&answer_to))
}

/// `GET` of a single resource.
///
/// # Errors
/// `NotFound` when it is not there as of that day and moment for this caller.
pub async fn read<R: Resource>(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let times = params.times();
    params.done()?;
    let (place, view) = (place(&request), may.view());
    let answer = blocking(move || {
        app.store.read(|reading| {
            let as_of = times.resolve(reading, &view)?;
            let scope = Scope::find(reading, R::COLLECTION, &place, When::AsOf(&as_of), &view)?;
            let id = own_id::<R>(reading, &place, &scope)?;
            let stored = reading.find(R::SHAPE, scope.parent, id, &as_of, &scope.view)?.ok_or(Error::NotFound)?;
            let links = R::links(reading, &stored, &as_of, &view)?;
            let answer = answer::<R>(reading, &may.caller, &scope, &stored, &place.path, &as_of)?;
            Ok(if links.is_empty() { answer } else { answer.with(LINK, links.join(", ")) })
        })
    })
    .await?;
    Ok(answer.to(&request))
}

/// `GET` of the history of a single resource: everything ever known of it, the latest first. What was retracted
/// keeps its history.
///
/// # Errors
/// `NotFound` when there never was such a thing for this caller.
pub async fn history<R: Resource>(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let paging: Paging<(Moment, Edge)> = Paging::take(&mut params, &request);
    params.done()?;
    let (place, view) = (place(&request), may.view());
    let answer_to = request.clone();
    let (paging, as_of, data, next) = blocking(move || {
        app.store.read(|reading| {
            let as_of = paging.resolve(reading, &view)?;
            let scope = Scope::find(reading, R::COLLECTION, &place, When::Ever(&as_of), &view)?;
            let (id, inside) = (own_id::<R>(reading, &place, &scope)?, &scope.view);
            if !reading.remembered(R::SHAPE, scope.parent, id, &as_of, inside)? {
                return Err(Error::NotFound);
            }
            // What was over before the project could be seen is no more told here than for an earlier moment.
            let since = match scope.project.filter(|_| inside.level() != Level::Everything) {
                Some(project) => reading.first_seen(project, inside)?.ok_or(Error::NotFound)?,
                None => 0,
            };
            let mut entries = reading.history(id, &as_of, inside, since, paging.after().copied(), paging.limit + 1)?;
            if entries.is_empty() && paging.after().is_none() {
                return Err(Error::NotFound);
            }
            let more = paging.cut(&mut entries);
            let next = entries.last().filter(|_| more).map(|e| (e.recorded_at, e.span.from));
            let numbers = sees_numbers::<R>(&may.caller, &scope, id, None);
            let mut data: Vec<Value> = Vec::with_capacity(entries.len());
            for one in entries {
                let version = (id, one.change, one.span.from);
                let mut value = entry::<R>(one, numbers, inside);
                if let Some(resource) = value.get_mut("resource") {
                    blind::<R>(reading, version, &view, resource)?;
                }
                data.push(value);
            }
            Ok((paging, as_of, data, next))
        })
    })
    .await?;
    Ok(paging.page(&answer_to, &as_of, data, next)?.to(&answer_to))
}

/// The answer that shows a resource, with its revision for those who may know it.
///
/// # Errors
/// Those of the ledger.
pub fn answer<R: Resource>(
    reading: &mut Reading<'_>,
    caller: &Caller,
    scope: &Scope,
    stored: &Stored,
    path: &str,
    as_of: &AsOf,
) -> Result<Answer> {
    let revision = match sees_numbers::<R>(caller, scope, stored.id, stored.office) {
        true => Some(reading.revision(stored.id, as_of)?.unwrap_or(stored.change)),
        false => None,
    };
    let value = whole::<R>(reading, stored, path, as_of, &scope.view, &caller.view())?;
    Answer::resource(&value, revision)
}
