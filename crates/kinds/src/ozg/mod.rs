//! Umsetzung Onlinezugangsgesetz: which services a city offers online.

mod groupings;
mod indicators;
mod portal;
mod section;
mod service;

use super::{ChartData, ItemType, Kind};

/// The kind `ozg`.
pub const KIND: Kind = Kind {
    key: "ozg",
    label: "Umsetzung Onlinezugangsgesetz",
    items: &[ItemType::of::<service::OnlineService>(
        "OnlineService",
        "Online-Dienst",
        include_str!("examples/OnlineService.v1.json"),
    )
    .known_by(&[&["portalId"], &["leikaKey", "name"], &["name"]])
    .listed_by(&portal::PORTAL)],
    indicators: indicators::INDICATORS,
    key_figure: indicators::ONLINE_SERVICES,
    check: |_, _| {},
    should_agree: &[(indicators::PORTAL_SERVICES, indicators::ONLINE_SERVICES)],
    attention: |_| Vec::new(),
    section: section::write,
    charts: |_| vec![ChartData::Course { indicator: indicators::ONLINE_SERVICES, title: "Online-Dienste im Verlauf" }],
    rollout: None,
};
