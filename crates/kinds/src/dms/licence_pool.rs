//! Licence pools: what was contracted and what of it is assigned.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use domain::access::Visibility;
use domain::measure::Measure;
use domain::payload::{Index, Record, Shape};
use domain::sorting::sort_key;

use super::indicators::{LICENCES_ASSIGNED, LICENCES_CONTRACTED};

crate::item_tag::item_tag!(LicencePoolTag, "LicencePool");

domain::names! {
    /// What one licence covers (Lizenzmodell).
    pub enum LicenceModel {
        /// Ein benannter Mensch.
        NamedUser = "named_user",
        /// Gleichzeitige Nutzung.
        Concurrent = "concurrent",
        /// Ein Gerät.
        Device = "device",
        /// Die ganze Verwaltung.
        Site = "site",
    }
}

/// Licences of one product (Lizenzkontingent).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LicencePool {
    /// `LicencePool`.
    #[serde(rename = "type")]
    pub item_type: LicencePoolTag,
    /// Product.
    #[schema(min_length = 1, max_length = 200)]
    pub product: String,
    /// What one licence covers.
    pub model: LicenceModel,
    /// How many were contracted (beschafft).
    #[schema(maximum = 10000000)]
    pub contracted: u32,
    /// How many are assigned (zugewiesen); more than contracted is a fact worth knowing, so it is not refused.
    #[schema(maximum = 10000000)]
    pub assigned: u32,
    /// Who may see it.
    #[serde(default)]
    pub visibility: Visibility,
}

impl Record for LicencePool {
    const SHAPE: Shape = Shape::Item;

    fn index(&self) -> Index {
        Index {
            class: Some("LicencePool".into()),
            visibility: self.visibility,
            sort_key: sort_key(&self.product),
            ..Index::default()
        }
    }

    fn measures(&self) -> Vec<Measure> {
        vec![
            Measure::some(LICENCES_CONTRACTED, f64::from(self.contracted)),
            Measure::some(LICENCES_ASSIGNED, f64::from(self.assigned)),
        ]
    }
}
