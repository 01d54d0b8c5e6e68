//! Attention: what needs a person, over all projects, with the rule that found it.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use domain::attention::AttentionKind;
use domain::schema;
use domain::table::Profile;
use texts::GERMAN;

use super::endpoint::{Endpoint, Operation};
use super::paging::Paging;
use super::params::Params;
use super::{App, accept, blocking, export};
use crate::http::caller::Allowed;
use crate::http::openapi::examples::example;
use crate::http::page::html_page;
use crate::http::problem::{ApiError, ApiResult};
use application::access::permission::Read;
use application::city::findings;
use application::city::findings::{AttentionPage, AttentionQuestion};
use application::context::Context;

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let kinds: Vec<&str> = AttentionKind::ALL.iter().map(|kind| kind.name()).collect();
    let rule = |kind: &AttentionKind| format!("`{}`: {}", kind.name(), (GERMAN.explanations.attention_rule)(*kind));
    let rules: Vec<String> = AttentionKind::ALL.iter().map(rule).collect();
    let text = format!(
        "What is late, doubtful, missing or contradictory on that day, project by project in the order of the report. \
         `counts` says for each kind how many there are in what you see, whatever is asked for. The rules, as they are \
         published: {}",
        rules.join(" ")
    );
    let operation = Operation::new("listAttention", "attention", "List what needs a person")
        .description(text)
        .query("kind", json!({"type": "string", "enum": kinds}), "Only this kind.", json!("milestone_overdue"))
        .query("project", json!({"type": "string"}), "Only this project (its slug).", json!("ereb"))
        .shared(&["limit", "cursor", "validAt", "knownAt", "if-none-match"])
        .query(
            "format",
            json!({"type": "string", "enum": ["json", "html", "csv"], "default": "json"}),
            "Representation; as HTML it is a page for people, as CSV a table (open data): both with everything on it.",
            json!("json"),
        )
        .answer_as(
            200,
            "A page of the list.",
            &[
                ("application/json", json!({"$ref": "#/components/schemas/AttentionPage"})),
                ("text/html", json!({"type": "string"})),
                ("text/csv", json!({"type": "string"})),
            ],
        )
        .knows(schema::components::<AttentionPage>)
        .example(example("attention"))
        .example_as("text/html", json!("<!DOCTYPE html>…"))
        .example_as("text/csv", example("attentionCsv"))
        .header("Link", "The next page (rel=next), if there is one.")
        .header("ETag", "Digest of the page.")
        .problem(406);
    vec![Endpoint { method: Method::GET, path: "/v1/attention".into(), route: || web::to(list_attention), operation }]
}

async fn list_attention(
    Allowed(may): Allowed<Read>,
    app: web::Data<App>,
    request: HttpRequest,
    mut params: Params,
) -> ApiResult<HttpResponse> {
    let paging: Paging<usize> = Paging::take(&mut params, &request);
    let names: Vec<&str> = AttentionKind::ALL.iter().map(|kind| kind.name()).collect();
    let kind = params.one_of("kind", &names);
    let kind = kind.and_then(|name| AttentionKind::ALL.iter().copied().find(|kind| kind.name() == name));
    let question = AttentionQuestion { kind, project: params.take("project") };
    let offered = [("json", "application/json"), ("html", "text/html"), ("csv", export::CSV)];
    let representation = accept::format(&mut params, &request, &offered);
    params.done()?;
    let representation = representation.ok_or(ApiError::NotAcceptable("application/json, text/html, text/csv"))?;
    let view = may.view();
    if representation == 1 {
        let page = blocking(move || {
            app.store.read(|reading| {
                let as_of = paging.resolve(reading, &view)?;
                Ok(findings::page_for_people(&mut Context::new(reading, as_of, view), &question)?.html())
            })
        });
        return Ok(html_page(page.await?).to(&request));
    }
    if representation == 2 {
        let file = blocking(move || {
            app.store.read(|reading| {
                let as_of = paging.resolve(reading, &view)?;
                let (page, _) = findings::page(&mut Context::new(reading, as_of, view), &question, 0, usize::MAX)?;
                let rows = page.data.iter().map(|row| (Vec::new(), row));
                Ok(export::file("attention-", as_of.day, export::rows(&[], rows, Profile::Open)?))
            })
        });
        return Ok(file.await?.to(&request));
    }
    let from = paging.after().copied().unwrap_or(0);
    let limit = usize::try_from(paging.limit).unwrap_or(usize::MAX);
    let (paging, as_of, page, next) = blocking(move || {
        app.store.read(|reading| {
            let as_of = paging.resolve(reading, &view)?;
            let (page, next) = findings::page(&mut Context::new(reading, as_of, view), &question, from, limit)?;
            Ok((paging, as_of, page, next))
        })
    })
    .await?;
    Ok(paging.continued(&request, &as_of, page, next)?.to(&request))
}
