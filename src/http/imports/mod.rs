//! Imports: tables come in row by row, as one change or not at all, and it is told what became of each row.

mod describe;
mod media;

use actix_web::http::StatusCode;
use actix_web::http::header::{LINK, LOCATION};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};
use uuid::Uuid;

use domain::access::Role;
use domain::error::{Error, Result};
use store::{Import, Reading};

use super::etag::Answer;
use super::once::{once_of, with_key};
use super::params::{Params, path_id};
use super::{App, blocking, paging, spool};
use crate::http::caller::Allowed;
use crate::http::params::reason;
use crate::http::problem::ApiError;
use crate::http::problem::ApiResult;
use application::access::may::May;
use application::access::permission::{ImportTables, Known};

pub use application::imports::file::{Media, beginning};
pub use application::imports::outcome::Outcome;
pub use application::imports::run::{Job, Wanted};
use application::imports::target::{target, targets};
pub use describe::endpoints;

async fn create(
    Allowed(may): Allowed<ImportTables>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
    body: web::Payload,
) -> ApiResult<HttpResponse> {
    let names: Vec<String> = targets().into_iter().map(|(name, _)| name).collect();
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
    let media = media::of(&request)?;
    let received = spool::receive(body, app.largest_import).await?;
    // What is only rehearsed may be rehearsed again: the ledger is another by then.
    let once = once_of(&request, &received.digest)?.filter(|_| !dry_run);
    let done = blocking(move || {
        let file = received.file.path();
        let target = target(&name, media, &beginning(file)?).ok_or(Error::NotFound)?;
        if target.portal.is_some() && media != Media::Json {
            return Err(ApiError::UnsupportedMediaType("application/json"));
        }
        let belongs = [(force, "force"), (as_of.is_some(), "asOf")];
        if let Some((_, name)) = belongs.iter().find(|(given, _)| *given && target.portal.is_none()) {
            return Err(Error::parameter(*name, "belongs to the file of a portal").into());
        }
        let wanted = Wanted { name, target, project, indicator, dry_run, profile, force, as_of };
        let job = Job {
            store: &app.store,
            caller: &may.caller,
            author: &author,
            once: once.as_ref(),
            wanted: &wanted,
            media,
            file,
            progress: &|_| {},
        };
        (wanted.target.importable.run)(&job).map_err(|error| ApiError::from(with_key(error, once.as_ref())))
    })
    .await?;
    let own = done.pointer("/links/self").and_then(Value::as_str).unwrap_or_default().to_owned();
    let next = done.pointer("/links/next").and_then(Value::as_str).map(|next| format!("<{next}>; rel=\"next\""));
    let mut answer = Answer::json(&done)?.with(LOCATION, own);
    if let Some(next) = next {
        answer = answer.with(LINK, next);
    }
    Ok(answer.answer(if dry_run { StatusCode::OK } else { StatusCode::CREATED }))
}

/// An import, for whoever imported and for the administration.
fn own(reading: &mut Reading<'_>, may: &May<Known>, id: Uuid) -> Result<Import> {
    let import = reading.import(id)?.ok_or(Error::NotFound)?;
    let actor = reading.actor_of(&may.by()?)?.map(|actor| actor.id);
    if actor == Some(import.actor) || may.caller.may(Role::Admin, &[]) { Ok(import) } else { Err(Error::NotFound) }
}

async fn read(
    Allowed(may): Allowed<Known>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
) -> ApiResult<HttpResponse> {
    params.done()?;
    let id = path_id(&request)?;
    let import = blocking(move || app.store.read(|reading| own(reading, &may, id))).await?;
    Ok(Answer::json(&import.summary)?.to(&request))
}

async fn rows(
    Allowed(may): Allowed<Known>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let outcomes: Vec<&str> = Outcome::ALL.iter().map(|outcome| outcome.name()).collect();
    let outcome = params.one_of("outcome", &outcomes);
    let limit = params.number("limit", 1, paging::MOST).unwrap_or(paging::USUAL);
    let after = params.number("cursor", 0, i64::MAX).unwrap_or(0);
    params.done()?;
    let id = path_id(&request)?;
    let only = outcome.clone();
    let mut rows = blocking(move || {
        app.store.read(|reading| {
            own(reading, &may, id)?;
            reading.import_rows(id, only.as_deref(), after, limit + 1)
        })
    })
    .await?;
    let more = paging::cut(&mut rows, limit);
    let next = rows.last().filter(|_| more).map(|last| {
        let outcome = outcome.map(|outcome| format!("outcome={outcome}&")).unwrap_or_default();
        format!("{}?{outcome}limit={limit}&cursor={}", request.path(), last.number)
    });
    let data: Vec<Value> = rows.iter().map(application::imports::outcome::answer).collect();
    let page = json!({"data": data, "links": next.iter().map(|next| ("next", next)).collect::<std::collections::BTreeMap<_, _>>()});
    let answer = Answer::json(&page)?;
    Ok(match next {
        Some(next) => answer.with(LINK, format!("<{next}>; rel=\"next\"")),
        None => answer,
    }
    .to(&request))
}

#[cfg(test)]
mod tests {
    use application::imports::target::importables;

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
