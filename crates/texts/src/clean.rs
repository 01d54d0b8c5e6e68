//! Text as it may stand on a page: nothing in it steers the reader's program or turns the text around it.

/// Takes out control characters, marks that change the direction of writing and what is no character; a line break
/// inside a text becomes a space, because every block is one line.
pub fn clean(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
            c if c.is_control() || steers(c) || is_nothing(c) => None,
            c => Some(c),
        })
        .collect()
}

/// Direction of writing, invisible tags, and the marks at the beginning of files and annotations.
fn steers(c: char) -> bool {
    matches!(c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Code points that stand for no character.
fn is_nothing(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_gone_and_what_is_read_stays() {
        assert_eq!(
            clean("Am\u{202e}t\u{0}\u{7} für\u{2028}Öffentliches\u{ffff}\r\n„Zeug“ 👩\u{200d}💻"),
            "Amt für Öffentliches  „Zeug“ 👩\u{200d}💻"
        );
    }
}
