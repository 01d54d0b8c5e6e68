//! The check before submission (Prüfung auf Vollständigkeit): what a report lacks, and what in it contradicts its figures.
//! Pure: a report is held against the facts from which it is composed.

mod attachments;
mod numbers;
mod overrides;
mod typed;

use std::collections::BTreeSet;

use chrono_tz::Tz;

use analysis::health::Difference;
use domain::project::{Health, Light};
use domain::report::{ClimateRelevance, Report, Wording};
use domain::sections::places;
use domain::status_update::StatusUpdate;
use domain::time::Day;
use kinds::{Facts, Figure};

use super::compose::{Composition, compose, sections};
use super::finding::{Finding, FindingCode};
use texts::Texts;

pub use overrides::{open, unmatched_overrides, waived};

/// Everything that the check finds, in the order of the report, each once; days are those of `zone`, where it is `today`.
pub fn findings(composition: &Composition, today: Day, zone: Tz) -> Vec<Finding> {
    let document = compose(composition, zone, &[]);
    let texts = texts::of(&document.language);
    let mut found = Vec::new();
    if composition.report.as_of > today {
        let detail = (texts.completeness.future_as_of)(&(texts.writing.date)(composition.report.as_of));
        found.push(Finding::new(FindingCode::FutureAsOf, places::AS_OF, detail));
    }
    for facts in &composition.projects {
        project(composition, facts, texts, &mut found);
    }
    found.extend(wordings(composition, texts));
    found.extend(numbers::contradicting(composition, &document, texts));
    found.extend(attachments::missing(composition, texts));
    paper(&composition.report, texts, &mut found);
    let mut known = BTreeSet::new();
    found.retain(|finding| known.insert((finding.code, finding.place.clone(), finding.subject.clone())));
    found
}

fn project(composition: &Composition, facts: &Facts, texts: &Texts, found: &mut Vec<Finding>) {
    let (words, project) = (&texts.completeness, &facts.project);
    let (slug, title) = (project.slug.as_str(), project.title.as_str());
    // What the previous report did not know is new, whenever it was written; before the first report there is a period.
    let new = |update: &StatusUpdate| match composition.previous {
        Some(_) => !facts.updates_told,
        None => update.as_of >= composition.period_from,
    };
    if !project.phase.over() && !facts.updates.iter().any(new) {
        let detail = (words.missing_status_update)(title);
        found.push(Finding::new(FindingCode::MissingStatusUpdate, slug, detail));
    }
    let key_figure = kinds::kind(&project.kind).map(|kind| kind.key_figure);
    for (key, figure) in facts.figures.iter().filter(|_| project.phase.counted()) {
        if figure.value.is_none() && !figure.not_applicable && (Some(key.as_str()) == key_figure || awaited(figure)) {
            let detail = (words.missing_value)(title, &figure.label);
            found.push(Finding::new(FindingCode::MissingValue, slug, detail).about(key));
        }
    }
    let judged = composition.judged.get(slug);
    for (dimension, light) in project.health.iter().flat_map(Health::lights) {
        let computed = judged.and_then(|j| j.lights().into_iter().find(|(name, _)| *name == dimension));
        if let Some((_, computed)) = computed.filter(|_| light.reason.is_none())
            && Difference::of(light.light, computed.light) == Difference::DeclaredBetter
        {
            let named = (texts.names.dimension)(dimension);
            let [declared, why_not] = [light.light, computed.light].map(texts.names.light);
            let why = (texts.explanations.health)(&computed.explanation);
            let detail = (words.contradicting_health)(title, named, declared, why_not, &why);
            found.push(Finding::new(FindingCode::ContradictingHealth, slug, detail).about(dimension));
        }
        if light.light != Light::Green && light.reason.is_none() {
            let (named, light) = ((texts.names.dimension)(dimension), (texts.names.light)(light.light));
            let detail = (words.unexplained_health)(title, named, light);
            found.push(Finding::new(FindingCode::UnexplainedHealth, slug, detail).about(dimension));
        }
    }
}

/// Whether an indicator without a value is awaited: something was ever said of it, in figures or in words, or it has a
/// target. Of what a kind brings along and nobody ever observed, nothing is asked.
fn awaited(figure: &Figure) -> bool {
    let said = figure.stated.is_some() || figure.outdated.is_some() || figure.compared.is_some();
    said || figure.target.is_some()
}

/// What is missing in the form of the council.
fn paper(report: &Report, texts: &Texts, found: &mut Vec<Finding>) {
    let words = &texts.completeness;
    let climate = match &report.climate {
        None => Some(words.no_climate),
        Some(climate) if climate.relevance != ClimateRelevance::Low && climate.explanation.is_none() => {
            Some(words.unexplained_climate)
        }
        Some(_) => None,
    };
    let costs = match &report.costs {
        None => Some(words.no_costs),
        Some(costs) if costs.incurred && costs.amounts.is_empty() => Some(words.costs_without_amount),
        Some(_) => None,
    };
    let agenda = match (report.meeting, &report.agenda_item) {
        (None, _) => Some(words.no_meeting),
        (Some(_), None) => Some(words.no_agenda_item),
        (Some(_), Some(_)) => None,
    };
    let all = [
        (FindingCode::UnexplainedClimate, places::CLIMATE, climate),
        (FindingCode::CostsWithoutAmount, places::COSTS, costs),
        (FindingCode::MissingAgendaItem, places::AGENDA_ITEM, agenda),
    ];
    found.extend(all.into_iter().filter_map(|(code, place, detail)| Some(Finding::new(code, place, detail?))));
}

/// Texts of the author that have no place in the report, or no longer the one for which they were written.
fn wordings(composition: &Composition, texts: &Texts) -> Vec<Finding> {
    let words = &texts.completeness;
    let sections = sections(composition);
    let check = |wording: &Wording| {
        let Some(section) = sections.iter().find(|section| section.key == wording.section) else {
            let detail = (words.unplaced_section)(&wording.section);
            return Some(Finding::new(FindingCode::UnplacedWording, &wording.section, detail));
        };
        let replaced = wording.replaces.as_deref()?;
        match section.paragraph(replaced) {
            None => Some(Finding::new(FindingCode::UnplacedWording, replaced, (words.unplaced_paragraph)(replaced))),
            Some(now) if wording.instead_of.as_ref().is_some_and(|then| *then != now) => {
                let detail = (words.outdated_wording)(replaced, &now);
                Some(Finding::new(FindingCode::OutdatedWording, replaced, detail))
            }
            Some(_) => None,
        }
    };
    let all = composition.report.wordings.iter().enumerate();
    all.filter_map(|(n, wording)| Some(check(wording)?.about(&format!("/wordings/{n}")))).collect()
}

#[cfg(test)]
#[path = "tests/findings.rs"]
mod tests;
