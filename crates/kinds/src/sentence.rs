//! The means to write a section: running text in which figures are references.

use uuid::Uuid;

use domain::document::{Block, FigurePart, FigureRef, Inline};
use domain::time::Day;
use texts::grammar;

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
        self.reference(key, grammar::number(value), Some(value), day, None)
    }

    /// Adds the value of an indicator on the day of the report where a word stands for it: "keine", "beiden".
    pub fn figure_in_words(self, key: &str, words: &str) -> Self {
        let day = self.facts.day;
        self.reference(key, words.to_owned(), None, day, None)
    }

    /// Adds the value of an indicator on the day of the previous report.
    pub fn figure_before(self, key: &str, compared: Compared) -> Self {
        self.reference(key, grammar::number(compared.value), Some(compared.value), compared.day, None)
    }

    /// Adds the value of an indicator on the day of the previous report where a word stands for it.
    pub fn figure_before_in_words(self, key: &str, words: &str, compared: Compared) -> Self {
        self.reference(key, words.to_owned(), None, compared.day, None)
    }

    /// Adds the size of the difference to the previous report, without its sign.
    pub fn change(self, key: &str, change: f64, compared: Compared) -> Self {
        let day = self.facts.day;
        self.reference(key, grammar::number(change.abs()), Some(change.abs()), day, Some(compared.day))
    }

    /// Adds how many items make a part of what an indicator counts; `label` says which ("mit Steckbrief").
    pub fn part(self, key: &str, label: &str, items: &[Uuid]) -> Self {
        let number = items.len() as f64;
        self.part_in_words(key, &grammar::number(number), (label, items))
    }

    /// Adds a part of what an indicator counts where other words stand for it: "beiden".
    pub fn part_in_words(mut self, key: &str, words: &str, (label, items): (&str, &[Uuid])) -> Self {
        let part = FigurePart { label: label.to_owned(), items: items.to_vec() };
        let (day, value) = (self.facts.day, items.len() as f64);
        self = self.reference(key, words.to_owned(), Some(value), day, None);
        if let Some(Inline::Figure(figure)) = self.content.last_mut() {
            figure.part = Some(part);
        }
        self
    }

    /// Adds several things, as German lists them: "a, b und c".
    pub fn each<T>(mut self, all: &[T], add: impl Fn(Self, &T) -> Self) -> Self {
        for (n, one) in all.iter().enumerate() {
            let between = match n {
                0 => "",
                n if n + 1 == all.len() => " und ",
                _ => ", ",
            };
            self = add(if between.is_empty() { self } else { self.say(between) }, one);
        }
        self
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
            part: None,
        }));
        self
    }
}
