//! Prozessmanagement: which processes are modelled, reviewed and released.

mod chart;
mod groupings;
mod indicators;
mod model;
mod section;

use super::{ItemType, Kind};

/// The kind `processes`.
pub const KIND: Kind = Kind {
    key: "processes",
    label: "Prozessmanagement",
    items: &[ItemType::of::<model::ProcessModel>(
        "ProcessModel",
        "Prozessmodell",
        include_str!("examples/ProcessModel.v1.json"),
    )
    .known_by(&[&["registerNumber"], &["name"]])],
    indicators: indicators::INDICATORS,
    key_figure: indicators::MODELS_RELEASED,
    check: |_, _| {},
    should_agree: &[],
    attention: |_| Vec::new(),
    section: section::write,
    charts: chart::charts,
    rollout: None,
};
