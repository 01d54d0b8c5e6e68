//! Bodies: JSON objects of a limited size.

use actix_web::http::Method;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderValue};
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest, dev};
use serde_json::Value;

use domain::error::{Error, Result, Violation};
use domain::strict_json::{Strict, without_mark};

use crate::http::problem::ApiError;
use crate::http::problem::ApiResult;

/// Largest body that is read, in bytes.
pub const LARGEST_BODY: usize = 1 << 20;

/// A body. What is wrong with it is said when it is taken, after it is clear who asks and what for.
#[derive(Debug)]
pub struct Body(ApiResult<Bytes>);

impl FromRequest for Body {
    type Error = ApiError;
    type Future = std::pin::Pin<Box<dyn Future<Output = ApiResult<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let declared = media_type(request);
        let bytes = Bytes::from_request(request, payload);
        Box::pin(async move {
            let bytes = bytes.await.map_err(|error| {
                ApiError::from(match error.as_response_error().status_code().as_u16() {
                    413 => Error::TooLarge(LARGEST_BODY),
                    _ => Error::BadRequest(vec![Violation::at("", "the body was not received completely")]),
                })
            });
            Ok(Self(declared.and(bytes)))
        })
    }
}

impl Body {
    /// The bytes, if they were received.
    pub fn bytes(&self) -> &[u8] {
        self.0.as_deref().unwrap_or_default()
    }

    /// The JSON object, without what the server makes itself (`meta`).
    ///
    /// # Errors
    /// `UnsupportedMediaType`, `TooLarge`; `BadRequest` for what is no JSON object.
    pub fn take(self) -> ApiResult<Value> {
        Ok(parse(&self.0?)?)
    }
}

fn media_type(request: &HttpRequest) -> ApiResult<()> {
    let header = |name| request.headers().get(name).and_then(|v: &HeaderValue| v.to_str().ok()).unwrap_or_default();
    let declared = header(CONTENT_TYPE).to_ascii_lowercase();
    let mut parts = declared.split(';').map(str::trim);
    let known = match parts.next() {
        Some("application/json") => true,
        Some("application/merge-patch+json") => request.method() == Method::PATCH,
        _ => false,
    };
    let utf_8 = parts.all(|part| part.strip_prefix("charset=").is_none_or(|c| c.trim_matches('"') == "utf-8"));
    let plain = matches!(header(CONTENT_ENCODING), "" | "identity");
    if known && utf_8 && plain { Ok(()) } else { Err(ApiError::UnsupportedMediaType("application/json")) }
}

fn parse(bytes: &[u8]) -> Result<Value> {
    let at_root = |detail: String| Error::BadRequest(vec![Violation::at("", detail)]);
    let Strict(mut value) =
        serde_json::from_slice(without_mark(bytes)).map_err(|e| at_root(format!("is not JSON: {e}")))?;
    match value.as_object_mut() {
        Some(fields) => {
            fields.shift_remove("meta");
            Ok(value)
        }
        None => Err(at_root("must be a JSON object".to_owned())),
    }
}
