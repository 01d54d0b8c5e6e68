//! Health: the rules by which it is computed, one set for the city, and what they say of a project.

use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use domain::error::{Error, Result};
use domain::health::HealthRules;
use domain::schema::components;

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
use application::city::health_rules::{self, HealthRulesMeta, RulesAnswer};
use application::projects::health::PATH;
use application::resources::plain::example_of;

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
        .knows(components::<HealthRules>)
        .knows(components::<HealthRulesMeta>)
        .example(rules_example())
        .header("ETag", "Revision (for those who may know it) and digest; send it as If-Match to set other rules.");
    let put = Operation::new("replaceHealthRules", "health", "Set the rules by which health is computed")
        .description(
            "They hold from `validFrom` on, today unless named, and never before: what was judged by older rules stays \
             judged by them. The version is one more than the one before.",
        )
        .shared(&["if-match", "validFrom", "change-reason-required"])
        .body("application/json", schema(), example_of::<HealthRules>())
        .answer(200, "Set.", schema())
        .example(rules_example())
        .header("ETag", "Revision and digest.")
        .problem(409)
        .problem(412)
        .problem(428)
        .needs::<Administer>();
    let at = |method, route, operation| Endpoint { method, path: PATH.into(), route, operation };
    vec![at(Method::GET, || web::to(read_rules), read), at(Method::PUT, || web::to(put_rules), put)]
}

fn rules_example() -> Value {
    let mut example = example_of::<HealthRules>();
    if let Some(fields) = example.as_object_mut() {
        fields.insert("meta".into(), json!({"validFrom": "2026-01-01", "recordedAt": "2025-12-18T09:00:00Z"}));
    }
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
    let read = move || app.store.read(|reading| health_rules::read(reading, &times, &may.caller));
    Ok(answer(&blocking(read).await?)?.to(&request))
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
    let set = move || health_rules::replace(&app.store, &may, window, &precondition, &author, body);
    Ok(answer(&blocking(set).await?)?.answer(StatusCode::OK))
}

fn answer(rules: &RulesAnswer) -> Result<Answer> {
    Answer::resource(&rules.in_force, rules.revision)
}
