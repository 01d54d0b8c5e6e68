//! The report in the form of the council: from facts already loaded to one document, whatever format it is written in.

mod closing;
mod completeness;
mod corrections;
mod decision;
mod head;
mod levels;
mod matter;
mod numbering;
mod overview;
mod record;
mod wordings;

use std::collections::BTreeMap;

use chrono_tz::Tz;

use analysis::health::Judgement;
use domain::access::View;
use domain::attachment::Attachment;
use domain::council::{AgendaItem, Committee, Meeting};
use domain::document::{Block, Document};
use domain::report::{Edition, Report};
use domain::sections;
use domain::time::{Day, Moment};
use kinds::{Facts, Previous};

use super::finding::Finding;
use charts::Drawn;
use texts::GERMAN;

pub use closing::Steering;
pub use corrections::{Corrections, Earlier};
use documents::template::SectionForm;
pub use head::Consulted;
pub use matter::Section;
pub use numbering::figures;
pub use record::record;

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
    pub drawn: BTreeMap<String, Drawn>,
    /// Computed health of the projects, by slug.
    pub judged: BTreeMap<String, Judgement>,
    /// What was corrected since in what that report said, and in what the report said that this one corrects.
    pub corrections: Vec<Corrections>,
    /// What the check before submission found and was let pass, with why.
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

    /// Whether the meeting has decided on the report.
    pub fn decided(&self) -> bool {
        self.agenda_item().is_some_and(|item| item.resolution.is_some() || item.outcome.is_some())
    }

    /// Whether the readers of the report may see what became of the agenda item.
    fn shows(&self, item: &AgendaItem) -> bool {
        View::of(self.report.visibility).sees(item.visibility, [])
    }
}

/// The sections in which an author may speak, as they are composed without what the author says.
pub fn sections(composition: &Composition) -> Vec<Section> {
    matter::sections(composition, &GERMAN)
}

/// The report as a document; days and hours are those of `zone`, order and headings of the sections those of `forms`.
pub fn compose(composition: &Composition, zone: Tz, forms: &[SectionForm]) -> Document {
    let texts = &GERMAN;
    let report = &composition.report;
    let mut blocks = head::write(composition, texts);
    blocks.extend(matter::write(composition, forms, texts));
    blocks.extend(decision::write(composition, texts));
    let attached = closing::attachments(&composition.attachments, texts);
    if !attached.is_empty() {
        blocks.push(Block::section(2, sections::ATTACHMENTS, texts.paper.attachments));
        blocks.extend(attached);
    }
    rename(&mut blocks, composition, forms);
    levels::even(&mut blocks);
    let stichtag = (texts.paper.holds_for)(&(texts.writing.date)(report.as_of));
    let known_at = (texts.paper.known_at)(&(texts.writing.date_time)(composition.known_at, zone));
    let mut document = Document {
        language: texts.language.into(),
        title: report.title.clone(),
        as_of: report.as_of,
        known_at: composition.known_at,
        blocks,
        foot: vec![stichtag, known_at],
        figures: None,
    };
    numbering::number(&mut document);
    document
}

/// Gives sections the headings that a city has for them; those of projects keep their numbers.
fn rename(blocks: &mut [Block], composition: &Composition, forms: &[SectionForm]) {
    for block in blocks {
        let Block::Heading { id: Some(key), text, .. } = block else { continue };
        let form = forms.iter().find(|form| form.key == *key);
        let Some(heading) = form.and_then(|form| form.heading.as_ref()) else { continue };
        let numbered = composition.projects.iter().any(|facts| facts.project.slug == *key);
        let number = text.split_once(' ').filter(|_| numbered).map(|(number, _)| format!("{number} "));
        *text = number.unwrap_or_default() + heading;
    }
}
