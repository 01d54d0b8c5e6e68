//! What a report says about participation.

use crate::domain::document::Block;
use crate::domain::german::{enumeration, plural};
use crate::kinds::Facts;

use super::format::{Format, FormatState};
use super::indicators::{FORMATS_COMPLETED, FORMATS_RUNNING};

/// The section: what runs, what is completed, then what the office says.
pub fn write(facts: &Facts) -> Vec<Block> {
    let mut blocks: Vec<Block> = running(facts).into_iter().collect();
    blocks.extend(facts.update_paragraphs());
    blocks.extend(facts.open_milestones());
    blocks
}

fn running(facts: &Facts) -> Option<Block> {
    let (_, running) = facts.figure(FORMATS_RUNNING)?;
    let mut text = match running {
        0.0 => facts.sentence().say("Derzeit läuft kein Beteiligungsformat."),
        _ => {
            let formats = facts.items_of::<Format>("Format");
            let titles: Vec<String> =
                formats.iter().filter(|f| f.state == FormatState::Running).map(|f| format!("„{}“", f.title)).collect();
            let text = facts
                .sentence()
                .say(plural(running, "Derzeit läuft ", "Derzeit laufen "))
                .figure(FORMATS_RUNNING, running)
                .say(plural(running, " Beteiligungsformat", " Beteiligungsformate"));
            if titles.is_empty() { text.say(".") } else { text.say(format!(": {}.", enumeration(&titles))) }
        }
    };
    if let Some((_, completed)) = facts.figure(FORMATS_COMPLETED).filter(|(_, n)| *n > 0.0) {
        text = text
            .say(" Abgeschlossen ")
            .say(plural(completed, "ist ", "sind "))
            .figure(FORMATS_COMPLETED, completed)
            .say(plural(completed, " Format.", " Formate."));
    }
    Some(text.paragraph())
}
