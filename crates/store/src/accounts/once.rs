//! First answers: a repeated request with the same Idempotency-Key gets the first answer again and does nothing twice.
//!
//! They are written in the transaction of the effect and read under the same lock, so that of two equal requests at once
//! the second waits for the first, on whichever instance.

use diesel::prelude::*;
use uuid::Uuid;

use crate::connection::{AnyConnection, database};
use crate::schema::idempotency;
use domain::error::{Error, Result};
use domain::time::Moment;

/// For how long a first answer is kept at least, in microseconds: 8 days, a day more than is promised.
const KEPT: i64 = 8 * 24 * 3600 * 1_000_000;

/// A request that is to be carried out once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// The key that the client chose.
    pub key: String,
    /// Digest of the request.
    pub fingerprint: String,
}

/// The first answer to this request, if there was one.
pub(crate) fn repeated(connection: &mut AnyConnection, actor: Uuid, once: &IdempotencyKey) -> Result<Option<String>> {
    let row: Option<(String, String)> = idempotency::table
        .find((actor.to_string(), &once.key))
        .select((idempotency::fingerprint, idempotency::answer))
        .first(connection)
        .optional()
        .map_err(database)?;
    match row {
        None => Ok(None),
        Some((fingerprint, answer)) if fingerprint == once.fingerprint => Ok(Some(answer)),
        Some(_) => Err(Error::KeyReused),
    }
}

/// Keeps the first answer, and lets those go that were kept long enough.
pub(crate) fn remember(
    connection: &mut AnyConnection,
    actor: Uuid,
    once: &IdempotencyKey,
    now: Moment,
    answer: &str,
) -> Result<()> {
    let old = idempotency::table.filter(idempotency::created_at.lt(now.micros().saturating_sub(KEPT)));
    diesel::delete(old).execute(connection).map_err(database)?;
    diesel::insert_into(idempotency::table)
        .values((
            idempotency::actor.eq(actor.to_string()),
            idempotency::key.eq(&once.key),
            idempotency::fingerprint.eq(&once.fingerprint),
            idempotency::answer.eq(answer),
            idempotency::created_at.eq(now.micros()),
        ))
        .execute(connection)
        .map(|_| ())
        .map_err(database)
}

/// Lets every first answer go that contains a text which is to be forgotten.
pub(crate) fn forget(connection: &mut AnyConnection, says: impl Fn(&str) -> bool) -> Result<()> {
    let rows: Vec<(String, String, String)> = idempotency::table
        .select((idempotency::actor, idempotency::key, idempotency::answer))
        .load(connection)
        .map_err(database)?;
    for (actor, key, _) in rows.iter().filter(|(_, _, answer)| says(answer)) {
        diesel::delete(idempotency::table.find((actor, key))).execute(connection).map_err(database)?;
    }
    Ok(())
}
