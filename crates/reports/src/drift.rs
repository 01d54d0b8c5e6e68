//! Drift: what is known otherwise now than a report said it, figure by figure (Korrekturen) and passage by passage.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use utoipa::ToSchema;

use domain::document::{Block, ChoiceOption, Document, Term, plain};
use domain::indicator::shortest_if_any;

use super::snapshot::{IndicatorState, ProjectState, Snapshot};

/// A figure of which a report said something else than is known now for the same day (Korrektur).
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Correction {
    /// Slug of the project.
    #[schema(example = "ozg")]
    pub project: String,
    /// Its title.
    pub title: String,
    /// Key of the indicator.
    #[schema(example = "online-services")]
    pub indicator: String,
    /// What a person calls it.
    pub label: String,
    /// In what it is counted.
    pub unit: String,
    /// What the report said; absent when it had no value.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    pub said: Option<f64>,
    /// What is known now for the same day.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    pub now: Option<f64>,
}

/// A passage that says something else.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PassageDifference {
    /// Where it stands: the id of a composed paragraph, else its section, what it is (title, heading, paragraph, point, term,
    /// table, chart, aside, choice) and what it is called there or its number. The rows of a table are called by the table
    /// and their first cell. Of several with the same name, the second one and those after it have their number behind it.
    #[schema(example = "ozg/1")]
    pub place: String,
    /// What it said; absent when it was not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub then: Option<String>,
    /// What it says; absent when it is not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
}

impl PassageDifference {
    /// Whether it is the heading of a section.
    pub fn is_heading(&self) -> bool {
        self.place.ends_with("/heading")
    }
}

/// The passages that differ, in reading order; those that are gone follow. The foot tells which document it is and says
/// nothing; of a picture its words are compared, not how it is drawn.
pub fn passages(then: &Document, now: &Document) -> Vec<PassageDifference> {
    let (then, now) = (Passages::of(then), Passages::of(now));
    let [was, is] = [&then, &now].map(|all| all.iter().map(|(place, text)| (place, text)).collect::<BTreeMap<_, _>>());
    let gone = then.iter().filter(|(place, _)| !is.contains_key(place));
    let all = now.iter().chain(gone).map(|(place, _)| PassageDifference {
        place: place.to_string(),
        then: was.get(place).map(|text| (*text).clone()),
        now: is.get(place).map(|text| (*text).clone()),
    });
    all.filter(|passage| passage.then != passage.now).collect()
}

/// Where a passage stands: what it is called, and which one of that name it is, from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place(String, usize);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)?;
        if self.1 > 1 { write!(f, "/{}", self.1) } else { Ok(()) }
    }
}

/// Reads the passages of a document in their order.
#[derive(Default)]
struct Passages {
    section: String,
    met: BTreeMap<String, usize>,
    all: Vec<(Place, String)>,
}

impl Passages {
    fn of(document: &Document) -> Vec<(Place, String)> {
        let mut passages = Self::default();
        passages.keep("title".into(), document.title.clone());
        document.blocks.iter().for_each(|block| passages.read(block));
        passages.all
    }

    fn read(&mut self, block: &Block) {
        match block {
            Block::Heading { text, id: Some(id), .. } => {
                self.section.clone_from(id);
                self.keep(self.name("heading"), text.clone());
            }
            Block::Heading { text, id: None, .. } => self.numbered("heading", text.clone()),
            Block::Paragraph { content, id: Some(id) } => self.keep(id.clone(), plain(content)),
            Block::Paragraph { content, id: None } => self.numbered("paragraph", plain(content)),
            Block::List { items } => items.iter().for_each(|item| self.numbered("point", plain(item))),
            Block::Table { id, caption, columns, rows } => {
                let name = format!("{}/{id}", self.name("table"));
                let titles = columns.iter().map(|column| column.title.clone());
                self.keep(name.clone(), line(std::iter::once(caption.clone()).chain(titles)));
                for row in rows {
                    let head = row.first().map(|cell| plain(cell)).unwrap_or_default();
                    self.keep(format!("{name}/{head}"), line(row.iter().map(|cell| plain(cell))));
                }
            }
            Block::Terms { entries } => {
                for Term { term, content } in entries {
                    self.keep(format!("{}/{term}", self.name("term")), plain(content));
                }
            }
            Block::Chart { id, caption, description, .. } => {
                self.keep(format!("{}/{id}", self.name("chart")), format!("{caption}\n{description}"));
            }
            Block::Aside { label, paragraphs } => {
                let text: Vec<String> = paragraphs.iter().map(|content| plain(content)).collect();
                self.keep(format!("{}/{label}", self.name("aside")), text.join("\n"));
            }
            Block::Choice { label, options } => {
                let option = |ChoiceOption { text, marked }: &ChoiceOption| {
                    format!("{} {text}", if *marked { "[x]" } else { "[ ]" })
                };
                let text: Vec<String> = options.iter().map(option).collect();
                self.keep(format!("{}/{label}", self.name("choice")), text.join("\n"));
            }
        }
    }

    /// What a kind of passage is called in the present section. No key of a section has a slash, and behind it composed
    /// paragraphs have a number: no two of these are the same.
    fn name(&self, kind: &str) -> String {
        if self.section.is_empty() { kind.to_owned() } else { format!("{}/{kind}", self.section) }
    }

    /// Keeps what has no name of its own.
    fn numbered(&mut self, kind: &str, text: String) {
        let name = format!("{}/", self.name(kind));
        let number = self.count(&name);
        self.keep(format!("{name}{number}"), text);
    }

    fn keep(&mut self, name: String, text: String) {
        let number = self.count(&name);
        self.all.push((Place(name, number), text));
    }

    fn count(&mut self, name: &str) -> usize {
        let met = self.met.entry(name.to_owned()).or_insert(0);
        *met += 1;
        *met
    }
}

/// A row of a table as one line.
fn line(cells: impl Iterator<Item = String>) -> String {
    cells.collect::<Vec<_>>().join(" | ")
}

/// What a report said of its figures and is known otherwise now, for the same day. Of what stands nowhere in it, it said
/// nothing; what its readers do not see any more is known no otherwise. Names are those of today.
pub fn corrections(said: &Snapshot, now: &[ProjectState]) -> Vec<Correction> {
    let mut all = Vec::new();
    for project in now {
        let Some(then) = said.projects.iter().find(|other| other.id == project.id) else { continue };
        for IndicatorState { key, label, unit, value: now } in &project.indicators {
            let Some(told) = then.indicators.iter().find(|other| other.key == *key).map(|other| other.value) else {
                continue;
            };
            if *now != told && said.tells(&then.slug, key, told) {
                all.push(Correction {
                    project: project.slug.clone(),
                    title: project.title.clone(),
                    indicator: key.clone(),
                    label: label.clone(),
                    unit: unit.clone(),
                    said: told,
                    now: *now,
                });
            }
        }
    }
    all
}

impl Correction {
    /// Whether something was corrected, and not only hidden since: `seen` is how the projects stood when the report was made,
    /// as its readers see that today.
    pub fn is_one(&self, seen: &[ProjectState]) -> bool {
        let project = seen.iter().find(|project| project.slug == self.project);
        let indicator = project.and_then(|project| project.indicators.iter().find(|i| i.key == self.indicator));
        indicator.and_then(|indicator| indicator.value) != self.now
    }
}

#[cfg(test)]
#[path = "tests/drift.rs"]
mod tests;
