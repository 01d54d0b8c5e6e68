//! What a change touched: its things, and what was known of them right before and right after it.

use std::collections::BTreeMap;

use diesel::prelude::*;
use uuid::Uuid;

use domain::access::{View, Visibility};
use domain::error::{Error, Result};
use domain::payload::Shape;
use domain::time::Bound;

use super::chain::Entry;
use super::connection::{Db, database};
use super::find::{Row, Stored, columns, edge, stored, uuid};
use super::ledger::Reading;
use super::schema::{change, measure, version};

/// A version that was known right before a change or right after it.
#[derive(Clone, Debug, PartialEq)]
pub struct AdjacentVersion {
    /// The version.
    pub stored: Stored,
    /// The change that closed it, if one did.
    pub closed: Option<i64>,
}

/// A thing that a change touched: its shape and its id, in the order in which they are listed.
pub type Thing = (String, Uuid);

/// Which of the versions that a change opened or closed count.
#[derive(Clone, Debug)]
pub struct Which {
    /// Only those that begin before.
    pub before: Bound,
    /// Only those that are seen everywhere in this view.
    pub view: View,
}

/// A version or a reason out of which a change took something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedactedRow {
    /// The change that had recorded it.
    pub change: i64,
    /// Of which thing it is a version, and since when it held; nothing for the reason of that change.
    pub version: Option<(Uuid, Bound)>,
}

impl Reading<'_> {
    /// The things of which change `number` opened or closed a version, at most `limit` after a place.
    pub fn touched(&mut self, number: i64, which: &Which, after: Option<&Thing>, limit: i64) -> Result<Vec<Thing>> {
        let [first, second, third] = which.view.visible();
        let mut rows = version::table
            .filter(version::recorded_from.eq(number).or(version::recorded_to.assume_not_null().eq(number)))
            .filter(version::valid_from.lt(which.before.number()))
            .filter(version::visibility.eq(first).or(version::visibility.eq(second)).or(version::visibility.eq(third)))
            .select((version::shape, version::subject))
            .distinct()
            .order((version::shape.asc(), version::subject.asc()))
            .limit(limit)
            .into_boxed::<Db>();
        if let Some((shape, id)) = after {
            let later = version::shape.eq(shape.clone()).and(version::subject.gt(id.to_string()));
            rows = rows.filter(version::shape.gt(shape.clone()).or(later));
        }
        let rows: Vec<(String, String)> = rows.load(self.connection).map_err(database)?;
        rows.into_iter().map(|(shape, id)| Ok((shape, uuid(&id)?))).collect()
    }

    /// Everything that was known of something right before or right after change `number`, along valid time.
    pub fn around(&mut self, number: i64, id: Uuid) -> Result<Vec<AdjacentVersion>> {
        let rows: Vec<(Row, Option<i64>)> = version::table
            .inner_join(change::table)
            .filter(version::subject.eq(id.to_string()))
            .filter(version::recorded_from.le(number))
            .filter(version::recorded_to.is_null().or(version::recorded_to.assume_not_null().ge(number)))
            .order((version::valid_from.asc(), version::recorded_from.asc()))
            .select((columns(), version::recorded_to))
            .load(self.connection)
            .map_err(database)?;
        rows.into_iter().map(|(row, closed)| Ok(AdjacentVersion { stored: stored(row)?, closed })).collect()
    }

    /// Of the changes after number `after` up to `until`, those that may say something new of days before `day`, with the
    /// earliest of these days. What is only cut, because it goes on differently later, says nothing new of the days until
    /// then.
    pub fn perhaps_late(&mut self, after: i64, until: i64, day: Bound) -> Result<BTreeMap<i64, Bound>> {
        let twin = diesel::alias!(version as twin);
        macro_rules! said_the_same {
            ($then:expr) => {
                diesel::dsl::exists(
                    twin.filter(twin.field(version::subject).eq(version::subject))
                        .filter(twin.field(version::valid_from).eq(version::valid_from))
                        .filter(twin.field(version::payload).eq(version::payload))
                        .filter($then),
                )
            };
        }
        let day = day.number();
        let mut found: BTreeMap<i64, Bound> = BTreeMap::new();
        macro_rules! touching {
            ($number:expr => $type:ty, $edge:expr $(, $condition:expr)?) => {
                let rows: Vec<($type, Option<i32>)> = version::table
                    .filter($number.gt(after))
                    .filter($number.le(until))
                    .filter($edge.lt(day))
                    $(.filter($condition))?
                    .group_by($number)
                    .select(($number, diesel::dsl::min($edge)))
                    .load(self.connection)
                    .map_err(database)?;
                for (number, earliest) in rows {
                    let (Some(number), Some(earliest)) = (Option::<i64>::from(number), earliest) else { continue };
                    let earliest = edge(earliest)?;
                    found.entry(number).and_modify(|known| *known = earliest.min(*known)).or_insert(earliest);
                }
            };
        }
        let (opened, closed) = (version::recorded_from, version::recorded_to);
        let before = said_the_same!(twin.field(version::recorded_to).assume_not_null().eq(opened));
        let after_it = said_the_same!(twin.field(version::recorded_from).eq(closed.assume_not_null()));
        let on_a_day = version::valid_from.gt(Bound::START.number());
        touching!(opened => i64, version::valid_from, on_a_day.and(diesel::dsl::not(before)));
        touching!(opened => i64, version::valid_to);
        touching!(closed => Option<i64>, version::valid_from, diesel::dsl::not(after_it));
        touching!(closed => Option<i64>, version::valid_to);
        Ok(found)
    }

    /// What counts change `number` may have altered for everybody: the things to which the counted items belong, and keys.
    pub fn counts_touched(&mut self, number: i64) -> Result<Vec<(Uuid, String)>> {
        let same_row = measure::subject
            .eq(version::subject)
            .and(measure::recorded_from.eq(version::recorded_from))
            .and(measure::valid_from.eq(version::valid_from));
        let rows: Vec<(String, String)> = version::table
            .inner_join(measure::table.on(same_row))
            .filter(version::recorded_from.eq(number).or(version::recorded_to.assume_not_null().eq(number)))
            .filter(version::visibility.eq(Visibility::Public.name()))
            .select((measure::parent, measure::key))
            .distinct()
            .order((measure::parent.asc(), measure::key.asc()))
            .load(self.connection)
            .map_err(database)?;
        rows.into_iter().map(|(parent, key)| Ok((uuid(&parent)?, key))).collect()
    }

    /// Out of what change `number` took something: versions with who may see them, and reasons.
    pub fn redacted(&mut self, number: i64) -> Result<Vec<(RedactedRow, Visibility)>> {
        let entry: Option<String> =
            change::table.find(number).select(change::entry).first(self.connection).optional().map_err(database)?;
        // Nothing else in an entry has that name; one that names thousands of rows need not be read for it.
        let Some(entry) = entry.filter(|entry| entry.contains("\"redacted\":[")) else { return Ok(Vec::new()) };
        let entry: Entry = serde_json::from_str(&entry).map_err(Error::internal)?;
        let mut rows = Vec::with_capacity(entry.redacted.len());
        for row in entry.redacted {
            let version = row.subject.zip(row.valid_from);
            let visibility: Option<String> = match version {
                Some((id, from)) => version::table
                    .find((id.to_string(), row.recorded_from, from.number()))
                    .select(version::visibility)
                    .first(self.connection)
                    .optional(),
                None => {
                    change::table.find(row.recorded_from).select(change::audience).first(self.connection).optional()
                }
            }
            .map_err(database)?;
            let visibility = Visibility::stored(&visibility.unwrap_or_default());
            rows.push((RedactedRow { change: row.recorded_from, version }, visibility));
        }
        Ok(rows)
    }

    /// Something and what it belongs to, itself first: id, shape and name.
    pub fn lineage(&mut self, id: Uuid) -> Result<Vec<(Uuid, Shape, Option<String>)>> {
        let (mut line, mut next) = (Vec::new(), Some(id));
        while let Some(subject) = next.map(|id| self.subject(id)).transpose()?.flatten() {
            let shape = Shape::from_name(&subject.shape);
            let shape = shape.ok_or_else(|| Error::internal(format!("shape {}", subject.shape)))?;
            line.push((subject.id, shape, subject.key));
            next = subject.parent;
        }
        Ok(line)
    }
}
