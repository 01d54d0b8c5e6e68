//! German, as a good clerk writes it. The terms of the council (Gremium, TOP-Nr., Dafür …) are fixed.

use domain::access::Visibility;
use domain::council::{ConsultationRole, Outcome};
use domain::indicator::Tendency;
use domain::project::Phase;
use domain::report::{ClimateDirection, ClimateRelevance};
use domain::risk::Severity;

use super::german_charts::{CHARTS, MILESTONE_TREND};
use super::german_explanations::EXPLANATIONS;
use super::german_figures::FIGURES;
use super::german_files::FILES;
use super::german_paging::PAGING;
use super::grammar;
use super::language::{Names, Page, Paper, ProjectTexts, Texts, Writing};

/// The German texts.
pub static GERMAN: Texts = Texts {
    language: "de",
    writing: Writing {
        date: grammar::date,
        date_time: grammar::date_time,
        number: grammar::number,
        difference: grammar::difference,
        money: grammar::euros,
        planned: grammar::planned,
    },
    names: Names {
        phase: |phase| match phase {
            Phase::Idea => "Idee",
            Phase::Planned => "geplant",
            Phase::Procurement => "Vergabe",
            Phase::Preparation => "Vorbereitung",
            Phase::Piloting => "Pilotierung",
            Phase::Rollout => "Einführung",
            Phase::Operation => "Betrieb",
            Phase::Completed => "abgeschlossen",
            Phase::Paused => "ruhend",
            Phase::Cancelled => "eingestellt",
        },
        light: grammar::light,
        dimension: grammar::dimension,
        tendency: |tendency| match tendency {
            Tendency::Increased => "erhöht",
            Tendency::Decreased => "verringert",
            Tendency::Unchanged => "unverändert",
        },
        publicity: |visibility| match visibility {
            Visibility::Public => "ö",
            Visibility::Internal | Visibility::NonPublic => "nö",
        },
        role: |role| match role {
            ConsultationRole::Deciding => "Beschließend",
            ConsultationRole::Preparing => "Vorberatend",
            ConsultationRole::Noting => "Kenntnisnahme",
            ConsultationRole::Hearing => "Anhörung",
        },
        outcome: |outcome| match outcome {
            Outcome::Noted => "zur Kenntnis genommen",
            Outcome::NotedWithApproval => "zustimmend zur Kenntnis genommen",
            Outcome::Adopted => "angenommen",
            Outcome::AdoptedAmended => "mit Änderungen angenommen",
            Outcome::Rejected => "abgelehnt",
            Outcome::Deferred => "vertagt",
            Outcome::Withdrawn => "zurückgezogen",
        },
        climate: |relevance| match relevance {
            ClimateRelevance::Low => "wenig klimarelevant: keine weiteren Angaben erforderlich",
            ClimateRelevance::Partial => "teilweise klimarelevant: kurze Erläuterung",
            ClimateRelevance::High => "sehr klimarelevant: ausführliche Erläuterung",
        },
        severity: |severity| match severity {
            Severity::Low => "gering",
            Severity::Medium => "mittel",
            Severity::High => "hoch",
            Severity::Critical => "projektgefährdend",
        },
        greenhouse: |direction| match direction {
            ClimateDirection::Increase => "Mehrung",
            ClimateDirection::Reduction => "Minderung",
        },
    },
    paper: Paper {
        correction: "Berichtigung",
        corrects: |day, as_of| {
            let as_of = as_of.map(|day| format!(" (Stichtag {day})")).unwrap_or_default();
            format!("Dieser Bericht berichtigt und ersetzt den Bericht vom {day}{as_of}.")
        },
        stichtag: "Stichtag",
        previous: "Vorheriger Bericht",
        previous_report: |day, committee, as_of| {
            let committee = committee.map(|name| format!(", {name}")).unwrap_or_default();
            let as_of = as_of.map(|day| format!(" (Stichtag {day})")).unwrap_or_default();
            format!("{day}{committee}{as_of}")
        },
        order: "Beratungsreihenfolge",
        committee: "Gremium",
        meeting: "Sitzung",
        meeting_date: "Sitzungsdatum",
        publicity: "ö / nö",
        role: "Beratungstyp",
        agenda_number: "TOP-Nr.",
        paper_number: "SP-Nr.",
        no_meeting: "Für diesen Bericht ist noch keine Sitzung bestimmt.",
        unknown: "noch nicht bekannt",
        title: "Sachstandsbericht zur Digitalisierung",
        matter: "Begründung / Sachverhalt zum Zeitpunkt der Sitzungseinladung",
        overview: |day| format!("Stand der Projekte am {day}"),
        overview_heading: "Überblick",
        said_before: |label, as_of| {
            format!("Der vorherige Bericht nannte für „{label}“ zum Stichtag {as_of} den Wert ")
        },
        compared_with: |day| format!(". Verglichen wird mit dem Wert, der inzwischen für den {day} bekannt ist: "),
        phase: |phase| match phase {
            Phase::Paused => Some("Das Projekt ruht derzeit."),
            Phase::Completed => Some("Das Projekt ist abgeschlossen."),
            Phase::Cancelled => Some("Das Projekt ist eingestellt."),
            _ => None,
        },
        off_plan: grammar::off_plan,
        no_update: "Zu diesem Projekt liegt noch kein freigegebener Sachstand vor.",
        replaced: "Ersetzter automatischer Text",
        no_projects: "Zum Stichtag ist kein Projekt erfasst.",
        outlook: "Ausblick",
        milestone: |project, title, planned, remark| {
            let remark = remark.map(|remark| format!(" ({remark})")).unwrap_or_default();
            format!("{title}: {planned}{remark}. Projekt: {}", grammar::ended(project))
        },
        no_date: "Termin noch nicht bekannt",
        decisions: "Entscheidungsbedarf",
        to_decide: |due, decider| match (due, decider) {
            (Some(due), Some(decider)) => format!(" Zu entscheiden {due}, zuständig: {decider}."),
            (Some(due), None) => format!(" Zu entscheiden {due}."),
            (None, Some(decider)) => format!(" Zuständig: {decider}."),
            (None, None) => String::new(),
        },
        decision: |project, title, to_decide, options| {
            let options = options.join("; ");
            let options = if options.is_empty() { options } else { format!(" Möglichkeiten: {options}.") };
            format!("{}{to_decide}{options} Projekt: {}", grammar::ended(title), grammar::ended(project))
        },
        option: |title, consequences| match consequences {
            Some(text) => format!("{} (Folgen: {})", title.trim_end_matches('.'), text.trim_end_matches('.')),
            None => title.trim_end_matches('.').into(),
        },
        risks: "Risiken",
        risk: |project, title, severity, measure, due| {
            let measure = measure.map(|text| format!(" Gegenmaßnahme: {}", grammar::ended(text))).unwrap_or_default();
            let due = due.map(|due| format!(" Frist: {due}.")).unwrap_or_default();
            format!("{} Schwere: {severity}.{measure}{due} Projekt: {}", grammar::ended(title), grammar::ended(project))
        },
        attachments: "Anlagen",
        attachment: |number, title, file_name, size| {
            format!("Anlage {number}: {title} ({file_name}, {})", grammar::size(size))
        },
        resolution: "Beschluss",
        proposal: "Beschlussvorschlag",
        no_resolution: "Der Wortlaut des Beschlusses ist noch nicht bekannt.",
        no_proposal: "Ein Beschlussvorschlag liegt noch nicht vor.",
        proposal_was: "Vorgeschlagen war:",
        not_public: "Beschluss und Abstimmungsergebnis dieses Tagesordnungspunktes sind nichtöffentlich.",
        climate: "II. Angaben zur Klimawirkung",
        climate_scale: "Bewertung nach KÖP (Klimaschutzmanagement in öffentlichen Projekten)",
        climate_direction: "Wirkung auf die Treibhausgase (THG)",
        no_climate: "Die Klimawirkung ist noch nicht bewertet.",
        no_explanation: "Die Erläuterung liegt noch nicht vor.",
        explanation: |text| format!("Erläuterung: {text}"),
        costs: "III. Angaben zu den Kosten",
        costs_question: "Durch den Vollzug dieses Beschlusses entstehen Kosten",
        no_costs: "Angaben zu den Kosten liegen noch nicht vor.",
        amount: |money, year, purpose| {
            let purpose = purpose.map(|purpose| format!("{purpose}: ")).unwrap_or_default();
            let year = year.map(|year| format!(" (Haushaltsjahr {year})")).unwrap_or_default();
            format!("{purpose}{money}{year}")
        },
        yes: "ja",
        no: "nein",
        result: "Abstimmungsergebnis",
        outcome: "Ergebnis",
        vote: "Stimmen",
        no_vote: "keine Abstimmung",
        votes: |in_favour, against, abstentions| {
            let abstentions = abstentions.map(|n| format!(", Enthaltungen: {n}")).unwrap_or_default();
            format!("Dafür: {in_favour}, Dagegen: {against}{abstentions}")
        },
        no_result: "Über diesen Bericht wurde noch nicht beraten, oder das Ergebnis ist noch nicht bekannt.",
        holds_for: |day| format!("Stichtag der Angaben: {day}"),
        known_at: |moment| format!("Datenstand vom {moment}"),
        marked: "angekreuzt",
        unmarked: "nicht angekreuzt",
        origin: "Herkunft dieser Zahl",
    },
    project: ProjectTexts {
        project: "Projekt",
        phase: "Phase",
        health: "Ampel",
        computed: "Aus den Daten berechnet:",
        key_figure: "Kennzahl",
        stood_on: |day| format!("Stand am {day}"),
        reported: " (damals gemeldet: ",
        change: "Veränderung",
        since: |difference, day| format!("{difference} seit dem {day}"),
        moved_since: |tendency| format!("seither {tendency}"),
        unchanged: |day| format!("unverändert seit dem {day}"),
        not_applicable: "nicht zutreffend",
        no_value: "keine Zahl bekannt",
        milestone: "Nächster Meilenstein",
        overdue: "überfällig",
        not_reached: "noch nicht erreicht",
        update: "Letzter Sachstand",
        nothing: "–",
        age: |days| match days {
            0 => "vom selben Tag".into(),
            1 => "1 Tag alt".into(),
            // Divided by the length of a leap year, so that it is never said too much.
            732.. => format!("über {} Jahre alt", days / 366),
            _ => format!("{days} Tage alt"),
        },
        unknown: "keine Angabe",
    },
    page: Page {
        title: "Sachstand der Digitalisierung",
        introduction: "Wie weit die Digitalisierungsprojekte der Verwaltung sind: Jede Zahl führt zu ihrer Herkunft.",
        projects: "Projekte",
        no_projects: "Es ist noch kein Projekt veröffentlicht.",
        data_of: |title| format!("zu „{title}“"),
        json: "Daten (JSON)",
        attention: "Was Aufmerksamkeit braucht",
        no_attention: "Zurzeit ist nichts überfällig, veraltet oder widersprüchlich.",
        found_since: |day| format!("Seit dem {day}."),
        reports: "Berichte",
        no_reports: "Es ist noch kein Bericht veröffentlicht.",
        superseded: "durch einen späteren Bericht berichtigt und ersetzt",
        data: "Daten und Schnittstelle",
        links: [
            ("/v1/overview?format=csv", "Überblick als Tabelle (CSV)"),
            ("/v1/overview", "Überblick als JSON"),
            ("/docs", "Dokumentation der Schnittstelle"),
            ("/v1/openapi.json", "Beschreibung der Schnittstelle (OpenAPI)"),
        ],
    },
    explanations: EXPLANATIONS,
    sign_off: super::sign_off::GERMAN,
    charts: CHARTS,
    completeness: super::completeness::GERMAN,
    corrections: super::corrections::GERMAN,
    milestone_trend: MILESTONE_TREND,
    figures: FIGURES,
    files: FILES,
    paging: PAGING,
};
