//! Redactions: a name that got into a text or a reason is taken out; the ledger says that it was, and stays verifiable.

use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use super::body::Body;
use super::caller::Allowed;
use super::endpoint::{Endpoint, Operation};
use super::etag::Answer;
use super::once::{once, with_key};
use super::params::{Params, reason};
use super::problem::ApiResult;
use super::{App, blocking};
use application::access::permission::Administer;
use domain::payload;
use publishing::redaction::{RedactionRequest, RedactionResult, redact};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let example = json!({
        "text": "Erika Mustermann", "resource": "0187bcd2-5c00-7000-8000-000000000001",
    });
    let operation = Operation::new("createRedaction", "changes", "Take a text out of what was recorded")
        .description(
            "For erasing personal data. The text is replaced in every version of the resource and in reasons, for every \
             `knownAt`; the redaction is itself a recorded change, and the chain stays valid. Kept first answers that \
             contain the text are dropped. Slugs and keys cannot be redacted. What stands in a file cannot be replaced: \
             the file is erased, and its hash stays. `frozen` names the files of reports in which the text still \
             stands; attachments are not searched.",
        )
        .needs::<Administer>()
        .shared(&["change-reason", "idempotency-key"])
        .takes::<RedactionRequest>(example)
        .returns::<RedactionResult>(201, "Taken out.")
        .example(json!({"change": 40, "versions": 2, "reasons": 0, "files": 0, "frozen": []}))
        .problem(409);
    let path = "/v1/redactions".into();
    vec![Endpoint { method: Method::POST, path, route: || web::to(create), operation }]
}

async fn create(
    Allowed(may): Allowed<Administer>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
    body: Body,
) -> ApiResult<HttpResponse> {
    params.done()?;
    let once = once(&request, Some(&body))?;
    let (author, wanted): (_, RedactionRequest) = (may.author(reason(&request)?)?, payload::body(body.take()?)?);
    let redacted = blocking(move || {
        redact(&app.store, &author, once.as_ref(), wanted).map_err(|error| with_key(error, once.as_ref()))
    })
    .await?;
    Ok(Answer::json(&redacted)?.answer(StatusCode::CREATED))
}
