//! Drift: what is known otherwise now than a report said it, figure by figure (Korrekturen) and paragraph by paragraph.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::document::{Block, Document, plain};
use crate::domain::indicator::shortest_if_any;

use super::snapshot::ProjectState;

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

/// A paragraph that says something else.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ParagraphDifference {
    /// Its id, or section and number.
    #[schema(example = "ozg/1")]
    pub paragraph: String,
    /// What it said; absent when it was not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub then: Option<String>,
    /// What it says; absent when it is not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
}

/// The paragraphs that differ, in reading order; those that are gone follow.
pub fn paragraphs(then: &Document, now: &Document) -> Vec<ParagraphDifference> {
    let (then, now) = (texts(then), texts(now));
    let find = |all: &[(String, String)], key: &str| all.iter().find(|(k, _)| k == key).map(|(_, text)| text.clone());
    let gone = then.iter().filter(|(key, _)| find(&now, key).is_none());
    let all = now.iter().chain(gone).map(|(key, _)| ParagraphDifference {
        paragraph: key.clone(),
        then: find(&then, key),
        now: find(&now, key),
    });
    all.filter(|paragraph| paragraph.then != paragraph.now).collect()
}

/// Every paragraph by its id, else by its section and its number among those of the section.
fn texts(document: &Document) -> Vec<(String, String)> {
    let (mut section, mut number, mut all) = (String::new(), 0, Vec::new());
    for block in &document.blocks {
        match block {
            Block::Heading { id: Some(id), .. } => {
                section.clone_from(id);
                number = 0;
            }
            Block::Paragraph { content, id } => {
                number += 1;
                let key = id.clone().unwrap_or_else(|| format!("{section}/{number}"));
                all.push((key, plain(content)));
            }
            _ => {}
        }
    }
    all
}

/// What a report said of its figures and is known otherwise now, for the same day; of projects that it did not know,
/// it said nothing.
pub fn corrections(said: &[ProjectState], now: &[ProjectState]) -> Vec<Correction> {
    let mut all = Vec::new();
    for project in said {
        let known = now.iter().find(|other| other.id == project.id);
        for indicator in &project.indicators {
            let now = known.and_then(|p| p.indicators.iter().find(|i| i.key == indicator.key)).and_then(|i| i.value);
            if now != indicator.value {
                all.push(Correction {
                    project: project.slug.clone(),
                    title: project.title.clone(),
                    indicator: indicator.key.clone(),
                    label: indicator.label.clone(),
                    unit: indicator.unit.clone(),
                    said: indicator.value,
                    now,
                });
            }
        }
    }
    all
}
