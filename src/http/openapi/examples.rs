//! Examples of answers, for the API document.

use std::sync::OnceLock;

use serde_json::Value;

/// An example of an answer, by its name in `examples.json`.
pub fn example(name: &str) -> Value {
    static EXAMPLES: OnceLock<Value> = OnceLock::new();
    let read = || serde_json::from_str(include_str!("examples.json")).unwrap_or_default();
    EXAMPLES.get_or_init(read).get(name).cloned().unwrap_or_default()
}
