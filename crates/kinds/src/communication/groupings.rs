//! By what channels can be taken apart.

use crate::Grouping;

/// Of channels.
pub const CHANNELS: &[Grouping] = &[
    Grouping::of("kind", &["/kind"], KINDS),
    Grouping::of("medium", &["/medium"], MEDIA),
    Grouping::of("state", &["/state"], STATES),
];

const KINDS: &[(&str, &str)] = &[
    ("social_media", "Soziale Medien"),
    ("newsletter", "Newsletter"),
    ("website", "Webseite"),
    ("app", "App"),
    ("press", "Presse"),
    ("print", "Druckerzeugnis"),
    ("event", "Veranstaltung"),
    ("poster", "Plakat"),
    ("podcast", "Podcast"),
    ("staff_channel", "Kanal für die Beschäftigten"),
];

const MEDIA: &[(&str, &str)] = &[("analogue", "Analog"), ("digital", "Digital")];

const STATES: &[(&str, &str)] =
    &[("planned", "Geplant"), ("active", "In Betrieb"), ("paused", "Ruhend"), ("closed", "Eingestellt")];

#[cfg(test)]
mod tests {
    use crate::communication::channel::{ChannelKind, ChannelState, Medium};
    use crate::tests::labelled;

    #[test]
    fn every_name_has_its_german_words() {
        labelled(super::KINDS, ChannelKind::ALL.iter().map(|n| n.name()));
        labelled(super::MEDIA, Medium::ALL.iter().map(|n| n.name()));
        labelled(super::STATES, ChannelState::STATES.names());
    }
}
