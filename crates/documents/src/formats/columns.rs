//! How wide the columns of a table are, and in which size of type it is set: numbers on one line, words as wide as they
//! need, the rest by what is said.

use std::borrow::Cow;

use domain::document::{Column, Inline, plain};

use super::letters::Letters;

/// Sizes of type, in half points.
pub const SIZES: [u8; 7] = [18, 17, 16, 15, 14, 13, 12];
/// Words wider than this are hyphenated, in widths of an em, and down to which size that is tried. Rather small type than
/// broken words, because not everybody's program hyphenates; but not the smallest.
const WORDS: [(f64, u8); 2] = [(13.0, 15), (7.5, 12)];
/// Texts that are not wider than this stay on one line.
const SHORT: f64 = 7.5;
/// Numbers wider than this are broken.
const NUMBER: f64 = 12.0;
/// From this on, twice as much text does not need twice the width: it has lines to stand in.
const LINE: f64 = 20.0;
/// From this share of the page on, a table takes all of it.
const WIDE: f64 = 0.6;
/// What is left beside every text, in points, because kerning is not accounted for.
const SPARE: f64 = 0.5;

/// Where a table stands.
pub struct Place<'a> {
    /// The letters of the city's font.
    pub letters: &'a Letters,
    /// How much wider those of the reader's font may be, where the city's is not at hand.
    pub wider: f64,
    /// The width of the text on the page, in points.
    pub page: f64,
    /// What stands at both sides of a cell together, in points.
    pub inset: f64,
}

/// How a table is set.
#[derive(Debug)]
pub struct Widths {
    /// Its size of type, in half points.
    pub size: u8,
    /// The width of each column, in points.
    pub points: Vec<f64>,
}

/// What a column needs, in widths of an em.
#[derive(Clone, Copy, Default)]
struct Need {
    /// What must stand on one line: with long words and with those of any length hyphenated.
    least: [f64; 2],
    /// Everything on one line, where that is not very much.
    best: f64,
    numeric: bool,
}

impl Place<'_> {
    /// The widths of a table.
    pub fn widths(&self, columns: &[Column], rows: &[Vec<Vec<Inline>>]) -> Widths {
        let cells = rows.iter().flat_map(|row| row.iter().enumerate());
        self.widths_of(columns, cells.map(|(n, cell)| (n, plain(cell).into())))
    }

    /// The widths of a table of which these are the cells, each with the place of its column.
    pub fn widths_of<'c>(&self, columns: &[Column], cells: impl Iterator<Item = (usize, Cow<'c, str>)>) -> Widths {
        let head = |column: &Column| Need { numeric: column.numeric, ..self.need(&column.title, true, false) };
        let mut needs: Vec<Need> = columns.iter().map(head).collect();
        for (n, text) in cells {
            let Some(most) = needs.get_mut(n) else { continue };
            let this = self.need(&text, false, most.numeric);
            most.best = most.best.max(this.best);
            most.least.iter_mut().zip(this.least).for_each(|(most, this)| *most = most.max(this));
        }
        self.divided(&needs)
    }

    fn need(&self, text: &str, bold: bool, numeric: bool) -> Need {
        let (mut whole, mut word, mut longest) = (0.0_f64, 0.0_f64, 0.0_f64);
        for c in text.chars() {
            let advance = self.letters.advance(c, bold) * self.wider;
            whole += advance;
            let ends = c == ' ' || (c == '-' && !numeric);
            // A hyphen stays with its word.
            longest = longest.max(if c == ' ' { word } else { word + advance });
            word = if ends { 0.0 } else { word + advance };
        }
        let least = WORDS.map(|(most, _)| match (numeric, whole <= SHORT * self.wider) {
            (false, true) => whole,
            (false, false) => longest.min(most * self.wider),
            (true, _) => longest.min(NUMBER * self.wider),
        });
        let best = if whole > LINE { LINE + ((whole - LINE) * 8.0).sqrt() } else { whole };
        Need { least, best, numeric }
    }

    fn divided(&self, needs: &[Need]) -> Widths {
        let each = |em: f64, size: u8| em * f64::from(size) / 2.0 + self.inset + SPARE;
        let least = |words: usize| move |need: &Need| need.least.get(words).copied().unwrap_or_default();
        let sum = |size: u8, part: &dyn Fn(&Need) -> f64| needs.iter().map(|n| each(part(n), size)).sum::<f64>();
        let tried = WORDS.iter().enumerate().flat_map(|(words, (_, smallest))| {
            SIZES.into_iter().filter(move |size| size >= smallest).map(move |size| (words, size))
        });
        let fits = |(words, size): &(usize, u8)| sum(*size, &least(*words)) <= self.page;
        let (words, size) = tried.clone().find(fits).or(tried.last()).unwrap_or_default();
        let best = |need: &Need| need.best.max(least(words)(need));
        let (narrow, wide) = (sum(size, &least(words)), sum(size, &best));
        let width = |need: &Need| {
            let (low, high) = (each(least(words)(need), size), each(best(need), size));
            if narrow > self.page {
                low * self.page / narrow
            } else if wide > self.page {
                low + (high - low) * (self.page - narrow) / (wide - narrow)
            } else {
                high
            }
        };
        let mut points: Vec<f64> = needs.iter().map(width).collect();
        if (self.page * WIDE..self.page).contains(&wide) {
            // What is left goes to where most is said.
            let said: f64 = needs.iter().filter(|n| !n.numeric).map(best).sum();
            for (point, need) in points.iter_mut().zip(needs).filter(|(_, need)| !need.numeric && said > 0.0) {
                *point += (self.page - wide) * best(need) / said;
            }
        }
        Widths { size, points: points.into_iter().map(|point| (point * 10.0).floor() / 10.0).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Template;

    const PAGE: f64 = 453.5;

    fn columns(titles: &[&str], numeric: &[usize]) -> Vec<Column> {
        let column = |(n, title): (usize, &&str)| Column { title: (*title).into(), numeric: numeric.contains(&n) };
        titles.iter().enumerate().map(column).collect()
    }

    fn widths(columns: &[Column], rows: &[&[&str]], wider: f64) -> Widths {
        let letters = Letters::of(&Template::plain().fonts);
        let rows: Vec<Vec<Vec<Inline>>> =
            rows.iter().map(|row| row.iter().map(|text| vec![Inline::from(*text)]).collect()).collect();
        let found = Place { letters: &letters, wider, page: PAGE, inset: 5.7 }.widths(columns, &rows);
        let all: f64 = found.points.iter().sum();
        assert!(all <= PAGE && found.points.len() == columns.len(), "{found:?}");
        found
    }

    /// Whether a text has room in a column in letters so much wider than those of the city.
    fn holds(found: &Widths, column: usize, text: &str, bold: bool, wider: f64) {
        let width = Letters::of(&Template::plain().fonts).width(text, bold) * f64::from(found.size) / 2.0 * wider;
        let room = found.points[column] - 5.7;
        assert!(width <= room, "{text}: {width} of {room} in {found:?}");
    }

    #[test]
    fn words_have_more_room_than_numbers_and_nothing_is_lost() {
        let row = ["Ein Amt nach dem anderen wird an das Verfahren zur elektronischen Akte angebunden", "117"];
        let found = widths(&columns(&["Projekt", "Zahl"], &[1]), &[&row], 1.0);
        assert!(found.size == 18 && found.points[0] > 2.0 * found.points[1], "{found:?}");
        for n in [0, 1, 7, 60] {
            let found = widths(&columns(&vec!["Verwaltungsvorgang"; n], &[]), &[], 1.3);
            assert!(found.points.iter().all(|points| *points > 0.0), "{found:?}");
        }
    }

    #[test]
    fn no_word_of_the_order_of_consultation_is_broken_in_a_wider_font() {
        let titles = ["Gremium", "Sitzung", "Sitzungsdatum", "ö / nö", "Beratungstyp", "TOP-Nr.", "SP-Nr."];
        let senate = "Gemeinsame Sitzung des Digitalisierungs- und Organisationssenates mit dem Stadthallensenat";
        let row =
            ["Digitalisierungs- und Organisationssenat", senate, "26.04.2023", "ö", "Beschließend", "4", "DOS/2/4/23"];
        let found = widths(&columns(&titles, &[]), &[&row], 1.3);
        assert!(found.size >= 14, "{found:?}");
        for (n, title) in titles.iter().enumerate() {
            holds(&found, n, title, true, 1.3);
        }
        let words = [(0, "Organisationssenat"), (1, "Organisationssenates"), (2, "26.04.2023"), (6, "DOS/2/4/23")];
        words.into_iter().for_each(|(n, word)| holds(&found, n, word, false, 1.3));
    }

    #[test]
    fn no_word_of_the_overview_but_the_longest_is_broken_in_a_wider_font() {
        let titles =
            ["Projekt", "Phase", "Ampel", "Kennzahl", "Stand am 24.11.2022", "Veränderung", "Nächster Meilenstein"];
        let project = "Einführung des elektronischen Rechnungseingangsbuchs und des Anordnungsworkflows (eREB)";
        let milestone = "Einführung in allen Ämtern abgeschlossen: voraussichtlich im Juni 2024";
        let first = [project, "Vorbereitung", "keine Angabe", "Online-Dienste: 117"];
        let row = [&first[..], &["103 (damals gemeldet: 98)", "+14", milestone]].concat();
        let found = widths(&columns(&titles, &[4, 5]), &[&row], 1.3);
        assert!(found.size >= 14, "{found:?}");
        for (n, word, bold) in [
            (1, "Vorbereitung", false),
            (2, "keine Angabe", false),
            (4, "gemeldet:", false),
            (5, "Veränderung", true),
            (6, "voraussichtlich", false),
        ] {
            holds(&found, n, word, bold, 1.3);
        }
    }
}
