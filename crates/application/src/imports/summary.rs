//! What is told of an import as a whole: its summary, with the first rows, or its refusal.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use domain::error::{Error, Violation};
use domain::time::Moment;
use store::IMPORTS_KEPT;

use super::file::Media;
use super::outcome::{Outcome, Outcomes, path};
use super::run::{Finished, Job, Told};

/// The summary.
pub fn summary(job: &Job<'_>, id: Uuid, at: Moment, outcomes: &Outcomes, told: &Told, change: Option<i64>) -> Value {
    let wanted = job.wanted;
    let format = match (wanted.target.portal, job.media) {
        (Some(portal), _) => portal.key,
        (None, Media::Csv) => "csv",
        (None, Media::Json) => "json",
    };
    let until = Moment::from_micros(at.micros().saturating_add(IMPORTS_KEPT));
    let refused = outcomes.count(Outcome::Refused) > 0;
    let mut links = json!({"self": path(id), "rows": format!("{}/rows", path(id))});
    if let (true, Some(links)) = (refused, links.as_object_mut()) {
        links.insert("refused".into(), json!(format!("{}/rows?outcome=refused", path(id))));
    }
    domain::schema::compact(json!({
        "id": id, "as": wanted.name, "project": told.project, "indicator": wanted.indicator, "format": format,
        "profile": told.profile, "dryRun": wanted.dry_run, "applied": !wanted.dry_run && !refused, "change": change,
        "createdAt": at, "keptUntil": until, "rows": outcomes.counts(), "portal": told.portal, "links": links,
    }))
}

/// The summary with the first rows.
pub fn finished(mut summary: Value, outcomes: &Outcomes) -> Finished {
    let first = outcomes.first();
    let more = summary.pointer("/rows/total").and_then(Value::as_u64) > u64::try_from(first.len()).ok();
    let next = first.last().and_then(|row| row.get("row")).filter(|_| more).cloned();
    if let Some(fields) = summary.as_object_mut() {
        fields.insert("data".into(), json!(first));
        let rows = fields.get("links").and_then(|links| links.get("rows")).and_then(Value::as_str).unwrap_or_default();
        let next = next.map(|row| json!(format!("{rows}?cursor={row}")));
        if let (Some(next), Some(links)) = (next, fields.get_mut("links").and_then(Value::as_object_mut)) {
            links.insert("next".into(), next);
        }
    }
    summary
}

/// The refusal of everything because of some rows, with the first of them.
pub fn refused(summary: &Value, outcomes: &Outcomes) -> Error {
    let (refused, total) = (outcomes.count(Outcome::Refused), summary.pointer("/rows/total"));
    let total = total.cloned().unwrap_or_default();
    let first = outcomes.violations().iter().take(3).map(Violation::to_string).collect::<Vec<_>>().join("; ");
    let detail = format!("{refused} of {total} rows are refused, so nothing was imported: {first}");
    let member = |name: &str| (name.to_owned(), summary.get(name).cloned().unwrap_or_default());
    let mut members = Map::from_iter([member("id"), member("rows"), member("links")]);
    members.insert("violations".into(), json!(outcomes.violations()));
    Error::RowsRefused(Box::new(domain::error::Conflict { code: "rows-refused", detail, members }))
}
