//! Everything a report is made from.

use std::collections::BTreeMap;

use analysis::health::Judgement;
use charts::ChartSeries;
use domain::access::View;
use domain::attachment::Attachment;
use domain::council::{AgendaItem, Committee, Meeting};
use domain::decision::Decision;
use domain::report::{Edition, Report};
use domain::risk::Risk;
use domain::time::{Day, Moment};
use kinds::{Facts, Previous};

use super::corrections::Corrections;
use crate::finding::Finding;

/// Everything a report is made from.
#[derive(Clone, Debug)]
pub struct Composition {
    /// What its author says.
    pub report: Report,
    /// The meeting for which it is made (Sitzung).
    pub meeting: Option<Meeting>,
    /// The committees of that meeting (Gremien), the lead one first.
    pub committees: Vec<Committee>,
    /// The further meetings that deal with it.
    pub consultations: Vec<Consulted>,
    /// In which form it is given: before the meeting or after it.
    pub edition: Edition,
    /// The report with which it is compared.
    pub previous: Option<Previous>,
    /// The report that it corrects.
    pub corrected: Option<Previous>,
    /// The first day of the reporting period (Berichtszeitraum).
    pub period_from: Day,
    /// The projects that the readers of the report see, in its order.
    pub projects: Vec<Facts>,
    /// What they are drawn from beside that, by slug.
    pub chart_series: BTreeMap<String, ChartSeries>,
    /// Computed health of the projects, by slug.
    pub judged: BTreeMap<String, Judgement>,
    /// What was corrected since in what that report said, and in what the report said that this one corrects.
    pub corrections: Vec<Corrections>,
    /// What the check before submission found and was waived, with why.
    pub passed: Vec<Finding>,
    /// What they need and fear, by slug.
    pub steering: BTreeMap<String, Steering>,
    /// What is attached (Anlagen), by number.
    pub attachments: Vec<Attachment>,
    /// When all this was known (Datenstand).
    pub known_at: Moment,
}

impl Composition {
    /// Its place on the agenda of its meeting (Tagesordnungspunkt).
    pub fn agenda_item(&self) -> Option<&AgendaItem> {
        let number = self.report.agenda_item.as_deref()?;
        self.meeting.as_ref()?.agenda.iter().find(|item| item.number == number)
    }

    /// Whether it is known what the meeting decided on the report: the words of its resolution, or that there is none.
    pub fn decided(&self) -> bool {
        let without_words = |item: &AgendaItem| item.outcome.is_some_and(|outcome| !outcome.resolves());
        self.agenda_item().is_some_and(|item| item.resolution.is_some() || without_words(item))
    }

    /// Whether the readers of the report may see what became of the agenda item.
    pub(super) fn shows(&self, item: &AgendaItem) -> bool {
        View::of(self.report.visibility).sees(item.visibility, [])
    }
}

/// What a project needs and fears, as its readers see it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Steering {
    /// Its decisions needed, the next one first; a committee that decides stands in them by its name.
    pub decisions: Vec<Decision>,
    /// Its risks, the gravest first.
    pub risks: Vec<Risk>,
}

/// A further meeting that deals with the report.
#[derive(Clone, Debug)]
pub struct Consulted {
    /// The meeting.
    pub meeting: Meeting,
    /// Its committees, the lead one first.
    pub committees: Vec<Committee>,
    /// The number on its agenda (TOP-Nr.).
    pub agenda_item: Option<String>,
}
