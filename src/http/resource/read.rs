//! Reading: lists, single resources, histories.

use actix_web::http::header::LINK;
use actix_web::{HttpRequest, HttpResponse, web};
use uuid::Uuid;

use domain::error::Result;
use domain::time::{Bound, Moment};
use store::{Query, Sort};

use crate::http::caller::Allowed;
use crate::http::etag::Answer;
use crate::http::paging::Paging;
use crate::http::params::{Params, place};
use crate::http::problem::ApiResult;
use crate::http::{App, blocking, export};
use application::access::permission::Read;
use application::records;
use application::records::read::Single;
use application::records::resource::{Filter, Resource};

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
    let sort = sort(&mut params);
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
    let (place, view, times) = (place(&request), may.view(), paging.times());
    if let Some(profile) = csv {
        let table = move || {
            app.store.read(|reading| records::table::table::<R>(reading, &place, &times, query, &view, profile))
        };
        let table = blocking(table).await?;
        return Ok(export::file(&table.name, table.day, table.bytes).to(&request));
    }
    let list = move || app.store.read(|reading| records::list::list::<R>(reading, &place, &times, query, &view));
    let page = blocking(list).await?;
    Ok(paging.page(&request, &page.as_of, page.data, page.next)?.to(&request))
}

fn sort(params: &mut Params) -> Sort {
    let text: Option<String> = params.take("sort");
    let Some(text) = text else { return Sort::default() };
    let descending = text.starts_with('-');
    match text.trim_start_matches('-') {
        "name" => Sort { by_time: false, descending },
        "recordedAt" => Sort { by_time: true, descending },
        _ => {
            params.refuse("sort", "must be one of: name, -name, recordedAt, -recordedAt");
            Sort::default()
        }
    }
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
    let place = place(&request);
    let read = move || app.store.read(|reading| records::read::read::<R>(reading, &place, &times, &may.caller));
    Ok(answer(&blocking(read).await?)?.to(&request))
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
    let paging: Paging<(Moment, Bound)> = Paging::take(&mut params, &request);
    params.done()?;
    let (place, times, from) = (place(&request), paging.times(), (paging.limit, paging.after().copied()));
    let history =
        move || app.store.read(|reading| records::history::history::<R>(reading, &place, &times, from, &may.caller));
    let page = blocking(history).await?;
    Ok(paging.page(&request, &page.as_of, page.data, page.next)?.to(&request))
}

/// The answer that shows a resource, with its revision for those who may know it.
///
/// # Errors
/// `Internal` if it cannot be written as JSON.
pub fn answer(single: &Single) -> Result<Answer> {
    let answer = Answer::resource(&single.representation, single.revision)?;
    Ok(if single.links.is_empty() { answer } else { answer.with(LINK, single.links.join(", ")) })
}
