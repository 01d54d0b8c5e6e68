//! `sachstand` keeps what a city knows about its digitalization projects, on two time axes, and makes the report
//! to its council from it.
//!
//! The rooms below these are crates of their own, in `crates/`: a room names only rooms below it, or it does not compile.

pub mod cli;
pub mod config;
pub mod http;

pub use {analysis, application, charts, documents, domain, imports, kinds, publishing, reports, store, texts, views};
