//! Tokens: made, listed, given another secret, revoked. A secret is shown once.

use actix_web::http::header::LOCATION;
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use crate::http::body::Body;
use crate::http::caller::Allowed;
use crate::http::endpoint::{Endpoint, Operation};
use crate::http::etag::Answer;
use crate::http::once::{once, with_key};
use crate::http::params::{Params, path_id};
use crate::http::problem::ApiResult;
use crate::http::{App, blocking};
use application::access::permission::{Administer, ReadAccounts};
use application::access::tokens::{self, Token, TokenList, TokenRequest};
use domain::error::Error;
use domain::payload;
use store::By;

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let example = json!({
        "id": "0187bcd2-5c00-7000-8000-000000000003", "actor": "0187bcd2-5c00-7000-8000-000000000002",
        "name": "Skript der IT", "roles": [{"role": "editor", "project": "ozg"}], "scope": "write",
        "createdAt": "2023-04-26T07:00:00Z", "links": {"self": "/v1/tokens/0187bcd2-5c00-7000-8000-000000000003"},
    });
    let list = Operation::new("listTokens", "accounts", "List tokens, without their secrets")
        .needs::<ReadAccounts>()
        .returns::<TokenList>(200, "All tokens, the oldest first.")
        .example(json!({"data": [example]}));
    let read = Operation::new("readToken", "accounts", "Read a token, without its secret")
        .needs::<ReadAccounts>()
        .returns::<Token>(200, "The token.")
        .example(example.clone());
    let revoke = Operation::new("revokeToken", "accounts", "Revoke a token")
        .description("It is invalid from the next request on, on every instance. This needs no If-Match.")
        .needs::<Administer>()
        .answer_as(204, "Revoked.", &[]);
    let with_secret = match example {
        Value::Object(mut fields) => {
            fields.insert("secret".into(), "sst_…".into());
            Value::Object(fields)
        }
        example => example,
    };
    let once = "A request that is repeated with the same Idempotency-Key gets the token without the secret: it is shown once \
                and stored nowhere.";
    let create = Operation::new("createToken", "accounts", "Make a token")
        .description(once)
        .needs::<Administer>()
        .shared(&["idempotency-key"])
        .takes::<TokenRequest>(
            json!({"name": "Skript der IT", "roles": [{"role": "editor"}], "expiresAt": "2099-12-31T23:00:00Z"}),
        )
        .returns::<Token>(201, "Made.")
        .example(with_secret.clone())
        .header("Location", "Where it is.")
        .problem(409);
    let rotate = Operation::new("rotateToken", "accounts", "Give a token another secret")
        .description(format!("The old secret is invalid from the next request on. {once}"))
        .needs::<Administer>()
        .shared(&["idempotency-key"])
        .returns::<Token>(200, "The token with its new secret.")
        .example(with_secret)
        .problem(409)
        .problem(422);
    let at = |method, path: &str, route, operation| Endpoint { method, path: path.into(), route, operation };
    vec![
        at(Method::GET, "/v1/tokens", || web::to(list_tokens), list),
        at(Method::POST, "/v1/tokens", || web::to(create_token), create),
        at(Method::GET, "/v1/tokens/{id}", || web::to(read_token), read),
        at(Method::DELETE, "/v1/tokens/{id}", || web::to(revoke_token), revoke),
        at(Method::POST, "/v1/tokens/{id}/rotation", || web::to(rotate_token), rotate),
    ]
}

async fn list_tokens(
    _: Allowed<ReadAccounts>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
) -> ApiResult<HttpResponse> {
    params.done()?;
    let all = blocking(move || tokens::list(&app.store)).await?;
    Ok(Answer::json(&all)?.to(&request))
}

async fn create_token(
    Allowed(may): Allowed<Administer>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
    body: Body,
) -> ApiResult<HttpResponse> {
    params.done()?;
    let once = once(&request, Some(&body))?;
    let (by, wanted): (By, TokenRequest) = (may.by()?, payload::body(body.take()?)?);
    let token = blocking(move || {
        let made = tokens::create(&app.store, &by, wanted, once.as_ref());
        let token = made.map_err(|error| with_key(error, once.as_ref()))?;
        log::info!("token {} was made by {by}", token.id);
        Ok::<_, Error>(token)
    })
    .await?;
    Ok(Answer::json(&token)?.with(LOCATION, token.links.own).answer(StatusCode::CREATED))
}

async fn read_token(
    _: Allowed<ReadAccounts>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
) -> ApiResult<HttpResponse> {
    params.done()?;
    let id = path_id(&request)?;
    let token = blocking(move || app.store.read(|reading| tokens::read(reading, id))).await?;
    Ok(Answer::json(&token)?.to(&request))
}

async fn revoke_token(
    Allowed(may): Allowed<Administer>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
) -> ApiResult<HttpResponse> {
    params.done()?;
    let (id, by) = (path_id(&request)?, may.by()?);
    blocking(move || {
        app.store.revoke_token(id)?;
        log::info!("token {id} was revoked by {by}");
        Ok::<_, Error>(())
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn rotate_token(
    Allowed(may): Allowed<Administer>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
) -> ApiResult<HttpResponse> {
    params.done()?;
    let (id, by, once) = (path_id(&request)?, may.by()?, once(&request, None)?);
    let token = blocking(move || {
        let rotated = tokens::rotate(&app.store, &by, id, once.as_ref());
        let token = rotated.map_err(|error| with_key(error, once.as_ref()))?;
        log::info!("token {id} was given another secret by {by}");
        Ok::<_, Error>(token)
    })
    .await?;
    Ok(Answer::json(&token)?.answer(StatusCode::OK))
}
