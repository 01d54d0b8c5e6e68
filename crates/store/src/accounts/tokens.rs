//! Tokens, stored as hashes; a secret is shown once and stored nowhere.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use uuid::Uuid;

use crate::author::By;
use crate::chain::hash;
use crate::connection::{AnyConnection, database};
use crate::find::uuid;
use crate::ledger::{Reading, Store};
use crate::schema::{actor, token};
use domain::access::{Caller, Grant, GrantScope, Identity, NamedGrant, NamedGrantScope, TokenScope};
use domain::error::{Error, Result};
use domain::payload::Shape;
use domain::time::Moment;

use super::actors::{self, ActorInfo};
use super::once::{IdempotencyKey, remember, repeated};

/// The last use of a token is noted this coarsely, in microseconds: reads should not become writes.
const COARSE: i64 = 10 * 60 * 1_000_000;

/// A token to be made.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// What it may do, and where.
    pub grants: Vec<Grant>,
    /// What it may be used for at all.
    pub scope: TokenScope,
    /// Until when; for ever without.
    pub expires_at: Option<Moment>,
}

/// What is known of a token; its secret is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenInfo {
    /// Its id.
    pub id: Uuid,
    /// The pseudonym under which its changes are recorded.
    pub actor: Uuid,
    /// What it is for; nothing when that was erased.
    pub name: Option<String>,
    /// What it may do, and where.
    pub grants: Vec<Grant>,
    /// What it may be used for at all.
    pub scope: TokenScope,
    /// When it was made.
    pub created_at: Moment,
    /// Until when.
    pub expires_at: Option<Moment>,
    /// When it was last used, to ten minutes.
    pub last_used_at: Option<Moment>,
    /// Since when it is no longer valid.
    pub revoked_at: Option<Moment>,
}

type Row = (String, String, Option<String>, String, String, i64, Option<i64>, Option<i64>, Option<i64>);

fn columns() -> (
    token::id,
    token::actor,
    actor::name,
    token::roles,
    token::scope,
    token::created_at,
    token::expires_at,
    token::last_used_at,
    token::revoked_at,
) {
    (
        token::id,
        token::actor,
        actor::name,
        token::roles,
        token::scope,
        token::created_at,
        token::expires_at,
        token::last_used_at,
        token::revoked_at,
    )
}

fn info((id, actor, name, roles, scope, created, expires, used, revoked): Row) -> Result<TokenInfo> {
    let at = |micros: Option<i64>| micros.map(Moment::from_micros);
    Ok(TokenInfo {
        id: uuid(&id)?,
        actor: uuid(&actor)?,
        name,
        grants: grants(&roles)?,
        scope: scope.parse().map_err(Error::internal)?,
        created_at: Moment::from_micros(created),
        expires_at: at(expires),
        last_used_at: at(used),
        revoked_at: at(revoked),
    })
}

/// The grants as they are stored: their forms, with a space between.
fn grants(text: &str) -> Result<Vec<Grant>> {
    let grant = |text: &str| {
        let named: NamedGrant = text.parse().map_err(Error::internal)?;
        let place = match named.place {
            NamedGrantScope::City => GrantScope::City,
            NamedGrantScope::Project(id) => GrantScope::Project(uuid(&id)?),
            NamedGrantScope::Office(id) => GrantScope::Office(id),
        };
        Ok(Grant { role: named.role, place })
    };
    text.split(' ').map(grant).collect()
}

/// A token as it is now.
fn one(connection: &mut AnyConnection, id: &str) -> Result<TokenInfo> {
    let row: Option<Row> = token::table
        .inner_join(actor::table)
        .filter(token::id.eq(id))
        .select(columns())
        .first(connection)
        .optional()
        .map_err(database)?;
    info(row.ok_or(Error::NotFound)?)
}

impl Store {
    fn secret(&self) -> String {
        let mut random = [0; 32];
        self.source.fill(&mut random);
        format!("sst_{}", URL_SAFE_NO_PAD.encode(random))
    }

    /// Makes a token and returns it with its secret, which is shown once and stored nowhere: a caller that repeats the
    /// request gets the token without it.
    ///
    /// # Errors
    /// `KeyReused` when another request had the same key.
    pub fn create_token(
        &self,
        new: &NewToken,
        once: Option<(&By, &IdempotencyKey)>,
    ) -> Result<(TokenInfo, Option<String>)> {
        let (secret, now) = (self.secret(), self.source.now());
        let (id, own) = (self.source.id(now), self.source.id(now));
        self.once(once, |connection| {
            let name = Some(new.name.clone());
            let row = ActorInfo { id: own, name, issuer: None, subject: None, created_at: now, erased_at: None };
            actors::insert(connection, &row)?;
            let roles: Vec<String> = new.grants.iter().map(Grant::to_string).collect();
            diesel::insert_into(token::table)
                .values((
                    token::id.eq(id.to_string()),
                    token::actor.eq(own.to_string()),
                    token::roles.eq(roles.join(" ")),
                    token::scope.eq(new.scope.name()),
                    token::hash.eq(hash(&secret)),
                    token::created_at.eq(now.micros()),
                    token::expires_at.eq(new.expires_at.map(Moment::micros)),
                ))
                .execute(connection)
                .map_err(database)?;
            Ok((id, secret))
        })
    }

    /// Gives a valid token another secret; the old one is invalid from the next request on.
    ///
    /// # Errors
    /// `NotFound` when there is no such token that is valid.
    pub fn rotate_token(&self, id: Uuid, once: Option<(&By, &IdempotencyKey)>) -> Result<(TokenInfo, Option<String>)> {
        let secret = self.secret();
        self.once(once, |connection| {
            let valid = token::table.find(id.to_string()).filter(token::revoked_at.is_null());
            let rotated = diesel::update(valid).set(token::hash.eq(hash(&secret))).execute(connection);
            if rotated.map_err(database)? == 1 { Ok((id, secret)) } else { Err(Error::NotFound) }
        })
    }

    /// Does `work` unless the same request was carried out before; of that only the id of the token is kept.
    fn once(
        &self,
        once: Option<(&By, &IdempotencyKey)>,
        work: impl FnOnce(&mut AnyConnection) -> Result<(Uuid, String)>,
    ) -> Result<(TokenInfo, Option<String>)> {
        self.exclusive(|connection| {
            let Some((by, once)) = once else {
                let (id, secret) = work(connection)?;
                return Ok((one(connection, &id.to_string())?, Some(secret)));
            };
            let by = by.pseudonym(connection, &*self.source)?;
            if let Some(id) = repeated(connection, by, once)? {
                return Ok((one(connection, &id)?, None));
            }
            let (id, secret) = work(connection)?;
            remember(connection, by, once, self.source.now(), &id.to_string())?;
            Ok((one(connection, &id.to_string())?, Some(secret)))
        })
    }

    /// All tokens, without their secrets, the oldest first.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn tokens(&self) -> Result<Vec<TokenInfo>> {
        let rows: Vec<Row> = self.connection()?.snapshot(|connection| {
            let tokens = token::table.inner_join(actor::table).select(columns());
            tokens.order((token::created_at.asc(), token::id.asc())).load(connection).map_err(database)
        })?;
        rows.into_iter().map(info).collect()
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

    /// Who the bearer of a secret is; `None` when it is unknown, expired or revoked. Its use is noted.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn bearer(&self, secret: &str) -> Result<Option<Caller>> {
        type Row = (String, String, String, String, Option<i64>, Option<i64>);
        let row: Option<Row> = self.connection()?.snapshot(|connection| {
            token::table
                .filter(token::hash.eq(hash(secret)))
                .filter(token::revoked_at.is_null())
                .select((token::id, token::actor, token::roles, token::scope, token::expires_at, token::last_used_at))
                .first(connection)
                .optional()
                .map_err(database)
        })?;
        let now = self.source.now().micros();
        let Some((id, actor, roles, scope, expires, used)) = row else { return Ok(None) };
        if expires.is_some_and(|expires| expires <= now) {
            return Ok(None);
        }
        if used.is_none_or(|used| used < now - COARSE) {
            let noted = self.exclusive(|connection| {
                let note = diesel::update(token::table.find(&id)).set(token::last_used_at.eq(now));
                note.execute(connection).map_err(database)
            });
            // The request matters more than the note of it.
            noted.err().into_iter().for_each(|error| log::warn!("the use of token {id} is not noted: {error:?}"));
        }
        let identity = Identity::Token { id: uuid(&id)?, actor: uuid(&actor)? };
        let scope = scope.parse().map_err(Error::internal)?;
        Ok(Some(Caller { identity, grants: grants(&roles)?, scope }))
    }
}

impl Reading<'_> {
    /// A grant as people write it, with what it names looked up; `None` when there is no such project or office.
    pub fn grant(&mut self, named: &NamedGrant) -> Result<Option<Grant>> {
        let place = match &named.place {
            NamedGrantScope::City => Some(GrantScope::City),
            NamedGrantScope::Project(name) => {
                let by_slug = self.subject_of(Shape::Project, None, name)?;
                let by_id = || name.parse().ok();
                match by_slug.or_else(by_id) {
                    Some(id) if self.exists(Shape::Project, id)? => Some(GrantScope::Project(id)),
                    _ => None,
                }
            }
            NamedGrantScope::Office(id) => self.exists(Shape::Office, *id)?.then_some(GrantScope::Office(*id)),
        };
        Ok(place.map(|place| Grant { role: named.role, place }))
    }

    /// One token.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub fn token(&mut self, id: Uuid) -> Result<TokenInfo> {
        one(self.connection, &id.to_string())
    }
}
