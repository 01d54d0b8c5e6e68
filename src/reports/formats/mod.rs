//! Formats.
use crate::domain::document::Document;
use crate::domain::error::{Error, Result};
/// A format.
pub struct Format {
    /// n
    pub name: &'static str,
    /// m
    pub media_type: &'static str,
    /// e
    pub extension: &'static str,
    /// w
    pub write: fn(&Document) -> Result<Vec<u8>>,
}
/// All.
pub const FORMATS: &[Format] = &[Format {
    name: "json",
    media_type: "application/json",
    extension: "json",
    write: |d| serde_json::to_vec_pretty(d).map_err(Error::internal),
}];
