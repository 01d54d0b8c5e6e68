//! `sachstand` keeps what a city knows about its digitalization projects, on two time axes, and makes the report
//! to its council from it.
//!
//! The map: `main → cli → http → reports → {kinds, analysis} → domain`, and `cli`, `http` → `store` → `domain`.
//! A room names only rooms below it; a test says so.

pub mod analysis;
pub mod cli;
pub mod config;
pub mod domain;
pub mod http;
pub mod kinds;
pub mod reports;
pub mod store;
