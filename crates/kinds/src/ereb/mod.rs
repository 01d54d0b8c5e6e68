//! Einführung des elektronischen Rechnungseingangsbuchs und des Anordnungsworkflows (eREB), Amt für Amt.

use crate::{BuiltIn, Facts, Grouping};
use domain::document::Block;
use domain::indicator::{Aggregation, Direction};

use super::Kind;
use super::rollout::{self, Module, Rollout};

/// The kind `ereb`.
pub const KIND: Kind = Kind {
    key: "ereb",
    label: "Elektronisches Rechnungseingangsbuch und Anordnungsworkflow",
    items: &[rollout::ROLLOUT_UNIT],
    indicators: INDICATORS,
    key_figure: rollout::OFFICES_LIVE.key,
    check: |item, violations| rollout::only(MODULES, item, violations),
    should_agree: &[],
    attention: |_| Vec::new(),
    section: write,
    charts: |facts| rollout::stages(facts, MODULES).into_iter().collect(),
    rollout: Some(&Rollout { modules: MODULES, label: "eREB" }),
};

/// What is rolled out; together they are the eREB.
const MODULES: &[Module] = &[Module::InvoiceRegister, Module::ApprovalWorkflow];

/// The ways on which invoices come.
const BY_CHANNEL: &[Grouping] = &[Grouping::dimension(
    "channel",
    &[("xrechnung", "XRechnung"), ("zugferd", "ZUGFeRD"), ("pdf", "PDF"), ("paper", "Papier")],
)];

const INDICATORS: &[BuiltIn] = &[
    rollout::OFFICES_LIVE,
    rollout::OFFICES_CONCERNED,
    rollout::OFFICES_LIVE_SHARE,
    BuiltIn {
        key: "invoices",
        label: "Eingegangene Rechnungen",
        unit: "Rechnungen",
        direction: Direction::Neutral,
        aggregation: Aggregation::Sum,
        definition: "Eingegangene Rechnungen; die Dimension „channel“ nennt den Weg: xrechnung, zugferd, pdf, paper.",
        formula: None,
        register: &[],
        groupings: BY_CHANNEL,
    },
];

/// What a report says about the rollout.
fn write(facts: &Facts) -> Vec<Block> {
    let mut blocks = rollout::paragraphs(facts, MODULES, "Das eREB");
    blocks.extend(facts.update_paragraphs());
    blocks.extend(facts.milestone_paragraph());
    blocks
}
