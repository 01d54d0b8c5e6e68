//! Computed health, as overview and front page show it.

use serde::Serialize;
use utoipa::ToSchema;

use analysis::health::{Judged, Judgement};
use domain::project::Light;
use texts::GERMAN;

/// Computed health in its three lights.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ComputedHealth {
    /// Time (Termine).
    pub schedule: ComputedLight,
    /// Money (Budget).
    pub budget: ComputedLight,
    /// What is achieved (Ergebnis).
    pub result: ComputedLight,
}

/// A light with what it follows from.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ComputedLight {
    /// The light.
    pub light: Light,
    /// Why, in German.
    pub explanation: String,
}

/// The shape of a light: readers who see no colours miss nothing.
pub fn sign(light: Light) -> &'static str {
    match light {
        Light::Green => "●",
        Light::Yellow => "▲",
        Light::Red => "■",
        Light::Unknown => "○",
    }
}

impl From<&Judgement> for ComputedHealth {
    fn from(judgement: &Judgement) -> Self {
        let of = |judged: &Judged| ComputedLight {
            light: judged.light,
            explanation: (GERMAN.explanations.health)(&judged.explanation),
        };
        Self { schedule: of(&judgement.schedule), budget: of(&judgement.budget), result: of(&judgement.result) }
    }
}
