//! What a report says about online services.

use crate::{Compared, Facts, Sentence};
use domain::document::Block;
use texts::grammar::{date, plural};

use super::indicators::ONLINE_SERVICES;

/// The section: what was reported last, what has changed since, and where the count stands.
pub fn write(facts: &Facts) -> Vec<Block> {
    let unnumbered = facts.without_number(ONLINE_SERVICES, "Zahl der Online-Dienste", "hat sich");
    let mut blocks: Vec<Block> = unnumbered.or_else(|| count(facts)).into_iter().collect();
    blocks.extend(facts.update_paragraphs());
    blocks.extend(facts.milestone_paragraph());
    blocks
}

fn count(facts: &Facts) -> Option<Block> {
    let (_, value) = facts.figure(ONLINE_SERVICES)?;
    Some(match facts.since_previous(ONLINE_SERVICES) {
        Some((compared, change)) => since_last_report(facts, value, compared, change),
        None => offered(facts.sentence().say(format!("Zum {} bietet die Stadt ", date(facts.day))), value),
    })
}

fn noun(n: f64) -> &'static str {
    plural(n, " Online-Dienst", " Online-Dienste")
}

/// "… bietet die Stadt 117 Online-Dienste an.", after what says when.
fn offered(text: Sentence<'_>, value: f64) -> Block {
    let text = match value {
        0.0 => text.figure_in_words(ONLINE_SERVICES, "keine"),
        _ => text.figure(ONLINE_SERVICES, value),
    };
    text.say(noun(value)).say(" an.").paragraph()
}

fn since_last_report(facts: &Facts, value: f64, compared: Compared, change: f64) -> Block {
    let until = date(facts.day);
    let text = last_report(facts, compared).say(plural(compared.value, "An diesem Tag war ", "An diesem Tag waren "));
    let text = match compared.value {
        0.0 => text.figure_before_in_words(ONLINE_SERVICES, "keine", compared),
        _ => text.figure_before(ONLINE_SERVICES, compared),
    };
    let text = text.say(noun(compared.value)).say(" verfügbar. ");
    let verb = plural(change.abs(), "ist", "sind");
    let text = if change > 0.0 {
        // After none there is nothing to which more could come.
        let more = if compared.value == 0.0 { noun(change) } else { plural(change, " weiterer", " weitere") };
        text.say(format!("Bis zum {until} {verb} "))
            .change(ONLINE_SERVICES, change, compared)
            .say(format!("{more} hinzugekommen; "))
    } else if change < 0.0 {
        text.say(format!("Bis zum {until} {verb} "))
            .change(ONLINE_SERVICES, change, compared)
            .say(format!("{} weggefallen; ", noun(-change)))
    } else if value == 0.0 {
        return text.say(format!("Daran hat sich bis zum {until} nichts geändert.")).paragraph();
    } else {
        text.say(format!("Bis zum {until} ist die Zahl unverändert geblieben; "))
    };
    offered(text.say("aktuell bietet die Stadt "), value)
}

/// When there was a report before; where no meeting is known, its Stichtag is not made one.
fn last_report(facts: &Facts, compared: Compared) -> Sentence<'_> {
    let previous = facts.previous.as_ref();
    let when = match previous.filter(|p| p.day == p.as_of) {
        Some(_) => format!("zum Stichtag {}", date(compared.day)),
        None => format!("am {}", date(compared.day)),
    };
    let place = previous.and_then(|p| p.committee.as_deref()).map(|name| format!(" ({name})")).unwrap_or_default();
    facts
        .sentence()
        .say(format!("Zuletzt wurde {when} über die Umsetzung des Onlinezugangsgesetzes berichtet{place}. "))
}
