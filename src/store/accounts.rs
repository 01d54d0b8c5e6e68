//! Accounts: tokens, stored as hashes. They are no part of the ledger and of no export.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use uuid::Uuid;

use crate::domain::access::{Caller, Role};
use crate::domain::error::{Error, Result};
use crate::domain::time::Moment;

use super::chain::hash;
use super::connection::database;
use super::find::uuid;
use super::schema::token;
use super::{Reading, Store};

/// A token to be made.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Until when; for ever without.
    pub expires_at: Option<Moment>,
}

/// What is known of a token; its secret is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenInfo {
    /// Its id.
    pub id: Uuid,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub role: String,
    /// Until when.
    pub expires_at: Option<Moment>,
    /// Since when it is no longer valid.
    pub revoked_at: Option<Moment>,
}

impl Store {
    /// Makes a token and returns its secret, which is shown once and stored nowhere.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn create_token(&self, new: &NewToken) -> Result<String> {
        let mut random = [0; 32];
        self.source.fill(&mut random);
        let secret = format!("sst_{}", URL_SAFE_NO_PAD.encode(random));
        let now = self.source.now();
        let (id, actor) = (self.source.id(now), self.source.id(now));
        self.exclusive(|connection| {
            diesel::insert_into(token::table)
                .values((
                    token::id.eq(id.to_string()),
                    token::actor.eq(actor.to_string()),
                    token::name.eq(&new.name),
                    token::role.eq(new.role.name()),
                    token::hash.eq(hash(&secret)),
                    token::created_at.eq(now.micros()),
                    token::expires_at.eq(new.expires_at.map(Moment::micros)),
                ))
                .execute(connection)
                .map_err(database)
        })?;
        Ok(secret)
    }

    /// All tokens, without their secrets.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn tokens(&self) -> Result<Vec<TokenInfo>> {
        type Row = (String, String, String, Option<i64>, Option<i64>);
        let rows: Vec<Row> = self.connection()?.snapshot(|connection| {
            token::table
                .order(token::created_at.asc())
                .select((token::id, token::name, token::role, token::expires_at, token::revoked_at))
                .load(connection)
                .map_err(database)
        })?;
        rows.into_iter()
            .map(|(id, name, role, expires, revoked)| {
                let at = |micros: Option<i64>| micros.map(Moment::from_micros);
                Ok(TokenInfo { id: uuid(&id)?, name, role, expires_at: at(expires), revoked_at: at(revoked) })
            })
            .collect()
    }

    /// Makes a token invalid from the next request on.
    ///
    /// # Errors
    /// `NotFound` when there is no such token that is valid.
    pub fn revoke_token(&self, id: Uuid) -> Result<()> {
        let now = self.source.now().micros();
        let revoked = self.exclusive(|connection| {
            diesel::update(token::table.find(id.to_string()).filter(token::revoked_at.is_null()))
                .set(token::revoked_at.eq(now))
                .execute(connection)
                .map_err(database)
        })?;
        if revoked == 1 { Ok(()) } else { Err(Error::NotFound) }
    }
}

impl Reading<'_> {
    /// Who the bearer of a secret is; `None` when it is unknown, expired or revoked.
    pub fn bearer(&mut self, secret: &str) -> Result<Option<Caller>> {
        let row: Option<(String, String, Option<i64>)> = token::table
            .filter(token::hash.eq(hash(secret)))
            .filter(token::revoked_at.is_null())
            .select((token::actor, token::role, token::expires_at))
            .first(self.connection)
            .optional()
            .map_err(database)?;
        let Some((actor, role, expires)) = row else { return Ok(None) };
        if expires.is_some_and(|micros| Moment::from_micros(micros) <= self.now) {
            return Ok(None);
        }
        Ok(Some(Caller::Token { actor: uuid(&actor)?, role: role.parse().map_err(Error::internal)? }))
    }
}
