//! What depends on who asks: pages of other origins may read what strangers may read, and nothing else; and what was
//! answered to a token is kept nowhere.

use actix_web::HttpResponse;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ALLOW, AUTHORIZATION, CACHE_CONTROL, HeaderValue, VARY,
};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;

/// The answer to OPTIONS: which methods there are, and to other origins that they may read what is public. Headers that
/// carry a token are not among those that they may send.
pub fn preflight(public: bool, allow: &str) -> HttpResponse {
    let mut answer = HttpResponse::NoContent();
    answer.insert_header((ALLOW, allow));
    if public {
        answer
            .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
            .insert_header((ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD"))
            .insert_header((ACCESS_CONTROL_ALLOW_HEADERS, "Accept, If-None-Match, Last-Event-ID"))
            .insert_header((ACCESS_CONTROL_MAX_AGE, "86400"));
    }
    answer.finish()
}

/// Sets what depends on whether a token was sent.
///
/// # Errors
/// Those of the handlers.
pub async fn by_caller(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> std::result::Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let anonymous = !request.headers().contains_key(AUTHORIZATION);
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut answer = next.call(request).await?;
    let refused = answer.status() == StatusCode::UNAUTHORIZED;
    let headers = answer.headers_mut();
    if !headers.contains_key(VARY) {
        headers.insert(VARY, HeaderValue::from_static("Authorization"));
    }
    if !anonymous || !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if anonymous && reads && !refused {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("API-Version, ETag, Link"));
    }
    Ok(answer)
}
