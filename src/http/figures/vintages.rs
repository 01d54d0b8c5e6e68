//! Vintages: every value that was ever stated for a Stichtag, and when it was known.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use crate::http::endpoint::{Endpoint, Operation};
use crate::http::paging::Paging;
use crate::http::params::Params;
use crate::http::{App, blocking, openapi};
use application::access::permission::Read;
use application::records::read::{entry, sees_numbers};
use application::records::scope::{Scope, When};
use domain::access::Level;
use domain::error::Error;
use domain::indicator::Observation;
use domain::time::Day;
use store::VintagePlace;

use super::OF_INDICATOR;
use crate::http::caller::Allowed;
use crate::http::params::place;
use crate::http::problem::ApiResult;

/// The endpoint of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let schema = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let operation = Operation::new("listIndicatorVintages", "indicators", "List every value ever stated, and when")
        .description(
            "Every version of every observation as known at `knownAt`, the newest Stichtag first; of one Stichtag, what was \
             recorded last comes first. What was superseded says when, what was retracted is flagged. Actors, reasons and \
             numbers of changes are shown to viewers only.",
        )
        .query("asOf", schema("Day"), "Only of this Stichtag.", json!("2023-04-06"))
        .shared(&["limit", "cursor", "validAt", "knownAt", "if-none-match"])
        .answer(
            200,
            "A page of vintages.",
            json!({
                "type": "object", "required": ["data", "links", "meta"],
                "properties": {
                    "data": {"type": "array", "items": schema("Vintage")},
                    "links": schema("PageLinks"), "meta": schema("PageMeta"),
                },
            }),
        )
        .example(openapi::example("vintages"))
        .header("Link", "The next page (rel=next), if there is one.")
        .header("ETag", "Digest of the page.");
    let path = format!("{OF_INDICATOR}/vintages");
    vec![Endpoint { method: Method::GET, path, route: || web::to(list_vintages), operation }]
}

async fn list_vintages(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let paging: Paging<VintagePlace> = Paging::take(&mut params, &request);
    let only: Option<Day> = params.take("asOf");
    params.done()?;
    let (place, view) = (place(&request), may.view());
    let (paging, as_of, data, next) = blocking(move || {
        app.store.read(|reading| {
            let as_of = paging.resolve(reading, &view)?;
            let scope = Scope::find(reading, OF_INDICATOR, &place, When::Ever(&as_of), &view)?;
            let (Some(project), Some(indicator)) = (scope.project, scope.parent) else { return Err(Error::NotFound) };
            // As in a history: what was over before the project could be seen is not told.
            let since = match scope.view.level() {
                Level::Everything => 0,
                _ => reading.first_seen(project, &scope.view)?.ok_or(Error::NotFound)?,
            };
            let limit = paging.limit + 1;
            let mut vintages = reading.vintages(indicator, only, &as_of, since, paging.after(), limit)?;
            let more = paging.cut(&mut vintages);
            let last = vintages.last().map(|v| (v.as_of.clone(), v.entry.recorded_at, v.id));
            let next = last.filter(|_| more);
            let collection = place.path.trim_end_matches("/vintages");
            let data: Vec<Value> = vintages
                .into_iter()
                .map(|vintage| {
                    let numbers = sees_numbers::<Observation>(&may.caller, &scope, vintage.id, None);
                    let history = format!("{collection}/observations/{}/history", vintage.id);
                    let mut value = entry::<Observation>(vintage.entry, numbers, &scope.view);
                    if let Some(fields) = value.as_object_mut() {
                        fields.shift_remove("validFrom");
                        let observation = fields.shift_remove("resource");
                        fields.shift_insert(0, "id".into(), json!(vintage.id));
                        fields.shift_insert(1, "asOf".into(), json!(vintage.as_of));
                        if vintage.retracted {
                            fields.insert("retracted".into(), json!(true));
                        }
                        observation.into_iter().for_each(|o| drop(fields.insert("observation".into(), o)));
                        fields.insert("links".into(), json!({"history": history}));
                    }
                    value
                })
                .collect();
            Ok((paging, as_of, data, next))
        })
    })
    .await?;
    Ok(paging.page(&request, &as_of, data, next)?.to(&request))
}
