//! Statements of completeness: that everything of what is counted was entered up to a day.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::access::Visibility;
use super::payload::{Index, Record, Shape, Timeline};
use super::time::{Day, ValidInterval};

/// That everything which an indicator counts was entered as of a day (Vollständigkeitserklärung): from then on, nothing
/// counted is 0, and not missing. Without it an indicator that is computed from items has a value as soon as one of what it
/// counts was ever entered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"asOf": "2023-04-06", "source": "Leitung IT"}))]
pub struct CompletenessStatement {
    /// The day as of which everything was entered (Stichtag).
    pub as_of: Day,
    /// In words.
    #[schema(min_length = 1, max_length = 2000)]
    pub text: Option<String>,
    /// Who or what says so (Quelle): a function such as "Leitung IT", never a person's name.
    #[schema(min_length = 1, max_length = 500)]
    pub source: Option<String>,
}

impl Record for CompletenessStatement {
    const SHAPE: Shape = Shape::CompletenessStatement;

    fn index(&self) -> Index {
        Index { visibility: Visibility::Public, sort_key: self.as_of.to_string(), ..Index::default() }
    }

    fn timeline(&self) -> Timeline {
        Timeline::Fixed(ValidInterval::since(self.as_of.into()))
    }
}
