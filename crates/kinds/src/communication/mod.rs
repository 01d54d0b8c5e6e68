//! Kommunikation der digitalen Transformation: which channels there are and what was told through them.

mod activity;
mod audience;
mod channel;
mod groupings;
mod indicators;
mod section;

use super::{ItemType, Kind};

/// The kind `communication`.
pub const KIND: Kind = Kind {
    key: "communication",
    label: "Kommunikation",
    items: &[
        ItemType::of::<channel::Channel>("Channel", "Kanal", include_str!("examples/Channel.v1.json"))
            .known_by(&[&["name"]]),
        ItemType::of::<activity::Activity>("Activity", "Maßnahme", include_str!("examples/Activity.v1.json"))
            .known_by(&[&["date", "title"]])
            .titled(|item, _| item.text("title").to_owned()),
    ],
    indicators: indicators::INDICATORS,
    key_figure: indicators::ACTIVE_CHANNELS,
    check: |_, _| {},
    should_agree: &[],
    attention: audience::unreached,
    section: section::write,
    charts: |_| Vec::new(),
    rollout: None,
};
