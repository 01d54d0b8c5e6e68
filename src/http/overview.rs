//! The overview: all projects at a glance, as JSON, as CSV and as the page at `/`.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use domain::access::View;
use domain::error::Result;
use domain::payload::Shape;
use domain::report::{Report, ReportState};
use domain::time::AsOf;
use kinds::Facts;
use store::{Query, Reading, Sort};
use views::front_page::{FrontPage, ReportLink};
use views::overview::{OverviewRow, csv, overview};

use super::attention;
use super::endpoint::{Endpoint, Operation};
use super::etag::Answer;
use super::paging::meta;
use super::params::Params;
use super::{App, blocking, export, openapi, reports, site};
use crate::http::caller::Allowed;
use crate::http::problem::ApiResult;
use application::access::permission::Read;
use application::city::attention::Looked;
use application::projects::facts;
use application::projects::facts::Baseline;
use application::records::representation::stored_as;

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let schema = json!({
        "type": "object", "required": ["data", "meta"],
        "properties": {
            "data": {"type": "array", "items": {"$ref": "#/components/schemas/OverviewRow"}},
            "meta": {"$ref": "#/components/schemas/PageMeta"},
        },
    });
    let operation = Operation::new("readOverview", "overview", "Read all projects at a glance")
        .description(
            "Per project phase, declared health, key figure with its difference to the last report, next milestone and \
             age of the last status update. As CSV by `format=csv` or `Accept: text/csv`.",
        )
        .shared(&["validAt", "knownAt", "if-none-match"])
        .answer_as(200, "The overview.", &[("application/json", schema), ("text/csv", json!({"type": "string"}))])
        .example(openapi::example("overview"))
        .example_as("text/csv", openapi::example("overviewCsv"))
        .header("ETag", "Digest of the answer.")
        .problem(406);
    let operation = export::described(operation);
    vec![Endpoint { method: Method::GET, path: "/v1/overview".into(), route: || web::to(read_overview), operation }]
}

async fn read_overview(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let times = params.times();
    let csv_profile = export::wanted(&mut params, &request, true)?;
    params.done()?;
    let view = may.view();
    let answer = blocking(move || {
        app.store.read(|reading| {
            let as_of = times.resolve(reading, &view)?;
            let baseline = reports::last(reading, &as_of, &view)?;
            let (rows, _) = rows(reading, &as_of, &view, baseline.as_ref())?;
            if let Some(profile) = csv_profile {
                return Ok(export::file("", as_of.day, csv(&rows, profile)?));
            }
            Answer::json(&json!({"data": rows, "meta": meta(&as_of)}))
        })
    })
    .await?;
    Ok(answer.to(&request))
}

/// The rows of the overview, and what of each project needs a person.
fn rows(
    reading: &mut Reading<'_>,
    as_of: &AsOf,
    view: &View,
    baseline: Option<&Baseline>,
) -> Result<(Vec<OverviewRow>, Vec<Looked>)> {
    let projects = facts::load_projects(reading, as_of, view, baseline)?;
    let looked = attention::look(reading, &projects, as_of, baseline)?;
    let facts: Vec<Facts> = projects.into_iter().map(|loaded| loaded.facts).collect();
    let mut rows = overview(&facts);
    for (row, looked) in rows.iter_mut().zip(&looked) {
        row.computed_health = Some((&looked.judgement).into());
    }
    Ok((rows, looked))
}

/// `/`: the overview for a person.
///
/// # Errors
/// As for the overview.
pub async fn front_page(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let times = params.times();
    params.done()?;
    let view = may.view();
    let page = blocking(move || {
        app.store.read(|reading| {
            let as_of = times.resolve(reading, &view)?;
            let baseline = reports::last(reading, &as_of, &view)?;
            let (rows, looked) = rows(reading, &as_of, &view, baseline.as_ref())?;
            let query = Query { sort: Sort { by_time: false, descending: true }, ..Query::default() };
            let stored = reading.list(Shape::Report, &query, &as_of, &view)?.rows;
            let mut reports = Vec::with_capacity(stored.len());
            for s in &stored {
                let report: Report = stored_as(s)?;
                // There is nothing to be read of what was withdrawn.
                if report.state != ReportState::Withdrawn {
                    let href = format!("/v1/reports/{}/document?format=html", s.id);
                    let superseded = report.state == ReportState::Superseded;
                    reports.push(ReportLink { title: report.title, as_of: report.as_of, href, superseded });
                }
            }
            let page = FrontPage {
                rows,
                attention: attention::counts(&looked),
                reports,
                as_of: as_of.day,
                known_at: as_of.known,
                zone: app.store.zone(),
            };
            Ok(page.html())
        })
    })
    .await?;
    Ok(site::page(page).to(&request))
}
