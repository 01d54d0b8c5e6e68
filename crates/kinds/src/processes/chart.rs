//! What is drawn of process models: how many there are in each state.

use crate::Facts;
use crate::chart::{Bars, ChartData};

use super::model::{ModelState, ProcessModel};

/// The models by state, from the first one to the last; what is out of force is counted nowhere and so not drawn.
pub fn charts(facts: &Facts) -> Vec<ChartData> {
    let models = facts.items_of::<ProcessModel>("ProcessModel");
    let states = [
        (ModelState::Identified, "Identifiziert"),
        (ModelState::Profiled, "Mit Steckbrief"),
        (ModelState::AsIsModelled, "Ist-Prozess modelliert"),
        (ModelState::ToBeModelled, "Soll-Prozess modelliert"),
        (ModelState::Reviewed, "Geprüft"),
        (ModelState::Released, "Freigegeben"),
        (ModelState::Implemented, "Umgesetzt"),
    ];
    let counted = |(state, label): (ModelState, &str)| {
        let count = models.iter().filter(|model| model.state == state).count();
        (label.to_owned(), vec![count as f64])
    };
    let bars = Bars {
        key: "models",
        title: "Prozessmodelle nach Bearbeitungsstand",
        of: "Bearbeitungsstand",
        names: &["Prozessmodelle"],
        rows: states.into_iter().map(counted).collect(),
    };
    let any = bars.rows.iter().any(|(_, counts)| counts.iter().any(|count| *count > 0.0));
    any.then_some(ChartData::Bars(bars)).into_iter().collect()
}
