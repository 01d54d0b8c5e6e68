//! The document: one list of blocks, walked by every writer, so that all formats say the same.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::time::{Day, Moment};

/// A document to be written in some format.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Document {
    /// Language of its texts (BCP 47).
    #[schema(example = "de")]
    pub language: String,
    /// Title.
    pub title: String,
    /// The day for which its figures hold (Stichtag).
    pub as_of: Day,
    /// When what it says was known (Datenstand).
    pub known_at: Moment,
    /// Its content, in reading order.
    pub blocks: Vec<Block>,
    /// Its last lines: Stichtag and Datenstand as they are written in the city's time zone.
    pub foot: Vec<String>,
}

/// A piece of a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "block", rename_all = "camelCase", deny_unknown_fields)]
pub enum Block {
    /// A heading below the title.
    Heading {
        /// From 2; levels are not skipped.
        level: u8,
        /// Its text.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// Its text, with the figures in it as references.
        content: Vec<Inline>,
    },
    /// A list of points.
    List {
        /// Its points.
        items: Vec<Vec<Inline>>,
    },
    /// A table with a header row.
    Table {
        /// What it shows.
        caption: String,
        /// Its columns.
        columns: Vec<Column>,
        /// Its rows; each has as many cells as there are columns, the first one heads the row.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// Terms with what is to be said of them (head of a paper, results).
    Terms {
        /// Term and description.
        entries: Vec<Term>,
    },
    /// A choice of which one is marked, as on a form.
    Choice {
        /// What is to be chosen.
        label: String,
        /// The options, with whether they are marked.
        options: Vec<ChoiceOption>,
    },
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Column {
    /// Its header.
    pub title: String,
    /// Whether its cells are numbers, set flush right.
    pub numeric: bool,
}

/// A term and its description.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Term {
    /// The term.
    pub term: String,
    /// What is said of it.
    pub content: Vec<Inline>,
}

/// One option of a choice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChoiceOption {
    /// Its text.
    pub text: String,
    /// Whether it is marked.
    pub marked: bool,
}

/// A piece of running text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Inline {
    /// Words.
    Text(String),
    /// A figure that can be traced to its source.
    Figure(FigureRef),
}

/// A figure in a text: not a literal, but a reference with the text that stands for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FigureRef {
    /// As it is written in the text.
    pub text: String,
    /// Slug of the project.
    pub project: String,
    /// Key of the indicator.
    pub indicator: String,
    /// The day for which it was asked.
    pub valid_at: Day,
    /// The day before that with which it was compared, when the figure is a difference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared_with: Option<Day>,
}

impl Inline {
    /// The words, without the reference.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Figure(figure) => &figure.text,
        }
    }
}

impl From<&str> for Inline {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Inline {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl Block {
    /// A paragraph of words alone.
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self::Paragraph { content: vec![Inline::Text(text.into())] }
    }

    /// A heading.
    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::Heading { level, text: text.into() }
    }
}

/// The words of a run of text.
pub fn plain(content: &[Inline]) -> String {
    content.iter().map(Inline::text).collect()
}
