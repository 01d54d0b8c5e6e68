//! What the check before submission says, and how the report prints what was waived.

/// The check before submission (Prüfung auf Vollständigkeit).
#[derive(Debug)]
pub struct CompletenessTexts {
    pub heading: &'static str,
    pub introduction: &'static str,
    pub label: &'static str,
    pub explanation: fn(text: &str) -> String,
    pub future_as_of: fn(date: &str) -> String,
    pub missing_status_update: fn(project: &str) -> String,
    pub missing_value: fn(project: &str, label: &str) -> String,
    pub unexplained_health: fn(project: &str, dimension: &str, light: &str) -> String,
    pub contradicting_health: fn(project: &str, dimension: &str, light: &str, computed: &str, why: &str) -> String,
    pub no_climate: &'static str,
    pub unexplained_climate: &'static str,
    pub no_costs: &'static str,
    pub costs_without_amount: &'static str,
    pub no_meeting: &'static str,
    pub no_agenda_item: &'static str,
    pub contradicting_number: fn(source: &str, quote: &str, label: &str, said_by: &str, values: &str) -> String,
    pub attachment: fn(number: u32) -> String,
    pub missing_attachment: fn(source: &str, number: u32) -> String,
    pub in_text: &'static str,
    pub in_status_update: fn(date: &str) -> String,
    pub in_title: &'static str,
    pub in_proposal: &'static str,
    pub in_climate: &'static str,
    pub in_costs: &'static str,
    pub same_section: &'static str,
    pub whole_report: &'static str,
    pub unplaced_section: fn(section: &str) -> String,
    pub unplaced_paragraph: fn(paragraph: &str) -> String,
    pub outdated_wording: fn(paragraph: &str, now: &str) -> String,
}

/// The German texts.
pub const GERMAN: CompletenessTexts = CompletenessTexts {
    heading: "Hinweise zur Vollständigkeit",
    introduction: "Bei der Vorlage zur Prüfung wurden folgende Hinweise bewusst übergangen:",
    label: "Hinweis",
    explanation: |text| format!("Begründung: {text}"),
    future_as_of: |date| {
        format!("Der Stichtag {date} liegt in der Zukunft: Was bis dahin geschieht, ist noch nicht bekannt.")
    },
    missing_status_update: |project| {
        format!("Zu „{project}“ liegt aus dem Berichtszeitraum kein freigegebener Sachstand vor.")
    },
    missing_value: |project, label| format!("Zu „{project}“ fehlt ein Wert für „{label}“."),
    unexplained_health: |project, dimension, light| {
        format!("Zu „{project}“ steht die Ampel „{dimension}“ auf „{light}“, ohne dass begründet ist, warum.")
    },
    contradicting_health: |project, dimension, light, computed, why| {
        format!(
            "Zu „{project}“ steht die Ampel „{dimension}“ ohne Begründung auf „{light}“; aus den Daten berechnet ist „{computed}“: {why}"
        )
    },
    no_climate: "Die Klimawirkung ist nicht bewertet.",
    unexplained_climate: "Die Klimarelevanz ist nicht erläutert, obwohl der Beschluss teilweise oder sehr klimarelevant ist.",
    no_costs: "Angaben zu den Kosten fehlen.",
    costs_without_amount: "Der Vollzug des Beschlusses verursacht Kosten, aber es ist kein Betrag genannt.",
    no_meeting: "Es ist keine Sitzung bestimmt.",
    no_agenda_item: "Der Tagesordnungspunkt der Sitzung fehlt.",
    contradicting_number: |source, quote, label, said_by, values| {
        format!("{source} steht „{quote}“; für „{label}“ nennt {said_by} {values}.")
    },
    attachment: |number| format!("Anlage {number}"),
    missing_attachment: |source, number| {
        format!("{source} ist „Anlage {number}“ genannt; dem Bericht ist keine Anlage mit dieser Nummer beigefügt.")
    },
    in_text: "Im Text",
    in_status_update: |date| format!("Im Sachstand vom {date}"),
    in_title: "Im Titel",
    in_proposal: "Im Beschlussvorschlag",
    in_climate: "In den Angaben zur Klimawirkung",
    in_costs: "In den Angaben zu den Kosten",
    same_section: "derselbe Abschnitt",
    whole_report: "der Bericht",
    unplaced_section: |section| {
        format!(
            "Ein Text ist für den Abschnitt „{section}“ bestimmt, den der Bericht nicht hat oder in dem kein eigener Text stehen kann."
        )
    },
    unplaced_paragraph: |paragraph| {
        format!("Ein Text soll den Absatz „{paragraph}“ ersetzen, den der Bericht nicht hat.")
    },
    outdated_wording: |paragraph, now| {
        format!("Der Absatz „{paragraph}“ lautet inzwischen anders als bei seiner Ersetzung: „{now}“")
    },
};
