//! Accounts: tokens, and what is kept of those who use them.

mod actors;
mod tokens;

use super::endpoint::Endpoint;

/// The endpoints of this room.
pub fn endpoints() -> Vec<Endpoint> {
    [tokens::endpoints(), actors::endpoints()].concat()
}
