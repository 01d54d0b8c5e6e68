//! How wide a text is, and where it is broken or cut. Which font a reader has is not known: a wide one is assumed,
//! so that what fits here fits everywhere.

/// The width of a line in points.
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    let em: f64 = text.chars().map(em).sum();
    em * size * if bold { 1.1 } else { 1.0 }
}

fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | 'J' | '|' | '\'' => 0.31,
        ' ' | '\u{a0}' | '.' | ',' | ':' | ';' | '!' | '(' | ')' | '[' | ']' | 'f' | 't' | 'r' | '-' | '/' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '–' | '…' | '+' | '<' | '>' | '=' => 1.0,
        'A'..='Z' | 'Ä' | 'Ö' | 'Ü' => 0.77,
        _ if attached(c) => 0.0,
        c if c.is_ascii() || ('\u{c0}'..='\u{24f}').contains(&c) => 0.64,
        _ => 1.1,
    }
}

/// What belongs to the character before it: a cut between them would show something else.
fn attached(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// As much of a text as fits, with an ellipsis where something is missing.
pub fn cut(text: &str, size: f64, bold: bool, most: f64) -> String {
    if width(text, size, bold) <= most {
        return text.to_owned();
    }
    let room = most - width("…", size, bold);
    let kept = text.get(..fitting(text, size, bold, room)).unwrap_or_default();
    format!("{}…", kept.trim_end())
}

/// How many bytes of a text fit.
fn fitting(text: &str, size: f64, bold: bool, most: f64) -> usize {
    let (mut end, mut used, mut joined) = (0, 0.0, false);
    for (at, c) in text.char_indices() {
        if !attached(c) && !joined {
            end = at;
        }
        joined = c == '\u{200d}';
        used += width(c.encode_utf8(&mut [0; 4]), size, bold);
        if used > most {
            return end;
        }
    }
    text.len()
}

/// A text in at most a number of lines, broken between words; a word that is longer than a line is broken within, and what
/// does not fit the last line is cut.
pub fn wrap(text: &str, size: f64, bold: bool, most: f64, lines: usize) -> Vec<String> {
    let mut done: Vec<String> = Vec::new();
    let mut rest = text.split_whitespace().collect::<Vec<_>>().join(" ");
    while !rest.is_empty() && done.len() + 1 < lines && width(&rest, size, bold) > most {
        let fits = fitting(&rest, size, bold, most);
        let (head, tail) = rest.split_at(fits);
        let between = if tail.starts_with(' ') { Some(fits) } else { head.rfind(' ') };
        let within = fitting(&rest, size, bold, most - width("-", size, bold));
        match between {
            Some(space) => {
                done.push(rest.get(..space).unwrap_or_default().to_owned());
                rest = rest.get(space + 1..).unwrap_or_default().to_owned();
            }
            None if within > 0 => {
                done.push(format!("{}-", rest.get(..within).unwrap_or_default()));
                rest = rest.get(within..).unwrap_or_default().to_owned();
            }
            None => break,
        }
    }
    done.push(cut(&rest, size, bold, most));
    done
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn titles_are_broken_between_words_and_cut_visibly() {
        assert_eq!(wrap("Kurz", 15.0, true, 300.0, 2), ["Kurz"]);
        let lines =
            wrap("Einführung des elektronischen Rechnungsbuchs in allen Ämtern der Stadt", 15.0, true, 260.0, 2);
        assert_eq!(lines, ["Einführung des", "elektronischen Rechnungs…"]);
        let long = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung";
        let lines = wrap(long, 15.0, true, 260.0, 3);
        assert!(lines.len() == 3 && lines[0].ends_with('-') && lines[0].starts_with("Donaudampf"), "{lines:?}");
        assert_eq!(
            cut("👩\u{200d}💻👩\u{200d}💻", 10.0, false, 38.0),
            "👩\u{200d}💻…",
            "what belongs together is not cut apart"
        );
    }

    proptest! {
        #[test]
        fn what_is_broken_fits(text in "\\PC{0,80}", most in 60.0f64..300.0, lines in 1usize..4) {
            let broken = wrap(&text, 15.0, true, most, lines);
            prop_assert!(broken.len() <= lines);
            for line in &broken {
                prop_assert!(width(line, 15.0, true) <= most, "{:?} {}", line, most);
            }
            let whole = broken.last().is_none_or(|last| !last.ends_with('…'));
            if whole {
                let letters = |text: &str| text.replace([' ', '-'], "").split_whitespace().collect::<String>();
                prop_assert_eq!(letters(&broken.concat()), letters(&text));
            }
        }
    }
}
