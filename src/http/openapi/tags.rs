//! The tags of the API document: under what its operations stand.

use serde_json::{Value, json};

/// All tags in the order in which they stand in the document.
pub fn tags() -> Value {
    let all = [
        ("projects", "Digitalization projects."),
        (
            "items",
            "What a project tracks: online services, licences, rollout units, process models, channels, formats.",
        ),
        ("milestones", "Baseline, forecast, actual, and the trend of the forecasts."),
        ("status updates", "What somebody says about a project; reports take approved ones."),
        ("indicators", "What is counted: definitions, values and series."),
        ("observations", "What was counted when, and in which meeting it was reported."),
        ("risks", "What may go wrong, and who looks after it."),
        ("decisions", "What somebody must decide before a project can go on."),
        ("costs", "What a project costs, planned and actual, year by year."),
        ("funding grants", "Who pays for a project besides the city."),
        ("health", "The rules by which health is computed beside the one that is declared."),
        ("attention", "What needs a person, and by which rule it was found."),
        ("overview", "All projects at a glance, and what is missing."),
        ("offices", "Offices of the administration."),
        ("committees", "Committees of the council."),
        ("meetings", "Meetings with their agenda."),
        ("reports", "Reports to the council."),
        ("report steps", "How a report was signed off, published, superseded or withdrawn."),
        ("attachments", "Files that are attached to a report, and frozen with it."),
        ("changes", "Who wrote when and why."),
        ("imports", "Tables that come in, and what became of their rows."),
        ("accounts", "Tokens, and what is kept of whoever uses them."),
        ("operation", "For the operator."),
    ];
    all.iter().map(|(name, description)| json!({"name": name, "description": description})).collect()
}
