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

/// Whether a spreadsheet would make something else of a text: a formula (what only looks like one, in full width, is turned
/// into it by some), a number, a day or a time, a truth value, or what our apostrophe stands for.
fn retyped(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\'', '＝', '＋', '－', '＠'])
        || TRUTH.contains(&text.trim().to_lowercase().as_str())
        || figures(text)
}

/// What spreadsheets take for a truth value.
const TRUTH: [&str; 4] = ["true", "false", "wahr", "falsch"];

/// The beginnings of the months in German and English, by which spreadsheets recognise a day.
const MONTHS: [&str; 17] = [
    "jan", "feb", "mär", "mrz", "mar", "apr", "mai", "may", "jun", "jul", "aug", "sep", "okt", "oct", "nov", "dez",
    "dec",
];

/// Whether a text is made of digits and of what stands between them in numbers, days and times, with the name of a month.
fn figures(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let month = |word: &str| MONTHS.iter().any(|month| word.to_lowercase().starts_with(month));
    let unit = |word: &str| matches!(word.to_lowercase().as_str(), "e" | "am" | "pm" | "uhr" | "eur");
    let between = |c: char| !c.is_alphanumeric() && !" .,:/-+%€$'\u{a0}".contains(c);
    text.contains(|c: char| c.is_ascii_digit())
        && !text.contains(between)
        && words.all(|word| month(word) || unit(word))
}

/// What a spreadsheet shows where it made a day or a large number of a text, and the text is lost.
fn lost(text: &str) -> bool {
    let (digits, rest) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let exponent = || {
        let (mantissa, exponent) = text.split_once("E+").or_else(|| text.split_once("e+"))?;
        let figures = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == ',');
        Some(figures(mantissa) && figures(exponent))
    };
    let day = || {
        let month: String = rest.strip_prefix(". ")?.chars().take(3).collect();
        let shown = rest.strip_prefix(". ")?.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ' || c == '.');
        Some(digits.len() == 2 && shown.chars().count() <= 4 && MONTHS.contains(&month.to_lowercase().as_str()))
    };
    exponent().unwrap_or_default() || day().unwrap_or_default()
}

impl Profile {
    /// A text as it stands in a cell.
    pub fn text(self, text: &str) -> String {
        match self {
            Self::Excel if retyped(text) => format!("'{text}"),
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

    /// The text that stands in a cell, unless a spreadsheet has made something else of it that is shown as a text.
    ///
    /// # Errors
    /// When what stood there before is lost.
    pub fn intact(self, cell: &str) -> std::result::Result<&str, String> {
        if self == Self::Excel && lost(cell) {
            return Err(format!(
                "'{cell}' is what a spreadsheet makes of a text that looks like a day or a number; write the text, with an \
                 apostrophe before it"
            ));
        }
        Ok(self.read_text(cell))
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
            // A comma can only be that of a German number, unless it could separate thousands.
            Self::Open => match cell.split_once(',') {
                Some((_, decimals)) if decimals.len() == 3 || decimals.contains(',') || cell.contains('.') => {
                    Err("must be a number with a decimal point".to_owned())
                }
                Some((whole, decimals)) => Ok(format!("{whole}.{decimals}")),
                None => Ok(cell.to_owned()),
            },
        }
    }

    /// A day (or what stands where a day could) as it stands in a cell.
    pub fn day(self, text: &str) -> String {
        match text.parse::<Day>() {
            Ok(day) if self == Self::Excel => day.date().format("%d.%m.%Y").to_string(),
            _ => text.to_owned(),
        }
    }

    /// The day that stands in a cell, in ISO form; what is none is left as it is. What spreadsheets write (dd.mm.yyyy, and
    /// dd.mm.yy for this century) is a day in either profile, for it can be nothing else.
    pub fn read_day(cell: &str) -> String {
        let cell = cell.trim();
        let mut parts = cell.split('.');
        let part = |text: Option<&str>| {
            let digits =
                text.filter(|text| (1..=4).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit()))?;
            Some((digits.len(), digits.parse::<u32>().ok()?))
        };
        let day = match (part(parts.next()), part(parts.next()), part(parts.next()), parts.next()) {
            (Some((1 | 2, day)), Some((1 | 2, month)), Some((length @ (2 | 4), year)), None) => {
                let year = if length == 2 { 2000 + year } else { year };
                i32::try_from(year).ok().and_then(|year| Day::new(year, month, day))
            }
            _ => None,
        };
        day.map_or_else(|| cell.to_owned(), |day| day.to_string())
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
