//! Tokens on the command line.

use clap::Subcommand;
use uuid::Uuid;

use crate::domain::access::Role;
use crate::domain::time::{Day, Moment};
use crate::store::NewToken;

use super::{ledger, sentence};

#[derive(Subcommand, Debug)]
pub enum Token {
    /// Make a token; its secret is printed once and stored nowhere.
    Create {
        /// What it is for.
        #[arg(long)]
        name: String,
        /// viewer, editor or admin.
        #[arg(long)]
        role: Role,
        /// The day on which it expires, YYYY-MM-DD, or "never".
        #[arg(long)]
        expires: String,
    },
    /// List all tokens, without their secrets.
    List,
    /// Make a token invalid at once.
    Revoke {
        /// Its id, as listed.
        id: Uuid,
    },
}

impl Token {
    pub fn run(self) -> Result<(), String> {
        let store = ledger()?;
        match self {
            Self::Create { name, role, expires } => {
                let expires_at = match expires.as_str() {
                    "never" => None,
                    day => {
                        let day: Day = day.parse().map_err(|e| format!("--expires: {e}, nor 'never'"))?;
                        Some(Moment::start_of(day, store.zone()))
                    }
                };
                if expires_at.is_some_and(|at| at <= store.source().now()) {
                    return Err("--expires: must lie in the future".to_owned());
                }
                let secret = store.create_token(&NewToken { name, role, expires_at }).map_err(sentence)?;
                println!("{secret}");
                eprintln!("This token is shown once. Send it as 'Authorization: Bearer sst_…'.");
            }
            Self::List => {
                for token in store.tokens().map_err(sentence)? {
                    let expires =
                        token.expires_at.map_or_else(|| "never expires".to_owned(), |m| format!("expires {m}"));
                    let state = token.revoked_at.map_or(expires, |m| format!("revoked {m}"));
                    println!("{}  {:6}  {state}  {}", token.id, token.role, token.name);
                }
            }
            Self::Revoke { id } => {
                store.revoke_token(id).map_err(|_| format!("there is no valid token {id}"))?;
                println!("Token {id} is no longer valid.");
            }
        }
        Ok(())
    }
}
