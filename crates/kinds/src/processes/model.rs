//! Process models and their states.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use domain::access::Visibility;
use domain::measure::Measure;
use domain::payload::{Index, Record, Reference, Shape};
use domain::sorting::sort_key;
use domain::states::States;

use super::indicators::{MODELS, MODELS_RELEASED};

crate::item_tag::item_tag!(ProcessModelTag, "ProcessModel");

domain::states! {
    /// How far a process model is.
    pub enum ModelState {
        /// Identifiziert.
        Identified = "identified" => ["profiled", "as_is_modelled", "retired"],
        /// Mit Steckbrief.
        Profiled = "profiled" => ["as_is_modelled", "to_be_modelled", "retired"],
        /// Ist-Prozess modelliert.
        AsIsModelled = "as_is_modelled" => ["to_be_modelled", "reviewed", "retired"],
        /// Soll-Prozess modelliert.
        ToBeModelled = "to_be_modelled" => ["reviewed", "as_is_modelled", "retired"],
        /// Geprüft.
        Reviewed = "reviewed" => ["released", "to_be_modelled", "as_is_modelled", "retired"],
        /// Freigegeben.
        Released = "released" => ["implemented", "to_be_modelled", "retired"],
        /// Umgesetzt.
        Implemented = "implemented" => ["to_be_modelled", "retired"],
        /// Außer Kraft.
        Retired = "retired" => ["identified"],
    }
}

domain::names! {
    /// Notation of a model.
    pub enum Notation {
        /// BPMN 2.0.
        Bpmn20 = "bpmn_2_0",
        /// PICTURE.
        Picture = "picture",
        /// Ereignisgesteuerte Prozesskette (EPK).
        Epc = "epc",
        /// Andere.
        Other = "other",
    }
}

/// A process model (Prozessmodell).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProcessModel {
    /// `ProcessModel`.
    #[serde(rename = "type")]
    pub item_type: ProcessModelTag,
    /// Name of the process.
    #[schema(min_length = 1, max_length = 300)]
    pub name: String,
    /// Number in the process register (Registernummer).
    #[schema(min_length = 1, max_length = 60)]
    pub register_number: Option<String>,
    /// Office that owns the process.
    pub office: Option<Uuid>,
    /// Area (Bereich), such as "IT".
    #[schema(min_length = 1, max_length = 100)]
    pub area: Option<String>,
    /// Notation.
    pub notation: Option<Notation>,
    /// Tool (Modellierungswerkzeug).
    #[schema(min_length = 1, max_length = 100)]
    pub tool: Option<String>,
    /// Version of the model.
    #[schema(min_length = 1, max_length = 30)]
    pub version: Option<String>,
    /// Online services that the process serves: items, also of another project.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub online_services: Vec<Uuid>,
    /// Id of the process in FIM (FIM-Prozess-ID).
    #[schema(min_length = 1, max_length = 60)]
    pub fim_process_id: Option<String>,
    /// How far it is.
    pub state: ModelState,
    /// Who may see it.
    #[serde(default)]
    pub visibility: Visibility,
}

impl Record for ProcessModel {
    const SHAPE: Shape = Shape::Item;

    fn index(&self) -> Index {
        Index {
            class: Some("ProcessModel".into()),
            state: Some(self.state.name().into()),
            office: self.office,
            visibility: self.visibility,
            sort_key: sort_key(&self.name),
        }
    }

    fn states() -> Option<&'static States> {
        Some(&ModelState::STATES)
    }

    fn measures(&self) -> Vec<Measure> {
        match self.state {
            ModelState::Retired => Vec::new(),
            ModelState::Released | ModelState::Implemented => vec![Measure::one(MODELS), Measure::one(MODELS_RELEASED)],
            _ => vec![Measure::one(MODELS)],
        }
    }

    fn references(&self) -> Vec<Reference> {
        let office = self.office.map(|id| Reference::new("/office", Shape::Office, id));
        let services = self.online_services.iter().enumerate();
        let services = services.map(|(n, id)| Reference::new(format!("/onlineServices/{n}"), Shape::Item, *id));
        office.into_iter().chain(services).collect()
    }
}
