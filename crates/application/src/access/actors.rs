//! Actors: pseudonyms of the ledger, and what is kept of the persons behind them.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use domain::access::{Identity, TokenScope};
use domain::error::{Error, Result};
use domain::time::Moment;
use store::{ActorInfo, Reading};

use super::grants::{self, GrantAnswer};
use super::may::May;
use super::permission::Known;

/// Who is behind a pseudonym, as far as that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Actor {
    /// The pseudonym.
    pub id: Uuid,
    /// The name of the token or of the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The identity provider of a person; shown to that person only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// As whom the provider knows the person; shown to that person only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Since when it is kept.
    pub created_at: Moment,
    /// When the rest was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub erased_at: Option<Moment>,
}

impl From<ActorInfo> for Actor {
    fn from(actor: ActorInfo) -> Self {
        let ActorInfo { id, name, issuer, subject, created_at, erased_at } = actor;
        Self { id, name, issuer, subject, created_at, erased_at }
    }
}

domain::names! {
    /// As what a caller is known.
    pub enum ActorKind {
        /// As the bearer of a token of this service.
        Token = "token",
        /// As a person whom the city's identity provider vouches for.
        Person = "person",
    }
}

/// Who asks, what the caller may do, and what is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwnActor {
    /// As what the caller is known.
    #[schema(inline)]
    pub kind: ActorKind,
    /// What the caller may do, and where.
    pub roles: Vec<GrantAnswer>,
    /// What may be done with this token at all.
    pub scope: TokenScope,
    /// Absent: nothing is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stored: Option<Actor>,
}

/// Who asks, what the caller may do, and what is kept.
///
/// # Errors
/// `Unauthenticated` for strangers.
pub fn own(reading: &mut Reading<'_>, may: &May<Known>) -> Result<OwnActor> {
    let caller = &may.caller;
    let roles = grants::answers(reading, &caller.grants)?;
    let stored = reading.actor_of(&may.by()?)?.map(Actor::from);
    let kind = match caller.identity {
        Identity::Person { .. } => ActorKind::Person,
        _ => ActorKind::Token,
    };
    Ok(OwnActor { kind, roles, scope: caller.scope, stored })
}

/// Who is behind a pseudonym, for others: not as whom an identity provider knows the person.
///
/// # Errors
/// `NotFound` when nothing is kept under this pseudonym.
pub fn read(reading: &mut Reading<'_>, id: Uuid) -> Result<Actor> {
    let actor = reading.actor(id)?.ok_or(Error::NotFound)?;
    Ok(Actor { issuer: None, subject: None, ..actor.into() })
}
