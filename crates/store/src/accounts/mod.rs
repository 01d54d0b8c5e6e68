//! Accounts: actors, tokens and first answers. They are no part of the ledger and of no export.

mod actors;
mod once;
mod tokens;

pub use actors::ActorInfo;
pub use once::IdempotencyKey;
pub(super) use once::{forget, remember, repeated};
pub use tokens::{NewToken, TokenInfo};
