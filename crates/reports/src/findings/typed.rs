//! Texts that somebody typed, with what they are and where they stand.

use crate::compose::Composition;
use domain::report::Wording;
use domain::sections::places;
use texts::Texts;

/// A text that somebody typed.
pub struct Typed<'c> {
    /// What it is, in German: "Im Beschlussvorschlag".
    pub source: String,
    /// Where it stands: the section, or what it is called beside them.
    pub place: &'c str,
    /// Whether it stands in a section.
    pub in_section: bool,
    /// What it says.
    pub text: &'c str,
}

/// The texts that are looked at. Of status updates, those of the Stichtag and those that the report prints without their
/// day; what it prints with an older day may be right for that day.
pub fn typed<'c>(composition: &'c Composition, texts: &Texts) -> Vec<Typed<'c>> {
    let (words, report) = (&texts.completeness, &composition.report);
    let mut all = Vec::new();
    for facts in &composition.projects {
        for update in facts.updates.iter().filter(|u| u.as_of == report.as_of || !facts.prints_days()) {
            let source = (words.in_status_update)(&(texts.writing.date)(update.as_of));
            all.push(Typed { source, place: &facts.project.slug, in_section: true, text: &update.text });
        }
    }
    let said = |wording: &'c Wording| Typed {
        source: words.in_text.into(),
        place: &wording.section,
        in_section: true,
        text: &wording.text,
    };
    all.extend(report.wordings.iter().map(said));
    let beside = [
        (words.in_title, places::TITLE, Some(&report.title)),
        (words.in_proposal, places::PROPOSAL, report.proposal.as_ref()),
        (words.in_climate, places::CLIMATE, report.climate.as_ref().and_then(|climate| climate.explanation.as_ref())),
        (words.in_costs, places::COSTS, report.costs.as_ref().and_then(|costs| costs.explanation.as_ref())),
    ];
    let beside = beside.into_iter().filter_map(|(source, place, text)| Some((source, place, text?)));
    all.extend(beside.map(|(source, place, text)| Typed { source: source.into(), place, in_section: false, text }));
    all
}
