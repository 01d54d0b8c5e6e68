//! German, as formats say it of themselves.

use super::files::FileTexts;
use super::grammar::{number, plural};

/// What formats say of themselves.
pub(super) const FILES: FileTexts = FileTexts {
    contents: "Inhalt",
    figure: "Abbildung",
    report: "Bericht",
    sheet: "Tabellenblatt",
    table: "Inhalt",
    untitled: "Tabelle",
    read_me: "LIESMICH.txt",
    in_archive: "Dateien in diesem Archiv",
    rows_missing: |count| missing(count, "Zeile", "Zeilen"),
    tables_missing: |count| missing(count, "Tabelle", "Tabellen"),
};

fn missing(count: usize, one: &str, many: &str) -> String {
    #[expect(clippy::cast_precision_loss, reason = "no document has that many")]
    let count = count as f64;
    format!("{} weitere {} nicht dargestellt", number(count), plural(count, one, many))
}
