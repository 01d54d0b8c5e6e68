//! Texts that mean the same: how they are kept, how they are compared, and how one is found in another.
//!
//! What a person types is kept in composed letters (NFC, Unicode Standard Annex 15) and without characters that nobody sees:
//! soft hyphens, zero-width spaces, marks of direction. In names (texts of at most [`NAME`] characters: titles, names, keys,
//! the values of dimensions) any white space is one space, and none at the ends. Of what was recorded before that, nothing is
//! changed: it is compared, found and redacted as what it means.

use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use utoipa::ToSchema;

use super::error::{Result, Violation};
use super::schema;

/// Texts that may have at most this number of characters are names.
pub const NAME: u64 = 500;

/// What nobody sees in a text, and what means nothing in it.
fn invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
    )
}

/// What joins letters or tells them apart without being one: it is kept, but no name is another for it.
fn joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

/// A text as it is kept.
pub fn prose(text: &str) -> String {
    text.chars().filter(|c| !invisible(*c)).nfc().collect()
}

/// A name as it is kept.
pub fn name(text: &str) -> String {
    prose(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name as it is compared.
pub fn folded(text: &str) -> String {
    name(&text.chars().filter(|c| !joiner(*c)).collect::<String>())
}

/// A value by which something is known, as it is compared.
pub fn folded_value(value: &Value) -> Value {
    match value {
        Value::String(text) => folded(text).into(),
        Value::Array(items) => items.iter().map(folded_value).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(key, value)| (folded(key), folded_value(value))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

/// Brings every text of a value to the form in which a value of type `T` is kept. What is wrong then is told: two names of an
/// object that are the same in that form, a text of which nothing is left.
///
/// # Errors
/// `Internal` when the schema cannot be read.
pub fn normalise<T: ToSchema + 'static>(value: &mut Value) -> Result<Vec<Violation>> {
    let root = schema::root::<T>()?;
    let mut wrong = Vec::new();
    walk(value, &root, &root, "", &mut wrong);
    Ok(wrong)
}

fn walk(value: &mut Value, schema: &Value, root: &Value, place: &str, wrong: &mut Vec<Violation>) {
    if let Some(target) =
        schema.get("$ref").and_then(Value::as_str).and_then(|r| root.pointer(r.trim_start_matches('#')))
    {
        return walk(value, target, root, place, wrong);
    }
    for choice in ["allOf", "oneOf", "anyOf"] {
        for schema in schema.get(choice).and_then(Value::as_array).into_iter().flatten() {
            walk(value, schema, root, place, wrong);
        }
    }
    match value {
        Value::String(text) => {
            let Some(longest) = longest(schema) else { return };
            let kept = if longest <= NAME { name(text) } else { prose(text) };
            if kept.is_empty() && !text.trim().is_empty() {
                wrong.push(Violation::at(place, "must not be blank: nobody sees what stands there"));
            }
            *text = kept;
        }
        Value::Array(items) => {
            let Some(of) = schema.get("items") else { return };
            for (n, item) in items.iter_mut().enumerate() {
                walk(item, of, root, &schema::pointer(place, &n.to_string()), wrong);
            }
        }
        Value::Object(fields) => {
            let known = schema.get("properties").and_then(Value::as_object);
            let other = schema.get("additionalProperties").filter(|other| other.is_object());
            let names = schema.get("propertyNames").and_then(longest);
            let mut kept = Map::new();
            for (key, mut value) in std::mem::take(fields) {
                let at = schema::pointer(place, &key);
                let own = known.and_then(|known| known.get(&key));
                if let Some(schema) = own.or(other) {
                    walk(&mut value, schema, root, &at, wrong);
                }
                let key = if own.is_none() && names.is_some() { name(&key) } else { key };
                if kept.insert(key, value).is_some() {
                    wrong.push(Violation::at(at, "means the same as another name here"));
                }
            }
            *fields = kept;
        }
        _ => {}
    }
}

fn longest(schema: &Value) -> Option<u64> {
    schema.get("maxLength").and_then(Value::as_u64)
}

/// A letter with the signs on it, decomposed and in their canonical order, and where it stands in the text.
struct Cluster {
    letters: Vec<char>,
    from: usize,
    to: usize,
}

/// The letters of a text as they are compared: white space is one space, and what nobody sees belongs to the letter before.
fn clusters(text: &str) -> Vec<Cluster> {
    let mut all: Vec<Cluster> = Vec::new();
    for (from, c) in text.char_indices() {
        let to = from + c.len_utf8();
        match all.last_mut() {
            Some(last) if invisible(c) || joiner(c) => last.to = to,
            Some(last) if c.is_whitespace() && last.letters == [' '] => last.to = to,
            Some(last) if canonical_combining_class(c) != 0 && last.letters != [' '] => {
                last.letters = last.letters.iter().copied().chain([c]).nfd().collect();
                last.to = to;
            }
            _ if invisible(c) || joiner(c) => {}
            _ if c.is_whitespace() => all.push(Cluster { letters: vec![' '], from, to }),
            _ => all.push(Cluster { letters: c.to_string().nfd().collect(), from, to }),
        }
    }
    all
}

/// Where a text stands in another, however its letters and spaces are written: from the first byte to the one after it.
fn places(text: &str, wanted: &str) -> Vec<(usize, usize)> {
    let (text, wanted) = (clusters(text), clusters(wanted.trim()));
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(window) = text.get(at..at + wanted.len()).filter(|window| !window.is_empty()) {
        if window.iter().zip(&wanted).all(|(one, other)| one.letters == other.letters) {
            places.extend(window.first().zip(window.last()).map(|(first, last)| (first.from, last.to)));
            at += wanted.len();
        } else {
            at += 1;
        }
    }
    places
}

/// Whether a text stands in another, however its letters and spaces are written.
pub fn contains(text: &str, wanted: &str) -> bool {
    // Seldom is it written otherwise.
    text.contains(wanted) || !places(text, wanted).is_empty()
}

/// A text in which another is replaced, however its letters and spaces are written; nothing when it does not stand there.
pub fn replaced(text: &str, wanted: &str, replacement: &str) -> Option<String> {
    let places = places(text, wanted);
    let mut out = String::with_capacity(text.len());
    let mut last = 0;
    for (from, to) in &places {
        out.push_str(text.get(last..*from).unwrap_or_default());
        out.push_str(replacement);
        last = *to;
    }
    out.push_str(text.get(last..).unwrap_or_default());
    (!places.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::indicator::Observation;
    use crate::risk::Risk;

    /// Other ways to write the same text: decomposed, with soft hyphens and zero-width spaces, with other white space.
    fn otherwise(text: &str, way: u8) -> String {
        match way % 4 {
            0 => text.nfd().collect(),
            1 => text.chars().flat_map(|c| [c, '\u{ad}']).collect(),
            2 => text.replace(' ', "\u{a0}\u{200b}"),
            _ => format!("\u{feff}{}", text.replace(' ', "  ")),
        }
    }

    #[test]
    fn names_lose_what_nobody_sees_and_prose_keeps_its_lines() {
        assert_eq!(name("\u{feff} Ju\u{308}rgen\u{a0}\u{a0}Pru\u{ad}f\tmann "), "Jürgen Pruf mann");
        assert_eq!(prose("10\u{a0}000 €\nzweite  Zeile\u{200b}"), "10\u{a0}000 €\nzweite  Zeile");
        let mut risk = json!({
            "title": "A\u{308}rger\u{a0}mit  Scannern ", "description": "Zeile\n\u{a0}zwei\u{ad}", "severity": "high", "state": "open",
        });
        normalise::<Risk>(&mut risk).unwrap();
        assert_eq!((&risk["title"], &risk["description"]), (&json!("Ärger mit Scannern"), &json!("Zeile\n\u{a0}zwei")));
        let dimensions = json!({"Kanal\u{200b} ": "u\u{308}ber\u{a0}Portal"});
        let mut observation = json!({"asOf": "2023-04-06", "value": 1, "dimensions": dimensions});
        normalise::<Observation>(&mut observation).unwrap();
        assert_eq!(observation["dimensions"], json!({"Kanal": "über Portal"}));
        observation["dimensions"] = json!({"Kanal": "a", "Kanal\u{a0}": "b"});
        assert_eq!(normalise::<Observation>(&mut observation).unwrap().len(), 1);
        risk["title"] = json!("\u{ad}\u{200b}");
        let wrong = normalise::<Risk>(&mut risk).unwrap();
        assert_eq!(wrong[0].pointer.as_deref(), Some("/title"), "nothing is left of it");
    }

    #[test]
    fn a_letter_without_its_sign_is_another() {
        assert!(!contains("Mu\u{308}ller", "Mul"), "u is not ü, however that is written");
        assert!(contains("Mu\u{308}ller", "Mül") && contains("Müller", "Mu\u{308}l"));
        assert_eq!(
            replaced("Herr Jo\u{308}rg\u{a0}Prüf\u{ad}mann.", "Jörg Prüfmann", "NN").as_deref(),
            Some("Herr NN.")
        );
        assert_eq!(replaced("aaa", "aa", "b").as_deref(), Some("ba"));
        assert_eq!(replaced("", "a", "b"), None);
    }

    proptest! {
        #[test]
        fn what_is_normal_stays_and_what_is_written_otherwise_is_the_same(text in "[a-zäöüßéA-ZÄÖÜ ,.0-9x\u{302}\u{323}]{1,40}", way: u8) {
            let kept = name(&text);
            prop_assert_eq!(name(&kept), kept.clone());
            prop_assert_eq!(prose(&prose(&text)), prose(&text));
            prop_assert_eq!(name(&otherwise(&kept, way)), kept.clone());
            prop_assert_eq!(folded(&otherwise(&kept, way)), folded(&kept));
        }

        #[test]
        fn a_text_is_found_and_taken_out_however_it_is_written(
            before in "[a-z ]{0,10}", wanted in "[A-ZÄÖÜ][a-zäöüé]{1,8}( [A-ZÄÖÜ][a-zäöüé]{1,8})?", after in "[a-z .]{0,10}", way: u8,
        ) {
            let text = format!("{before}|{}|{after}", otherwise(&wanted, way));
            prop_assert!(contains(&text, &wanted));
            let out = replaced(&text, &wanted, "…").unwrap();
            prop_assert!(!contains(&out, &wanted), "{:?}", out);
            prop_assert!(out.starts_with(&format!("{before}|")) && out.ends_with(&format!("|{after}")), "{:?}", out);
        }
    }
}
