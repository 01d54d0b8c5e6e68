//! What a report says about participation.

use crate::{Facts, Sentence};
use domain::document::Block;
use texts::grammar::{enumeration, plural};

use super::format::{Format, FormatState};
use super::indicators::{FORMATS_COMPLETED, FORMATS_RUNNING};

/// The section: what runs, what is completed, then what the office says.
pub fn write(facts: &Facts) -> Vec<Block> {
    let unnumbered = facts.without_number(FORMATS_RUNNING, "Zahl der laufenden Beteiligungsformate", "hat sich");
    let mut blocks: Vec<Block> = unnumbered.or_else(|| formats(facts)).into_iter().collect();
    blocks.extend(facts.update_paragraphs());
    blocks.extend(facts.milestone_paragraph());
    blocks
}

fn formats(facts: &Facts) -> Option<Block> {
    let running = facts.figure(FORMATS_RUNNING).map(|(_, n)| running(facts, n));
    let Some((_, completed)) = facts.figure(FORMATS_COMPLETED).filter(|(_, n)| *n > 0.0) else {
        return running.map(Sentence::paragraph);
    };
    let (text, noun) = match running {
        Some(text) => (text.say(" "), plural(completed, " Format.", " Formate.")),
        None => (facts.sentence(), plural(completed, " Beteiligungsformat.", " Beteiligungsformate.")),
    };
    let text = text.say(plural(completed, "Abgeschlossen ist ", "Abgeschlossen sind "));
    Some(text.figure(FORMATS_COMPLETED, completed).say(noun).paragraph())
}

fn running(facts: &Facts, running: f64) -> Sentence<'_> {
    if running == 0.0 {
        let text = facts.sentence().say("Derzeit läuft ").figure_in_words(FORMATS_RUNNING, "kein");
        return text.say(" Beteiligungsformat.");
    }
    let formats = facts.items_of::<Format>("Format");
    let titles: Vec<String> =
        formats.iter().filter(|f| f.state == FormatState::Running).map(|f| format!("„{}“", f.title)).collect();
    let text = facts
        .sentence()
        .say(plural(running, "Derzeit läuft ", "Derzeit laufen "))
        .figure(FORMATS_RUNNING, running)
        .say(plural(running, " Beteiligungsformat", " Beteiligungsformate"));
    match titles.len() {
        0 => text.say("."),
        named if named as f64 == running => text.say(format!(": {}.", enumeration(&titles))),
        // Not all that are counted are named.
        _ => text.say(format!(", darunter {}.", enumeration(&titles))),
    }
}
