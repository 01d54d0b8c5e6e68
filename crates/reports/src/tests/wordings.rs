//! What an author says beside or instead of what is composed.

use serde_json::{Value, json};

use crate::Composition;
use crate::fixture::{composition, document, write};
use domain::document::Block;

fn with(wordings: Value) -> Composition {
    let mut composition = composition();
    composition.report.wordings = serde_json::from_value(wordings).unwrap();
    composition
}

/// The blocks of the first project's section.
fn ozg(composition: &Composition) -> Vec<Block> {
    let begins = |block: &Block| matches!(block, Block::Heading { .. });
    let blocks = document(composition).blocks;
    let from = blocks.iter().position(|b| matches!(b, Block::Heading { id: Some(id), .. } if id == "ozg")).unwrap();
    blocks.into_iter().skip(from + 1).take_while(|b| !begins(b)).collect()
}

#[test]
fn what_an_author_adds_follows_what_is_composed() {
    let before = ozg(&with(json!([])));
    let after =
        ozg(&with(json!([{"section": "ozg", "text": "Neu ist die Wohnsitzanmeldung.\n\nSie wird gut genutzt."}])));
    assert_eq!(after[..before.len()], before);
    let added: Vec<Block> = ["Neu ist die Wohnsitzanmeldung.", "Sie wird gut genutzt."].map(Block::paragraph).into();
    assert_eq!(after[before.len()..], added, "an author's paragraph has no id");
}

#[test]
fn what_was_replaced_stays_readable_with_its_figures() {
    let before = ozg(&with(json!([])));
    let composition =
        with(json!([{"section": "ozg", "replaces": "ozg/1", "text": "Die Zahl der Online-Dienste steigt."}]));
    let after = ozg(&composition);
    let Block::Paragraph { content, id: Some(id) } = &before[0] else { panic!("{before:?}") };
    assert_eq!((id.as_str(), &after[0]), ("ozg/1", &Block::paragraph("Die Zahl der Online-Dienste steigt.")));
    let Block::Aside { label, paragraphs } = &after[1] else { panic!("{after:?}") };
    assert_eq!((label.as_str(), paragraphs), ("Ersetzter automatischer Text", &vec![content.clone()]));
    assert_eq!(after[2..], before[1..]);
    let text = write(&document(&composition), "markdown");
    assert!(text.contains("> **Ersetzter automatischer Text**") && text.contains("117"), "{text}");
}

#[test]
fn what_replaces_a_paragraph_that_is_not_there_is_not_lost() {
    let composition = with(json!([
        {"section": "ozg", "replaces": "ozg/99", "text": "Am Ende."},
        {"section": "seventh", "text": "Nirgends."}
    ]));
    let text = write(&document(&composition), "markdown");
    assert!(text.contains("Am Ende.") && !text.contains("Nirgends."), "{text}");
}
