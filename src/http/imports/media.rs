//! What an import is written in.

use actix_web::HttpRequest;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderValue};

use crate::http::problem::ApiError;
use crate::http::problem::ApiResult;
use imports::file::Media;

/// What the body is said to be.
///
/// # Errors
/// `UnsupportedMediaType` for anything but CSV and JSON in UTF-8, not compressed.
pub fn of(request: &HttpRequest) -> ApiResult<Media> {
    let header = |name| request.headers().get(name).and_then(|v: &HeaderValue| v.to_str().ok()).unwrap_or_default();
    let declared = header(CONTENT_TYPE).to_ascii_lowercase();
    let mut parts = declared.split(';').map(str::trim);
    let media = match parts.next() {
        Some("text/csv") => Some(Media::Csv),
        Some("application/json") => Some(Media::Json),
        _ => None,
    };
    let utf_8 = parts.all(|part| part.strip_prefix("charset=").is_none_or(|c| c.trim_matches('"') == "utf-8"));
    let plain = matches!(header(CONTENT_ENCODING), "" | "identity");
    media.filter(|_| utf_8 && plain).ok_or(ApiError::UnsupportedMediaType("text/csv or application/json"))
}
