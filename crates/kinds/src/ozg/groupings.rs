//! By what online services and cases can be taken apart.

use crate::Grouping;

/// Of online services.
pub const SERVICES: &[Grouping] = &[
    Grouping::OFFICE,
    Grouping::of("topic", &["/topicField"], TOPICS),
    Grouping::of("typing", &["/typing"], TYPINGS),
    Grouping::of("provision", &["/provision"], PROVISIONS),
    Grouping::of("maturity", &["/maturity/model", "/maturity/level"], MATURITIES),
    Grouping::of("state", &["/state"], STATES),
];

/// Of cases.
pub const CASES: &[Grouping] = &[Grouping::dimension("channel", CHANNELS)];

pub(super) const TOPICS: &[(&str, &str)] = &[
    ("arbeit_ruhestand", "Arbeit & Ruhestand"),
    ("bauen_wohnen", "Bauen & Wohnen"),
    ("bildung", "Bildung"),
    ("ein_auswanderung", "Ein- & Auswanderung"),
    ("engagement_hobby", "Engagement & Hobby"),
    ("familie_kind", "Familie & Kind"),
    ("forschung_foerderung", "Forschung & Förderung"),
    ("gesundheit", "Gesundheit"),
    ("mobilitaet_reisen", "Mobilität & Reisen"),
    ("querschnittsleistungen", "Querschnittsleistungen"),
    ("recht_ordnung", "Recht & Ordnung"),
    ("steuern_zoll", "Steuern & Zoll"),
    ("umwelt", "Umwelt"),
    ("unternehmensfuehrung_entwicklung", "Unternehmensführung & -entwicklung"),
];

pub(super) const TYPINGS: &[(&str, &str)] = &[
    ("1", "Typ 1"),
    ("2", "Typ 2"),
    ("2a", "Typ 2a"),
    ("2b", "Typ 2b"),
    ("3", "Typ 3"),
    ("3a", "Typ 3a"),
    ("3b", "Typ 3b"),
    ("2/3", "Typ 2/3"),
    ("2/3a", "Typ 2/3a"),
    ("2/3b", "Typ 2/3b"),
    ("4", "Typ 4"),
    ("4a", "Typ 4a"),
    ("4b", "Typ 4b"),
    ("5", "Typ 5"),
    ("6", "Typ 6"),
    ("7", "Typ 7"),
    ("8", "Typ 8"),
    ("9", "Typ 9"),
    ("10", "Typ 10"),
    ("11", "Typ 11"),
    ("12", "Typ 12"),
];

pub(super) const PROVISIONS: &[(&str, &str)] = &[
    ("own", "Eigenentwicklung"),
    ("form_builder", "Formularbaukasten"),
    ("vendor", "Fachverfahrenshersteller"),
    ("state_central", "Zentral vom Land"),
    ("efa", "Einer für Alle (EfA)"),
];

/// The models have different scales, so a level is nothing without its model.
const MATURITIES: &[(&str, &str)] = &[
    ("1.1/0", "Reifegrad 0: offline (Modell 1.1)"),
    ("1.1/1", "Reifegrad 1: Information (Modell 1.1)"),
    ("1.1/2", "Reifegrad 2: Formularassistent (Modell 1.1)"),
    ("1.1/3", "Reifegrad 3: Online-Leistung (Modell 1.1)"),
    ("1.1/4", "Reifegrad 4: Online-Transaktion (Modell 1.1)"),
    ("2.0/0", "Reifegrad 0 (Modell 2.0)"),
    ("2.0/1", "Reifegrad 1 (Modell 2.0)"),
    ("2.0/2", "Reifegrad 2 (Modell 2.0)"),
    ("2.0/3", "Reifegrad 3 (Modell 2.0)"),
    ("2.0/4", "Reifegrad 4 (Modell 2.0)"),
    ("2.0/5", "Reifegrad 5 (Modell 2.0)"),
    ("2.0/6", "Reifegrad 6 (Modell 2.0)"),
    ("2.0/7", "Reifegrad 7 (Modell 2.0)"),
    ("2.0/8", "Reifegrad 8 (Modell 2.0)"),
    ("2.0/9", "Reifegrad 9 (Modell 2.0)"),
    ("2.0/10", "Reifegrad 10 (Modell 2.0)"),
];

pub(super) const STATES: &[(&str, &str)] =
    &[("planned", "Geplant"), ("in_implementation", "In Umsetzung"), ("online", "Online"), ("offline", "Abgeschaltet")];

const CHANNELS: &[(&str, &str)] =
    &[("online", "Online"), ("on_site", "Vor Ort"), ("paper", "Papier"), ("phone", "Telefon"), ("email", "E-Mail")];

#[cfg(test)]
mod tests {
    use crate::ozg::service::{Provision, ServiceState, TopicField, Typing};
    use crate::tests::labelled;

    #[test]
    fn every_name_has_its_german_words() {
        labelled(super::TOPICS, TopicField::ALL.iter().map(|n| n.name()));
        labelled(super::TYPINGS, Typing::ALL.iter().map(|n| n.name()));
        labelled(super::PROVISIONS, Provision::ALL.iter().map(|n| n.name()));
        labelled(super::STATES, ServiceState::STATES.names());
    }
}
