//! Texts as typst can set them: only characters that the fonts have, and no word that is wider than the page.

use super::super::letters::Letters;
use super::world::Faces;
use texts::clean;

/// From this number of characters on, a word without a space is given places where it may break.
const LONG: usize = 25;
/// In letters alone, from this number on: shorter ones are hyphenated.
const LONG_LETTERS: usize = 40;
/// The most that a string in a PDF/A may have, in units of UTF-16; it is counted in bytes (32,767).
const LONGEST: usize = 16_000;

/// A text with a sign in place of what the fonts lack; what belongs to one picture is replaced once.
pub fn shown(text: &str, faces: &Faces) -> String {
    let sign = ['□', '?'].into_iter().find(|c| faces.have(*c));
    let (mut out, mut lacking, mut joined) = (String::new(), false, false);
    for c in clean(text).chars() {
        let private = matches!(u32::from(c), 0xe000..=0xf8ff | 0xf0000..);
        match c {
            '\u{200d}' => joined = lacking,
            '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' => {}
            '\u{1f3fb}'..='\u{1f3ff}' if lacking => {}
            c => {
                let has = (faces.have(c) && !private).then_some(c);
                if let Some(c) = has.or_else(|| alike(c)) {
                    out.push(c);
                    (lacking, joined) = (false, false);
                } else {
                    if !(lacking && joined) {
                        out.extend(sign);
                    }
                    (lacking, joined) = (true, false);
                }
            }
        }
    }
    out
}

/// What says the same and is in every font.
fn alike(c: char) -> Option<char> {
    match c {
        '\u{2010}' | '\u{2011}' => Some('-'),
        c if c.is_whitespace() => Some(' '),
        _ => None,
    }
}

/// A text that is kept as one string in the file (a title, a heading, an alternative text): cut where it is too long.
pub fn cut(text: String) -> String {
    let (mut units, mut end) = (0, 0);
    for (place, c) in text.char_indices() {
        units += c.len_utf16();
        if units > LONGEST {
            return format!("{} […]", text.get(..end).unwrap_or_default());
        }
        end = place + c.len_utf8();
    }
    text
}

/// The beginning of a text that is not wider than this, in widths of an em.
pub fn beginning(text: &str, width: f64, letters: &Letters) -> String {
    if letters.width(text, false) <= width {
        return text.to_owned();
    }
    let mut room = width - letters.width(" …", false);
    let fits = |c: &char| {
        room -= letters.advance(*c, false);
        room >= 0.0
    };
    let begin: String = text.chars().take_while(fits).collect();
    format!("{} …", begin.trim_end())
}

/// A text in the pieces between which a line may end besides where it may anyway: in words of which no hyphenation knows,
/// such as addresses, behind signs and after `every` characters.
pub fn pieces(text: &str, every: usize) -> Vec<String> {
    let mut out = vec![String::new()];
    for word in text.split_inclusive(' ') {
        let length = word.chars().count();
        let long = length > LONG
            && (length > LONG_LETTERS
                || !word.trim_matches(|c: char| !c.is_alphanumeric()).chars().all(char::is_alphabetic));
        let mut since = 0;
        for c in word.chars() {
            if long && since >= every && c != ' ' {
                out.push(String::new());
                since = 0;
            }
            if let Some(last) = out.last_mut() {
                last.push(c);
            }
            // A sign is a better place than the middle of a word.
            since = if c.is_alphanumeric() || since + 1 >= every { since + 1 } else { since.max(every / 2) + 1 };
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_nobody_hyphenates_may_break() {
        let whole = |text: &str| assert_eq!(pieces(text, 20), [text]);
        whole("");
        whole("Ein Satz mit Leerzeichen  und der Digitalisierungsangelegenheit.");
        let address = "siehe https://www.example.org/ein/sehr/langer/weg?und=mehr#dort, bitte";
        let parts = pieces(address, 20);
        assert_eq!(parts.concat(), address);
        assert!(parts.len() > 2 && parts.iter().all(|p| p.chars().count() < 30), "{parts:?}");
        let letters = "ß".repeat(1000);
        assert_eq!(pieces(&letters, 20).len(), 50);
    }

    #[test]
    fn what_is_too_long_for_a_string_is_cut_visibly() {
        assert_eq!(cut("kurz".into()), "kurz");
        let long = cut("💻".repeat(20_000));
        assert_eq!(long.encode_utf16().count(), LONGEST + 4);
        assert!(long.ends_with("💻 […]"));
    }
}
