//! What a report says about process models.

use uuid::Uuid;

use crate::{Facts, Sentence};
use domain::document::Block;
use texts::grammar::{date, plural};

use super::indicators::{MODELS, MODELS_RELEASED};
use super::model::{ModelState, ProcessModel};

/// The section: how many processes there are, how many are released, and where the others stand.
pub fn write(facts: &Facts) -> Vec<Block> {
    let unnumbered = facts.without_number(MODELS_RELEASED, "Zahl der freigegebenen Prozessmodelle", "hat sich");
    let mut blocks: Vec<Block> = count(facts).into_iter().collect();
    blocks.extend(unnumbered);
    blocks.extend(facts.update_paragraphs());
    blocks.extend(facts.milestone_paragraph());
    blocks
}

fn count(facts: &Facts) -> Option<Block> {
    let models = facts.figure(MODELS).map(|(_, models)| models);
    let outdated = facts.outdated_by(MODELS_RELEASED);
    let released = facts.figure(MODELS_RELEASED).map(|(_, released)| released).filter(|_| outdated.is_none());
    let text = match (models, released) {
        (None, None) => return None,
        (Some(0.0), _) => {
            let text = facts.sentence().say("Im Prozessregister steht derzeit ").figure_in_words(MODELS, "kein");
            return Some(text.say(" Prozess.").paragraph());
        }
        (Some(models), released) => {
            let text = facts
                .sentence()
                .say(plural(models, "Im Prozessregister steht ", "Im Prozessregister stehen "))
                .figure(MODELS, models)
                .say(plural(models, " Prozess", " Prozesse"));
            match released {
                Some(n) => with_change(facts, released_of(facts, text.say("; freigegeben "), n, MODEL)),
                None => text.say("."),
            }
        }
        (None, Some(n)) => {
            with_change(facts, released_of(facts, facts.sentence().say("Freigegeben "), n, PROCESS_MODEL))
        }
    };
    let under_way = under_way(facts);
    if under_way.is_empty() {
        return Some(text.paragraph());
    }
    let text = text
        .say(" In Arbeit: ")
        .each(&under_way, |text, (label, models)| text.part(MODELS, label, models).say(format!(" {label}")));
    Some(text.say(".").paragraph())
}

const MODEL: [&str; 2] = [" Modell", " Modelle"];
const PROCESS_MODEL: [&str; 2] = [" Prozessmodell", " Prozessmodelle"];

/// "… sind 3 Modelle, davon 2 schon umgesetzt.", after "freigegeben".
fn released_of<'a>(facts: &'a Facts, text: Sentence<'a>, released: f64, [one, many]: [&str; 2]) -> Sentence<'a> {
    let text = match released {
        0.0 => text.say(format!("ist {}", facts.yet(MODELS_RELEASED))).figure_in_words(MODELS_RELEASED, "kein"),
        _ => text.say(plural(released, "ist ", "sind ")).figure(MODELS_RELEASED, released),
    };
    let text = text.say(plural(released.max(1.0), one, many));
    let implemented = in_state(facts, ModelState::Implemented);
    match implemented.len() {
        0 => text.say("."),
        _ => {
            let label = "schon umgesetzt";
            text.say(", davon ").part(MODELS_RELEASED, label, &implemented).say(format!(" {label}."))
        }
    }
}

/// The models in a state.
fn in_state(facts: &Facts, state: ModelState) -> Vec<Uuid> {
    let models = facts.identified::<ProcessModel>("ProcessModel");
    models.iter().filter(|(_, model)| model.state == state).map(|(id, _)| *id).collect()
}

fn with_change<'a>(facts: &'a Facts, text: Sentence<'a>) -> Sentence<'a> {
    match facts.since_previous(MODELS_RELEASED) {
        Some((compared, change)) if change > 0.0 => text
            .say(plural(change, " Seit dem vorigen Bericht kam ", " Seit dem vorigen Bericht kamen "))
            .change(MODELS_RELEASED, change, compared)
            .say(plural(change, " Freigabe hinzu.", " Freigaben hinzu.")),
        Some((compared, change)) if change < 0.0 => text
            .say(format!(" Am {} {} es ", date(compared.day), plural(compared.value, "war", "waren")))
            .figure_before(MODELS_RELEASED, compared)
            .say("."),
        _ => text,
    }
}

/// The models on the way, by how far they are.
fn under_way(facts: &Facts) -> Vec<(&'static str, Vec<Uuid>)> {
    let states = [
        (ModelState::Profiled, "mit Steckbrief"),
        (ModelState::AsIsModelled, "im Ist modelliert"),
        (ModelState::ToBeModelled, "im Soll modelliert"),
        (ModelState::Reviewed, "geprüft"),
    ];
    let states = states.map(|(state, label)| (label, in_state(facts, state)));
    states.into_iter().filter(|(_, models)| !models.is_empty()).collect()
}
