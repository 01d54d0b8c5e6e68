//! What the check before submission can find (Hinweise), as it is told, waived and printed.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

domain::names! {
    /// What the check finds.
    pub enum FindingCode {
        /// A project of which nothing was said in the reporting period (which begins on the day after the previous report
        /// was given, before the first one three months earlier); of what is over, nothing more is awaited.
        MissingStatusUpdate = "missing_status_update",
        /// An indicator of a project that is counted has no value: the key figure of its kind, and every other one of which
        /// something was ever said or for which a target is set. `subject` is its key.
        MissingValue = "missing_value",
        /// A light that is not green, without saying why. `subject` is which of the three.
        UnexplainedHealth = "unexplained_health",
        /// A light that is better than the one computed from the facts, without saying why. `subject` is which of the three.
        ContradictingHealth = "contradicting_health",
        /// Climate relevance that is not assessed, or partial or high without its explanation.
        UnexplainedClimate = "unexplained_climate",
        /// Costs of which nothing or no amount is said.
        CostsWithoutAmount = "costs_without_amount",
        /// No meeting, or no place on its agenda (TOP).
        MissingAgendaItem = "missing_agenda_item",
        /// A Stichtag that is still to come: nobody knows yet what will be so on that day.
        FutureAsOf = "future_as_of",
        /// A number that somebody typed, and that the figures contradict: in a text of the author or a status update those
        /// of the same section; in `title`, `proposal`, `climate` and `costs` those of the report. `subject` are the words
        /// with the number. Status updates are looked at that are of the Stichtag or printed without their day.
        ContradictingNumber = "contradicting_number",
        /// An attachment (Anlage) that a text of the author or a status update names, and that is not attached. `subject` is
        /// how it is called.
        MissingAttachment = "missing_attachment",
        /// A text for a section or a paragraph that the report does not have, or for a section in which no author speaks
        /// (`beschluss`). `subject` is its JSON pointer in the report.
        UnplacedWording = "unplaced_wording",
        /// A text that replaces a paragraph which the facts have made another since. `subject` is its JSON pointer.
        OutdatedWording = "outdated_wording",
    }
}

/// Something that a report lacks, or that contradicts itself in it (Hinweis).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Finding {
    /// What it is.
    pub code: FindingCode,
    /// Where: the key of a section (the slug of a project …), the id of a paragraph, `asOf`, `title`, `proposal`, `climate`,
    /// `costs` or `agendaItem`.
    #[schema(min_length = 1, max_length = 200, example = "processes")]
    pub place: String,
    /// Which one, where there can be several of the same code and place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200, example = "models-released")]
    pub subject: Option<String>,
    /// The same in German, for a person.
    pub detail: String,
    /// Why it may pass, where somebody let it pass; the report prints it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
}

/// Longest subject, in characters; that of an [`domain::report_step::Override`].
const LONGEST_SUBJECT: usize = 200;

impl Finding {
    pub(super) fn new(code: FindingCode, place: &str, detail: impl Into<String>) -> Self {
        Self { code, place: place.to_owned(), subject: None, detail: detail.into(), explanation: None }
    }

    /// An override must be able to name it: what is longer is cut.
    pub(super) fn about(self, subject: &str) -> Self {
        Self { subject: Some(subject.chars().take(LONGEST_SUBJECT).collect()), ..self }
    }
}
