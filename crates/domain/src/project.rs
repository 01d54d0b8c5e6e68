//! Projects: what all six kinds have in common.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::access::Visibility;
use super::duration::CalendarDuration;
use super::error::Violation;
use super::payload::{Index, Record, Reference, Shape};
use super::sections;
use super::sorting::ordered_key;
use super::states::States;

crate::states! {
    /// Phase of a project (Projektphase).
    pub enum Phase {
        /// Idee.
        Idea = "idea" => ["planned", "procurement", "preparation", "cancelled"],
        /// Geplant.
        Planned = "planned" => ["procurement", "preparation", "piloting", "rollout", "idea", "paused", "cancelled"],
        /// Vergabe.
        Procurement = "procurement" => ["preparation", "piloting", "rollout", "planned", "paused", "cancelled"],
        /// Vorbereitung.
        Preparation = "preparation" => ["procurement", "piloting", "rollout", "operation", "planned", "paused", "cancelled"],
        /// Pilotierung.
        Piloting = "piloting" => ["rollout", "operation", "completed", "preparation", "paused", "cancelled"],
        /// Einführung in der Fläche.
        Rollout = "rollout" => ["operation", "completed", "piloting", "paused", "cancelled"],
        /// Betrieb.
        Operation = "operation" => ["completed", "rollout", "paused", "cancelled"],
        /// Abgeschlossen.
        Completed = "completed" => ["operation", "rollout"],
        /// Ruhend.
        Paused = "paused" => ["idea", "planned", "procurement", "preparation", "piloting", "rollout", "operation", "cancelled"],
        /// Eingestellt.
        Cancelled = "cancelled" => ["idea", "planned", "preparation"],
    }
}

impl Phase {
    /// Whether nothing more is to come (abgeschlossen, eingestellt).
    pub fn over(self) -> bool {
        matches!(self, Self::Completed | Self::Cancelled)
    }

    /// Whether its indicators are expected to have values: what is an idea has begun nothing, what is over is counted no
    /// more.
    pub fn counted(self) -> bool {
        !self.over() && self != Self::Idea
    }
}

crate::names! {
    /// A light of the health of a project (Ampel).
    pub enum Light {
        /// Im Plan.
        Green = "green",
        /// Gefährdet.
        Yellow = "yellow",
        /// Außer Plan.
        Red = "red",
        /// Nicht bekannt.
        Unknown = "unknown",
    }
}

/// One of the three lights, with its reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Assessment {
    /// The light.
    pub light: Light,
    /// Why; required for yellow and red.
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: Option<String>,
}

/// Declared health of a project in three dimensions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Health {
    /// Time (Termine).
    pub schedule: Assessment,
    /// Money (Budget).
    pub budget: Assessment,
    /// What is achieved (Ergebnis).
    pub result: Assessment,
}

impl Health {
    /// The three with their names.
    pub fn lights(&self) -> [(&'static str, &Assessment); 3] {
        [("schedule", &self.schedule), ("budget", &self.budget), ("result", &self.result)]
    }

    /// The worst of the three lights; unknown is worse than green and better than yellow.
    pub fn worst(&self) -> Light {
        let rank =
            |light: Light| [Light::Green, Light::Unknown, Light::Yellow, Light::Red].iter().position(|l| *l == light);
        self.lights().into_iter().map(|(_, a)| a.light).max_by_key(|l| rank(*l)).unwrap_or(Light::Unknown)
    }
}

/// A digitalization project (Digitalisierungsprojekt).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "slug": "ozg", "kind": "ozg", "title": "Umsetzung Onlinezugangsgesetz (OZG)", "phase": "rollout",
    "visibility": "public", "reportOrder": 1
}))]
pub struct Project {
    /// Its name in addresses, unique for ever. It is also the key of its section in reports, so it is none of theirs:
    /// `overview`, `corrections`, `outlook`, `decisions`, `risks`, `completeness`, `sachverhalt`, `beschluss`,
    /// `attachments`, `sign-off`, `title`, `proposal`, `climate`, `costs`.
    #[schema(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", max_length = 60)]
    pub slug: String,
    /// What kind of project it is; decides which items and indicators it has, and cannot change.
    #[schema(min_length = 1, max_length = 60)]
    pub kind: String,
    /// Title.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// What is to be achieved (Ziel).
    #[schema(min_length = 1, max_length = 2000)]
    pub goal: Option<String>,
    /// Description.
    #[schema(min_length = 1, max_length = 10000)]
    pub description: Option<String>,
    /// Responsible office (federführendes Amt).
    pub office: Option<Uuid>,
    /// Participating offices (beteiligte Ämter).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 200)]
    pub participating_offices: Vec<Uuid>,
    /// Phase.
    pub phase: Phase,
    /// Who may see it.
    #[serde(default)]
    pub visibility: Visibility,
    /// Its place in reports, from 1.
    #[schema(minimum = 1, maximum = 999999)]
    pub report_order: Option<u32>,
    /// Declared health.
    pub health: Option<Health>,
    /// How often a status update is due (Aktualisierungsintervall); a project of which nothing was said for longer needs
    /// attention.
    pub update_interval: Option<CalendarDuration>,
}

impl Record for Project {
    const SHAPE: Shape = Shape::Project;

    fn key(&self) -> Option<&str> {
        Some(&self.slug)
    }

    fn index(&self) -> Index {
        Index {
            class: Some(self.kind.clone()),
            state: Some(self.phase.name().into()),
            office: self.office,
            visibility: self.visibility,
            sort_key: ordered_key(self.report_order, &self.title),
        }
    }

    fn states() -> Option<&'static States> {
        Some(&Phase::STATES)
    }

    fn references(&self) -> Vec<Reference> {
        let participating = self.participating_offices.iter().enumerate();
        let participating =
            participating.map(|(n, id)| Reference::new(format!("/participatingOffices/{n}"), Shape::Office, *id));
        self.office.map(|id| Reference::new("/office", Shape::Office, id)).into_iter().chain(participating).collect()
    }

    fn check(&self, violations: &mut Vec<Violation>) {
        if sections::RESERVED.contains(&self.slug.as_str()) {
            violations.push(Violation::at("/slug", "is the name of a part of every report; choose another"));
        }
        for (name, assessment) in self.health.iter().flat_map(Health::lights) {
            if matches!(assessment.light, Light::Yellow | Light::Red) && assessment.reason.is_none() {
                let detail = format!("is required, because the light is {}", assessment.light.name());
                violations.push(Violation::at(format!("/health/{name}/reason"), detail));
            }
        }
    }
}
