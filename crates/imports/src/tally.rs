//! All rows of an import: counted, and written to a file until it is clear whether anything was changed.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Seek, Write};

use uuid::Uuid;

use super::outcome::{Details, ImportRow, RowCounts, RowOutcome, RowViolation, short};
use application::records::rows::Done;
use domain::error::{Error, Result, Violation};
use domain::schema;
use domain::table::Conversion;
use store::ImportRow as KeptRow;

/// Rows that are told with the summary.
const FIRST_ROWS: i64 = 50;

/// What became of all rows.
pub struct Outcomes {
    counts: RowCounts,
    /// The first of them, as they are answered.
    first: Vec<ImportRow>,
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
        Ok(Self { counts: RowCounts::default(), first: Vec::new(), refused: Vec::new(), file })
    }

    /// Of a row that was written.
    ///
    /// # Errors
    /// `Internal` when the file cannot be written.
    pub fn done(
        &mut self,
        row: i64,
        done: Done,
        (label, conversions): (Option<String>, Vec<Conversion>),
        path: impl FnOnce(Uuid) -> String,
        ended: bool,
    ) -> Result<()> {
        let (outcome, id, changes) = match done {
            Done::Created(id) => (RowOutcome::Created, id, Vec::new()),
            Done::Changed(id, changes) => (if ended { RowOutcome::Ended } else { RowOutcome::Changed }, id, changes),
            Done::Unchanged(id) => (RowOutcome::Unchanged, id, Vec::new()),
        };
        let changes = serde_json::from_value(changes.into()).map_err(Error::internal)?;
        let label = label.map(|label| short(&label));
        let (id, path) = (Some(id), Some(path(id)));
        self.push(row, outcome, Details { id, path, label, changes, conversions, violations: Vec::new() })
    }

    /// Of a row that breaks rules: what is wrong with which column.
    ///
    /// # Errors
    /// `Internal` when the file cannot be written.
    pub fn refused(&mut self, row: i64, label: Option<String>, violations: Vec<RowViolation>) -> Result<()> {
        const FIRST: usize = 20;
        for RowViolation { column, detail } in violations.iter().take(FIRST.saturating_sub(self.refused.len())) {
            self.refused.push(Violation::at(schema::pointer(&format!("/rows/{row}"), column), detail));
        }
        let label = label.map(|label| short(&label));
        self.push(row, RowOutcome::Refused, Details { violations, label, ..Details::default() })
    }

    /// Puts the first rows into the order of the file, when some had to wait for others.
    ///
    /// # Errors
    /// `Internal` when the file cannot be read.
    pub fn sort(&mut self) -> Result<()> {
        let mut first = Vec::new();
        for kept in self.rows()? {
            let kept = kept?;
            if kept.number <= FIRST_ROWS {
                first.push(ImportRow::try_from(kept)?);
            }
        }
        first.sort_by_key(|row| row.row);
        self.first = first;
        self.file.seek(std::io::SeekFrom::End(0)).map(drop).map_err(Error::internal)
    }

    fn push(&mut self, row: i64, outcome: RowOutcome, details: Details) -> Result<()> {
        self.counts.add(outcome);
        serde_json::to_writer(&mut self.file, &(row, outcome, &details)).map_err(Error::internal)?;
        self.file.write_all(b"\n").map_err(Error::internal)?;
        if i64::try_from(self.first.len()).is_ok_and(|first| first < FIRST_ROWS) {
            self.first.push(details.of_row(row, outcome));
        }
        Ok(())
    }

    /// How many rows there were, and of each outcome.
    pub fn counts(&self) -> RowCounts {
        self.counts
    }

    /// The first rows.
    pub fn first(&self) -> &[ImportRow] {
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
    pub fn rows(&mut self) -> Result<impl Iterator<Item = Result<KeptRow>>> {
        self.file.flush().map_err(Error::internal)?;
        let mut file = self.file.get_ref().try_clone().map_err(Error::internal)?;
        file.rewind().map_err(Error::internal)?;
        Ok(BufReader::new(file).lines().map(|line| {
            let line = line.map_err(Error::internal)?;
            let (number, outcome, answer) = serde_json::from_str(&line).map_err(Error::internal)?;
            Ok(KeptRow { number, outcome, answer })
        }))
    }
}
