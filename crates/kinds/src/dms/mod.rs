//! Einführung von E-Akten aus Fachverfahren und des Dokumentenmanagementsystems (DMS).

mod chart;
mod file_type;
mod groupings;
mod indicators;
mod licence_pool;
mod section;

use super::{ItemType, Kind, rollout};

/// The kind `dms`.
pub const KIND: Kind = Kind {
    key: "dms",
    label: "E-Akte und Dokumentenmanagement",
    items: &[
        ItemType::of::<licence_pool::LicencePool>(
            "LicencePool",
            "Lizenzkontingent",
            include_str!("examples/LicencePool.v1.json"),
        )
        .known_by(&[&["product", "model"]])
        .titled(|item, _| item.text("product").to_owned()),
        ItemType::of::<file_type::FileType>("FileType", "E-Akte", include_str!("examples/FileType.v1.json"))
            .known_by(&[&["name", "procedure"]]),
        rollout::ROLLOUT_UNIT,
    ],
    indicators: indicators::INDICATORS,
    key_figure: indicators::LICENCES_CONTRACTED,
    check: |item, violations| rollout::only(&[rollout::Module::Dms], item, violations),
    should_agree: &[],
    attention: |_| Vec::new(),
    section: section::write,
    charts: chart::charts,
    rollout: Some(&rollout::Rollout { modules: &[rollout::Module::Dms], label: "DMS" }),
};
