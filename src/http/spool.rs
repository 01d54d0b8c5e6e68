//! Bodies that are no JSON: received into a file, so that memory does not grow with them.

use std::io::Write;

use actix_web::web;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use domain::error::{Error, Violation};

use super::problem::ApiResult;

/// A file that was received, and goes with this value.
pub struct Received {
    /// The file.
    pub file: NamedTempFile,
    /// Digest of its bytes.
    pub digest: Vec<u8>,
}

/// Receives a body of at most `largest` bytes.
///
/// # Errors
/// `TooLarge`; `BadRequest` when it does not come to its end.
pub async fn receive(mut body: web::Payload, largest: u64) -> ApiResult<Received> {
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
                return Err(Error::TooLarge(usize::try_from(largest).unwrap_or(usize::MAX)).into());
            }
            digest.update(&chunk);
            waiting.extend_from_slice(&chunk);
        }
        if ended || waiting.len() >= AT_A_TIME {
            let part = std::mem::take(&mut waiting);
            file = super::blocking(move || file.write_all(&part).map(|()| file).map_err(Error::internal)).await?;
        }
        if ended {
            return Ok(Received { file, digest: digest.finalize().to_vec() });
        }
    }
}
