//! The texts of one language: a second language is a second value of these types, and the compiler misses what it lacks.

use chrono_tz::Tz;

use domain::access::Visibility;
use domain::cents::Cents;
use domain::council::{ConsultationRole, Outcome};
use domain::indicator::Tendency;
use domain::plan::PlannedDate;
use domain::project::{Light, Phase};
use domain::report::{ClimateDirection, ClimateRelevance};
use domain::risk::Severity;
use domain::time::{Day, Moment};

use super::charts::{ChartTexts, MilestoneTrendTexts};
use super::completeness::CompletenessTexts;
use super::corrections::CorrectionTexts;
use super::explanations::ExplanationTexts;
use super::figures::FigureTexts;
use super::files::FileTexts;
use super::paging::PagingTexts;
use super::sign_off::SignOffTexts;

/// The texts of one language.
#[derive(Debug)]
pub struct Texts {
    /// The language (BCP 47).
    pub language: &'static str,
    /// How dates and numbers are written.
    pub writing: Writing,
    /// Names of states, lights, roles and outcomes.
    pub names: Names,
    /// The form of the council (Sitzungsvorlage).
    pub paper: Paper,
    /// What stands in tables and on cards about a project.
    pub project: ProjectTexts,
    /// The front page.
    pub page: Page,
    /// How what was computed is explained.
    pub explanations: ExplanationTexts,
    /// The sign-off (Freigabe).
    pub sign_off: SignOffTexts,
    /// The pictures of a report (Abbildungen).
    pub charts: ChartTexts,
    /// The check before submission (Prüfung auf Vollständigkeit).
    pub completeness: CompletenessTexts,
    /// What was corrected in the previous report (Korrekturen).
    pub corrections: CorrectionTexts,
    /// The chart of milestones (Meilensteintrendanalyse).
    pub milestone_trend: MilestoneTrendTexts,
    /// The page on which figures are told with everything behind them.
    pub figures: FigureTexts,
    /// What formats say of themselves.
    pub files: FileTexts,
    /// What stands at the edges of pages of paper.
    pub paging: PagingTexts,
}

/// How dates and numbers are written.
#[derive(Debug)]
pub struct Writing {
    /// A day.
    pub date: fn(Day) -> String,
    /// A moment in the city's time zone.
    pub date_time: fn(Moment, Tz) -> String,
    /// A number.
    pub number: fn(f64) -> String,
    /// A difference with its sign.
    pub difference: fn(f64) -> String,
    /// An amount of money, in euros.
    pub money: fn(Cents) -> String,
    /// A planned date.
    pub planned: fn(&PlannedDate) -> String,
}

/// Names of states, lights, roles and outcomes.
#[derive(Debug)]
pub struct Names {
    /// Phase of a project (Projektphase).
    pub phase: fn(Phase) -> &'static str,
    /// Light (Ampel).
    pub light: fn(Light) -> &'static str,
    /// What a light is about, by its name in JSON.
    pub dimension: fn(&str) -> &'static str,
    /// Change without a figure (Tendenz).
    pub tendency: fn(Tendency) -> &'static str,
    /// Public or not (ö / nö).
    pub publicity: fn(Visibility) -> &'static str,
    /// Beratungstyp.
    pub role: fn(ConsultationRole) -> &'static str,
    /// Beschlussergebnis.
    pub outcome: fn(Outcome) -> &'static str,
    /// Klimarelevanz, with what it demands.
    pub climate: fn(ClimateRelevance) -> &'static str,
    /// Schwere of a risk.
    pub severity: fn(Severity) -> &'static str,
    /// Mehrung or Minderung.
    pub greenhouse: fn(ClimateDirection) -> &'static str,
}

/// The form of the council (Sitzungsvorlage).
#[derive(Debug)]
pub struct Paper {
    pub title: &'static str,
    pub correction: &'static str,
    pub corrects: fn(day: &str, as_of: Option<&str>) -> String,
    pub stichtag: &'static str,
    pub previous: &'static str,
    pub previous_report: fn(day: &str, committee: Option<&str>, as_of: Option<&str>) -> String,
    pub order: &'static str,
    pub committee: &'static str,
    pub meeting: &'static str,
    pub meeting_date: &'static str,
    pub publicity: &'static str,
    pub role: &'static str,
    pub agenda_number: &'static str,
    pub paper_number: &'static str,
    pub no_meeting: &'static str,
    pub unknown: &'static str,
    pub matter: &'static str,
    pub overview: fn(day: &str) -> String,
    pub overview_heading: &'static str,
    pub said_before: fn(label: &str, as_of: &str) -> String,
    pub compared_with: fn(day: &str) -> String,
    pub phase: fn(Phase) -> Option<&'static str>,
    pub off_plan: fn(dimension: &str, light: Light, reason: Option<&str>) -> Option<String>,
    pub no_update: &'static str,
    pub replaced: &'static str,
    pub no_projects: &'static str,
    pub outlook: &'static str,
    pub milestone: fn(project: &str, title: &str, planned: &str, remark: Option<&str>) -> String,
    pub no_date: &'static str,
    pub decisions: &'static str,
    pub to_decide: fn(due: Option<&str>, decider: Option<&str>) -> String,
    pub decision: fn(project: &str, title: &str, to_decide: &str, options: &[String]) -> String,
    pub option: fn(title: &str, consequences: Option<&str>) -> String,
    pub risks: &'static str,
    pub risk: fn(project: &str, title: &str, severity: &str, measure: Option<&str>, due: Option<&str>) -> String,
    pub attachments: &'static str,
    pub attachment: fn(number: u32, title: &str, file_name: &str, size: u64) -> String,
    pub resolution: &'static str,
    pub proposal: &'static str,
    pub no_resolution: &'static str,
    pub no_proposal: &'static str,
    pub proposal_was: &'static str,
    pub not_public: &'static str,
    pub climate: &'static str,
    pub climate_scale: &'static str,
    pub climate_direction: &'static str,
    pub no_climate: &'static str,
    pub no_explanation: &'static str,
    pub explanation: fn(text: &str) -> String,
    pub costs: &'static str,
    pub costs_question: &'static str,
    pub no_costs: &'static str,
    pub amount: fn(money: &str, year: Option<i32>, purpose: Option<&str>) -> String,
    pub yes: &'static str,
    pub no: &'static str,
    pub result: &'static str,
    pub outcome: &'static str,
    pub vote: &'static str,
    pub no_vote: &'static str,
    pub votes: fn(in_favour: u32, against: u32, abstentions: Option<u32>) -> String,
    pub no_result: &'static str,
    pub holds_for: fn(day: &str) -> String,
    pub known_at: fn(moment: &str) -> String,
    pub marked: &'static str,
    pub unmarked: &'static str,
    pub origin: &'static str,
}

/// What stands in tables and on cards about a project.
#[derive(Debug)]
pub struct ProjectTexts {
    pub project: &'static str,
    pub phase: &'static str,
    pub health: &'static str,
    pub computed: &'static str,
    pub key_figure: &'static str,
    pub stood_on: fn(day: &str) -> String,
    pub reported: &'static str,
    pub change: &'static str,
    pub since: fn(difference: &str, day: &str) -> String,
    pub moved_since: fn(tendency: &str) -> String,
    pub unchanged: fn(day: &str) -> String,
    pub not_applicable: &'static str,
    pub no_value: &'static str,
    pub milestone: &'static str,
    pub overdue: &'static str,
    pub not_reached: &'static str,
    pub update: &'static str,
    pub nothing: &'static str,
    pub age: fn(days: i64) -> String,
    pub unknown: &'static str,
}

/// The front page.
#[derive(Debug)]
pub struct Page {
    pub title: &'static str,
    pub introduction: &'static str,
    pub projects: &'static str,
    pub no_projects: &'static str,
    pub data_of: fn(title: &str) -> String,
    pub json: &'static str,
    pub reports: &'static str,
    pub no_reports: &'static str,
    pub superseded: &'static str,
    pub attention: &'static str,
    pub no_attention: &'static str,
    pub found_since: fn(day: &str) -> String,
    pub data: &'static str,
    pub links: [(&'static str, &'static str); 4],
}

impl Texts {
    /// A value with its unit where the unit is a sign ("92,33 %"); a word stands in the label already.
    pub fn value(&self, value: f64, unit: &str) -> String {
        let number = (self.writing.number)(value);
        // The space does not break, so that number and sign stay on one line.
        if unit.chars().any(char::is_alphabetic) { number } else { format!("{number}\u{a0}{unit}") }
    }
}
