//! What was corrected since in what earlier reports said (Korrekturen): in the previous one, and in the one that this
//! report corrects.

use crate::drift::Correction;
use domain::document::{Block, Column, FigureRef, Inline};
use domain::time::{Day, Moment};
use texts::Texts;

/// Which report it is that said something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// The one with which this report is compared.
    Previous,
    /// The one that it corrects.
    Corrected,
}

/// Figures of an earlier report that are known otherwise now, for its own day.
#[derive(Clone, Debug, PartialEq)]
pub struct Corrections {
    /// Of which report.
    pub of: Earlier,
    /// The day for which they hold (Stichtag of that report).
    pub as_of: Day,
    /// When that report knew them (its Datenstand).
    pub known_at: Moment,
    /// When they are known otherwise (the Datenstand of the report that tells it). They are seen as the readers of the
    /// earlier report see them.
    pub corrected_at: Moment,
    /// The figures.
    pub all: Vec<Correction>,
}

/// How the section is headed.
pub fn heading(all: &[Corrections], texts: &Texts) -> &'static str {
    let correction = all.iter().any(|corrections| corrections.of == Earlier::Corrected);
    if correction { texts.corrections.heading_of_correction } else { texts.corrections.heading }
}

/// The section; nothing when nothing was corrected.
pub fn write(all: &[Corrections], texts: &Texts) -> Vec<Block> {
    all.iter().filter(|corrections| !corrections.all.is_empty()).flat_map(|one| of_one(one, texts)).collect()
}

fn of_one(corrections: &Corrections, texts: &Texts) -> [Block; 2] {
    // A correction has the readers of what it corrects, so that what it knows is a figure of its own.
    let (table, words, known_at) = match corrections.of {
        Earlier::Previous => ("corrected-values", &texts.corrections.previous, Some(corrections.corrected_at)),
        Earlier::Corrected => ("corrected-report", &texts.corrections.corrected, None),
    };
    let project = &texts.project;
    let column = |title: &str, numeric| Column { title: title.into(), numeric };
    let cells = |correction: &Correction| {
        let value = |value: Option<f64>, known_at: Option<Moment>| match value {
            Some(value) => figure(corrections, correction, (value, known_at), texts),
            None => project.no_value.into(),
        };
        vec![
            vec![correction.title.clone().into()],
            vec![correction.label.clone().into()],
            vec![value(correction.said, Some(corrections.known_at))],
            vec![value(correction.now, known_at)],
        ]
    };
    let day = (texts.writing.date)(corrections.as_of);
    [
        Block::paragraph((words.introduction)(&day)),
        Block::Table {
            id: table.into(),
            caption: (words.caption)(&day),
            columns: vec![
                column(project.project, false),
                column(project.key_figure, false),
                column(words.said, true),
                column(texts.corrections.now, true),
            ],
            rows: corrections.all.iter().map(cells).collect(),
        },
    ]
}

fn figure(
    of: &Corrections,
    correction: &Correction,
    (value, known_at): (f64, Option<Moment>),
    texts: &Texts,
) -> Inline {
    Inline::Figure(FigureRef {
        id: String::new(),
        text: texts.value(value, &correction.unit),
        value: Some(value),
        project: correction.project.clone(),
        indicator: correction.indicator.clone(),
        valid_at: of.as_of,
        compared_with: None,
        known_at,
        part: None,
    })
}
