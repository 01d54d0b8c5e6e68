//! Files: each has the content that its name says, and is kept since the change that names it.

use diesel::prelude::*;

use crate::chain::KeptFile;
use crate::connection::{AnyConnection, database};
use crate::files;
use crate::schema::file;
use domain::error::Result;

use super::{ExpectedFile, Replay};

impl Replay {
    pub(super) fn list_of_files(&mut self, number: i64, kept: Vec<KeptFile>, erased: Vec<String>) {
        for row in kept {
            let expected = ExpectedFile { change: number, size: row.size, erased: None };
            if self.files.insert(row.sha256.clone(), expected).is_some() {
                self.find(number, format!("keeps the file {} that was kept already", row.sha256));
            }
        }
        for sha256 in erased {
            match self.files.get_mut(&sha256) {
                Some(ExpectedFile { erased: erased @ None, .. }) => *erased = Some(number),
                _ => self.find(number, format!("erases the file {sha256}, which is not there")),
            }
        }
    }

    /// Looks at one file after the other, so that never more than one is in memory.
    pub(super) fn kept_files(&mut self, connection: &mut AnyConnection) -> Result<()> {
        let rows: Vec<(String, i64, i64)> = file::table
            .select((file::sha256, file::recorded_from, file::size))
            .order(file::sha256.asc())
            .load(connection)
            .map_err(database)?;
        let mut expected = std::mem::take(&mut self.files);
        for (sha256, recorded_from, size) in rows {
            let Some(should) = expected.remove(&sha256) else {
                let detail = format!("file {sha256}: no change keeps this row, or its column sha256 was altered");
                self.find(self.number, detail);
                continue;
            };
            let number = should.change;
            let place = |column: &str| format!("file {sha256}: column {column}");
            self.compare(number, &place("recorded_from"), recorded_from, number);
            self.compare(number, &place("size"), size, should.size);
            match (files::content(connection, &sha256)?.flatten(), should.erased) {
                (Some(bytes), None) => {
                    let is = (files::name_of(&bytes), i64::try_from(bytes.len()).unwrap_or(i64::MAX));
                    if is != (sha256.clone(), should.size) {
                        let detail = format!("its {} bytes have the SHA-256 {}", is.1, is.0);
                        self.find(number, format!("{} was altered: {detail}", place("content")));
                    }
                }
                (None, None) => self.find(number, format!("{} is missing, and nobody erased it", place("content"))),
                (Some(_), Some(by)) => {
                    self.find(number, format!("{} is there, though change {by} erased it", place("content")));
                }
                (None, Some(_)) => {}
            }
        }
        for (sha256, should) in expected {
            self.find(should.change, format!("file {sha256}: the row is missing, or its column sha256 was altered"));
        }
        Ok(())
    }
}
