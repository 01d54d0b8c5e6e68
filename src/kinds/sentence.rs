//! The means to write a section: running text in which figures are references.

use crate::domain::document::{Block, FigureRef, Inline};
use crate::domain::german;
use crate::domain::time::Day;

use super::{Compared, Facts};

/// Running text in which figures are references.
#[derive(Clone, Debug)]
pub struct Sentence<'a> {
    facts: &'a Facts,
    content: Vec<Inline>,
}

impl Facts {
    /// A sentence about this project.
    pub fn sentence(&self) -> Sentence<'_> {
        Sentence { facts: self, content: Vec::new() }
    }
}

impl Sentence<'_> {
    /// Adds words.
    pub fn say(mut self, words: impl AsRef<str>) -> Self {
        match self.content.last_mut() {
            Some(Inline::Text(text)) => text.push_str(words.as_ref()),
            _ => self.content.push(Inline::Text(words.as_ref().to_owned())),
        }
        self
    }

    /// Adds the value of an indicator on the day of the report.
    pub fn figure(self, key: &str, value: f64) -> Self {
        let day = self.facts.day;
        self.reference(key, german::number(value), Some(value), day, None)
    }

    /// Adds the value of an indicator on the day of the report where a word stands for it: "keine", "beiden".
    pub fn figure_in_words(self, key: &str, words: &str) -> Self {
        let day = self.facts.day;
        self.reference(key, words.to_owned(), None, day, None)
    }

    /// Adds the value of an indicator on the day of the previous report.
    pub fn figure_before(self, key: &str, compared: Compared) -> Self {
        self.reference(key, german::number(compared.value), Some(compared.value), compared.day, None)
    }

    /// Adds the value of an indicator on the day of the previous report where a word stands for it.
    pub fn figure_before_in_words(self, key: &str, words: &str, compared: Compared) -> Self {
        self.reference(key, words.to_owned(), None, compared.day, None)
    }

    /// Adds the size of the difference to the previous report, without its sign.
    pub fn change(self, key: &str, change: f64, compared: Compared) -> Self {
        let day = self.facts.day;
        self.reference(key, german::number(change.abs()), Some(change.abs()), day, Some(compared.day))
    }

    /// The paragraph.
    pub fn paragraph(self) -> Block {
        Block::running(self.content)
    }

    /// The running text, for a list or a cell.
    pub fn content(self) -> Vec<Inline> {
        self.content
    }

    fn reference(
        mut self,
        key: &str,
        text: String,
        value: Option<f64>,
        valid_at: Day,
        compared_with: Option<Day>,
    ) -> Self {
        self.content.push(Inline::Figure(FigureRef {
            id: String::new(),
            text,
            value,
            project: self.facts.project.slug.clone(),
            indicator: key.to_owned(),
            valid_at,
            compared_with,
            known_at: None,
        }));
        self
    }
}
