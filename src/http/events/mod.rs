//! Events: dashboards are told what of the public changed, as it changes (server-sent events).

mod hub;
mod stream;

use actix_web::http::Method;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use domain::error::{Error, Result};
use domain::schema;
use domain::time::Moment;

use super::endpoint::{Endpoint, Operation};
use super::params::Params;
use super::{App, blocking};
use application::access::permission::Read;
use application::history::news;

pub use hub::Hub;

use crate::http::caller::Allowed;
use crate::http::openapi::examples::example;
use crate::http::problem::ApiResult;
use stream::Stream;

/// So many seconds a stream lasts at most; then the client comes back by itself.
const LONGEST: i64 = 3_600;

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let [moment, event] = ["Moment", "Event"].map(|name| json!({"$ref": format!("#/components/schemas/{name}")}));
    let operation = Operation::new("listenToEvents", "changes", "Be told what of the public changes")
        .description(
            "Server-sent events (the schema is that of one event), the same for every caller: only what strangers may see is named (viewers follow \
             `GET /v1/changes?after=` instead). Each `change` has as `id` the Datenstand since which it is known, and in \
             `data` `knownAt` (the same), `resources` (what was written: shape, id, self) and `indicators` whose figures \
             may differ from before: an observation changes its indicator, an item every indicator of its project in which \
             it is or was counted. Of a change to more than 100 things those are named and `more` is true: read the lists. A \
             client that comes back with the last id (`Last-Event-ID`, as EventSource sends it, or `lastEventId`) is told \
             what it missed, each change once; after too many it gets `reset` instead: read anew, and go on from its id. \
             Comments every 15 seconds keep the connection open. A stream ends after an hour, or after `seconds`; with 0 \
             it ends as soon as what was missed is told.",
        )
        .query("lastEventId", moment.clone(), "As `Last-Event-ID`, for clients that cannot send it.", json!("2023-04-26T09:00:00Z"))
        .query(
            "seconds",
            json!({"type": "integer", "minimum": 0, "maximum": LONGEST, "default": LONGEST}),
            "How long to listen.",
            json!(0),
        )
        .shared(&["last-event-id"])
        .answer_as(200, "The stream.", &[("text/event-stream", event)])
        .knows(schema::components::<news::Event>)
        .knows(schema::components::<news::EventData>)
        .example_as("text/event-stream", example("event"));
    vec![Endpoint { method: Method::GET, path: "/v1/events".into(), route: || web::to(listen), operation }]
}

async fn listen(
    _: Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let seconds = params.number("seconds", 0, LONGEST).unwrap_or(LONGEST);
    let asked: Option<Moment> = params.take("lastEventId");
    params.done()?;
    // What a browser sends when it comes back is later than what its address says.
    let last = last_event_id(&request)?.or(asked);
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((CONTENT_TYPE, "text/event-stream"))
        .insert_header((CACHE_CONTROL, "no-store"))
        // A proxy that collects an answer before it passes it on would pass nothing on.
        .insert_header((HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")))
        // A server that stops does not wait for a connection that nothing will be asked on any more.
        .force_close();
    if request.method() == Method::HEAD {
        return Ok(answer.finish());
    }
    let stream = blocking(move || {
        // The place among the listeners comes first: what is recorded after it and before the look into the ledger is
        // told by both, and passed on once.
        let frames = if seconds > 0 { Some(app.events.listen(&app.store, seconds)?) } else { None };
        let (first, until) = app.store.read(|reading| news::beginning(reading, last))?;
        Ok::<_, Error>(Stream::new(first, until, frames))
    })
    .await?;
    Ok(answer.body(stream))
}

fn last_event_id(request: &HttpRequest) -> Result<Option<Moment>> {
    let Some(header) = request.headers().get("last-event-id") else { return Ok(None) };
    // EventSource sends none rather than an empty one; some imitations do.
    let text = header.to_str().unwrap_or("?").trim();
    let id = Some(text).filter(|text| !text.is_empty()).map(str::parse).transpose();
    id.map_err(|detail: String| Error::parameter("Last-Event-ID", detail))
}
