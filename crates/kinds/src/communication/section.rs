//! What a report says about communication.

use uuid::Uuid;

use crate::Facts;
use domain::document::Block;
use texts::grammar::plural;

use super::activity::Activity;
use super::channel::{Channel, ChannelState, Medium};
use super::indicators::{ACTIVE_CHANNELS, ACTIVITIES};

/// The section: channels, activities, then what the office says.
pub fn write(facts: &Facts) -> Vec<Block> {
    let unnumbered = facts.without_number(ACTIVE_CHANNELS, "Zahl der Kommunikationskanäle", "hat sich");
    let mut blocks: Vec<Block> = unnumbered.or_else(|| channels(facts)).into_iter().collect();
    blocks.extend(activities(facts));
    blocks.extend(facts.update_paragraphs());
    blocks.extend(facts.milestone_paragraph());
    blocks
}

fn channels(facts: &Facts) -> Option<Block> {
    let (_, active) = facts.figure(ACTIVE_CHANNELS)?;
    if active == 0.0 {
        let text = facts.sentence().say("Derzeit ist ").figure_in_words(ACTIVE_CHANNELS, "kein");
        return Some(text.say(" Kommunikationskanal in Betrieb.").paragraph());
    }
    let text = facts
        .sentence()
        .say("Die Stadt nutzt ")
        .figure(ACTIVE_CHANNELS, active)
        .say(plural(active, " Kanal", " Kanäle"));
    let channels = facts.identified::<Channel>("Channel");
    let of = |medium| -> Vec<Uuid> {
        let there = channels.iter().filter(|(_, c)| c.state == ChannelState::Active && c.medium == medium);
        there.map(|(id, _)| *id).collect()
    };
    let (digital, analogue) = (of(Medium::Digital), of(Medium::Analogue));
    // Channels that are counted but not named may be either.
    let all_named = (digital.len() + analogue.len()) as f64 == active;
    if digital.is_empty() || analogue.is_empty() || !all_named {
        return Some(text.say(".").paragraph());
    }
    let text = text.say(", davon ").part(ACTIVE_CHANNELS, "digital", &digital).say(" digital und ");
    Some(text.part(ACTIVE_CHANNELS, "analog", &analogue).say(" analog.").paragraph())
}

fn activities(facts: &Facts) -> Option<Block> {
    let (_, all) = facts.figure(ACTIVITIES)?;
    let noun = |n| plural(n, " Maßnahme der Öffentlichkeitsarbeit.", " Maßnahmen der Öffentlichkeitsarbeit.");
    let Some(previous) = &facts.previous else {
        let text = facts.sentence().say("Seit Beginn der Erfassung gab es ");
        return (all > 0.0).then(|| text.figure(ACTIVITIES, all).say(noun(all)).paragraph());
    };
    if previous.day >= facts.day {
        return None;
    }
    let named = facts.identified::<Activity>("Activity");
    let (compared, change) = facts.since_previous(ACTIVITIES).unzip();
    // An activity has a day of its own, which says better than the count when it was: it may be entered late.
    let between = |activity: &Activity| previous.day < activity.date && activity.date <= facts.day;
    let new: Vec<Uuid> = named.iter().filter(|(_, activity)| between(activity)).map(|(id, _)| *id).collect();
    let since = if named.is_empty() { change? } else { new.len() as f64 };
    let text = facts.sentence().say("Seit dem vorigen Bericht ");
    Some(
        match (since, compared) {
            (0.0, _) => text.say("wurde keine Maßnahme der Öffentlichkeitsarbeit erfasst."),
            // The number is the difference of the count on the two days, and leads there.
            (n, Some(compared)) if change == Some(n) => {
                text.say("gab es ").change(ACTIVITIES, n, compared).say(noun(n))
            }
            // Nothing was counted before, so that all there is came since.
            (n, None) if all == n => text.say("gab es ").figure(ACTIVITIES, n).say(noun(n)),
            (n, _) => text.say("gab es ").part(ACTIVITIES, "seit dem vorigen Bericht", &new).say(noun(n)),
        }
        .paragraph(),
    )
}
