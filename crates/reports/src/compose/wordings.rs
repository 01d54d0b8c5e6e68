//! What the author says in a section (Text der Verfasserin): added to what is composed, or in its place.
//!
//! Every composed paragraph of a section has an id, by which the author names it; a paragraph without one is the author's.

use domain::document::{Block, Inline};
use domain::report::Wording;
use texts::Texts;

/// Gives the composed paragraphs of a section their ids: its key and their number ("ozg/1").
pub fn identify(key: &str, blocks: &mut [Block]) {
    let ids = blocks.iter_mut().filter_map(|b| if let Block::Paragraph { id, .. } = b { Some(id) } else { None });
    for (n, id) in ids.enumerate() {
        *id = Some(format!("{key}/{}", n + 1));
    }
}

/// The section with what its author says in it. What was replaced follows the text that stands in its place, marked as
/// such. What replaces a paragraph that is not there is added at the end, so that it is not lost.
pub fn apply(key: &str, composed: Vec<Block>, wordings: &[Wording], texts: &Texts) -> Vec<Block> {
    let own: Vec<&Wording> = wordings.iter().filter(|w| w.section == key).collect();
    let ids: Vec<String> = composed.iter().filter_map(paragraph).map(|(id, _)| id.to_owned()).collect();
    let mut blocks = Vec::with_capacity(composed.len());
    for block in composed {
        let instead: Vec<&Wording> = match paragraph(&block) {
            Some((id, _)) => own.iter().copied().filter(|w| w.replaces.as_deref() == Some(id)).collect(),
            None => Vec::new(),
        };
        match block {
            Block::Paragraph { content, .. } if !instead.is_empty() => {
                blocks.extend(instead.into_iter().flat_map(said));
                blocks.push(Block::Aside { label: texts.paper.replaced.into(), paragraphs: vec![content] });
            }
            block => blocks.push(block),
        }
    }
    let placed = |w: &&Wording| w.replaces.as_ref().is_some_and(|id| ids.contains(id));
    blocks.extend(own.into_iter().filter(|w| !placed(w)).flat_map(said));
    blocks
}

/// Every line of what the author says is a paragraph.
fn said(wording: &Wording) -> impl Iterator<Item = Block> {
    wording.text.lines().map(str::trim).filter(|line| !line.is_empty()).map(Block::paragraph)
}

/// The id and the content of a composed paragraph.
pub fn paragraph(block: &Block) -> Option<(&str, &[Inline])> {
    match block {
        Block::Paragraph { content, id: Some(id) } => Some((id, content)),
        _ => None,
    }
}
