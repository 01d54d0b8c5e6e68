//! Pages of our own: how they are answered.

use actix_web::http::header::CONTENT_SECURITY_POLICY;
use base64::Engine;
use sha2::{Digest, Sha256};

use documents::formats::styles;

use super::etag::Answer;

/// A page of our own: the styles that stand in it are allowed by their hashes, and nothing else is. They are read from the
/// page, because what was published keeps the style that it was published with.
pub fn html_page(html: String) -> Answer {
    let hash = |style| base64::engine::general_purpose::STANDARD.encode(Sha256::digest(str::as_bytes(style)));
    let styles = styles(&html).map(|style| format!("'sha256-{}'", hash(style))).collect::<Vec<_>>().join(" ");
    let policy = format!(
        "default-src 'none'; style-src {styles}; img-src 'self' data:; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    );
    Answer::bytes("text/html; charset=utf-8", html.into_bytes()).with(CONTENT_SECURITY_POLICY, policy)
}
