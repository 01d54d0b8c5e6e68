//! How wide the columns of a table are: numbers on one line, words as wide as they need, the rest by what is said.

use serde_json::{Value, json};

use super::world::Faces;

/// The width of the text on a page, in points: A4 without its margins.
const PAGE: f64 = 470.0;
/// What stands at both sides of a cell, in points.
const INSET: f64 = 8.0;
/// Sizes of type, in points: the first one in which every word has room.
const SIZES: [f64; 5] = [9.0, 8.0, 7.5, 7.0, 6.0];
/// Words wider than this are hyphenated, and texts that are not wider stay on one line; in widths of an em.
const WORD: f64 = 7.5;
/// Numbers wider than this are broken.
const NUMBER: f64 = 12.0;
/// From this share of the page on, a table takes all of it.
const WIDE: f64 = 0.6;

/// What a column needs, in widths of an em.
#[derive(Clone, Copy)]
struct Need {
    /// What must stand on one line.
    least: f64,
    /// Everything on one line, where that is not very much.
    best: f64,
    numeric: bool,
}

/// The size of type and the width of each column, in points.
pub fn of(titles: &[String], numeric: &[bool], rows: &[Vec<String>], faces: &Faces) -> Value {
    let needs: Vec<Need> = titles
        .iter()
        .zip(numeric)
        .enumerate()
        .map(|(n, (title, numeric))| {
            let cells = rows.iter().filter_map(|row| row.get(n));
            cells.fold(need(title, true, false, faces), |most, cell| {
                let this = need(cell, false, *numeric, faces);
                Need { least: most.least.max(this.least), best: most.best.max(this.best), numeric: *numeric }
            })
        })
        .collect();
    let (size, widths) = widths(&needs);
    json!({"size": size, "widths": widths})
}

fn need(text: &str, bold: bool, numeric: bool, faces: &Faces) -> Need {
    let (mut whole, mut word, mut longest) = (0.0_f64, 0.0_f64, 0.0_f64);
    for c in text.chars() {
        let advance = faces.advance(c, bold);
        whole += advance;
        word = if matches!(c, ' ' | '-') { 0.0 } else { word + advance };
        longest = longest.max(word);
    }
    let least = if numeric { whole.min(NUMBER) } else { if whole <= WORD { whole } else { longest.min(WORD) } };
    // Twice as much text does not need twice the width: it has lines to stand in.
    let best = if whole > 20.0 { 20.0 + ((whole - 20.0) * 8.0).sqrt() } else { whole };
    Need { least, best: best.max(least), numeric }
}

fn widths(needs: &[Need]) -> (f64, Vec<f64>) {
    let sum = |size: f64, part: fn(&Need) -> f64| needs.iter().map(|n| part(n) * size + INSET).sum::<f64>();
    let size = SIZES.into_iter().find(|size| sum(*size, |n| n.least) <= PAGE).unwrap_or(6.0);
    let (least, best) = (sum(size, |n| n.least), sum(size, |n| n.best));
    // Half a point, because kerning is not reckoned with.
    let exact = |width: f64| width * size + INSET + 0.5;
    let each = |width: &dyn Fn(&Need) -> f64| needs.iter().map(|n| (width(n) * 10.0).round() / 10.0).collect();
    let widths = if least > PAGE {
        each(&|n| (n.least * size + INSET) * PAGE / least)
    } else if best > PAGE {
        let share = (PAGE - least) / (best - least);
        each(&|n| n.least * size + INSET + (n.best - n.least) * size * share)
    } else if best < PAGE * WIDE {
        each(&|n| exact(n.best))
    } else {
        let words: f64 = needs.iter().filter(|n| !n.numeric).map(|n| n.best).sum();
        let more = |n: &Need| if n.numeric || words <= 0.0 { 0.0 } else { (PAGE - best) * n.best / words };
        each(&|n| n.best * size + INSET + more(n))
    };
    (size, widths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(least: f64, best: f64) -> Need {
        Need { least, best, numeric: false }
    }

    #[test]
    fn no_table_is_wider_than_the_page() {
        let numbers = Need { least: 4.0, best: 4.0, numeric: true };
        let tables: [&[Need]; 5] = [
            &[],
            &[words(3.0, 5.0), numbers],
            &[words(7.0, 25.0), numbers, words(7.0, 20.0)],
            &[words(7.0, 60.0), numbers, words(7.0, 200.0)],
            &[words(7.5, 30.0); 20],
        ];
        for needs in tables {
            let (size, widths) = widths(needs);
            assert!(widths.iter().sum::<f64>() <= PAGE + 2.0, "{widths:?}");
            assert!(widths.iter().zip(needs).all(|(w, n)| *w >= n.least * size || needs.len() == 20), "{widths:?}");
        }
    }

    #[test]
    fn numbers_are_narrow_and_words_have_room() {
        let numbers = Need { least: 4.0, best: 4.0, numeric: true };
        let (size, all) = widths(&[words(7.0, 40.0), numbers, words(7.0, 60.0)]);
        let [first, second, third] = all[..] else { panic!("{all:?}") };
        assert!(size == 9.0 && second < first && first < third, "{all:?}");
    }
}
