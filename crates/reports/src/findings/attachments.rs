//! Attachments that a text names ("Anlage 2", "Anlagen 1 bis 3") and that the report does not have.

use super::typed::{Typed, typed};
use crate::compose::Composition;
use crate::finding::{Finding, FindingCode};
use texts::Texts;

/// The highest number that an attachment can have.
const HIGHEST: u32 = 999;

/// Every attachment that is named and not there, once for each text.
pub fn missing(composition: &Composition, texts: &Texts) -> Vec<Finding> {
    let words = &texts.completeness;
    let there: Vec<u32> = composition.attachments.iter().map(|attachment| attachment.number).collect();
    let mut found = Vec::new();
    for Typed { source, place, text, .. } in typed(composition, texts) {
        for number in named(text).into_iter().filter(|number| !there.contains(number)) {
            let (quote, detail) = ((words.attachment)(number), (words.missing_attachment)(&source, number));
            found.push(Finding::new(FindingCode::MissingAttachment, place, detail).about(&quote));
        }
    }
    found
}

/// The numbers of the attachments that a text names; those of something else ("Anlage 3 zur Satzung") are none.
fn named(text: &str) -> Vec<u32> {
    let mut all = Vec::new();
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        if !matches!(word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.'), "Anlage" | "Anlagen" | "Anl.") {
            continue;
        }
        let (mut numbers, mut range) = (Vec::new(), false);
        while let Some(next) = words.peek() {
            let bare = next.trim_matches(|c: char| !c.is_alphanumeric());
            match (bare.parse::<u32>(), bare) {
                (Ok(number), _) if (1..=HIGHEST).contains(&number) => {
                    let from = numbers.last().map_or(number, |last| last + 1);
                    numbers.extend(if range { from.min(number)..=number } else { number..=number });
                    range = false;
                }
                (_, "und" | "sowie" | "") if !numbers.is_empty() => {}
                (_, "bis") if !numbers.is_empty() => range = true,
                _ => break,
            }
            // A sentence that ends here says nothing more of them.
            let ends = next.ends_with(['.', ';', '!', '?', ')', ':']);
            words.next();
            if ends {
                break;
            }
        }
        if !words.peek().is_some_and(|next| matches!(*next, "zu" | "zur" | "zum" | "des" | "der")) {
            all.extend(numbers);
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn attachments_are_found_where_a_text_names_them() {
        for (text, numbers) in [
            ("Die Liste steht in Anlage 2.", vec![2]),
            ("Siehe Anlagen 1, 2 und 4 sowie Anlage 7.", vec![1, 2, 4, 7]),
            ("(Anlagen 1 bis 3)", vec![1, 2, 3]),
            ("Näheres in Anl. 5; 12 Ämter folgen.", vec![5]),
            ("Anlage 3: 14 Dienste im Einzelnen", vec![3]),
            ("nach Anlage 3 zur Satzung vom 6. April", vec![]),
            ("Die Anlage ist in Betrieb; 3 Anlagen folgen 2024.", vec![]),
            ("Eine neue Anlage im Jahr 2023", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(named(text), numbers, "{text}");
        }
    }
}
