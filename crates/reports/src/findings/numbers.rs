//! Numbers that somebody typed, held against the figures: texts of a section against those of the same section, what stands
//! in none (title, proposal, climate, costs) against those of the whole report.

use crate::compose::{Composition, figures};
use crate::literals::{Contradiction, Told, contradictions};
use domain::document::{Document, FigureRef};
use texts::Texts;

use super::typed::{Typed, typed};
use crate::finding::{Finding, FindingCode};

/// Every typed number that the figures contradict.
pub fn contradicting(composition: &Composition, document: &Document, texts: &Texts) -> Vec<Finding> {
    let words = &texts.completeness;
    let all = figures(document);
    let mut found = Vec::new();
    for Typed { source, place, in_section, text } in typed(composition, texts) {
        let told = all.iter().filter(|(_, sections)| !in_section || sections.iter().any(|section| section == place));
        let told = told_by(composition, told.map(|(figure, _)| figure));
        for Contradiction { quote, label } in contradictions(text, &told) {
            // Several projects may have a figure of that name.
            let meant = told.iter().filter(|told| told.label == label).flat_map(|told| told.values.clone());
            let values = enumerate(&meant.collect::<Vec<_>>(), texts);
            let said_by = if in_section { words.same_section } else { words.whole_report };
            let detail = (words.contradicting_number)(&source, &quote, &label, said_by, &values);
            found.push(Finding::new(FindingCode::ContradictingNumber, place, detail).about(&quote));
        }
    }
    found
}

/// What figures say, each indicator once with all that may be said of it; of which no number is known, it contradicts none.
fn told_by<'c>(composition: &Composition, figures: impl Iterator<Item = &'c FigureRef>) -> Vec<Told> {
    let mut told: Vec<((&str, &str), Told)> = Vec::new();
    // What is said of a part is not said of the whole.
    for figure in figures.filter(|figure| figure.part.is_none()) {
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
    told.into_iter().map(|(_, told)| told).filter(|told| !told.values.is_empty()).collect()
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
