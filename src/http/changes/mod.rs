//! Changes: for the administration, who wrote when and why, what each change did, and which reach back.

mod one;

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use domain::duration::{CalendarDuration, PATTERN};

use super::endpoint::{Endpoint, Operation};
use super::etag::Answer;
use super::paging::Paging;
use super::params::Params;
use super::{App, blocking};
use crate::http::caller::Allowed;
use crate::http::openapi::examples;
use crate::http::problem::ApiResult;
use application::access::permission::{Read, ReadChanges};
use application::context::Context;
use application::history::change::Change;
use application::history::changes::{self, Head, Wanted};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let example = json!({
        "number": 1, "recordedAt": "2022-07-06T14:00:00Z", "actor": "0187bcd2-5c00-7000-8000-000000000002",
        "reason": "Bericht vom 06.07.2022", "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "links": {"self": "/v1/changes/1"},
    });
    let example = |more: Value| match (example.clone(), more) {
        (Value::Object(mut fields), Value::Object(more)) => {
            fields.extend(more);
            Value::Object(fields)
        }
        (example, _) => example,
    };
    let with_backdated = example(json!({"backdated": examples::example("backdated")}));
    let in_full = example(examples::example("changeInFull"));
    let list = Operation::new("listChanges", "changes", "List changes in the order of their numbers")
        .description(
            "Numbers have no gaps and no change is recorded under a number that is lower than one that could be read \
             already. So a script follows the ledger without missing anything: ask with `after=` the last number that it has \
             dealt with (0 at first), follow `links.next` to the end, deal with `data`, remember the last `number`, and \
             ask again after a while; an empty `data` says that there is nothing new. With `backdatedMoreThan` a page may \
             hold fewer changes than `limit`, even none, and still be followed by a next one: each looks at a limited stretch \
             of the ledger. `nature` tells late entries (what was entered was true already) from corrections (what had \
             been said proved untrue: replaced, ended earlier, retracted). What begins as far back as we know (`start`) is no \
             late entry. An observation is as late as its `asOf` is past, so the length of time should allow for the \
             usual reporting.",
        )
        .query(
            "after",
            json!({"type": "integer", "format": "int64", "minimum": 0, "maximum": i64::MAX}),
            "Only changes with a higher number.",
            json!(0),
        )
        .query(
            "backdatedMoreThan",
            json!({"type": "string", "pattern": PATTERN}),
            "Only changes that say something new of days which lie further before the day of recording than this length of \
             time (ISO 8601, of years, months, weeks and days); `backdated` then says what.",
            json!("P7D"),
        )
        .shared(&["limit", "cursor", "knownAt"])
        .needs::<ReadChanges>()
        .returns_page::<Change>(200, "A page of changes.")
        .example(json!({
            "data": [with_backdated], "links": {},
            "meta": {"validAt": "2023-04-26", "knownAt": "2023-04-26T09:00:00Z"},
        }));
    let head = Operation::new("readHeadOfChanges", "changes", "Read the head of the chain")
        .description(
            "Number and hash of the last change, to be noted elsewhere: `sachstand verify --expect NUMBER:HASH` proves later \
             that nothing up to it was altered, reordered or cut off. Viewers get the present head, everybody else that of \
             last midnight in the city. 0 without a hash: there was no change yet.",
        )
        .returns::<Head>(200, "The head.")
        .example(json!({
            "number": 39, "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "recordedAt": "2023-04-26T16:00:00Z",
        }));
    let read = Operation::new("readChange", "changes", "Read a change with everything it did")
        .description(
            "`fields` says thing by thing, and for each stretch of valid time on which something else is said than before, \
             what was done (`effect`) and which fields were changed from what to what. `effects` has the versions \
             themselves, `redacted` what was taken out of which versions and reasons (never the text), and which files \
             were erased. `limit` counts \
             things; a change to many is continued under `links.next`.",
        )
        .shared(&["limit", "cursor", "knownAt"])
        .needs::<ReadChanges>()
        .returns::<Change>(200, "The change.")
        .example(in_full);
    vec![
        Endpoint { method: Method::GET, path: "/v1/changes".into(), route: || web::to(list_changes), operation: list },
        Endpoint {
            method: Method::GET,
            path: "/v1/changes/head".into(),
            route: || web::to(read_head),
            operation: head,
        },
        Endpoint {
            method: Method::GET,
            path: "/v1/changes/{number}".into(),
            route: || web::to(one::read_change),
            operation: read,
        },
    ]
}

async fn list_changes(
    Allowed(may): Allowed<ReadChanges>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let paging: Paging<i64> = Paging::take(&mut params, &request);
    let after = params.number("after", 0, i64::MAX).unwrap_or(0);
    let backdated_more_than: Option<CalendarDuration> = params.take("backdatedMoreThan");
    params.done()?;
    let view = may.view();
    let (paging, as_of, data, next) = blocking(move || {
        app.store.read(|reading| {
            let as_of = paging.resolve(reading, &view)?;
            let after = paging.after().copied().unwrap_or(after);
            let wanted = Wanted { after, limit: paging.limit, backdated_more_than };
            let (data, next) = changes::list(&mut Context::new(reading, as_of, view), &wanted)?;
            Ok((paging, as_of, data, next))
        })
    })
    .await?;
    Ok(paging.page(&request, &as_of, data, next)?.to(&request))
}

async fn read_head(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    params: Params,
) -> ApiResult<HttpResponse> {
    params.done()?;
    let head = blocking(move || app.store.read(|reading| changes::head(reading, &may.caller))).await?;
    Ok(Answer::json(&head)?.to(&request))
}
