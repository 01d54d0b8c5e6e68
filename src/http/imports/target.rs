//! What a table can be imported as: every resource by its collection, every type of items by its own name.

use crate::domain::council::{Committee, Meeting};
use crate::domain::decision::Decision;
use crate::domain::error::Result;
use crate::domain::indicator::{Indicator, Observation};
use crate::domain::milestone::Milestone;
use crate::domain::money::{Cost, Funding};
use crate::domain::office::Office;
use crate::domain::project::Project;
use crate::domain::report::Report;
use crate::domain::risk::Risk;
use crate::domain::status_update::StatusUpdate;
use crate::http::resource::Resource;
use crate::http::resources::Item;
use crate::kinds::{self, ItemType, Portal};

use super::run::{Finished, Job, run};

/// A resource whose tables can be imported.
#[derive(Clone, Copy)]
pub struct Importable {
    /// Path of the collection.
    pub collection: &'static str,
    /// Imports a file.
    pub run: fn(&Job<'_>) -> Result<Finished>,
}

impl Importable {
    fn of<R: Resource>() -> Self {
        Self { collection: R::COLLECTION, run: run::<R> }
    }

    /// The last part of the path.
    pub fn name(&self) -> &'static str {
        self.collection.rsplit('/').next().unwrap_or_default()
    }
}

/// Every resource whose tables can be imported.
pub fn importables() -> Vec<Importable> {
    vec![
        Importable::of::<Office>(),
        Importable::of::<Committee>(),
        Importable::of::<Meeting>(),
        Importable::of::<Project>(),
        Importable::of::<Item>(),
        Importable::of::<Milestone>(),
        Importable::of::<StatusUpdate>(),
        Importable::of::<Indicator>(),
        Importable::of::<Observation>(),
        Importable::of::<Report>(),
        Importable::of::<Risk>(),
        Importable::of::<Decision>(),
        Importable::of::<Cost>(),
        Importable::of::<Funding>(),
    ]
}

/// What a file is imported as.
#[derive(Clone, Copy)]
pub struct Target {
    /// The resource.
    pub importable: Importable,
    /// The type of its items, if it is one.
    pub tag: Option<&'static ItemType>,
    /// The portal whose file it is, if it is one's.
    pub portal: Option<&'static Portal>,
}

/// Everything that a file can be imported as, by its name.
pub fn targets() -> Vec<(String, Target)> {
    let mut all = Vec::new();
    for importable in importables() {
        all.push((importable.name().to_owned(), Target { importable, tag: None, portal: None }));
        if importable.name() == "items" {
            for tag in kinds::item_types() {
                all.push((plural(tag.name), Target { importable, tag: Some(tag), portal: None }));
                let of_portal = |portal| Target { importable, tag: Some(tag), portal: Some(portal) };
                all.extend(tag.portal.map(|portal| (portal.key.to_owned(), of_portal(portal))));
            }
        }
    }
    all
}

/// `OnlineService` as `online-services`.
fn plural(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push('-');
        }
        words.extend(letter.to_lowercase());
    }
    match words.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{words}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_listed_and_created_can_be_imported() {
        let known: Vec<&str> = importables().iter().map(|i| i.collection).collect();
        let all = crate::http::endpoints();
        // Steps are done one by one and attachments are files: what belongs to a report is no table.
        let tables = |e: &&crate::http::Endpoint| e.method == "POST" && !e.path.contains("{report}");
        for endpoint in all.iter().filter(tables) {
            let listed = all.iter().any(|e| e.method == "GET" && e.path == format!("{}/{{id}}/history", endpoint.path));
            assert!(
                !listed || known.contains(&endpoint.path.as_str()),
                "{} is missing in importables()",
                endpoint.path
            );
        }
    }

    #[test]
    fn types_of_items_have_names_of_their_own() {
        let names: Vec<String> = targets().into_iter().map(|(name, _)| name).collect();
        for name in ["offices", "online-services", "licence-pools", "rollout-units", "activities", "bayernportal"] {
            assert!(names.iter().any(|n| n == name), "{name}: {names:?}");
        }
    }
}
