//! How wide the columns of a table are where nobody measures letters: every word has room if it can, and the rest goes to
//! where most is said.

use crate::domain::document::{Column, Inline, plain};

/// Sizes of type, in points: the first one in which every word has room.
pub const SIZES: [u8; 3] = [9, 8, 7];
/// So many letters of one point would stand beside each other on a page.
const PAGE: f64 = 880.0;
/// Room at both sides of a cell, in letters.
const INSET: f64 = 3.0;
/// Words longer than this are hyphenated: than the first where there is room for all, because not everybody's program
/// hyphenates, otherwise than the second.
const WORD: [f64; 2] = [28.0, 16.0];
/// Texts that are not longer than this stay on one line.
const SHORT: f64 = 9.0;
/// Numbers longer than this are broken.
const NUMBER: f64 = 24.0;

struct Need {
    /// Its longest word.
    least: f64,
    /// Everything on one line, where that is not very much.
    best: f64,
}

/// The size of type and each column's part of the width of the table; the parts make up one.
pub fn widths(columns: &[Column], rows: &[Vec<Vec<Inline>>]) -> (u8, Vec<f64>) {
    let needs = WORD.map(|longest| {
        columns.iter().enumerate().map(|(n, column)| need(n, column, rows, longest)).collect::<Vec<Need>>()
    });
    let sum = |needs: &[Need]| needs.iter().map(|n| n.least).sum::<f64>();
    let [roomy, tight] = needs;
    let needs = if sum(&roomy) * f64::from(SIZES[0]) <= PAGE { roomy } else { tight };
    let (least, best) = (sum(&needs), needs.iter().map(|n| n.best).sum::<f64>());
    let size = SIZES.into_iter().find(|size| least * f64::from(*size) <= PAGE).unwrap_or(7);
    let page = PAGE / f64::from(size);
    let share = if best > least { ((page - least) / (best - least)).max(0.0) } else { 0.0 };
    let widths: Vec<f64> = needs.iter().map(|n| n.least + (n.best - n.least) * share.min(1.0)).collect();
    let all: f64 = widths.iter().sum();
    (size, widths.into_iter().map(|width| width / all).collect())
}

fn need(n: usize, column: &Column, rows: &[Vec<Vec<Inline>>], longest: f64) -> Need {
    let head = letters(&column.title) * 1.1;
    let word = |text: &str| {
        let whole = letters(text);
        if whole <= SHORT { whole } else { text.split([' ', '-']).map(letters).fold(0.0, f64::max).min(longest) }
    };
    let (mut least, mut most) = ((word(&column.title) * 1.1).min(longest), head.min(longest * 1.5));
    for cell in rows.iter().filter_map(|row| row.get(n)) {
        let text = plain(cell);
        let whole = letters(&text);
        least = least.max(if column.numeric { whole.min(NUMBER) } else { word(&text) });
        most = most.max(whole);
    }
    // Twice as much text does not need twice the width: it has lines to stand in.
    let best = if most > 20.0 { 20.0 + ((most - 20.0) * 8.0).sqrt() } else { most };
    Need { least: least.max(3.0) + INSET, best: best.max(least).max(3.0) + INSET }
}

fn letters(text: &str) -> f64 {
    text.chars().map(|c| if c.is_uppercase() || matches!(c, 'm' | 'w' | '%') { 1.3 } else { 1.0 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_more_room_than_numbers_and_nothing_is_lost() {
        let column = |title: &str, numeric| Column { title: title.into(), numeric };
        let row = vec![vec!["Ein Amt nach dem anderen wird an das Verfahren angebunden".into()], vec!["117".into()]];
        let (size, parts) = widths(&[column("Projekt", false), column("Zahl", true)], &[row]);
        assert!(size == 9 && parts[0] > 2.0 * parts[1], "{parts:?}");
        for n in [1, 7, 60] {
            let columns: Vec<Column> = (0..n).map(|_| column("Verwaltungsvorgang", false)).collect();
            let (_, parts) = widths(&columns, &[]);
            assert!((parts.iter().sum::<f64>() - 1.0).abs() < 1e-9 && parts.iter().all(|p| *p > 0.0), "{parts:?}");
        }
        assert_eq!(widths(&[], &[]).1.len(), 0);
    }

    #[test]
    fn numbers_with_strokes_and_short_texts_stay_on_one_line() {
        let titles = ["Gremium", "Sitzung", "Sitzungsdatum", "ö / nö", "Beratungstyp", "TOP-Nr.", "SP-Nr."];
        let columns: Vec<Column> = titles.map(|title| Column { title: title.into(), numeric: false }).into();
        let senate = "Gemeinsame Sitzung des Digitalisierungs- und Organisationssenates mit dem Stadthallensenat";
        let row = ["Organisationssenat", senate, "26.04.2023", "ö", "Beschließend", "4", "DOS/2/4/23"];
        let (size, parts) = widths(&columns, &[row.map(|text| vec![text.into()]).into()]);
        let room: Vec<f64> = parts.iter().map(|part| part * PAGE / f64::from(size)).collect();
        assert_eq!(size, 8);
        for (room, text) in room.iter().zip(titles).skip(2).chain([(&room[6], "DOS/2/4/23")]) {
            assert!(*room >= letters(text) * 1.1, "{text}: {room}");
        }
    }
}
