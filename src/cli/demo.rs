//! The demo: ledgers that come with the program, restored by the same import as any export.

use crate::domain::access::Role;
use crate::domain::error::Result;
use crate::store::{NewToken, Store};

use super::ledger::restore;
use super::serve::City;

const ASCHAFFENBURG: &str = include_str!("../../demo/aschaffenburg.jsonl");
const MUSTERSTADT: &str = include_str!("../../demo/musterstadt.jsonl");

/// Loads a demo unless it is there already, and makes a token that may write.
///
/// # Errors
/// Those of the ledger.
pub fn load(store: &Store, city: City) -> Result<String> {
    let ledger = match city {
        City::Aschaffenburg => ASCHAFFENBURG,
        City::Musterstadt => MUSTERSTADT,
    };
    if store.read(|reading| reading.as_of(None, None))?.change == 0 {
        restore(store, ledger.as_bytes())?;
    }
    // The secret is stored nowhere, so every start makes a new one.
    store.create_token(&NewToken { name: "demo".to_owned(), role: Role::Admin, expires_at: None })
}
