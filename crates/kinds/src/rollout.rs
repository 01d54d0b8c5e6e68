//! Rollout units: the unit of every introduction "office by office" (Amt für Amt), shared by the kinds that roll out.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use domain::access::Visibility;
use domain::error::Violation;
use domain::indicator::{Aggregation, Direction};
use domain::measure::{Formula, Measure, Term};
use domain::payload::{Index, Record, Reference, Shape};
use domain::plan::PlannedDate;
use domain::states::States;
use domain::time::Day;

mod chart;
mod course;
mod section;

use super::{BuiltIn, Facts, Grouping, ItemType};

pub use chart::stages;
pub use course::{ItemSlice, Part, Rollout, Stage, Unit};
pub use section::paragraphs;

crate::item_tag!(RolloutUnitTag, "RolloutUnit");

domain::states! {
    /// How far an office is (Einführungsstand).
    pub enum RolloutState {
        /// Noch nicht begonnen.
        NotStarted = "not_started" => ["preparing", "training", "pilot", "live", "not_applicable"],
        /// In Vorbereitung.
        Preparing = "preparing" => ["training", "pilot", "live", "not_started", "not_applicable"],
        /// In Schulung.
        Training = "training" => ["pilot", "live", "preparing", "not_applicable"],
        /// Im Pilotbetrieb.
        Pilot = "pilot" => ["live", "training", "preparing", "not_applicable"],
        /// Im Echtbetrieb.
        Live = "live" => ["pilot", "not_applicable"],
        /// Entfällt für dieses Amt.
        NotApplicable = "not_applicable" => ["not_started", "preparing"],
    }
}

domain::names! {
    /// What is rolled out.
    pub enum Module {
        /// Elektronisches Rechnungseingangsbuch.
        InvoiceRegister = "invoice_register",
        /// Anordnungsworkflow.
        ApprovalWorkflow = "approval_workflow",
        /// Dokumentenmanagementsystem.
        Dms = "dms",
    }
}

/// One office in a rollout (Einführung in einem Amt).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RolloutUnit {
    /// `RolloutUnit`.
    #[serde(rename = "type")]
    pub item_type: RolloutUnitTag,
    /// The office.
    pub office: Uuid,
    /// What is rolled out.
    pub module: Module,
    /// How far it is.
    pub state: RolloutState,
    /// When it is to go live (geplant).
    pub planned: Option<PlannedDate>,
    /// When it went live (tatsächlich).
    pub actual: Option<Day>,
    /// A remark.
    #[schema(min_length = 1, max_length = 2000)]
    pub remark: Option<String>,
    /// Who may see it.
    #[serde(default)]
    pub visibility: Visibility,
}

/// Offices for which the rollout applies.
pub const OFFICES: &str = "offices";
/// Offices for which it applies and where at least one module is not live.
pub const OFFICES_OPEN: &str = "offices-open";

/// An office is live when everything that applies to it is live.
const LIVE: &[Term] = &[Term::Groups(OFFICES), Term::MinusGroups(OFFICES_OPEN)];

/// An office counts once, whatever is rolled out there.
const BY_OFFICE: &[Grouping] = &[Grouping::OFFICE];

/// Offices live.
pub const OFFICES_LIVE: BuiltIn = BuiltIn {
    key: "offices-live",
    label: "Ämter im Echtbetrieb",
    unit: "Ämter",
    direction: Direction::Higher,
    aggregation: Aggregation::Last,
    definition: "Ämter, in denen alles, was für sie vorgesehen ist, im Echtbetrieb läuft.",
    formula: Some(Formula::Sum(LIVE)),
    groupings: BY_OFFICE,
};

/// Offices to which the rollout applies.
pub const OFFICES_CONCERNED: BuiltIn = BuiltIn {
    key: "offices-concerned",
    label: "Ämter, für die die Einführung vorgesehen ist",
    unit: "Ämter",
    direction: Direction::Neutral,
    aggregation: Aggregation::Last,
    definition: "Alle Ämter der Einführung ohne die, für die sie entfällt.",
    formula: Some(Formula::Sum(&[Term::Groups(OFFICES)])),
    groupings: BY_OFFICE,
};

/// Share of offices live.
pub const OFFICES_LIVE_SHARE: BuiltIn = BuiltIn {
    key: "offices-live-share",
    label: "Anteil der Ämter im Echtbetrieb",
    unit: "%",
    direction: Direction::Higher,
    aggregation: Aggregation::Rate,
    definition: "Ämter im Echtbetrieb, geteilt durch alle Ämter der Einführung ohne die, für die sie entfällt.",
    formula: Some(Formula::Percent(LIVE, &[Term::Groups(OFFICES)])),
    groupings: &[],
};

impl Record for RolloutUnit {
    const SHAPE: Shape = Shape::Item;

    fn index(&self) -> Index {
        Index {
            class: Some("RolloutUnit".into()),
            state: Some(self.state.name().into()),
            office: Some(self.office),
            visibility: self.visibility,
            sort_key: format!("{} {}", self.module.name(), self.office),
        }
    }

    fn states() -> Option<&'static States> {
        Some(&RolloutState::STATES)
    }

    fn measures(&self) -> Vec<Measure> {
        match self.state {
            RolloutState::NotApplicable => Vec::new(),
            RolloutState::Live => vec![Measure::of(OFFICES, self.office)],
            _ => vec![Measure::of(OFFICES, self.office), Measure::of(OFFICES_OPEN, self.office)],
        }
    }

    fn references(&self) -> Vec<Reference> {
        vec![Reference::new("/office", Shape::Office, self.office)]
    }
}

/// The type of items, for the kinds that roll out.
pub const ROLLOUT_UNIT: ItemType =
    ItemType::of::<RolloutUnit>("RolloutUnit", "Einführung in einem Amt", include_str!("rollout/RolloutUnit.v1.json"))
        .known_by(&[&["office", "module"]])
        .titled(|item, facts| RolloutUnit::deserialize(&item.value).map(|unit| unit.title(facts)).unwrap_or_default());

impl RolloutUnit {
    /// "Kämmerei, Anordnungsworkflow".
    fn title(&self, facts: &Facts) -> String {
        format!("{}, {}", chart::office(facts, self.office), self.module.label())
    }
}

/// Refuses rollout units of modules that the kind does not roll out.
pub fn only(modules: &[Module], item: &Value, violations: &mut Vec<Violation>) {
    let module = item.get("module").and_then(Value::as_str);
    if let Some(module) = module
        && !modules.iter().any(|m| m.name() == module)
    {
        let names = modules.iter().map(|m| m.name()).collect::<Vec<_>>().join(", ");
        violations.push(Violation::at("/module", format!("in a project of this kind must be one of: {names}")));
    }
}
