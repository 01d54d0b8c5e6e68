//! The check of a report before it is submitted: what it lacks, and what was waived when it was.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::http::App;
use crate::http::caller::Allowed;
use crate::http::endpoint::{Endpoint, Operation};
use crate::http::etag::Answer;
use crate::http::params::{Params, path_id};
use crate::http::problem::ApiResult;
use application::access::permission::Read;
use publishing::asked::ReportQuery;
use publishing::checks::{ReportFindings, of_report};

use super::answering::answer;
use crate::http::openapi::examples::example;

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let operation = Operation::new("checkReport", "reports", "Check what a report lacks")
        .description(
            "Of a draft, everything that submitting it would find: each is mended, or waived by an entry in `overrides` \
             that names its code, its place and, where it has one, its subject. Of what was submitted, what was let \
             pass then, with its explanation.",
        )
        .shared(&["knownAt", "if-none-match"])
        .returns::<ReportFindings>(200, "What was found.")
        .example(example("reportFindings"))
        .header("ETag", "Digest of the answer.")
        .problem(410);
    let path = "/v1/reports/{id}/completeness".into();
    vec![Endpoint { method: Method::GET, path, route: || web::to(read_findings), operation }]
}

async fn read_findings(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let known_at = params.take("knownAt");
    params.done()?;
    let query = ReportQuery { id: path_id(&request)?, view: may.view(), known_at };
    let answer = answer(&app, query, |reading, report, forms| Answer::json(&of_report(reading, report, forms)?));
    Ok(answer.await?.to(&request))
}
