//! The steps of a report's sign-off: each is taken by somebody who may, on what holds now, and never undone.

use std::collections::BTreeSet;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use application::access::may::May;
use application::access::permission::SignReports;
use application::council::sign_off_history::{SignOffHistory, attached, erased};
use application::records::resource::Resource;
use application::records::scope::{PathParams, Scope, When};
use application::records::write::begin;
use documents::template::{SectionForm, Template};
use domain::access::{Caller, Role, View};
use domain::error::{Error, Result};
use domain::payload::Payload;
use domain::report::{Report, ReportState};
use domain::report_step::{ReportStep, StepKind, StepRequest};
use store::{Author, IdempotencyKey, Reading, Store, Stored, Window, Writing};

use super::publish;
use super::publish::Rendered;
use super::submission;
use super::submission::Submission;
use application::council::transitions::{impossible, move_to};
use application::records::representation::stored_as;

/// A step that somebody wants to take.
pub struct StepQuestion {
    /// Who asks, with the permission for it.
    pub may: May<SignReports>,
    /// In whose name, and why.
    pub author: Author,
    /// The key of the request, if it has one.
    pub once: Option<IdempotencyKey>,
    /// The steps of which report.
    pub place: PathParams,
    /// Which step.
    pub wanted: StepRequest,
}

impl StepQuestion {
    /// Refuses what is wrong with the step whatever the report is, and callers that may not take it.
    ///
    /// # Errors
    /// `Invalid` for what is missing or does not belong to the step; `Forbidden` when the roles of the caller do not allow it.
    pub fn check(&self) -> Result<()> {
        let violations = self.wanted.check();
        if !violations.is_empty() {
            return Err(Error::Invalid(violations));
        }
        may_take(&self.may.caller, self.wanted.step)
    }
}

/// What a step needs that takes long to make.
pub enum Preparation {
    /// Nothing.
    Nothing,
    /// The snapshot that is to be frozen.
    Submission(Submission),
    /// Every format of the edition that is to be published.
    Publication(Box<Rendered>),
}

/// What was read of the ledger for a step, before anything is rendered.
enum Read {
    Nothing,
    Submission(Submission),
    Publication((publish::Prepared, i64)),
}

/// Whether a step needs something that takes long to make.
pub fn takes_long(step: StepKind) -> bool {
    matches!(step, StepKind::Submit | StepKind::Publish)
}

/// Makes what takes long before anybody is kept from writing; whether it still holds is asked again by [`take`].
///
/// # Errors
/// `NotFound` when the view does not see the report; a conflict when the step cannot follow, or the check finds something
/// that is neither mended nor waived.
pub fn prepare(
    store: &Store,
    place: &PathParams,
    view: &View,
    wanted: &StepRequest,
    template: &Template,
) -> Result<Preparation> {
    let read = store.read(|reading| {
        let scope = Scope::find(reading, ReportStep::COLLECTION, place, When::Now, view)?;
        let stored = scope.found.ok_or(Error::NotFound)?;
        Ok(match wanted.step {
            StepKind::Submit => {
                Read::Submission(submission::compose(reading, &stored, &wanted.overrides, &template.sections)?)
            }
            StepKind::Publish => {
                let edition = wanted.edition.unwrap_or_default();
                Read::Publication(publish::prepare(reading, &stored, edition, &template.sections)?)
            }
            _ => Read::Nothing,
        })
    })?;
    Ok(match read {
        Read::Nothing => Preparation::Nothing,
        Read::Submission(submission) => Preparation::Submission(submission),
        Read::Publication(prepared) => {
            Preparation::Publication(Box::new(publish::render(prepared, template, store.zone())?))
        }
    })
}

/// Takes a step: the report is in its next state then. What `finish` makes of it is kept with the key of the request, and
/// a request that is repeated gets it again; so what was wrong with the preparation is told behind that.
///
/// # Errors
/// `NotFound` and `Forbidden` as for any write; the error of the preparation; a conflict when the step cannot follow;
/// `Stale` when something that the report tells changed while it was prepared; `KeyReused`, `Busy`.
pub fn take<A: Serialize + DeserializeOwned>(
    store: &Store,
    question: &StepQuestion,
    prepared: Result<Preparation>,
    forms: &[SectionForm],
    finish: impl FnOnce(&mut Reading<'_>, &Scope, Uuid) -> Result<A>,
) -> Result<A> {
    let StepQuestion { may, author, once, place, wanted } = question;
    store.write_once(
        author,
        once.as_ref(),
        |writing| {
            let scope = Scope::find(&mut writing.reading, ReportStep::COLLECTION, place, When::Now, &may.view())?;
            may.here(&[])?;
            may_take(&may.caller, wanted.step)?;
            Ok(scope)
        },
        |writing, scope| {
            let stored = scope.found.clone().ok_or(Error::NotFound)?;
            let step = step(writing, &stored, wanted, prepared?, forms)?;
            let id = begin::<ReportStep>(writing, may, &scope, &Payload::of(&step)?, Window::default())?;
            Ok((scope, id))
        },
        |reading, (scope, id)| finish(reading, &scope, id),
    )
}

fn may_take(caller: &Caller, step: StepKind) -> Result<()> {
    let (roles, refusal): (&[Role], _) = match step {
        StepKind::Submit => (&[Role::Author], "only an author may submit a report"),
        StepKind::Return => (&[Role::Author, Role::Approver], "only an author or an approver may return a report"),
        StepKind::Approve => (&[Role::Approver], "only an approver may approve a report"),
        StepKind::Publish => (&[Role::Author], "only an author may publish a report"),
        StepKind::Withdraw | StepKind::Supersede => (&[Role::Admin], "only the administration may withdraw a report"),
    };
    if roles.iter().any(|role| caller.may(*role, &[])) { Ok(()) } else { Err(Error::Forbidden(refusal)) }
}

/// Does a step: the report is in its next state then.
fn step(
    writing: &mut Writing<'_>,
    stored: &Stored,
    wanted: &StepRequest,
    prepared: Preparation,
    forms: &[SectionForm],
) -> Result<ReportStep> {
    let report: Report = stored_as(stored)?;
    let history = SignOffHistory::now(&mut writing.reading, stored.id)?;
    let mut step = ReportStep::of(wanted, history.next_number()?);
    let next = match (wanted.step, report.state, prepared) {
        (StepKind::Submit, ReportState::Draft, Preparation::Submission(submission)) => {
            submission::keep(writing, stored, submission, forms, &mut step)?;
            ReportState::InReview
        }
        (StepKind::Return, ReportState::InReview | ReportState::Approved, _) => ReportState::Draft,
        (StepKind::Approve, ReportState::InReview, _) => {
            let sha256 = history.snapshot()?;
            if wanted.snapshot.as_deref() != Some(sha256) {
                let members = [("snapshot".to_owned(), json!(sha256))].into_iter().collect();
                let detail = "what is to be approved is not what was submitted last: read it again";
                return Err(Error::conflict_with("other-snapshot", detail, members));
            }
            approvable(writing, stored.id)?;
            // Nobody has read what is not there any more.
            writing.reading.file(sha256)?.ok_or_else(|| erased(sha256))?;
            step.snapshot = Some(sha256.to_owned());
            ReportState::Approved
        }
        (StepKind::Publish, ReportState::Approved | ReportState::Published, Preparation::Publication(rendered)) => {
            publish::keep(writing, stored, *rendered, forms, &mut step)?;
            ReportState::Published
        }
        (StepKind::Withdraw, ReportState::Published | ReportState::Superseded, _) => ReportState::Withdrawn,
        _ => return Err(impossible(wanted.step, report.state)),
    };
    if next != report.state {
        move_to(writing, stored.id, next)?;
    }
    Ok(step)
}

/// Whether the author of the change may approve: neither the one who submitted the report, nor the one who alone wrote it.
/// An actor wrote who recorded a version that says something else than the one before, or attached something.
fn approvable(writing: &mut Writing<'_>, report: Uuid) -> Result<()> {
    const ALL: i64 = 10_000;
    let (me, reading) = (writing.actor(), &mut writing.reading);
    let latest = reading.as_of(None, None)?;
    let history = reading.history(report, &latest, &View::EVERYTHING, 0, None, ALL)?;
    let in_review = |value: &Value| value.get("state") == Some(&json!(ReportState::InReview));
    // The latest comes first, and was recorded when it was submitted.
    if history.iter().find(|entry| in_review(&entry.value)).is_some_and(|entry| entry.actor == me) {
        return Err(Error::Forbidden("somebody else must approve what you submitted"));
    }
    let words = |value: &Value| {
        let mut value = value.clone();
        if let Some(fields) = value.as_object_mut() {
            fields.shift_remove("state");
        }
        value
    };
    let (mut writers, mut before) = (BTreeSet::new(), None);
    for entry in history.iter().rev() {
        let now = words(&entry.value);
        if before.as_ref() != Some(&now) {
            writers.insert(entry.actor);
        }
        before = Some(now);
    }
    for (attachment, _) in attached(reading, report, &latest)? {
        let history = reading.history(attachment.id, &latest, &View::EVERYTHING, 0, None, ALL)?;
        writers.extend(history.iter().map(|entry| entry.actor));
    }
    let alone = writers.iter().all(|writer| *writer == me);
    if alone { Err(Error::Forbidden("somebody else must approve what you alone wrote")) } else { Ok(()) }
}
