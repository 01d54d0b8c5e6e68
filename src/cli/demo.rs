//! The demo: ledgers that come with the program, restored by the same import as any export.

use std::io::BufReader;

use clap::ValueEnum;
use flate2::read::GzDecoder;

use domain::access::{Grant, Role, TokenScope};
use domain::error::{Error, Result};
use store::{NewToken, Store};

use super::ledger::restore;

/// Packed by the build script.
const ASCHAFFENBURG: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/aschaffenburg.jsonl.gz"));
const MUSTERSTADT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/musterstadt.jsonl.gz"));

/// The cities of the demo.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum City {
    /// Published facts only.
    Aschaffenburg,
    /// Made up.
    Musterstadt,
}

/// The tokens of a demo.
pub struct Tokens {
    /// May do everything.
    pub writes: String,
    /// May approve: nobody approves what they submitted themselves.
    pub approves: String,
}

/// Loads a demo unless it is there already, and makes tokens to try it with.
///
/// # Errors
/// `Invalid` when something else than the demo is in the file; `Unavailable` when the database does not answer.
pub fn load(store: &Store, city: City) -> Result<Tokens> {
    let ledger = match city {
        City::Aschaffenburg => ASCHAFFENBURG,
        City::Musterstadt => MUSTERSTADT,
    };
    if store.read(|reading| reading.as_of(None, None))?.change == 0 {
        restore(store, BufReader::new(GzDecoder::new(ledger)))?;
    }
    // Secrets are stored nowhere, so every start makes new ones.
    let token = |role: Role| {
        let grants = vec![Grant::city(role)];
        let new = NewToken { name: format!("demo {role}"), grants, scope: TokenScope::Write, expires_at: None };
        store.create_token(&new, None)?.1.ok_or_else(|| Error::internal("a new token has a secret"))
    };
    Ok(Tokens { writes: token(Role::Admin)?, approves: token(Role::Approver)? })
}
