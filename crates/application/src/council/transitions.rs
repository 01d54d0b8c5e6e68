//! Moves of a report from state to state: which can follow, and what settles it.

use serde_json::json;
use uuid::Uuid;

use domain::error::{Error, Result};
use domain::payload::{Payload, typed};
use domain::report::{Edition, Report, ReportState};
use domain::report_step::StepKind;
use store::{Window, Writing};

use crate::council::sign_off_history::SignOffHistory;

/// Whether a report and what is attached to it may still change.
///
/// # Errors
/// A conflict when it is no draft any more.
pub fn draft_only(report: &Report) -> Result<()> {
    if report.state == ReportState::Draft {
        return Ok(());
    }
    let state = report.state.name();
    let way = match report.state {
        ReportState::InReview | ReportState::Approved => "return it with a step, and it is a draft again",
        ReportState::Published => "correct it with a new report (`corrects`)",
        _ => "it stays what it was",
    };
    let detail =
        format!("the report is '{state}' and no draft: neither it nor what is attached to it changes any more; {way}");
    Err(Error::conflict("settled", detail))
}

/// What a step that cannot be done now is refused with: the steps that can.
pub fn impossible(step: StepKind, state: ReportState) -> Error {
    instead(possible(state), format!("a report that is {} cannot take the step {}", state.name(), step.name()))
}

/// The steps that a report in a state can take.
fn possible(state: ReportState) -> &'static [StepKind] {
    match state {
        ReportState::Draft => &[StepKind::Submit],
        ReportState::InReview => &[StepKind::Approve, StepKind::Return],
        ReportState::Approved => &[StepKind::Publish, StepKind::Return],
        ReportState::Published => &[StepKind::Publish, StepKind::Withdraw],
        ReportState::Superseded => &[StepKind::Withdraw],
        ReportState::Withdrawn => &[],
    }
}

/// A step that cannot be done, and those that can be done instead.
pub fn instead(possible: &[StepKind], detail: String) -> Error {
    let names: Vec<&str> = possible.iter().map(|step| step.name()).collect();
    let members = [("possible".to_owned(), json!(names))].into_iter().collect();
    Error::conflict_with("impossible-move", detail, members)
}

/// Moves a report to another state; everything else in it stays.
pub fn move_to(writing: &mut Writing<'_>, report: Uuid, state: ReportState) -> Result<()> {
    writing.patch(report, Window::default(), |payload| {
        let mut report: Report = typed(&payload.value)?;
        report.state = state;
        Payload::of(&report)
    })
}

/// Whether an edition can follow what was published: each is published once.
///
/// # Errors
/// A conflict that says what comes first, or that it is published already.
pub fn check_edition(history: &SignOffHistory, state: ReportState, edition: Edition) -> Result<()> {
    let twice = || Error::conflict("settled", "this edition is published already and stays as it is");
    match (state, edition) {
        (ReportState::Approved, Edition::Invitation) => Ok(()),
        (ReportState::Published, Edition::Record) if history.published(Some(edition)).is_none() => Ok(()),
        (ReportState::Approved, Edition::Record) => {
            let detail = "the invitation is published first, the record after the meeting";
            Err(instead(possible(state), detail.to_owned()))
        }
        (ReportState::Published, _) => Err(twice()),
        _ => Err(impossible(StepKind::Publish, state)),
    }
}
