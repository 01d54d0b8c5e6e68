//! What a report says about communication.

use crate::domain::document::Block;
use crate::domain::german::plural;
use crate::kinds::Facts;

use super::channel::{Channel, ChannelState, Medium};
use super::indicators::{ACTIVE_CHANNELS, ACTIVITIES};

/// The section: channels, activities, then what the office says.
pub fn write(facts: &Facts) -> Vec<Block> {
    let mut blocks: Vec<Block> = [channels(facts), activities(facts)].into_iter().flatten().collect();
    blocks.extend(facts.update_paragraphs());
    blocks.extend(facts.open_milestones());
    blocks
}

fn channels(facts: &Facts) -> Option<Block> {
    let (_, active) = facts.figure(ACTIVE_CHANNELS).filter(|(_, n)| *n > 0.0)?;
    let text = facts
        .sentence()
        .say("Die Stadt nutzt ")
        .figure(ACTIVE_CHANNELS, active)
        .say(plural(active, " Kanal", " Kanäle"));
    let channels = facts.items_of::<Channel>("Channel");
    let of = |medium| channels.iter().filter(|c| c.state == ChannelState::Active && c.medium == medium).count();
    let text = match (of(Medium::Digital), of(Medium::Analogue)) {
        (0, _) | (_, 0) => text.say("."),
        (digital, analogue) => text.say(format!(", davon {digital} digital und {analogue} analog.")),
    };
    Some(text.paragraph())
}

fn activities(facts: &Facts) -> Option<Block> {
    let (figure, _) = facts.figure(ACTIVITIES)?;
    let (compared, change) = (figure.compared?, facts.change(ACTIVITIES)?);
    if change <= 0.0 {
        return None;
    }
    let text = facts
        .sentence()
        .say("Seit dem vorigen Bericht gab es ")
        .change(ACTIVITIES, change, compared)
        .say(plural(change, " Maßnahme der Öffentlichkeitsarbeit.", " Maßnahmen der Öffentlichkeitsarbeit."));
    Some(text.paragraph())
}
