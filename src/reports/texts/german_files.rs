//! German, as formats say it of themselves.

use crate::domain::german::{number, plural};

use super::FileTexts;

/// What formats say of themselves.
pub(super) const FILES: FileTexts = FileTexts {
    contents: "Inhalt",
    figure: "Abbildung",
    report: "Bericht",
    sheet: "Tabellenblatt",
    table: "Inhalt",
    rows_missing: |count| {
        #[expect(clippy::cast_precision_loss, reason = "no table has so many rows")]
        let count = count as f64;
        format!("{} weitere {} nicht dargestellt", number(count), plural(count, "Zeile", "Zeilen"))
    },
};
