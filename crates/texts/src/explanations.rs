//! How what was computed is explained: findings that need a person, computed lights, forecasts that cannot be made.

use analysis::attention;
use analysis::forecast::Missing;
use analysis::health;
use domain::attention::AttentionKind;

/// How what was computed is explained.
#[derive(Debug)]
pub struct ExplanationTexts {
    /// Many findings of one kind, as the heading of a count.
    pub attention_heading: fn(AttentionKind) -> &'static str,
    /// The rule that finds them, as it is published beside what it found.
    pub attention_rule: fn(AttentionKind) -> &'static str,
    /// What was found.
    pub attention: fn(&attention::Explanation) -> String,
    /// Why a computed light is as it is.
    pub health: fn(&health::Explanation) -> String,
    /// Why there is no forecast; `what` is the plural of what is counted (Ämter, Online-Dienste).
    pub missing: fn(missing: Missing, what: &str) -> String,
    /// What the group is called of those that do not say to which group they belong.
    pub without_group: &'static str,
    /// The method (Verfahren) that an observation names which the comparison with a portal's list stated. It stands in
    /// ledgers: such an observation is recognised by it.
    pub portal_method: &'static str,
}
