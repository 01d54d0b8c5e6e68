//! File types: electronic files that are kept out of specialised procedures.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use domain::access::Visibility;
use domain::measure::Measure;
use domain::payload::{Index, Record, Reference, Shape};
use domain::sorting::sort_key;
use domain::states::States;

use super::indicators::FILE_TYPES_LIVE;

crate::item_tag::item_tag!(FileTypeTag, "FileType");

domain::states! {
    /// How far a file type is.
    pub enum FileTypeState {
        /// Geplant.
        Planned = "planned" => ["in_implementation", "live"],
        /// In Umsetzung.
        InImplementation = "in_implementation" => ["live", "planned"],
        /// Im Echtbetrieb.
        Live = "live" => ["retired"],
        /// Abgelöst.
        Retired = "retired" => ["live"],
    }
}

/// An electronic file out of a specialised procedure (E-Akte aus Fachverfahren).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FileType {
    /// `FileType`.
    #[serde(rename = "type")]
    pub item_type: FileTypeTag,
    /// Name of the file type.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// The specialised procedure (Fachverfahren).
    #[schema(min_length = 1, max_length = 200)]
    pub procedure: String,
    /// The system that leads (führendes System).
    #[schema(min_length = 1, max_length = 200)]
    pub leading_system: Option<String>,
    /// Its place in the filing plan (Aktenplankennzeichen).
    #[schema(min_length = 1, max_length = 60)]
    pub filing_plan_code: Option<String>,
    /// Responsible office.
    pub office: Option<Uuid>,
    /// How far it is.
    pub state: FileTypeState,
    /// Who may see it.
    #[serde(default)]
    pub visibility: Visibility,
}

impl Record for FileType {
    const SHAPE: Shape = Shape::Item;

    fn index(&self) -> Index {
        Index {
            class: Some("FileType".into()),
            state: Some(self.state.name().into()),
            office: self.office,
            visibility: self.visibility,
            sort_key: sort_key(&self.name),
        }
    }

    fn states() -> Option<&'static States> {
        Some(&FileTypeState::STATES)
    }

    fn measures(&self) -> Vec<Measure> {
        (self.state == FileTypeState::Live).then(|| Measure::one(FILE_TYPES_LIVE)).into_iter().collect()
    }

    fn references(&self) -> Vec<Reference> {
        self.office.map(|id| Reference::new("/office", Shape::Office, id)).into_iter().collect()
    }
}
