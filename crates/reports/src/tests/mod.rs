//! What this room promises: the city's form in every format, plain words for what is unknown, text that stays text.

mod files;
mod hostile;
mod office;
mod pages;
mod paper;
mod pdf;
mod rich;
mod rows;
mod sections;
mod wordings;

pub use ::fixture::TEXTS;
pub use rich::{document as rich_document, table as rich_table};

use super::fixture;
use documents::template::Template;

/// Writes the pages to a directory, for people who want to see them: `scripts/test-pages` and
/// `scripts/test-documents` do.
#[test]
#[ignore = "writes files to be looked at"]
fn pages_to_look_at() {
    let directory = std::env::var_os("SACHSTAND_PAGES").map_or_else(std::env::temp_dir, Into::into);
    let (document, hostile) = (rich::document(), hostile::document());
    let (plain, city) = (Template::plain(), office::city());
    for (name, document, template) in
        [("report", &document, plain), ("letterhead", &document, &city), ("hostile", &hostile, plain)]
    {
        for format in documents::formats::FORMATS {
            let bytes = (format.write)(document, template).unwrap();
            std::fs::write(directory.join(format!("{name}.{}", format.extension)), bytes).unwrap();
        }
    }
    let pages = [
        ("front.html", fixture::front_page().html()),
        ("figures.html", rich::figures_page(&rich::records(), &document.title)),
    ];
    for (name, text) in pages {
        std::fs::write(directory.join(name), text).unwrap();
    }
}
