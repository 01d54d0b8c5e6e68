//! Tables that go out and come in: what users would tell of it, on both databases.

mod broken;
mod permissions;
mod portal;
mod program;
mod rehearsal;
mod round_trip;
mod spreadsheets;

use serde_json::Value;

use crate::support::client::{Answer, Client};

/// A CSV file that is imported.
pub fn csv(caller: &Client, query: &str, text: &str) -> Answer {
    caller.send("POST", &format!("/v1/imports?{query}"), &[("Content-Type", "text/csv")], Some(text.as_bytes()))
}

/// The counts of an import: created, changed, unchanged, ended, refused.
pub fn counts(summary: &Value) -> [i64; 5] {
    ["created", "changed", "unchanged", "ended", "refused"].map(|name| summary["rows"][name].as_i64().unwrap())
}
