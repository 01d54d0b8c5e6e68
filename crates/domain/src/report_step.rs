//! The steps of a report's life (Verfahrensschritte): who let it go on in which function, and what was frozen then.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::access::Visibility;
use super::error::Violation;
use super::payload::{Index, Record, Reference, Shape, Timeline};
use super::report::Edition;
use super::time::{Day, Moment, ValidInterval};

crate::names! {
    /// A step.
    pub enum StepKind {
        /// Zur Prüfung vorlegen: freezes what the report says.
        Submit = "submit",
        /// Zurückgeben: it is a draft again.
        Return = "return",
        /// Freigeben.
        Approve = "approve",
        /// Veröffentlichen: every format is made once.
        Publish = "publish",
        /// Ersetzen: made by the service when a report is published that corrects this one.
        Supersede = "supersede",
        /// Zurückziehen.
        Withdraw = "withdraw",
    }
}

/// A finding of the check before submission that somebody waived (bewusst übergangen), and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Override {
    /// The code of the finding.
    #[schema(min_length = 1, max_length = 60, pattern = "^[a-z_]+$", example = "missing_status_update")]
    pub finding: String,
    /// Where it was found, as the finding says it.
    #[schema(min_length = 1, max_length = 200, pattern = "^[A-Za-z0-9/_-]+$", example = "processes")]
    pub place: String,
    /// Which one, as the finding says it; required where several have the same code and place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200)]
    pub subject: Option<String>,
    /// Why it may pass; the report prints it.
    #[schema(min_length = 1, max_length = 1000, example = "Im Berichtszeitraum wurde nicht daran gearbeitet.")]
    pub explanation: String,
}

/// A file that was frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FrozenFile {
    /// The name of its format, for `?format=`.
    #[schema(min_length = 1, max_length = 20, pattern = "^[a-z-]+$", example = "pdf")]
    pub format: String,
    /// Its media type.
    #[schema(
        min_length = 1,
        max_length = 100,
        pattern = "^[a-z]+/[a-z0-9.+-]+(; charset=utf-8)?$",
        example = "application/pdf"
    )]
    pub media_type: String,
    /// Its name.
    #[schema(
        min_length = 1,
        max_length = 100,
        pattern = "^[a-z0-9.-]+$",
        example = "sachstandsbericht-2023-04-06.pdf"
    )]
    pub file_name: String,
    /// Its size in bytes.
    #[schema(minimum = 1)]
    pub size: u64,
    /// The SHA-256 of its bytes, in hexadecimal.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub sha256: String,
}

/// A step as somebody asks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"step": "submit", "function": "Stabsstelle Digitalisierung"}))]
pub struct StepRequest {
    /// Which step; `supersede` is made by the service alone.
    pub step: StepKind,
    /// In which function it is done (Funktion, not a name); approving needs one.
    #[schema(min_length = 1, max_length = 200, example = "Leitung der Stabsstelle Digitalisierung")]
    pub function: Option<String>,
    /// Why; returning and withdrawing need one.
    #[schema(min_length = 1, max_length = 2000)]
    pub explanation: Option<String>,
    /// The SHA-256 of the snapshot that is approved; approving needs it.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub snapshot: Option<String>,
    /// Which edition is published; the invitation unless it is said.
    pub edition: Option<Edition>,
    /// Findings of the check that may pass, when it is submitted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 1000)]
    pub overrides: Vec<Override>,
}

impl StepRequest {
    /// What this step needs, and what does not belong to it.
    pub fn check(&self) -> Vec<Violation> {
        use StepKind::{Approve, Publish, Return, Submit, Supersede, Withdraw};
        let mut violations = Vec::new();
        let mut field = |place: &str, given: bool, needed: &[StepKind], allowed: &[StepKind]| {
            let detail = match (given, needed.contains(&self.step), allowed.contains(&self.step)) {
                (false, true, _) => format!("is required to {}", self.step.name()),
                (true, false, false) => format!("does not belong to the step {}", self.step.name()),
                _ => return,
            };
            violations.push(Violation::at(place, detail));
        };
        field("/function", self.function.is_some(), &[Approve], &[Submit, Return, Publish]);
        field("/explanation", self.explanation.is_some(), &[Return, Withdraw], &[]);
        field("/snapshot", self.snapshot.is_some(), &[Approve], &[]);
        field("/edition", self.edition.is_some(), &[], &[Publish]);
        field("/overrides", !self.overrides.is_empty(), &[], &[Submit]);
        if self.step == Supersede {
            violations
                .push(Violation::at("/step", "is made by the service when a report is published that corrects it"));
        }
        violations
    }
}

/// A step that was done. Nothing in it changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "step": "approve", "number": 2, "function": "Leitung der Stabsstelle Digitalisierung",
    "snapshot": "3b1f0b7a6f8f4b8d6f0a1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f5061"
}))]
pub struct ReportStep {
    /// Which step.
    pub step: StepKind,
    /// Its number among the steps of the report, from 1.
    #[schema(minimum = 1)]
    pub number: u32,
    /// In which function it was done (Funktion).
    pub function: Option<String>,
    /// Why.
    pub explanation: Option<String>,
    /// The SHA-256 of the snapshot that was frozen, approved or published.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub snapshot: Option<String>,
    /// The day for which the snapshot holds (Stichtag).
    pub as_of: Option<Day>,
    /// When what it says was known (Datenstand).
    pub known_at: Option<Moment>,
    /// Which edition was published.
    pub edition: Option<Edition>,
    /// Findings that were waived.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
    /// What was published: one file for each format.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FrozenFile>,
    /// The report that corrects this one.
    pub successor: Option<Uuid>,
}

impl ReportStep {
    /// A step of which nothing else is said.
    pub fn new(step: StepKind, number: u32) -> Self {
        Self {
            step,
            number,
            function: None,
            explanation: None,
            snapshot: None,
            as_of: None,
            known_at: None,
            edition: None,
            overrides: Vec::new(),
            files: Vec::new(),
            successor: None,
        }
    }

    /// A step without anything that was frozen.
    pub fn of(request: &StepRequest, number: u32) -> Self {
        Self {
            function: request.function.clone(),
            explanation: request.explanation.clone(),
            overrides: request.overrides.clone(),
            ..Self::new(request.step, number)
        }
    }
}

impl Record for ReportStep {
    const SHAPE: Shape = Shape::ReportStep;

    fn index(&self) -> Index {
        // What happens before publication is the administration's; readers of the report see what came of it.
        let public = matches!(self.step, StepKind::Publish | StepKind::Supersede | StepKind::Withdraw);
        let visibility = if public { Visibility::Public } else { Visibility::Internal };
        let sort_key = format!("{:06}", self.number);
        Index { visibility, state: Some(self.step.name().into()), sort_key, ..Index::default() }
    }

    fn references(&self) -> Vec<Reference> {
        self.successor.map(|id| Reference::new("/successor", Shape::Report, id)).into_iter().collect()
    }

    fn timeline(&self) -> Timeline {
        Timeline::Fixed(ValidInterval::ALWAYS)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_step_says_what_it_needs_and_what_does_not_belong_to_it() {
        let places = |body: serde_json::Value| -> Vec<String> {
            let request: StepRequest = serde_json::from_value(body).unwrap();
            request.check().into_iter().filter_map(|violation| violation.pointer).collect()
        };
        let hash = "a".repeat(64);
        assert_eq!(places(json!({"step": "submit"})), Vec::<String>::new());
        assert_eq!(places(json!({"step": "approve"})), ["/function", "/snapshot"]);
        assert_eq!(places(json!({"step": "approve", "function": "Leitung", "snapshot": hash})), Vec::<String>::new());
        assert_eq!(places(json!({"step": "return"})), ["/explanation"]);
        assert_eq!(places(json!({"step": "publish", "edition": "record", "snapshot": hash})), ["/snapshot"]);
        assert_eq!(places(json!({"step": "withdraw", "function": "x", "explanation": "y"})), ["/function"]);
        assert_eq!(places(json!({"step": "supersede"})), ["/step"]);
    }
}
