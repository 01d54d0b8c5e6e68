//! Figures of a document: each distinct one has a number, in reading order, wherever it stands.

use std::collections::BTreeMap;

use domain::document::{Block, Document, FigureRef, Inline};
use domain::time::{Day, Moment};

/// What makes a figure the same as another.
type Identity = (String, String, Day, Option<Day>, Option<Moment>, Option<String>);

fn identity(figure: &FigureRef) -> Identity {
    let FigureRef { project, indicator, valid_at, compared_with, known_at, part, .. } = figure;
    let part = part.as_ref().map(|part| part.label.clone());
    (project.clone(), indicator.clone(), *valid_at, *compared_with, *known_at, part)
}

/// Gives every figure its number ("f1").
pub fn number(document: &mut Document) {
    let mut known: BTreeMap<Identity, String> = BTreeMap::new();
    for block in &mut document.blocks {
        for content in runs_mut(block) {
            for inline in content {
                if let Inline::Figure(figure) = inline {
                    let next = format!("f{}", known.len() + 1);
                    figure.id = known.entry(identity(figure)).or_insert(next).clone();
                }
            }
        }
    }
}

/// Every figure once, in the order of the numbers, with the keys of the sections in which it stands. A section inside
/// another counts as itself alone.
pub fn figures(document: &Document) -> Vec<(FigureRef, Vec<String>)> {
    let mut found: Vec<(FigureRef, Vec<String>)> = Vec::new();
    let mut section = String::new();
    for block in &document.blocks {
        if let Block::Heading { id: Some(id), .. } = block {
            section.clone_from(id);
        }
        for inline in runs(block).into_iter().flatten() {
            let Inline::Figure(figure) = inline else { continue };
            let place = match found.iter().position(|(other, _)| other.id == figure.id) {
                Some(place) => place,
                None => {
                    found.push((figure.clone(), Vec::new()));
                    found.len() - 1
                }
            };
            if let Some((_, sections)) = found.get_mut(place)
                && !section.is_empty()
                && !sections.contains(&section)
            {
                sections.push(section.clone());
            }
        }
    }
    found
}

/// Every run of text in a block.
fn runs(block: &Block) -> Vec<&Vec<Inline>> {
    match block {
        Block::Paragraph { content, .. } => vec![content],
        Block::List { items } => items.iter().collect(),
        Block::Table { rows, .. } => rows.iter().flatten().collect(),
        Block::Terms { entries } => entries.iter().map(|entry| &entry.content).collect(),
        Block::Aside { paragraphs, .. } => paragraphs.iter().collect(),
        Block::Heading { .. } | Block::Choice { .. } | Block::Chart { .. } => Vec::new(),
    }
}

fn runs_mut(block: &mut Block) -> Vec<&mut Vec<Inline>> {
    match block {
        Block::Paragraph { content, .. } => vec![content],
        Block::List { items } => items.iter_mut().collect(),
        Block::Table { rows, .. } => rows.iter_mut().flatten().collect(),
        Block::Terms { entries } => entries.iter_mut().map(|entry| &mut entry.content).collect(),
        Block::Aside { paragraphs, .. } => paragraphs.iter_mut().collect(),
        Block::Heading { .. } | Block::Choice { .. } | Block::Chart { .. } => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{composition, document};

    #[test]
    fn the_same_figure_has_one_number_wherever_it_stands() {
        let document = document(&composition());
        let all = figures(&document);
        let ids: Vec<&str> = all.iter().map(|(figure, _)| figure.id.as_str()).collect();
        let expected: Vec<String> = (1..=all.len()).map(|n| format!("f{n}")).collect();
        assert_eq!(ids, expected);
        let (now, sections) = all.iter().find(|(figure, _)| figure.text == "117").unwrap();
        assert_eq!((now.value, now.compared_with), (Some(117.0), None));
        assert_eq!(sections, &["overview", "ozg"], "in the overview and in its own section: {all:?}");
    }
}
