//! The tags of the API document: under what its operations stand.

use serde_json::{Value, json};

use application::records::resource::Resource;
use application::resources::registry::{Visitor, visit_all};

/// What is no resource.
const OTHERS: [(&str, &str); 7] = [
    ("health", "The rules by which health is computed beside the one that is declared."),
    ("attention", "What needs a person, and by which rule it was found."),
    ("overview", "All projects at a glance, and what is missing."),
    ("changes", "Who wrote when and why."),
    ("imports", "Tables that come in, and what became of their rows."),
    ("accounts", "Tokens, and what is kept of those who use them."),
    ("operation", "For the operator."),
];

/// All tags in the order in which they stand in the document.
pub fn tags() -> Value {
    struct All(Vec<(&'static str, &'static str)>);
    impl Visitor for All {
        fn visit<R: Resource>(&mut self) {
            self.0.push((R::PLURAL, R::ADDRESS.about));
        }
    }
    let mut all = All(Vec::new());
    visit_all(&mut all);
    all.0.iter().chain(&OTHERS).map(|(name, about)| json!({"name": name, "description": about})).collect()
}
