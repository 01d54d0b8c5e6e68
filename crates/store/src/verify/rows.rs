//! The rows that a change opened, column by column.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::chain;
use crate::chain::{Opened, Subject};
use crate::connection::{AnyConnection, database};
use crate::listing::AT_ONCE;
use crate::schema::{measure, reference, version};
use domain::error::{Error, Result};
use domain::payload::{Payload, Shape};
use domain::time::ValidInterval;

use super::Replay;

#[derive(Queryable)]
pub(super) struct Row {
    pub(super) subject: String,
    recorded_from: i64,
    pub(super) valid_from: i32,
    pub(super) valid_to: i32,
    recorded_to: Option<i64>,
    pub(super) format: i32,
    payload: String,
    salt: String,
    pub(super) digest: String,
    shape: String,
    parent: Option<String>,
    class: Option<String>,
    state: Option<String>,
    office: Option<String>,
    visibility: String,
    sort_key: String,
}

/// A row of table measure without its key, column by column.
type Measured = (String, Option<String>, f64, i32, i32, String, Option<i64>, Option<String>);

/// What a finding says of a row that is not found under its primary key, the last part of which is `column`.
fn astray(opened: &Opened, table: &str, column: &str, key: &str) -> String {
    let name = format!("version {} valid from {}: table {table}, {column} {key}", opened.subject, opened.valid_from);
    format!("{name}: the row is missing, or its column subject, recorded_from, valid_from or {column} was altered")
}

/// Some of the rows that a change opened, in the order in which its digest goes through them, after a subject and day.
pub(super) fn page(connection: &mut AnyConnection, number: i64, after: Option<(String, i32)>) -> Result<Vec<Row>> {
    let (id, from) = after.unwrap_or((String::new(), i32::MIN));
    version::table
        .filter(version::recorded_from.eq(number))
        .filter(version::subject.ge(id.clone()))
        .filter(version::subject.gt(id).or(version::valid_from.gt(from)))
        .order((version::subject.asc(), version::valid_from.asc()))
        .limit(AT_ONCE)
        .load(connection)
        .map_err(database)
}

impl Replay {
    pub(super) fn opened(&mut self, connection: &mut AnyConnection, number: i64, expected: &[Opened]) -> Result<()> {
        let rows: Vec<Row> =
            version::table.filter(version::recorded_from.eq(number)).load(connection).map_err(database)?;
        let mut rows: BTreeMap<(String, i32), Row> =
            rows.into_iter().map(|row| ((row.subject.clone(), row.valid_from), row)).collect();
        for opened in expected {
            let (subject, from) = (opened.subject.to_string(), opened.valid_from.number());
            self.versions.insert((subject.clone(), number, from), None);
            match rows.remove(&(subject, from)) {
                Some(row) => self.version(connection, number, opened, &row)?,
                None => {
                    let place = format!("version {} valid from {}", opened.subject, opened.valid_from);
                    let columns = "subject, recorded_from or valid_from";
                    self.find(number, format!("{place}: the row is missing, or its column {columns} was altered"));
                }
            }
        }
        Ok(())
    }

    pub(super) fn version(
        &mut self,
        connection: &mut AnyConnection,
        number: i64,
        opened: &Opened,
        row: &Row,
    ) -> Result<()> {
        let name = format!("version {} valid from {}", opened.subject, opened.valid_from);
        let place = |column: &str| format!("{name}: column {column}");
        self.compare(number, &place("valid_to"), row.valid_to, opened.valid_to.number());
        self.compare(number, &place("format"), row.format, opened.format);
        let found_by = (row.subject.clone(), row.recorded_from, row.valid_from);
        let digest = self.payloads.get(&found_by).unwrap_or(&opened.digest).clone();
        self.compare(number, &place("digest"), &row.digest, &digest);
        let Ok(value) = serde_json::from_str::<serde_json::Value>(&row.payload) else {
            self.find(number, format!("{} is no JSON", place("payload")));
            return Ok(());
        };
        if chain::digest(&row.salt, &chain::canonical(&value)?) != digest {
            self.find(number, format!("{} or salt does not fit its hash in the chain", place("payload")));
        }
        let Some((_, subject)) = self.subjects.get(&opened.subject).cloned() else {
            self.find(number, format!("{} names a subject that no change has created", place("subject")));
            return Ok(());
        };
        let Some(shape) = Shape::from_name(&subject.shape) else {
            self.find(number, format!("{} is of the unknown shape '{}'", place("subject"), subject.shape));
            return Ok(());
        };
        self.compare(number, &place("shape"), row.shape.as_str(), subject.shape.as_str());
        self.compare(number, &place("parent"), row.parent.clone(), subject.parent.map(|p| p.to_string()));
        match (self.reader)(shape, opened.format, value) {
            Ok(payload) => {
                let index = &payload.index;
                self.compare(number, &place("class"), &row.class, &index.class);
                self.compare(number, &place("state"), &row.state, &index.state);
                self.compare(number, &place("office"), row.office.clone(), index.office.map(|o| o.to_string()));
                self.compare(number, &place("visibility"), row.visibility.as_str(), index.visibility.name());
                self.compare(number, &place("sort_key"), &row.sort_key, &index.sort_key);
                self.measures(connection, number, opened, row, &subject, &payload)?;
                self.references(connection, number, opened, row, &payload)
            }
            Err(Error::Invalid(violations)) => {
                let list = violations.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
                self.find(number, format!("{} is refused by its type: {list}", place("payload")));
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    fn measures(
        &mut self,
        connection: &mut AnyConnection,
        number: i64,
        opened: &Opened,
        row: &Row,
        subject: &Subject,
        payload: &Payload,
    ) -> Result<()> {
        let parent = subject.parent.map(|p| p.to_string()).unwrap_or_default();
        let mut expected: BTreeMap<String, Measured> = BTreeMap::new();
        for one in &payload.measures {
            let counts = ValidInterval { from: one.from.max(opened.valid_from), to: opened.valid_to };
            if !counts.is_empty() {
                let unit = one.group.map(|g| g.to_string());
                let (from, to) = (counts.from.number(), counts.to.number());
                let visibility = payload.index.visibility.name().to_owned();
                let office = payload.index.office.map(|o| o.to_string());
                let columns = (parent.clone(), unit, one.amount, from, to, visibility, row.recorded_to, office);
                expected.insert(one.key.to_owned(), columns);
            }
        }
        let rows: Vec<(String, Measured)> = measure::table
            .filter(measure::subject.eq(&row.subject))
            .filter(measure::recorded_from.eq(row.recorded_from))
            .filter(measure::valid_from.eq(row.valid_from))
            .select((
                measure::key,
                (
                    measure::parent,
                    measure::unit,
                    measure::amount,
                    measure::counts_from,
                    measure::counts_to,
                    measure::visibility,
                    measure::recorded_to,
                    measure::office,
                ),
            ))
            .load(connection)
            .map_err(database)?;
        let name = format!("version {} valid from {}: table measure", opened.subject, opened.valid_from);
        for (key, is) in rows {
            let Some(should) = expected.remove(&key) else {
                self.find(number, format!("{name}, key {key}: nothing in the payload gives this row"));
                continue;
            };
            let place = |column: &str| format!("{name}, key {key}: column {column}");
            self.compare(number, &place("parent"), is.0, should.0);
            self.compare(number, &place("unit"), is.1, should.1);
            self.compare(number, &place("amount"), is.2, should.2);
            self.compare(number, &place("counts_from"), is.3, should.3);
            self.compare(number, &place("counts_to"), is.4, should.4);
            self.compare(number, &place("visibility"), is.5, should.5);
            self.compare(number, &place("recorded_to"), is.6, should.6);
            self.compare(number, &place("office"), is.7, should.7);
        }
        for key in expected.into_keys() {
            self.find(number, astray(opened, "measure", "key", &key));
        }
        Ok(())
    }

    fn references(
        &mut self,
        connection: &mut AnyConnection,
        number: i64,
        opened: &Opened,
        row: &Row,
        payload: &Payload,
    ) -> Result<()> {
        let mut expected: BTreeMap<String, String> =
            payload.references.iter().map(|r| (r.pointer.clone(), r.id.to_string())).collect();
        let rows: Vec<(String, String, Option<i64>)> = reference::table
            .filter(reference::subject.eq(&row.subject))
            .filter(reference::recorded_from.eq(row.recorded_from))
            .filter(reference::valid_from.eq(row.valid_from))
            .select((reference::pointer, reference::target, reference::recorded_to))
            .load(connection)
            .map_err(database)?;
        let name = format!("version {} valid from {}: table reference", opened.subject, opened.valid_from);
        for (pointer, target, recorded_to) in rows {
            let Some(should) = expected.remove(&pointer) else {
                self.find(number, format!("{name}, pointer {pointer}: nothing in the payload gives this row"));
                continue;
            };
            let place = |column: &str| format!("{name}, pointer {pointer}: column {column}");
            self.compare(number, &place("target"), target, should);
            self.compare(number, &place("recorded_to"), recorded_to, row.recorded_to);
        }
        for pointer in expected.into_keys() {
            self.find(number, astray(opened, "reference", "pointer", &pointer));
        }
        Ok(())
    }
}
