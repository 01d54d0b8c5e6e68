//! The rows of a change whose entry only counts them: what stands in the tables must have the digests that it names.

use crate::chain::{Closed, Counted, Counting, List, Opened, Subject};
use crate::connection::AnyConnection;
use crate::listing::{each_closed, each_subject, opening};
use domain::error::Result;

use super::Replay;

impl Replay {
    pub(super) fn list_of_subjects(
        &mut self,
        connection: &mut AnyConnection,
        number: i64,
        list: List<Subject>,
    ) -> Result<()> {
        let should = match list {
            List::Named(rows) => {
                self.subjects.extend(rows.into_iter().map(|row| (row.id, (number, row))));
                return Ok(());
            }
            List::Counted(should) => should,
        };
        let mut counting = Counting::default();
        each_subject(connection, number, |row| {
            let Ok(row) = row else {
                self.find(number, "table subject: column id or parent of a row that it created was altered");
                return Ok(());
            };
            counting.add(&row)?;
            // What an earlier change created was moved here.
            self.subjects.entry(row.id).or_insert((number, row));
            Ok(())
        })?;
        self.digests(number, "subjects", counting, &should);
        Ok(())
    }

    pub(super) fn list_of_closed(
        &mut self,
        connection: &mut AnyConnection,
        number: i64,
        list: List<Closed>,
    ) -> Result<()> {
        let should = match list {
            List::Named(rows) => {
                rows.iter().for_each(|row| self.closed(number, row));
                return Ok(());
            }
            List::Counted(should) => should,
        };
        let mut counting = Counting::default();
        each_closed(connection, number, |row| {
            let Ok(row) = row else {
                self.find(number, "table version: column subject or valid_from of a row that it closed was altered");
                return Ok(());
            };
            counting.add(&row)?;
            self.closed(number, &row);
            Ok(())
        })?;
        self.digests(number, "closed", counting, &should);
        Ok(())
    }

    pub(super) fn list_of_opened(
        &mut self,
        connection: &mut AnyConnection,
        number: i64,
        list: List<Opened>,
    ) -> Result<()> {
        let should = match list {
            List::Named(rows) => return self.opened(connection, number, &rows),
            List::Counted(should) => should,
        };
        let mut counting = Counting::default();
        let mut after = None;
        loop {
            let rows = super::rows::page(connection, number, after)?;
            let Some(last) = rows.last() else { break };
            after = Some((last.subject.clone(), last.valid_from));
            for row in rows {
                let place = (row.subject.clone(), number, row.valid_from);
                let digest = self.originals.get(&place).unwrap_or(&row.digest).clone();
                self.versions.insert(place, None);
                match opening(&row.subject, row.valid_from, row.valid_to, row.format, digest) {
                    Ok(opened) => {
                        counting.add(&opened)?;
                        self.version(connection, number, &opened, &row)?;
                    }
                    Err(_) => {
                        let columns = "subject, valid_from or valid_to";
                        self.find(number, format!("version {}: column {columns} was altered", row.subject));
                    }
                }
            }
        }
        self.digests(number, "opened", counting, &should);
        Ok(())
    }

    fn digests(&mut self, number: i64, list: &str, counting: Counting, should: &Counted) {
        let is = counting.counted();
        if is != *should {
            let (count, digest) = (should.count, &should.digest);
            let detail =
                format!("there are {} with digest {} and should be {count} with {digest}", is.count, is.digest);
            self.find(number, format!("list '{list}' of its rows is not what its entry counts: {detail}"));
        }
    }
}
