//! Files: bytes that are kept under their SHA-256, each once, and never altered. What they are is said by the payloads
//! that name them.

use diesel::prelude::*;
use sha2::{Digest, Sha256};

use domain::error::{Error, Result};

use super::accounts::IdempotencyKey;
use super::author::Author;
use super::chain::{Entry, KeptFile};
use super::connection::{AnyConnection, database};
use super::ledger::{Reading, Store};
use super::schema::{change, file};
use super::write::{Redacted, Writing};

impl Writing<'_> {
    /// Keeps bytes and returns their SHA-256 in hexadecimal. What is kept already is not kept twice.
    ///
    /// # Errors
    /// A conflict when these bytes were erased.
    pub fn keep_file(&mut self, bytes: &[u8]) -> Result<String> {
        let sha256 = name_of(bytes);
        if let Some(erased) = self.reading.file_erased(&sha256)? {
            return match erased {
                false => Ok(sha256),
                true => {
                    let detail = "a file with this content was erased and is not kept again: say it in other words";
                    let members = [("sha256".to_owned(), sha256.into())].into_iter().collect();
                    Err(Error::conflict_with("settled", detail, members))
                }
            };
        }
        let size = i64::try_from(bytes.len()).map_err(Error::internal)?;
        let kept = KeptFile { sha256: sha256.clone(), size };
        insert(self.reading.connection, &kept, self.number(), Some(bytes))?;
        self.keeps(kept);
        Ok(sha256)
    }

    fn erase_file(&mut self, sha256: &str) -> Result<Redacted> {
        if self.reading.file_erased(sha256)? != Some(false) {
            return Err(Error::invalid("/file", "there is no file with this SHA-256, or it was erased already"));
        }
        let row = file::table.find(sha256);
        diesel::update(row)
            .set(file::content.eq(None::<Vec<u8>>))
            .execute(self.reading.connection)
            .map_err(database)?;
        self.erases(sha256.to_owned());
        Ok(Redacted { change: self.number(), versions: 0, reasons: 0, files: 1 })
    }
}

impl Store {
    /// Erases the content of a file that should never have been kept; its hash stays, and so does the chain.
    ///
    /// # Errors
    /// `Invalid` when there is no such content.
    pub fn erase(&self, author: &Author, once: Option<&IdempotencyKey>, sha256: &str) -> Result<Redacted> {
        self.write_once(author, once, |_| Ok(()), |writing, ()| writing.erase_file(sha256), |_, done| Ok(done))
    }
}

impl Reading<'_> {
    /// The bytes that are kept under this SHA-256; nothing when there are none, or when they were erased.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn file(&mut self, sha256: &str) -> Result<Option<Vec<u8>>> {
        content(self.connection, sha256).map(Option::flatten)
    }

    /// The files whose content change `number` erased, each with the change that had kept it.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn erased(&mut self, number: i64) -> Result<Vec<(String, i64)>> {
        let entry: Option<String> =
            change::table.find(number).select(change::entry).first(self.connection).optional().map_err(database)?;
        // Nothing else in an entry has that name; one that names thousands of rows need not be read for it.
        let Some(entry) = entry.filter(|entry| entry.contains("\"erased\":[")) else { return Ok(Vec::new()) };
        let entry: Entry = serde_json::from_str(&entry).map_err(Error::internal)?;
        file::table
            .filter(file::sha256.eq_any(entry.erased))
            .order(file::sha256.asc())
            .select((file::sha256, file::recorded_from))
            .load(self.connection)
            .map_err(database)
    }

    /// Whether the file of this SHA-256 was erased; nothing when there never was one.
    fn file_erased(&mut self, sha256: &str) -> Result<Option<bool>> {
        let row = file::table.find(sha256).select(file::content.is_null());
        row.first(self.connection).optional().map_err(database)
    }
}

/// The name of a file: the SHA-256 of its bytes in hexadecimal.
pub(super) fn name_of(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Adds the row of a file.
pub(super) fn insert(
    connection: &mut AnyConnection,
    kept: &KeptFile,
    number: i64,
    content: Option<&[u8]>,
) -> Result<()> {
    diesel::insert_into(file::table)
        .values((
            file::sha256.eq(&kept.sha256),
            file::recorded_from.eq(number),
            file::size.eq(kept.size),
            file::content.eq(content),
        ))
        .execute(connection)
        .map(|_| ())
        .map_err(database)
}

/// The content of a file: nothing when there is no such file, nothing in it when it was erased.
pub(super) fn content(connection: &mut AnyConnection, sha256: &str) -> Result<Option<Option<Vec<u8>>>> {
    file::table.find(sha256).select(file::content).first(connection).optional().map_err(database)
}
