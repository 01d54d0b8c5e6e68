//! What a report says about communication.

use crate::domain::document::Block;
use crate::domain::german::{number, plural};
use crate::kinds::Facts;

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
    let channels = facts.items_of::<Channel>("Channel");
    let of = |medium| channels.iter().filter(|c| c.state == ChannelState::Active && c.medium == medium).count();
    let text = match (of(Medium::Digital), of(Medium::Analogue)) {
        (digital, analogue) if digital > 0 && analogue > 0 && (digital + analogue) as f64 == active => {
            text.say(format!(", davon {digital} digital und {analogue} analog."))
        }
        // Channels that are counted but not named may be either.
        _ => text.say("."),
    };
    Some(text.paragraph())
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
    let named = facts.items_of::<Activity>("Activity");
    let (compared, change) = facts.since_previous(ACTIVITIES).unzip();
    // An activity has a day of its own, which says better than the count when it was: it may be entered late.
    let since = match named.iter().filter(|a| previous.day < a.date && a.date <= facts.day).count() {
        0 if named.is_empty() => change?,
        n => n as f64,
    };
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
            (n, _) => text.say(format!("gab es {}", number(n))).say(noun(n)),
        }
        .paragraph(),
    )
}
