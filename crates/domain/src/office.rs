//! Offices of the administration.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::access::Visibility;
use super::payload::{Index, Record, Reference, Shape};
use super::sorting::sort_key;

/// An office (Amt, Referat, Stabsstelle): responsible for projects, and the unit of every rollout.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"name": "Amt für Digitalisierung und IT", "shortName": "IT"}))]
pub struct Office {
    /// Full name (Bezeichnung).
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Short name (Kurzbezeichnung), as it stands in tables.
    #[schema(min_length = 1, max_length = 30)]
    pub short_name: String,
    /// Number in the organisation chart (Gliederungsnummer), such as "10" or "3.2".
    #[schema(min_length = 1, max_length = 30)]
    pub number: Option<String>,
    /// The office above it (übergeordnete Einheit).
    pub parent: Option<Uuid>,
}

impl Record for Office {
    const SHAPE: Shape = Shape::Office;

    fn index(&self) -> Index {
        Index { visibility: Visibility::Public, sort_key: sort_key(&self.name), ..Index::default() }
    }

    fn references(&self) -> Vec<Reference> {
        self.parent.map(|id| Reference::new("/parent", Shape::Office, id)).into_iter().collect()
    }
}
