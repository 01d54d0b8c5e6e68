//! The check before submission (Prüfung auf Vollständigkeit): what a report lacks, and what in it contradicts its figures.
//! Pure: a report is held against the facts from which it is composed.

mod numbers;
mod overrides;

use std::collections::BTreeSet;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::project::{Health, Light};
use crate::domain::report::{ClimateRelevance, Report, Wording};
use crate::domain::sections::places;
use crate::domain::status_update::StatusUpdate;
use crate::domain::time::Day;
use crate::kinds::{self, Facts, Figure};

use super::compose::{Composition, compose, sections};
use super::texts::{self, Texts};

pub use overrides::{judge, open, passed};

crate::names! {
    /// What the check finds.
    pub enum FindingCode {
        /// A project of which nothing was said in the reporting period (which begins on the day after the previous report
        /// was given, before the first one three months earlier); of what is over, nothing more is awaited.
        MissingStatusUpdate = "missing_status_update",
        /// An indicator of a project that is counted has no value: the key figure of its kind, and every other one of which
        /// something was ever said or for which a target is set. `subject` is its key.
        MissingValue = "missing_value",
        /// A light that is not green, without saying why. `subject` is which of the three.
        UnexplainedHealth = "unexplained_health",
        /// Climate relevance that is not assessed, or partial or high without its explanation.
        UnexplainedClimate = "unexplained_climate",
        /// Costs of which nothing or no amount is said.
        CostsWithoutAmount = "costs_without_amount",
        /// No meeting, or no place on its agenda (TOP).
        MissingAgendaItem = "missing_agenda_item",
        /// A Stichtag that is still to come: nobody knows yet what will be so on that day.
        FutureAsOf = "future_as_of",
        /// A number that somebody typed, and that the figures contradict: in a text of the author or a status update those
        /// of the same section; in `title`, `proposal`, `climate` and `costs` those of the report. `subject` are the words
        /// with the number. Status updates are looked at that are of the Stichtag or printed without their day.
        ContradictingNumber = "contradicting_number",
        /// A text for a section or a paragraph that the report does not have, or for a section in which no author speaks
        /// (`beschluss`). `subject` is its JSON pointer in the report.
        UnplacedWording = "unplaced_wording",
        /// A text that replaces a paragraph which the facts have made another since. `subject` is its JSON pointer.
        OutdatedWording = "outdated_wording",
    }
}

/// Something that a report lacks, or that contradicts itself in it (Hinweis).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Finding {
    /// What it is.
    pub code: FindingCode,
    /// Where: the key of a section (the slug of a project …), the id of a paragraph, `asOf`, `title`, `proposal`, `climate`,
    /// `costs` or `agendaItem`.
    #[schema(min_length = 1, max_length = 200, example = "processes")]
    pub place: String,
    /// Which one, where there can be several of the same code and place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200, example = "models-released")]
    pub subject: Option<String>,
    /// The same in German, for a person.
    pub detail: String,
    /// Why it may pass, where somebody let it pass; the report prints it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
}

/// Longest subject, in characters; that of an [`crate::domain::report_step::Override`].
const LONGEST_SUBJECT: usize = 200;

impl Finding {
    fn new(code: FindingCode, place: &str, detail: impl Into<String>) -> Self {
        Self { code, place: place.to_owned(), subject: None, detail: detail.into(), explanation: None }
    }

    /// An override must be able to name it: what is longer is cut.
    fn about(self, subject: &str) -> Self {
        Self { subject: Some(subject.chars().take(LONGEST_SUBJECT).collect()), ..self }
    }
}

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
    for (dimension, light) in project.health.iter().flat_map(Health::lights) {
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
