//! What a document says otherwise than another one, passage by passage.

use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::fixture::{composition, document};
use documents::formats::text_part;
use domain::document::{Column, Inline};

fn told(then: &[Block], now: &[Block]) -> Vec<(String, Option<String>, Option<String>)> {
    let holding = |blocks: &[Block]| Document { blocks: blocks.to_vec(), ..document(&composition()) };
    let all = passages(&holding(then), &holding(now));
    all.into_iter().map(|passage| (passage.place, passage.then, passage.now)).collect()
}

fn column(title: &str) -> Column {
    Column { title: title.into(), numeric: false }
}

#[test]
fn a_paragraph_that_says_something_else_is_named() {
    let mut composition = composition();
    let then = document(&composition);
    assert_eq!(passages(&then, &then), []);
    composition.projects[2].updates[0].text = "Zwölf Prozesse sind modelliert.".into();
    let all = passages(&then, &document(&composition));
    let [one] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!(one.place, "processes/1");
    assert_eq!(one.now.as_deref(), Some("Zwölf Prozesse sind modelliert."));
}

#[test]
fn whatever_a_document_says_is_compared() {
    let composed = |text: &str| Block::Paragraph { content: vec![text.into()], id: Some("ozg/1".into()) };
    let cells = |cells: [&str; 2]| cells.map(|cell| vec![Inline::from(cell)]).to_vec();
    let table = |amount: &str| Block::Table {
        id: "costs".into(),
        caption: "Kosten".into(),
        columns: vec![column("Posten"), column("Betrag")],
        rows: vec![cells(["Lizenzen", amount]), cells(["Betrieb", "5"]), cells(["Betrieb", amount])],
    };
    let option = |text: &str, marked| ChoiceOption { text: text.into(), marked };
    let saying = |word: &str| {
        [
            Block::Terms { entries: vec![Term { term: "Gremium".into(), content: vec![word.into()] }] },
            Block::section(2, "ozg", "Onlinezugangsgesetz"),
            composed("Vom Dienst."),
            Block::paragraph(word),
            Block::List { items: vec![vec!["Erstens".into()], vec![word.into()]] },
            table(word),
            Block::Chart { id: "c".into(), caption: "Verlauf".into(), description: word.into(), svg: "<svg/>".into() },
            Block::Aside { label: "Hinweis".into(), paragraphs: vec![vec!["Fehlt:".into()], vec![word.into()]] },
            Block::Choice { label: "Kosten".into(), options: vec![option("ja", word == "8"), option("nein", true)] },
            Block::heading(3, word),
        ]
    };
    assert_eq!(told(&saying("7"), &saying("7")), []);
    let expected = [
        ("term/Gremium", "7", "8"),
        ("ozg/paragraph/1", "7", "8"),
        ("ozg/point/2", "7", "8"),
        ("ozg/table/costs/Lizenzen", "Lizenzen | 7", "Lizenzen | 8"),
        ("ozg/table/costs/Betrieb/2", "Betrieb | 7", "Betrieb | 8"),
        ("ozg/chart/c", "Verlauf\n7", "Verlauf\n8"),
        ("ozg/aside/Hinweis", "Fehlt:\n7", "Fehlt:\n8"),
        ("ozg/choice/Kosten", "[ ] ja\n[x] nein", "[x] ja\n[x] nein"),
        ("ozg/heading/1", "7", "8"),
    ];
    let some = |text: &str| Some(text.to_owned());
    let expected = expected.map(|(place, then, now)| (place.to_owned(), some(then), some(now)));
    assert_eq!(told(&saying("7"), &saying("8")), expected);
    // An author's own paragraph is none of the composed ones, whichever of them is there.
    let only = |block: Block| [Block::section(2, "ozg", "Onlinezugangsgesetz"), block];
    let other = told(&only(composed("Eins.")), &only(Block::paragraph("Eins.")));
    let expected = [("ozg/paragraph/1".to_owned(), None, some("Eins.")), ("ozg/1".to_owned(), some("Eins."), None)];
    assert_eq!(other, expected);
}

/// A run of text; few letters, so that equal ones meet.
fn run() -> impl Strategy<Value = Vec<Inline>> {
    "[a-c]{1,2}".prop_map(|text| vec![text.into()])
}

/// A block; its number is in its keys.
fn block(n: usize) -> impl Strategy<Value = Block> {
    let runs = || proptest::collection::vec(run(), 1..4);
    let word = || "[a-c]{1,2}";
    let rows = proptest::collection::vec((run(), run()).prop_map(|(head, cell)| vec![head, cell]), 1..4);
    let columns = || vec![column("Wer"), column("Was")];
    let table = move |(caption, rows)| Block::Table { id: format!("t{n}"), caption, columns: columns(), rows };
    let chart =
        move |(caption, description)| Block::Chart { id: format!("c{n}"), caption, description, svg: String::new() };
    let choice = |(label, text, marked)| Block::Choice { label, options: vec![ChoiceOption { text, marked }] };
    prop_oneof![
        word().prop_map(move |text| Block::section(2, format!("s{n}"), text)),
        word().prop_map(|text| Block::heading(3, text)),
        run().prop_map(move |content| Block::Paragraph { content, id: Some(format!("s/{n}")) }),
        run().prop_map(Block::running),
        runs().prop_map(|items| Block::List { items }),
        (word(), rows).prop_map(table),
        (word(), run()).prop_map(|(term, content)| Block::Terms { entries: vec![Term { term, content }] }),
        (word(), word()).prop_map(chart),
        (word(), runs()).prop_map(|(label, paragraphs)| Block::Aside { label, paragraphs }),
        (word(), word(), any::<bool>()).prop_map(choice),
    ]
}

/// Blocks, and the same ones, or without one of them, or with one twice, or with another one in the place of one.
fn pair() -> impl Strategy<Value = (Vec<Block>, Vec<Block>)> {
    let blocks = (1_usize..8).prop_flat_map(|length| (0..length).map(block).collect::<Vec<_>>());
    let other = (0_usize..8).prop_flat_map(|n| (Just(n), block(n)));
    (blocks, 0..4, any::<Index>(), other).prop_map(|(then, change, at, (n, other))| {
        let (mut now, at) = (then.clone(), at.index(then.len()));
        match change {
            0 => drop(now.remove(at)),
            1 => now.push(then[at].clone()),
            2 if n < now.len() => now[n] = other,
            _ => {}
        }
        (then, now)
    })
}

/// What stands there for a reader, line by line, wherever it stands.
fn lines(blocks: &[Block]) -> Vec<String> {
    let mut lines: Vec<String> =
        String::from_utf8(text_part(blocks, "de")).unwrap().lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

proptest! {
    #[test]
    fn what_reads_otherwise_is_told_and_what_reads_the_same_is_not((then, now) in pair()) {
        let mut all = told(&then, &now);
        prop_assert!(!all.is_empty() || lines(&then) == lines(&now));
        prop_assert!(all.is_empty() || then != now);
        // Seen from the other side it is the same.
        let mut back: Vec<_> = told(&now, &then).into_iter().map(|(place, now, then)| (place, then, now)).collect();
        back.sort();
        all.sort();
        prop_assert_eq!(all, back);
    }
}
