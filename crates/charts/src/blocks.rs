//! The pictures of a project as parts of its section, each followed by a table that says the same.

use analysis::trend::{Trend, TrendDate};
use domain::document::{Block, Column, Inline};
use domain::time::Day;
use kinds::{Bars, ChartData, Facts, Stages};
use texts::Texts;

use super::course::{Course, CourseChart};
use super::{MilestoneTrendChart, Picture, bars, clean, stages};

/// What a project is drawn from beside its facts: what is loaded for reports alone.
#[derive(Clone, Debug, Default)]
pub struct ChartSeries {
    /// How its indicators went, by key.
    pub courses: std::collections::BTreeMap<String, Course>,
    /// The trends of its milestones, in the order of their list.
    pub trends: Vec<Trend>,
    /// The day on which all this was known (Datenstand), if it is the trends of that are drawn.
    pub known_on: Option<Day>,
}

/// The pictures of a project with their tables: those of its kind, then the trend of its milestones.
pub fn pictures(facts: &Facts, series: &ChartSeries, texts: &Texts) -> Vec<Block> {
    let wanted = kinds::kind(&facts.project.kind).map(|kind| (kind.charts)(facts)).unwrap_or_default();
    let of_kind = wanted.iter().flat_map(|data| match data {
        ChartData::Course { indicator, title } => course(facts, series, indicator, title, texts),
        ChartData::Stages(data) => stages_of(facts, data, texts),
        ChartData::Bars(data) => bars_of(facts, data, texts),
    });
    of_kind.chain(trend(facts, series, texts)).collect()
}

/// A picture and its table; `key` is unique among those of a project.
fn pair(
    facts: &Facts,
    key: &str,
    caption: &str,
    picture: Picture,
    table: (Vec<Column>, Vec<Row>),
    texts: &Texts,
) -> Vec<Block> {
    several(facts, key, caption, vec![(caption.to_owned(), picture)], table, texts)
}

/// Pictures with their captions, and the table of all of them.
fn several(
    facts: &Facts,
    key: &str,
    caption: &str,
    pictures: Vec<(String, Picture)>,
    (columns, rows): (Vec<Column>, Vec<Row>),
    texts: &Texts,
) -> Vec<Block> {
    let id = format!("{}-{key}", facts.project.slug);
    let chart = |(n, (caption, Picture { svg, description })): (usize, (String, Picture))| {
        let id = if n == 0 { format!("{id}-chart") } else { format!("{id}-chart-{}", n + 1) };
        Block::Chart { id, caption, description, svg }
    };
    let mut blocks: Vec<Block> = pictures.into_iter().enumerate().map(chart).collect();
    blocks.push(Block::Table { id, caption: (texts.charts.in_numbers)(caption), columns, rows });
    blocks
}

type Row = Vec<Vec<Inline>>;

fn prefix(facts: &Facts, key: &str) -> String {
    format!("{}-{key}-svg", facts.project.slug)
}

fn column(title: &str, numeric: bool) -> Column {
    Column { title: title.to_owned(), numeric }
}

fn subtitle(facts: &Facts, texts: &Texts) -> String {
    (texts.charts.as_of)(facts.day, &facts.project.title)
}

fn course(facts: &Facts, series: &ChartSeries, key: &str, title: &str, texts: &Texts) -> Vec<Block> {
    let words = &texts.charts;
    let Some((course, figure)) = series.courses.get(key).zip(facts.figures.get(key)) else { return Vec::new() };
    if figure.not_applicable || course.points.iter().all(|point| point.value.is_none()) {
        return Vec::new();
    }
    let heading = title;
    let title = (words.title)(heading, &facts.project.title);
    let picture = CourseChart {
        prefix: &prefix(facts, key),
        title: &title,
        heading,
        subtitle: &subtitle(facts, texts),
        as_of: facts.day,
        unit: &figure.unit,
        course,
        target: figure.target,
    }
    .draw(texts);
    let mut days: Vec<(Day, Option<f64>, Vec<&str>)> = Vec::new();
    for point in &course.points {
        days.push((point.day, point.value, if point.anew { vec![words.counted_anew] } else { Vec::new() }));
    }
    for (day, value) in &course.reports {
        match days.iter_mut().find(|row| row.0 == *day) {
            Some(row) => row.2.push(words.given),
            None => days.push((*day, *value, vec![words.given])),
        }
    }
    days.sort_by_key(|row| row.0);
    let rows = days.into_iter().map(|(day, value, remarks)| {
        let value = value
            .map_or_else(|| words.no_value.into(), |value| Inline::number(texts.value(value, &figure.unit), value));
        let date = Inline::day((texts.writing.date)(day), day);
        vec![vec![date], vec![value], vec![remarks.join(", ").into()]]
    });
    let columns = vec![column(words.day, false), column(&figure.label, true), column(words.occasion, false)];
    pair(facts, key, &title, picture, (columns, rows.collect()), texts)
}

fn stages_of(facts: &Facts, data: &Stages, texts: &Texts) -> Vec<Block> {
    let words = &texts.charts;
    let title = (words.title)(data.title, &facts.project.title);
    let pictures = stages::draw(data, &prefix(facts, data.key), &title, &subtitle(facts, texts), texts);
    let columns = std::iter::once(column(words.office, false));
    let columns = columns.chain(data.parts.iter().map(|part| column(part, false)));
    let stage = |place: &Option<usize>| {
        let name = place.and_then(|place| data.stages.get(place));
        vec![Inline::from(*name.unwrap_or(&words.not_meant))]
    };
    let row = |row: &kinds::StageRow| {
        std::iter::once(vec![row.name.clone().into()]).chain(row.reached.iter().map(stage)).collect()
    };
    several(facts, data.key, &title, pictures, (columns.collect(), data.rows.iter().map(row).collect()), texts)
}

fn bars_of(facts: &Facts, data: &Bars, texts: &Texts) -> Vec<Block> {
    let title = (texts.charts.title)(data.title, &facts.project.title);
    let picture = bars::draw(data, &prefix(facts, data.key), &title, &subtitle(facts, texts), texts);
    let columns = std::iter::once(column(data.of, false)).chain(data.names.iter().map(|name| column(name, true)));
    let cell = |value: &f64| vec![Inline::number((texts.writing.number)(*value), *value)];
    let row = |(name, numbers): &(String, Vec<f64>)| {
        std::iter::once(vec![name.clone().into()]).chain(numbers.iter().map(cell)).collect()
    };
    pair(facts, data.key, &title, picture, (columns.collect(), data.rows.iter().map(row).collect()), texts)
}

fn trend(facts: &Facts, series: &ChartSeries, texts: &Texts) -> Vec<Block> {
    let (words, about) = (&texts.charts, &texts.milestone_trend);
    // Without a forecast nothing has moved, and the section says the date already.
    let Some(known_on) = series.known_on.filter(|_| series.trends.iter().any(|t| !t.points.is_empty())) else {
        return Vec::new();
    };
    let chart = MilestoneTrendChart {
        prefix: &prefix(facts, "milestones"),
        project: &facts.project.title,
        as_of: facts.day,
        known_on,
        trends: &series.trends,
    };
    let said = |date: &TrendDate| (texts.writing.planned)(&date.planned());
    let nothing = || texts.project.nothing.to_owned();
    let row = |trend: &Trend| {
        let forecasts: Vec<String> =
            trend.points.iter().map(|p| (words.forecast)(p.stated_on, &said(&p.forecast))).collect();
        let [state, _] = (about.state)(trend, facts.day);
        let shift = |days: i64| Inline::number((texts.writing.difference)(days as f64), days as f64);
        vec![
            vec![Inline::from(clean(&trend.title))],
            vec![trend.baseline.as_ref().map_or_else(nothing, said).into()],
            vec![if forecasts.is_empty() { nothing() } else { forecasts.join("; ") }.into()],
            vec![state.into()],
            vec![trend.shift_days.map_or_else(|| nothing().into(), shift)],
        ]
    };
    let columns = vec![
        column(words.milestone, false),
        column(about.baseline, false),
        column(words.forecasts, false),
        column(words.now, false),
        column(words.shift, true),
    ];
    let rows = series.trends.iter().map(row).collect();
    pair(facts, "milestones", &(about.title)(&facts.project.title), chart.draw(texts), (columns, rows), texts)
}
