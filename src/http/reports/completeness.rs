//! The check of a report before it is submitted: what it lacks, and what was let pass when it was.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use crate::http::endpoint::{Endpoint, Operation};
use crate::http::etag::Answer;
use crate::http::params::{Params, path_id};
use crate::http::{App, openapi};
use application::access::permission::Read;
use application::records::representation::stored_as;
use domain::report::{Report, ReportState};
use domain::time::Moment;
use reports::findings::findings;

use super::asked::Asked;
use crate::http::caller::Allowed;
use crate::http::problem::ApiResult;
use application::publishing::load::load;
use application::publishing::snapshot::snapshot_of;

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let moment = json!({"$ref": "#/components/schemas/Moment"});
    let page = json!({
        "type": "object", "required": ["data", "meta"],
        "properties": {
            "data": {"type": "array", "items": {"$ref": "#/components/schemas/Finding"}},
            "meta": {
                "type": "object", "required": ["validAt", "knownAt", "complete"],
                "properties": {
                    "validAt": {"$ref": "#/components/schemas/Day"}, "knownAt": moment,
                    "complete": {"type": "boolean", "description": "Whether it can be submitted as it is, or was."},
                },
            },
        },
    });
    let operation = Operation::new("checkReport", "reports", "Check what a report lacks")
        .description(
            "Of a draft, everything that submitting it would find: each is mended, or let pass by an entry in `overrides` \
             that names its code, its place and, where it has one, its subject. Of what was submitted, what was let \
             pass then, with its explanation.",
        )
        .shared(&["knownAt", "if-none-match"])
        .answer(200, "What was found.", page)
        .example(openapi::example("reportFindings"))
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
    let known_at: Option<Moment> = params.take("knownAt");
    params.done()?;
    let (asked, template) = (Asked { id: path_id(&request)?, view: may.view(), known_at }, app.template.clone());
    let answer = asked.answer(&app, move |reading, stored, as_of| {
        let report: Report = stored_as(stored)?;
        let (found, complete, day, known) = if report.state == ReportState::Draft {
            let composition = load(reading, Some(stored.id), report, Some(as_of.known))?.composition;
            let found = findings(&composition, reading.today(), reading.zone());
            let complete = found.is_empty();
            (found, complete, composition.report.as_of, composition.known_at)
        } else {
            let (snapshot, _) = snapshot_of(reading, stored, as_of, &template.sections)?;
            (snapshot.passed, true, snapshot.as_of, snapshot.known_at)
        };
        let meta = json!({"validAt": day, "knownAt": known, "complete": complete});
        Answer::json(&json!({"data": found, "meta": meta}))
    });
    Ok(answer.await?.to(&request))
}
