//! Submission: what a report says is composed, checked and frozen.

use application::records::representation::stored_as;
use documents::template::SectionForm;
use domain::error::Result;
use domain::report::{Report, ReportState};
use domain::report_step::{Override, ReportStep, StepKind};
use domain::time::{Day, Moment};
use store::{Reading, Stored, Writing};

use super::checks;
use super::load::load;
use super::snapshot::take;
use application::council::baseline;
use application::council::correction;
use application::council::transitions::impossible;

/// What is to be frozen, composed before anybody is kept from writing.
pub struct Submission {
    /// The last change before it was composed.
    change: i64,
    as_of: Day,
    known_at: Moment,
    snapshot: Vec<u8>,
}

/// Composes and checks a draft as it is known now.
///
/// # Errors
/// A conflict with everything that is neither mended nor waived, or when it is no draft.
pub fn compose(
    reading: &mut Reading<'_>,
    stored: &Stored,
    overrides: &[Override],
    forms: &[SectionForm],
) -> Result<Submission> {
    let report: Report = stored_as(stored)?;
    if report.state != ReportState::Draft {
        return Err(impossible(StepKind::Submit, report.state));
    }
    correction::check(reading, stored.id, &report)?;
    baseline::given(reading, &report, StepKind::Submit)?;
    let change = reading.as_of(None, None)?.change;
    let mut loaded = load(reading, Some(stored.id), report, None)?;
    loaded.composition.passed = checks::check(reading, &loaded.composition, overrides)?;
    let snapshot = take(reading, Some(stored.id), &loaded, forms)?;
    Ok(Submission { change, as_of: snapshot.as_of, known_at: snapshot.known_at, snapshot: snapshot.freeze()? })
}

/// Freezes what was composed; when something was recorded meanwhile, it is composed again.
///
/// # Errors
/// Those of [`compose`].
pub fn keep(
    writing: &mut Writing<'_>,
    stored: &Stored,
    submission: Submission,
    forms: &[SectionForm],
    step: &mut ReportStep,
) -> Result<()> {
    let same = writing.reading.as_of(None, None)?.change == submission.change;
    let submission = if same { submission } else { compose(&mut writing.reading, stored, &step.overrides, forms)? };
    step.snapshot = Some(writing.keep_file(&submission.snapshot)?);
    (step.as_of, step.known_at) = (Some(submission.as_of), Some(submission.known_at));
    Ok(())
}
