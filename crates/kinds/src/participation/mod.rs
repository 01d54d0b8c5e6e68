//! Digitale Beteiligung: in which formats people take part.

mod format;
mod groupings;
mod indicators;
mod section;

use super::{ItemType, Kind};

/// The kind `participation`.
pub const KIND: Kind = Kind {
    key: "participation",
    label: "Digitale Beteiligung",
    items: &[ItemType::of::<format::Format>("Format", "Beteiligungsformat", include_str!("examples/Format.v1.json"))
        .known_by(&[&["title"]])
        .titled(|item, _| item.text("title").to_owned())],
    indicators: indicators::INDICATORS,
    key_figure: indicators::FORMATS_RUNNING,
    check: |_, _| {},
    should_agree: &[],
    attention: |_| Vec::new(),
    section: section::write,
    charts: |_| Vec::new(),
    rollout: None,
};
