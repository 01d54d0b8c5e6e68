//! Formats of participation.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use domain::access::Visibility;
use domain::error::Violation;
use domain::measure::Measure;
use domain::payload::{Index, Record, Shape};
use domain::sorting::sort_key;
use domain::states::States;
use domain::time::Day;

use super::indicators::{FORMATS_COMPLETED, FORMATS_RUNNING};

crate::item_tag::item_tag!(FormatTag, "Format");

domain::states! {
    /// How far a format is.
    pub enum FormatState {
        /// Geplant.
        Planned = "planned" => ["running", "cancelled"],
        /// Läuft.
        Running = "running" => ["completed", "cancelled"],
        /// Abgeschlossen.
        Completed = "completed" => ["running", "evaluated"],
        /// Ausgewertet, mit Rückmeldung an die Beteiligten.
        Evaluated = "evaluated" => [],
        /// Abgesagt.
        Cancelled = "cancelled" => ["planned"],
    }
}

domain::names! {
    /// Where it takes place (Plattform).
    pub enum Platform {
        /// adhocracy+.
        AdhocracyPlus = "adhocracy_plus",
        /// CONSUL.
        Consul = "consul",
        /// Decidim.
        Decidim = "decidim",
        /// Vor Ort.
        OnSite = "on_site",
        /// Andere.
        Other = "other",
    }
}

domain::names! {
    /// How much say people have (Stufe der Beteiligung).
    pub enum Level {
        /// Information.
        Information = "information",
        /// Anhörung.
        Consultation = "consultation",
        /// Einbeziehung.
        Involvement = "involvement",
        /// Mitentscheidung.
        CoDecision = "co_decision",
        /// Entscheidung.
        Decision = "decision",
    }
}

domain::names! {
    /// Who takes part.
    pub enum Audience {
        /// Die Öffentlichkeit.
        Public = "public",
        /// Die Verwaltung.
        Internal = "internal",
    }
}

domain::names! {
    /// What people do in it (Format).
    pub enum Method {
        /// Ideensammlung.
        IdeaCollection = "idea_collection",
        /// Textdiskussion.
        TextReview = "text_review",
        /// Umfrage.
        Poll = "poll",
        /// Bürgerhaushalt.
        Budgeting = "budgeting",
        /// Debatte.
        Debate = "debate",
        /// Priorisierung.
        Prioritisation = "prioritisation",
        /// Interaktive Veranstaltung.
        InteractiveEvent = "interactive_event",
        /// Workshop.
        Workshop = "workshop",
        /// Regelmäßiges Treffen.
        RegularMeeting = "regular_meeting",
    }
}

/// A phase of a format, with its days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FormatPhase {
    /// Name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Option<Day>,
}

/// A format of participation (Beteiligungsformat).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Format {
    /// `Format`.
    #[serde(rename = "type")]
    pub item_type: FormatTag,
    /// Title.
    #[schema(min_length = 1, max_length = 300)]
    pub title: String,
    /// Where it takes place.
    pub platform: Platform,
    /// How much say people have.
    pub level: Level,
    /// Who takes part; internal series belong here too.
    pub audience: Audience,
    /// What people do in it.
    pub format: Method,
    /// Its phases.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub phases: Vec<FormatPhase>,
    /// Where it is found.
    #[schema(
        pattern = "^https?://[^\\s\\u0000-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069]+$",
        max_length = 2000
    )]
    pub url: Option<String>,
    /// What came out (Ergebnis).
    #[schema(min_length = 1, max_length = 4000)]
    pub result: Option<String>,
    /// What those who took part were told (Rückmeldung).
    #[schema(min_length = 1, max_length = 4000)]
    pub feedback: Option<String>,
    /// How far it is.
    pub state: FormatState,
    /// Who may see it.
    #[serde(default)]
    pub visibility: Visibility,
}

impl Record for Format {
    const SHAPE: Shape = Shape::Item;

    fn index(&self) -> Index {
        Index {
            class: Some("Format".into()),
            state: Some(self.state.name().into()),
            visibility: self.visibility,
            sort_key: sort_key(&self.title),
            ..Index::default()
        }
    }

    fn states() -> Option<&'static States> {
        Some(&FormatState::STATES)
    }

    fn measures(&self) -> Vec<Measure> {
        match self.state {
            FormatState::Running => vec![Measure::one(FORMATS_RUNNING)],
            FormatState::Completed | FormatState::Evaluated => vec![Measure::one(FORMATS_COMPLETED)],
            FormatState::Planned | FormatState::Cancelled => Vec::new(),
        }
    }

    fn check(&self, violations: &mut Vec<Violation>) {
        for (n, phase) in self.phases.iter().enumerate() {
            if phase.to.is_some_and(|to| to < phase.from) {
                violations.push(Violation::at(format!("/phases/{n}/to"), "must not be earlier than 'from'"));
            }
        }
    }
}
