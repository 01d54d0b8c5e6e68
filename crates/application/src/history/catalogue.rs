//! Everything that the API keeps, shape by shape, with its type forgotten: for what shows things of any shape.

use serde_json::Value;
use uuid::Uuid;

use domain::access::View;
use domain::attachment::Attachment;
use domain::council::{Committee, Meeting};
use domain::decision::Decision;
use domain::error::Result;
use domain::indicator::{Indicator, Observation};
use domain::milestone::Milestone;
use domain::money::{Cost, Funding};
use domain::office::Office;
use domain::payload::Shape;
use domain::project::Project;
use domain::report::Report;
use domain::report_step::ReportStep;
use domain::risk::Risk;
use domain::status_update::StatusUpdate;
use kinds;
use store::{Reading, Stored};

use crate::projects::health;
use crate::records::representation::blind;
use crate::records::resource::Resource;
use crate::resources::city::Item;

/// A resource whose type is forgotten.
pub struct Served {
    /// Its shape in the ledger.
    pub shape: Shape,
    /// Path of the collection.
    pub collection: &'static str,
    /// Whether it has a history along valid time that writes can address.
    pub dated: bool,
    own: &'static str,
    show: fn(&mut Reading<'_>, Stored, &View, &View) -> Result<Value>,
}

impl Served {
    const fn of<R: Resource>() -> Self {
        Self { shape: R::SHAPE, collection: R::COLLECTION, dated: R::DATED, own: R::OWN, show: show::<R> }
    }

    /// The resource of a shape. Every shape stands here, or this does not compile.
    pub fn shape(shape: Shape) -> Self {
        match shape {
            Shape::Office => Self::of::<Office>(),
            Shape::Committee => Self::of::<Committee>(),
            Shape::Meeting => Self::of::<Meeting>(),
            Shape::Project => Self::of::<Project>(),
            Shape::Item => Self::of::<Item>(),
            Shape::Milestone => Self::of::<Milestone>(),
            Shape::StatusUpdate => Self::of::<StatusUpdate>(),
            Shape::Indicator => Self::of::<Indicator>(),
            Shape::Observation => Self::of::<Observation>(),
            Shape::Report => Self::of::<Report>(),
            Shape::Attachment => Self::of::<Attachment>(),
            Shape::ReportStep => Self::of::<ReportStep>(),
            Shape::Risk => Self::of::<Risk>(),
            Shape::Decision => Self::of::<Decision>(),
            Shape::Cost => Self::of::<Cost>(),
            Shape::Funding => Self::of::<Funding>(),
            // There is one set of rules in a city: it stands where its collection would.
            Shape::HealthRules => Self {
                shape: Shape::HealthRules,
                collection: health::PATH,
                dated: true,
                own: "",
                show: |_, stored, _, _| Ok(kinds::upcast(stored.shape, stored.format, stored.value)),
            },
        }
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
        !self.own.is_empty()
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

fn show<R: Resource>(reading: &mut Reading<'_>, stored: Stored, inside: &View, view: &View) -> Result<Value> {
    let version = (stored.id, stored.change, stored.span.from);
    let mut value = kinds::upcast(stored.shape, stored.format, stored.value);
    R::show(&mut value, inside);
    blind::<R>(reading, version, view, &mut value)?;
    Ok(value)
}

/// The path of anything that the ledger keeps, from itself and what it belongs to, the nearest first.
pub fn path_along(line: &[(Uuid, Shape, Option<String>)]) -> String {
    let Some((id, shape, key)) = line.first() else { return String::new() };
    let served = Served::shape(*shape);
    let name = |of: Shape| {
        let named = line.iter().skip(1).find(|(_, shape, _)| *shape == of);
        named.and_then(|(_, _, key)| key.as_deref()).unwrap_or_default()
    };
    let report = line.iter().skip(1).find(|(_, shape, _)| *shape == Shape::Report).map(|(id, ..)| id.to_string());
    let collection = served.collection.replace("{slug}", name(Shape::Project)).replace("{key}", name(Shape::Indicator));
    let collection = collection.replace("{report}", &report.unwrap_or_default());
    if served.own.is_empty() {
        return collection;
    }
    let own = key.clone().filter(|_| served.own != "id").unwrap_or_else(|| id.to_string());
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
            assert_eq!(Served::shape(*shape).shape, *shape);
        }
        let of_projects: Vec<&str> = Served::of_a_project().map(|served| served.shape.name()).collect();
        for name in
            ["item", "milestone", "status_update", "indicator", "observation", "risk", "decision", "cost", "funding"]
        {
            assert!(of_projects.contains(&name), "{name}");
        }
    }
}
