//! What a report says about files, licences and the rollout of the DMS.

use crate::{Facts, Sentence, rollout};
use domain::document::Block;
use texts::grammar::{date, plural};

use super::indicators::{FILE_TYPES_LIVE, LICENCES_ASSIGNED, LICENCES_CONTRACTED};

/// The section: licences, file types, rollout, then what the office says.
pub fn write(facts: &Facts) -> Vec<Block> {
    let unnumbered = facts.without_number(LICENCES_CONTRACTED, "Zahl der Lizenzen", "wurde");
    let mut blocks: Vec<Block> = unnumbered.or_else(|| licences(facts)).into_iter().collect();
    blocks.extend(file_types(facts));
    blocks.extend(rollout::paragraphs(facts, &[rollout::Module::Dms], "Das Dokumentenmanagementsystem"));
    blocks.extend(facts.update_paragraphs());
    blocks.extend(facts.milestone_paragraph());
    blocks
}

/// "Beschafft sind 600 Lizenzen, 200 mehr als beim vorigen Bericht; zugewiesen sind 402."
fn licences(facts: &Facts) -> Option<Block> {
    let assigned = facts.figure(LICENCES_ASSIGNED).map(|(_, assigned)| assigned);
    let Some((_, contracted)) = facts.figure(LICENCES_CONTRACTED) else {
        let assigned = assigned.filter(|n| *n > 0.0)?;
        let text = facts.sentence().say(plural(assigned, "Zugewiesen ist ", "Zugewiesen sind "));
        let text = text.figure(LICENCES_ASSIGNED, assigned).say(plural(assigned, " Lizenz.", " Lizenzen."));
        return Some(text.paragraph());
    };
    let text = match contracted {
        0.0 => facts
            .sentence()
            .say(format!("Beschafft ist {}", facts.yet(LICENCES_CONTRACTED)))
            .figure_in_words(LICENCES_CONTRACTED, "keine")
            .say(" Lizenz"),
        _ => facts
            .sentence()
            .say(plural(contracted, "Beschafft ist ", "Beschafft sind "))
            .figure(LICENCES_CONTRACTED, contracted)
            .say(plural(contracted, " Lizenz", " Lizenzen")),
    };
    let text = compared(facts, text, contracted);
    let text = match assigned {
        Some(assigned) => assigned_of(facts, text, assigned, contracted),
        None => text,
    };
    Some(text.say(".").paragraph())
}

/// How many licences there are more or less; said before the assigned ones, or it would seem to be about those.
fn compared<'a>(facts: &'a Facts, text: Sentence<'a>, contracted: f64) -> Sentence<'a> {
    let Some((compared, change)) = facts.since_previous(LICENCES_CONTRACTED) else { return text };
    match change {
        0.0 => text,
        _ if contracted == 0.0 => text
            .say(format!(" mehr; am {} ", date(compared.day)))
            .say(plural(compared.value, "war es ", "waren es "))
            .figure_before(LICENCES_CONTRACTED, compared),
        _ => text
            .say(", ")
            .change(LICENCES_CONTRACTED, change, compared)
            .say(if change > 0.0 { " mehr" } else { " weniger" })
            .say(" als beim vorigen Bericht"),
    }
}

fn assigned_of<'a>(facts: &'a Facts, text: Sentence<'a>, assigned: f64, contracted: f64) -> Sentence<'a> {
    let figure = |text: Sentence<'a>| text.figure(LICENCES_ASSIGNED, assigned);
    match assigned {
        0.0 if contracted == 0.0 => text,
        0.0 => {
            let text = text.say(format!("; zugewiesen ist {}", facts.yet(LICENCES_ASSIGNED)));
            text.figure_in_words(LICENCES_ASSIGNED, "keine")
        }
        n if n > contracted => {
            figure(text.say(plural(n, "; zugewiesen ist ", "; zugewiesen sind "))).say(", mehr als beschafft")
        }
        n if n == contracted && n == 1.0 => text.say("; sie ist zugewiesen"),
        n if n == contracted => figure(text.say("; zugewiesen sind alle ")),
        n => figure(text.say(plural(n, "; zugewiesen ist ", "; zugewiesen sind "))),
    }
}

fn file_types(facts: &Facts) -> Option<Block> {
    let (_, live) = facts.figure(FILE_TYPES_LIVE)?;
    let text =
        facts.sentence().say(plural(live.max(1.0), "Aus den Fachverfahren wird ", "Aus den Fachverfahren werden "));
    let text = match live {
        0.0 => text.say(facts.yet(FILE_TYPES_LIVE)).figure_in_words(FILE_TYPES_LIVE, "keine"),
        _ => text.figure(FILE_TYPES_LIVE, live),
    };
    let noun = plural(live.max(1.0), " Art von E-Akte", " Arten von E-Akten");
    Some(text.say(noun).say(" im Echtbetrieb geführt.").paragraph())
}
