//! What was corrected since the previous report in what it said (Korrekturen seit dem vorigen Bericht).

use crate::domain::document::{Block, Column, FigureRef, Inline};
use crate::domain::time::{Day, Moment};
use crate::reports::drift::Correction;
use crate::reports::texts::Texts;

/// The key of its table.
const TABLE: &str = "corrected-values";

/// Figures of the previous report that are known otherwise now, for its own day.
#[derive(Clone, Debug, PartialEq)]
pub struct Corrections {
    /// The day for which they hold (Stichtag of that report).
    pub as_of: Day,
    /// When that report knew them (its Datenstand).
    pub known_at: Moment,
    /// When they are known otherwise (the Datenstand of the report that tells it). They are seen as the readers of the
    /// earlier report see them, and so no figures of the later one.
    pub corrected_at: Moment,
    /// The figures.
    pub all: Vec<Correction>,
}

/// The section; nothing when nothing was corrected.
pub fn write(corrections: Option<&Corrections>, texts: &Texts) -> Vec<Block> {
    let Some(corrections) = corrections.filter(|corrections| !corrections.all.is_empty()) else { return Vec::new() };
    let (words, project) = (&texts.corrections, &texts.project);
    let column = |title: &str, numeric| Column { title: title.into(), numeric };
    let cells = |correction: &Correction| {
        let value = |value: Option<f64>, known_at: Moment| match value {
            Some(value) => figure(corrections, correction, (value, known_at), texts),
            None => project.no_value.into(),
        };
        vec![
            vec![correction.title.clone().into()],
            vec![correction.label.clone().into()],
            vec![value(correction.said, corrections.known_at)],
            vec![value(correction.now, corrections.corrected_at)],
        ]
    };
    let day = (texts.writing.date)(corrections.as_of);
    vec![
        Block::paragraph((words.introduction)(&day)),
        Block::Table {
            id: TABLE.into(),
            caption: (words.caption)(&day),
            columns: vec![
                column(project.project, false),
                column(project.key_figure, false),
                column(words.said, true),
                column(words.now, true),
            ],
            rows: corrections.all.iter().map(cells).collect(),
        },
    ]
}

fn figure(of: &Corrections, correction: &Correction, (value, known_at): (f64, Moment), texts: &Texts) -> Inline {
    Inline::Figure(FigureRef {
        id: String::new(),
        text: texts.value(value, &correction.unit),
        value: Some(value),
        project: correction.project.clone(),
        indicator: correction.indicator.clone(),
        valid_at: of.as_of,
        compared_with: None,
        known_at: Some(known_at),
        part: None,
    })
}
