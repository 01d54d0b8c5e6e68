//! The formats of a document: one file each. A further one is a file and a line in the list.

mod archive;
mod columns;
mod csv;
mod docx;
mod format;
mod html;
mod json;
mod letters;
mod markdown;
mod odt;
mod pdf;
mod sheets;
mod tables;
mod text;
mod xlsx;

pub use archive::{HIGHEST, PAGE};
pub use csv::table as csv_table;
pub use format::Format;
pub use html::{shell, styles};

pub use text::part as text_part;

/// All formats; the first one is given to clients that accept any.
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
