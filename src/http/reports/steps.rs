//! The steps of a report's sign-off: each is taken by somebody who may, on what holds now, and never undone.

use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use crate::http::body::Body;
use crate::http::caller::Allowed;
use crate::http::endpoint::{Endpoint, Operation};
use crate::http::once::{once, with_key};
use crate::http::params::{Params, place, reason};
use crate::http::problem::ApiResult;
use crate::http::resource::{begun, endpoints as endpoints_of};
use crate::http::{App, blocking};
use application::access::permission::SignReports;
use application::records::resource::Resource;
use application::resources::plain::example_of;
use domain::error::Result;
use domain::payload;
use domain::report_step::{ReportStep, StepRequest};
use publishing::steps::{Preparation, StepQuestion, prepare, take, takes_long};
use store::Window;

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
        .takes::<StepRequest>(example)
        .answer(201, "The step.", json!({"$ref": "#/components/schemas/ReportStep"}))
        .example(example_of::<ReportStep>())
        .header("Location", "Its path.")
        .header("ETag", "Revision and digest.")
        .problem(409)
        .problem(412)
        .needs::<SignReports>();
    let reads = endpoints_of::<ReportStep>().into_iter().filter(|e| e.method == Method::GET);
    let path = ReportStep::COLLECTION.into();
    reads.chain([Endpoint { method: Method::POST, path, route: || web::to(take_step), operation: create }]).collect()
}

async fn take_step(
    Allowed(may): Allowed<SignReports>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
    body: Body,
) -> ApiResult<HttpResponse> {
    params.done()?;
    let once = once(&request, Some(&body))?;
    let (place, author) = (place(&request), may.author(reason(&request)?)?);
    let wanted: StepRequest = payload::body(body.take()?)?;
    let question = StepQuestion { may, author, once, place, wanted };
    question.check()?;
    // What takes long is done before anybody is kept from writing. A request that is repeated gets the answer to the first
    // one, so what is wrong with the preparation is said behind that.
    let prepared = preparation(&app, &question).await;
    let answer = blocking(move || {
        let taken = take(&app.store, &question, prepared, &app.template.sections, |reading, scope, id| {
            begun::<ReportStep>(reading, &question.may, scope, id, (Window::default(), &question.place.path))
        });
        taken.map_err(|error| with_key(error, question.once.as_ref()))
    })
    .await?;
    Ok(answer.answer(StatusCode::CREATED))
}

async fn preparation(app: &web::Data<App>, question: &StepQuestion) -> Result<Preparation> {
    if !takes_long(question.wanted.step) {
        return Ok(Preparation::Nothing);
    }
    let (store, template, view) = (app.store.clone(), app.template.clone(), question.may.view());
    let (place, wanted) = (question.place.clone(), question.wanted.clone());
    app.rendering.run(move || prepare(&store, &place, &view, &wanted, &template)).await
}
