//! Channels through which a city speaks.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use domain::access::Visibility;
use domain::measure::Measure;
use domain::payload::{Index, Record, Shape};
use domain::sorting::sort_key;
use domain::states::States;

use super::indicators::ACTIVE_CHANNELS;

crate::item_tag::item_tag!(ChannelTag, "Channel");

domain::states! {
    /// Whether a channel is in use.
    pub enum ChannelState {
        /// Geplant.
        Planned = "planned" => ["active", "closed"],
        /// In Betrieb.
        Active = "active" => ["paused", "closed"],
        /// Ruhend.
        Paused = "paused" => ["active", "closed"],
        /// Eingestellt.
        Closed = "closed" => ["planned", "active"],
    }
}

domain::names! {
    /// What kind of channel it is (Kanalart).
    pub enum ChannelKind {
        /// Soziale Medien.
        SocialMedia = "social_media",
        /// Newsletter.
        Newsletter = "newsletter",
        /// Webseite.
        Website = "website",
        /// App.
        App = "app",
        /// Presse.
        Press = "press",
        /// Druckerzeugnis.
        Print = "print",
        /// Veranstaltung.
        Event = "event",
        /// Plakat.
        Poster = "poster",
        /// Podcast.
        Podcast = "podcast",
        /// Kanal für die Beschäftigten.
        StaffChannel = "staff_channel",
    }
}

domain::names! {
    /// Whether a channel works with paper and people or with devices.
    pub enum Medium {
        /// Analog.
        Analogue = "analogue",
        /// Digital.
        Digital = "digital",
    }
}

domain::names! {
    /// What makes a channel accessible (Barrierefreiheit).
    pub enum Accessibility {
        /// Leichte oder einfache Sprache.
        PlainLanguage = "plain_language",
        /// Gebärdensprache.
        SignLanguage = "sign_language",
    }
}

/// A channel (Kommunikationskanal).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Channel {
    /// `Channel`.
    #[serde(rename = "type")]
    pub item_type: ChannelTag,
    /// Name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// What kind of channel it is.
    pub kind: ChannelKind,
    /// Whom it reaches (Zielgruppen).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(schema_with = domain::schema::short_texts)]
    pub audience_groups: Vec<String>,
    /// Analogue or digital.
    pub medium: Medium,
    /// What makes it accessible.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 10)]
    pub accessibility: Vec<Accessibility>,
    /// Whether it is in use.
    pub state: ChannelState,
    /// Who may see it.
    #[serde(default)]
    pub visibility: Visibility,
}

impl Record for Channel {
    const SHAPE: Shape = Shape::Item;

    fn index(&self) -> Index {
        Index {
            class: Some("Channel".into()),
            state: Some(self.state.name().into()),
            visibility: self.visibility,
            sort_key: sort_key(&self.name),
            ..Index::default()
        }
    }

    fn states() -> Option<&'static States> {
        Some(&ChannelState::STATES)
    }

    fn measures(&self) -> Vec<Measure> {
        (self.state == ChannelState::Active).then(|| Measure::one(ACTIVE_CHANNELS)).into_iter().collect()
    }
}
