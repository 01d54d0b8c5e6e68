//! Reports side by side: two of them, or one with what it would say if it were composed now for the same day.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;
use uuid::Uuid;

use crate::http::endpoint::{Endpoint, Operation};
use crate::http::etag::Answer;
use crate::http::params::{Params, path_id};
use crate::http::{App, openapi};
use application::access::permission::Read;
use application::records::representation::stored_as;
use documents::template::SectionForm;
use domain::access::View;
use domain::error::{Error, Result};
use domain::report::Report;
use reports::comparison::{changed, differences};
use reports::drift::passages;
use reports::snapshot::{ProjectState, Snapshot};
use store::{Reading, Stored};

use super::asked::Asked;
use crate::http::caller::Allowed;
use crate::http::problem::ApiResult;
use application::publishing::load::load;
use application::publishing::snapshot::{meta, snapshot_of, take};
use application::publishing::states;
use application::publishing::states::corrected;

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let list = |name: &str| json!({"type": "array", "items": {"$ref": format!("#/components/schemas/{name}")}});
    let answer = |second: &str, items: &str| {
        let data = json!({"projects": list("ProjectComparison"), (second): list(items)});
        let said = json!({"$ref": "#/components/schemas/ReportFiguresMeta"});
        json!({
            "type": "object", "required": ["data", "meta"],
            "properties": {
                "data": {"type": "object", "required": ["projects", second], "properties": data},
                "meta": {"type": "object", "required": ["then", "now"], "properties": {"then": said, "now": said}},
            },
        })
    };
    let diff = Operation::new("compareReports", "reports", "Compare two reports")
        .description(
            "What the report `other` says otherwise than the report `id`: figures then and now, milestones moved or \
             reached, states that changed. `corrections` are figures of which the first report said something else than \
             was known for its own day when the other one was made.",
        )
        .shared(&["if-none-match"])
        .answer(200, "What is different.", answer("corrections", "Correction"))
        .example(openapi::example("reportDiff"))
        .header("ETag", "Digest of the answer.")
        .problem(410);
    let drift = Operation::new("readReportDrift", "reports", "Read what a report would say otherwise now")
        .description(
            "What would be different if the report were composed now for the same day: facts that were entered or \
             corrected since, and the passages that they change: paragraphs, points of lists, rows of tables, terms, choices, \
             remarks, and what stands below pictures. Of a draft nothing: it is composed whenever it is read.",
        )
        .shared(&["if-none-match"])
        .answer(200, "What would be different.", answer("passages", "PassageDifference"))
        .example(openapi::example("reportDrift"))
        .header("ETag", "Digest of the answer.")
        .problem(410);
    vec![
        Endpoint {
            method: Method::GET,
            path: "/v1/reports/{id}/diff/{other}".into(),
            route: || web::to(read_diff),
            operation: diff,
        },
        Endpoint {
            method: Method::GET,
            path: "/v1/reports/{id}/drift".into(),
            route: || web::to(read_drift),
            operation: drift,
        },
    ]
}

async fn read_diff(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
) -> ApiResult<HttpResponse> {
    params.done()?;
    let other = request.match_info().get("other").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)?;
    let (id, view, store, template) = (path_id(&request)?, may.view(), app.store.clone(), app.template.clone());
    let compare = move || {
        store.read(|reading| {
            let (_, then, then_hash) = said(reading, id, &view, &template.sections)?;
            let (_, now, now_hash) = said(reading, other, &view, &template.sections)?;
            let data = json!({
                "projects": differences(&seen(reading, &then)?, &seen(reading, &now)?),
                "corrections": corrected(reading, &then, now.known_at)?,
            });
            let meta = json!({"then": meta(&then, then_hash), "now": meta(&now, now_hash)});
            Answer::json(&json!({"data": data, "meta": meta}))
        })
    };
    Ok(app.rendering.run(compare).await?.to(&request))
}

async fn read_drift(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
) -> ApiResult<HttpResponse> {
    params.done()?;
    let (id, view, store, template) = (path_id(&request)?, may.view(), app.store.clone(), app.template.clone());
    let compare = move || {
        store.read(|reading| {
            let (stored, then, hash) = said(reading, id, &view, &template.sections)?;
            let report: Report = stored_as(&stored)?;
            let mut loaded = load(reading, Some(id), report, None)?;
            // What was let pass stands in the report, whatever the check would find now.
            loaded.composition.passed.clone_from(&then.passed);
            let now = take(reading, Some(id), &loaded, &template.sections)?;
            let data = json!({
                "projects": changed(&seen(reading, &then)?, &now.projects),
                "passages": passages(&then.document, &now.document),
            });
            let meta = json!({"then": meta(&then, hash), "now": meta(&now, None)});
            Answer::json(&json!({"data": data, "meta": meta}))
        })
    };
    Ok(app.rendering.run(compare).await?.to(&request))
}

/// How the projects stood for a report, without what its readers do not see any more.
fn seen(reading: &mut Reading<'_>, said: &Snapshot) -> Result<Vec<ProjectState>> {
    Ok(said.still_seen(&states::seen(reading, said)?))
}

/// What a report says that the view sees.
fn said(
    reading: &mut Reading<'_>,
    id: Uuid,
    view: &View,
    forms: &[SectionForm],
) -> Result<(Stored, Snapshot, Option<String>)> {
    let (stored, as_of) = Asked { id, view: view.clone(), known_at: None }.find(reading)?;
    let (snapshot, sha256) = snapshot_of(reading, &stored, &as_of, forms)?;
    Ok((stored, snapshot, sha256))
}
