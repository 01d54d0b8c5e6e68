//! What a kind is told when it writes its section, and the means to write it.

use std::collections::BTreeMap;

use serde_json::Value;
use uuid::Uuid;

use crate::domain::document::{Block, FigureRef, Inline};
use crate::domain::german;
use crate::domain::indicator::Tendency;
use crate::domain::milestone::Milestone;
use crate::domain::office::Office;
use crate::domain::project::Project;
use crate::domain::status_update::StatusUpdate;
use crate::domain::time::Day;

/// Everything known of one project on the day of the report.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The day D for which the report holds.
    pub day: Day,
    /// The project.
    pub project: Project,
    /// Its items on D, in the order of their sort keys.
    pub items: Vec<Item>,
    /// Its indicators by key.
    pub figures: BTreeMap<String, Figure>,
    /// Its milestones, the next one first.
    pub milestones: Vec<Milestone>,
    /// Its approved status updates since the previous report, oldest first; the latest one if there is none since.
    pub updates: Vec<StatusUpdate>,
    /// The names of the offices.
    pub offices: BTreeMap<Uuid, Office>,
    /// The report with which this one is compared.
    pub previous: Option<Previous>,
}

/// An item as it was on the day.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its id.
    pub id: Uuid,
    /// Its JSON.
    pub value: Value,
}

/// The previous report.
#[derive(Clone, Debug, PartialEq)]
pub struct Previous {
    /// The day of its meeting, else its Stichtag: the day with which figures are compared.
    pub day: Day,
    /// The day for which its figures held.
    pub as_of: Day,
    /// The lead committee to which it was given.
    pub committee: Option<String>,
}

/// An indicator on the day of the report, and before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// What a person calls it.
    pub label: String,
    /// In what it is counted.
    pub unit: String,
    /// Its value on the day, if there is one.
    pub value: Option<f64>,
    /// The day to which the value goes back.
    pub as_of: Option<Day>,
    /// A change without a figure since the previous report.
    pub tendency: Option<Tendency>,
    /// The comparison with the previous report.
    pub compared: Option<Compared>,
    /// The next target: the value to be reached.
    pub target: Option<f64>,
}

/// A figure as it was when the previous report was given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// The day of the previous report's meeting.
    pub day: Day,
    /// The value for that day as it is known now.
    pub value: f64,
    /// What that report itself said, if it said something.
    pub said: Option<f64>,
}

impl Facts {
    /// The figure of this key, if it has a value.
    pub fn figure(&self, key: &str) -> Option<(&Figure, f64)> {
        self.figures.get(key).and_then(|f| f.value.map(|value| (f, value)))
    }

    /// How much the figure of this key differs from the previous report.
    pub fn change(&self, key: &str) -> Option<f64> {
        let (figure, value) = self.figure(key)?;
        figure.compared.map(|c| value - c.value)
    }

    /// The items of a type, read as `T`; what does not read is left out.
    pub fn items_of<T: serde::de::DeserializeOwned>(&self, item_type: &str) -> Vec<T> {
        let of_type = self.items.iter().filter(|i| i.value.get("type").and_then(Value::as_str) == Some(item_type));
        of_type.filter_map(|i| T::deserialize(&i.value).ok()).collect()
    }

    /// The short name of an office.
    pub fn office(&self, id: Uuid) -> Option<&str> {
        self.offices.get(&id).map(|o| o.short_name.as_str())
    }

    /// A sentence about this project.
    pub fn sentence(&self) -> Sentence<'_> {
        Sentence { facts: self, content: Vec::new() }
    }

    /// Milestones that are not reached, each with its date, as a paragraph.
    pub fn open_milestones(&self) -> Option<Block> {
        let open = self.milestones.iter().filter(|m| m.actual.is_none());
        let dated: Vec<String> = open
            .filter_map(|m| {
                let plan = m.forecast.as_ref().or(m.baseline.as_ref())?;
                Some(format!("„{}“ ({})", m.title, german::planned(plan)))
            })
            .collect();
        match dated.as_slice() {
            [] => None,
            [one] => Some(Block::paragraph(format!("Nächster Meilenstein: {one}."))),
            many => Some(Block::paragraph(format!("Nächste Meilensteine: {}.", many.join("; ")))),
        }
    }

    /// The approved status updates, as paragraphs.
    pub fn update_paragraphs(&self) -> Vec<Block> {
        self.updates
            .iter()
            .flat_map(|u| u.text.lines())
            .filter(|l| !l.trim().is_empty())
            .map(Block::paragraph)
            .collect()
    }
}

/// Running text in which figures are references.
#[derive(Clone, Debug)]
pub struct Sentence<'a> {
    facts: &'a Facts,
    content: Vec<Inline>,
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
        self.reference(key, german::number(value), day, None)
    }

    /// Adds the value of an indicator on the day of the previous report.
    pub fn figure_before(self, key: &str, compared: Compared) -> Self {
        self.reference(key, german::number(compared.value), compared.day, None)
    }

    /// Adds the size of the difference to the previous report, without its sign.
    pub fn change(self, key: &str, change: f64, compared: Compared) -> Self {
        let day = self.facts.day;
        self.reference(key, german::number(change.abs()), day, Some(compared.day))
    }

    /// The paragraph.
    pub fn paragraph(self) -> Block {
        Block::Paragraph { content: self.content }
    }

    /// The running text, for a list or a cell.
    pub fn content(self) -> Vec<Inline> {
        self.content
    }

    fn reference(mut self, key: &str, text: String, valid_at: Day, compared_with: Option<Day>) -> Self {
        self.content.push(Inline::Figure(FigureRef {
            text,
            project: self.facts.project.slug.clone(),
            indicator: key.to_owned(),
            valid_at,
            compared_with,
        }));
        self
    }
}
