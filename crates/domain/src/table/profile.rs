//! The two profiles of CSV: for machines, and for the spreadsheets of offices.

use std::io::Write;
use std::str::FromStr;

use crate::error::{Error, Result};
use crate::time::Day;

/// Byte order mark: by it a spreadsheet recognises UTF-8.
pub const BOM: &str = "\u{feff}";

crate::names! {
    /// How a table is written as CSV. Both are UTF-8 with semicolons, quoted as RFC 4180 says.
    #[derive(Default)]
    pub enum Profile {
        /// Open data: no byte order mark, decimal point, ISO dates.
        #[default]
        Open = "open",
        /// For German spreadsheets: byte order mark, decimal comma, dd.mm.yyyy, and cells that look like a formula made
        /// harmless by an apostrophe before them.
        Excel = "excel",
    }
}

impl FromStr for Profile {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let known = Self::ALL.iter().copied().find(|profile| profile.name() == text);
        known.ok_or_else(|| format!("'{text}' is not a profile: open or excel"))
    }
}

/// With what a cell begins that a spreadsheet may take for a formula, or for our apostrophe. What only looks like these
/// (full width) is turned into them by some.
fn risky(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\'', '＝', '＋', '－', '＠'])
}

impl Profile {
    /// A text as it stands in a cell.
    pub fn text(self, text: &str) -> String {
        match self {
            Self::Excel if risky(text) => format!("'{text}"),
            _ => text.to_owned(),
        }
    }

    /// The text that stands in a cell.
    pub fn read_text(self, cell: &str) -> &str {
        match self {
            Self::Excel => cell.strip_prefix('\'').unwrap_or(cell),
            Self::Open => cell,
        }
    }

    /// A number as it stands in a cell. One below zero is a number and no formula.
    pub fn number(self, number: &str) -> String {
        match self {
            Self::Excel => number.replace('.', ","),
            Self::Open => number.to_owned(),
        }
    }

    /// The number that stands in a cell, with a decimal point.
    ///
    /// # Errors
    /// When a point stands where a comma should: it could separate thousands.
    pub fn read_number(self, cell: &str) -> std::result::Result<String, String> {
        match self {
            Self::Excel if cell.contains('.') => Err("must be a number with a decimal comma and no points".to_owned()),
            Self::Excel => Ok(cell.replace(',', ".")),
            Self::Open => Ok(cell.to_owned()),
        }
    }

    /// A day (or what stands where a day could) as it stands in a cell.
    pub fn day(self, text: &str) -> String {
        match text.parse::<Day>() {
            Ok(day) if self == Self::Excel => day.date().format("%d.%m.%Y").to_string(),
            _ => text.to_owned(),
        }
    }

    /// The day that stands in a cell, in ISO form; what is none is left as it is.
    pub fn read_day(self, cell: &str) -> String {
        let mut parts = cell.split('.');
        let part = |text: Option<&str>| text.filter(|t| t.len() <= 4).and_then(|t| t.parse::<u32>().ok());
        match (self, part(parts.next()), part(parts.next()), part(parts.next()), parts.next()) {
            (Self::Excel, Some(day), Some(month), Some(year), None) => i32::try_from(year)
                .ok()
                .and_then(|year| Day::new(year, month, day))
                .map_or_else(|| cell.to_owned(), |day| day.to_string()),
            _ => cell.to_owned(),
        }
    }
}

/// A CSV file that is being written.
pub struct Csv<W: Write>(csv::Writer<W>);

impl<W: Write> Csv<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// A fault of the writer.
    pub fn new(mut sink: W, profile: Profile) -> Result<Self> {
        if profile == Profile::Excel {
            sink.write_all(BOM.as_bytes()).map_err(Error::internal)?;
        }
        let mut builder = csv::WriterBuilder::new();
        Ok(Self(builder.delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(sink)))
    }

    /// Writes a row.
    ///
    /// # Errors
    /// A fault of the writer.
    pub fn record<T: AsRef<[u8]>>(&mut self, cells: impl IntoIterator<Item = T>) -> Result<()> {
        self.0.write_record(cells).map_err(Error::internal)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// A fault of the writer.
    pub fn finish(self) -> Result<W> {
        self.0.into_inner().map_err(|error| Error::internal(error.error()))
    }
}
