//! What a report says about process models.

use crate::domain::document::Block;
use crate::domain::german::{enumeration, plural};
use crate::kinds::Facts;

use super::indicators::{MODELS, MODELS_RELEASED};
use super::model::{ModelState, ProcessModel};

/// The section: how many processes there are, how many are released, and where the others stand.
pub fn write(facts: &Facts) -> Vec<Block> {
    let mut blocks: Vec<Block> = count(facts).into_iter().collect();
    blocks.extend(facts.update_paragraphs());
    blocks.extend(facts.open_milestones());
    blocks
}

fn count(facts: &Facts) -> Option<Block> {
    let (_, models) = facts.figure(MODELS).filter(|(_, n)| *n > 0.0)?;
    let (figure, released) = facts.figure(MODELS_RELEASED).map_or((None, 0.0), |(f, v)| (Some(f), v));
    let mut text = facts
        .sentence()
        .say("Im Prozessregister ")
        .say(plural(models, "steht ", "stehen "))
        .figure(MODELS, models)
        .say(plural(models, " Prozess; ", " Prozesse; "));
    text = match released {
        0.0 => text.say("freigegeben ist noch kein Modell."),
        _ => text
            .say("freigegeben ")
            .say(plural(released, "ist ", "sind "))
            .figure(MODELS_RELEASED, released)
            .say(plural(released, " Modell.", " Modelle.")),
    };
    if let (Some(compared), Some(change)) = (figure.and_then(|f| f.compared), facts.change(MODELS_RELEASED))
        && change > 0.0
    {
        text = text
            .say(" Seit dem vorigen Bericht ")
            .say(plural(change, "kam ", "kamen "))
            .change(MODELS_RELEASED, change, compared)
            .say(plural(change, " Freigabe hinzu.", " Freigaben hinzu."));
    }
    let under_way = under_way(facts);
    if !under_way.is_empty() {
        text = text.say(format!(" In Arbeit: {}.", enumeration(&under_way)));
    }
    Some(text.paragraph())
}

fn under_way(facts: &Facts) -> Vec<String> {
    let models = facts.items_of::<ProcessModel>("ProcessModel");
    let states = [
        (ModelState::Profiled, "mit Steckbrief"),
        (ModelState::AsIsModelled, "im Ist modelliert"),
        (ModelState::ToBeModelled, "im Soll modelliert"),
        (ModelState::Reviewed, "geprüft"),
    ];
    let counted = states.map(|(state, label)| (models.iter().filter(|m| m.state == state).count(), label));
    counted.into_iter().filter(|(n, _)| *n > 0).map(|(n, label)| format!("{n} {label}")).collect()
}
