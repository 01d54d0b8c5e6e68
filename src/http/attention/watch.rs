//! Watching: loads of each project what the rules of attention look at.

use crate::analysis::attention::{self, Pair, Watched, WatchedIndicator};
use crate::analysis::health::Judgement;
use crate::domain::access::View;
use crate::domain::attention::Finding;
use crate::domain::decision::Decision;
use crate::domain::error::Result;
use crate::domain::health::HealthRules;
use crate::domain::milestone::Milestone;
use crate::domain::payload::Shape;
use crate::domain::project::Light;
use crate::domain::risk::Risk;
use crate::domain::time::{AsOf, Day};
use crate::http::facts::Baseline;
use crate::http::figures::{Found, compute};
use crate::http::health;
use crate::http::milestone_trend;
use crate::http::resource::Scope;
use crate::kinds::{self, Facts};
use crate::store::{Query, Reading, Stored};

/// A project with what of it needs a person.
#[derive(Clone, Debug)]
pub struct Looked {
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
/// Those of the ledger.
pub fn look(
    reading: &mut Reading<'_>,
    projects: &[(Stored, Facts)],
    as_of: &AsOf,
    view: &View,
    baseline: Option<&Baseline>,
) -> Result<Vec<Looked>> {
    let (rules, _) = health::rules(reading, as_of)?;
    let period_from = Baseline::period_from(baseline, as_of.day);
    let mut all = Vec::with_capacity(projects.len());
    for (stored, facts) in projects {
        let inside = view.within(stored.places());
        let judgement = health::judge(reading, &rules, stored, as_of, &inside)?;
        let mut findings = of_project(reading, stored, facts, (&rules, &judgement), as_of, &inside, period_from)?;
        findings.extend(kinds::kind(&facts.project.kind).iter().flat_map(|kind| (kind.attention)(facts)));
        findings.sort_by_key(|finding| finding.kind);
        all.push(Looked { slug: facts.project.slug.clone(), title: facts.project.title.clone(), judgement, findings });
    }
    Ok(all)
}

fn of_project(
    reading: &mut Reading<'_>,
    stored: &Stored,
    facts: &Facts,
    (rules, judgement): (&HealthRules, &Judgement),
    as_of: &AsOf,
    view: &View,
    period_from: Day,
) -> Result<Vec<Finding>> {
    let project = &facts.project;
    let declared: Vec<(&'static str, Light)> =
        judgement.lights().map(|(name, _)| (name, health::declared(project.health.as_ref(), name))).into();
    // What holds as far back as we know is there at least since it was written down.
    let recorded = reading.first_recorded(stored.id)?.unwrap_or(stored.recorded_at).day_in(reading.zone());
    let there_since = stored.span.from.day().unwrap_or(recorded);
    let (indicators, pairs) = indicators(reading, stored, facts, as_of, view)?;
    let milestones: Vec<(_, Milestone)> = health::belonging(reading, stored.id, as_of, view)?;
    let zone = reading.zone();
    let trends = milestone_trend::of_project(reading, stored.id, as_of, view, zone)?;
    let risks: Vec<(_, Risk)> = health::belonging(reading, stored.id, as_of, view)?;
    let decisions: Vec<(_, Decision)> = health::belonging(reading, stored.id, as_of, view)?;
    Ok(attention::find(&Watched {
        day: as_of.day,
        title: &project.title,
        phase: project.phase,
        interval: project.update_interval.unwrap_or(rules.update_interval),
        last_update: facts.updates.iter().map(|u| u.as_of).max(),
        there_since,
        milestones: &milestones,
        trends: &trends,
        declared: &declared,
        judgement,
        indicators: &indicators,
        risks: &risks,
        decisions: &decisions,
        pairs: &pairs,
        period_from,
    }))
}

fn indicators(
    reading: &mut Reading<'_>,
    stored: &Stored,
    facts: &Facts,
    as_of: &AsOf,
    view: &View,
) -> Result<(Vec<WatchedIndicator>, Vec<Pair>)> {
    let kind = kinds::kind(&facts.project.kind);
    let scope = Scope { project: Some(stored.id), parent: Some(stored.id), kind, ..Scope::in_view(view.clone()) };
    let of_it = Query { parent: Some(stored.id), ..Query::default() };
    let (mut watched, mut all) = (Vec::new(), Vec::new());
    for indicator in reading.list(Shape::Indicator, &of_it, as_of, view)?.rows {
        let found = Found::of(&scope, stored.id, &indicator)?;
        let figure = facts.figures.get(&found.indicator.key);
        watched.push(WatchedIndicator {
            key: found.indicator.key.clone(),
            label: found.indicator.label.clone(),
            last: figure.and_then(|figure| figure.stated),
            outdated: figure.and_then(|figure| figure.outdated),
            not_applicable: figure.is_some_and(|figure| figure.not_applicable),
            interval: found.indicator.update_interval,
            has_targets: !found.indicator.targets.is_empty(),
        });
        all.push(found);
    }
    let mut pairs = Vec::new();
    for (key, equal) in kind.iter().flat_map(|kind| kind.should_agree) {
        let by_key = |key: &str| all.iter().find(|found| found.indicator.key == key);
        let (Some(own), Some(other)) = (by_key(key), by_key(equal)) else { continue };
        let Some((figure, observed)) = facts.figure(key) else { continue };
        let Some(day) = figure.as_of else { continue };
        // Both are asked for the day of the one that is observed: a later Stichtag is no contradiction.
        let Some(computed) = compute(reading, other, &AsOf { day, ..*as_of }, view)?.value else { continue };
        pairs.push(Pair {
            key: own.indicator.key.clone(),
            label: own.indicator.label.clone(),
            day,
            observed,
            computed,
        });
    }
    Ok((watched, pairs))
}
