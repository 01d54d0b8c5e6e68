//! Actors: pseudonyms of the ledger, and what is kept of the persons behind them.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use crate::http::caller::Allowed;
use crate::http::endpoint::{Endpoint, Operation};
use crate::http::etag::Answer;
use crate::http::params::{Params, path_id};
use crate::http::problem::ApiResult;
use crate::http::{App, blocking};
use application::access::actors::{self, Actor, OwnActor};
use application::access::permission::{Administer, Known, ReadChanges};
use domain::error::Error;

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let example = json!({
        "id": "0187bcd2-5c00-7000-8000-000000000002", "name": "Skript der IT", "createdAt": "2023-04-26T07:00:00Z",
    });
    let read = Operation::new("readActor", "accounts", "Read who is behind a pseudonym, as far as that is kept")
        .needs::<ReadChanges>()
        .returns::<Actor>(200, "The actor.")
        .example(example.clone());
    let me = Operation::new("readOwnActor", "accounts", "Read what is kept of the caller, and what the caller may do")
        .needs::<Known>()
        .returns::<OwnActor>(200, "Who asks.")
        .example(json!({"kind": "token", "roles": [{"role": "editor"}], "scope": "write", "stored": example}));
    let erase = Operation::new("erasePersonalData", "accounts", "Erase what is kept of an actor")
        .description(
            "Erases the name, and as whom an identity provider knows the person. The pseudonym stays in the ledger, which is \
             not touched. A token goes on to work without its name; a person who writes again gets another pseudonym.",
        )
        .needs::<Administer>()
        .answer_as(204, "Erased.", &[]);
    let at = |method, path: &str, route, operation| Endpoint { method, path: path.into(), route, operation };
    vec![
        at(Method::GET, "/v1/actors/me", || web::to(read_own), me),
        at(Method::GET, "/v1/actors/{id}", || web::to(read_actor), read),
        at(Method::DELETE, "/v1/actors/{id}/personal-data", || web::to(erase_personal_data), erase),
    ]
}

async fn read_own(
    Allowed(may): Allowed<Known>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
) -> ApiResult<HttpResponse> {
    params.done()?;
    let own = blocking(move || app.store.read(|reading| actors::own(reading, &may))).await?;
    Ok(Answer::json(&own)?.to(&request))
}

async fn read_actor(
    _: Allowed<ReadChanges>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
) -> ApiResult<HttpResponse> {
    params.done()?;
    let id = path_id(&request)?;
    let actor = blocking(move || app.store.read(|reading| actors::read(reading, id))).await?;
    Ok(Answer::json(&actor)?.to(&request))
}

async fn erase_personal_data(
    Allowed(may): Allowed<Administer>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
) -> ApiResult<HttpResponse> {
    params.done()?;
    let (id, by) = (path_id(&request)?, may.by()?);
    blocking(move || {
        app.store.erase_personal_data(id)?;
        log::info!("personal data of {id} were erased by {by}");
        Ok::<_, Error>(())
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}
