//! ETags: the revision of a resource (the number of the last change to any of its slices) and a digest of the bytes.
//!
//! `If-Match` compares the revision, so that a correction of another slice is never buried; `If-None-Match` compares
//! all of it.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderName, IF_MATCH, IF_NONE_MATCH, VARY};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use domain::error::{Error, Result};

use super::problem::{ApiError, ApiResult};
use application::records::precondition::Precondition;

/// An answer with its ETag. What was answered to a request with a key is kept as it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Answer {
    #[serde(with = "as_text")]
    bytes: Vec<u8>,
    media_type: String,
    revision: Option<i64>,
    headers: Vec<(String, String)>,
}

/// Bytes as JSON: what is kept is text.
mod as_text {
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&String::from_utf8_lossy(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        String::deserialize(deserializer).map(String::into_bytes)
    }
}

impl Answer {
    /// JSON without a revision: lists and computed answers.
    ///
    /// # Errors
    /// `Internal` if it cannot be written as JSON.
    pub fn json(value: &impl serde::Serialize) -> Result<Self> {
        Ok(Self::bytes("application/json", serde_json::to_vec(value).map_err(Error::internal)?))
    }

    /// The JSON of a resource, with its revision for those who may know numbers of changes.
    ///
    /// # Errors
    /// `Internal` if it cannot be written as JSON.
    pub fn resource(value: &impl Serialize, revision: Option<i64>) -> Result<Self> {
        Ok(Self { revision, ..Self::json(value)? })
    }

    /// Bytes of any type.
    pub fn bytes(media_type: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { bytes, media_type: media_type.into(), revision: None, headers: Vec::new() }
    }

    /// With a further header.
    pub fn with(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name.to_string(), value.into()));
        self
    }

    fn tag(&self) -> String {
        let digest: String = hex::encode(Sha256::digest(&self.bytes)).chars().take(16).collect();
        match self.revision {
            Some(revision) => format!("\"r{revision}-{digest}\""),
            None => format!("\"{digest}\""),
        }
    }

    /// The answer to a read: 304 when the client has it already.
    pub fn to(self, request: &HttpRequest) -> HttpResponse {
        let tag = self.tag();
        let header =
            |name| request.headers().get(name).and_then(|v: &actix_web::http::header::HeaderValue| v.to_str().ok());
        let has = header(IF_NONE_MATCH).is_some_and(|known| tags(known).any(|t| t == tag || t == "*"));
        if has {
            return self.head(StatusCode::NOT_MODIFIED, &tag).finish();
        }
        self.answer(StatusCode::OK)
    }

    /// The answer to a write.
    pub fn answer(self, status: StatusCode) -> HttpResponse {
        let mut head = self.head(status, &self.tag());
        head.insert_header((CONTENT_TYPE, self.media_type)).body(self.bytes)
    }

    fn head(&self, status: StatusCode, tag: &str) -> HttpResponseBuilder {
        let mut head = HttpResponse::build(status);
        head.insert_header((ETAG, tag)).insert_header((CACHE_CONTROL, "no-cache"));
        head.insert_header((VARY, "Authorization, Accept"));
        for (name, value) in &self.headers {
            head.insert_header((name.as_str(), value.as_str()));
        }
        head
    }
}

fn tags(header: &str) -> impl Iterator<Item = &str> {
    header.split(',').map(|t| t.trim().trim_start_matches("W/"))
}

/// The precondition of a write, `If-Match`.
///
/// From the header; `*` counts as none, because it would bury the changes of others.
///
/// # Errors
/// `PreconditionRequired` without it.
pub fn precondition(request: &HttpRequest) -> ApiResult<Precondition> {
    let headers = request.headers().get_all(IF_MATCH).filter_map(|v| v.to_str().ok());
    let all: Vec<&str> = headers.flat_map(tags).filter(|t| *t != "*" && !t.is_empty()).collect();
    if all.is_empty() {
        return Err(ApiError::PreconditionRequired);
    }
    let revision = |tag: &str| tag.trim_matches('"').strip_prefix('r')?.split('-').next()?.parse().ok();
    Ok(Precondition(all.into_iter().filter_map(revision).collect()))
}
