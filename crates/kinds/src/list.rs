//! The list of kinds, and what is asked of all of them.

use std::collections::BTreeMap;

use super::facts::{Facts, Item};
use super::item_type::ItemType;
use super::kind::Kind;
use super::{communication, dms, ereb, ozg, participation, processes};

/// All kinds, in the order of the city's report.
pub const KINDS: &[&Kind] =
    &[&ozg::KIND, &dms::KIND, &processes::KIND, &ereb::KIND, &communication::KIND, &participation::KIND];

/// The kind of this name.
pub fn kind(key: &str) -> Option<&'static Kind> {
    KINDS.iter().copied().find(|k| k.key == key)
}

/// The names of all kinds.
pub fn names() -> Vec<&'static str> {
    KINDS.iter().map(|k| k.key).collect()
}

/// All types of items, each once: kinds may share one.
pub fn item_types() -> Vec<&'static ItemType> {
    let all = KINDS.iter().flat_map(|k| k.items).map(|t| (t.name, t));
    all.collect::<BTreeMap<_, _>>().into_values().collect()
}

/// The states of all types of items, each once.
pub fn item_states() -> Vec<&'static str> {
    let mut names = Vec::new();
    for name in item_types().iter().flat_map(|t| (t.states)()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

impl Facts {
    /// What a person calls an item of the project.
    pub fn title(&self, item: &Item) -> String {
        let item_type = kind(&self.project.kind).and_then(|kind| kind.item_type(item.text("type")));
        item_type.map(|item_type| (item_type.title)(item, self)).unwrap_or_default()
    }
}
