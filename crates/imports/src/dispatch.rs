//! What a table can be imported as: every resource by its collection, every type of items by its own name.

use domain::error::{Error, Result};

use super::file::Media;
use super::job::Job;
use super::run::run;
use super::summary::Finished;
use super::target::Target;
use application::records::resource::Resource;
use application::resources::registry::{Visitor, visit_all};

/// A resource whose tables can be imported.
#[derive(Clone, Copy)]
pub struct Importable {
    /// Path of the collection.
    pub collection: &'static str,
    run: fn(&Job<'_>, &Target) -> Result<Finished>,
}

impl Importable {
    fn of<R: Resource>() -> Self {
        Self { collection: R::COLLECTION, run: run::<R> }
    }

    /// The last part of the path.
    fn name(&self) -> &'static str {
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

/// Everything that a file can be imported as, by its name.
fn targets() -> Vec<(String, Importable, Target)> {
    let mut all = Vec::new();
    for importable in importables() {
        let target = Target { collection: importable.collection, tag: None, portal: None };
        all.push((importable.name().to_owned(), importable, target));
        if importable.name() == "items" {
            for tag in kinds::item_types() {
                let target = Target { tag: Some(tag), ..target };
                all.push((plural(tag.name), importable, target));
                let of_portal = |portal| Target { portal: Some(portal), ..target };
                all.extend(tag.portal.map(|portal| (portal.key.to_owned(), importable, of_portal(portal))));
            }
        }
    }
    all
}

/// The names of everything that a file can be imported as.
pub fn names() -> Vec<String> {
    targets().into_iter().map(|(name, ..)| name).collect()
}

/// Whether a name is that of a portal, whose files are JSON alone.
pub fn is_portal(name: &str) -> bool {
    targets().iter().any(|(known, _, target)| known == name && target.portal.is_some())
}

/// Imports a file as what is asked for; a JSON file in which a portal lists its services is one of that portal.
///
/// # Errors
/// `NotFound` for a name that is none of [`names`]; `BadRequest` for parameters that are wrong or, where the job is strict,
/// mean nothing; `Forbidden` for a caller who may not write there; `BadRequest` or `Invalid` for a file that cannot be read
/// as a table; `Conflict` when an unusual number would end.
pub fn import(job: &Job<'_>) -> Result<Finished> {
    let wanted = job.wanted;
    let known = targets().into_iter().find(|(known, ..)| *known == wanted.name);
    let (_, importable, mut target) = known.ok_or(Error::NotFound)?;
    let portal = target.tag.and_then(|tag| tag.portal);
    if let (Media::Json, Some(portal)) = (job.media, portal)
        && (portal.recognises)(&job.source.beginning()?)
    {
        target.portal = Some(portal);
    }
    let of_portals = [(wanted.force, "force"), (wanted.as_of.is_some(), "asOf")];
    if let Some((_, name)) = of_portals.iter().find(|(given, _)| wanted.strict && *given && target.portal.is_none()) {
        return Err(Error::parameter(*name, "belongs to the file of a portal"));
    }
    (importable.run)(job, &target)
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
    fn types_of_items_have_names_of_their_own() {
        let names = names();
        for name in ["offices", "online-services", "licence-pools", "rollout-units", "activities", "bayernportal"] {
            assert!(names.iter().any(|n| n == name), "{name}: {names:?}");
        }
    }
}
