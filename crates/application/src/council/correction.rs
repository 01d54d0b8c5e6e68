//! Corrections of reports (Berichtigung): a new report that takes the place of one that was given.

use uuid::Uuid;

use domain::error::{Error, Result};
use domain::payload::Payload;
use domain::report::{Report, ReportState};
use domain::report_step::{ReportStep, StepKind};
use store::{New, Reading, Window, Writing};

use crate::council::sign_off_history::{SignOffHistory, is_withdrawn, present};
use crate::council::transitions::move_to;

/// Why a report cannot correct the one that it names, if it cannot. Both have the same readers: nobody must learn from
/// one of them of another that is not theirs, or be left with one that was superseded by what they cannot read.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
pub fn objection(reading: &mut Reading<'_>, id: Uuid, report: &Report) -> Result<Option<String>> {
    let Some(corrected) = report.corrects else { return Ok(None) };
    if corrected == id {
        return Ok(Some("is this report itself".to_owned()));
    }
    // Whether there is one is asked of every reference.
    let Some(earlier) = present(reading, corrected)? else { return Ok(None) };
    if !earlier.state.given() && earlier.state != ReportState::Withdrawn {
        return Ok(Some(format!("is {}: only what was published is corrected", earlier.state.name())));
    }
    if let (ReportState::Withdrawn, Some(first)) = (earlier.state, earlier.corrects) {
        return Ok(Some(format!("was withdrawn: correct the report {first}, which it corrected")));
    }
    if earlier.visibility != report.visibility {
        let seen = earlier.visibility.name();
        return Ok(Some(format!("is {seen}: a correction has the same visibility")));
    }
    let successor = SignOffHistory::now(reading, corrected)?.successor().filter(|successor| *successor != id);
    if let Some(successor) = successor
        && !is_withdrawn(reading, successor)?
    {
        return Ok(Some(format!("was corrected already, by the report {successor}: correct that one")));
    }
    Ok(None)
}

/// Whether a report still can correct the one that it names.
///
/// # Errors
/// A conflict that says why not.
pub fn check(reading: &mut Reading<'_>, id: Uuid, report: &Report) -> Result<()> {
    match objection(reading, id, report)? {
        Some(detail) => Err(Error::conflict("settled", format!("the report that is to be corrected {detail}"))),
        None => Ok(()),
    }
}

/// The report that this one corrects is superseded now. What was withdrawn before stays so, and is not spoken of.
///
/// # Errors
/// A conflict when it cannot be corrected any more.
pub fn supersede(writing: &mut Writing<'_>, id: Uuid, report: &Report) -> Result<()> {
    check(&mut writing.reading, id, report)?;
    let Some(corrected) = report.corrects else { return Ok(()) };
    let earlier = present(&mut writing.reading, corrected)?.ok_or(Error::NotFound)?;
    if earlier.state == ReportState::Withdrawn {
        return Ok(());
    }
    if earlier.state == ReportState::Published {
        move_to(writing, corrected, ReportState::Superseded)?;
    }
    let number = SignOffHistory::now(&mut writing.reading, corrected)?.next_number()?;
    let step = ReportStep { successor: Some(id), ..ReportStep::new(StepKind::Supersede, number) };
    let payload = Payload::of(&step)?;
    writing.create(New { id: None, parent: Some(corrected), payload: &payload, window: Window::default() }).map(drop)
}
