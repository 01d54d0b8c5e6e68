//! What needs a person (Handlungsbedarf): what is late, doubtful, missing or contradictory, by the rule that finds it.

use super::time::Day;

crate::names! {
    /// What needs attention, and by which rule.
    pub enum AttentionKind {
        /// Überfälliger Meilenstein.
        MilestoneOverdue = "milestone_overdue",
        /// Meilenstein, der sich nach hinten verschoben hat.
        MilestoneSlipping = "milestone_slipping",
        /// Projekt ohne neueren Sachstand.
        ProjectStale = "project_stale",
        /// Kennzahl ohne neueren Wert.
        IndicatorStale = "indicator_stale",
        /// Kennzahl ohne Wert im Berichtszeitraum.
        ValueMissing = "value_missing",
        /// Ampel, die besser steht als berechnet.
        DeclaredBetter = "declared_better",
        /// Risiko, um das sich niemand kümmert.
        RiskWithoutOwner = "risk_without_owner",
        /// Risiko, dessen Frist verstrichen ist.
        RiskOverdue = "risk_overdue",
        /// Überfällige Entscheidung.
        DecisionOverdue = "decision_overdue",
        /// Zahl, die der berechneten widerspricht.
        CountsDiffer = "counts_differ",
        /// Zielgruppe, die kein Kanal erreicht.
        AudienceUnreached = "audience_unreached",
        /// Vorgelegter Sachstand, der auf die Freigabe wartet.
        ApprovalWaiting = "approval_waiting",
    }
}

/// One thing that needs a person. Rules find it with its facts as `E`; in an answer it stands in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding<E = String> {
    /// By which rule it was found.
    pub kind: AttentionKind,
    /// What it is about, as a path below that of the project; empty for the project itself.
    pub place: String,
    /// What it is about, in the words of the person who entered it.
    pub subject: String,
    /// What was found.
    pub explanation: E,
    /// Since which day it has been so, where that is known.
    pub since: Option<Day>,
}

impl<E> Finding<E> {
    /// The same in words.
    pub fn in_words(self, words: impl FnOnce(&E) -> String) -> Finding {
        let Self { kind, place, subject, explanation, since } = self;
        Finding { kind, place, subject, explanation: words(&explanation), since }
    }
}
