//! Callers: who asks, and the permission that a handler demands in its signature.

mod oidc;

use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest, dev, web};

use application::access::may::May;
use application::access::permission::Permission;
use domain::access::Caller;
use domain::error::{Error, Result};

use super::problem::{ApiError, ApiResult};
use super::{App, blocking};

pub use oidc::Issuer;

/// The permission `P` of the caller that sent a request. A handler cannot be written without saying which it demands.
#[derive(Clone, Debug)]
pub struct Allowed<P>(pub May<P>);

impl<P: Permission> FromRequest for Allowed<P> {
    type Error = ApiError;
    type Future = std::pin::Pin<Box<dyn Future<Output = ApiResult<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        let secret = bearer(request);
        let app = request.app_data::<web::Data<App>>().cloned();
        Box::pin(async move {
            let caller = match secret? {
                None => Caller::anonymous(),
                Some(secret) => {
                    let app = app.ok_or_else(|| Error::internal("no application data"))?;
                    let found = blocking(move || identify(&app, &secret)).await?;
                    found.ok_or(Error::Unauthenticated("the token is unknown, expired or revoked"))?
                }
            };
            Ok(May::of(caller).map(Self)?)
        })
    }
}

/// Tokens of this service begin with `sst_`; every other is for the identity provider, if there is one.
fn identify(app: &App, secret: &str) -> Result<Option<Caller>> {
    match &app.issuer {
        Some(issuer) if !secret.starts_with("sst_") => issuer.identify(&app.store, secret),
        _ => app.store.bearer(secret),
    }
}

fn bearer(request: &HttpRequest) -> Result<Option<String>> {
    let mut headers = request.headers().get_all(AUTHORIZATION);
    let Some(header) = headers.next() else { return Ok(None) };
    let malformed = Error::Unauthenticated("the Authorization header must be 'Bearer' and a token");
    let (Ok(text), None) = (header.to_str(), headers.next()) else { return Err(malformed) };
    match text.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(Some(token.trim().to_owned())),
        _ => Err(malformed),
    }
}
