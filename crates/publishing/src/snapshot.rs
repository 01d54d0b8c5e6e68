//! Snapshots: what a report says with everything behind it, composed now or read as it was frozen.

use uuid::Uuid;

use application::records::representation::stored_as;
use documents::template::SectionForm;
use domain::error::Result;
use domain::report::{Report, ReportState};
use domain::time::AsOf;
use reports::compose::compose;
use reports::snapshot::Snapshot;
use store::{Reading, Stored};

use super::load::{Loaded, load};
use super::provenance::records;
use super::states::state;
use application::council::sign_off_history::{SignOffHistory, path_of};

/// What a report says, as known when `stored` was: as it was frozen, or composed while it is a draft. The hash is that of
/// what was frozen.
///
/// # Errors
/// `Gone` when the snapshot was erased; `Internal` when nothing was frozen, or it cannot be read; `Unavailable` when the
/// database does not answer.
pub fn snapshot_of(
    reading: &mut Reading<'_>,
    stored: &Stored,
    as_of: &AsOf,
    forms: &[SectionForm],
) -> Result<(Snapshot, Option<String>)> {
    let report: Report = stored_as(stored)?;
    if report.state != ReportState::Draft {
        let (sha256, snapshot) = SignOffHistory::of(reading, stored.id, as_of)?.frozen(reading)?;
        return Ok((snapshot, Some(sha256)));
    }
    let loaded = load(reading, Some(stored.id), report, Some(as_of.known))?;
    Ok((take(reading, Some(stored.id), &loaded, forms)?, None))
}

/// Composes a snapshot of what was loaded.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
pub fn take(reading: &mut Reading<'_>, id: Option<Uuid>, loaded: &Loaded, forms: &[SectionForm]) -> Result<Snapshot> {
    let zone = reading.zone();
    let mut document = compose(&loaded.composition, zone, forms);
    document.figures = id.map(|id| format!("{}/figures", path_of(id)));
    let records = records(reading, &document, loaded)?;
    let report = &loaded.composition.report;
    Ok(Snapshot {
        format: Snapshot::FORMAT,
        as_of: report.as_of,
        change: loaded.as_of.change,
        known_at: loaded.as_of.known,
        visibility: report.visibility,
        document,
        figures: records,
        projects: loaded.projects.iter().map(state).collect(),
        passed: loaded.composition.passed.clone(),
    })
}
