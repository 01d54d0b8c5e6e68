//! One office in a rollout, as the ledger keeps it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use domain::access::Visibility;
use domain::measure::Measure;
use domain::payload::{Index, Record, Reference, Shape};
use domain::plan::PlannedDate;
use domain::states::States;
use domain::time::Day;

crate::item_tag::item_tag!(RolloutUnitTag, "RolloutUnit");

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

/// The key of the indicator that counts offices live.
pub const OFFICES_LIVE_KEY: &str = "offices-live";
/// The key of the indicator that counts offices to which the rollout applies.
pub const OFFICES_CONCERNED_KEY: &str = "offices-concerned";

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
