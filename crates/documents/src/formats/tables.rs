//! What the tables of a document are called.

use domain::document::{Block, Document};

/// The names by which the tables of a document are asked for, in their order: their keys, made different where two of
/// them are the same.
pub fn table_names(document: &Document) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for block in &document.blocks {
        if let Block::Table { id, .. } = block {
            let key: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(100).collect();
            let key = if key.is_empty() { "table".to_owned() } else { key };
            let numbered = (2..).map(|n| format!("{key}-{n}"));
            let name = std::iter::once(key.clone()).chain(numbered.take(100_000)).find(|name| !names.contains(name));
            names.push(name.unwrap_or_default());
        }
    }
    names
}
