//! What a report says about a rollout "office by office": each module from its own units, then the offices as a whole.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::{Facts, Sentence};
use domain::document::Block;
use texts::grammar::{date, enumeration, number, plural};

use super::course::Rollout;
use super::unit::{Module, OFFICES_CONCERNED_KEY, OFFICES_LIVE_KEY, RolloutState, RolloutUnit};

const LIVE: &str = OFFICES_LIVE_KEY;
const CONCERNED: &str = OFFICES_CONCERNED_KEY;

/// How far the rollout of these modules is; `whole` is what they are together, as the beginning of a sentence.
///
/// An office is live when everything that applies to it is live, so that the count of offices speaks of no single
/// module: where there are several, each is said from its own units.
pub fn paragraphs(facts: &Facts, modules: &[Module], whole: &str) -> Vec<Block> {
    if let Some(moved) = facts.without_number(LIVE, "Zahl der Ämter im Echtbetrieb", "hat sich") {
        return vec![moved];
    }
    let value = |key| facts.figure(key).map(|(_, value)| value);
    let (concerned, live) = match (value(CONCERNED), value(LIVE)) {
        (None, None) => return Vec::new(),
        (Some(0.0), _) => return vec![for_no_office(facts)],
        (Some(concerned), Some(live)) if live <= concerned => (concerned, live),
        (Some(concerned), None) => return vec![only_planned(facts, concerned)],
        // Without the number of all offices, or with one that is too small, it is not said of how many.
        (_, Some(live)) => return vec![only_live(facts, live, whole)],
    };
    let units: Vec<Unit> = facts.identified("RolloutUnit");
    let units: Vec<_> = units.iter().filter(|(_, u)| u.state != RolloutState::NotApplicable).collect();
    let of_module = |module: &Module| {
        let units: Vec<_> = units.iter().copied().filter(|(_, u)| u.module == *module).collect();
        (!units.is_empty()).then_some((*module, units))
    };
    let by_module: Vec<_> = modules.iter().filter_map(of_module).collect();
    let all = Progress::of(facts, &units);
    // Offices that are counted in a balance without being named would be missing from what is said of a module.
    let named = all.concerned == concerned && all.live == live;
    let counted = Progress { concerned, live, ..all };
    match by_module.as_slice() {
        [(module, units)] if named => {
            let text = runs(facts, &format!("{} läuft", begin(*module)), &counted, Source::Figures, "vorgesehenen ");
            vec![on_the_way(facts, change(facts, text), units).paragraph()]
        }
        [_, _, ..] if named => {
            let mut blocks: Vec<Block> =
                by_module.iter().map(|(module, units)| of_one(facts, *module, units)).collect();
            blocks.extend(together(facts, &counted, whole));
            blocks
        }
        _ => vec![
            change(facts, runs(facts, &format!("{whole} läuft"), &counted, Source::Figures, "vorgesehenen "))
                .paragraph(),
        ],
    }
}

fn begin(module: Module) -> &'static str {
    match module {
        Module::InvoiceRegister => "Das elektronische Rechnungseingangsbuch",
        Module::ApprovalWorkflow => "Der Anordnungsworkflow",
        Module::Dms => "Das Dokumentenmanagementsystem",
    }
}

/// In how many of how many offices something is live.
struct Progress {
    concerned: f64,
    live: f64,
    /// The name of the only office, if there is only one that nothing else names.
    only: Option<String>,
}

impl Progress {
    /// An office is live when all of these units of it are.
    fn of(facts: &Facts, units: &[&Unit]) -> Self {
        let mut offices: BTreeMap<Uuid, bool> = BTreeMap::new();
        for (_, unit) in units {
            let live = offices.entry(unit.office).or_insert(true);
            *live = *live && unit.state == RolloutState::Live;
        }
        let mut names = offices.keys();
        let only = match (names.next(), names.next()) {
            (Some(office), None) if !units.iter().any(|(_, u)| is_on_the_way(u.state)) => facts.office(*office),
            _ => None,
        };
        let live = offices.values().filter(|live| **live).count();
        Self { concerned: offices.len() as f64, live: live as f64, only: only.map(str::to_owned) }
    }
}

/// A unit with its id.
type Unit = (Uuid, RolloutUnit);

/// Where the numbers of a sentence come from.
#[derive(Clone, Copy)]
enum Source<'u> {
    /// The indicators of the project.
    Figures,
    /// The units of one module, which is a part of what the indicators count.
    Units(Module, &'u [&'u Unit]),
}

impl Source<'_> {
    fn say<'a>(self, text: Sentence<'a>, key: &str, words: &str) -> Sentence<'a> {
        let Self::Units(module, units) = self else { return text.figure_in_words(key, words) };
        let open = units.iter().filter(|(_, unit)| unit.state != RolloutState::Live);
        let open: BTreeSet<Uuid> = open.map(|(_, unit)| unit.office).collect();
        let counted = units.iter().filter(|(_, unit)| key != LIVE || !open.contains(&unit.office));
        text.part_in_words(key, words, (module.label(), &counted.map(|(id, _)| *id).collect::<Vec<_>>()))
    }
}

/// "… läuft in 12 von 30 vorgesehenen Ämtern im Echtbetrieb."; `begin` ends with its verb.
fn runs<'a>(facts: &'a Facts, begin: &str, progress: &Progress, source: Source<'_>, which: &str) -> Sentence<'a> {
    let Progress { concerned, live, ref only } = *progress;
    let yet = facts.yet(LIVE);
    let text = facts.sentence().say(begin);
    if concerned == 1.0 {
        let name = only.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
        let not = if live == 0.0 { format!("{yet}nicht ") } else { String::new() };
        return text.say(format!(" im einzigen {which}Amt{name} {not}im Echtbetrieb."));
    }
    let both = concerned == 2.0;
    let all = if both { "beiden".to_owned() } else { number(concerned) };
    let text = if live == 0.0 {
        let text = source.say(text.say(format!(" {yet}in ")), LIVE, "keinem").say(" der ");
        source.say(text, CONCERNED, &all).say(format!(" {which}Ämter"))
    } else if live == concerned {
        source.say(text.say(if both { " in " } else { " in allen " }), LIVE, &all).say(format!(" {which}Ämtern"))
    } else {
        let text = source.say(text.say(" in "), LIVE, &number(live)).say(" von ");
        source.say(text, CONCERNED, &number(concerned)).say(format!(" {which}Ämtern"))
    };
    text.say(" im Echtbetrieb.")
}

/// One of several modules, from its own units.
fn of_one(facts: &Facts, module: Module, units: &[&Unit]) -> Block {
    let progress = Progress::of(facts, units);
    let source = Source::Units(module, units);
    let text = runs(facts, &format!("{} läuft", begin(module)), &progress, source, "vorgesehenen ");
    on_the_way(facts, text, units).paragraph()
}

/// The offices in which all modules are live; left out where the modules have said it already.
fn together(facts: &Facts, counted: &Progress, whole: &str) -> Option<Block> {
    let moved = facts.since_previous(LIVE).is_some_and(|(_, change)| change != 0.0);
    if counted.concerned == 1.0 || (counted.live == 0.0 && !moved) {
        return None;
    }
    let begin = format!("{whole} läuft mit allem, was für das einzelne Amt vorgesehen ist,");
    Some(change(facts, runs(facts, &begin, counted, Source::Figures, "")).paragraph())
}

fn change<'a>(facts: &'a Facts, text: Sentence<'a>) -> Sentence<'a> {
    match facts.since_previous(LIVE) {
        Some((compared, change)) if change > 0.0 => text
            .say(plural(change, " Seit dem vorigen Bericht ist ", " Seit dem vorigen Bericht sind "))
            .change(LIVE, change, compared)
            .say(plural(change, " Amt hinzugekommen.", " Ämter hinzugekommen.")),
        // What was live and is no more is said as plainly as what is new.
        Some((compared, change)) if change < 0.0 => text
            .say(format!(" Am {} {} es ", date(compared.day), plural(compared.value, "war", "waren")))
            .figure_before(LIVE, compared)
            .say(plural(compared.value, " Amt.", " Ämter.")),
        _ => text,
    }
}

/// What lies between the beginning and the aim, by how near it is to that.
const ON_THE_WAY: [RolloutState; 3] = [RolloutState::Pilot, RolloutState::Training, RolloutState::Preparing];

fn is_on_the_way(state: RolloutState) -> bool {
    ON_THE_WAY.contains(&state)
}

/// The offices on the way, with their names.
fn on_the_way<'a>(facts: &Facts, mut text: Sentence<'a>, units: &[&Unit]) -> Sentence<'a> {
    for state in ON_THE_WAY {
        let there = units.iter().filter(|(_, u)| u.state == state);
        let names: BTreeSet<&str> = there.filter_map(|(_, u)| facts.office(u.office)).collect();
        if !names.is_empty() {
            text = text.say(format!(
                " {}: {}.",
                Rollout::label(state),
                enumeration(&names.into_iter().collect::<Vec<_>>())
            ));
        }
    }
    text
}

fn for_no_office(facts: &Facts) -> Block {
    let text = facts.sentence().say("Die Einführung ist derzeit für ").figure_in_words(CONCERNED, "kein");
    text.say(" Amt vorgesehen.").paragraph()
}

fn only_planned(facts: &Facts, concerned: f64) -> Block {
    let text = facts.sentence().say("Die Einführung ist für ").figure(CONCERNED, concerned);
    text.say(plural(concerned, " Amt vorgesehen.", " Ämter vorgesehen.")).paragraph()
}

fn only_live(facts: &Facts, live: f64, whole: &str) -> Block {
    let text = facts.sentence().say(format!("{whole} läuft "));
    let text = match live {
        0.0 => text.say(format!("{}in ", facts.yet(LIVE))).figure_in_words(LIVE, "keinem").say(" Amt"),
        _ => text.say("in ").figure(LIVE, live).say(plural(live, " Amt", " Ämtern")),
    };
    change(facts, text.say(" im Echtbetrieb.")).paragraph()
}
