//! What the check before submission says, and how the report prints what was let pass.

/// The check before submission (Prüfung auf Vollständigkeit).
#[derive(Debug)]
pub struct CompletenessTexts {
    pub heading: &'static str,
    pub introduction: &'static str,
    pub label: &'static str,
    pub explanation: fn(text: &str) -> String,
    pub missing_status_update: fn(project: &str) -> String,
    pub missing_value: fn(project: &str, label: &str) -> String,
    pub unexplained_health: fn(project: &str, dimension: &str, light: &str) -> String,
    pub no_climate: &'static str,
    pub unexplained_climate: &'static str,
    pub no_costs: &'static str,
    pub costs_without_amount: &'static str,
    pub no_meeting: &'static str,
    pub no_agenda_item: &'static str,
    pub contradicting_number: fn(quote: &str, label: &str, values: &str) -> String,
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
    missing_status_update: |project| {
        format!("Zu „{project}“ liegt aus dem Berichtszeitraum kein freigegebener Sachstand vor.")
    },
    missing_value: |project, label| format!("Zu „{project}“ fehlt ein Wert für „{label}“."),
    unexplained_health: |project, dimension, light| {
        format!("Zu „{project}“ steht die Ampel „{dimension}“ auf „{light}“, ohne dass begründet ist, warum.")
    },
    no_climate: "Die Klimawirkung ist nicht bewertet.",
    unexplained_climate: "Die Klimarelevanz ist nicht erläutert, obwohl der Beschluss teilweise oder sehr klimarelevant ist.",
    no_costs: "Angaben zu den Kosten fehlen.",
    costs_without_amount: "Der Vollzug des Beschlusses verursacht Kosten, aber es ist kein Betrag genannt.",
    no_meeting: "Es ist keine Sitzung bestimmt.",
    no_agenda_item: "Der Tagesordnungspunkt der Sitzung fehlt.",
    contradicting_number: |quote, label, values| {
        format!("Im Text steht „{quote}“; für „{label}“ nennt derselbe Abschnitt {values}.")
    },
    unplaced_section: |section| {
        format!("Ein Text ist für den Abschnitt „{section}“ bestimmt, den der Bericht nicht hat.")
    },
    unplaced_paragraph: |paragraph| {
        format!("Ein Text soll den Absatz „{paragraph}“ ersetzen, den der Bericht nicht hat.")
    },
    outdated_wording: |paragraph, now| {
        format!("Der Absatz „{paragraph}“ lautet inzwischen anders als bei seiner Ersetzung: „{now}“")
    },
};
