//! What this room promises: the city's form in every format, plain words for what is unknown, text that stays text.

mod hostile;
pub use hostile::{TEXTS, document as hostile_document};
mod paper;
mod rows;

use super::fixture;

/// Writes the pages to the directory for temporary files, for whoever wants to look at them.
#[test]
#[ignore = "writes files to be looked at"]
fn pages_to_look_at() {
    let document = fixture::document(&fixture::composition());
    for (name, text) in [
        ("report.html", fixture::write(&document, "html")),
        ("report.md", fixture::write(&document, "markdown")),
        ("report.json", fixture::write(&document, "json")),
        ("hostile.html", fixture::write(&hostile::document(), "html")),
        ("front.html", fixture::front_page().html()),
    ] {
        let path = std::env::temp_dir().join(format!("sachstand-{name}"));
        std::fs::write(&path, text).unwrap();
    }
}
