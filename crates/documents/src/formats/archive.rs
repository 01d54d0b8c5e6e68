//! Archives of XML, as office programs read them: the same parts give the same bytes.

use std::io::{Cursor, Write as _};

use maud::Markup;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use domain::error::{Error, Result};

/// The width of the text on a page, in centimetres: A4 with margins of 2.5 cm.
pub const PAGE: f64 = 16.0;
/// How much wider than the city's font the letters may be in which an office program shows a document where that font is
/// not installed: Arial and Liberation Sans are an eighth wider than Source Sans, DejaVu Sans, the last resort, as much.
pub const WIDER: f64 = 1.3;
/// What stands at either side of a text in a cell, in centimetres.
pub const INSET: f64 = 0.1;
/// Points to a centimetre.
pub const POINTS: f64 = 72.0 / 2.54;
/// The height that a picture takes at most, in centimetres.
pub const HIGHEST: f64 = 20.0;
/// The width and height that a logo takes at most, in centimetres.
pub const LOGO: (f64, f64) = (5.0, 1.8);

/// An archive that is written part by part.
pub struct Archive(ZipWriter<Cursor<Vec<u8>>>);

impl Archive {
    pub fn new() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }

    /// A part that programs read where it stands, without unpacking.
    pub fn stored(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.add(name, bytes, CompressionMethod::Stored)
    }

    pub fn part(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.add(name, bytes, CompressionMethod::Deflated)
    }

    pub fn xml(&mut self, name: &str, content: &Markup) -> Result<()> {
        let text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n{}", content.0);
        self.part(name, text.as_bytes())
    }

    /// Every part is of the first day that archives know: when it was written is nothing that a document says.
    fn add(&mut self, name: &str, bytes: &[u8], method: CompressionMethod) -> Result<()> {
        let options = SimpleFileOptions::default()
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .compression_method(method);
        self.0.start_file(name, options).map_err(Error::internal)?;
        self.0.write_all(bytes).map_err(Error::internal)
    }

    pub fn finish(self) -> Result<Vec<u8>> {
        Ok(self.0.finish().map_err(Error::internal)?.into_inner())
    }
}

/// As much of a title as stands on one line beside the day.
pub fn running(title: &str) -> String {
    let title = texts::clean(title);
    let short: String = title.chars().take(85).collect();
    if short.len() < title.len() { format!("{}…", short.trim_end()) } else { title }
}
