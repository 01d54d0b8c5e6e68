//! The formats of a document: one file each. A further one is a file and a line in the list.

mod html;
mod json;
mod markdown;
mod pdf;
mod plain;

use crate::domain::document::Document;
use crate::domain::error::Result;

use super::template::Template;

pub use html::shell;
pub use plain::clean;

/// A format in which a document is written.
#[derive(Debug)]
pub struct Format {
    /// Its name, for `?format=`.
    pub name: &'static str,
    /// Its media type with the character set.
    pub media_type: &'static str,
    /// How its files end.
    pub extension: &'static str,
    /// Writes a document in the city's form; the same document in the same form gives the same bytes.
    pub write: fn(&Document, &Template) -> Result<Vec<u8>>,
}

/// All formats; the first one is given to whoever accepts any.
pub const FORMATS: &[Format] = &[json::FORMAT, markdown::FORMAT, html::FORMAT, pdf::FORMAT];

/// The format of this name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|f| f.name == name)
}
