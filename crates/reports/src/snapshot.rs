//! The snapshot of a report: what it says and everything behind it, frozen when it is submitted. Its SHA-256 is what is
//! approved, and what every document made from it prints.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::schema::{AdditionalProperties, AnyOfBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::{Ref, RefOr};
use uuid::Uuid;

use domain::access::Visibility;
use domain::document::Document;
use domain::error::{Error, Result};
use domain::plan::PlannedDate;
use domain::project::{Health, Phase};
use domain::time::{Day, Moment};

use super::finding::{Finding, FindingCode};

/// What a report is made from, at one day and one change, in the view of its own visibility.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Snapshot {
    /// The version of this format.
    pub format: u32,
    /// The day for which its figures hold (Stichtag).
    pub as_of: Day,
    /// The last change that it knows (N).
    pub change: i64,
    /// When that was recorded (Datenstand).
    pub known_at: Moment,
    /// In whose view it was composed.
    pub visibility: Visibility,
    /// What it says. Neither the hash nor who signed it off stands in it: both follow later.
    pub document: Document,
    /// Every figure of the document with what stands behind it.
    pub figures: Vec<FigureRecord>,
    /// How the projects stood, for comparisons.
    pub projects: Vec<ProjectState>,
    /// What the check found and was waived, with why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed: Vec<Finding>,
}

/// A figure in the text of a report, with everything behind it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = ReportFigure)]
pub struct FigureRecord {
    /// Its number in the document, and its anchor on the page of figures.
    #[schema(example = "f1")]
    pub id: String,
    /// As it is written where it stands first.
    pub text: String,
    /// Keys of the sections in which it stands.
    pub sections: Vec<String>,
    /// Slug of the project.
    pub project: String,
    /// Title of the project.
    pub project_title: String,
    /// Key of the indicator.
    pub indicator: String,
    /// Of what the indicator counts, the part that is meant; its items stand in `value.part`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "mit Steckbrief")]
    pub part: Option<String>,
    /// The day for which it was asked.
    pub valid_at: Day,
    /// As known when.
    pub known_at: Moment,
    /// The value as it was then, with its origin; `missing` alone where the indicator was not there on that day.
    // Kept as it was frozen: what is hashed must be written again byte for byte. It is read as a `FigureOrigin`.
    #[schema(schema_with = frozen_value)]
    pub value: Value,
    /// The value on the day with which it was compared, when the figure is a difference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = frozen_comparison, required = false)]
    pub compared: Option<Value>,
}

/// The value of an indicator as `GET …/value` answers it, or that there was none.
fn frozen(description: &str) -> RefOr<Schema> {
    let status = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["missing"]));
    let missing = ObjectBuilder::new()
        .schema_type(Type::Object)
        .property("status", status)
        .required("status")
        .additional_properties(Some(AdditionalProperties::FreeForm(false)));
    let value = Ref::from_schema_name("IndicatorValue");
    AnyOfBuilder::new().description(Some(description)).item(value).item(missing).into()
}

fn frozen_value() -> RefOr<Schema> {
    frozen("The value as it was then, with its origin; `missing` alone where the indicator was not there on that day.")
}

fn frozen_comparison() -> RefOr<Schema> {
    frozen("The value on the day with which it was compared, when the figure is a difference.")
}

/// How a project stood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProjectState {
    /// Its id.
    pub id: Uuid,
    /// Its slug.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Its phase.
    pub phase: Phase,
    /// Its declared health.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub health: Option<Health>,
    /// The values of its indicators on the day.
    pub indicators: Vec<IndicatorState>,
    /// Its milestones.
    pub milestones: Vec<MilestoneState>,
    /// The states of its items.
    pub items: Vec<ItemState>,
}

/// The value of an indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IndicatorState {
    /// Its key.
    pub key: String,
    /// What a person calls it.
    pub label: String,
    /// In what it is counted.
    pub unit: String,
    /// Its value; absent when there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
}

/// A milestone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MilestoneState {
    /// Its id.
    pub id: Uuid,
    /// What is to be reached.
    pub title: String,
    /// When, as it was expected then, else as it was first agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<PlannedDate>,
    /// When it was reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actual: Option<Day>,
}

/// The state of an item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ItemState {
    /// Its id.
    pub id: Uuid,
    /// What a person calls it.
    pub title: String,
    /// Its state, if its type has states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

impl Snapshot {
    /// The version of the format that is written.
    pub const FORMAT: u32 = 1;

    /// As it is frozen: canonical JSON (RFC 8785), the same on every machine.
    ///
    /// # Errors
    /// `Internal` when something in it cannot be written as JSON.
    pub fn freeze(&self) -> Result<Vec<u8>> {
        serde_json_canonicalizer::to_vec(self).map_err(Error::internal)
    }

    /// The value of an indicator of a project, if it says one.
    pub fn value(&self, project: Uuid, indicator: &str) -> Option<f64> {
        let project = self.projects.iter().find(|p| p.id == project)?;
        project.indicators.iter().find(|i| i.key == indicator)?.value
    }

    /// For which day it tells its values, and as known when.
    pub fn told(&self) -> (Day, Moment) {
        (self.as_of, self.known_at)
    }

    /// Whether it says what an indicator of a project amounts to, or that there was no value where there should have been one.
    pub fn tells(&self, project: &str, indicator: &str, value: Option<f64>) -> bool {
        let missing = |finding: &Finding| {
            finding.code == FindingCode::MissingValue
                && (finding.place.as_str(), finding.subject.as_deref()) == (project, Some(indicator))
        };
        match value {
            Some(_) => self.figure(project, indicator, self.told()).is_some(),
            None => self.passed.iter().any(missing),
        }
    }

    /// Its value of an indicator for a day, as known when, if it tells that value anywhere.
    pub fn figure(&self, project: &str, indicator: &str, times: (Day, Moment)) -> Option<&FigureRecord> {
        let told = |figure: &&FigureRecord| {
            (figure.project.as_str(), figure.indicator.as_str()) == (project, indicator)
                && (figure.valid_at, figure.known_at) == times
                && figure.compared.is_none()
                && figure.part.is_none()
        };
        self.figures.iter().find(told)
    }

    /// How the projects stood, without what its readers do not see any more, and under the names that they see: `seen` is
    /// the same as they see it today.
    pub fn still_seen(&self, seen: &[ProjectState]) -> Vec<ProjectState> {
        let project = |then: &ProjectState| {
            let seen = seen.iter().find(|project| project.id == then.id)?;
            let milestone = |then: &MilestoneState| {
                let title = seen.milestones.iter().find(|milestone| milestone.id == then.id)?.title.clone();
                Some(MilestoneState { title, ..then.clone() })
            };
            let item = |then: &ItemState| {
                let title = seen.items.iter().find(|item| item.id == then.id)?.title.clone();
                Some(ItemState { title, ..then.clone() })
            };
            let indicator = |then: &IndicatorState| {
                let IndicatorState { label, unit, .. } = seen.indicators.iter().find(|i| i.key == then.key)?.clone();
                Some(IndicatorState { label, unit, ..then.clone() })
            };
            Some(ProjectState {
                title: seen.title.clone(),
                health: seen.health.clone(),
                indicators: then.indicators.iter().filter_map(indicator).collect(),
                milestones: then.milestones.iter().filter_map(milestone).collect(),
                items: then.items.iter().filter_map(item).collect(),
                ..then.clone()
            })
        };
        self.projects.iter().filter_map(project).collect()
    }

    /// Reads what was frozen. A later version of the program reads the formats of all earlier ones.
    ///
    /// # Errors
    /// `Internal` when it is none, or one of a format that only a later version of the program knows.
    pub fn thaw(bytes: &[u8]) -> Result<Self> {
        let Written { format } = serde_json::from_slice(bytes).map_err(Error::internal)?;
        match format {
            1 => serde_json::from_slice(bytes).map_err(Error::internal),
            unknown => Err(Error::internal(format!("a snapshot of the format {unknown}"))),
        }
    }
}

/// In which format a snapshot is written.
#[derive(Deserialize)]
struct Written {
    format: u32,
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    /// A snapshot as version 1 of the format had it. It never changes: ledgers hold snapshots like it.
    const FIRST: &str = include_str!("tests/snapshot-1.json");

    #[test]
    fn what_was_frozen_once_is_read_and_hashed_as_ever() {
        let frozen = FIRST.trim_end();
        let snapshot = Snapshot::thaw(frozen.as_bytes()).unwrap();
        assert_eq!(snapshot.document.title, "Bericht über ausgewählte Digitalisierungsprojekte der Verwaltung");
        assert_eq!(String::from_utf8(snapshot.freeze().unwrap()).unwrap(), frozen);
        let sha256 = hex::encode(Sha256::digest(frozen));
        assert_eq!(sha256, "9b5c61c0d234200fb9e7af546c24c7bf6ec3e02b1109eed61771c8dbdbff7f84");
        let later = frozen.replacen("\"format\":1", "\"format\":2", 1);
        assert!(Snapshot::thaw(later.as_bytes()).is_err());
    }
}
