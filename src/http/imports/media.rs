//! What an import is written in.

use actix_web::HttpRequest;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderValue};

use crate::http::problem::ApiError;
use crate::http::problem::ApiResult;
use imports::encoding::CharacterEncoding;
use imports::file::Media;

/// What the body is said to be, and in which encoding.
///
/// # Errors
/// `UnsupportedMediaType` for anything but CSV and JSON, for an encoding that is not known, and for what is compressed.
pub fn of(request: &HttpRequest) -> ApiResult<(Media, Option<CharacterEncoding>)> {
    let header = |name| request.headers().get(name).and_then(|v: &HeaderValue| v.to_str().ok()).unwrap_or_default();
    let declared = header(CONTENT_TYPE).to_ascii_lowercase();
    let mut parts = declared.split(';').map(str::trim);
    let media = match parts.next() {
        Some("text/csv") => Some(Media::Csv),
        Some("application/json") => Some(Media::Json),
        _ => None,
    };
    let charset = parts.find_map(|part| part.strip_prefix("charset=")).map(|charset| charset.trim_matches('"'));
    let declared = charset.map(CharacterEncoding::named);
    let plain = matches!(header(CONTENT_ENCODING), "" | "identity");
    media
        .zip(Some(declared.flatten()))
        .filter(|_| plain && declared != Some(None))
        .ok_or(ApiError::UnsupportedMediaType("text/csv or application/json"))
}
