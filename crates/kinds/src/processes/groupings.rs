//! By what process models can be taken apart.

use crate::Grouping;

/// Of process models.
pub const MODELS: &[Grouping] = &[
    Grouping::OFFICE,
    Grouping::of("state", &["/state"], STATES),
    Grouping::as_written("area", &["/area"]),
    Grouping::of("notation", &["/notation"], NOTATIONS),
    Grouping::as_written("tool", &["/tool"]),
];

const STATES: &[(&str, &str)] = &[
    ("identified", "Identifiziert"),
    ("profiled", "Mit Steckbrief"),
    ("as_is_modelled", "Ist-Prozess modelliert"),
    ("to_be_modelled", "Soll-Prozess modelliert"),
    ("reviewed", "Geprüft"),
    ("released", "Freigegeben"),
    ("implemented", "Umgesetzt"),
    ("retired", "Außer Kraft"),
];

const NOTATIONS: &[(&str, &str)] = &[
    ("bpmn_2_0", "BPMN 2.0"),
    ("picture", "PICTURE"),
    ("epc", "Ereignisgesteuerte Prozesskette (EPK)"),
    ("other", "Andere"),
];

#[cfg(test)]
mod tests {
    use crate::processes::model::{ModelState, Notation};
    use crate::tests::labelled;

    #[test]
    fn every_name_has_its_german_words() {
        labelled(super::STATES, ModelState::STATES.names());
        labelled(super::NOTATIONS, Notation::ALL.iter().map(|n| n.name()));
    }
}
