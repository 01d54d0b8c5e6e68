//! What users of the ledger would tell of it, on SQLite and on PostgreSQL.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    reason = "a story that goes wrong stops with the line at which it did"
)]

mod access;
mod architecture;
mod chain;
mod chain_counted;
mod chain_tampering;
mod corrections;
mod files;
mod history_model;
mod http;
mod imports;
mod ledger;
mod lists;
mod migrations;
mod oidc;
mod references;
mod support;
mod together;
