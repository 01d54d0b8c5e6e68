//! What the check before submission found and somebody waived (Hinweise zur Vollständigkeit): the report says it.

use crate::finding::Finding;
use domain::document::Block;
use texts::Texts;

/// The section; nothing when nothing was waived.
pub fn write(passed: &[Finding], texts: &Texts) -> Vec<Block> {
    if passed.is_empty() {
        return Vec::new();
    }
    let words = &texts.completeness;
    let mut blocks = vec![Block::paragraph(words.introduction)];
    blocks.extend(passed.iter().map(|finding| {
        let explanation = finding.explanation.iter().map(|text| vec![(words.explanation)(text).into()]);
        let paragraphs = std::iter::once(vec![finding.detail.clone().into()]).chain(explanation).collect();
        Block::Aside { label: words.label.into(), paragraphs }
    }));
    blocks
}
