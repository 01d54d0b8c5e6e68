//! The steps of a report's life: each is done by somebody who may, on what holds now, and never undone.

use std::collections::BTreeSet;

use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::http::body::Body;
use crate::http::endpoint::{Endpoint, Operation};
use crate::http::once::{once, with_key};
use crate::http::params::Params;
use crate::http::{App, blocking};
use application::access::permission::SignReports;
use application::records::representation::stored_as;
use application::records::resource::Resource;
use application::records::scope::{Place, Scope, When};
use documents::template::SectionForm;
use domain::access::{Caller, Role, View};
use domain::error::{Error, Result};
use domain::payload;
use domain::payload::Payload;
use domain::report::{Report, ReportState};
use domain::report_step::{ReportStep, StepKind, StepRequest};
use store::{Stored, Window, Writing};

use crate::http::caller::Allowed;
use crate::http::params::place;
use crate::http::params::reason;
use crate::http::problem::ApiResult;
use crate::http::resource::{begun, endpoints as endpoints_of};
use application::council::life::{Life, attached, erased};
use application::publishing::publish;
use application::publishing::publish::Rendered;
use application::publishing::submission;
use application::publishing::submission::Submission;
use application::publishing::transitions::{impossible, move_to};
use application::records::write::begin;
use application::resources::plain::example_of;

/// The endpoints of this file: steps are done and read, nothing else.
pub fn endpoints() -> Vec<Endpoint> {
    let example = json!({"step": "submit", "function": "Stabsstelle Digitalisierung"});
    let create = Operation::new("createReportStep", ReportStep::PLURAL, "Let a report go on in its life")
        .description(
            "draft → `submit` → in_review → `approve` → approved → `publish` → published; `return` leads back to the draft \
             until then. Submitting checks the report and freezes what it says; approving names the SHA-256 of that; nobody \
             approves what they submitted or alone wrote. Publishing makes every format once: the invitation first, the record when the \
             meeting has decided. A report that corrects another supersedes it then. `withdraw` is for the administration.",
        )
        .shared(&["idempotency-key", "change-reason"])
        .body("application/json", json!({"$ref": "#/components/schemas/StepRequest"}), example)
        .answer(201, "The step.", json!({"$ref": "#/components/schemas/ReportStep"}))
        .example(example_of::<ReportStep>())
        .header("Location", "Its path.")
        .header("ETag", "Revision and digest.")
        .problem(409)
        .problem(412)
        .needs::<SignReports>();
    let reads = endpoints_of::<ReportStep>().into_iter().filter(|e| e.method == Method::GET);
    let path = ReportStep::COLLECTION.into();
    reads.chain([Endpoint { method: Method::POST, path, route: || web::to(go_on), operation: create }]).collect()
}

async fn go_on(
    Allowed(may): Allowed<SignReports>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
    body: Body,
) -> ApiResult<HttpResponse> {
    params.done()?;
    let once = once(&request, Some(&body))?;
    let (place, view, author) = (place(&request), may.view(), may.author(reason(&request)?)?);
    let wanted: StepRequest = payload::body(body.take()?)?;
    let violations = wanted.check();
    if !violations.is_empty() {
        return Err(Error::Invalid(violations).into());
    }
    may_do(&may.caller, wanted.step)?;
    // What takes long is done before anybody is kept from writing; whether it still holds is asked again then. Whoever
    // repeats a request gets the answer to the first one, so what is wrong with it is said below.
    let made = make(&app, &place, &view, &wanted).await;
    let answer = blocking(move || {
        let written = app.store.write_once(
            &author,
            once.as_ref(),
            |writing| {
                let scope = Scope::find(&mut writing.reading, ReportStep::COLLECTION, &place, When::Now, &view)?;
                may.here(&[])?;
                may_do(&may.caller, wanted.step)?;
                Ok(scope)
            },
            |writing, scope| {
                let stored = scope.found.clone().ok_or(Error::NotFound)?;
                let step = step(writing, &stored, &wanted, made?, &app.template.sections)?;
                let id = begin::<ReportStep>(writing, &may, &scope, &Payload::of(&step)?, Window::default())?;
                Ok((scope, id))
            },
            |reading, (scope, id)| begun::<ReportStep>(reading, &may, &scope, id, (Window::default(), &place.path)),
        );
        written.map_err(|error| with_key(error, once.as_ref()))
    })
    .await?;
    Ok(answer.answer(StatusCode::CREATED))
}

/// What a step needs that takes long to make.
enum Made {
    Nothing,
    Submission(Submission),
    Publication(Box<Rendered>),
}

async fn make(app: &web::Data<App>, place: &Place, view: &View, wanted: &StepRequest) -> Result<Made> {
    if !matches!(wanted.step, StepKind::Submit | StepKind::Publish) {
        return Ok(Made::Nothing);
    }
    let (store, template, place, view) = (app.store.clone(), app.template.clone(), place.clone(), view.clone());
    let wanted = wanted.clone();
    let work = move || {
        let prepared = store.read(|reading| {
            let scope = Scope::find(reading, ReportStep::COLLECTION, &place, When::Now, &view)?;
            let stored = scope.found.ok_or(Error::NotFound)?;
            if wanted.step == StepKind::Submit {
                let submission = submission::compose(reading, &stored, &wanted.overrides, &template.sections)?;
                return Ok(Err(submission));
            }
            publish::prepare(reading, &stored, wanted.edition.unwrap_or_default(), &template.sections).map(Ok)
        })?;
        match prepared {
            Ok(prepared) => Ok(Made::Publication(Box::new(publish::render(prepared, &template, store.zone())?))),
            Err(submission) => Ok(Made::Submission(submission)),
        }
    };
    app.rendering.run(work).await
}

fn may_do(caller: &Caller, step: StepKind) -> Result<()> {
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
    made: Made,
    forms: &[SectionForm],
) -> Result<ReportStep> {
    let report: Report = stored_as(stored)?;
    let life = Life::now(&mut writing.reading, stored.id)?;
    let mut step = ReportStep::of(wanted, life.next_number()?);
    let next = match (wanted.step, report.state, made) {
        (StepKind::Submit, ReportState::Draft, Made::Submission(submission)) => {
            submission::keep(writing, stored, submission, forms, &mut step)?;
            ReportState::InReview
        }
        (StepKind::Return, ReportState::InReview | ReportState::Approved, _) => ReportState::Draft,
        (StepKind::Approve, ReportState::InReview, _) => {
            let sha256 = life.snapshot()?;
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
        (StepKind::Publish, ReportState::Approved | ReportState::Published, Made::Publication(rendered)) => {
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

/// Whether whoever writes may approve: neither they who submitted it, nor they who alone wrote it. Somebody wrote who
/// recorded a version that says something else than the one before, or attached something.
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
        value.as_object_mut().into_iter().for_each(|fields| drop(fields.shift_remove("state")));
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
