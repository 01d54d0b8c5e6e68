//! The rest of the site: health for the operator, the API document and its browser.

use actix_web::http::Method;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, LOCATION};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_swagger_ui::Config;

use domain::error::Error;

use super::endpoint::{Endpoint, Operation};
use super::etag::Answer;
use super::{App, blocking};
use crate::http::caller::Allowed;
use crate::http::problem::{ApiError, ApiResult};
use application::access::permission::Read;

/// What the service says of itself to its operators.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ServiceStatus)]
struct Status {
    /// `ok`; anything else is a problem with a status of its own.
    status: &'static str,
    /// What an operator should look after, though the service answers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
}

impl Status {
    const OK: Self = Self { status: "ok", warnings: Vec::new() };
}

/// The endpoints of this file that stand in the API document.
pub fn endpoints() -> Vec<Endpoint> {
    let ok = json!({"status": "ok"});
    let alive = Operation::new("readLiveness", "operation", "Whether the process runs")
        .returns::<Status>(200, "It runs.")
        .example(ok.clone());
    let ready = Operation::new("readReadiness", "operation", "Whether the service can answer: the database does")
        .returns::<Status>(200, "It can.")
        .example(ok);
    let document = Operation::new("readApiDocument", "operation", "This document")
        .answer(200, "OpenAPI 3.1.", json!({"type": "object"}))
        .example(json!({"openapi": "3.1.0"}));
    let at = |path: &str, route, operation| Endpoint { method: Method::GET, path: path.into(), route, operation };
    vec![
        at("/v1/openapi.json", || web::to(api_document), document),
        at("/healthz", || web::to(alive_now), alive),
        at("/readyz", || web::to(ready_now), ready),
    ]
}

async fn alive_now(_: Allowed<Read>) -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(Status::OK)
}

async fn ready_now(_: Allowed<Read>, app: web::Data<App>) -> ApiResult<HttpResponse> {
    let warning = blocking(move || app.store.clock_warning()).await?;
    let status = Status { warnings: warning.into_iter().collect(), ..Status::OK };
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(status))
}

/// The API document that is served, made when somebody asks for it first.
pub struct ApiDocument(pub fn() -> &'static Value);

async fn api_document(
    _: Allowed<Read>,
    document: web::Data<ApiDocument>,
    request: HttpRequest,
) -> ApiResult<HttpResponse> {
    let text = serde_json::to_vec_pretty((document.0)()).map_err(Error::internal)?;
    Ok(Answer::bytes("application/json", text).to(&request))
}

/// What the browser of the API needs: its own files, the one style element in its logo, the icons in its style sheet, and
/// this service.
const DOCS_POLICY: &str = "default-src 'none'; script-src 'self'; \
    style-src 'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='; img-src 'self' data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// `/docs`: the browser of the API, from files inside the binary.
pub async fn docs(request: HttpRequest) -> HttpResponse {
    let config = Config::new(["/v1/openapi.json"]).try_it_out_enabled(true).validator_url("none");
    let Some(tail) = request.match_info().get("tail").map(|t| t.trim_start_matches('/')) else {
        return HttpResponse::PermanentRedirect().insert_header((LOCATION, "/docs/")).finish();
    };
    match utoipa_swagger_ui::serve(tail, std::sync::Arc::new(config)) {
        Ok(Some(file)) => HttpResponse::Ok()
            .content_type(file.content_type)
            .insert_header((CONTENT_SECURITY_POLICY, DOCS_POLICY))
            .body(file.bytes.into_owned()),
        Ok(None) => super::nowhere().await,
        Err(error) => actix_web::ResponseError::error_response(&ApiError::from(Error::internal(error))),
    }
}
