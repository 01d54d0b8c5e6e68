//! What a report says about files, licences and the rollout of the DMS.

use crate::domain::document::Block;
use crate::domain::german::plural;
use crate::domain::indicator::Tendency;
use crate::kinds::{Facts, rollout};

use super::indicators::{FILE_TYPES_LIVE, LICENCES_ASSIGNED, LICENCES_CONTRACTED};

/// The section: licences, file types, rollout, then what the office says.
pub fn write(facts: &Facts) -> Vec<Block> {
    let mut blocks: Vec<Block> = [licences(facts), file_types(facts)].into_iter().flatten().collect();
    blocks.extend(rollout::paragraphs(facts, &[rollout::Module::Dms], "Das Dokumentenmanagementsystem"));
    blocks.extend(facts.update_paragraphs());
    blocks.extend(facts.milestone_paragraph());
    blocks
}

fn licences(facts: &Facts) -> Option<Block> {
    let Some((figure, contracted)) = facts.figure(LICENCES_CONTRACTED) else {
        let tendency = facts.figures.get(LICENCES_CONTRACTED).and_then(|f| f.tendency)?;
        return Some(Block::paragraph(match tendency {
            Tendency::Increased => "Die Zahl der Lizenzen wurde erhöht.",
            Tendency::Decreased => "Die Zahl der Lizenzen wurde verringert.",
            Tendency::Unchanged => "Die Zahl der Lizenzen ist unverändert.",
        }));
    };
    let verb = plural(contracted, "ist", "sind");
    let noun = plural(contracted, "Lizenz", "Lizenzen");
    let mut text = facts
        .sentence()
        .say(format!("Es {verb} "))
        .figure(LICENCES_CONTRACTED, contracted)
        .say(format!(" {noun} beschafft"));
    if let Some((_, assigned)) = facts.figure(LICENCES_ASSIGNED) {
        let verb = plural(assigned, "ist", "sind");
        text = text.say(", davon ").say(format!("{verb} ")).figure(LICENCES_ASSIGNED, assigned).say(" zugewiesen");
    }
    text = text.say(".");
    match (figure.compared, facts.change(LICENCES_CONTRACTED)) {
        (Some(compared), Some(change)) if change != 0.0 => {
            let more = if change > 0.0 { "mehr" } else { "weniger" };
            text = text
                .say(" Das sind ")
                .change(LICENCES_CONTRACTED, change, compared)
                .say(format!(" {more} als beim vorigen Bericht."));
        }
        _ => {}
    }
    Some(text.paragraph())
}

fn file_types(facts: &Facts) -> Option<Block> {
    let (_, live) = facts.figure(FILE_TYPES_LIVE)?;
    let text = match live {
        0.0 => {
            return Some(Block::paragraph(
                "Aus den Fachverfahren wird noch keine Art von E-Akte im Echtbetrieb geführt.",
            ));
        }
        1.0 => facts
            .sentence()
            .say("Aus den Fachverfahren wird ")
            .figure(FILE_TYPES_LIVE, live)
            .say(" Art von E-Akte im Echtbetrieb geführt."),
        _ => facts
            .sentence()
            .say("Aus den Fachverfahren werden ")
            .figure(FILE_TYPES_LIVE, live)
            .say(" Arten von E-Akten im Echtbetrieb geführt."),
    };
    Some(text.paragraph())
}
