//! What a report says about online services.

use crate::domain::document::Block;
use crate::domain::german::{date, plural};
use crate::kinds::{Compared, Facts};

use super::indicators::ONLINE_SERVICES;

/// The section: what was reported last, what has changed since, and where the count stands.
pub fn write(facts: &Facts) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some((figure, value)) = facts.figure(ONLINE_SERVICES) {
        blocks.push(match figure.compared {
            Some(compared) => since_last_report(facts, value, compared),
            None => first_report(facts, value),
        });
    }
    blocks.extend(facts.update_paragraphs());
    blocks
}

fn first_report(facts: &Facts, value: f64) -> Block {
    let noun = plural(value, "Online-Dienst", "Online-Dienste");
    let start = format!("Zum {} bietet die Stadt ", date(facts.day));
    facts.sentence().say(start).figure(ONLINE_SERVICES, value).say(format!(" {noun} an.")).paragraph()
}

fn since_last_report(facts: &Facts, value: f64, compared: Compared) -> Block {
    let change = value - compared.value;
    let noun = |n: f64| plural(n, "Online-Dienst", "Online-Dienste");
    let place = facts.previous.as_ref().and_then(|p| p.committee.as_deref());
    let place = place.map(|name| format!(" ({name})")).unwrap_or_default();
    let text = facts
        .sentence()
        .say(format!(
            "Zuletzt wurde am {} über die Umsetzung des Onlinezugangsgesetzes berichtet{place}. ",
            date(compared.day)
        ))
        .say(format!("An diesem Tag {} ", plural(compared.value, "war", "waren")))
        .figure_before(ONLINE_SERVICES, compared)
        .say(format!(" {} verfügbar. ", noun(compared.value)));
    let until = date(facts.day);
    let text = if change > 0.0 {
        let verb = plural(change, "ist", "sind");
        text.say(format!("Bis zum {until} {verb} "))
            .change(ONLINE_SERVICES, change, compared)
            .say(format!(" {} hinzugekommen; ", plural(change, "weiterer", "weitere")))
    } else if change < 0.0 {
        let verb = plural(-change, "ist", "sind");
        text.say(format!("Bis zum {until} {verb} "))
            .change(ONLINE_SERVICES, change, compared)
            .say(format!(" {} weggefallen; ", noun(-change)))
    } else {
        text.say(format!("Bis zum {until} ist die Zahl unverändert geblieben; "))
    };
    text.say("aktuell bietet die Stadt ")
        .figure(ONLINE_SERVICES, value)
        .say(format!(" {} an.", noun(value)))
        .paragraph()
}
