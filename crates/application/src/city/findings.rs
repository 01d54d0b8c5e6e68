//! What needs a person, over all projects, with the rule that found it: as a list, and as a page.

use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use domain::attention::{AttentionKind, Finding};
use domain::error::{Error, Result};
use domain::time::Day;
use views::attention_page::{AttentionPage as Page, Entry};

use super::attention::{counts, evaluate};
use crate::answer::{Continued, PageLinks, PageMeta};
use crate::context::Context;
use crate::council::baseline;
use crate::projects::facts;
use texts::GERMAN;

/// A page of what needs a person.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AttentionPage {
    /// What stands on it, project by project in the order of the report.
    pub data: Vec<AttentionFinding>,
    /// How many there are of each kind.
    #[schema(value_type = std::collections::BTreeMap<String, usize>)]
    pub counts: AttentionCounts,
    /// Where it goes on.
    pub links: PageLinks,
    /// As of when it holds.
    pub meta: PageMeta,
}

impl Continued for AttentionPage {
    fn links(&mut self) -> &mut PageLinks {
        &mut self.links
    }
}

/// How many there are of each kind, in the order in which the kinds are declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttentionCounts(pub Vec<(AttentionKind, usize)>);

impl Serialize for AttentionCounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(kind, count)| (kind.name(), count)))
    }
}

/// One thing that needs a person (Handlungsbedarf).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttentionFinding {
    /// By which rule it was found.
    #[schema(value_type = String)]
    pub kind: AttentionKind,
    /// The rule, in German.
    pub rule: &'static str,
    /// Slug of the project.
    pub project: String,
    /// Title of the project.
    pub project_title: String,
    /// What it is about, in the words of the person who entered it.
    pub subject: String,
    /// What was found, in German.
    pub explanation: String,
    /// Since which day it has been so, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Day>,
    /// Where it goes on.
    #[schema(inline)]
    pub links: AttentionLinks,
}

/// Where a finding leads on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AttentionLinks {
    /// The thing that it is about.
    pub subject: String,
    /// The project.
    pub project: String,
}

/// What is asked of the list.
#[derive(Clone, Debug, Default)]
pub struct AttentionQuestion {
    /// Only this kind.
    pub kind: Option<AttentionKind>,
    /// Only this project (its slug).
    pub project: Option<String>,
}

/// What was found that was asked for, each with slug and title of its project, and how much there is of each kind in all
/// that the view sees.
struct Asked {
    findings: Vec<(String, String, Finding)>,
    counts: AttentionCounts,
}

fn asked(cx: &mut Context<'_, '_>, question: &AttentionQuestion) -> Result<Asked> {
    let baseline = baseline::last(cx)?;
    let projects = facts::load_projects(cx, baseline.as_ref())?;
    let evaluated = evaluate(cx, &projects, baseline.as_ref())?;
    let AttentionQuestion { kind, project } = question;
    let wanted = |slug: &str| project.as_ref().is_none_or(|project| project == slug);
    if project.is_some() && !evaluated.iter().any(|evaluated| wanted(&evaluated.slug)) {
        return Err(Error::parameter("project", "there is no such project that you may see"));
    }
    let counts = AttentionCounts(counts(&evaluated));
    let mut findings = Vec::new();
    for evaluated in evaluated.into_iter().filter(|evaluated| wanted(&evaluated.slug)) {
        let of_kind = evaluated.findings.into_iter().filter(|finding| kind.is_none_or(|kind| kind == finding.kind));
        findings.extend(of_kind.map(|finding| (evaluated.slug.clone(), evaluated.title.clone(), finding)));
    }
    Ok(Asked { findings, counts })
}

/// At most `limit` of what needs a person from the place `from` on, and the place at which the next page begins.
///
/// # Errors
/// `BadRequest` for a project that this view does not see.
pub fn page(
    cx: &mut Context<'_, '_>,
    question: &AttentionQuestion,
    from: usize,
    limit: usize,
) -> Result<(AttentionPage, Option<usize>)> {
    let Asked { findings, counts } = asked(cx, question)?;
    let next = (findings.len() > from.saturating_add(limit)).then_some(from.saturating_add(limit));
    let data = findings.into_iter().skip(from).take(limit).map(described).collect();
    Ok((AttentionPage { data, counts, links: PageLinks::default(), meta: (&cx.as_of).into() }, next))
}

/// Everything of it on one page for people.
///
/// # Errors
/// As for [`page`].
pub fn page_for_people(cx: &mut Context<'_, '_>, question: &AttentionQuestion) -> Result<Page> {
    let entries = asked(cx, question)?.findings.into_iter().map(|(slug, project, finding)| {
        let href = place(&slug, &finding);
        Entry { project, finding, href }
    });
    let entries = entries.collect();
    Ok(Page { entries, as_of: cx.as_of.day, known_at: cx.as_of.known, zone: cx.reading.zone() })
}

/// Where a thing is found.
fn place(slug: &str, finding: &Finding) -> String {
    let tail = if finding.place.is_empty() { String::new() } else { format!("/{}", finding.place) };
    format!("/v1/projects/{slug}{tail}")
}

fn described((slug, project_title, finding): (String, String, Finding)) -> AttentionFinding {
    let links = AttentionLinks { subject: place(&slug, &finding), project: format!("/v1/projects/{slug}") };
    AttentionFinding {
        kind: finding.kind,
        rule: (GERMAN.explanations.attention_rule)(finding.kind),
        project: slug,
        project_title,
        subject: finding.subject,
        explanation: finding.explanation,
        since: finding.since,
        links,
    }
}
