//! CSV: an archive (ZIP) with one file for each table, named by the table's key, and a text that says what they belong to.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::template::Template;
use domain::document::{Block, Document, Inline, plain};
use domain::error::{Error, Result};
use domain::indicator::whole;
use domain::table::{Csv, Profile};

use super::format::Format;
use super::tables::table_names;
use texts::clean;

/// CSV.
pub const FORMAT: Format = Format { name: "csv", media_type: "application/zip", extension: "zip", write };

/// Open data: whatever reads it finds decimal points and ISO days.
const PROFILE: Profile = Profile::Open;

fn write(document: &Document, template: &Template) -> Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // No time of its own, or the same document would give other bytes tomorrow.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let names = table_names(document);
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table { caption, columns, rows, .. } => Some((caption.as_str(), columns, rows)),
        _ => None,
    });
    let tables: Vec<_> = names.iter().zip(tables).collect();
    let files = tables.iter().map(|(name, (caption, ..))| format!("{}: {caption}", file_name(name)));
    archive.start_file(texts::of(&document.language).files.read_me, options).map_err(Error::internal)?;
    archive.write_all(&super::text::about(document, template, files.collect())).map_err(Error::internal)?;
    for (name, (_, columns, rows)) in tables {
        let mut csv = Csv::new(Vec::new(), PROFILE)?;
        csv.record(columns.iter().map(|column| PROFILE.text(&clean(&column.title))))?;
        for row in rows {
            let cells = row.iter().map(|content| cell(content));
            // A row is as wide as the header, or readers of the file stumble.
            csv.record(cells.chain(std::iter::repeat(String::new())).take(columns.len()))?;
        }
        archive.start_file(file_name(name), options).map_err(Error::internal)?;
        archive.write_all(&csv.finish()?).map_err(Error::internal)?;
    }
    Ok(archive.finish().map_err(Error::internal)?.into_inner())
}

/// The file of one table, out of an archive that was written as CSV; `None` when there is no such table.
///
/// # Errors
/// `Internal` when the bytes are no such archive.
pub fn table(archive: &[u8], id: &str) -> Result<Option<Vec<u8>>> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).map_err(Error::internal)?;
    let mut bytes = Vec::new();
    match archive.by_name(&file_name(id)) {
        Ok(mut file) => file.read_to_end(&mut bytes).map_err(Error::internal)?,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(Error::internal(error)),
    };
    Ok(Some(bytes))
}

fn file_name(table: &str) -> String {
    format!("{table}.csv")
}

/// Programs that calculate get the value; readers get the text.
fn cell(content: &[Inline]) -> String {
    match content {
        [Inline::Figure(figure)] => figure.value.map(number),
        [Inline::Typed(typed)] => typed.number.map(number).or_else(|| typed.day.map(|d| PROFILE.day(&d.to_string()))),
        _ => None,
    }
    .unwrap_or_else(|| PROFILE.text(&clean(&plain(content))))
}

fn number(value: f64) -> String {
    PROFILE.number(&whole(value).map_or_else(|| value.to_string(), |number| number.to_string()))
}
