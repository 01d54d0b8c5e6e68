//! By what formats of participation can be taken apart.

use crate::Grouping;

/// Of formats.
pub const FORMATS: &[Grouping] = &[
    Grouping::of("level", &["/level"], LEVELS),
    Grouping::of("state", &["/state"], STATES),
    Grouping::of("format", &["/format"], METHODS),
    Grouping::of("platform", &["/platform"], PLATFORMS),
    Grouping::of("audience", &["/audience"], AUDIENCES),
];

const LEVELS: &[(&str, &str)] = &[
    ("information", "Information"),
    ("consultation", "Anhörung"),
    ("involvement", "Einbeziehung"),
    ("co_decision", "Mitentscheidung"),
    ("decision", "Entscheidung"),
];

const STATES: &[(&str, &str)] = &[
    ("planned", "Geplant"),
    ("running", "Läuft"),
    ("completed", "Abgeschlossen"),
    ("evaluated", "Ausgewertet"),
    ("cancelled", "Abgesagt"),
];

const METHODS: &[(&str, &str)] = &[
    ("idea_collection", "Ideensammlung"),
    ("text_review", "Textdiskussion"),
    ("poll", "Umfrage"),
    ("budgeting", "Bürgerhaushalt"),
    ("debate", "Debatte"),
    ("prioritisation", "Priorisierung"),
    ("interactive_event", "Interaktive Veranstaltung"),
    ("workshop", "Workshop"),
    ("regular_meeting", "Regelmäßiges Treffen"),
];

const PLATFORMS: &[(&str, &str)] = &[
    ("adhocracy_plus", "adhocracy+"),
    ("consul", "CONSUL"),
    ("decidim", "Decidim"),
    ("on_site", "Vor Ort"),
    ("other", "Andere"),
];

const AUDIENCES: &[(&str, &str)] = &[("public", "Die Öffentlichkeit"), ("internal", "Die Verwaltung")];

#[cfg(test)]
mod tests {
    use crate::participation::format::{Audience, FormatState, Level, Method, Platform};
    use crate::tests::labelled;

    #[test]
    fn every_name_has_its_german_words() {
        labelled(super::LEVELS, Level::ALL.iter().map(|n| n.name()));
        labelled(super::STATES, FormatState::STATES.names());
        labelled(super::METHODS, Method::ALL.iter().map(|n| n.name()));
        labelled(super::PLATFORMS, Platform::ALL.iter().map(|n| n.name()));
        labelled(super::AUDIENCES, Audience::ALL.iter().map(|n| n.name()));
    }
}
