//! The formats of a document: one file each. A further one is a file and a line in the list.

pub(super) mod archive;
mod columns;
mod csv;
mod docx;
mod html;
mod json;
mod letters;
mod markdown;
mod odt;
mod pdf;
mod sheets;
mod text;
mod xlsx;

use domain::document::{Block, Document};
use domain::error::Result;

use super::template::Template;

pub use csv::table as csv_table;
pub use html::{shell, styles};

pub use text::part as text_part;

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
pub const FORMATS: &[Format] = &[
    json::FORMAT,
    markdown::FORMAT,
    html::FORMAT,
    pdf::FORMAT,
    odt::FORMAT,
    docx::FORMAT,
    xlsx::FORMAT,
    csv::FORMAT,
    text::FORMAT,
];

/// The format of this name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|f| f.name == name)
}

/// The names by which the tables of a document are asked for, in their order: their keys, made different where two of
/// them are the same.
pub fn table_names(document: &Document) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for block in &document.blocks {
        if let Block::Table { id, .. } = block {
            let key: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(100).collect();
            let key = if key.is_empty() { "table".to_owned() } else { key };
            let numbered = (2..).map(|n| format!("{key}-{n}"));
            let name = std::iter::once(key.clone()).chain(numbered.take(100_000)).find(|name| !names.contains(name));
            names.push(name.unwrap_or_default());
        }
    }
    names
}
