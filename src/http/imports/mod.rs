//! Imports: tables come in row by row, as one change or not at all, and it is told what became of each row.

mod describe;
mod media;

use actix_web::http::header::{LINK, LOCATION};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};

use super::endpoint::Endpoint;
use super::etag::Answer;
use super::once::{once_of, with_key};
use super::params::{Params, path_id};
use super::{App, blocking, paging, spool};
use crate::http::caller::Allowed;
use crate::http::params::reason;
use crate::http::problem::{ApiError, ApiResult};
use application::access::permission::{ImportTables, Known};
use application::answer::PageLinks;
use imports::file::{Media, Source};
use imports::job::{Job, Wanted};
use imports::outcome::{ImportRowPage, RowOutcome};
use imports::{dispatch, kept};

/// The endpoints of this folder.
pub fn endpoints() -> Vec<Endpoint> {
    let at = |method, path: &str, route, operation| Endpoint { method, path: path.to_owned(), route, operation };
    vec![
        at(Method::POST, "/v1/imports", || web::to(create), describe::create()),
        at(Method::GET, "/v1/imports/{id}", || web::to(read), describe::read()),
        at(Method::GET, "/v1/imports/{id}/rows", || web::to(rows), describe::rows()),
    ]
}

async fn create(
    Allowed(may): Allowed<ImportTables>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
    body: web::Payload,
) -> ApiResult<HttpResponse> {
    let names = dispatch::names();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let given = params.has("as");
    let name = params.one_of("as", &names).unwrap_or_default();
    if !given {
        params.refuse("as", format!("is required, one of: {}", names.join(", ")));
    }
    let (dry_run, force) = (params.flag("dryRun"), params.flag("force"));
    let (project, indicator, profile) = (params.take("project"), params.take("indicator"), params.take("profile"));
    let as_of = params.take("asOf");
    params.done()?;
    let author = may.author(reason(&request)?)?;
    let (media, declared) = media::of(&request)?;
    let received = spool::receive(body, app.largest_import).await?;
    // What is only rehearsed may be rehearsed again: the ledger is another by then.
    let once = once_of(&request, &received.digest)?.filter(|_| !dry_run);
    if media != Media::Json && dispatch::is_portal(&name) {
        return Err(ApiError::UnsupportedMediaType("application/json"));
    }
    let wanted = Wanted { name, project, indicator, dry_run, profile, force, as_of, strict: true };
    let import = blocking(move || {
        let job = Job {
            store: &app.store,
            caller: &may.caller,
            author: &author,
            once: once.as_ref(),
            wanted: &wanted,
            media,
            source: Source::of(received.file.path(), declared)?,
            progress: &|_| {},
        };
        dispatch::import(&job).map_err(|error| with_key(error, once.as_ref()))?.done()
    })
    .await?;
    let mut answer = Answer::json(&import)?.with(LOCATION, import.links.own);
    if let Some(next) = import.links.next {
        answer = answer.with(LINK, format!("<{next}>; rel=\"next\""));
    }
    Ok(answer.answer(if dry_run { StatusCode::OK } else { StatusCode::CREATED }))
}

async fn read(
    Allowed(may): Allowed<Known>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
) -> ApiResult<HttpResponse> {
    params.done()?;
    let id = path_id(&request)?;
    let import = blocking(move || app.store.read(|reading| kept::read(reading, &may, id))).await?;
    Ok(Answer::json(&import)?.to(&request))
}

async fn rows(
    Allowed(may): Allowed<Known>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let outcome: Option<RowOutcome> = params.take("outcome");
    let limit = params.number("limit", 1, paging::MOST).unwrap_or(paging::USUAL);
    let after = params.number("cursor", 0, i64::MAX).unwrap_or(0);
    params.done()?;
    let id = path_id(&request)?;
    let wanted = kept::Rows { outcome, after, limit: limit + 1 };
    let mut data = blocking(move || app.store.read(|reading| kept::rows(reading, &may, id, wanted))).await?;
    let more = paging::cut(&mut data, limit);
    let next = data.last().filter(|_| more).map(|last| {
        let outcome = outcome.map(|outcome| format!("outcome={}&", outcome.name())).unwrap_or_default();
        format!("{}?{outcome}limit={limit}&cursor={}", request.path(), last.row)
    });
    let answer = Answer::json(&ImportRowPage { data, links: PageLinks { next: next.clone() } })?;
    Ok(match next {
        Some(next) => answer.with(LINK, format!("<{next}>; rel=\"next\"")),
        None => answer,
    }
    .to(&request))
}

#[cfg(test)]
mod tests {
    use imports::dispatch::importables;

    #[test]
    fn whatever_is_listed_and_created_can_be_imported() {
        let known: Vec<&str> = importables().iter().map(|i| i.collection).collect();
        let all = crate::http::endpoints();
        // Steps are done one by one and attachments are files: what belongs to a report is no table.
        let tables = |e: &&crate::http::endpoint::Endpoint| e.method == "POST" && !e.path.contains("{report}");
        for endpoint in all.iter().filter(tables) {
            let listed = all.iter().any(|e| e.method == "GET" && e.path == format!("{}/{{id}}/history", endpoint.path));
            assert!(
                !listed || known.contains(&endpoint.path.as_str()),
                "{} is missing in importables()",
                endpoint.path
            );
        }
    }
}
