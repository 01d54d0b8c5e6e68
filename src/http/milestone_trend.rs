//! The trend of a project's milestones (Meilensteintrendanalyse): as JSON, and as a picture.

use std::collections::BTreeMap;

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::analysis::trend::{Held, Trend, trend};
use crate::domain::access::{Level, View};
use crate::domain::error::{Error, Result};
use crate::domain::payload::Shape;
use crate::domain::time::{AsOf, Day, Span};
use crate::reports::charts::MilestoneTrendChart;
use crate::reports::texts;
use crate::store::{Reading, Stored};

use super::caller::{May, Read};
use super::endpoint::{Endpoint, Operation};
use super::etag::Answer;
use super::paging::meta;
use super::params::Params;
use super::resource::{Place, Scope, When, stored_as};
use super::{App, accept, blocking, openapi};

const PATH: &str = "/v1/projects/{slug}/milestone-trend";
const SVG: &str = "image/svg+xml";
const OFFERED: [(&str, &str); 2] = [("json", "application/json"), ("svg", SVG)];

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let formats = json!({"type": "string", "enum": ["json", "svg"], "default": "json"});
    let schema = json!({"$ref": "#/components/schemas/MilestoneTrend"});
    let operation = Operation::new("readMilestoneTrend", "milestones", "Read the trend of the milestones of a project")
        .description(
            "The Meilensteintrendanalyse (MTA): per milestone every forecast stated up to `validAt`, as known at `knownAt`, \
             with the day on which it was stated (x) and the date it names (y, drawn by its last day), the shift in days, \
             and what the forecasts tell. Forecasts of which nobody said when they were stated count from the first day on \
             which they held. As a picture by `format=svg` or `Accept: image/svg+xml`.\n\n\
             The distance of two dates is that of their last days, and none where one lies within the other (a quarter \
             that becomes a month of it is no slip). The shift is the distance from the baseline, else from the first \
             forecast, to the last one, or to the day on which it was reached. The class is `reached`; else `erratic`, when \
             moves of 28 days or more change their direction twice, or once and take back at least half; else `slipping` \
             or `pulling_ahead` from 7 days of shift on; else `on_plan`. Without a forecast there is none.",
        )
        .query("format", formats, "Representation.", json!("json"))
        .shared(&["validAt", "knownAt", "if-none-match"])
        .answer_as(200, "The trend.", &[("application/json", schema), ("image/svg+xml", json!({"type": "string"}))])
        .example(openapi::example("milestoneTrend"))
        .example_as("image/svg+xml", openapi::example("milestoneTrendSvg"))
        .header("ETag", "Digest of the answer.")
        .problem(406);
    vec![Endpoint { method: Method::GET, path: PATH.into(), route: || web::to(read_trend), operation }]
}

async fn read_trend(
    may: May<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> Result<HttpResponse> {
    let times = params.times();
    let representation = accept::format(&mut params, &request, &OFFERED);
    params.done()?;
    let svg = representation.ok_or(Error::NotAcceptable("application/json, image/svg+xml"))? == 1;
    let (place, view) = (Place::of(&request), may.view());
    let answer = blocking(move || {
        app.store.read(|reading| {
            let as_of = times.resolve(reading, &view)?;
            let scope = Scope::find(reading, PATH, &place, When::AsOf(&as_of), &view)?;
            let project = scope.found.ok_or(Error::NotFound)?;
            let trends = of_project(reading, project.id, &as_of, &scope.view)?;
            let path = place.path.trim_end_matches("/milestone-trend");
            if svg {
                return Ok(picture(&project, trends, &as_of, app.store.zone()));
            }
            Answer::json(&json!({
                "data": trends.iter().map(|(id, trend)| row(*id, trend, path)).collect::<Result<Vec<_>>>()?,
                "links": {"project": path, "milestones": format!("{path}/milestones"), "svg": svg_link(&place.path, &as_of)},
                "meta": meta(&as_of),
            }))
        })
    })
    .await?;
    Ok(answer.to(&request))
}

/// The same as a picture, as of the same day and moment.
fn svg_link(path: &str, as_of: &AsOf) -> String {
    format!("{path}?format=svg&validAt={}&knownAt={}", as_of.day, as_of.known)
}

fn row(id: Uuid, trend: &Trend, path: &str) -> Result<Value> {
    let own = format!("{path}/milestones/{id}");
    let mut row = json!({"id": id, "links": {"self": own, "history": format!("{own}/history")}});
    if let (Some(row), Value::Object(trend)) =
        (row.as_object_mut(), serde_json::to_value(trend).map_err(Error::internal)?)
    {
        row.extend(trend);
    }
    Ok(row)
}

fn picture(project: &Stored, trends: Vec<(Uuid, Trend)>, as_of: &AsOf, zone: chrono_tz::Tz) -> Answer {
    let text = |field| project.value.get(field).and_then(Value::as_str).unwrap_or_default();
    let trends: Vec<Trend> = trends.into_iter().map(|(_, trend)| trend).collect();
    let chart = MilestoneTrendChart {
        prefix: &format!("mta-{}", text("slug")),
        project: text("title"),
        as_of: as_of.day,
        known_on: as_of.known.day_in(zone),
        trends: &trends,
    };
    Answer::bytes(SVG, chart.draw(texts::of("de")).svg.into_bytes())
}

/// The trends of the milestones that a project has on D, in the order of its list.
///
/// # Errors
/// Those of the ledger.
pub fn of_project(reading: &mut Reading<'_>, project: Uuid, as_of: &AsOf, view: &View) -> Result<Vec<(Uuid, Trend)>> {
    let slices = reading.timelines(Shape::Milestone, project, as_of, view)?;
    let mut trends: Vec<(String, Uuid, Trend)> = Vec::new();
    let mut seen_on = BTreeMap::new();
    for of_one in slices.chunk_by(|a, b| a.id == b.id) {
        let Some(last) = of_one.last() else { continue };
        let mut held: Vec<Held> = Vec::with_capacity(of_one.len());
        for slice in of_one {
            if seen_then(reading, project, slice, as_of, view, &mut seen_on)? {
                let milestone = stored_as(slice)?;
                held.push(Held { span: slice.span, milestone });
            }
        }
        // Only what was stated nobody knows when needs the day on which it was written down.
        let dated = |held: &Held| held.milestone.forecast.as_ref().is_none_or(|f| f.stated_on.is_some());
        let first_known = match held.iter().all(dated) {
            true => last.recorded_at,
            false => reading.first_recorded(last.id)?.unwrap_or(last.recorded_at),
        };
        if let Some(trend) = trend(&held, as_of.day, first_known.day_in(reading.zone())) {
            trends.push((last.sort_key.clone(), last.id, trend));
        }
    }
    trends.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    Ok(trends.into_iter().map(|(_, id, trend)| (id, trend)).collect())
}

/// Whether the project could be seen while this held, at its beginning or at its end: what was over before a project was
/// opened to the view is not told by its trend.
fn seen_then(
    reading: &mut Reading<'_>,
    project: Uuid,
    slice: &Stored,
    as_of: &AsOf,
    view: &View,
    seen_on: &mut BTreeMap<Day, bool>,
) -> Result<bool> {
    if view.level() == Level::Everything {
        return Ok(true);
    }
    let Span { from, to } = slice.span;
    let last = to.day().map_or(as_of.day, |to| to.previous().min(as_of.day));
    for day in [Some(last), from.day()].into_iter().flatten() {
        // Milestones are told of on the same days: the project is asked for once for each.
        let seen = match seen_on.get(&day) {
            Some(seen) => *seen,
            None => reading.find(Shape::Project, None, project, &AsOf { day, ..*as_of }, view)?.is_some(),
        };
        seen_on.insert(day, seen);
        if seen {
            return Ok(true);
        }
    }
    Ok(false)
}
