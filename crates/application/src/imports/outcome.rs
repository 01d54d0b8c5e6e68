//! What became of each row: counted, and written to a file until it is clear whether anything was changed.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Seek, Write};

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::records::rows::Done;
use domain::error::{Error, Result, Violation};
use domain::schema;
use store::ImportRow;

/// Rows that are told with the summary.
pub const FIRST_ROWS: i64 = 50;

domain::names! {
    /// What became, or would become, of a row.
    pub enum Outcome {
        /// It is new.
        Created = "created",
        /// It was something else.
        Changed = "changed",
        /// It was so already.
        Unchanged = "unchanged",
        /// The file lists it no longer.
        Ended = "ended",
        /// It breaks rules.
        Refused = "refused",
    }
}

/// What became of all rows.
pub struct Outcomes {
    counts: [i64; 5],
    /// The first of them, as they are answered.
    first: Vec<Value>,
    /// The first that were refused.
    refused: Vec<Violation>,
    file: BufWriter<File>,
}

impl Outcomes {
    /// Of no row yet.
    ///
    /// # Errors
    /// `Internal` without a place for a file.
    pub fn new() -> Result<Self> {
        let file = BufWriter::new(tempfile::tempfile().map_err(Error::internal)?);
        Ok(Self { counts: [0; 5], first: Vec::new(), refused: Vec::new(), file })
    }

    /// Of a row that was written.
    ///
    /// # Errors
    /// `Internal` when the file cannot be written.
    pub fn done(
        &mut self,
        row: i64,
        done: Done,
        label: Option<String>,
        path: impl FnOnce(Uuid) -> String,
        ended: bool,
    ) -> Result<()> {
        let (outcome, id, changes) = match done {
            Done::Created(id) => (Outcome::Created, id, Vec::new()),
            Done::Changed(id, changes) => (if ended { Outcome::Ended } else { Outcome::Changed }, id, changes),
            Done::Unchanged(id) => (Outcome::Unchanged, id, Vec::new()),
        };
        let mut fields = Map::from_iter([("id".to_owned(), json!(id)), ("path".to_owned(), json!(path(id)))]);
        label.into_iter().for_each(|label| drop(fields.insert("label".into(), json!(short(&label)))));
        if !changes.is_empty() {
            fields.insert("changes".into(), changes.into());
        }
        self.push(row, outcome, fields)
    }

    /// Of a row that breaks rules: what is wrong with which column.
    ///
    /// # Errors
    /// `Internal` when the file cannot be written.
    pub fn refused(&mut self, row: i64, label: Option<String>, violations: &[(String, String)]) -> Result<()> {
        const FIRST: usize = 20;
        for (column, detail) in violations {
            if self.refused.len() < FIRST {
                self.refused.push(Violation::at(schema::pointer(&format!("/rows/{row}"), column), short(detail)));
            }
        }
        let violations: Vec<Value> =
            violations.iter().map(|(column, detail)| json!({"column": column, "detail": short(detail)})).collect();
        let mut fields = Map::from_iter([("violations".to_owned(), violations.into())]);
        label.into_iter().for_each(|label| drop(fields.insert("label".into(), json!(short(&label)))));
        self.push(row, Outcome::Refused, fields)
    }

    /// Puts the first rows into the order of the file, when some had to wait for others.
    ///
    /// # Errors
    /// `Internal` when the file cannot be read.
    pub fn sort(&mut self) -> Result<()> {
        let mut first = Vec::new();
        for row in self.rows()? {
            let row = row?;
            if row.number <= FIRST_ROWS {
                first.push((row.number, answer(&row)));
            }
        }
        first.sort_by_key(|(number, _)| *number);
        self.first = first.into_iter().map(|(_, row)| row).collect();
        self.file.seek(std::io::SeekFrom::End(0)).map(drop).map_err(Error::internal)
    }

    fn push(&mut self, row: i64, outcome: Outcome, fields: Map<String, Value>) -> Result<()> {
        let place = Outcome::ALL.iter().position(|o| *o == outcome);
        place.and_then(|place| self.counts.get_mut(place)).into_iter().for_each(|count| *count += 1);
        let kept = json!([row, outcome.name(), fields]);
        serde_json::to_writer(&mut self.file, &kept).map_err(Error::internal)?;
        self.file.write_all(b"\n").map_err(Error::internal)?;
        if i64::try_from(self.first.len()).is_ok_and(|first| first < FIRST_ROWS) {
            self.first.push(answer(&ImportRow { number: row, outcome: outcome.name().into(), answer: fields.into() }));
        }
        Ok(())
    }

    /// How many rows had this outcome.
    pub fn count(&self, outcome: Outcome) -> i64 {
        Outcome::ALL.iter().zip(self.counts).find(|(o, _)| **o == outcome).map_or(0, |(_, count)| count)
    }

    /// The counts of all outcomes.
    pub fn counts(&self) -> Value {
        let mut counts = Map::from_iter([("total".to_owned(), json!(self.counts.iter().sum::<i64>()))]);
        counts.extend(Outcome::ALL.iter().map(|o| (o.name().to_owned(), json!(self.count(*o)))));
        counts.into()
    }

    /// The first rows.
    pub fn first(&self) -> &[Value] {
        &self.first
    }

    /// What is wrong with the first rows that were refused.
    pub fn violations(&self) -> &[Violation] {
        &self.refused
    }

    /// All of them, to be kept.
    ///
    /// # Errors
    /// `Internal` when the file cannot be read.
    pub fn rows(&mut self) -> Result<impl Iterator<Item = Result<ImportRow>>> {
        self.file.flush().map_err(Error::internal)?;
        let mut file = self.file.get_ref().try_clone().map_err(Error::internal)?;
        file.rewind().map_err(Error::internal)?;
        Ok(BufReader::new(file).lines().map(|line| {
            let line = line.map_err(Error::internal)?;
            let (number, outcome, answer) = serde_json::from_str(&line).map_err(Error::internal)?;
            Ok(ImportRow { number, outcome, answer })
        }))
    }
}

/// What is told of a row is short, however long its cells are.
fn short(text: &str) -> String {
    const LONGEST: usize = 300;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A row as it is answered.
pub fn answer(row: &ImportRow) -> Value {
    let mut fields =
        Map::from_iter([("row".to_owned(), json!(row.number)), ("outcome".to_owned(), json!(row.outcome))]);
    let kept = |name: &str| row.answer.get(name).cloned();
    for name in ["id", "label", "changes", "violations"] {
        kept(name).into_iter().for_each(|value| drop(fields.insert(name.into(), value)));
    }
    if let Some(path) = kept("path") {
        fields.insert("links".into(), json!({"resource": path}));
    }
    fields.into()
}

/// What an error of one row means for it: what is wrong with which column. Errors of the service concern all rows.
///
/// # Errors
/// The error itself, when it is none of the row.
pub fn violations(error: Error, column: impl Fn(&str) -> String) -> Result<Vec<(String, String)>> {
    let placed = |violation: Violation| match (violation.pointer, violation.parameter) {
        (Some(pointer), _) => (column(&pointer), violation.detail),
        (None, parameter) => (parameter.unwrap_or_default(), violation.detail),
    };
    match error {
        Error::BadRequest(all) | Error::Invalid(all) => Ok(all.into_iter().map(placed).collect()),
        Error::Conflict(conflict) => Ok(vec![(String::new(), conflict.detail)]),
        Error::Forbidden(why) => Ok(vec![(String::new(), why.to_owned())]),
        Error::NotFound => Ok(vec![(String::new(), "belongs to something that is not there".to_owned())]),
        other => Err(other),
    }
}

/// The address of an import.
pub fn path(id: Uuid) -> String {
    format!("/v1/imports/{id}")
}
