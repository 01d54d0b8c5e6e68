//! What only the whole shows: rows that no change has recorded, and rows that are open or closed against the chain.

use diesel::prelude::*;

use crate::connection::{AnyConnection, database};
use crate::schema::{measure, reference, subject, version};
use domain::error::Result;

use super::{Place, Replay};

impl Replay {
    pub(super) fn rest(&mut self, connection: &mut AnyConnection) -> Result<()> {
        self.ends(connection)?;
        self.kept_subjects(connection)?;
        self.kept_files(connection)?;
        self.orphans(connection)
    }

    fn ends(&mut self, connection: &mut AnyConnection) -> Result<()> {
        let rows: Vec<(String, i64, i32, Option<i64>)> = version::table
            .select((version::subject, version::recorded_from, version::valid_from, version::recorded_to))
            .load(connection)
            .map_err(database)?;
        for (subject, number, from, recorded_to) in rows {
            let name = format!("version {subject} valid from {from}");
            match self.versions.get(&(subject, number, from)).copied() {
                Some(end) => self.compare(number, &format!("{name}: column recorded_to"), recorded_to, end),
                None => {
                    let columns = "subject, recorded_from or valid_from";
                    let detail =
                        format!("{name}: no change has recorded this row, or its column {columns} was altered");
                    self.find(number, detail);
                }
            }
        }
        Ok(())
    }

    fn kept_subjects(&mut self, connection: &mut AnyConnection) -> Result<()> {
        type Row = (String, String, Option<String>, Option<String>, i64);
        let rows: Vec<Row> = subject::table.load(connection).map_err(database)?;
        let mut expected = std::mem::take(&mut self.subjects);
        for (id, shape, key, parent, recorded_from) in rows {
            let Some((number, should)) = id.parse().ok().and_then(|id| expected.remove(&id)) else {
                let detail = format!("subject {id}: no change has created this row, or its column id was altered");
                self.find(self.number, detail);
                continue;
            };
            let place = |column: &str| format!("subject {id}: column {column}");
            self.compare(number, &place("id"), id.clone(), should.id.to_string());
            self.compare(number, &place("recorded_from"), recorded_from, number);
            self.compare(number, &place("shape"), shape, should.shape);
            self.compare(number, &place("key"), key, should.key);
            self.compare(number, &place("parent"), parent, should.parent.map(|p| p.to_string()));
        }
        for (id, (number, _)) in expected {
            self.find(number, format!("subject {id}: the row is missing, or its column id was altered"));
        }
        Ok(())
    }

    /// Foreign keys forbid them; a person who alters rows may have switched those off.
    fn orphans(&mut self, connection: &mut AnyConnection) -> Result<()> {
        macro_rules! orphans {
            ($table:ident) => {
                $table::table
                    .filter(diesel::dsl::not(diesel::dsl::exists(
                        version::table
                            .filter(version::subject.eq($table::subject))
                            .filter(version::recorded_from.eq($table::recorded_from))
                            .filter(version::valid_from.eq($table::valid_from)),
                    )))
                    .select(($table::subject, $table::recorded_from, $table::valid_from))
                    .load(connection)
                    .map_err(database)?
            };
        }
        let measures: Vec<Place> = orphans!(measure);
        let references: Vec<Place> = orphans!(reference);
        let all = measures.into_iter().map(|row| ("measure", row));
        for (table, (subject, number, from)) in all.chain(references.into_iter().map(|row| ("reference", row))) {
            let columns = "subject, recorded_from or valid_from";
            let detail =
                format!("table {table}: a row of no version, {subject} valid from {from}: its column {columns}");
            self.find(number, format!("{detail} was altered, or it was added"));
        }
        Ok(())
    }
}
