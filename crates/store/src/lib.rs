//! The ledger: the only room with SQL. It knows shapes and payloads, but no kind of project.

mod accounts;
mod author;
mod chain;
mod changes;
mod connection;
mod files;
mod find;
mod history;
mod imports;
mod ledger;
mod listing;
mod schema;
mod tally;
mod touched;
mod transfer;
mod verdict;
mod verify;
mod vintages;
mod write;

pub use accounts::{ActorInfo, IdempotencyKey, NewToken, TokenInfo};
pub use author::{Author, By};
pub use chain::ROWS_LISTED;
pub use changes::ChangeInfo;
pub use connection::{DatabaseUrl, migration_names};
pub use find::{Page, Query, Sort, Stored};
pub use history::{Closing, Entry};
pub use imports::{IMPORTS_KEPT, Import, ImportRow};
pub use ledger::{Options, Reading, Store};
pub use tally::ObservationFilter;
pub use touched::{AdjacentVersion, RedactedRow, Thing, Which};
pub use transfer::{Footer, Header, Line};
pub use verdict::Verdict;
pub use verify::{Verified, VerifyFinding};
pub use vintages::{Vintage, VintagePlace};
pub use write::{New, Redacted, Redaction, Window, Writing};
