//! Changes: who wrote when and why, and what became of it.

use std::collections::BTreeSet;

use diesel::prelude::*;
use uuid::Uuid;

use domain::access::{Level, View, Visibility};
use domain::error::Result;
use domain::time::{AsOf, Moment};

use super::chain::Blanked;
use super::connection::{AnyConnection, Db, database};
use super::find::uuid;
use super::ledger::Reading;
use super::schema::{change, version};

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeInfo {
    /// Its number; numbers have no gaps.
    pub number: i64,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who made it.
    pub actor: Uuid,
    /// Why.
    pub reason: Option<String>,
    /// Its hash in the chain.
    pub hash: String,
    /// Who could notice it.
    pub audience: Visibility,
}

type Row = (i64, i64, String, Option<String>, String, String);

type Columns = (change::number, change::recorded_at, change::actor, change::reason, change::hash, change::audience);

fn columns() -> Columns {
    (change::number, change::recorded_at, change::actor, change::reason, change::hash, change::audience)
}

fn info((number, at, actor, reason, hash, audience): Row) -> Result<ChangeInfo> {
    let (actor, audience) = (uuid(&actor)?, Visibility::stored(&audience));
    Ok(ChangeInfo { number, recorded_at: Moment::from_micros(at), actor, reason, hash, audience })
}

/// Who could notice a change: the widest visibility of the versions that it opened, closed or blanked.
pub(super) fn audience(connection: &mut AnyConnection, number: i64, redacted: &[Blanked]) -> Result<Visibility> {
    let columns = (version::visibility, version::parent);
    let touched =
        version::table.filter(version::recorded_from.eq(number).or(version::recorded_to.assume_not_null().eq(number)));
    let mut rows: Vec<(String, Option<String>)> =
        touched.select(columns).distinct().load(connection).map_err(database)?;
    for (row, subject) in redacted.iter().filter_map(|row| row.subject.map(|subject| (row, subject))) {
        let blanked = version::table
            .filter(version::subject.eq(subject.to_string()))
            .filter(version::recorded_from.eq(row.recorded_from))
            .select(columns);
        rows.extend(blanked.load::<(String, Option<String>)>(connection).map_err(database)?);
    }
    // A parent that is no id is found by the verification that asks; here it hides what belongs to it.
    let touched: BTreeSet<_> = rows
        .into_iter()
        .filter_map(|(visibility, parent)| match parent {
            Some(parent) => Some((Visibility::stored(&visibility), Some(parent.parse().ok()?))),
            None => Some((Visibility::stored(&visibility), None)),
        })
        .collect();
    widest(connection, touched, number)
}

/// The widest of these visibilities, each narrowed by that of what it belongs to as known around change `number`: what
/// belongs to something hidden is hidden with it.
pub(super) fn widest(
    connection: &mut AnyConnection,
    touched: BTreeSet<(Visibility, Option<Uuid>)>,
    number: i64,
) -> Result<Visibility> {
    let mut widest = Visibility::NonPublic;
    for (own, mut above) in touched {
        let mut narrowed = own;
        // What is narrower already than the widest so far changes nothing any more.
        while let Some(parent) = above.filter(|_| narrowed < widest) {
            let rows: Vec<(String, Option<String>)> = version::table
                .filter(version::subject.eq(parent.to_string()))
                .filter(version::recorded_from.le(number))
                .filter(version::recorded_to.is_null().or(version::recorded_to.assume_not_null().ge(number)))
                .select((version::visibility, version::parent))
                .distinct()
                .load(connection)
                .map_err(database)?;
            let there = rows.iter().map(|(visibility, _)| Visibility::stored(visibility)).min();
            narrowed = narrowed.max(there.unwrap_or(Visibility::NonPublic));
            above = rows.into_iter().find_map(|(_, parent)| parent?.parse().ok());
        }
        widest = widest.min(narrowed);
    }
    Ok(widest)
}

impl Reading<'_> {
    /// The same D and N, with the moment (Datenstand) of the last change that this view could notice: who sees little
    /// is not told when something else changed.
    pub fn noticed(&mut self, as_of: AsOf, view: &View) -> Result<AsOf> {
        let audiences: &[Visibility] = match view.level() {
            Level::Everything => return Ok(as_of),
            Level::Public if view.own().is_empty() => &[Visibility::Public],
            _ => &[Visibility::Public, Visibility::Internal],
        };
        let mut last = None;
        for audience in audiences {
            let micros: Option<i64> = change::table
                .filter(change::audience.eq(audience.name()))
                .filter(change::number.le(as_of.change))
                .order(change::number.desc())
                .select(change::recorded_at)
                .first(self.connection)
                .optional()
                .map_err(database)?;
            last = last.max(micros);
        }
        // As long as nothing could be noticed, the ledger looks as empty as it was.
        Ok(AsOf { known: last.map_or(self.now, Moment::from_micros), ..as_of })
    }

    /// The last change not later than a moment: the head of the chain then.
    pub fn head(&mut self, until: Moment) -> Result<Option<ChangeInfo>> {
        let row: Option<Row> = change::table
            .filter(change::recorded_at.le(until.micros()))
            .order(change::recorded_at.desc())
            .select(columns())
            .first(self.connection)
            .optional()
            .map_err(database)?;
        row.map(info).transpose()
    }

    /// Changes after number `after`, in their order, none later than N, at most `limit`.
    pub fn changes(&mut self, after: i64, as_of: &AsOf, limit: i64) -> Result<Vec<ChangeInfo>> {
        self.changes_for(None, after, as_of, limit)
    }

    /// One change.
    pub fn change(&mut self, number: i64) -> Result<Option<ChangeInfo>> {
        let row: Option<Row> =
            change::table.find(number).select(columns()).first(self.connection).optional().map_err(database)?;
        row.map(info).transpose()
    }

    /// The last change that everybody could notice, none later than N.
    pub fn last_public_change(&mut self, as_of: &AsOf) -> Result<Option<ChangeInfo>> {
        let row: Option<Row> = change::table
            .filter(change::audience.eq(Visibility::Public.name()))
            .filter(change::number.le(as_of.change))
            .order(change::number.desc())
            .select(columns())
            .first(self.connection)
            .optional()
            .map_err(database)?;
        row.map(info).transpose()
    }

    /// Changes that everybody could notice, after number `after`, in their order, none later than N, at most `limit`.
    pub fn public_changes(&mut self, after: i64, as_of: &AsOf, limit: i64) -> Result<Vec<ChangeInfo>> {
        self.changes_for(Some(Visibility::Public), after, as_of, limit)
    }

    fn changes_for(
        &mut self,
        audience: Option<Visibility>,
        after: i64,
        as_of: &AsOf,
        limit: i64,
    ) -> Result<Vec<ChangeInfo>> {
        let mut query = change::table
            .filter(change::number.gt(after))
            .filter(change::number.le(as_of.change))
            .order(change::number.asc())
            .select(columns())
            .limit(limit)
            .into_boxed::<Db>();
        if let Some(audience) = audience {
            query = query.filter(change::audience.eq(audience.name()));
        }
        let rows: Vec<Row> = query.load(self.connection).map_err(database)?;
        rows.into_iter().map(info).collect()
    }
}
