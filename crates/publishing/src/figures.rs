//! The figures of a report with everything behind them: as data, and as a page.

use serde::Serialize;
use utoipa::ToSchema;

use application::council::sign_off_history::path_of;
use documents::template::SectionForm;
use domain::error::Result;
use domain::time::{Day, Moment};
use reports::figures_page::FiguresPage;
use reports::snapshot::{FigureRecord, Snapshot};
use store::Reading;

use super::asked::KnownReport;
use super::snapshot::snapshot_of;

/// As of when the figures hold.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportFiguresMeta {
    /// The day for which they hold (Stichtag).
    pub valid_at: Day,
    /// As known when (Datenstand).
    pub known_at: Moment,
    /// SHA-256 of the snapshot, when it is frozen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub snapshot: Option<String>,
}

impl ReportFiguresMeta {
    /// As of when a snapshot says what it says, with its hash if it is frozen.
    pub fn of(snapshot: &Snapshot, sha256: Option<String>) -> Self {
        Self { valid_at: snapshot.as_of, known_at: snapshot.known_at, snapshot: sha256 }
    }
}

/// Every figure of a report, once.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ReportFigures {
    /// The figures in the order in which they stand in the text.
    pub data: Vec<FigureRecord>,
    /// As of when they hold.
    pub meta: ReportFiguresMeta,
}

/// The figures of a report: of a draft as they are now, of what was submitted as they were frozen.
///
/// # Errors
/// `Gone` when the snapshot was erased; `Unavailable` when the database does not answer.
pub fn figures(reading: &mut Reading<'_>, report: &KnownReport, forms: &[SectionForm]) -> Result<ReportFigures> {
    let (snapshot, sha256) = snapshot_of(reading, &report.stored, &report.as_of, forms)?;
    let meta = ReportFiguresMeta::of(&snapshot, sha256);
    Ok(ReportFigures { data: snapshot.figures, meta })
}

/// The same as a page in HTML with an anchor for each figure.
///
/// # Errors
/// As for [`figures`].
pub fn page(reading: &mut Reading<'_>, report: &KnownReport, forms: &[SectionForm]) -> Result<String> {
    let (snapshot, _) = snapshot_of(reading, &report.stored, &report.as_of, forms)?;
    let page = FiguresPage {
        language: &snapshot.document.language,
        title: &snapshot.document.title,
        report: &format!("{}/document?format=html", path_of(report.stored.id)),
        figures: &snapshot.figures,
        as_of: snapshot.as_of,
        known_at: snapshot.known_at,
        zone: reading.zone(),
    };
    Ok(page.html())
}
