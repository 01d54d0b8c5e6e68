//! By what licences and file types can be taken apart.

use crate::Grouping;

/// Of licences.
pub const LICENCES: &[Grouping] =
    &[Grouping::as_written("product", &["/product"]), Grouping::of("model", &["/model"], LICENCE_MODELS)];

/// Of file types.
pub const FILE_TYPES: &[Grouping] = &[
    Grouping::OFFICE,
    Grouping::of("state", &["/state"], STATES),
    Grouping::as_written("procedure", &["/procedure"]),
    Grouping::as_written("leadingSystem", &["/leadingSystem"]),
];

const LICENCE_MODELS: &[(&str, &str)] = &[
    ("named_user", "Benannte Personen"),
    ("concurrent", "Gleichzeitige Nutzung"),
    ("device", "Geräte"),
    ("site", "Ganze Verwaltung"),
];

const STATES: &[(&str, &str)] = &[
    ("planned", "Geplant"),
    ("in_implementation", "In Umsetzung"),
    ("live", "Im Echtbetrieb"),
    ("retired", "Abgelöst"),
];

#[cfg(test)]
mod tests {
    use crate::dms::file_type::FileTypeState;
    use crate::dms::licence_pool::LicenceModel;
    use crate::tests::labelled;

    #[test]
    fn every_name_has_its_german_words() {
        labelled(super::LICENCE_MODELS, LicenceModel::ALL.iter().map(|n| n.name()));
        labelled(super::STATES, FileTypeState::STATES.names());
    }
}
