//! The keys of the sections that reports have whatever their projects: a section of a project has its slug, so no project
//! is called like one of these.

/// The matter itself (Sachverhalt), which has all sections but the decision and what follows it.
pub const MATTER: &str = "sachverhalt";
/// Überblick.
pub const OVERVIEW: &str = "overview";
/// Korrekturen seit dem vorigen Bericht.
pub const CORRECTIONS: &str = "corrections";
/// Ausblick.
pub const OUTLOOK: &str = "outlook";
/// Entscheidungsbedarf.
pub const DECISIONS: &str = "decisions";
/// Risiken.
pub const RISKS: &str = "risks";
/// Hinweise zur Vollständigkeit.
pub const COMPLETENESS: &str = "completeness";
/// Beschlussvorschlag or Beschluss.
pub const RESOLUTION: &str = "beschluss";
/// Anlagen.
pub const ATTACHMENTS: &str = "attachments";
/// Freigabe.
pub const SIGN_OFF: &str = "sign-off";

/// Where the check before submission finds something that stands in no section of its own.
pub mod places {
    /// The title of the report.
    pub const TITLE: &str = "title";
    /// Beschlussvorschlag.
    pub const PROPOSAL: &str = "proposal";
    /// Angaben zur Klimawirkung.
    pub const CLIMATE: &str = "climate";
    /// Angaben zu den Kosten.
    pub const COSTS: &str = "costs";
    /// The Stichtag; no slug is written like this.
    pub const AS_OF: &str = "asOf";
    /// The place on the agenda (TOP); no slug is written like this either.
    pub const AGENDA_ITEM: &str = "agendaItem";
}

/// The sections that a city can put in an order of its own, beside those of the projects.
pub const ORDERED: [&str; 6] = [OVERVIEW, CORRECTIONS, OUTLOOK, DECISIONS, RISKS, COMPLETENESS];
/// The sections that have their place in the form of the council; a city can give them another heading.
pub const PLACED: [&str; 3] = [MATTER, RESOLUTION, ATTACHMENTS];

/// What no project can be called.
pub const RESERVED: [&str; 14] = [
    MATTER,
    OVERVIEW,
    CORRECTIONS,
    OUTLOOK,
    DECISIONS,
    RISKS,
    COMPLETENESS,
    RESOLUTION,
    ATTACHMENTS,
    SIGN_OFF,
    places::TITLE,
    places::PROPOSAL,
    places::CLIMATE,
    places::COSTS,
];
