//! What differs between two states of a project, as it is told.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use analysis::difference::Outcome;

use super::change::FieldChanges;
use crate::answer::{Continued, PageLinks, PageMeta};
use crate::figures::indicator_value::StatedFigure;

/// What differs between two states of a project and of everything that belongs to it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ProjectDifference {
    /// Thing by thing; the project itself comes first.
    #[schema(inline)]
    pub data: Vec<ThingDifference>,
    /// Where it goes on.
    pub links: PageLinks,
    /// As of when the two states hold.
    #[schema(inline)]
    pub meta: ComparedStates,
    /// Every figure in both states; on the first page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub figures: Option<Vec<FigureDifference>>,
}

impl Continued for ProjectDifference {
    fn links(&mut self) -> &mut PageLinks {
        &mut self.links
    }
}

/// As of when two states hold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct ComparedStates {
    /// The earlier state.
    pub from: PageMeta,
    /// The later state.
    pub to: PageMeta,
}

/// What became of one thing from the earlier state to the later one.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ThingDifference {
    /// Its shape.
    pub shape: &'static str,
    /// The thing.
    pub id: Uuid,
    /// What became of it.
    #[schema(inline)]
    pub outcome: Outcome,
    /// Where it is, in both states.
    #[schema(inline)]
    pub links: ThingStates,
    /// What is said otherwise.
    pub changes: FieldChanges,
}

/// Where a thing is, in both states.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ThingStates {
    /// The thing.
    #[serde(rename = "self")]
    pub own: String,
    /// As it was in the earlier state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// As it was in the later state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// A figure in both states.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct FigureDifference {
    /// Where the indicator is, and its value in both states.
    #[schema(inline)]
    pub links: FigureLinks,
    /// Key of the indicator.
    pub indicator: String,
    /// What it is called.
    pub label: String,
    /// What is counted.
    pub unit: String,
    /// In the earlier state; absent where the project was not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<StatedFigure>,
    /// In the later state; absent where the project was not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<StatedFigure>,
    /// Whether it is another one.
    pub changed: bool,
}

/// Where an indicator is, and its value in both states.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct FigureLinks {
    /// The indicator.
    pub indicator: String,
    /// Its value in the earlier state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Its value in the later state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}
