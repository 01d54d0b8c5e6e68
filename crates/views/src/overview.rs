//! The overview: what a dashboard wants first of every project, as rows of JSON and as CSV.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use domain::error::Result;
use domain::indicator::{Tendency, shortest_if_any};
use domain::milestone::Milestone;
use domain::plan::PlannedDate;
use domain::project::{Assessment, Health, Light, Phase};
use domain::table::{Csv, Profile};
use domain::time::Day;
use kinds::Facts;

use super::health::ComputedHealth;
use texts::Texts;

/// A project at a glance.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OverviewRow {
    /// The project's name in addresses.
    #[schema(example = "ozg")]
    pub slug: String,
    /// Title.
    pub title: String,
    /// What kind of project it is.
    #[schema(example = "ozg")]
    pub kind: String,
    /// Phase.
    pub phase: Phase,
    /// Declared health; absent when nobody has declared it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub health: Option<OverviewHealth>,
    /// Health as it is computed from the facts, beside what is declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub computed_health: Option<ComputedHealth>,
    /// The indicator that stands for the project (Kennzahl).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_figure: Option<KeyFigure>,
    /// The next milestone that is not reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_milestone: Option<NextMilestone>,
    /// The last approved status update.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_status_update: Option<LastStatusUpdate>,
}

/// Declared health with the worst of its three lights.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OverviewHealth {
    /// The worst light; unknown is worse than green and better than yellow.
    pub worst: Light,
    /// Time (Termine).
    #[serde(serialize_with = "without_null")]
    pub schedule: Assessment,
    /// Money (Budget).
    #[serde(serialize_with = "without_null")]
    pub budget: Assessment,
    /// What is achieved (Ergebnis).
    #[serde(serialize_with = "without_null")]
    pub result: Assessment,
}

/// The indicator that stands for a project.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KeyFigure {
    /// Its key.
    #[schema(example = "online-services")]
    pub indicator: String,
    /// What a person calls it.
    pub label: String,
    /// In what it is counted.
    pub unit: String,
    /// Its value; absent when there is none, which is not 0.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    #[schema(example = 117)]
    pub value: Option<f64>,
    /// Whether there is nothing to count (nicht zutreffend): then there is no value, whatever was counted before.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub not_applicable: bool,
    /// A change without a figure since the last report (Tendenz).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tendency: Option<Tendency>,
    /// Whether that change came after the value, which is out of date then and has no difference.
    #[serde(skip)]
    pub outdated: bool,
    /// The day to which the value goes back (Stichtag).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// How much it differs from its value on `comparedWith`, as that value is known now.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    #[schema(example = 14)]
    pub difference: Option<f64>,
    /// The day of the last report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared_with: Option<Day>,
}

/// A milestone that is not reached yet.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NextMilestone {
    /// What is to be reached.
    pub title: String,
    /// When, as it is expected now, else as it was first agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned: Option<PlannedDate>,
    /// Whether that date has passed.
    pub overdue: bool,
}

impl KeyFigure {
    /// Missing, not applicable and 0 are three different things: the words with which the value itself is answered.
    fn status(&self) -> &'static str {
        match (self.not_applicable, self.value) {
            (true, _) => "not_applicable",
            (false, Some(_)) => "value",
            (false, None) => "missing",
        }
    }
}

impl NextMilestone {
    /// What is to be said of it on this day besides its date: what is past and not reached does not stand there as if
    /// it were ahead, late or not.
    pub fn remark(&self, day: Day, texts: &Texts) -> Option<&'static str> {
        let passed = self.planned.as_ref().is_some_and(|p| p.date.last() < day);
        match (self.overdue, passed) {
            (true, _) => Some(texts.project.overdue),
            (false, true) => Some(texts.project.not_reached),
            (false, false) => None,
        }
    }
}

/// The last approved status update.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LastStatusUpdate {
    /// The day for which it holds (Stichtag).
    pub as_of: Day,
    /// How many days old it is on the day that was asked for.
    #[schema(example = 20)]
    pub age_days: i64,
}

/// One row for every project, in the order in which they are given.
pub fn overview(projects: &[Facts]) -> Vec<OverviewRow> {
    projects.iter().map(row).collect()
}

fn row(facts: &Facts) -> OverviewRow {
    let project = &facts.project;
    let last = facts.updates.iter().map(|u| u.as_of).max();
    OverviewRow {
        slug: project.slug.clone(),
        title: project.title.clone(),
        kind: project.kind.clone(),
        phase: project.phase,
        health: project.health.as_ref().map(health),
        computed_health: None,
        key_figure: key_figure(facts),
        next_milestone: facts.open_milestones().next().map(|m| next(m, facts.day)),
        last_status_update: last.map(|as_of| LastStatusUpdate { as_of, age_days: facts.day.days_since(as_of) }),
    }
}

fn health(health: &Health) -> OverviewHealth {
    let Health { schedule, budget, result } = health.clone();
    OverviewHealth { worst: health.worst(), schedule, budget, result }
}

fn key_figure(facts: &Facts) -> Option<KeyFigure> {
    let key = kinds::kind(&facts.project.kind)?.key_figure;
    let figure = facts.figures.get(key)?;
    let applies = !figure.not_applicable;
    let outdated = facts.outdated_by(key).is_some();
    let difference = facts.change(key).filter(|_| !outdated);
    Some(KeyFigure {
        indicator: key.into(),
        label: figure.label.clone(),
        unit: figure.unit.clone(),
        value: figure.value.filter(|_| applies),
        not_applicable: figure.not_applicable,
        tendency: figure.tendency.filter(|_| applies),
        outdated,
        as_of: figure.as_of.filter(|_| applies),
        difference,
        compared_with: figure.compared.filter(|_| difference.is_some()).map(|c| c.day),
    })
}

/// An open milestone as it stands on this day.
pub fn next(milestone: &Milestone, day: Day) -> NextMilestone {
    let planned = milestone.planned();
    let overdue = planned.as_ref().is_some_and(|p| p.late_since(day).is_some());
    NextMilestone { title: milestone.title.clone(), planned, overdue }
}

/// An assessment as answers have it: what is not known is left out.
fn without_null<S: Serializer>(assessment: &Assessment, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    let mut fields = serializer.serialize_map(None)?;
    fields.serialize_entry("light", &assessment.light)?;
    if let Some(reason) = &assessment.reason {
        fields.serialize_entry("reason", reason)?;
    }
    fields.end()
}

const HEADER: [&str; 25] = [
    "slug",
    "title",
    "kind",
    "phase",
    "health",
    "healthSchedule",
    "healthBudget",
    "healthResult",
    "keyFigure",
    "keyFigureLabel",
    "keyFigureUnit",
    "keyFigureStatus",
    "keyFigureValue",
    "keyFigureTendency",
    "keyFigureAsOf",
    "difference",
    "comparedWith",
    "nextMilestone",
    "nextMilestonePlanned",
    "nextMilestoneModality",
    "lastStatusUpdate",
    "lastStatusUpdateAgeDays",
    "computedSchedule",
    "computedBudget",
    "computedResult",
];

/// The rows as CSV; what is not known is empty.
///
/// # Errors
/// A fault of the writer.
pub fn csv(rows: &[OverviewRow], profile: Profile) -> Result<Vec<u8>> {
    let mut csv = Csv::new(Vec::new(), profile)?;
    csv.record(HEADER)?;
    for row in rows {
        csv.record(record(row, profile))?;
    }
    csv.finish()
}

fn record(row: &OverviewRow, profile: Profile) -> [String; 25] {
    fn written<T: ToString>(value: Option<T>, write: impl FnOnce(&str) -> String) -> String {
        value.map(|v| write(&v.to_string())).unwrap_or_default()
    }
    let text = |value: Option<&str>| written(value, |v| profile.text(v));
    let number = |value: Option<f64>| written(value, |v| profile.number(v));
    let day = |value: Option<String>| written(value, |v| profile.day(v));
    let (health, figure) = (row.health.as_ref(), row.key_figure.as_ref());
    let (next, update) = (row.next_milestone.as_ref(), row.last_status_update.as_ref());
    let planned = next.and_then(|n| n.planned.as_ref());
    [
        row.slug.clone(),
        profile.text(&row.title),
        row.kind.clone(),
        row.phase.name().into(),
        text(health.map(|h| h.worst.name())),
        text(health.map(|h| h.schedule.light.name())),
        text(health.map(|h| h.budget.light.name())),
        text(health.map(|h| h.result.light.name())),
        text(figure.map(|f| f.indicator.as_str())),
        text(figure.map(|f| f.label.as_str())),
        text(figure.map(|f| f.unit.as_str())),
        text(figure.map(KeyFigure::status)),
        number(figure.and_then(|f| f.value)),
        text(figure.and_then(|f| f.tendency).map(Tendency::name)),
        day(figure.and_then(|f| f.as_of).map(|d| d.to_string())),
        number(figure.and_then(|f| f.difference)),
        day(figure.and_then(|f| f.compared_with).map(|d| d.to_string())),
        text(next.map(|n| n.title.as_str())),
        day(planned.map(|p| p.date.to_string())),
        text(planned.map(|p| p.modality.name())),
        day(update.map(|u| u.as_of.to_string())),
        update.map(|u| u.age_days.to_string()).unwrap_or_default(),
        text(row.computed_health.as_ref().map(|h| h.schedule.light.name())),
        text(row.computed_health.as_ref().map(|h| h.budget.light.name())),
        text(row.computed_health.as_ref().map(|h| h.result.light.name())),
    ]
}
