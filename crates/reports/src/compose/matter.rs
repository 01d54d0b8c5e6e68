//! The matter itself (Begründung / Sachverhalt): an overview, one section for every project, made by its kind, and what
//! closes it.

use charts::{ChartSeries, pictures};
use documents::template::SectionForm;
use domain::document::{Block, plain};
use domain::project::Assessment;
use domain::sections as keys;
use kinds::Facts;
use texts::Texts;

use super::composition::Composition;
use super::{closing, completeness, corrections, levels, overview, wordings};

/// The level of a section's heading.
const SECTION: u8 = 3;

/// A section of the matter.
pub struct Section {
    /// Its key.
    pub key: String,
    /// Its heading.
    heading: String,
    /// Whether it is one of the numbered ones, which are those of the projects.
    numbered: bool,
    /// What is composed, its paragraphs with their ids.
    blocks: Vec<Block>,
}

impl Section {
    /// What the composed paragraph of this id says.
    pub fn paragraph(&self, id: &str) -> Option<String> {
        let mut all = self.blocks.iter().filter_map(wordings::paragraph);
        all.find(|(own, _)| *own == id).map(|(_, content)| plain(content))
    }
}

/// The part of the paper that says how things stand, its sections in the order of `forms` and then in their usual one. A
/// section of which nobody says anything is left out.
pub fn write(composition: &Composition, forms: &[SectionForm], texts: &Texts) -> Vec<Block> {
    let mut blocks = vec![Block::section(SECTION - 1, keys::MATTER, texts.paper.matter)];
    if composition.projects.is_empty() {
        blocks.push(Block::paragraph(texts.paper.no_projects));
    }
    let mut sections = sections(composition, texts);
    sections.sort_by_key(|section| forms.iter().position(|form| form.key == section.key).unwrap_or(forms.len()));
    let mut numbers = 1..;
    for Section { key, heading, numbered, blocks: composed } in sections {
        let number = if numbered { numbers.next() } else { None };
        let said = wordings::apply(&key, composed, &composition.report.wordings, texts);
        if !said.is_empty() {
            let heading = number.map_or_else(|| heading.clone(), |n: u32| format!("{n}. {heading}"));
            let facts = composition.projects.iter().find(|facts| numbered && facts.project.slug == key);
            blocks.push(Block::section(SECTION, key, heading));
            blocks.extend(said);
            blocks.extend(facts.map(|facts| charts(composition, facts, texts)).unwrap_or_default());
        }
    }
    blocks
}

/// The pictures of a project, with their tables.
fn charts(composition: &Composition, facts: &Facts, texts: &Texts) -> Vec<Block> {
    let series = composition.chart_series.get(&facts.project.slug);
    pictures(facts, series.unwrap_or(&ChartSeries::default()), texts)
}

/// The sections in which an author may say something, as they are composed, in their usual order.
pub fn sections(composition: &Composition, texts: &Texts) -> Vec<Section> {
    let section = |key: &str, heading: &str, mut blocks: Vec<Block>| {
        wordings::identify(key, &mut blocks);
        Section { key: key.to_owned(), heading: heading.to_owned(), numbered: false, blocks }
    };
    let project = |facts: &Facts| {
        let Facts { project, .. } = facts;
        let mut blocks = of_project(facts, texts);
        if composition.projects.len() == 1 {
            blocks.extend(overview::said_otherwise(facts, texts));
        }
        Section { numbered: true, ..section(&project.slug, &project.title, blocks) }
    };
    let mut sections = vec![section(keys::OVERVIEW, texts.paper.overview_heading, overview::write(composition, texts))];
    sections.extend(composition.projects.iter().map(project));
    let (corrected, passed) = (&composition.corrections, &composition.passed);
    sections.extend([
        section(keys::CORRECTIONS, corrections::heading(corrected, texts), corrections::write(corrected, texts)),
        section(keys::OUTLOOK, texts.paper.outlook, closing::outlook(composition, texts)),
        section(keys::DECISIONS, texts.paper.decisions, closing::decisions(composition, texts)),
        section(keys::RISKS, texts.paper.risks, closing::risks(composition, texts)),
        section(keys::COMPLETENESS, texts.completeness.heading, completeness::write(passed, texts)),
    ]);
    sections
}

/// What the kind says, after the phase and what is not in plan: they change how everything else is to be read.
fn of_project(facts: &Facts, texts: &Texts) -> Vec<Block> {
    let written = match kinds::kind(&facts.project.kind) {
        Some(kind) => (kind.section)(facts),
        None => facts.update_paragraphs(),
    };
    let phase = (texts.paper.phase)(facts.project.phase).map(Block::paragraph);
    let unsaid = (phase.is_none() && written.is_empty()).then(|| Block::paragraph(texts.paper.no_update));
    let first = phase.into_iter().chain(off_plan(facts, texts));
    first.chain(levels::below(written, SECTION)).chain(unsaid).collect()
}

/// A sentence for every light that is not green, with the reason that was stated for it.
fn off_plan(facts: &Facts, texts: &Texts) -> Vec<Block> {
    let lights = facts.project.health.iter().flat_map(|health| health.lights());
    let sentence = |(dimension, assessment): (&str, &Assessment)| {
        let reason = assessment.reason.as_deref().map(closing::one_line);
        (texts.paper.off_plan)(dimension, assessment.light, reason.as_deref().filter(|reason| !reason.is_empty()))
    };
    lights.filter_map(sentence).map(Block::paragraph).collect()
}
