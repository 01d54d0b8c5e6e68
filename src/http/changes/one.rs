//! One change: what it did, version by version and field by field.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use crate::http::paging::Paging;
use crate::http::params::Params;
use crate::http::{App, blocking};
use application::access::permission::ReadChanges;
use domain::access::{View, Visibility};
use domain::error::{Error, Result};
use domain::time::Edge;
use store::{Reading, Thing, Which};

use crate::http::caller::Allowed;
use crate::http::problem::ApiResult;
use application::history::change::describe;
use application::history::effects::{Touched, links};

/// `GET` of a change.
///
/// # Errors
/// `NotFound` when there is no change of that number, or none was known at that moment.
pub async fn read_change(
    Allowed(may): Allowed<ReadChanges>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let paging: Paging<Thing> = Paging::take(&mut params, &request);
    params.done()?;
    let number: i64 = request.match_info().get("number").and_then(|n| n.parse().ok()).ok_or(Error::NotFound)?;
    let view = may.view();
    let (paging, as_of, value, next) = blocking(move || {
        app.store.read(|reading| {
            let as_of = paging.resolve(reading, &view)?;
            let change = reading.change(number)?.filter(|c| c.number <= as_of.change).ok_or(Error::NotFound)?;
            let which = Which { before: Edge::END, view: view.clone() };
            let mut things = reading.touched(number, &which, paging.after(), paging.limit + 1)?;
            let more = paging.cut(&mut things);
            let next = things.last().filter(|_| more).cloned();
            let (mut effects, mut fields) = (Vec::new(), Vec::new());
            for (_, id) in things {
                let Some(touched) = Touched::look(reading, number, id, &view)? else { continue };
                for difference in &touched.differences {
                    let mut one = touched.head(reading, difference)?;
                    let changes = json!(difference.fields);
                    one.as_object_mut().into_iter().for_each(|one| drop(one.insert("changes".into(), changes.clone())));
                    fields.push(one);
                }
                effects.extend(touched.effects);
            }
            let mut value = describe(&change, &view);
            if let Some(all) = value.as_object_mut() {
                all.insert("effects".into(), json!(effects));
                all.insert("fields".into(), json!(fields));
                let redacted = redacted(reading, number, &view)?;
                if !redacted.is_empty() && paging.after().is_none() {
                    all.insert("redacted".into(), json!(redacted));
                }
            }
            Ok((paging, as_of, value, next))
        })
    })
    .await?;
    Ok(paging.answer(&request, &as_of, value, next)?.to(&request))
}

/// Out of which versions and reasons a change took something, and which files it erased; what was taken is nowhere any
/// more.
fn redacted(reading: &mut Reading<'_>, number: i64, view: &View) -> Result<Vec<Value>> {
    let mut shown = Vec::new();
    for (row, visibility) in reading.redacted(number)? {
        if !view.level().sees(visibility) {
            continue;
        }
        match row.version {
            None => shown.push(json!({"of": "reason", "change": row.change})),
            Some((id, _)) if reading.hidden(id, view)? => {}
            Some((id, from)) => {
                let shape = reading.lineage(id)?.first().map(|(_, shape, _)| shape.name());
                shown.push(json!({
                    "of": "version", "change": row.change, "id": id, "shape": shape, "validFrom": from,
                    "links": links(reading, id)?,
                }));
            }
        }
    }
    // A file has no visibility of its own: its hash is told to those who see everything.
    if view.level().sees(Visibility::NonPublic) {
        let erased = reading.erased(number)?.into_iter();
        shown.extend(erased.map(|(sha256, change)| json!({"of": "file", "change": change, "sha256": sha256})));
    }
    Ok(shown)
}
