//! What formats say of themselves: names of sheets, the way through a page.

/// What formats say of themselves.
#[derive(Debug)]
pub struct FileTexts {
    pub contents: &'static str,
    pub figure: &'static str,
    pub report: &'static str,
    pub sheet: &'static str,
    pub table: &'static str,
    pub untitled: &'static str,
    pub read_me: &'static str,
    pub in_archive: &'static str,
    pub rows_missing: fn(usize) -> String,
    pub tables_missing: fn(usize) -> String,
}
