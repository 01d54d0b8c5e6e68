//! Reports to the council: what their author says, and how far they are. Their sections are composed from facts in `reports`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::access::Visibility;
use super::cents::Money;
use super::error::Violation;
use super::payload::{Index, Record, Reference, Shape, Timeline};
use super::sorting::sort_key;
use super::states::States;
use super::time::{Day, ValidInterval};

crate::states! {
    /// The life of a report.
    #[derive(Default)]
    pub enum ReportState {
        /// Entwurf.
        #[default]
        Draft = "draft" => ["in_review"],
        /// In Prüfung: what it says is frozen.
        InReview = "in_review" => ["draft", "approved"],
        /// Freigegeben.
        Approved = "approved" => ["draft", "published"],
        /// Veröffentlicht.
        Published = "published" => ["superseded", "withdrawn"],
        /// Durch eine Berichtigung ersetzt.
        Superseded = "superseded" => ["withdrawn"],
        /// Zurückgezogen.
        Withdrawn = "withdrawn" => [],
    }
}

impl ReportState {
    /// Whether it was given to its readers, and not taken back: then later reports are compared with it.
    pub fn given(self) -> bool {
        matches!(self, Self::Published | Self::Superseded)
    }
}

crate::names! {
    /// In which form a report is published (Ausgabe): both have the same sections.
    #[derive(Default)]
    pub enum Edition {
        /// With the invitation, before the meeting: what is proposed (Beschlussvorschlag).
        #[default]
        Invitation = "invitation",
        /// With the minutes, after the meeting: what was decided (Beschluss), the vote, the number of the paper.
        Record = "record",
    }
}

/// How long the texts of an author are together, in characters: as much as fits into a body, with all that belongs to it.
const LONGEST_WORDINGS: usize = 200_000;

/// What the author says in a section (Text der Verfasserin), beside or instead of what is composed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Wording {
    /// The section: `overview`, `outlook`, `decisions`, `risks`, or the slug of a project.
    #[schema(min_length = 1, max_length = 100, pattern = "^[a-z0-9-]+$", example = "ozg")]
    pub section: String,
    /// The paragraph that it replaces, by its id in the document; without it, the text is added at the end of the section.
    #[schema(min_length = 1, max_length = 120, pattern = "^[a-z0-9/-]+$", example = "ozg/1")]
    pub replaces: Option<String>,
    /// What that paragraph said when the author replaced it: when the facts have made it another since, submitting says so.
    #[schema(min_length = 1, max_length = 10000)]
    pub instead_of: Option<String>,
    /// The text; every line is a paragraph.
    #[schema(min_length = 1, max_length = 10000)]
    pub text: String,
}

crate::names! {
    /// How much a decision matters for the climate (Klimawirkung, assessed as in KÖP).
    pub enum ClimateRelevance {
        /// Wenig klimarelevant: no further statement needed.
        Low = "low",
        /// Teilweise klimarelevant: a short explanation is required.
        Partial = "partial",
        /// Sehr klimarelevant: a full explanation is required.
        High = "high",
    }
}

crate::names! {
    /// Which way greenhouse gases go.
    pub enum ClimateDirection {
        /// Mehrung.
        Increase = "increase",
        /// Minderung.
        Reduction = "reduction",
    }
}

/// What the decision means for the climate (Angaben zur Klimawirkung).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Climate {
    /// How much it matters.
    pub relevance: ClimateRelevance,
    /// More greenhouse gases or less.
    pub direction: Option<ClimateDirection>,
    /// The explanation that partial and high relevance require.
    #[schema(min_length = 1, max_length = 10000)]
    pub explanation: Option<String>,
}

/// What carrying out the decision costs (Angaben zu den Kosten).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CostStatement {
    /// Whether it costs anything.
    pub incurred: bool,
    /// How much.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub amounts: Vec<StatedAmount>,
    /// What else is to be said of it.
    #[schema(min_length = 1, max_length = 2000)]
    pub explanation: Option<String>,
}

/// An amount that carrying out a decision costs (Betrag).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StatedAmount {
    /// In euros, with at most two decimals.
    #[schema(value_type = f64, minimum = 0, maximum = 10000000000i64, example = 20000)]
    pub amount: Money,
    /// For what (Zweck).
    #[schema(min_length = 1, max_length = 200)]
    pub purpose: Option<String>,
    /// Financial year (Haushaltsjahr).
    #[schema(minimum = 1990, maximum = 2200)]
    pub year: Option<i32>,
}

/// A further meeting that deals with the report, before or after the one that decides (Vorberatung, Kenntnisnahme).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Consultation {
    /// The meeting.
    pub meeting: Uuid,
    /// The number on its agenda (TOP-Nr.).
    #[schema(min_length = 1, max_length = 20)]
    pub agenda_item: Option<String>,
}

/// A report (Sachstandsbericht) in the form of the council (Sitzungsvorlage).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"title": "Bericht über ausgewählte Digitalisierungsprojekte", "asOf": "2023-04-06"}))]
pub struct Report {
    /// Title.
    #[schema(min_length = 1, max_length = 300)]
    pub title: String,
    /// The day for which its figures hold (Stichtag).
    pub as_of: Day,
    /// Where it stands in its life.
    #[serde(default)]
    pub state: ReportState,
    /// The meeting for which it is made.
    pub meeting: Option<Uuid>,
    /// Its number on the agenda of that meeting (TOP-Nr.).
    #[schema(min_length = 1, max_length = 20)]
    pub agenda_item: Option<String>,
    /// Further meetings that deal with it; with `meeting` they make the order of consultation (Beratungsreihenfolge).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 20)]
    pub consultations: Vec<Consultation>,
    /// The report with which it is compared.
    pub previous_report: Option<Uuid>,
    /// Who may see it; what is in it is composed in the view of this visibility.
    #[serde(default)]
    pub visibility: Visibility,
    /// What the council is asked to decide (Beschlussvorschlag).
    #[schema(min_length = 1, max_length = 10000)]
    pub proposal: Option<String>,
    /// What the decision means for the climate.
    pub climate: Option<Climate>,
    /// What carrying it out costs.
    pub costs: Option<CostStatement>,
    /// What the author says in its sections; all of it together has at most 200,000 characters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 200)]
    pub wordings: Vec<Wording>,
    /// The report that this one corrects (Berichtigung): it is superseded when this one is published.
    pub corrects: Option<Uuid>,
}

impl Report {
    /// Who sees it: a report that was not given to its readers is for the administration, no matter who will read it.
    pub fn seen_by(&self) -> Visibility {
        match self.state {
            ReportState::Draft | ReportState::InReview | ReportState::Approved => {
                if self.visibility == Visibility::Public { Visibility::Internal } else { self.visibility }
            }
            ReportState::Published | ReportState::Superseded | ReportState::Withdrawn => self.visibility,
        }
    }
}

impl Record for Report {
    const SHAPE: Shape = Shape::Report;

    fn index(&self) -> Index {
        Index {
            state: Some(self.state.name().into()),
            visibility: self.seen_by(),
            sort_key: format!("{} {}", self.as_of, sort_key(&self.title)),
            ..Index::default()
        }
    }

    fn timeline(&self) -> Timeline {
        Timeline::Fixed(ValidInterval::ALWAYS)
    }

    /// What was submitted stays as it is; only its state goes on.
    fn open_fields(&self) -> Option<&'static [&'static str]> {
        (self.state != ReportState::Draft).then_some(&["state"])
    }

    fn states() -> Option<&'static States> {
        Some(&ReportState::STATES)
    }

    fn references(&self) -> Vec<Reference> {
        let meeting = self.meeting.map(|id| Reference::new("/meeting", Shape::Meeting, id));
        let previous = self.previous_report.map(|id| Reference::new("/previousReport", Shape::Report, id));
        let corrects = self.corrects.map(|id| Reference::new("/corrects", Shape::Report, id));
        let place = |n| format!("/consultations/{n}/meeting");
        let further = self.consultations.iter().enumerate();
        let further = further.map(|(n, c)| Reference::new(place(n), Shape::Meeting, c.meeting));
        meeting.into_iter().chain(further).chain(previous).chain(corrects).collect()
    }

    fn check(&self, violations: &mut Vec<Violation>) {
        if self.agenda_item.is_some() && self.meeting.is_none() {
            violations.push(Violation::at("/meeting", "is required, because agendaItem names a place on its agenda"));
        }
        let named: Vec<Uuid> = self.meeting.into_iter().chain(self.consultations.iter().map(|c| c.meeting)).collect();
        let first = named.len() - self.consultations.len();
        for (n, meeting) in named.iter().enumerate().skip(first) {
            if named.iter().take(n).any(|other| other == meeting) {
                violations.push(Violation::at(format!("/consultations/{}/meeting", n - first), "is named twice"));
            }
        }
        for (n, wording) in self.wordings.iter().enumerate() {
            let same = |other: &Wording| other.replaces.is_some() && other.replaces == wording.replaces;
            if self.wordings.iter().take(n).any(same) {
                violations
                    .push(Violation::at(format!("/wordings/{n}/replaces"), "is replaced by another text already"));
            }
        }
        let said = |wording: &Wording| {
            wording.text.chars().count() + wording.instead_of.as_ref().map_or(0, |then| then.chars().count())
        };
        let all: usize = self.wordings.iter().map(said).sum();
        if all > LONGEST_WORDINGS {
            let detail = format!("have {all} characters together; at most {LONGEST_WORDINGS} fit");
            violations.push(Violation::at("/wordings", detail));
        }
        for (n, stated) in self.costs.iter().flat_map(|costs| costs.amounts.iter().enumerate()) {
            stated.amount.check(&format!("/costs/amounts/{n}/amount"), violations);
        }
        if let Some(costs) = self.costs.as_ref().filter(|costs| !costs.incurred && !costs.amounts.is_empty()) {
            let detail = format!("{} amount(s) of costs stand here, but incurred is false", costs.amounts.len());
            violations.push(Violation::at("/costs/incurred", detail));
        }
    }
}
