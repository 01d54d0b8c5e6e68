//! The overview table (Überblick): how every project stands, and how it stood when the last report was given.

use domain::document::{Block, Column, FigureRef, Inline};
use domain::project::Light;
use domain::time::Day;
use kinds::{Compared, Facts};
use texts::Texts;
use views::health::sign;
use views::overview::{KeyFigure, OverviewHealth, OverviewRow, overview};

use super::composition::Composition;

/// What leads the matter; what one section says needs no overview.
pub fn write(composition: &Composition, texts: &Texts) -> Vec<Block> {
    match composition.projects.as_slice() {
        [] | [_] => Vec::new(),
        projects => vec![table(composition, &overview(projects), texts)],
    }
}

fn table(composition: &Composition, rows: &[OverviewRow], texts: &Texts) -> Block {
    let (words, date) = (&texts.project, texts.writing.date);
    let column = |title: &str, numeric| Column { title: title.to_owned(), numeric };
    let mut columns = vec![
        column(words.project, false),
        column(words.phase, false),
        column(words.health, false),
        column(words.key_figure, false),
    ];
    if let Some(previous) = &composition.previous {
        columns.push(column(&(words.stood_on)(&date(previous.day.min(composition.report.as_of))), true));
        columns.push(column(words.change, true));
    }
    columns.push(column(words.milestone, false));
    let cells = |(facts, row): (&Facts, &OverviewRow)| {
        let figure = row.key_figure.as_ref();
        let or_nothing = |cell: Option<Vec<Inline>>| cell.unwrap_or_else(|| vec![words.nothing.into()]);
        let mut cells = vec![
            vec![Inline::from(row.title.clone())],
            vec![(texts.names.phase)(row.phase).into()],
            vec![row.health.as_ref().map_or_else(|| words.unknown.into(), |h| health(h, texts)).into()],
            or_nothing(figure.and_then(|f| key_figure(facts, f, texts))),
        ];
        if composition.previous.is_some() {
            cells.push(or_nothing(figure.and_then(|f| before(facts, f, texts))));
            cells.push(or_nothing(figure.and_then(|f| difference(facts, f, texts)).map(|inline| vec![inline])));
        }
        cells.push(vec![milestone(row, facts.day, texts).into()]);
        cells
    };
    Block::Table {
        id: "overview".into(),
        caption: (texts.paper.overview)(&date(composition.report.as_of)),
        columns,
        rows: composition.projects.iter().zip(rows).map(cells).collect(),
    }
}

/// "▲ gefährdet (Termine)": the worst light in sign and word, and which of the three it is.
fn health(health: &OverviewHealth, texts: &Texts) -> String {
    let three = [("schedule", &health.schedule), ("budget", &health.budget), ("result", &health.result)];
    let worst = three.iter().filter(|(_, a)| a.light == health.worst).map(|(name, _)| (texts.names.dimension)(name));
    let worst: Vec<&str> = worst.collect();
    let of = if health.worst == Light::Green { String::new() } else { format!(" ({})", worst.join(", ")) };
    format!("{}\u{a0}{}{of}", sign(health.worst), (texts.names.light)(health.worst))
}

/// "Online-Dienste: 117", or what is known instead of a number.
fn key_figure(facts: &Facts, figure: &KeyFigure, texts: &Texts) -> Option<Vec<Inline>> {
    let label = Inline::from(format!("{}: ", figure.label));
    let value = figure
        .value
        .map(|value| Inline::Figure(reference(facts, figure, texts.value(value, &figure.unit), value, facts.day)));
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

/// How it stood when the last report was given, as is known now, and what that report said where it was something else.
fn before(facts: &Facts, figure: &KeyFigure, texts: &Texts) -> Option<Vec<Inline>> {
    let compared = compared(facts, figure)?;
    let value = texts.value(compared.value, &figure.unit);
    let mut cell = vec![Inline::Figure(reference(facts, figure, value, compared.value, compared.day))];
    if let Some(said) = said(facts, figure, compared, texts) {
        cell.extend([texts.project.reported.into(), said, ")".into()]);
    }
    Some(cell)
}

fn difference(facts: &Facts, figure: &KeyFigure, texts: &Texts) -> Option<Inline> {
    let difference = figure.difference?;
    let text = (texts.writing.difference)(difference);
    let reference = reference(facts, figure, text, difference, facts.day);
    Some(Inline::Figure(FigureRef { compared_with: figure.compared_with, ..reference }))
}

fn compared(facts: &Facts, figure: &KeyFigure) -> Option<Compared> {
    facts.figures.get(&figure.indicator).filter(|f| !f.not_applicable)?.compared
}

/// What the last report said, where it was something else than what is known now for its day.
fn said(facts: &Facts, figure: &KeyFigure, compared: Compared, texts: &Texts) -> Option<Inline> {
    let (said, previous) = (compared.said.filter(|said| *said != compared.value)?, facts.previous.as_ref()?);
    let reference = reference(facts, figure, texts.value(said, &figure.unit), said, previous.as_of);
    Some(Inline::Figure(FigureRef { known_at: previous.known_at, ..reference }))
}

fn reference(facts: &Facts, figure: &KeyFigure, text: String, value: f64, valid_at: Day) -> FigureRef {
    FigureRef {
        id: String::new(),
        text,
        value: Some(value),
        project: facts.project.slug.clone(),
        indicator: figure.indicator.clone(),
        valid_at,
        compared_with: None,
        known_at: None,
        part: None,
    }
}

/// The next milestone in words: "Abschluss: voraussichtlich im Juni 2024".
fn milestone(row: &OverviewRow, day: Day, texts: &Texts) -> String {
    let Some(next) = &row.next_milestone else { return texts.project.nothing.into() };
    let planned = next.planned.as_ref().map_or_else(|| texts.paper.unknown.into(), texts.writing.planned);
    let remark = next.remark(day, texts).map(|remark| format!(" ({remark})")).unwrap_or_default();
    format!("{}: {planned}{remark}", next.title)
}

/// The remark that keeps two reports from contradicting each other where no overview does: the previous one knew another
/// value.
pub fn said_otherwise(facts: &Facts, texts: &Texts) -> Option<Block> {
    let row = overview(std::slice::from_ref(facts)).pop()?;
    let (figure, previous) = (row.key_figure.as_ref()?, facts.previous.as_ref()?);
    let compared = compared(facts, figure)?;
    let said = said(facts, figure, compared, texts)?;
    let (date, paper) = (texts.writing.date, &texts.paper);
    let named = (paper.said_before)(&figure.label, &date(previous.as_of));
    let now = Inline::Figure(reference(
        facts,
        figure,
        texts.value(compared.value, &figure.unit),
        compared.value,
        compared.day,
    ));
    Some(Block::running(vec![named.into(), said, (paper.compared_with)(&date(compared.day)).into(), now, ".".into()]))
}
