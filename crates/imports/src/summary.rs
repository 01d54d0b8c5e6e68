//! What is told of an import as a whole: its summary, with the first rows, or its refusal.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use domain::error::{Conflict, Error, Result, Violation};
use domain::table::Profile;
use domain::time::{Day, Moment};

use super::encoding::CharacterEncoding;
use super::outcome::{ImportRow, RowCounts};

/// How an import ended that could be carried out.
#[derive(Clone, Debug, PartialEq)]
pub enum Finished {
    /// The rows were imported, or would be.
    Done(Box<Import>),
    /// Rows broke rules, so nothing was imported.
    Refused(Refusal),
}

impl Finished {
    /// The import, for those to whom a refusal is an error.
    ///
    /// # Errors
    /// `RowsRefused` when rows broke rules.
    pub fn done(self) -> Result<Import> {
        match self {
            Self::Done(import) => Ok(*import),
            Self::Refused(refusal) => Err(refusal.into()),
        }
    }
}

/// What became of an import.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Import {
    /// Its id.
    pub id: Uuid,
    /// What the rows are: `offices`, `online-services`.
    #[serde(rename = "as")]
    pub name: String,
    /// Slug.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    /// Key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indicator: Option<String>,
    /// `csv`, `json`, or the name of the portal whose file it is.
    pub format: String,
    /// How the CSV is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub profile: Option<Profile>,
    /// In which encoding the file was read, where that is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub encoding: Option<CharacterEncoding>,
    /// Whether it was only rehearsed.
    pub dry_run: bool,
    /// Whether anything was imported.
    pub applied: bool,
    /// The change; absent when nothing was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub change: Option<i64>,
    /// When it was imported.
    pub created_at: Moment,
    /// Until when summary and rows are kept.
    pub kept_until: Moment,
    /// How many rows there were, and of each outcome.
    #[schema(inline)]
    pub rows: RowCounts,
    /// What the file of a portal said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub portal: Option<PortalSummary>,
    /// Where there is more.
    #[schema(inline)]
    pub links: ImportLinks,
    /// The first rows; in the answer to the import only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Vec<ImportRow>>,
}

/// What the file of a portal said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortalSummary {
    /// The portal.
    pub name: String,
    /// For which day the file holds (Stichtag).
    pub as_of: Day,
    /// How many services it lists.
    pub listed: usize,
    /// Whether no such file was imported before, so that a balance is written.
    pub first_import: bool,
    /// How many were online and are listed no longer.
    pub ended: usize,
    /// Whether these are so many that they end only if it is forced.
    pub needs_force: bool,
    /// Keys of the indicators of which an observation is written.
    pub observed: Vec<String>,
}

/// Where there is more of an import.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ImportLinks {
    /// Its summary.
    #[serde(rename = "self")]
    pub own: String,
    /// All rows.
    pub rows: String,
    /// The rows that are refused, if any are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// The rows after those that are named here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl ImportLinks {
    /// Of an import of which rows are refused, or none is.
    pub fn of(id: Uuid, refused: bool) -> Self {
        let own = format!("/v1/imports/{id}");
        let rows = format!("{own}/rows");
        Self { refused: refused.then(|| format!("{rows}?outcome=refused")), own, rows, next: None }
    }
}

impl Import {
    /// With the first rows, and where the others are.
    #[must_use]
    pub fn with_first(mut self, first: &[ImportRow]) -> Self {
        let more = usize::try_from(self.rows.total).is_ok_and(|total| total > first.len());
        let last = first.last().filter(|_| more);
        self.links.next = last.map(|last| format!("{}?cursor={}", self.links.rows, last.row));
        self.data = Some(first.to_vec());
        self
    }

    /// As it is kept.
    ///
    /// # Errors
    /// `Internal` if it cannot be written as JSON.
    pub fn kept(&self) -> Result<Value> {
        serde_json::to_value(self).map_err(Error::internal)
    }
}

/// The refusal of everything because of some rows, with the first of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Refusal {
    /// The import.
    pub id: Uuid,
    /// How many rows there were, and of each outcome.
    pub rows: RowCounts,
    /// Where the rows are.
    pub links: ImportLinks,
    /// What is wrong with the first rows that were refused.
    pub violations: Vec<Violation>,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        const TOLD: usize = 3;
        let RowCounts { refused, total, .. } = refusal.rows;
        let first = refusal.violations.iter().take(TOLD).map(Violation::to_string).collect::<Vec<_>>().join("; ");
        let detail = format!("{refused} of {total} rows are refused, so nothing was imported: {first}");
        match serde_json::to_value(refusal) {
            Ok(Value::Object(members)) => {
                Self::RowsRefused(Box::new(Conflict { code: "rows-refused", detail, members }))
            }
            Ok(other) => Self::internal(other),
            Err(error) => Self::internal(error),
        }
    }
}
