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
    }
}

impl AttentionKind {
    /// Many of them in German, as the heading of a count.
    pub fn label(self) -> &'static str {
        match self {
            Self::MilestoneOverdue => "Überfällige Meilensteine",
            Self::MilestoneSlipping => "Meilensteine, die sich verschieben",
            Self::ProjectStale => "Projekte ohne neueren Sachstand",
            Self::IndicatorStale => "Kennzahlen ohne neueren Wert",
            Self::ValueMissing => "Fehlende Werte im Berichtszeitraum",
            Self::DeclaredBetter => "Ampeln, die besser stehen als berechnet",
            Self::RiskWithoutOwner => "Risiken ohne Zuständigkeit",
            Self::RiskOverdue => "Risiken mit verstrichener Frist",
            Self::DecisionOverdue => "Überfällige Entscheidungen",
            Self::CountsDiffer => "Zahlen, die sich widersprechen",
            Self::AudienceUnreached => "Zielgruppen, die kein Kanal erreicht",
        }
    }

    /// The rule in German, as it is published beside what it found.
    pub fn rule(self) -> &'static str {
        match self {
            Self::MilestoneOverdue => {
                "Der Termin eines offenen Meilensteins liegt vor dem Stichtag; bei ungenauen Terminen zählt ihr letzter Tag."
            }
            Self::MilestoneSlipping => {
                "Der erwartete Termin eines offenen Meilensteins liegt mindestens sieben Tage hinter dem Basisplan oder der ersten Prognose."
            }
            Self::ProjectStale => {
                "Der letzte freigegebene Sachstand ist älter, als das Projekt oder die Ampelregeln es vorsehen."
            }
            Self::IndicatorStale => "Der letzte Wert ist älter, als die Kennzahl es vorsieht.",
            Self::ValueMissing => {
                "Eine Kennzahl mit früheren Werten, einem Zielwert oder einem Aktualisierungsintervall hat im \
                 Berichtszeitraum keinen Wert."
            }
            Self::DeclaredBetter => "Die erklärte Ampel steht besser als die nach den Ampelregeln berechnete.",
            Self::RiskWithoutOwner => "Für ein offenes Risiko ist niemand zuständig.",
            Self::RiskOverdue => "Die Frist eines offenen Risikos liegt vor dem Stichtag.",
            Self::DecisionOverdue => "Eine offene Entscheidung war bis zu einem Tag vor dem Stichtag zu treffen.",
            Self::CountsDiffer => "Zwei Kennzahlen, die dasselbe zählen, weichen am selben Tag voneinander ab.",
            Self::AudienceUnreached => {
                "Eine Zielgruppe, die bei Kanälen oder Maßnahmen genannt ist, erreicht kein Kanal in Betrieb."
            }
        }
    }
}

/// One thing that needs a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// By which rule it was found.
    pub kind: AttentionKind,
    /// What it is about, as a path below that of the project; empty for the project itself.
    pub place: String,
    /// What it is about, in the words of whoever entered it.
    pub subject: String,
    /// What was found, in German.
    pub explanation: String,
    /// Since which day it has been so, where that is known.
    pub since: Option<Day>,
}
