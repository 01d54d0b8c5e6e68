//! What a table can be imported as: every resource by its collection, every type of items by its own name.

use crate::records::resource::Resource;
use crate::resources::registry::{Visitor, visit_all};
use domain::error::Result;
use kinds::{ItemType, Portal};

use super::file::Media;
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
    struct All(Vec<Importable>);
    impl Visitor for All {
        fn visit<R: Resource>(&mut self) {
            if R::UNIFORM {
                self.0.push(Importable::of::<R>());
            }
        }
    }
    let mut all = All(Vec::new());
    visit_all(&mut all);
    all.0
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

/// What is meant by a name; a JSON file in which a portal lists its services is one of that portal.
pub fn target(name: &str, media: Media, beginning: &[u8]) -> Option<Target> {
    let mut target = targets().into_iter().find(|(known, _)| known == name)?.1;
    let portal = target.tag.and_then(|tag| tag.portal);
    if media == Media::Json && portal.is_some_and(|p| (p.recognises)(&String::from_utf8_lossy(beginning))) {
        target.portal = portal;
    }
    Some(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_items_have_names_of_their_own() {
        let names: Vec<String> = targets().into_iter().map(|(name, _)| name).collect();
        for name in ["offices", "online-services", "licence-pools", "rollout-units", "activities", "bayernportal"] {
            assert!(names.iter().any(|n| n == name), "{name}: {names:?}");
        }
    }
}
