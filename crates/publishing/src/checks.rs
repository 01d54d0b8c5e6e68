//! The check of a report before submission: what it lacks, what may be waived, and what was.

use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use documents::template::SectionForm;
use domain::error::{Error, Result};
use domain::report_step::Override;
use domain::time::{Day, Moment};
use reports::Composition;
use reports::finding::Finding;
use reports::findings::{findings, open, unmatched_overrides, waived};
use store::Reading;

use super::asked::KnownReport;
use super::load::load;
use super::snapshot::snapshot_of;

/// What the check finds in a report (Hinweise).
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ReportFindings {
    /// What was found, in the order of the report.
    pub data: Vec<Finding>,
    /// As of when it holds.
    pub meta: ReportFindingsMeta,
}

/// As of when a check holds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportFindingsMeta {
    /// The day of the report (Stichtag).
    pub valid_at: Day,
    /// As known when (Datenstand).
    pub known_at: Moment,
    /// Whether it can be submitted as it is, or was.
    pub complete: bool,
}

/// Of a draft, everything that submitting it would find; of what was submitted, what was waived then.
///
/// # Errors
/// `Gone` when the snapshot was erased; `Unavailable` when the database does not answer.
pub fn of_report(reading: &mut Reading<'_>, report: &KnownReport, forms: &[SectionForm]) -> Result<ReportFindings> {
    if report.is_draft() {
        let loaded = load(reading, Some(report.stored.id), report.report()?, Some(report.as_of.known))?;
        let composition = loaded.composition;
        let data = findings(&composition, reading.today(), reading.zone());
        let (valid_at, known_at) = (composition.report.as_of, composition.known_at);
        let meta = ReportFindingsMeta { valid_at, known_at, complete: data.is_empty() };
        return Ok(ReportFindings { data, meta });
    }
    let (snapshot, _) = snapshot_of(reading, &report.stored, &report.as_of, forms)?;
    let meta = ReportFindingsMeta { valid_at: snapshot.as_of, known_at: snapshot.known_at, complete: true };
    Ok(ReportFindings { data: snapshot.passed, meta })
}

/// What is waived when a report is submitted, with why.
///
/// # Errors
/// `Invalid` for an override that waives nothing; a conflict with everything that is still to be mended.
pub fn check(reading: &Reading<'_>, composition: &Composition, overrides: &[Override]) -> Result<Vec<Finding>> {
    let found = findings(composition, reading.today(), reading.zone());
    let idle = unmatched_overrides(&found, overrides);
    if !idle.is_empty() {
        return Err(Error::Invalid(idle));
    }
    let left = open(&found, overrides);
    if left.is_empty() {
        return Ok(waived(&found, overrides));
    }
    let detail = format!("{} finding(s) are neither mended nor let pass", left.len());
    Err(Error::conflict_with("incomplete", detail, [("findings".to_owned(), json!(left))].into_iter().collect()))
}
