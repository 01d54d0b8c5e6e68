//! Portals that list what a city offers: a file of theirs says what is online on a day, and how many that are.

use serde_json::{Map, Value};

use domain::error::Result;

/// The fields of what a file lists, as the type of items has them.
pub type Listed = Map<String, Value>;

/// What is known of a portal (Verwaltungsportal) and its files.
#[derive(Debug)]
pub struct Portal {
    /// Its name in requests.
    pub key: &'static str,
    /// What a person calls it.
    pub label: &'static str,
    /// Whether a text that a file begins with is one of its.
    pub recognises: fn(&str) -> bool,
    /// What a file lists.
    pub read: fn(&Value) -> Result<Vec<Listed>>,
    /// The field by which the portal knows one.
    pub field: &'static str,
    /// The state of what it lists, and of what it lists no longer.
    pub states: (&'static str, &'static str),
    /// The indicator of which the first file gives a balance.
    pub counted: &'static str,
    /// The indicator that says how many the portal lists.
    pub listed: &'static str,
}
