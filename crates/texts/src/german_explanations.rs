//! In German: how what was computed is explained.

use analysis::attention;
use analysis::forecast::Missing;
use analysis::health;
use analysis::trend::ShiftFrom;
use domain::attention::AttentionKind;

use super::explanations::ExplanationTexts;
use super::grammar::{self, date, number, period, plural};

pub const EXPLANATIONS: ExplanationTexts = ExplanationTexts {
    without_group: "ohne Angabe",
    portal_method: "Abgleich mit der Datei des Portals",
    attention_heading: |kind| match kind {
        AttentionKind::MilestoneOverdue => "Überfällige Meilensteine",
        AttentionKind::MilestoneSlipping => "Meilensteine, die sich verschieben",
        AttentionKind::ProjectStale => "Projekte ohne neueren Sachstand",
        AttentionKind::IndicatorStale => "Kennzahlen ohne neueren Wert",
        AttentionKind::ValueMissing => "Fehlende Werte im Berichtszeitraum",
        AttentionKind::DeclaredBetter => "Ampeln, die besser stehen als berechnet",
        AttentionKind::RiskWithoutOwner => "Risiken ohne Zuständigkeit",
        AttentionKind::RiskOverdue => "Risiken mit verstrichener Frist",
        AttentionKind::DecisionOverdue => "Überfällige Entscheidungen",
        AttentionKind::CountsDiffer => "Zahlen, die sich widersprechen",
        AttentionKind::AudienceUnreached => "Zielgruppen, die kein Kanal erreicht",
        AttentionKind::ApprovalWaiting => "Sachstände, die auf die Freigabe warten",
    },
    attention_rule: |kind| match kind {
        AttentionKind::MilestoneOverdue => {
            "Der Termin eines offenen Meilensteins liegt vor dem Stichtag; bei ungenauen Terminen zählt ihr letzter Tag."
        }
        AttentionKind::MilestoneSlipping => {
            "Der erwartete Termin eines offenen Meilensteins liegt mindestens sieben Tage hinter dem Basisplan oder der ersten Prognose."
        }
        AttentionKind::ProjectStale => {
            "Der letzte freigegebene Sachstand ist älter, als das Projekt oder die Ampelregeln es vorsehen."
        }
        AttentionKind::IndicatorStale => "Der letzte Wert ist älter, als die Kennzahl es vorsieht.",
        AttentionKind::ValueMissing => {
            "Eine Kennzahl mit früheren Werten, einem Zielwert oder einem Aktualisierungsintervall hat im \
             Berichtszeitraum keinen Wert."
        }
        AttentionKind::DeclaredBetter => "Die erklärte Ampel steht besser als die nach den Ampelregeln berechnete.",
        AttentionKind::RiskWithoutOwner => "Für ein offenes Risiko ist niemand zuständig.",
        AttentionKind::RiskOverdue => "Die Frist eines offenen Risikos liegt vor dem Stichtag.",
        AttentionKind::DecisionOverdue => "Eine offene Entscheidung war bis zu einem Tag vor dem Stichtag zu treffen.",
        AttentionKind::CountsDiffer => "Zwei Kennzahlen, die dasselbe zählen, weichen am selben Tag voneinander ab.",
        AttentionKind::ApprovalWaiting => "Ein Sachstand ist vorgelegt und noch nicht freigegeben.",
        AttentionKind::AudienceUnreached => {
            "Eine Zielgruppe, die bei Kanälen oder Maßnahmen genannt ist, erreicht kein Kanal in Betrieb."
        }
    },
    attention: of_finding,
    health: of_light,
    missing: of_missing,
};

fn of_finding(explanation: &attention::Explanation) -> String {
    use attention::Explanation;
    match explanation {
        Explanation::NotReached(plan) => {
            format!("Der Meilenstein war {} und ist noch nicht erreicht.", grammar::was_planned(plan))
        }
        Explanation::Slipped { from, days, expected } => {
            let from = match from {
                Some(ShiftFrom::Baseline) => "Gegenüber dem Basisplan",
                _ => "Gegenüber der ersten Prognose",
            };
            let (days, expected) = (number(*days as f64), period(*expected));
            format!("{from} um {days} Tage nach hinten verschoben, jetzt erwartet: {expected}.")
        }
        Explanation::LastUpdate(Some(last)) => {
            format!("Der letzte freigegebene Sachstand gilt für den {}.", date(*last))
        }
        Explanation::LastUpdate(None) => "Es ist noch kein Sachstand freigegeben worden.".to_owned(),
        Explanation::LastValue(last) => format!("Der letzte Wert gilt für den {}.", date(*last)),
        Explanation::NoValueSince { from, last } => {
            format!("Kein Wert seit dem {}; der letzte gilt für den {}.", date(*from), date(*last))
        }
        Explanation::NoValueSinceDefinition(before) => {
            format!("Seit der neuen Definition kein Wert; der letzte davor galt für den {}.", date(*before))
        }
        Explanation::NoValue => "Es gibt noch keinen Wert.".to_owned(),
        Explanation::DeclaredBetter { dimension, declared, computed, because } => {
            let [declared, computed] = [*declared, *computed].map(grammar::light);
            let dimension = grammar::dimension(dimension);
            format!("{dimension}: erklärt {declared}, berechnet {computed}. {}", of_light(because))
        }
        Explanation::NoOwner => "Niemand ist zuständig.".to_owned(),
        Explanation::RiskDue(due) => format!("Etwas zu tun war {}.", grammar::until(*due)),
        Explanation::DecisionDue { due, decider } => {
            let by = decider.as_ref().map(|decider| format!(" ({decider})")).unwrap_or_default();
            format!("Zu entscheiden war {}{by}.", grammar::until(*due))
        }
        Explanation::Submitted(day) => format!("Vorgelegt ist ein Sachstand für den {}.", date(*day)),
        Explanation::CountsDiffer { day, observed, computed } => {
            let difference = grammar::difference(observed - computed);
            let [observed, computed] = [*observed, *computed].map(number);
            format!("Für den {}: {observed}, nach eigener Zählung {computed} ({difference}).", date(*day))
        }
    }
}

fn of_light(explanation: &health::Explanation) -> String {
    use health::Explanation;
    match explanation {
        Explanation::Cancelled => "Das Projekt ist eingestellt.".to_owned(),
        Explanation::Paused => "Das Projekt ruht.".to_owned(),
        Explanation::MilestoneBehind { milestone, agreed, expected } => {
            let now =
                expected.map_or_else(|| "noch nicht erreicht".to_owned(), |date| format!("erwartet {}", period(date)));
            format!("Meilenstein „{milestone}“: vereinbart {}, {now}.", period(*agreed))
        }
        Explanation::MilestonesInTime => "Die offenen Meilensteine liegen im vereinbarten Zeitplan.".to_owned(),
        Explanation::NothingAgreed => "Für keinen Meilenstein ist ein Termin vereinbart.".to_owned(),
        Explanation::Spent { actual, planned } => {
            let [actual, planned] = [*actual, *planned].map(|amount| number(amount.euros()));
            format!("Ausgegeben {actual} €, geplant {planned} €.")
        }
        Explanation::NothingPlanned => "Für die Ausgaben ist kein Ansatz erfasst.".to_owned(),
        Explanation::NothingSpent => "Es sind keine Ausgaben erfasst.".to_owned(),
        Explanation::Target { label, reached, target } => {
            format!("{label}: erreicht {}, Ziel {}.", number(*reached), number(*target))
        }
        Explanation::NoTargetDue => "Kein Zielwert ist fällig, an dem sich das Ergebnis messen ließe.".to_owned(),
    }
}

fn of_missing(missing: Missing, what: &str) -> String {
    match missing {
        Missing::NothingOpen => "Es ist nichts mehr offen.".to_owned(),
        Missing::TooFewDays { needed, found } => {
            let known = match found {
                0 => "ist keiner".to_owned(),
                1 => "ist einer".to_owned(),
                more => format!("sind {}", number(more as f64)),
            };
            let needed = number(needed as f64);
            format!(
                "Für eine Prognose sind Fortschritte an mindestens {needed} verschiedenen Tagen nötig; bekannt {known}."
            )
        }
        Missing::NoPace => "Der Stand nähert sich dem Ziel bisher nicht.".to_owned(),
        Missing::NoEndInSight => {
            "Beim bisherigen Tempo ist ein Abschluss innerhalb von 50 Jahren nicht abzusehen.".to_owned()
        }
        Missing::NoUnits => "Es ist noch nicht erfasst, für welche Ämter die Einführung vorgesehen ist.".to_owned(),
        Missing::NotAllNamed { needed, found } => format!(
            "Gezählt {} {} {what}, einzeln erfasst {} {}; von den übrigen ist nicht bekannt, wie weit sie sind.",
            plural(needed as f64, "ist", "sind"),
            number(needed as f64),
            plural(found as f64, "ist", "sind"),
            number(found as f64)
        ),
        Missing::NoValue => "Zum Stichtag liegt kein Wert vor.".to_owned(),
        Missing::Cancelled => "Das Projekt ist eingestellt.".to_owned(),
        Missing::NotAStock => {
            "Die Kennzahl wird je Zeitraum ermittelt und ist kein Bestand, der auf das Ziel zuwächst.".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::cents::Cents;
    use domain::plan::{Modality, PlannedDate};
    use domain::project::Light;

    use super::*;

    #[test]
    fn findings_read_as_a_controller_tells_them() {
        use attention::Explanation;
        let plan = PlannedDate { date: "2024-06".parse().unwrap(), modality: Modality::Expected, hedged: false };
        let (declared, computed, because) = (Light::Green, Light::Red, health::Explanation::Cancelled);
        let (from, expected) = (Some(ShiftFrom::Baseline), "2024-09".parse().unwrap());
        let decider = Some("Stadtrat".to_owned());
        for (explanation, words) in [
            (
                Explanation::NotReached(plan),
                "Der Meilenstein war voraussichtlich für Juni 2024 vorgesehen und ist noch nicht erreicht.",
            ),
            (
                Explanation::Slipped { from, days: 92, expected },
                "Gegenüber dem Basisplan um 92 Tage nach hinten verschoben, jetzt erwartet: September 2024.",
            ),
            (Explanation::LastUpdate(None), "Es ist noch kein Sachstand freigegeben worden."),
            (
                Explanation::DeclaredBetter { dimension: "schedule", declared, computed, because },
                "Termine: erklärt im Plan, berechnet außer Plan. Das Projekt ist eingestellt.",
            ),
            (
                Explanation::DecisionDue { due: "2024-06".parse().unwrap(), decider },
                "Zu entscheiden war bis Juni 2024 (Stadtrat).",
            ),
            (
                Explanation::CountsDiffer { day: "2024-06-30".parse().unwrap(), observed: 120.0, computed: 117.0 },
                "Für den 30.06.2024: 120, nach eigener Zählung 117 (+3).",
            ),
        ] {
            assert_eq!(of_finding(&explanation), words);
        }
    }

    #[test]
    fn lights_are_explained_by_their_facts() {
        let behind = |agreed: &str, expected: Option<&str>| {
            let expected = expected.map(|period| period.parse().unwrap());
            of_light(&health::Explanation::MilestoneBehind {
                milestone: "Ende".into(),
                agreed: agreed.parse().unwrap(),
                expected,
            })
        };
        let words = "Meilenstein „Ende“: vereinbart Juni 2024, erwartet Dezember 2024.";
        assert_eq!(behind("2024-06", Some("2024-12")), words);
        assert_eq!(behind("2024-03-31", None), "Meilenstein „Ende“: vereinbart 31.03.2024, noch nicht erreicht.");
        let spent = health::Explanation::Spent { actual: Cents(5_120_050), planned: Cents(4_800_000) };
        assert_eq!(of_light(&spent), "Ausgegeben 51.200,5 €, geplant 48.000 €.");
    }

    #[test]
    fn what_is_missing_is_counted() {
        let words = |needed, found| of_missing(Missing::TooFewDays { needed, found }, "Ämter");
        assert!(words(5, 0).ends_with("verschiedenen Tagen nötig; bekannt ist keiner."), "{}", words(5, 0));
        assert!(words(5, 1).ends_with("bekannt ist einer.") && words(5, 4).ends_with("bekannt sind 4."));
        assert_eq!(
            of_missing(Missing::NotAllNamed { needed: 30, found: 1 }, "Ämter"),
            "Gezählt sind 30 Ämter, einzeln erfasst ist 1; von den übrigen ist nicht bekannt, wie weit sie sind."
        );
    }
}
