//! What spreadsheets demand of names, texts and numbers.

/// What does not stand in the name of a sheet.
const FORBIDDEN: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];
/// So long is the name of a sheet at most.
const LONGEST: usize = 31;
/// What no name begins or ends with: apostrophes are refused, the others look torn off.
const EDGES: [char; 5] = ['\'', ' ', ',', ';', '–'];

/// The names of sheets, from the captions of their tables: valid, and different from each other and from the first one,
/// whatever the case. `otherwise` is what a table without a caption is called.
pub fn sheet_names(first: &str, otherwise: &str, captions: &[&str]) -> Vec<String> {
    // "History" is the one name that Excel keeps for itself.
    let mut taken = vec![first.to_lowercase(), "history".to_owned()];
    let mut names = Vec::new();
    for caption in captions {
        let plain = texts::clean(caption).replace(FORBIDDEN, " ");
        let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = words.trim_matches(EDGES);
        let base = if words.is_empty() { otherwise } else { words };
        let candidates = (1..).map(|n| match n {
            1 => shortened(base, LONGEST),
            n => {
                let number = format!(" ({n})");
                shortened(base, LONGEST - number.len()) + &number
            }
        });
        let free = |name: &String| !taken.contains(&name.to_lowercase());
        let name = candidates.take(100_000).find(free).unwrap_or_default();
        taken.push(name.to_lowercase());
        names.push(name);
    }
    names
}

/// As many words as fit into a number of UTF-16 units; a word alone is cut.
fn shortened(text: &str, longest: usize) -> String {
    let whole = first_units(text, longest);
    let words = match whole.len() < text.len() {
        true => whole.rsplit_once(' ').map_or(whole, |(words, _)| words),
        false => whole,
    };
    words.trim_end_matches(EDGES).to_owned()
}

/// A text of at most a number of UTF-16 units; where it was cut, it ends in "[…]".
pub fn cut(text: &str, longest: usize) -> String {
    const MARK: &str = " […]";
    let whole = first_units(text, longest);
    if whole.len() == text.len() {
        return text.to_owned();
    }
    first_units(text, longest.saturating_sub(MARK.chars().count())).to_owned() + MARK
}

fn first_units(text: &str, longest: usize) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > longest
    });
    end.and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// The format that shows a number as its text does: with its sign, its decimals and what stands behind it ("+14",
/// "92,33 %"). A per cent sign is text in it, or the number would be shown a hundred times as large.
pub fn number_format(text: &str, value: f64) -> String {
    let text = texts::clean(text);
    let number = text.trim_start_matches(['+', '-', '−', '±']);
    let end = number.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(number.len());
    let (digits, unit) = number.split_at(end);
    let decimals = digits.split_once(',').map_or(0, |(_, decimals)| decimals.len()).min(10);
    let known = !digits.is_empty();
    let decimals = match decimals {
        // What the text does not say, the value does.
        0 if !known && value.fract() != 0.0 => 2,
        decimals => decimals,
    };
    let unit: String = unit.chars().filter(|c| *c != '"').take(20).collect();
    let unit = if known && !unit.is_empty() { format!("\"{unit}\"") } else { String::new() };
    let point = if decimals > 0 { "." } else { "" };
    let plain = format!("#,##0{point}{}{unit}", "0".repeat(decimals));
    if text.starts_with(['+', '±']) || text.starts_with('−') {
        format!("+{plain};−{plain};±{plain}")
    } else {
        plain
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_sheet_is_named_by_its_caption() {
        let captions = [
            "Die Projekte im Überblick, Stand 06.04.2023",
            "Die Projekte im Überblick, Stand 07.11.2022",
            "Beratungsreihenfolge",
            "BERATUNGSREIHENFOLGE",
            "bericht",
            "'[*]'",
            "history",
            "Verordnungsdurchführungsbestimmungsentwurf",
        ];
        let expected = [
            "Die Projekte im Überblick",
            "Die Projekte im Überblick (2)",
            "Beratungsreihenfolge",
            "BERATUNGSREIHENFOLGE (2)",
            "bericht (2)",
            "Tabelle",
            "history (2)",
            "Verordnungsdurchführungsbestimm",
        ];
        assert_eq!(sheet_names("Bericht", "Tabelle", &captions), expected);
    }

    #[test]
    fn a_number_is_shown_as_it_is_written() {
        for (text, value, format) in [
            ("117", 117.0, "#,##0"),
            ("1.234", 1234.0, "#,##0"),
            ("92,33\u{a0}%", 92.33, "#,##0.00\"\u{a0}%\""),
            ("+14", 14.0, "+#,##0;−#,##0;±#,##0"),
            ("−3", -3.0, "+#,##0;−#,##0;±#,##0"),
            ("1.234,50 €", 1234.5, "#,##0.00\" €\""),
            ("keine", 1.5, "#,##0.00"),
            ("5 \"x", 5.0, "#,##0\" x\""),
        ] {
            assert_eq!(number_format(text, value), format, "{text}");
        }
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!((cut("abc", 3), cut("abcdefgh", 6)), ("abc".into(), "ab […]".into()));
        assert_eq!(cut(&"👩".repeat(10), 9), "👩👩 […]");
    }

    proptest! {
        #[test]
        fn names_of_sheets_are_valid_and_different(captions in proptest::collection::vec(".{0,60}|[a-c]{0,2}|[,;–' ]{0,3}|history .{30}", 0..40)) {
            let captions: Vec<&str> = captions.iter().map(String::as_str).collect();
            let names = sheet_names("Bericht", "Tabelle", &captions);
            let mut book = rust_xlsxwriter::Workbook::new();
            book.add_worksheet().set_name("Bericht").unwrap();
            for name in &names {
                prop_assert!(book.add_worksheet().set_name(name).is_ok(), "{name:?}");
            }
            prop_assert_eq!(names.len(), captions.len());
            prop_assert!(book.save_to_buffer().is_ok(), "{:?}", names);
        }
    }
}
