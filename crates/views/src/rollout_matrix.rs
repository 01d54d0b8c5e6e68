//! The rollout matrix: offices by stages, with the day on which each stage was entered, as JSON and as CSV.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use analysis::value::percent;
use domain::error::Result;
use domain::indicator::shortest_if_any;
use domain::office::Office;
use domain::plan::PlannedDate;
use domain::table::{Csv, Profile};
use domain::time::{Bound, Day};
use kinds::{Part, Rollout, Unit};

/// Offices by stages.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RolloutMatrix {
    /// The stages in their usual order.
    pub stages: Vec<MatrixStage>,
    /// How far the whole is, then each module: an office is live when everything that is meant for it is.
    pub coverage: Vec<Coverage>,
    /// The offices in the order of the list of offices.
    pub data: Vec<MatrixRow>,
}

/// A stage.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MatrixStage {
    /// Its name.
    #[schema(example = "training")]
    pub stage: &'static str,
    /// Its German name.
    #[schema(example = "In Schulung")]
    pub label: &'static str,
}

/// How far a rollout is (Abdeckung).
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Coverage {
    /// The name of the module, or `whole`.
    #[schema(example = "whole")]
    pub rollout: &'static str,
    /// What a person calls it.
    pub label: &'static str,
    /// For how many offices it is meant.
    #[schema(example = 30)]
    pub all: usize,
    /// In how many of them it is live.
    #[schema(example = 12)]
    pub live: usize,
    /// Live in per cent of all; absent while it is meant for none.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "shortest_if_any")]
    #[schema(example = 40)]
    pub percent: Option<f64>,
}

/// An office with everything that is rolled out in it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MatrixRow {
    /// The office.
    pub office: MatrixOffice,
    /// The modules, in the order of the coverage.
    pub units: Vec<MatrixUnit>,
}

/// An office by its names; without them where it does not exist on the day.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MatrixOffice {
    /// Its id.
    pub id: Uuid,
    /// Full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Short name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_name: Option<String>,
}

/// One module in one office.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MatrixUnit {
    /// The id of the item.
    pub id: Uuid,
    /// The module.
    #[schema(example = "invoice_register")]
    pub module: &'static str,
    /// The stage on the day.
    #[schema(example = "training")]
    pub state: &'static str,
    /// The stages that led to it, each with the day on which it was entered last. One that was left again for an earlier
    /// one is not among them.
    pub entered: Vec<EnteredStage>,
    /// When it is to go live (geplant).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned: Option<PlannedDate>,
    /// When it went live according to who entered it (tatsächlich).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<Day>,
    /// How many days the stage `live` was entered after `actual`, where the two differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub live_after_actual_days: Option<i64>,
}

/// A stage that was entered.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct EnteredStage {
    /// The stage.
    #[schema(example = "training")]
    pub stage: &'static str,
    /// The day, or `start` (as far back as we know).
    pub since: Bound,
}

impl RolloutMatrix {
    /// Of the units of a project; `offices` are all that there are, in their order.
    pub fn of(parts: &[Part], units: Vec<Unit>, offices: &[(Uuid, Office)]) -> Self {
        let coverage = parts.iter().map(|part| {
            let (all, live) = (part.all, part.live.len());
            let percent = percent(live as f64, all as f64);
            Coverage { rollout: part.key, label: part.label, all, live, percent }
        });
        let place = |id: Uuid| offices.iter().position(|(office, _)| *office == id).unwrap_or(usize::MAX);
        let module = |name: &str| parts.iter().position(|part| part.key == name).unwrap_or(usize::MAX);
        let mut units = units;
        units.sort_by_cached_key(|unit| (place(unit.office), unit.office, module(unit.module), unit.module, unit.id));
        let rows = units.chunk_by(|one, next| one.office == next.office).filter_map(|units| {
            let id = units.first()?.office;
            let office = offices.iter().find(|(office, _)| *office == id).map(|(_, office)| office);
            let office = MatrixOffice {
                id,
                name: office.map(|o| o.name.clone()),
                short_name: office.map(|o| o.short_name.clone()),
            };
            Some(MatrixRow { office, units: units.iter().map(MatrixUnit::of).collect() })
        });
        let stages = Rollout::STAGES.iter().map(|stage| MatrixStage { stage: stage.key, label: stage.label });
        Self { stages: stages.collect(), coverage: coverage.collect(), data: rows.collect() }
    }

    /// As CSV: a line for each unit, and the coverage of its module and of the whole beside it. What is not known is empty.
    ///
    /// # Errors
    /// A fault of the writer.
    pub fn csv(&self, profile: Profile) -> Result<Vec<u8>> {
        let mut csv = Csv::new(Vec::new(), profile)?;
        let before = ["office", "officeShortName", "officeId", "module", "id", "state"];
        let after = ["planned", "plannedModality", "actual", "liveAfterActualDays", "moduleCoverage", "coverage"];
        let stages = self.stages.iter().map(|stage| stage.stage);
        csv.record(before.into_iter().chain(stages).chain(after))?;
        for row in &self.data {
            for unit in &row.units {
                csv.record(self.record(&row.office, unit, profile))?;
            }
        }
        csv.finish()
    }

    fn record(&self, office: &MatrixOffice, unit: &MatrixUnit, profile: Profile) -> Vec<String> {
        let text = |value: Option<&str>| value.map(|v| profile.text(v)).unwrap_or_default();
        let number = |value: Option<f64>| value.map(|v| profile.number(&v.to_string())).unwrap_or_default();
        let day = |value: Option<String>| value.map(|v| profile.day(&v)).unwrap_or_default();
        let coverage = |rollout| self.coverage.iter().find(|c| c.rollout == rollout).and_then(|c| c.percent);
        let mut record = vec![
            text(office.name.as_deref()),
            text(office.short_name.as_deref()),
            office.id.to_string(),
            unit.module.to_owned(),
            unit.id.to_string(),
            unit.state.to_owned(),
        ];
        for MatrixStage { stage, .. } in &self.stages {
            let since = unit.entered.iter().find(|entered| entered.stage == *stage).map(|entered| entered.since);
            record.push(day(since.map(|since| since.to_string())));
        }
        record.extend([
            day(unit.planned.as_ref().map(|plan| plan.date.to_string())),
            text(unit.planned.as_ref().map(|plan| plan.modality.name())),
            day(unit.actual.map(|actual| actual.to_string())),
            unit.live_after_actual_days.map(|days| days.to_string()).unwrap_or_default(),
            number(coverage(unit.module)),
            number(coverage(Rollout::WHOLE)),
        ]);
        record
    }
}

impl MatrixUnit {
    fn of(unit: &Unit) -> Self {
        let entered = unit.entered.iter().map(|(stage, since)| EnteredStage { stage, since: *since });
        let live = unit.live_since.and_then(Bound::day);
        let difference = live.zip(unit.actual).map(|(live, actual)| live.days_since(actual));
        Self {
            id: unit.id,
            module: unit.module,
            state: unit.state,
            entered: entered.collect(),
            planned: unit.planned.clone(),
            actual: unit.actual,
            live_after_actual_days: difference.filter(|days| *days != 0),
        }
    }
}
