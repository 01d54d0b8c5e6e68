//! Bodies of imports: received into a file, so that memory does not grow with them.

use std::io::Write;

use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderValue};
use actix_web::{HttpRequest, web};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use crate::domain::error::{Error, Result, Violation};

use super::file::Media;

/// A file that was received, and goes with this value.
pub struct Spooled {
    /// The file.
    pub file: NamedTempFile,
    /// What it is written in.
    pub media: Media,
    /// Digest of its bytes.
    pub digest: Vec<u8>,
}

/// What the body is said to be.
///
/// # Errors
/// `UnsupportedMediaType` for anything but CSV and JSON in UTF-8, not compressed.
pub fn media(request: &HttpRequest) -> Result<Media> {
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
    media.filter(|_| utf_8 && plain).ok_or(Error::UnsupportedMediaType("text/csv or application/json"))
}

/// Receives a body of at most `largest` bytes.
///
/// # Errors
/// `TooLarge`; `BadRequest` when it does not come to its end.
pub async fn receive(media: Media, mut body: web::Payload, largest: u64) -> Result<Spooled> {
    const AT_A_TIME: usize = 1 << 20;
    let mut file = NamedTempFile::new().map_err(Error::internal)?;
    let (mut digest, mut received, mut waiting) = (Sha256::new(), 0_u64, Vec::new());
    loop {
        let chunk =
            std::future::poll_fn(|context| futures_core::Stream::poll_next(std::pin::Pin::new(&mut body), context));
        let chunk = chunk.await;
        let ended = chunk.is_none();
        if let Some(chunk) = chunk {
            let incomplete = |_| Error::BadRequest(vec![Violation::at("", "the body was not received completely")]);
            let chunk = chunk.map_err(incomplete)?;
            received += u64::try_from(chunk.len()).unwrap_or(u64::MAX);
            if received > largest {
                return Err(Error::TooLarge(usize::try_from(largest).unwrap_or(usize::MAX)));
            }
            digest.update(&chunk);
            waiting.extend_from_slice(&chunk);
        }
        if ended || waiting.len() >= AT_A_TIME {
            let part = std::mem::take(&mut waiting);
            file =
                super::super::blocking(move || file.write_all(&part).map(|()| file).map_err(Error::internal)).await?;
        }
        if ended {
            return Ok(Spooled { file, media, digest: digest.finalize().to_vec() });
        }
    }
}
