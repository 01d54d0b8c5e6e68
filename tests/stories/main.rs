//! What users of the ledger would tell of it, on SQLite and on PostgreSQL.

mod history_model;
mod support;
