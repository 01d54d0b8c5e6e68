//! Tokens: made, listed, given another secret. A secret is shown once and stored nowhere.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use domain::access::TokenScope;
use domain::error::{Error, Result};
use domain::time::Moment;
use store::{By, IdempotencyKey, NewToken, Reading, Store, TokenInfo};

use super::grants::{self, GrantAnswer, GrantRequest};

/// A token to be made.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"name": "Skript der IT", "roles": [{"role": "editor"}], "expiresAt": "2099-12-31T23:00:00Z"}))]
pub struct TokenRequest {
    /// What it is for.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// What it may do.
    #[schema(min_items = 1, max_items = 50)]
    pub roles: Vec<GrantRequest>,
    /// What it may be used for at all.
    #[serde(default)]
    pub scope: TokenScope,
    /// Until when; for ever without.
    pub expires_at: Option<Moment>,
}

/// A token; its secret is shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Token {
    /// Its id.
    pub id: Uuid,
    /// The pseudonym under which its changes are recorded.
    pub actor: Uuid,
    /// Absent when it was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it may do, and where.
    pub roles: Vec<GrantAnswer>,
    /// What it may be used for at all.
    pub scope: TokenScope,
    /// When it was made.
    pub created_at: Moment,
    /// Until when it is valid; for ever without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Moment>,
    /// To ten minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Moment>,
    /// Since when it is no longer valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Moment>,
    /// Only where it was just made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// Where it is.
    #[schema(inline)]
    pub links: TokenLinks,
}

/// Where a token is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TokenLinks {
    /// The token.
    #[serde(rename = "self")]
    pub own: String,
}

/// All tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TokenList {
    /// The oldest first, without their secrets.
    pub data: Vec<Token>,
}

impl Token {
    fn of(reading: &mut Reading<'_>, token: TokenInfo, secret: Option<String>) -> Result<Self> {
        let roles = grants::answers(reading, &token.grants)?;
        let TokenInfo { id, actor, name, scope, created_at, expires_at, last_used_at, revoked_at, .. } = token;
        let links = TokenLinks { own: format!("/v1/tokens/{id}") };
        Ok(Self { id, actor, name, roles, scope, created_at, expires_at, last_used_at, revoked_at, secret, links })
    }
}

/// All tokens, without their secrets.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn list(store: &Store) -> Result<TokenList> {
    let tokens = store.tokens()?;
    store.read(|reading| {
        let data = tokens.into_iter().map(|token| Token::of(reading, token, None)).collect::<Result<_>>()?;
        Ok(TokenList { data })
    })
}

/// A token, without its secret.
///
/// # Errors
/// `NotFound` when there is none with this id.
pub fn read(reading: &mut Reading<'_>, id: Uuid) -> Result<Token> {
    let token = reading.token(id)?;
    Token::of(reading, token, None)
}

/// Makes a token. With its secret, unless the request was carried out before.
///
/// # Errors
/// `Invalid` when it would be invalid from the beginning, or names places that are not there; `KeyReused` when another
/// request had the same key.
pub fn create(store: &Store, by: &By, wanted: TokenRequest, once: Option<&IdempotencyKey>) -> Result<Token> {
    if wanted.expires_at.is_some_and(|at| at <= store.source().now()) {
        return Err(Error::invalid("/expiresAt", "must lie in the future"));
    }
    let grants = store.read(|reading| grants::find(reading, &wanted.roles))?;
    let new = NewToken { name: wanted.name, grants, scope: wanted.scope, expires_at: wanted.expires_at };
    let (token, secret) = store.create_token(&new, once.map(|once| (by, once)))?;
    store.read(|reading| Token::of(reading, token, secret))
}

/// Gives a token another secret, which is shown unless the request was carried out before.
///
/// # Errors
/// `NotFound` when there is no valid token with this id; `KeyReused` when another request had the same key.
pub fn rotate(store: &Store, by: &By, id: Uuid, once: Option<&IdempotencyKey>) -> Result<Token> {
    let (token, secret) = store.rotate_token(id, once.map(|once| (by, once)))?;
    store.read(|reading| Token::of(reading, token, secret))
}
