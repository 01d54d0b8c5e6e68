//! Literal numbers in what an author typed: which of them contradict the figures of the same section.
//!
//! A number is digits as Germans write them ("118", "1.234", "92,3"). Left out is what is no count: a number that touches
//! letters, signs of paths or further digits (file numbers, times, days, telephone numbers), an ordinal ("6. April"), a
//! year after a month or "Jahr", and what follows "§", "Nr." or "TOP". A number contradicts when the word right after it
//! is the unit or label of a figure, or a compound that ends in it ("Dienste" for "Online-Dienste"), and it equals none
//! of the values of that figure. Words further away are not looked at: a missed contradiction costs less than a false one.

use crate::domain::german;

/// A figure of a section, with all values that may be said of it: now, before, the difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// What a person calls it.
    pub label: String,
    /// In what it is counted.
    pub unit: String,
    /// What may be said of it.
    pub values: Vec<f64>,
}

/// A number that contradicts the figures of its section.
#[derive(Clone, Debug, PartialEq)]
pub struct Contradiction {
    /// As it was typed.
    pub typed: String,
    /// The word by which it is known what it counts.
    pub counted: String,
    /// The label of the figure that says something else.
    pub label: String,
}

/// The numbers of a text that contradict every figure they could stand for.
pub fn contradictions(text: &str, told: &[Told]) -> Vec<Contradiction> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found = Vec::new();
    for (n, word) in words.iter().enumerate() {
        let before = n.checked_sub(1).and_then(|n| words.get(n)).copied().unwrap_or_default();
        let (Some(number), Some(next)) = (number(word, before), words.get(n + 1)) else { continue };
        let counted = next.trim_matches(|c: char| !c.is_alphanumeric() && c != '%');
        let meant: Vec<&Told> = told.iter().filter(|t| names(counted, &t.unit) || names(counted, &t.label)).collect();
        let said = |value: &f64| german::number(value.abs()) == german::number(number);
        if let Some(first) = meant.first().filter(|_| !meant.iter().any(|t| t.values.iter().any(said))) {
            let typed = word.trim_matches(|c: char| !c.is_ascii_digit()).to_owned();
            found.push(Contradiction { typed, counted: counted.to_owned(), label: first.label.clone() });
        }
    }
    found
}

/// The number that a word is, if it is one that counts something.
fn number(word: &str, before: &str) -> Option<f64> {
    const NO_COUNT: [&str; 5] = ["§", "§§", "Nr.", "TOP", "Jahr"];
    if NO_COUNT.contains(&before) || german::MONTHS.contains(&before) {
        return None;
    }
    let digits = word.trim_start_matches(['(', '„', '+', '−', '±']);
    let (whole, decimals) = digits.split_once(',').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if decimals.is_some_and(|decimals| !all_digits(decimals)) {
        return None;
    }
    let mut groups = whole.split('.');
    let first = groups.next().filter(|first| all_digits(first))?;
    let mut rest = groups.peekable();
    let grouped = rest.peek().is_some();
    if (grouped && first.len() > 3) || !rest.all(|group| group.len() == 3 && all_digits(group)) {
        return None;
    }
    format!("{}.{}", whole.replace('.', ""), decimals.unwrap_or("0")).parse().ok()
}

/// Whether a word names what a figure counts: the same word, or the last part of the compound, whatever its ending.
fn names(word: &str, counted: &str) -> bool {
    let stem = |word: &str| {
        let small = word.to_lowercase();
        let short = ["en", "er", "e", "n", "s"].iter().find_map(|end| small.strip_suffix(end));
        short.filter(|short| short.chars().count() >= 4).map_or(small.clone(), str::to_owned)
    };
    let (word, counted) = (stem(word), stem(counted));
    let last = counted.rsplit(['-', ' ']).next().unwrap_or_default();
    !word.is_empty() && (word == counted || word == last)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<String> {
        let told = |label: &str, unit: &str, values: &[f64]| Told {
            label: label.into(),
            unit: unit.into(),
            values: values.into(),
        };
        let all = [told("Online-Dienste", "Online-Dienste", &[117.0, 103.0, 14.0]), told("Anteil", "%", &[92.3])];
        contradictions(text, &all).into_iter().map(|c| c.typed).collect()
    }

    #[test]
    fn a_number_contradicts_where_it_counts_the_same() {
        for (text, typed) in [
            ("Es gibt 118 Online-Dienste.", "118"),
            ("Nun sind 1.234 Dienste erreichbar.", "1.234"),
            ("Das sind (120 Diensten)", "120"),
            ("Erreicht sind 92,4 % davon.", "92,4"),
        ] {
            assert_eq!(found(text), [typed], "{text}");
        }
    }

    #[test]
    fn what_is_right_or_counts_something_else_is_left_alone() {
        for text in [
            "Es gibt 117 Online-Dienste, 14 Dienste mehr.",
            "Am 06.04.2023 Dienste geprüft; seit 6. Dienste",
            "Im Jahr 2023 Dienste eröffnet, seit April 2022 Dienste, § 5 Dienste",
            "12 Schulungen und 92,3 % Anteil",
            "09:34 Dienste, 4DOS/2/4/23 Dienste, 09521/123 Dienste",
            "Zum Stand 118. Online-Dienste sind gefragt.",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    proptest! {
        /// The model: of numbers between words that count nothing, each before "Dienste" must be one of the values.
        #[test]
        fn every_number_that_counts_is_looked_at(
            said in proptest::collection::vec((0_u32..3_000, any::<bool>()), 0..6),
            values in proptest::collection::vec(0_u32..3_000, 1..4),
            repeated in any::<bool>(),
        ) {
            let values: Vec<f64> = values.iter().map(|value| f64::from(*value) / 10.0).collect();
            let number = |(n, counts): &(u32, bool)| {
                let own = values.first().copied().filter(|_| repeated && n % 2 == 0);
                (german::number(own.unwrap_or(f64::from(*n) / 10.0)), *counts)
            };
            let numbers: Vec<(String, bool)> = said.iter().map(number).collect();
            let word = |counts: &bool| if *counts { "Diensten" } else { "Tagen" };
            let text = numbers.iter().map(|(number, counts)| format!("mit {number} {}, und", word(counts)));
            let text = text.collect::<Vec<_>>().join(" ");
            let known: Vec<String> = values.iter().map(|value| german::number(*value)).collect();
            let wrong = numbers.iter().filter(|(number, counts)| *counts && !known.contains(number));
            let told = [Told { label: "Online-Dienste".into(), unit: "Stück".into(), values: values.clone() }];
            let found: Vec<String> = contradictions(&text, &told).into_iter().map(|c| c.typed).collect();
            prop_assert_eq!(found, wrong.map(|(number, _)| number.clone()).collect::<Vec<_>>());
        }

        #[test]
        fn no_text_is_too_odd(text in ".{0,60}") {
            contradictions(&text, &[Told { label: text.clone(), unit: "%".into(), values: vec![1.0] }]);
        }
    }
}
