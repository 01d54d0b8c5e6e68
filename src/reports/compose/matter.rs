//! The matter itself (Begründung / Sachverhalt): an overview and one section for every project, made by its kind.

use crate::domain::document::{Block, Column, FigureRef, Inline};
use crate::domain::time::Day;
use crate::kinds::{self, Facts};
use crate::reports::charts::{Drawn, pictures};
use crate::reports::overview::{KeyFigure, OverviewRow, overview};
use crate::reports::texts::Texts;

use super::{Composition, completeness, corrections, levels, wordings};

/// The level of a project's heading.
const SECTION: u8 = 3;

/// The part of the paper that says how things stand.
pub fn write(composition: &Composition, texts: &Texts) -> Vec<Block> {
    let mut blocks = vec![Block::section(SECTION - 1, "sachverhalt", texts.paper.matter)];
    let projects = composition.projects.as_slice();
    let rows = overview(projects);
    let remarks = projects.iter().zip(&rows).filter_map(|(facts, row)| said_otherwise(facts, row, texts));
    if projects.is_empty() {
        blocks.push(Block::paragraph(texts.paper.no_projects));
    }
    // What one section says needs no overview, but it too may differ from what was said before.
    if projects.len() > 1 {
        blocks.push(table(composition, &rows, texts));
    }
    blocks.extend(remarks);
    for (n, facts) in projects.iter().enumerate() {
        blocks.push(Block::section(SECTION, &facts.project.slug, format!("{}. {}", n + 1, facts.project.title)));
        let (key, composed) = (&facts.project.slug, composed(facts, texts));
        blocks.extend(wordings::apply(key, composed, &composition.report.wordings, texts));
        let drawn = composition.drawn.get(&facts.project.slug);
        blocks.extend(pictures(facts, drawn.unwrap_or(&Drawn::default()), texts));
    }
    blocks.extend(corrections::write(composition.corrections.as_ref(), SECTION, texts));
    blocks.extend(completeness::write(&composition.passed, SECTION, texts));
    blocks
}

/// The sections in which an author may say something, as they are composed: the projects, by slug.
pub fn sections(composition: &Composition, texts: &Texts) -> Vec<(String, Vec<Block>)> {
    composition.projects.iter().map(|facts| (facts.project.slug.clone(), composed(facts, texts))).collect()
}

/// The section of a project as it is composed, its paragraphs with their ids.
fn composed(facts: &Facts, texts: &Texts) -> Vec<Block> {
    let mut blocks = section(facts, texts);
    wordings::identify(&facts.project.slug, &mut blocks);
    blocks
}

/// What the kind says, after the phase where that changes how everything else is to be read.
fn section(facts: &Facts, texts: &Texts) -> Vec<Block> {
    let written = match kinds::kind(&facts.project.kind) {
        Some(kind) => (kind.section)(facts),
        None => facts.update_paragraphs(),
    };
    let phase = (texts.paper.phase)(facts.project.phase).map(Block::paragraph);
    let mut blocks: Vec<Block> = phase.into_iter().chain(levels::below(written, SECTION)).collect();
    if blocks.is_empty() {
        blocks.push(Block::paragraph(texts.paper.no_update));
    }
    blocks
}

fn table(composition: &Composition, rows: &[OverviewRow], texts: &Texts) -> Block {
    let words = &texts.project;
    let column = |title: &str, numeric| Column { title: title.to_owned(), numeric };
    let mut columns = vec![column(words.project, false), column(words.phase, false), column(words.key_figure, false)];
    if let Some(previous) = &composition.previous {
        columns.push(column(&(words.change_since)(&(texts.writing.date)(previous.day)), true));
    }
    columns.push(column(words.milestone, false));
    let cells = |(facts, row): (&Facts, &OverviewRow)| {
        let figure = row.key_figure.as_ref();
        let mut cells = vec![
            vec![Inline::from(row.title.clone())],
            vec![(texts.names.phase)(row.phase).into()],
            figure.and_then(|f| key_figure(facts, f, texts)).unwrap_or_else(|| vec![words.nothing.into()]),
        ];
        if composition.previous.is_some() {
            cells.push(vec![figure.and_then(|f| difference(facts, f, texts)).unwrap_or_else(|| words.nothing.into())]);
        }
        cells.push(vec![milestone(row, facts.day, texts).into()]);
        cells
    };
    Block::Table {
        id: "overview".into(),
        caption: (texts.paper.overview)(&(texts.writing.date)(composition.report.as_of)),
        columns,
        rows: composition.projects.iter().zip(rows).map(cells).collect(),
    }
}

/// "Online-Dienste: 117", or what is known instead of a number.
fn key_figure(facts: &Facts, figure: &KeyFigure, texts: &Texts) -> Option<Vec<Inline>> {
    let label = Inline::from(format!("{}: ", figure.label));
    let value = figure.value.map(|value| reference(facts, figure, texts.value(value, &figure.unit), value, false));
    let without = || match figure.not_applicable {
        true => Some(texts.project.not_applicable.into()),
        false => figure.tendency.map(|tendency| (texts.names.tendency)(tendency).into()),
    };
    let said = [label, value.or_else(without)?];
    Some(said.into_iter().chain(moved_since(figure, texts)).collect())
}

/// ", seither erhöht", after a number that is known to be out of date.
fn moved_since(figure: &KeyFigure, texts: &Texts) -> Option<Inline> {
    let tendency = figure.tendency.filter(|_| figure.outdated)?;
    Some(format!(", {}", (texts.project.moved_since)((texts.names.tendency)(tendency))).into())
}

fn difference(facts: &Facts, figure: &KeyFigure, texts: &Texts) -> Option<Inline> {
    figure
        .difference
        .map(|difference| reference(facts, figure, (texts.writing.difference)(difference), difference, true))
}

fn reference(facts: &Facts, figure: &KeyFigure, text: String, value: f64, difference: bool) -> Inline {
    Inline::Figure(FigureRef {
        id: String::new(),
        text,
        value: Some(value),
        project: facts.project.slug.clone(),
        indicator: figure.indicator.clone(),
        valid_at: facts.day,
        compared_with: figure.compared_with.filter(|_| difference),
        known_at: None,
    })
}

/// The next milestone in words: "Abschluss: voraussichtlich im Juni 2024".
fn milestone(row: &OverviewRow, day: Day, texts: &Texts) -> String {
    let Some(next) = &row.next_milestone else { return texts.project.nothing.into() };
    let planned = next.planned.as_ref().map_or_else(|| texts.paper.unknown.into(), texts.writing.planned);
    let remark = next.remark(day, texts).map(|remark| format!(" ({remark})")).unwrap_or_default();
    format!("{}: {planned}{remark}", next.title)
}

/// The remark that keeps two reports from contradicting each other: the previous one knew another value.
fn said_otherwise(facts: &Facts, row: &OverviewRow, texts: &Texts) -> Option<Block> {
    let (figure, previous) = (row.key_figure.as_ref()?, facts.previous.as_ref()?);
    let compared = facts.figures.get(&figure.indicator).filter(|f| !f.not_applicable)?.compared?;
    let said = compared.said.filter(|said| *said != compared.value)?;
    let (date, paper) = (texts.writing.date, &texts.paper);
    let said = (paper.said_before)(&figure.label, &date(previous.as_of), &texts.value(said, &figure.unit));
    let sentence = facts.sentence().say(said).say((paper.compared_with)(&date(compared.day)));
    Some(sentence.figure_before(&figure.indicator, compared).say(".").paragraph())
}
