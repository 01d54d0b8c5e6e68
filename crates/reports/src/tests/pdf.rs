//! What is set whatever is said, and that the same is set for the same.

use maud::html;
use proptest::prelude::*;

use documents::formats;
use documents::template::{Logo, Template};
use domain::document::{Block, ChoiceOption, Column, Document, Inline, Term};

use super::{rich_document, rich_table};
use crate::fixture;

fn write(document: &Document, template: &Template) -> domain::error::Result<Vec<u8>> {
    (formats::format("pdf").unwrap().write)(document, template)
}

fn of(blocks: Vec<Block>) -> Document {
    Document { blocks, ..fixture::document(&fixture::composition()) }
}

fn set(document: &Document) -> Vec<u8> {
    write(document, Template::plain()).unwrap()
}

fn chart(description: &str, svg: &str) -> Block {
    Block::Chart { id: "chart".into(), caption: "Abbildung".into(), description: description.into(), svg: svg.into() }
}

fn svg(content: &str) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 90 60\">{content}</svg>")
}

fn pages(pdf: &[u8]) -> usize {
    pdf.windows(11).filter(|w| *w == b"/Type/Page\n" || *w == b"/Type/Page/").count()
}

fn city() -> Template {
    Template {
        letterhead: vec![
            "Stadt Musterstadt".into(),
            "Stabsstelle Digitalisierung".into(),
            "Rathausplatz 1, 12345 Musterstadt".into(),
        ],
        logo: Some(Logo {
            bytes: svg("<path d='M0 0h90v40l-45 20L0 40z' fill='#7a1f1f'/>").into_bytes(),
            media_type: "image/svg+xml",
            alternative: "Wappen der Stadt".into(),
        }),
        accent: "#7a1f1f".into(),
        ..Template::plain().clone()
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = rich_document();
    let first = set(&document);
    assert!(first.starts_with(b"%PDF-1.7"));
    assert_eq!(first, set(&document), "what was computed before is at hand");
    comemo::evict(0);
    assert_eq!(first, set(&document), "everything is computed anew");
}

#[test]
fn another_document_has_another_id() {
    let id = |document: &Document| {
        let pdf = set(document);
        let text = String::from_utf8_lossy(&pdf);
        text.split_once("<xmpMM:DocumentID>").unwrap().1.split_once('<').unwrap().0.to_owned()
    };
    let (one, mut other) = (rich_document(), rich_document());
    other.figures = None;
    assert_eq!(id(&one), id(&one));
    assert_ne!(id(&one), id(&other));
}

#[test]
fn what_no_font_has_does_not_stop_it() {
    let mut document = fixture::document(&fixture::composition());
    document.title = "#panic() $x$ 👩\u{200d}💻 漢字 مرحبا \u{e000}\u{0}".into();
    set(&document);
}

#[test]
fn a_chart_is_drawn_or_told() {
    let told = |svg: &str| set(&of(vec![chart("Was sie zeigt", svg)]));
    let drawn = told(&svg("<text x='5' y='20'>Größe</text><path d='M0 0h90'/>"));
    assert!(drawn.windows(7).any(|w| w == b"/Figure"));
    let wrong = [
        "",
        "<svg",
        "kein Bild",
        &svg("<text>&#x6f22;</text>"),
        &svg("<text>&nbsp;</text>"),
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0\" height=\"-1\"/>",
        "<!DOCTYPE svg [<!ENTITY x \"x\">]><svg xmlns=\"http://www.w3.org/2000/svg\"><text>&x;</text></svg>",
        "<html/>",
    ];
    for svg in wrong {
        let pdf = told(svg);
        assert!(!pdf.windows(7).any(|w| w == b"/Figure"), "{svg}");
    }
    // Signs that are replaced, pictures of no meaning, higher than a page.
    for svg in [svg("<text>漢 👩‍💻</text>"), svg(""), svg("").replace("90 60", "9 600")] {
        set(&of(vec![chart("", &svg)]));
    }
    let trend = set(&rich_document());
    assert!(trend.windows(7).any(|w| w == b"/Figure"));
}

#[test]
fn ten_thousand_rows_are_set() {
    let row = |n: u32| {
        vec![vec![format!("Zeile {n}").into()], vec![Inline::number(n.to_string(), n.into())], vec!["ja".into()]]
    };
    let rows: Vec<_> = (0..10_000).map(row).collect();
    let pdf = set(&of(vec![rich_table("many", "Viele", &["Name", "Zahl", "Ja"], rows)]));
    assert!(pages(&pdf) > 100, "{}", pages(&pdf));
}

/// A document in which every place says this.
fn everywhere(text: &str) -> Document {
    let run = || vec![Inline::from(text)];
    Document {
        title: text.into(),
        language: text.chars().take(50).collect(),
        foot: vec![text.into()],
        ..of(vec![
            Block::heading(2, text),
            Block::heading(5, text),
            Block::paragraph(text),
            Block::List { items: vec![run(), run()] },
            Block::List { items: Vec::new() },
            Block::Terms { entries: vec![Term { term: text.into(), content: run() }] },
            Block::Terms { entries: Vec::new() },
            Block::Choice { label: text.into(), options: vec![ChoiceOption { text: text.into(), marked: true }] },
            Block::Choice { label: text.into(), options: Vec::new() },
            chart(text, text),
            chart(text, &svg(&html! { text x="5" y="20" { (text) } }.into_string())),
            Block::Aside { label: text.into(), paragraphs: vec![run()] },
            Block::Aside { label: text.into(), paragraphs: Vec::new() },
            rich_table("empty", text, &[], Vec::new()),
            rich_table("none", text, &[text, text], Vec::new()),
            rich_table("cells", "Zellen", &["a", "b"], vec![vec![run(), run()]; if text.len() < 500 { 2 } else { 0 }]),
        ])
    }
}

#[test]
fn long_and_empty_texts_are_set_wherever_they_stand() {
    for text in ["", " ", &"ß".repeat(17_000), &"https://example.org/".repeat(300), &"💻".repeat(9_000)] {
        write(&everywhere(text), &Template { letterhead: vec![text.into()], ..city() }).unwrap();
    }
    let cell = vec![Inline::from("ß".repeat(4_000))];
    set(&of(vec![rich_table("long", "Lange Zelle", &["a", "b"], vec![vec![cell.clone(), cell]])]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_people_write_is_set(text in "\\PC{0,60}|(?s).{0,60}|[\u{300}-\u{36f}\u{590}-\u{6ff}\u{2000}-\u{23ff} a-z]{0,60}") {
        write(&everywhere(&text), &Template { letterhead: vec![text.clone()], ..city() }).unwrap();
    }
}

/// Names in Europe have letters that are put together of a letter and one or two signs (DIN 91379 has 68 such sequences): here
/// stands every letter with every combining sign, and with two of those that the standard knows.
#[test]
fn letters_with_any_sign_are_set_in_texts_and_in_pictures() {
    let signs = || '\u{300}'..='\u{36f}';
    let pairs =
        ["\u{328}\u{306}", "\u{325}\u{304}", "\u{31b}\u{304}", "\u{323}\u{307}", "\u{30c}\u{323}", "\u{302}\u{301}"];
    let letters = ('a'..='z').chain('A'..='Z').chain("çÇûÛæÆøØłŁßıđĐ".chars());
    for letter in letters {
        let single = signs().map(|sign| format!("{letter}{sign}"));
        let all: Vec<String> = single.chain(pairs.map(|pair| format!("{letter}{pair}"))).collect();
        set(&everywhere(&all.join(" ")));
    }
    // In a picture they are drawn where they cannot be told as text, and the picture stays.
    let one = set(&of(vec![chart("Einführung x̂", &svg("<text x='5' y='20'>Einführung x̂ C̀ ḱ</text>"))]));
    assert!(one.windows(7).any(|w| w == b"/Figure"));
}

#[test]
fn a_table_of_many_columns_is_set() {
    let columns: Vec<Column> = (0..30).map(|n| Column { title: format!("Spalte {n}"), numeric: n % 3 == 1 }).collect();
    let row: Vec<_> = (0..30).map(|n| vec![Inline::from(format!("{n}.000 Verwaltungsleistungen"))]).collect();
    set(&of(vec![Block::Table { id: "wide".into(), caption: "Breit".into(), columns, rows: vec![row; 3] }]));
}

#[test]
fn a_city_has_its_letterhead_and_its_logo() {
    let plain = set(&rich_document());
    let city = write(&rich_document(), &city()).unwrap();
    let figures = |pdf: &[u8]| pdf.windows(7).filter(|w| *w == b"/Figure").count();
    assert_eq!(figures(&city), figures(&plain) + 1);
}

#[test]
#[ignore = "writes files to be looked at"]
fn pages_to_look_at() {
    let directory = std::env::var_os("SACHSTAND_PAGES").map_or_else(std::env::temp_dir, Into::into);
    let mut document = rich_document();
    let rows = (1..=60).map(|n| {
        let text = "Was zu tun ist, damit die Verwaltungsleistungen elektronisch angeboten werden. ".repeat(n % 3 + 1);
        vec![vec![format!("Leistung Nr. {n}").into()], vec![format!("{}", n * 1_017).into()], vec![text.into()]]
    });
    let mut table = rich_table("long", "Eine lange Tabelle", &["Leistung", "Zahl", "Was zu tun ist"], rows.collect());
    if let Block::Table { columns, .. } = &mut table {
        columns.iter_mut().skip(2).for_each(|column| column.numeric = false);
    }
    document.blocks.push(table);
    let weg = "https://example.org/".repeat(20);
    let cell = |text: &str| vec![Inline::from(text)];
    let rows = vec![vec![cell(&weg), cell(&"ß".repeat(200)), cell("kurz")]; 2];
    document.blocks.extend([Block::heading(2, &weg), Block::paragraph(&weg), Block::paragraph("ß".repeat(300))]);
    document.blocks.push(rich_table("words", "Lange Wörter", &["Weg", "Wort", "kurz"], rows));
    document.blocks.push(chart("Was sie gezeigt hätte, steht hier als Text.", "<svg"));
    std::fs::write(directory.join("city.pdf"), write(&document, &city()).unwrap()).unwrap();
}
