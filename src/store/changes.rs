//! Changes: who wrote when and why, and what became of it.

use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::domain::access::Visibility;
use crate::domain::error::{Error, Result};
use crate::domain::time::{AsOf, Moment, Span};

use super::Reading;
use super::connection::database;
use super::find::{edge, uuid};
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
}

/// One thing that a change did.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// To what.
    pub subject: Uuid,
    /// What shape it has.
    pub shape: String,
    /// Whether the version was opened, or closed.
    pub opened: bool,
    /// When the version held.
    pub span: Span,
    /// Its JSON.
    pub value: Value,
    /// Who may see it.
    pub visibility: Visibility,
}

type Row = (i64, i64, String, Option<String>, String);

fn info((number, at, actor, reason, hash): Row) -> Result<ChangeInfo> {
    Ok(ChangeInfo { number, recorded_at: Moment::from_micros(at), actor: uuid(&actor)?, reason, hash })
}

impl Reading<'_> {
    /// Changes after number `after`, in their order, none later than N, at most `limit`.
    pub fn changes(&mut self, after: i64, as_of: &AsOf, limit: i64) -> Result<Vec<ChangeInfo>> {
        let rows: Vec<Row> = change::table
            .filter(change::number.gt(after))
            .filter(change::number.le(as_of.change))
            .order(change::number.asc())
            .select((change::number, change::recorded_at, change::actor, change::reason, change::hash))
            .limit(limit)
            .load(self.connection)
            .map_err(database)?;
        rows.into_iter().map(info).collect()
    }

    /// One change with everything it did.
    pub fn change(&mut self, number: i64) -> Result<Option<(ChangeInfo, Vec<Effect>)>> {
        let row: Option<Row> = change::table
            .find(number)
            .select((change::number, change::recorded_at, change::actor, change::reason, change::hash))
            .first(self.connection)
            .optional()
            .map_err(database)?;
        let Some(row) = row else { return Ok(None) };
        type Version = (String, String, i32, i32, String, i64, String);
        let rows: Vec<Version> = version::table
            .filter(version::recorded_from.eq(number).or(version::recorded_to.assume_not_null().eq(number)))
            .order((
                version::shape.asc(),
                version::subject.asc(),
                version::valid_from.asc(),
                version::recorded_from.asc(),
            ))
            .select((
                version::subject,
                version::shape,
                version::valid_from,
                version::valid_to,
                version::payload,
                version::recorded_from,
                version::visibility,
            ))
            .load(self.connection)
            .map_err(database)?;
        let effects = rows
            .into_iter()
            .map(|(subject, shape, from, to, payload, recorded_from, visibility)| {
                Ok(Effect {
                    subject: uuid(&subject)?,
                    shape,
                    opened: recorded_from == number,
                    span: Span { from: edge(from)?, to: edge(to)? },
                    value: serde_json::from_str(&payload).map_err(Error::internal)?,
                    visibility: Visibility::stored(&visibility),
                })
            })
            .collect::<Result<_>>()?;
        Ok(Some((info(row)?, effects)))
    }
}
