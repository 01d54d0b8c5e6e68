//! The document as JSON: its blocks as they are, with every figure as a reference.

use domain::document::Document;
use domain::error::{Error, Result};

use crate::template::Template;

use super::format::Format;

/// JSON.
pub const FORMAT: Format = Format { name: "json", media_type: "application/json", extension: "json", write };

fn write(document: &Document, _template: &Template) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(document).map_err(Error::internal)?;
    bytes.push(b'\n');
    Ok(bytes)
}
