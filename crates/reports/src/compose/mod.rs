//! The report in the form of the council: from facts already loaded to one document, whatever format it is written in.

mod closing;
mod completeness;
mod composition;
mod corrections;
mod decision;
mod head;
mod levels;
mod matter;
mod numbering;
mod overview;
mod record;
mod wordings;

use chrono_tz::Tz;

use documents::template::SectionForm;
use domain::document::{Block, Document};
use domain::sections;
use texts::GERMAN;

pub use composition::{Composition, Consulted, Steering};
pub use corrections::{Corrections, Earlier};
pub use matter::Section;
pub use numbering::figures;
pub use record::record;

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
