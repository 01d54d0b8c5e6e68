//! The check before submission: what a report lacks, and what may be waived.

use serde_json::json;

use domain::error::{Error, Result};
use domain::report_step::Override;
use reports::Composition;
use reports::finding::Finding;
use reports::findings::{findings, judge, open, passed};
use store::Reading;

/// What may pass when a report is submitted, with why.
///
/// # Errors
/// `Invalid` for what lets nothing pass; a conflict with everything that is still to be mended.
pub fn check(reading: &Reading<'_>, composition: &Composition, overrides: &[Override]) -> Result<Vec<Finding>> {
    let found = findings(composition, reading.today(), reading.zone());
    let idle = judge(&found, overrides);
    if !idle.is_empty() {
        return Err(Error::Invalid(idle));
    }
    let left = open(&found, overrides);
    if left.is_empty() {
        return Ok(passed(&found, overrides));
    }
    let detail = format!("{} finding(s) are neither mended nor let pass", left.len());
    Err(Error::conflict_with("incomplete", detail, [("findings".to_owned(), json!(left))].into_iter().collect()))
}
