//! Health: the rules by which it is computed, one set for the city, and what they say of a project.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use domain::access::{Caller, Role};
use domain::error::{Error, Result};
use domain::health::HealthRules;
use domain::payload::{Payload, Shape, typed};
use domain::time::{AsOf, Edge};
use store::{New, Reading, Stored, Window};

use super::body::Body;
use super::endpoint::{Endpoint, Operation};
use super::etag::Answer;
use super::params::Params;
use super::{App, blocking};
use crate::http::caller::Allowed;
use crate::http::etag::precondition;
use crate::http::params::reason;
use crate::http::problem::ApiResult;
use application::access::permission::{Administer, Read};
use application::resources::plain::example_of;

use application::projects::health::{PATH, rules};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let schema = || json!({"$ref": "#/components/schemas/HealthRules"});
    let read = Operation::new("readHealthRules", "health", "Read the rules by which health is computed")
        .description(
            "The rules in force on that day. Version 1 holds until other rules are set: a milestone more than one month \
             behind its baseline is yellow, more than three months red; more than a tenth over the planned costs is red; \
             less than nine tenths of a target that is due is red. Computed health stands beside the declared one in the \
             answer of a project (`meta.health`).",
        )
        .shared(&["validAt", "knownAt", "if-none-match"])
        .answer(200, "The rules.", schema())
        .example(example())
        .header("ETag", "Revision (for those who may know it) and digest; send it as If-Match to set other rules.");
    let put = Operation::new("replaceHealthRules", "health", "Set the rules by which health is computed")
        .description(
            "They hold from `validFrom` on, today unless named, and never before: what was judged by older rules stays \
             judged by them. The version is one more than the one before.",
        )
        .shared(&["if-match", "validFrom", "change-reason-required"])
        .body("application/json", schema(), example_of::<HealthRules>())
        .answer(200, "Set.", schema())
        .example(example())
        .header("ETag", "Revision and digest.")
        .problem(409)
        .problem(412)
        .problem(428)
        .needs::<Administer>();
    let at = |method, route, operation| Endpoint { method, path: PATH.into(), route, operation };
    vec![at(Method::GET, || web::to(read_rules), read), at(Method::PUT, || web::to(put_rules), put)]
}

fn example() -> Value {
    let mut example = example_of::<HealthRules>();
    let meta = json!({"validFrom": "2026-01-01", "recordedAt": "2025-12-18T09:00:00Z"});
    example.as_object_mut().into_iter().for_each(|fields| drop(fields.insert("meta".into(), meta.clone())));
    example
}

async fn read_rules(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let times = params.times();
    params.done()?;
    let view = may.view();
    let answer = blocking(move || {
        app.store.read(|reading| {
            let as_of = times.resolve(reading, &view)?;
            answer(reading, &may.caller, &as_of)
        })
    })
    .await?;
    Ok(answer.to(&request))
}

async fn put_rules(
    Allowed(may): Allowed<Administer>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
    body: Body,
) -> ApiResult<HttpResponse> {
    let mut window = params.window();
    if window.to.take().is_some() {
        params.refuse("validTo", "is not known here: rules hold until others are set");
    }
    params.done()?;
    let (precondition, author, body) = (precondition(&request)?, may.author(reason(&request)?)?, body.take()?);
    if author.reason.is_none() {
        return Err(Error::parameter("Change-Reason", "is required: other rules say why").into());
    }
    let answer = blocking(move || {
        app.store.write(
            &author,
            |writing| {
                let today = Edge::from(writing.today());
                let from = window.from.unwrap_or(today);
                if from < today {
                    let detail = "must not lie in the past: what was judged by older rules stays judged by them";
                    return Err(Error::parameter("validFrom", detail));
                }
                window.from = Some(from);
                let latest = writing.reading.as_of(None, None)?;
                let id = writing.reading.subject_of(Shape::HealthRules, None, HealthRules::KEY)?;
                precondition.check(revision(&mut writing.reading, &latest)?)?;
                let set = id.map(|id| writing.slices(id)).transpose()?.unwrap_or_default();
                let set: Vec<HealthRules> = set.iter().map(|s| typed(&s.payload.value)).collect::<Result<_>>()?;
                let last = set.into_iter().max_by_key(|rules| rules.version).unwrap_or_default();
                let payload = Payload::read::<HealthRules>(body)?;
                let new: HealthRules = typed(&payload.value)?;
                if new == last {
                    // What was read can be sent back, and changes nothing.
                    return Ok(from);
                }
                if new.version != last.version + 1 {
                    let detail = format!("must be {}, one more than the version before", last.version + 1);
                    return Err(Error::invalid("/version", detail));
                }
                match id {
                    // Rules that were to begin later have judged nothing yet: the newest word replaces them.
                    Some(id) => writing.put(id, Window { to: Some(Edge::END), ..window }, &payload)?,
                    None => drop(writing.create(New { id: None, parent: None, payload: &payload, window })?),
                }
                Ok(from)
            },
            |reading, from| {
                let as_of = reading.as_of(from.day(), None)?;
                answer(reading, &may.caller, &as_of)
            },
        )
    })
    .await?;
    Ok(answer.answer(actix_web::http::StatusCode::OK))
}

/// The number of the last change to the rules; 0 as long as nobody set any.
fn revision(reading: &mut Reading<'_>, as_of: &AsOf) -> Result<i64> {
    match reading.subject_of(Shape::HealthRules, None, HealthRules::KEY)? {
        Some(id) => Ok(reading.revision(id, as_of)?.unwrap_or(0)),
        None => Ok(0),
    }
}

fn answer(reading: &mut Reading<'_>, caller: &Caller, as_of: &AsOf) -> Result<Answer> {
    let (rules, stored) = rules(reading, as_of)?;
    let revision = match caller.may(Role::Viewer, &[]) {
        true => Some(revision(reading, as_of)?),
        false => None,
    };
    let mut value = serde_json::to_value(&rules).map_err(Error::internal)?;
    let meta = stored.map_or(json!({"validFrom": Edge::START}), |stored: Stored| {
        let mut meta = json!({"validFrom": stored.span.from, "recordedAt": stored.recorded_at});
        let to = stored.span.to.day();
        meta.as_object_mut()
            .into_iter()
            .for_each(|meta| to.iter().for_each(|day| drop(meta.insert("validTo".into(), json!(day)))));
        meta
    });
    value.as_object_mut().into_iter().for_each(|fields| drop(fields.insert("meta".into(), meta.clone())));
    Answer::resource(&value, revision)
}
