//! Literal numbers in what a person typed: which of them contradict the figures that stand beside them.
//!
//! A number is digits as Germans write them ("118", "1.234", "1 234", "92,3"), in quotation marks or not, or a word from
//! "zwei" to "zwölf". What it counts is known by a word that is the unit of a figure or the noun of its label, or the
//! last part of such a compound ("Dienste" for "Online-Dienste"). That word stands
//! - right after the number, or after adjectives ("118 neue, barrierefreie Online-Dienste"); both ends of a span have it
//!   ("115 bis 118 Dienste", "von 103 auf 117 Dienste"); a number in words has it right after itself;
//! - or before the number: after a colon or in brackets ("Online-Dienste: 118", "Online-Dienste (118)"), or with a verb of
//!   amount in the same clause and nothing but small words between ("die Zahl der Online-Dienste stieg von 103 auf 118").
//!
//! A number contradicts when it equals none of the values of the figures that it can mean. "Rund" allows a tenth more or
//! less, "über" and "mindestens" every greater value, "unter" and "höchstens" every smaller one.
//!
//! Left alone is what is no count: a number that touches letters, signs of paths or further digits (file numbers, times,
//! days, telephone numbers), an ordinal ("6. April"), what follows "§", "Abs.", "Nr.", "Anlage", "TOP" and the like, and
//! from 1900 to 2100 what follows "seit", "Ende", "Jahr" and the like or does not stand right before what it counts
//! ("die 2023 eröffneten Dienste"). So is what adjectives make another thing ("14 weitere Dienste"), and words further
//! away: a missed contradiction costs less than a false one.

mod tokens;
mod words;

use texts::grammar;

use tokens::{Kind, Token, clean, tokens};
use words::{
    ABOUT, AMOUNTED, AMOUNTING, AT_LEAST, AT_MOST, IN_WORDS, NUMBERED, SMALL, YEARLY, adjective, noun, others, stem,
};

/// A figure, with all values that may be said of it: now, before, the difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// What a person calls it.
    pub label: String,
    /// In what it is counted.
    pub unit: String,
    /// What may be said of it.
    pub values: Vec<f64>,
}

/// A number that contradicts the figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Contradiction {
    /// As it stands in the text, with what it counts and without quotation marks: "118 neue Online-Dienste".
    pub quote: String,
    /// The label of the figure that says something else.
    pub label: String,
}

/// The numbers of a text that contradict every figure they could stand for.
pub fn contradictions(text: &str, told: &[Told]) -> Vec<Contradiction> {
    let text = clean(text);
    let tokens = Tokens(tokens(&text));
    let nouns: Vec<[String; 2]> = told.iter().map(|t| [stem(noun(&t.unit)), stem(noun(&t.label))]).collect();
    let meant = |word: &str| -> Vec<&Told> {
        let word = stem(word);
        let means = |nouns: &[String; 2]| nouns.iter().any(|noun| names(&word, noun));
        told.iter().zip(&nouns).filter(|(_, nouns)| means(nouns)).map(|(told, _)| told).collect()
    };
    let named = |word: &str| !meant(word).is_empty();
    let contradiction = |n: usize| {
        let value = tokens.count(n)?;
        let place = tokens.counted_after(n, &named).or_else(|| tokens.counted_before(n, &named))?;
        let meant = meant(tokens.word(place));
        let said = |said: &f64| tokens.allows(n, value, said.abs());
        let first = meant.first().filter(|_| !meant.iter().any(|t| t.values.iter().any(said)))?;
        Some(Contradiction { quote: tokens.quote(&text, n, place), label: first.label.clone() })
    };
    (0..tokens.0.len()).filter_map(contradiction).collect()
}

/// The tokens of a text, asked by their place.
struct Tokens<'t>(Vec<Token<'t>>);

impl Tokens<'_> {
    fn word(&self, n: usize) -> &str {
        self.0.get(n).map_or("", |token| token.text)
    }

    fn is_number(&self, n: usize) -> bool {
        self.0.get(n).is_some_and(|token| matches!(token.kind, Kind::Number(_)))
    }

    fn is_word(&self, n: usize) -> bool {
        self.0.get(n).is_some_and(|token| token.kind == Kind::Word)
    }

    /// The word that stands this number of places before, in small letters.
    fn before(&self, n: usize, back: usize) -> String {
        n.checked_sub(back).map_or("", |n| self.word(n)).to_lowercase()
    }

    /// The number at a place, if it counts something.
    fn count(&self, n: usize) -> Option<f64> {
        let token = self.0.get(n)?;
        let value = match token.kind {
            Kind::Number(value) => value,
            Kind::Word => self.in_words(n)?,
            Kind::Sign => return None,
        };
        let before = n.checked_sub(1).map_or("", |n| self.word(n));
        let numbered = before.rsplit('-').next().is_some_and(|last| NUMBERED.have(last));
        let yearly = self.year(n) && YEARLY.have(&self.before(n, 1));
        (!numbered && !yearly && !grammar::MONTHS.contains(&before)).then_some(value)
    }

    fn in_words(&self, n: usize) -> Option<f64> {
        let small = self.word(n).to_lowercase();
        (2_u8..).zip(IN_WORDS).find(|(_, word)| *word == small).map(|(value, _)| f64::from(value))
    }

    /// Whether a number looks like a year.
    fn year(&self, n: usize) -> bool {
        let text = self.word(n);
        text.len() == 4 && text.parse().is_ok_and(|year: u16| (1900..=2100).contains(&year))
    }

    /// Whether a number, as it is said, may stand for a value.
    fn allows(&self, n: usize, number: f64, value: f64) -> bool {
        let (last, first) = (self.before(n, 1), self.before(n, 2));
        let least = AT_LEAST.have(&last) || (first == "mehr" && last == "als");
        let most = AT_MOST.have(&last) || (first == "weniger" && last == "als") || (first == "bis" && last == "zu");
        grammar::number(value) == grammar::number(number)
            || (ABOUT.have(&last) && (value - number).abs() <= number / 10.0)
            || (least && value > number)
            || (most && value < number)
    }

    /// Whether a number and the next one are the ends of a span; a dash between spaces is none, it parts sentences.
    fn spans(&self, n: usize) -> bool {
        let ends = |at: usize| self.0.get(at).map(|token| token.at + token.text.len());
        let joins = match self.word(n + 1) {
            "bis" | "oder" | "auf" => true,
            "und" => self.before(n, 1) == "zwischen",
            "–" | "-" => ends(n) == self.0.get(n + 1).map(|token| token.at),
            _ => false,
        };
        joins && self.is_number(n + 2)
    }

    /// Where the word after a number stands that says what it counts.
    fn counted_after(&self, n: usize, named: &dyn Fn(&str) -> bool) -> Option<usize> {
        let direct = self.year(n) || self.in_words(n).is_some();
        let mut at = n + 1;
        if self.spans(n) {
            if direct {
                return None;
            }
            at += 2;
        }
        let from = at;
        loop {
            let word = self.word(at);
            if self.is_word(at) && named(word) {
                return (at == from || !direct).then_some(at);
            }
            let joined = at > from && matches!(word, "," | "und") && adjective(self.word(at + 1));
            if !(joined || adjective(word)) || others(word) || at > from + 6 {
                return None;
            }
            at += 1;
        }
    }

    /// Where the word before a number stands that says what it counts.
    fn counted_before(&self, n: usize, named: &dyn Fn(&str) -> bool) -> Option<usize> {
        if !self.is_number(n) || self.year(n) {
            return None;
        }
        let before = |back: usize| n.checked_sub(back);
        let noun = before(2).filter(|at| self.is_word(*at) && named(self.word(*at)));
        let sign = before(1).map_or("", |at| self.word(at));
        if let Some(noun) = noun
            && ((sign == ":" && self.alone(n)) || (sign == "(" && self.word(n + 1) == ")"))
        {
            return Some(noun);
        }
        let small = |word: &str| [SMALL, AMOUNTING, ABOUT, AT_LEAST, AT_MOST].iter().any(|words| words.have(word));
        let number = |at: usize| self.is_number(at) && !self.year(at);
        let spans = |at: usize| self.word(at) == "und" && at.checked_sub(1).is_some_and(number);
        let passed = |at: &usize| number(*at) || small(self.word(*at)) || spans(*at);
        let noun = (n.saturating_sub(10)..n).rev().find(|at| !passed(at))?;
        let verb = |at: usize| AMOUNTING.have(self.word(at));
        let first = (noun.saturating_sub(5)..noun).rev().take_while(|at| self.is_word(*at)).last().unwrap_or(noun);
        let amounts = (first..n).any(verb) || AMOUNTED.have(self.word(n + 1));
        (amounts && named(self.word(noun)) && self.alone(n)).then_some(noun)
    }

    /// Whether a number counts nothing that follows it.
    fn alone(&self, n: usize) -> bool {
        let next = (n + 1..).find(|at| !adjective(self.word(*at))).unwrap_or(n);
        let begins = self.word(next).chars().next();
        !self.is_number(next) && !begins.is_some_and(|c| c.is_uppercase() || matches!(c, '%' | '‰' | '€'))
    }

    /// What stands from a number to what it counts, in either order.
    fn quote(&self, text: &str, n: usize, counted: usize) -> String {
        const LONGEST: usize = 200;
        let (from, to) = (n.min(counted), n.max(counted));
        let to = if self.word(from + 1) == "(" { to + 1 } else { to };
        let range = self.0.get(from).zip(self.0.get(to)).map(|(from, to)| from.at..to.at + to.text.len());
        let quote = range.and_then(|range| text.get(range)).unwrap_or_default();
        let plain = quote.replace(['„', '“', '”', '"', '»', '«'], "");
        plain.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect()
    }
}

/// Whether a word names what a figure counts: the same noun, or the last part of the compound; both without endings.
fn names(word: &str, counted: &str) -> bool {
    !word.is_empty() && (word == counted || counted.rsplit('-').next() == Some(word))
}

#[cfg(test)]
#[path = "tests/literals.rs"]
mod tests;
