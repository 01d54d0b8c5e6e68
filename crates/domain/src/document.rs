//! The document: one list of blocks, walked by every writer, so that all formats say the same.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::indicator::shortest_if_any;
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
    /// Its last lines: Stichtag and Datenstand as they are written in the city's time zone, the hash of what it was made
    /// from.
    pub foot: Vec<String>,
    /// Where its figures are told with everything behind them: the path of a page that has an anchor for each. Without it,
    /// figures lead nowhere: the document belongs to no report of the ledger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "/v1/reports/0187bcd2-5c00-7000-8000-000000000001/figures")]
    pub figures: Option<String>,
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
        /// The key of the section that it begins: letters, digits and hyphens; unique in a document. A section ends where
        /// the next heading of its level or above begins.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
    },
    /// A paragraph.
    Paragraph {
        /// Its text, with the figures in it as references.
        content: Vec<Inline>,
        /// By what an author names it, when it was composed: section and number, such as "ozg/1".
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
    },
    /// A list of points.
    List {
        /// Its points.
        items: Vec<Vec<Inline>>,
    },
    /// A table with a header row.
    Table {
        /// Its key: letters, digits and hyphens; unique in a document (file names, sheets, anchors).
        id: String,
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
    /// A picture of facts (Abbildung); a table with the same data follows it.
    Chart {
        /// Its key: letters, digits and hyphens; unique in a document.
        id: String,
        /// What stands below it.
        caption: String,
        /// What it shows, for readers who do not see it (Alternativtext).
        description: String,
        /// The picture: SVG without script, without anything fetched, whose ids begin with its own.
        svg: String,
    },
    /// What stands beside the text and is marked as such: what an author replaced, a remark on what is missing.
    Aside {
        /// What kind of remark it is ("Ersetzter Text").
        label: String,
        /// What it says, paragraph by paragraph.
        paragraphs: Vec<Vec<Inline>>,
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
    /// A number or a day in a table, as text and as value.
    Typed(Typed),
}

/// A number or a day: as it is written, and as a spreadsheet calculates with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Typed {
    /// As it is written.
    pub text: String,
    /// The number.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    pub number: Option<f64>,
    /// The day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
}

/// A figure in a text: not a literal, but a reference with the text that stands for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FigureRef {
    /// Which figure of the document it is ("f1"): the same one may stand in several places.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// As it is written in the text.
    pub text: String,
    /// What it amounts to, where it is a number.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    pub value: Option<f64>,
    /// Slug of the project.
    pub project: String,
    /// Key of the indicator.
    pub indicator: String,
    /// The day for which it was asked.
    pub valid_at: Day,
    /// The day before that with which it was compared, when the figure is a difference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared_with: Option<Day>,
    /// As known when, where that is not when the document was made: what an earlier report said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_at: Option<Moment>,
    /// Of what the indicator counts, the part that is meant ("davon …").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<FigurePart>,
}

/// A part of what an indicator counts, by its items.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FigurePart {
    /// What is counted of it.
    #[schema(example = "mit Steckbrief")]
    pub label: String,
    /// The items that are.
    pub items: Vec<Uuid>,
}

impl Document {
    /// What the section of this key says below its heading, up to the next heading of its level or above.
    pub fn section(&self, key: &str) -> Option<&[Block]> {
        let begins = |block: &Block| matches!(block, Block::Heading { id: Some(id), .. } if id == key);
        let (before, from) = self.blocks.split_at(self.blocks.iter().position(begins)?);
        let (Block::Heading { level, .. }, rest) = from.split_first()? else { return None };
        let ends = |block: &Block| matches!(block, Block::Heading { level: next, .. } if next <= level);
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        self.blocks.get(before.len() + 1..before.len() + 1 + length)
    }
}

impl Inline {
    /// The words, without the reference.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Figure(figure) => &figure.text,
            Self::Typed(typed) => &typed.text,
        }
    }

    /// A number with its text.
    pub fn number(text: impl Into<String>, number: f64) -> Self {
        Self::Typed(Typed { text: text.into(), number: Some(number), day: None })
    }

    /// A day with its text.
    pub fn day(text: impl Into<String>, day: Day) -> Self {
        Self::Typed(Typed { text: text.into(), number: None, day: Some(day) })
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
        Self::running(vec![Inline::Text(text.into())])
    }

    /// A paragraph.
    pub fn running(content: Vec<Inline>) -> Self {
        Self::Paragraph { content, id: None }
    }

    /// A heading within a section.
    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::Heading { level, text: text.into(), id: None }
    }

    /// The heading with which a section begins.
    pub fn section(level: u8, id: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Heading { level, text: text.into(), id: Some(id.into()) }
    }
}

/// The words of a run of text.
pub fn plain(content: &[Inline]) -> String {
    content.iter().map(Inline::text).collect()
}
