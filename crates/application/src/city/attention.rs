//! Watching: holds the rules of attention against everything that is loaded of a project.

use crate::context::Context;
use crate::figures::compute::compute;
use crate::projects::facts::{Baseline, Loaded};
use crate::projects::health;
use analysis::attention;
use analysis::attention::{Pair, Watched, WatchedIndicator};
use analysis::health::Judgement;
use domain::attention::{AttentionKind, Finding};
use domain::error::Result;
use domain::health::HealthRules;
use domain::project::Light;
use domain::time::Day;
use texts::GERMAN;

/// A project with what of it needs a person.
#[derive(Clone, Debug)]
pub struct ProjectAttention {
    /// Its name in addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Its computed health.
    pub judgement: Judgement,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// Everything that needs a person, project by project.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
pub fn evaluate(
    cx: &mut Context<'_, '_>,
    projects: &[Loaded],
    baseline: Option<&Baseline>,
) -> Result<Vec<ProjectAttention>> {
    let (rules, _) = health::rules(cx.reading, &cx.as_of)?;
    let period_from = Baseline::period_from(baseline, cx.as_of.day);
    let mut all = Vec::with_capacity(projects.len());
    for loaded in projects {
        let project = &loaded.facts.project;
        let judgement = health::of_loaded(&rules, loaded);
        let mut findings = of_project(cx, loaded, (&rules, &judgement), period_from)?;
        findings.extend(kinds::kind(&project.kind).iter().flat_map(|kind| (kind.attention)(&loaded.facts)));
        findings.sort_by_key(|finding| finding.kind);
        all.push(ProjectAttention { slug: project.slug.clone(), title: project.title.clone(), judgement, findings });
    }
    Ok(all)
}

/// How many there are of each kind, in the order in which the kinds are declared.
pub fn counts(evaluated: &[ProjectAttention]) -> Vec<(AttentionKind, usize)> {
    let of = |kind| evaluated.iter().flat_map(|l| &l.findings).filter(|finding| finding.kind == kind).count();
    AttentionKind::ALL.iter().map(|kind| (*kind, of(*kind))).collect()
}

fn of_project(
    cx: &mut Context<'_, '_>,
    loaded: &Loaded,
    (rules, judgement): (&HealthRules, &Judgement),
    period_from: Day,
) -> Result<Vec<Finding>> {
    let Loaded { stored, facts, milestones, trends, risks, decisions, updates, .. } = loaded;
    let project = &facts.project;
    let declared: Vec<(&'static str, Light)> =
        judgement.lights().map(|(name, _)| (name, health::declared(project.health.as_ref(), name))).into();
    // What holds as far back as we know is there at least since it was written down.
    let first = cx.reading.first_recorded(stored.id)?.unwrap_or(stored.recorded_at);
    let recorded = first.day_in(cx.reading.zone());
    let there_since = stored.span.from.day().unwrap_or(recorded);
    let pairs = pairs(cx, loaded)?;
    let found = attention::find(&Watched {
        day: cx.as_of.day,
        title: &project.title,
        phase: project.phase,
        interval: project.update_interval.unwrap_or(rules.update_interval),
        last_update: facts.updates.iter().map(|u| u.as_of).max(),
        there_since,
        milestones,
        trends,
        declared: &declared,
        judgement,
        indicators: &indicators(loaded),
        risks,
        updates,
        decisions,
        pairs: &pairs,
        period_from,
    });
    Ok(found.into_iter().map(|finding| finding.in_words(GERMAN.explanations.attention)).collect())
}

fn indicators(loaded: &Loaded) -> Vec<WatchedIndicator> {
    let watched = loaded.indicators.iter().map(|(found, _)| {
        let figure = loaded.facts.figures.get(&found.indicator.key);
        WatchedIndicator {
            key: found.indicator.key.clone(),
            label: found.indicator.label.clone(),
            last: figure.and_then(|figure| figure.stated),
            outdated: figure.and_then(|figure| figure.outdated),
            not_applicable: figure.is_some_and(|figure| figure.not_applicable),
            interval: found.indicator.update_interval,
            has_targets: !found.indicator.targets.is_empty(),
        }
    });
    watched.collect()
}

/// The pairs of counts that should agree, of which both have a value.
fn pairs(cx: &mut Context<'_, '_>, loaded: &Loaded) -> Result<Vec<Pair>> {
    let mut cx = cx.seen_by(loaded.view.clone());
    let facts = &loaded.facts;
    let by_key = |key: &str| loaded.indicators.iter().map(|(found, _)| found).find(|f| f.indicator.key == key);
    let mut pairs = Vec::new();
    for (key, equal) in kinds::kind(&facts.project.kind).iter().flat_map(|kind| kind.should_agree) {
        let (Some(own), Some(other)) = (by_key(key), by_key(equal)) else { continue };
        let Some((figure, observed)) = facts.figure(key) else { continue };
        let Some(day) = figure.as_of else { continue };
        // Both are asked for the day of the one that is observed: a later Stichtag is no contradiction.
        let Some(computed) = compute(&mut cx.on(day), other)?.value else { continue };
        let (key, label) = (own.indicator.key.clone(), own.indicator.label.clone());
        pairs.push(Pair { key, label, day, observed, computed });
    }
    Ok(pairs)
}
