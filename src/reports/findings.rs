//! The check before submission (Prüfung auf Vollständigkeit): what a report lacks, and what in it contradicts its figures.
//! Pure: a report is held against the facts from which it is composed.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::document::{Block, Document, plain};
use crate::domain::error::Violation;
use crate::domain::project::{Health, Light};
use crate::domain::report::{ClimateRelevance, Report};
use crate::domain::report_step::Override;
use crate::kinds::{self, Facts};

use super::compose::{Composition, compose, figures};
use super::literals::{Contradiction, Told, contradictions};
use super::texts::{self, Texts};

crate::names! {
    /// What the check finds.
    pub enum FindingCode {
        /// A project of which nothing was said since the last report; of what is over, nothing more is awaited.
        MissingStatusUpdate = "missing_status_update",
        /// The key figure of a project has no value.
        MissingValue = "missing_value",
        /// A light that is not green, without saying why.
        UnexplainedHealth = "unexplained_health",
        /// Climate relevance that is not assessed, or partial or high without its explanation.
        UnexplainedClimate = "unexplained_climate",
        /// Costs of which nothing or no amount is said.
        CostsWithoutAmount = "costs_without_amount",
        /// No meeting, or no place on its agenda (TOP).
        MissingAgendaItem = "missing_agenda_item",
        /// A number that the author typed, and that the figures of the same section contradict.
        ContradictingNumber = "contradicting_number",
        /// A text for a section or a paragraph that the report does not have.
        UnplacedWording = "unplaced_wording",
        /// A text that replaces a paragraph which the facts have made another since.
        OutdatedWording = "outdated_wording",
    }
}

/// Something that a report lacks, or that contradicts itself in it (Hinweis).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Finding {
    /// What it is.
    pub code: FindingCode,
    /// Where: the key of a section (`climate`, `costs`, the slug of a project …), the id of a paragraph, or `agendaItem`.
    #[schema(min_length = 1, max_length = 200, example = "processes")]
    pub place: String,
    /// The same in German, for a person.
    pub detail: String,
    /// Why it may pass, where somebody let it pass; the report prints it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
}

/// Everything that the check finds, in the order of the report; days are those of `zone`.
pub fn findings(composition: &Composition, zone: Tz) -> Vec<Finding> {
    let document = compose(composition, zone, &[]);
    let texts = texts::of(&document.language);
    // What the facts alone say: a paragraph that the author replaced is still there.
    let mut untouched = composition.clone();
    untouched.report.wordings.clear();
    let untouched = compose(&untouched, zone, &[]);
    let mut found = Vec::new();
    for facts in &composition.projects {
        project(composition, facts, texts, &mut found);
    }
    found.extend(wordings(&composition.report, [&document, &untouched], texts));
    found.extend(contradicting(composition, &untouched, texts));
    paper(&composition.report, texts, &mut found);
    found
}

/// What is found and was not let pass.
pub fn open(found: &[Finding], overrides: &[Override]) -> Vec<Finding> {
    found.iter().filter(|finding| !overrides.iter().any(|o| names(o, finding))).cloned().collect()
}

/// What is found and was let pass, with why.
pub fn passed(found: &[Finding], overrides: &[Override]) -> Vec<Finding> {
    let explained = |finding: &Finding| {
        let explanation = overrides.iter().find(|o| names(o, finding))?.explanation.clone();
        Some(Finding { explanation: Some(explanation), ..finding.clone() })
    };
    found.iter().filter_map(explained).collect()
}

/// What is wrong with overrides: each lets something pass that was found.
pub fn judge(found: &[Finding], overrides: &[Override]) -> Vec<Violation> {
    let idle = overrides.iter().enumerate().filter(|(_, o)| !found.iter().any(|finding| names(o, finding)));
    let detail = |o: &Override| format!("nothing of the code '{}' is found at '{}'", o.finding, o.place);
    idle.map(|(n, o)| Violation::at(format!("/overrides/{n}"), detail(o))).collect()
}

fn names(passing: &Override, finding: &Finding) -> bool {
    passing.finding == finding.code.name() && passing.place == finding.place
}

fn finding(code: FindingCode, place: &str, detail: impl Into<String>) -> Finding {
    Finding { code, place: place.to_owned(), detail: detail.into(), explanation: None }
}

fn project(composition: &Composition, facts: &Facts, texts: &Texts, found: &mut Vec<Finding>) {
    let (words, project) = (&texts.completeness, &facts.project);
    let (slug, title) = (project.slug.as_str(), project.title.as_str());
    let mut add = |code, detail: String| found.push(finding(code, slug, detail));
    let fresh = |as_of| composition.previous.as_ref().is_none_or(|previous| as_of > previous.as_of);
    if !project.phase.over() && !facts.updates.iter().any(|update| fresh(update.as_of)) {
        add(FindingCode::MissingStatusUpdate, (words.missing_status_update)(title));
    }
    let key_figure = kinds::kind(&project.kind).and_then(|kind| facts.figures.get(kind.key_figure));
    if let Some(figure) = key_figure.filter(|f| project.phase.counted() && f.value.is_none() && !f.not_applicable) {
        add(FindingCode::MissingValue, (words.missing_value)(title, &figure.label));
    }
    for (dimension, light) in project.health.iter().flat_map(Health::lights) {
        if light.light != Light::Green && light.reason.is_none() {
            let (dimension, light) = ((texts.names.dimension)(dimension), (texts.names.light)(light.light));
            add(FindingCode::UnexplainedHealth, (words.unexplained_health)(title, dimension, light));
        }
    }
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
        (FindingCode::UnexplainedClimate, "climate", climate),
        (FindingCode::CostsWithoutAmount, "costs", costs),
        (FindingCode::MissingAgendaItem, "agendaItem", agenda),
    ];
    found.extend(all.into_iter().filter_map(|(code, place, detail)| Some(finding(code, place, detail?))));
}

/// Texts of the author that have no place in the document, or no longer the one for which they were written.
fn wordings(report: &Report, [document, untouched]: [&Document; 2], texts: &Texts) -> Vec<Finding> {
    let words = &texts.completeness;
    let check = |wording: &crate::domain::report::Wording| {
        if document.section(&wording.section).is_none() {
            let detail = (words.unplaced_section)(&wording.section);
            return Some(finding(FindingCode::UnplacedWording, &wording.section, detail));
        }
        let replaced = wording.replaces.as_deref()?;
        let section = untouched.section(&wording.section).unwrap_or_default();
        match section.iter().find_map(|block| paragraph(block, replaced)) {
            None => Some(finding(FindingCode::UnplacedWording, replaced, (words.unplaced_paragraph)(replaced))),
            Some(now) if wording.instead_of.as_ref().is_some_and(|then| *then != now) => {
                Some(finding(FindingCode::OutdatedWording, replaced, (words.outdated_wording)(replaced, &now)))
            }
            Some(_) => None,
        }
    };
    report.wordings.iter().filter_map(check).collect()
}

/// The text of a block, if it is the paragraph of this id.
fn paragraph(block: &Block, wanted: &str) -> Option<String> {
    match block {
        Block::Paragraph { content, id: Some(id) } if id == wanted => Some(plain(content)),
        _ => None,
    }
}

/// Numbers in the texts of the author that contradict the figures of the same section.
fn contradicting(composition: &Composition, document: &Document, texts: &Texts) -> Vec<Finding> {
    let all = figures(document);
    let mut found = Vec::new();
    for wording in &composition.report.wordings {
        let mut told: Vec<((&str, &str), Told)> = Vec::new();
        for (figure, _) in all.iter().filter(|(_, sections)| sections.contains(&wording.section)) {
            let key = (figure.project.as_str(), figure.indicator.as_str());
            let said = figure.value.into_iter();
            match told.iter_mut().find(|(other, _)| *other == key) {
                Some((_, told)) => told.values.extend(said),
                None => told.extend(may_be_said(composition, key).map(|mut told| {
                    told.values.extend(said);
                    (key, told)
                })),
            }
        }
        // A figure of which no number is known contradicts none.
        let told = told.into_iter().map(|(_, told)| told).filter(|told| !told.values.is_empty());
        let told: Vec<Told> = told.collect();
        for contradiction in contradictions(&wording.text, &told) {
            let meant = told.iter().find(|told| told.label == contradiction.label);
            let values = meant.map(|told| enumerate(&told.values, texts)).unwrap_or_default();
            let Contradiction { quote, label } = &contradiction;
            let detail = (texts.completeness.contradicting_number)(quote, label, &values);
            found.push(finding(FindingCode::ContradictingNumber, &wording.section, detail));
        }
    }
    found
}

/// What may be said of a figure besides what stands in the text: before, the difference, the target.
fn may_be_said(composition: &Composition, (project, indicator): (&str, &str)) -> Option<Told> {
    let facts = composition.projects.iter().find(|facts| facts.project.slug == project)?;
    let figure = facts.figures.get(indicator)?;
    let compared = figure.compared.iter().flat_map(|compared| [Some(compared.value), compared.said]).flatten();
    let values = figure.value.into_iter().chain(compared).chain(facts.change(indicator)).chain(figure.target);
    Some(Told { label: figure.label.clone(), unit: figure.unit.clone(), values: values.collect() })
}

/// The values, each once.
fn enumerate(values: &[f64], texts: &Texts) -> String {
    let mut all: Vec<String> = Vec::new();
    for text in values.iter().map(|value| (texts.writing.number)(*value)) {
        if !all.contains(&text) {
            all.push(text);
        }
    }
    all.join(", ")
}

#[cfg(test)]
#[path = "tests/findings.rs"]
mod tests;
