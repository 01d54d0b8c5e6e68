//! What a format is.

use domain::document::Document;
use domain::error::Result;

use crate::template::Template;

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
