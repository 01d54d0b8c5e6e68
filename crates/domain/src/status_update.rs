//! Status updates: what somebody says about a project, submitted and approved before a report takes it.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::access::{Level, View, Visibility};
use super::payload::{Index, Record, Reference, Shape, Timeline};
use super::states::States;
use super::time::{Day, ValidInterval};

crate::states! {
    /// The life of a status update.
    pub enum UpdateState {
        /// Entwurf.
        Draft = "draft" => ["submitted"],
        /// Vorgelegt.
        Submitted = "submitted" => ["draft", "approved"],
        /// Freigegeben.
        Approved = "approved" => ["superseded"],
        /// Durch einen neueren ersetzt.
        Superseded = "superseded" => [],
    }
}

/// A status update (Sachstand) of a project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"asOf": "2023-04-06", "text": "Die ersten Prozesse sind modelliert.", "state": "draft"}))]
pub struct StatusUpdate {
    /// The day for which it holds (Stichtag).
    pub as_of: Day,
    /// What everybody may read once it is approved.
    #[schema(min_length = 1, max_length = 10000)]
    pub text: String,
    /// What stays inside the administration (interne Notiz).
    #[schema(min_length = 1, max_length = 10000)]
    pub internal_note: Option<String>,
    /// Where it stands in its life.
    pub state: UpdateState,
    /// The approved status update that this one replaces when it is approved itself.
    pub supersedes: Option<Uuid>,
}

impl StatusUpdate {
    /// Takes out of the JSON of a status update what `view` does not see.
    pub fn show(value: &mut Value, view: &View) {
        if let (Level::Public, Some(fields)) = (view.level(), value.as_object_mut()) {
            fields.shift_remove("internalNote");
        }
    }
}

impl Record for StatusUpdate {
    const SHAPE: Shape = Shape::StatusUpdate;

    fn index(&self) -> Index {
        let approved = self.state >= UpdateState::Approved;
        Index {
            state: Some(self.state.name().into()),
            visibility: if approved { Visibility::Public } else { Visibility::Internal },
            sort_key: self.as_of.to_string(),
            ..Index::default()
        }
    }

    fn timeline(&self) -> Timeline {
        Timeline::Fixed(ValidInterval::ALWAYS)
    }

    fn states() -> Option<&'static States> {
        Some(&UpdateState::STATES)
    }

    fn open_fields(&self) -> Option<&'static [&'static str]> {
        (self.state >= UpdateState::Approved).then_some(&["state"])
    }

    fn references(&self) -> Vec<Reference> {
        self.supersedes.map(|id| Reference::new("/supersedes", Shape::StatusUpdate, id)).into_iter().collect()
    }
}
