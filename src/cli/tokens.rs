//! Tokens on the command line.

use clap::Subcommand;
use uuid::Uuid;

use domain::access::{NamedGrant, TokenScope};
use domain::time::{Day, Moment};
use store::NewToken;

use super::environment::{existing, ledger, sentence};

#[derive(Subcommand, Debug)]
pub enum Token {
    /// Make a token; its secret is printed once and stored nowhere.
    Create {
        /// What it is for.
        #[arg(long)]
        name: String,
        /// viewer, editor, author, approver or admin; in one place only as ROLE:project:SLUG or ROLE:office:ID. May be
        /// given several times.
        #[arg(long, required = true)]
        role: Vec<NamedGrant>,
        /// read or write: what the token may be used for at all.
        #[arg(long, default_value = "write")]
        scope: TokenScope,
        /// The last day on which it is valid, YYYY-MM-DD, or "never".
        #[arg(long)]
        expires: String,
    },
    /// List all tokens, without their secrets.
    List,
    /// Give a token another secret; the old one is invalid at once.
    Rotate {
        /// Its id, as listed.
        id: Uuid,
    },
    /// Make a token invalid at once.
    Revoke {
        /// Its id, as listed.
        id: Uuid,
    },
}

fn show(secret: Option<String>) {
    println!("{}", secret.unwrap_or_default());
    eprintln!("This token is shown once. Send it as 'Authorization: Bearer sst_…'.");
}

impl Token {
    pub fn run(self) -> Result<(), String> {
        // The first token may be made before the service runs for the first time.
        let store = if matches!(self, Self::Create { .. }) { ledger()? } else { existing()? };
        match self {
            Self::Create { name, role, scope, expires } => {
                let expires_at = match expires.as_str() {
                    "never" => None,
                    day => {
                        let day: Day = day.parse().map_err(|e| format!("--expires: {e}, nor 'never'"))?;
                        Some(Moment::start_of(day.next(), store.zone()))
                    }
                };
                if expires_at.is_some_and(|at| at <= store.source().now()) {
                    return Err("--expires: must lie in the future".to_owned());
                }
                if name.trim().is_empty() {
                    return Err("--name: must say what the token is for".to_owned());
                }
                let mut grants = Vec::new();
                for named in &role {
                    let grant = store.read(|reading| reading.grant(named)).map_err(sentence)?;
                    grants.push(grant.ok_or_else(|| format!("--role: there is no {}", named.place))?);
                }
                let (_, secret) =
                    store.create_token(&NewToken { name, grants, scope, expires_at }, None).map_err(sentence)?;
                show(secret);
            }
            Self::List => {
                for token in store.tokens().map_err(sentence)? {
                    let expires =
                        token.expires_at.map_or_else(|| "never expires".to_owned(), |m| format!("expires {m}"));
                    let state = token.revoked_at.map_or(expires, |m| format!("revoked {m}"));
                    let roles = token.grants.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
                    let used = token.last_used_at.map_or_else(|| "never used".to_owned(), |m| format!("used {m}"));
                    let (id, scope, name) = (token.id, token.scope.name(), token.name.unwrap_or_default());
                    println!("{id}  {roles} ({scope})  {state}  {used}  {name}");
                }
            }
            Self::Rotate { id } => {
                let rotated = store.rotate_token(id, None);
                show(rotated.map_err(|_| format!("there is no valid token {id}"))?.1);
            }
            Self::Revoke { id } => {
                store.revoke_token(id).map_err(|_| format!("there is no valid token {id}"))?;
                println!("Token {id} is no longer valid.");
            }
        }
        Ok(())
    }
}
