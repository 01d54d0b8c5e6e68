//! Attention: what needs a person, over all projects, with the rule that found it.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Map, Value, json};

use domain::attention::{AttentionKind, Finding};
use domain::error::Error;
use domain::schema::compact;
use texts::GERMAN;
use views::attention_page::{AttentionPage, Entry};

use super::endpoint::{Endpoint, Operation};
use super::paging::{Paging, meta};
use super::params::Params;
use super::{App, accept, blocking, openapi, reports, site};
use crate::http::caller::Allowed;
use crate::http::problem::ApiError;
use crate::http::problem::ApiResult;
use application::access::permission::Read;
use application::projects::facts;

pub use application::city::attention::{Looked, look};

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
            json!({"type": "string", "enum": ["json", "html"], "default": "json"}),
            "Representation; as HTML it is a page for people, with everything on it.",
            json!("json"),
        )
        .answer_as(
            200,
            "A page of the list.",
            &[
                ("application/json", json!({"$ref": "#/components/schemas/AttentionPage"})),
                ("text/html", json!({"type": "string"})),
            ],
        )
        .example(openapi::example("attention"))
        .example_as("text/html", json!("<!DOCTYPE html>…"))
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
    let (kind, project) = (params.one_of("kind", &names), params.take::<String>("project"));
    let representation = accept::format(&mut params, &request, &[("json", "application/json"), ("html", "text/html")]);
    params.done()?;
    let page = representation.ok_or(ApiError::NotAcceptable("application/json, text/html"))? == 1;
    let view = may.view();
    let zone = app.store.zone();
    let (paging, as_of, looked) = blocking(move || {
        app.store.read(|reading| {
            let as_of = paging.resolve(reading, &view)?;
            let baseline = reports::last(reading, &as_of, &view)?;
            let projects = facts::load_projects(reading, &as_of, &view, baseline.as_ref())?;
            let looked = look(reading, &projects, &as_of, baseline.as_ref())?;
            Ok((paging, as_of, looked))
        })
    })
    .await?;
    if let Some(slug) = &project
        && !looked.iter().any(|looked| looked.slug == *slug)
    {
        return Err(Error::parameter("project", "there is no such project that you may see").into());
    }
    let counts: Map<String, Value> =
        counts(&looked).into_iter().map(|(kind, count)| (kind.name().to_owned(), json!(count))).collect();
    let asked = looked.into_iter().filter(|looked| project.as_ref().is_none_or(|slug| *slug == looked.slug));
    let all = asked.flat_map(|looked| {
        let (slug, title) = (looked.slug, looked.title);
        looked.findings.into_iter().map(move |finding| (slug.clone(), title.clone(), finding))
    });
    let all: Vec<_> =
        all.filter(|(.., finding)| kind.as_ref().is_none_or(|kind| kind == finding.kind.name())).collect();
    if page {
        let entries = all.into_iter().map(|(slug, project, finding)| {
            let href = place(&slug, &finding);
            Entry { project, finding, href }
        });
        let entries = entries.collect();
        let page = AttentionPage { entries, as_of: as_of.day, known_at: as_of.known, zone };
        return Ok(site::page(page.html()).to(&request));
    }
    let from = paging.after().copied().unwrap_or(0);
    let limit = usize::try_from(paging.limit).unwrap_or(usize::MAX);
    let next = (all.len() > from.saturating_add(limit)).then_some(from + limit);
    let shown = all.iter().skip(from).take(limit);
    let data: Vec<Value> = shown.map(|(slug, title, finding)| describe(slug, title, finding)).collect();
    let page = json!({"data": data, "counts": counts, "links": {}, "meta": meta(&as_of)});
    Ok(paging.answer(&request, &as_of, page, next)?.to(&request))
}

/// How many there are of each kind.
pub fn counts(looked: &[Looked]) -> Vec<(AttentionKind, usize)> {
    let of = |kind| looked.iter().flat_map(|l| &l.findings).filter(|finding| finding.kind == kind).count();
    AttentionKind::ALL.iter().map(|kind| (*kind, of(*kind))).collect()
}

/// Where a thing is found.
fn place(slug: &str, finding: &Finding) -> String {
    let tail = if finding.place.is_empty() { String::new() } else { format!("/{}", finding.place) };
    format!("/v1/projects/{slug}{tail}")
}

fn describe(slug: &str, title: &str, finding: &Finding) -> Value {
    compact(json!({
        "kind": finding.kind.name(), "rule": (GERMAN.explanations.attention_rule)(finding.kind), "project": slug, "projectTitle": title,
        "subject": finding.subject, "explanation": finding.explanation, "since": finding.since,
        "links": {"subject": place(slug, finding), "project": format!("/v1/projects/{slug}")},
    }))
}
