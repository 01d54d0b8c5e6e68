//! The files of a report: what they are called, and the parts of which they are made for others to copy.

use documents::formats;
use documents::formats::Format;
use domain::document::Document;
use domain::error::{Error, Result};
use domain::report::Edition;

/// The parts of a report that are copied into a council information system, each a section.
pub const BLOCKS: [&str; 2] = ["sachverhalt", "beschluss"];

/// One table of an archive: its media type, its name and its bytes.
///
/// # Errors
/// `Invalid` when there is no such table.
pub fn table_of(archive: &[u8], id: &str, archive_name: &str) -> Result<(String, String, Vec<u8>)> {
    let bytes = formats::csv_table(archive, id)?;
    let bytes = bytes.ok_or_else(|| Error::parameter("table", "is no table of this document"))?;
    let stem = archive_name.rsplit_once('.').map_or(archive_name, |(stem, _)| stem);
    Ok(("text/csv; charset=utf-8".to_owned(), format!("{stem}-{id}.csv"), bytes))
}

/// The text of a part.
pub fn part(document: &Document, block: &str) -> Vec<u8> {
    formats::text_part(document.section(block).unwrap_or_default(), &document.language)
}

/// What a file of a document is called.
pub fn file_name(document: &Document, edition: Edition, block: Option<&str>, format: &Format) -> String {
    let edition = if edition == Edition::Record { "-beschluss" } else { "" };
    let block = block.map(|block| format!("-auszug-{block}")).unwrap_or_default();
    format!("sachstandsbericht-{}{edition}{block}.{}", document.as_of, format.extension)
}

/// The format under which a part is kept.
pub fn kept_as(format: &Format, block: Option<&str>) -> String {
    block.map_or_else(|| format.name.to_owned(), |block| format!("{}-{block}", format.name))
}
