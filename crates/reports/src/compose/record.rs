//! The record of a report (Ausgabe nach der Sitzung): the sections that were frozen, with what the meeting decided.

use chrono_tz::Tz;

use domain::document::{Block, Document};
use domain::sections;

use documents::template::SectionForm;

use super::compose;
use super::composition::Composition;

/// Takes head and decision from what is known now, and everything between them from the frozen document.
pub fn record(frozen: &Document, composition: &Composition, zone: Tz, forms: &[SectionForm]) -> Document {
    let now = compose(composition, zone, forms);
    let texts = texts::of(&frozen.language);
    let known_at = (texts.sign_off.decision_known_at)(&(texts.writing.date_time)(composition.known_at, zone));
    let (head, _, decision) = parts(&now.blocks);
    let (_, shared, _) = parts(&frozen.blocks);
    let blocks = [head, shared, decision].concat();
    Document { blocks, foot: [frozen.foot.clone(), vec![known_at]].concat(), ..frozen.clone() }
}

/// What stands before the shared section, the section itself, and what follows it.
fn parts(blocks: &[Block]) -> (&[Block], &[Block], &[Block]) {
    let top = |block: &Block| matches!(block, Block::Heading { level, .. } if *level <= 2);
    let begins = |block: &Block| matches!(block, Block::Heading { id: Some(id), .. } if id == sections::MATTER);
    let from = blocks.iter().position(begins).unwrap_or(blocks.len());
    let (head, rest) = blocks.split_at(from);
    let to = rest.iter().skip(1).position(top).map_or(rest.len(), |place| place + 1);
    let (shared, decision) = rest.split_at(to);
    (head, shared, decision)
}
