//! What users of the ledger would tell of it, on SQLite and on PostgreSQL.

mod architecture;
mod chain;
mod chain_tampering;
mod history_model;
mod ledger;
mod lists;
mod migrations;
mod references;
mod support;
mod together;
