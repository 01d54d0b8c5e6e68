//! The tokens of a German text: numbers as Germans write them, words, and the signs between them.

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Token<'t> {
    /// What it is.
    pub kind: Kind,
    /// As it stands in the text.
    pub text: &'t str,
    /// Where it begins, in bytes.
    pub at: usize,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A number that touches nothing that would make it a part of something else.
    Number(f64),
    /// A word, or what has digits and is no number: a file number, a time, a day.
    Word,
    /// A sign that parts words; quotation marks part nothing and are no tokens.
    Sign,
}

/// What leads to a number that counts nothing, and is written with a full stop.
const ABBREVIATIONS: [&str; 13] =
    ["Nr.", "Nrn.", "Abs.", "Art.", "Ziff.", "Kap.", "Abb.", "Tab.", "S.", "Buchst.", "Abschn.", "Az.", "ca."];
/// What stands within a word, a file number, a time or an address, and does not end it.
const JOINING: &str = "-–./:,@_&'’+*";
const QUOTES: &str = "„“”\"»«‚‘’'›‹*";
const BEFORE_NUMBER: &str = "([+−±–~≈";
const AFTER_NUMBER: &str = ")].,;:!?%‰€–…";
/// Spaces between groups of digits.
const GROUPING: [char; 5] = [' ', '\u{a0}', '\u{2007}', '\u{2009}', '\u{202f}'];

/// A text with plain hyphens, and without what is not seen: soft hyphens and spaces of no width.
pub fn clean(text: &str) -> String {
    let seen = text.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'));
    seen.map(|c| if matches!(c, '\u{2010}' | '\u{2011}') { '-' } else { c }).collect()
}

/// The tokens of a text that was cleaned; every end of a line is a sign.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut at, mut before) = (0, None);
    while let Some(rest) = text.get(at..)
        && let Some(first) = rest.chars().next()
    {
        let length = if first.is_alphanumeric() { run(rest) } else { first.len_utf8() };
        let (piece, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        match first {
            _ if first.is_alphanumeric() => word_or_numbers(piece, (before, after.chars().next()), at, &mut tokens),
            '\n' => tokens.push(Token { kind: Kind::Sign, text: piece, at }),
            '%' | '‰' | '€' => tokens.push(Token { kind: Kind::Word, text: piece, at }),
            _ if first.is_whitespace() || QUOTES.contains(first) => {}
            _ => tokens.push(Token { kind: Kind::Sign, text: piece, at }),
        }
        before = piece.chars().next_back();
        at += piece.len();
    }
    tokens
}

/// A word, a number, or the two numbers of a span ("115–118") with the sign between them.
fn word_or_numbers<'t>(
    piece: &'t str,
    (before, after): (Option<char>, Option<char>),
    at: usize,
    tokens: &mut Vec<Token<'t>>,
) {
    let may_stand =
        |c: Option<char>, beside: &str| c.is_none_or(|c| c.is_whitespace() || QUOTES.contains(c) || beside.contains(c));
    let free = may_stand(before, BEFORE_NUMBER) && may_stand(after, AFTER_NUMBER);
    let mut push = |kind, text, offset| tokens.push(Token { kind, text, at: at + offset });
    let dash = piece.char_indices().find(|(_, c)| matches!(c, '-' | '–'));
    let span = dash.and_then(|(place, dash)| {
        let (from, rest) = piece.split_at_checked(place)?;
        let (sign, to) = rest.split_at_checked(dash.len_utf8())?;
        let (low, high) = (number(from)?, number(to)?);
        (low < high).then_some((from, low, sign, to, high))
    });
    match (number(piece), span) {
        (Some(value), _) if free => push(Kind::Number(value), piece, 0),
        (_, Some((from, low, sign, to, high))) if free => {
            push(Kind::Number(low), from, 0);
            push(Kind::Sign, sign, from.len());
            push(Kind::Number(high), to, from.len() + sign.len());
        }
        _ => push(Kind::Word, piece, 0),
    }
}

/// How long the word or number is with which a text begins, in bytes.
fn run(text: &str) -> usize {
    let mut end = 0;
    for (place, c) in text.char_indices() {
        match c {
            _ if c.is_alphanumeric() => end = place + c.len_utf8(),
            _ if end == place && JOINING.contains(c) => {}
            _ => break,
        }
    }
    let (word, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    if (1..=3).contains(&word.len()) && digits(word) && !word.starts_with('0') {
        return end + groups(rest);
    }
    let abbreviation = word.rsplit('-').next().is_some_and(|last| {
        rest.starts_with('.') && ABBREVIATIONS.iter().any(|a| a.strip_suffix('.').is_some_and(|a| a == last))
    });
    if abbreviation { end + 1 } else { end }
}

/// How long the groups of three digits are that follow the first one, each after one space.
fn groups(mut rest: &str) -> usize {
    let mut length = 0;
    while let Some(group) = rest.strip_prefix(GROUPING) {
        let end = run_of_group(group);
        let space = rest.len() - group.len();
        let (text, after) = group.split_at_checked(end).unwrap_or((group, ""));
        let whole = text.split(',').next().unwrap_or_default();
        if whole.len() != 3 || !digits(whole) {
            break;
        }
        length += space + end;
        rest = after;
        if text.contains(',') {
            break;
        }
    }
    length
}

/// How long the group of digits is with which a text begins, with its decimals; 0 where it is a part of something else.
fn run_of_group(text: &str) -> usize {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (_, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    let decimals = rest.strip_prefix(',').map_or(0, |rest| {
        let length = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        if length == 0 { 0 } else { length + 1 }
    });
    let end = end + decimals;
    let mut after = text.get(end..).unwrap_or_default().chars();
    let joined = match (after.next(), after.next()) {
        (Some(next), _) if next.is_alphanumeric() => true,
        (Some(next), Some(then)) => JOINING.contains(next) && then.is_alphanumeric(),
        _ => false,
    };
    if joined { 0 } else { end }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// "118", "1.234", "1 234", "92,3"; what begins with a needless 0 is a number of something, not how many there are.
fn number(text: &str) -> Option<f64> {
    let (whole, decimals) = text.split_once(',').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    if decimals.is_some_and(|decimals| !digits(decimals)) || (whole.len() > 1 && whole.starts_with('0')) {
        return None;
    }
    let mut groups = whole.split(|c| c == '.' || GROUPING.contains(&c));
    let first = groups.next().filter(|first| digits(first))?;
    let mut rest = groups.peekable();
    let grouped = rest.peek().is_some();
    if (grouped && first.len() > 3) || !rest.all(|group| group.len() == 3 && digits(group)) {
        return None;
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    format!("{whole}.{}", decimals.unwrap_or("0")).parse().ok()
}
