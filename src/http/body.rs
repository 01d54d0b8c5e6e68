//! Bodies: JSON objects of a limited size.

use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest, dev};
use serde_json::Value;

use crate::domain::error::{Error, Result, Violation};

/// Largest body that is read, in bytes.
pub const LARGEST_BODY: usize = 1 << 20;

/// A body. What is wrong with it is said when it is taken, after it is clear who asks and what for.
#[derive(Debug)]
pub struct Body(Result<Bytes>);

impl FromRequest for Body {
    type Error = Error;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let declared = media_type(request);
        let bytes = Bytes::from_request(request, payload);
        Box::pin(async move {
            let bytes = bytes.await.map_err(|error| match error.as_response_error().status_code().as_u16() {
                413 => Error::TooLarge(LARGEST_BODY),
                _ => Error::BadRequest(vec![Violation::at("", "the body was not received completely")]),
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
    pub fn take(self) -> Result<Value> {
        parse(&self.0?)
    }
}

fn media_type(request: &HttpRequest) -> Result<()> {
    let declared = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let essence = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" | "application/merge-patch+json" => Ok(()),
        _ => Err(Error::UnsupportedMediaType("application/json")),
    }
}

fn parse(bytes: &[u8]) -> Result<Value> {
    let at_root = |detail: String| Error::BadRequest(vec![Violation::at("", detail)]);
    let mut value: Value = serde_json::from_slice(bytes).map_err(|e| at_root(format!("is not JSON: {e}")))?;
    match value.as_object_mut() {
        Some(fields) => {
            fields.shift_remove("meta");
            Ok(value)
        }
        None => Err(at_root("must be a JSON object".to_owned())),
    }
}
