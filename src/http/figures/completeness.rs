//! Completeness: which indicators have a value, which have none, and how old it is.

use std::collections::BTreeMap;

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use crate::http::endpoint::{Endpoint, Operation};
use crate::http::etag::Answer;
use crate::http::paging::meta;
use crate::http::params::Params;
use crate::http::{App, blocking, openapi, reports};
use application::access::permission::Read;
use application::projects::facts::Baseline;
use application::records::representation::stored_as;
use application::records::scope::Scope;
use domain::access::View;
use domain::error::{Error, Result};
use domain::payload::Shape;
use domain::project::Project;
use domain::schema::compact;
use domain::time::{AsOf, Day};
use store::{Query, Reading};

use crate::http::caller::Allowed;
use crate::http::problem::ApiResult;
use application::figures::compute::{Computed, compute};
use application::figures::indicator::Found;

/// The endpoint of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let schema = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let from =
        "First day of the period; else the day after the last report was given, else three months before the last.";
    let operation = Operation::new("readCompleteness", "overview", "Read which indicators have a value")
        .description(
            "One row for every indicator of every project: `value`, `not_applicable` (there is nothing to count), \
             `qualitative` (only a direction was stated) or `missing`, which are four different things; 0 is a value. \
             `inPeriod` says whether it was stated or counted between `from` and `to`: a value goes back to `asOf`, and what \
             is computed from items alone is counted anew every day. `expected` is false for projects that are an idea, \
             completed or cancelled, and for what is not applicable. `totals` counts the rows by status; `missing` in it \
             that are expected, and `outOfPeriod`, those expected that have nothing of the period.",
        )
        .query("from", schema("Day"), from, json!("2023-01-01"))
        .query("to", schema("Day"), "Last day of the period; else validAt, and never later.", json!("2023-04-06"))
        .shared(&["validAt", "knownAt", "if-none-match"])
        .answer(200, "What there is and what is missing.", schema("Completeness"))
        .example(openapi::example("completeness"))
        .header("ETag", "Digest of the answer.");
    let path = "/v1/completeness".into();
    vec![Endpoint { method: Method::GET, path, route: || web::to(read_completeness), operation }]
}

async fn read_completeness(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let times = params.times();
    let (from, to): (Option<Day>, Option<Day>) = (params.take("from"), params.take("to"));
    params.done()?;
    let view = may.view();
    let answer = blocking(move || {
        app.store.read(|reading| {
            let as_of = times.resolve(reading, &view)?;
            let period = period(reading, (from, to), &as_of, &view)?;
            Answer::json(&completeness(reading, period, &as_of, &view)?)
        })
    })
    .await?;
    Ok(answer.to(&request))
}

/// The period whose values are looked for.
fn period(
    reading: &mut Reading<'_>,
    (from, to): (Option<Day>, Option<Day>),
    as_of: &AsOf,
    view: &View,
) -> Result<(Day, Day)> {
    let to = to.unwrap_or(as_of.day);
    if to > as_of.day {
        return Err(Error::parameter("to", format!("must not be later than validAt, which is {}", as_of.day)));
    }
    let from = match from {
        Some(from) => from,
        None => Baseline::period_from(reports::last(reading, as_of, view)?.as_ref(), to),
    };
    if from > to {
        return Err(Error::parameter("from", format!("must not be later than 'to', which is {to}")));
    }
    Ok((from, to))
}

fn completeness(reading: &mut Reading<'_>, (from, to): (Day, Day), as_of: &AsOf, view: &View) -> Result<Value> {
    let mut rows = Vec::new();
    let mut totals: BTreeMap<&str, u64> = STATUSES.iter().map(|status| (*status, 0)).collect();
    let (mut expected_missing, mut out_of_period) = (0_u64, 0_u64);
    for stored in reading.list(Shape::Project, &Query::default(), as_of, view)?.rows {
        let project: Project = stored_as(&stored)?;
        let inside = view.within(stored.places());
        let scope = Scope::of_project(&stored, inside.clone());
        let of_it = Query { parent: Some(stored.id), ..Query::default() };
        for indicator in reading.list(Shape::Indicator, &of_it, as_of, &inside)?.rows {
            let found = Found::of(&scope, stored.id, &indicator)?;
            let computed = compute(reading, &found, as_of, &inside)?;
            let status = status(&computed);
            let last = computed.last_said();
            let counted = computed.counted_anew(&found);
            let in_period = counted || last.is_some_and(|day| from <= day && day <= to);
            let expected = project.phase.counted() && status != NOT_APPLICABLE;
            totals.entry(status).and_modify(|count| *count += 1);
            expected_missing += u64::from(expected && status == MISSING);
            out_of_period += u64::from(expected && !in_period);
            let of_indicator = format!("/v1/projects/{}/indicators/{}", project.slug, found.indicator.key);
            rows.push(compact(json!({
                "project": project.slug, "indicator": found.indicator.key, "label": found.indicator.label,
                "status": status, "inPeriod": in_period, "expected": expected, "asOf": last,
                "updateInterval": found.indicator.update_interval,
                "links": {"value": format!("{of_indicator}/value?validAt={}", as_of.day)},
            })));
        }
    }
    Ok(json!({
        "from": from, "to": to, "data": rows,
        "totals": {"byStatus": totals, "missing": expected_missing, "outOfPeriod": out_of_period},
        "meta": meta(as_of),
    }))
}

const MISSING: &str = "missing";
const NOT_APPLICABLE: &str = "not_applicable";
const STATUSES: [&str; 4] = ["value", MISSING, NOT_APPLICABLE, "qualitative"];

fn status(computed: &Computed) -> &'static str {
    match computed.value {
        _ if computed.not_applicable => NOT_APPLICABLE,
        Some(_) => "value",
        None if computed.remark.is_some() => "qualitative",
        None => MISSING,
    }
}
