//! Idempotency-Key: a client that does not know whether a POST arrived repeats it with the same key, and it is done once.

use actix_web::HttpRequest;
use sha2::{Digest, Sha256};

use domain::error::{Error, Result};
use store::IdempotencyKey;

use super::body::Body;

const HEADER: &str = "idempotency-key";

/// The key of a request with the fingerprint of what it asks for: path, query, reason and body.
///
/// # Errors
/// `BadRequest` for a key that is empty, too long or no printable ASCII.
pub fn once(request: &HttpRequest, body: Option<&Body>) -> Result<Option<IdempotencyKey>> {
    once_of(request, body.map_or(&[][..], Body::bytes))
}

/// The same, when the body (or its digest) is at hand otherwise.
///
/// # Errors
/// As for [`once`].
pub fn once_of(request: &HttpRequest, body: &[u8]) -> Result<Option<IdempotencyKey>> {
    let mut headers = request.headers().get_all(HEADER);
    let Some(value) = headers.next() else { return Ok(None) };
    let refuse = |detail: &str| Err(Error::parameter("Idempotency-Key", detail));
    if headers.next().is_some() {
        return refuse("is given twice");
    }
    let Ok(key) = value.to_str() else { return refuse("must be printable ASCII") };
    if !(1..=255).contains(&key.len()) {
        return refuse("must have 1 to 255 characters");
    }
    let reason = request.headers().get("change-reason").map(|r| r.as_bytes()).unwrap_or_default();
    let mut digest = Sha256::new();
    let parts = [request.path().as_bytes(), request.query_string().as_bytes(), reason, body];
    for part in parts {
        // With its length before it, no part can run into the next.
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    }
    Ok(Some(IdempotencyKey { key: key.to_owned(), fingerprint: hex::encode(digest.finalize()) }))
}

/// What an error means to a client that sent a key: other writes took too long, and one of them may be the same.
pub fn with_key(error: Error, once: Option<&IdempotencyKey>) -> Error {
    match (error, once) {
        (Error::Busy, Some(_)) => {
            let detail =
                "the first request with this key may still be under way; repeat it with the same key in a moment";
            Error::conflict("still-running", detail)
        }
        (error, _) => error,
    }
}
