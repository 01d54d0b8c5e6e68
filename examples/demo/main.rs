//! Makes the demo ledgers of `demo/` by telling their stories to the API, with a clock and a chance of its own:
//! the same stories give the same bytes. `cargo run --example demo` writes them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a story that goes wrong stops with the line at which it did"
)]

mod aschaffenburg;
#[path = "../../tests/stories/support/client.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod client;
mod musterstadt;
mod scribe;
mod steering;

fn main() {
    for (name, story) in scribe::STORIES {
        let path = format!("{}/demo/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
        let ledger = scribe::tell(*story);
        println!("{path}: {} changes", ledger.lines().count() - 2);
        std::fs::write(path, ledger).expect("demo/ can be written");
    }
}
