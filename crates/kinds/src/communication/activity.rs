//! Activities: what was told, when, and through which channels.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use domain::access::Visibility;
use domain::measure::Measure;
use domain::payload::{Index, Record, Reference, Shape};
use domain::sorting::sort_key;
use domain::time::Day;

use super::indicators::ACTIVITIES;

crate::item_tag::item_tag!(ActivityTag, "Activity");

/// An activity (Maßnahme der Öffentlichkeitsarbeit).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Activity {
    /// `Activity`.
    #[serde(rename = "type")]
    pub item_type: ActivityTag,
    /// When it took or takes place; it counts from that day on.
    pub date: Day,
    /// Title.
    #[schema(min_length = 1, max_length = 300)]
    pub title: String,
    /// Through which channels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub channels: Vec<Uuid>,
    /// For whom it is meant (Zielgruppen).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(schema_with = domain::schema::short_texts)]
    pub audience_groups: Vec<String>,
    /// The concrete benefit that was told.
    #[schema(min_length = 1, max_length = 2000)]
    pub message: Option<String>,
    /// Who may see it.
    #[serde(default)]
    pub visibility: Visibility,
}

impl Record for Activity {
    const SHAPE: Shape = Shape::Item;

    fn index(&self) -> Index {
        Index {
            class: Some("Activity".into()),
            visibility: self.visibility,
            sort_key: format!("{} {}", self.date, sort_key(&self.title)),
            ..Index::default()
        }
    }

    fn measures(&self) -> Vec<Measure> {
        vec![Measure { from: self.date.into(), ..Measure::one(ACTIVITIES) }]
    }

    fn references(&self) -> Vec<Reference> {
        let channels = self.channels.iter().enumerate();
        channels.map(|(n, id)| Reference::new(format!("/channels/{n}"), Shape::Item, *id)).collect()
    }
}
