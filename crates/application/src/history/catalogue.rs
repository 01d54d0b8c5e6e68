//! Everything that the API keeps, shape by shape, with its type forgotten: for what shows things of any shape.

use serde_json::Value;
use uuid::Uuid;

use domain::access::View;
use domain::error::Result;
use domain::payload::Shape;
use domain::project::Project;
use store::{Reading, Stored};

use crate::projects::health;
use crate::records::address::Segment;
use crate::records::representation::seen;
use crate::records::resource::Resource;
use crate::resources::registry::{Visitor, visit_shape};

/// A resource whose type is forgotten.
pub struct CatalogueEntry {
    /// Its shape in the ledger.
    pub shape: Shape,
    /// Path of the collection.
    pub collection: &'static str,
    /// Whether it has a history along valid time that writes can address.
    pub dated: bool,
    /// The last segment of the path of a single one, if there are several.
    id_segment: Option<Segment>,
    show: fn(&mut Reading<'_>, Stored, &View, &View) -> Result<Value>,
}

impl CatalogueEntry {
    const fn of<R: Resource>() -> Self {
        Self {
            shape: R::SHAPE,
            collection: R::COLLECTION,
            dated: R::DATED,
            id_segment: Some(R::ID_SEGMENT),
            show: seen::<R>,
        }
    }

    /// There is one set of rules in a city: it stands where its collection would.
    const HEALTH_RULES: Self = Self {
        shape: Shape::HealthRules,
        collection: health::PATH,
        dated: true,
        id_segment: None,
        show: |_, stored, _, _| Ok(kinds::upcast(stored.shape, stored.format, stored.value)),
    };

    /// The resource of a shape.
    pub fn shape(shape: Shape) -> Self {
        struct Entry(CatalogueEntry);
        impl Visitor for Entry {
            fn visit<R: Resource>(&mut self) {
                self.0 = CatalogueEntry::of::<R>();
            }
        }
        let mut found = Entry(Self::HEALTH_RULES);
        visit_shape(shape, &mut found);
        found.0
    }

    /// The resources that belong to a project, in the order of their shapes.
    pub fn of_a_project() -> impl Iterator<Item = Self> {
        let all = Shape::ALL.iter().map(|shape| Self::shape(*shape));
        all.filter(|served| {
            served.collection.starts_with(<Project as Resource>::COLLECTION) && served.shape != Shape::Project
        })
    }

    /// Whether its history is served, as that of everything is that has an address of its own in a collection.
    pub fn has_history(&self) -> bool {
        self.id_segment.is_some()
    }

    /// Whether it belongs to an indicator.
    pub fn of_an_indicator(&self) -> bool {
        self.collection.contains("{key}")
    }

    /// The JSON of a version as a caller sees it, without `meta`. `inside` is what the caller sees where it belongs.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn value(&self, reading: &mut Reading<'_>, stored: Stored, inside: &View, view: &View) -> Result<Value> {
        (self.show)(reading, stored, inside, view)
    }
}

/// The path of anything that the ledger keeps, from itself and what it belongs to, the nearest first.
pub fn path_along(line: &[(Uuid, Shape, Option<String>)]) -> String {
    let Some((id, shape, key)) = line.first() else { return String::new() };
    let served = CatalogueEntry::shape(*shape);
    let name = |of: Shape| {
        let named = line.iter().skip(1).find(|(_, shape, _)| *shape == of);
        named.and_then(|(_, _, key)| key.as_deref()).unwrap_or_default()
    };
    let report = line.iter().skip(1).find(|(_, shape, _)| *shape == Shape::Report).map(|(id, ..)| id.to_string());
    let collection = served.collection.replace("{slug}", name(Shape::Project)).replace("{key}", name(Shape::Indicator));
    let collection = collection.replace("{report}", &report.unwrap_or_default());
    let Some(segment) = served.id_segment else { return collection };
    let own = key.clone().filter(|_| segment != Segment::Id).unwrap_or_else(|| id.to_string());
    format!("{collection}/{own}")
}

/// The path of anything that the ledger keeps, by its id.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn path_of(reading: &mut Reading<'_>, id: Uuid) -> Result<String> {
    Ok(path_along(&reading.lineage(id)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_is_served_as_what_it_is() {
        for shape in Shape::ALL {
            assert_eq!(CatalogueEntry::shape(*shape).shape, *shape);
        }
        let of_projects: Vec<&str> = CatalogueEntry::of_a_project().map(|served| served.shape.name()).collect();
        for name in
            ["item", "milestone", "status_update", "indicator", "observation", "risk", "decision", "cost", "funding"]
        {
            assert!(of_projects.contains(&name), "{name}");
        }
    }
}
