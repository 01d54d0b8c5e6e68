//! Tokens: made, listed, given another secret, revoked. A secret is shown once.

use actix_web::http::header::LOCATION;
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::body::Body;
use crate::http::caller::Allowed;
use crate::http::endpoint::{Endpoint, Operation};
use crate::http::etag::Answer;
use crate::http::once::{once, with_key};
use crate::http::params::{Params, path_id};
use crate::http::problem::ApiResult;
use crate::http::{App, blocking};
use application::access::permission::{Administer, ReadAccounts};
use domain::access::{Grant, NamedGrant, NamedPlace, Place, Role, TokenScope};
use domain::error::{Error, Result, Violation};
use domain::payload;
use domain::schema::compact;
use domain::time::Moment;
use store::{By, NewToken, Reading, TokenInfo};

/// A role to be given, and where.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GrantRequest {
    /// The role.
    pub role: Role,
    /// Only in this project: its slug.
    #[schema(min_length = 1, max_length = 60, example = "ozg")]
    pub project: Option<String>,
    /// Only in the projects and for the items of which this office is responsible.
    pub office: Option<Uuid>,
}

/// A token to be made.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"name": "Skript der IT", "roles": [{"role": "editor"}], "expiresAt": "2099-12-31T23:00:00Z"}))]
pub struct TokenRequest {
    /// What it is for.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// What it may do.
    #[schema(min_items = 1, max_items = 50)]
    pub roles: Vec<GrantRequest>,
    /// What it may be used for at all.
    #[serde(default)]
    pub scope: TokenScope,
    /// Until when; for ever without.
    pub expires_at: Option<Moment>,
}

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let token = json!({"$ref": "#/components/schemas/Token"});
    let mut example = json!({
        "id": "0187bcd2-5c00-7000-8000-000000000003", "actor": "0187bcd2-5c00-7000-8000-000000000002",
        "name": "Skript der IT", "roles": [{"role": "editor", "project": "ozg"}], "scope": "write",
        "createdAt": "2023-04-26T07:00:00Z", "links": {"self": "/v1/tokens/0187bcd2-5c00-7000-8000-000000000003"},
    });
    let list = Operation::new("listTokens", "accounts", "List tokens, without their secrets")
        .needs::<ReadAccounts>()
        .answer(
            200,
            "All tokens, the oldest first.",
            json!({
                "type": "object", "required": ["data"], "properties": {"data": {"type": "array", "items": token}},
            }),
        )
        .example(json!({"data": [example]}));
    let read = Operation::new("readToken", "accounts", "Read a token, without its secret")
        .needs::<ReadAccounts>()
        .answer(200, "The token.", token.clone())
        .example(example.clone());
    let revoke = Operation::new("revokeToken", "accounts", "Revoke a token")
        .description("It is invalid from the next request on, on every instance. This needs no If-Match.")
        .needs::<Administer>()
        .answer_as(204, "Revoked.", &[]);
    if let Some(fields) = example.as_object_mut() {
        fields.insert("secret".into(), json!("sst_…"));
    }
    let once = "A request that is repeated with the same Idempotency-Key gets the token without the secret: it is shown once \
                and stored nowhere.";
    let create = Operation::new("createToken", "accounts", "Make a token")
        .description(once)
        .needs::<Administer>()
        .shared(&["idempotency-key"])
        .body(
            "application/json",
            json!({"$ref": "#/components/schemas/TokenRequest"}),
            json!({"name": "Skript der IT", "roles": [{"role": "editor"}], "expiresAt": "2099-12-31T23:00:00Z"}),
        )
        .answer(201, "Made.", token.clone())
        .example(example.clone())
        .header("Location", "Where it is.")
        .problem(409);
    let rotate = Operation::new("rotateToken", "accounts", "Give a token another secret")
        .description(format!("The old secret is invalid from the next request on. {once}"))
        .needs::<Administer>()
        .shared(&["idempotency-key"])
        .answer(200, "The token with its new secret.", token)
        .example(example)
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

/// A token as JSON, with its secret when it is shown.
fn describe(reading: &mut Reading<'_>, token: &TokenInfo, secret: Option<&str>) -> Result<Value> {
    let roles: Vec<Value> = token.grants.iter().map(|grant| describe_grant(reading, *grant)).collect::<Result<_>>()?;
    Ok(compact(json!({
        "id": token.id, "actor": token.actor, "name": token.name, "roles": roles, "scope": token.scope,
        "createdAt": token.created_at, "expiresAt": token.expires_at, "lastUsedAt": token.last_used_at,
        "revokedAt": token.revoked_at, "secret": secret, "links": {"self": format!("/v1/tokens/{}", token.id)},
    })))
}

/// A grant as JSON: projects by their slugs.
pub fn describe_grant(reading: &mut Reading<'_>, grant: Grant) -> Result<Value> {
    Ok(match grant.place {
        Place::City => json!({"role": grant.role}),
        Place::Project(id) => json!({"role": grant.role, "project": reading.name_of(id)?}),
        Place::Office(id) => json!({"role": grant.role, "office": id}),
    })
}

/// Looks up what the roles name.
fn grants(reading: &mut Reading<'_>, roles: &[GrantRequest]) -> Result<Vec<Grant>> {
    let (mut grants, mut violations) = (Vec::new(), Vec::new());
    for (n, wanted) in roles.iter().enumerate() {
        let (field, place) = match (&wanted.project, wanted.office) {
            (None, None) => ("role", NamedPlace::City),
            (Some(slug), None) => ("project", NamedPlace::Project(slug.clone())),
            (None, Some(id)) => ("office", NamedPlace::Office(id)),
            (Some(_), Some(_)) => {
                violations.push(Violation::at(format!("/roles/{n}"), "names a project and an office; give two roles"));
                continue;
            }
        };
        match reading.grant(&NamedGrant { role: wanted.role, place })? {
            Some(grant) => grants.push(grant),
            None => violations.push(Violation::at(format!("/roles/{n}/{field}"), format!("there is no such {field}"))),
        }
    }
    if violations.is_empty() { Ok(grants) } else { Err(Error::Invalid(violations)) }
}

async fn list_tokens(
    _: Allowed<ReadAccounts>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
) -> ApiResult<HttpResponse> {
    params.done()?;
    let answer = blocking(move || {
        let tokens = app.store.tokens()?;
        app.store.read(|reading| {
            let data: Vec<Value> = tokens.iter().map(|t| describe(reading, t, None)).collect::<Result<_>>()?;
            Answer::json(&json!({"data": data}))
        })
    })
    .await?;
    Ok(answer.to(&request))
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
    if wanted.expires_at.is_some_and(|at| at <= app.store.source().now()) {
        return Err(Error::invalid("/expiresAt", "must lie in the future").into());
    }
    let (answer, path) = blocking(move || {
        let grants = app.store.read(|reading| grants(reading, &wanted.roles))?;
        let new = NewToken { name: wanted.name, grants, scope: wanted.scope, expires_at: wanted.expires_at };
        let made = app.store.create_token(&new, once.as_ref().map(|once| (&by, once)));
        let (token, secret) = made.map_err(|error| with_key(error, once.as_ref()))?;
        log::info!("token {} was made by {by}", token.id);
        let shown = app.store.read(|reading| describe(reading, &token, secret.as_deref()))?;
        Ok::<_, Error>((Answer::json(&shown)?, format!("/v1/tokens/{}", token.id)))
    })
    .await?;
    Ok(answer.with(LOCATION, path).answer(StatusCode::CREATED))
}

async fn read_token(
    _: Allowed<ReadAccounts>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
) -> ApiResult<HttpResponse> {
    params.done()?;
    let id = path_id(&request)?;
    let answer = blocking(move || {
        app.store.read(|reading| {
            let token = reading.token(id)?;
            Answer::json(&describe(reading, &token, None)?)
        })
    })
    .await?;
    Ok(answer.to(&request))
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
    let answer = blocking(move || {
        let rotated = app.store.rotate_token(id, once.as_ref().map(|once| (&by, once)));
        let (token, secret) = rotated.map_err(|error| with_key(error, once.as_ref()))?;
        log::info!("token {id} was given another secret by {by}");
        app.store.read(|reading| Answer::json(&describe(reading, &token, secret.as_deref())?))
    })
    .await?;
    Ok(answer.answer(StatusCode::OK))
}
