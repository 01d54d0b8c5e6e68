//! Files of rows, read one row at a time: CSV in both profiles, and JSON.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use domain::error::{Error, Result, Violation};
use domain::schema;
use domain::strict_json::Strict;
use domain::table::{ID, Profile, Row, Table, VALID_FROM, VALID_TO};
use encoding_rs_io::DecodeReaderBytes;

use super::encoding::{CharacterEncoding, Written};

/// Largest row, in bytes: as large as a body.
const LARGEST_ROW: usize = 1 << 20;

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// `text/csv`.
    Csv,
    /// `application/json`.
    Json,
}

/// What is done with each row: its number, and what stands in it or is wrong with it.
pub type Each<'e> = &'e mut dyn FnMut(i64, RowRead) -> Result<()>;

/// A row, or what is wrong with which column.
pub type RowRead = std::result::Result<Row, Vec<Violation>>;

/// Reads a file and says how far it is. No row may be larger than a body: a quotation mark that is missing would make one
/// row of all.
struct Watched<'w> {
    file: File,
    row: &'w Cell<usize>,
    progress: &'w dyn Fn(u64),
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.row.get() > LARGEST_ROW {
            return Err(io::Error::other("a row is larger than 1 MiB; is a quotation mark or bracket missing?"));
        }
        let read = self.file.read(buffer)?;
        self.row.set(self.row.get() + read);
        (self.progress)(u64::try_from(read).unwrap_or_default());
        Ok(read)
    }
}

fn broken(row: i64, detail: impl std::fmt::Display) -> Error {
    Error::BadRequest(vec![Violation::at(format!("/rows/{row}"), detail.to_string())])
}

/// A file that is read as UTF-8.
type Decoded<'w> = DecodeReaderBytes<BufReader<Watched<'w>>, Vec<u8>>;

/// A file, and how it is written.
#[derive(Clone, Copy, Debug)]
pub struct Source<'s> {
    path: &'s Path,
    /// How it is written.
    pub written: Written,
}

impl<'s> Source<'s> {
    /// A file that may be declared to be in an encoding.
    ///
    /// # Errors
    /// `Internal` when it cannot be read.
    pub fn of(path: &'s Path, declared: Option<CharacterEncoding>) -> Result<Self> {
        Ok(Self { path, written: Written::of(path, declared)? })
    }

    fn open<'w>(&self, row: &'w Cell<usize>, progress: &'w dyn Fn(u64)) -> Result<Decoded<'w>> {
        let file = File::open(self.path).map_err(Error::internal)?;
        Ok(self.written.decode(BufReader::with_capacity(1 << 16, Watched { file, row, progress })))
    }

    /// Its beginning, as far as it can be read.
    ///
    /// # Errors
    /// `Internal` when it cannot be read.
    pub fn beginning(&self) -> Result<String> {
        let mut bytes = Vec::new();
        let file = File::open(self.path).map_err(Error::internal)?;
        self.written.decode(file).take(1 << 16).read_to_end(&mut bytes).map_err(Error::internal)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// The first line by which some spreadsheets say what separates the cells.
const SEPARATOR_LINE: &[u8] = b"sep=";

/// What separates the cells: a semicolon, or what the first line says, which is then no row. What was read of the file
/// already comes first.
fn separator(mut file: Decoded<'_>) -> io::Result<(u8, impl Read)> {
    let mut start = Vec::new();
    file.by_ref().take(7).read_to_end(&mut start)?;
    let said = start.strip_prefix(SEPARATOR_LINE).and_then(|rest| {
        let (separator, end) = rest.split_first()?;
        let after = end.strip_prefix(b"\r\n").or_else(|| end.strip_prefix(b"\n"))?;
        matches!(separator, b';' | b',' | b'\t').then(|| (*separator, after.to_vec()))
    });
    let (separator, start) = said.unwrap_or((b';', start));
    Ok((separator, Cursor::new(start).chain(file)))
}

/// In which profile a CSV file is written, if nobody says so.
///
/// # Errors
/// `Internal` when it cannot be read.
pub fn profile(source: &Source<'_>) -> Result<Profile> {
    let by_a_spreadsheet = source.written.by_a_spreadsheet() || source.beginning()?.starts_with("sep=");
    Ok(if by_a_spreadsheet { Profile::Excel } else { Profile::Open })
}

/// Reads the rows of a CSV file.
///
/// # Errors
/// `BadRequest` for what is no CSV in UTF-8; `Invalid` with every column that is wrong; those of `each`.
pub fn csv(
    source: &Source<'_>,
    table: &Table,
    profile: Profile,
    found_without: impl Fn(&[String]) -> bool,
    progress: &dyn Fn(u64),
    each: Each<'_>,
) -> Result<()> {
    let row = Cell::new(0);
    let (separator, rest) = separator(source.open(&row, progress)?).map_err(|e| broken(0, e))?;
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(rest);
    let names = reader.byte_headers().map_err(|e| broken(0, e))?.clone();
    let names: Option<Vec<String>> =
        names.iter().map(|name| Some(std::str::from_utf8(name).ok()?.to_owned())).collect();
    let names = names.ok_or_else(|| not_utf_8(0))?;
    if let [only] = names.as_slice()
        && only.contains([',', '\t'])
    {
        return Err(broken(0, "the columns must be separated by semicolons"));
    }
    let head = table.head(names, found_without).map_err(Error::Invalid)?;
    let (mut record, mut number, width) = (csv::ByteRecord::new(), 0, head.width());
    loop {
        number += 1;
        row.set(0);
        if !reader.read_byte_record(&mut record).map_err(|error| broken(number, error))? {
            return Ok(());
        }
        let read = std::str::from_utf8(record.as_slice()).is_ok();
        let cells: Option<Vec<&str>> = record.iter().map(|cell| std::str::from_utf8(cell).ok()).collect();
        let cells = cells.filter(|_| read).ok_or_else(|| not_utf_8(number))?;
        // Spreadsheets save rows that were cleared.
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let read = match cells.len() {
            len if len != width => {
                Err(vec![Violation::at("", format!("has {len} cells, and the header has {width} columns"))])
            }
            _ => table.row(&head, cells.into_iter(), profile),
        };
        each(number, read)?;
    }
}

fn not_utf_8(row: i64) -> Error {
    broken(row, "is not UTF-8, and no German text in Windows-1252; save the file as \"CSV UTF-8\", or name its charset")
}

/// Reads the rows of a JSON file: a list of objects, or a page of a list with them in `data`.
///
/// # Errors
/// `BadRequest` for what is no JSON; those of `each`.
pub fn json(source: &Source<'_>, progress: &dyn Fn(u64), each: Each<'_>) -> Result<()> {
    let row = Cell::new(0);
    let file = BufReader::with_capacity(1 << 16, source.open(&row, progress)?);
    let mut deserializer = serde_json::Deserializer::from_reader(file);
    let (mut failed, mut number) = (None, 0);
    let mut one = |value: Value| {
        number += 1;
        row.set(0);
        each(number, from_json(value)).map_err(|error| failed = Some(error))
    };
    let read = List(&mut one).deserialize(&mut deserializer).and_then(|()| deserializer.end());
    match (failed, read) {
        (Some(error), _) => Err(error),
        (None, Err(error)) => Err(broken(number + 1, format!("is no list of JSON objects: {error}"))),
        (None, Ok(())) => Ok(()),
    }
}

/// A row as the API gives a resource: what the server adds stands under `meta`, and `id`, `validFrom` and `validTo` of it
/// are what a table has as columns.
pub fn from_json(value: Value) -> RowRead {
    let Value::Object(mut fields) = value else {
        return Err(vec![Violation::at("", "must be a JSON object")]);
    };
    let meta = fields.shift_remove("meta").unwrap_or_default();
    let mut row = Row::default();
    let mut violations = Vec::new();
    let mut lead = |name: &str| fields.shift_remove(name).or(meta.get(name).cloned()).filter(|value| !value.is_null());
    let mut wrong = |name: &str, detail: &str| violations.push(Violation::at(name, detail));
    if let Some(id) = lead(ID) {
        row.id = id.as_str().and_then(|id| id.parse().ok());
        row.id.is_none().then(|| wrong(ID, "must be an id (UUID)"));
    }
    if let Some(from) = lead(VALID_FROM) {
        row.from = from.as_str().and_then(|from| from.parse().ok());
        row.from.is_none().then(|| wrong(VALID_FROM, "must be a day or 'start'"));
    }
    if let Some(to) = lead(VALID_TO) {
        row.to = to.as_str().and_then(|to| to.parse().ok());
        row.to.is_none().then(|| wrong(VALID_TO, "must be a day"));
    }
    row.fields = fields;
    if violations.is_empty() { Ok(row) } else { Err(violations) }
}

/// Hands every element of a list over as soon as it is read.
struct List<'l>(&'l mut dyn FnMut(Value) -> std::result::Result<(), ()>);

impl<'de> DeserializeSeed<'de> for List<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for List<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of JSON objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> std::result::Result<(), A::Error> {
        while let Some(Strict(value)) = access.next_element()? {
            (self.0)(value).map_err(|()| de::Error::custom("stopped"))?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> std::result::Result<(), A::Error> {
        let mut found = false;
        while let Some(name) = access.next_key::<String>()? {
            if name == "data" && !found {
                found = true;
                access.next_value_seed(List(&mut *self.0))?;
            } else {
                access.next_value::<IgnoredAny>()?;
            }
        }
        if found { Ok(()) } else { Err(de::Error::custom("there is no list in it")) }
    }
}

/// Largest file of a portal, in bytes: it is read whole, and a state's portal lists some thousand services of an authority.
const LARGEST_PORTAL_FILE: usize = 16 * 1024 * 1024;

/// The whole of a portal's JSON file.
///
/// # Errors
/// `TooLarge`; `BadRequest` for what is no JSON.
pub fn whole(source: &Source<'_>, progress: &dyn Fn(u64)) -> Result<Value> {
    let size = std::fs::metadata(source.path).map_err(Error::internal)?.len();
    if usize::try_from(size).is_ok_and(|size| size > LARGEST_PORTAL_FILE) {
        return Err(Error::TooLarge(LARGEST_PORTAL_FILE));
    }
    let mut bytes = Vec::new();
    let file = File::open(source.path).map_err(Error::internal)?;
    source.written.decode(file).read_to_end(&mut bytes).map_err(Error::internal)?;
    progress(size);
    serde_json::from_slice(&bytes).map_err(|error| broken(0, format!("is not JSON: {error}")))
}

/// The fields of a row, for what makes rows itself.
pub fn row(fields: Map<String, Value>) -> Row {
    let Value::Object(fields) = schema::compact(Value::Object(fields)) else { return Row::default() };
    Row { fields, ..Row::default() }
}
