//! Texts that try to be more than text.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::fixture;
use crate::fixture::{ZONE, day, write};
use ::fixture::TEXTS;
use documents::style::STYLE;
use domain::document::{Block, ChoiceOption, Column, Document, Inline, Term};
use views::front_page::{FrontPage, ReportLink};
use views::overview::overview;

/// A document in which every place says every text.
pub fn document() -> Document {
    let run = |text: &str| vec![Inline::from(text)];
    let blocks = TEXTS.iter().flat_map(|text| {
        [
            Block::heading(2, *text),
            Block::paragraph(*text),
            Block::List { items: vec![run(text), run(text)] },
            Block::Table {
                id: "table".into(),
                caption: (*text).into(),
                columns: vec![
                    Column { title: (*text).into(), numeric: false },
                    Column { title: (*text).into(), numeric: true },
                ],
                rows: vec![vec![run(text), run(text)], vec![run(text), run(text)]],
            },
            Block::Terms { entries: vec![Term { term: (*text).into(), content: run(text) }] },
            Block::Choice {
                label: (*text).into(),
                options: vec![
                    ChoiceOption { text: (*text).into(), marked: true },
                    ChoiceOption { text: (*text).into(), marked: false },
                ],
            },
        ]
    });
    Document {
        language: "de".into(),
        title: TEXTS.concat(),
        as_of: day("2023-04-06"),
        known_at: "2023-06-20T07:34:00Z".parse().unwrap(),
        blocks: blocks.collect(),
        foot: TEXTS.iter().map(|t| (*t).to_owned()).collect(),
        figures: None,
    }
}

/// How often every text stands in [`document`] alone; it is a part of the title besides.
const TIMES: usize = 1 + 1 + 2 + 1 + 2 + 4 + 2 + 3 + 1;

#[test]
fn markdown_read_back_is_the_text() {
    let markdown = write(&document(), "markdown");
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH;
    let (mut texts, mut current, mut tables, mut headings, mut marks) = (Vec::new(), String::new(), 0, 0, 0);
    for event in Parser::new_ext(&markdown, options) {
        match event {
            Event::Text(text) => current.push_str(&text),
            Event::Start(Tag::Table(alignment)) => {
                assert_eq!(alignment.len(), 2);
                tables += 1;
            }
            Event::Start(Tag::Heading { .. }) => headings += 1,
            Event::TaskListMarker(_) => marks += 1,
            Event::Start(
                Tag::Paragraph
                | Tag::List(None)
                | Tag::Item
                | Tag::TableHead
                | Tag::TableRow
                | Tag::TableCell
                | Tag::Strong,
            )
            | Event::Rule => {}
            Event::End(TagEnd::Strong) => {
                // The term is followed by its description in the same item.
                texts.push(std::mem::take(&mut current).trim_end_matches(':').to_owned());
            }
            Event::End(_) => texts.push(std::mem::take(&mut current).trim().to_owned()),
            other => panic!("{other:?} after {texts:?}"),
        }
    }
    assert_eq!((tables, headings, marks), (TEXTS.len(), TEXTS.len() + 1, 2 * TEXTS.len()));
    for text in TEXTS {
        let found = texts.iter().filter(|t| t.trim_end_matches(':') == text.trim()).count();
        assert_eq!(found, TIMES, "{text}: {markdown}");
    }
}

#[test]
fn html_says_it_and_does_nothing() {
    let html = write(&document(), "html");
    let escaped =
        |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    for text in TEXTS {
        // Title and heading of the page say it as well, and the region around a table has its caption as its name.
        assert_eq!(html.matches(&escaped(text)).count(), TIMES + 3, "{text}");
    }
    for tag in ["<script", "<img", "<svg", "<b>"] {
        assert!(!html.contains(tag), "{tag}");
    }
    assert_eq!((html.matches("<style>").count(), html.matches("</style>").count()), (1, 1));
}

#[test]
fn the_direction_of_writing_is_not_turned() {
    let mut document = document();
    document.title = "Bericht \u{202e}txet\u{2066} und\u{0} weiter\nhier".into();
    document.blocks = vec![Block::heading(2, "Kopf\n# neu"), Block::paragraph("Zeile\n\n- eins\u{2028}<b>")];
    for format in ["html", "markdown"] {
        let text = write(&document, format);
        assert!(text.contains("Bericht txet und weiter hier"), "{text}");
        assert!(!text.contains(['\u{202e}', '\u{2066}', '\u{0}', '\u{2028}']), "{text}");
        assert!(!text.contains("\n# neu") && !text.contains("\n- eins") && !text.contains("<b>"), "{text}");
    }
}

#[test]
fn the_front_page_says_it_and_does_nothing() {
    let facts: Vec<_> = TEXTS.iter().map(|text| fixture::project("ozg", text, "rollout", "")).collect();
    let page = FrontPage {
        attention: Vec::new(),
        rows: overview(&facts),
        reports: TEXTS
            .iter()
            .map(|t| ReportLink {
                title: (*t).into(),
                as_of: day("2023-04-06"),
                href: "/v1/\"><script>".into(),
                superseded: true,
            })
            .collect(),
        as_of: day("2023-04-06"),
        known_at: "2023-06-20T07:34:00Z".parse().unwrap(),
        zone: ZONE,
    };
    let html = page.html();
    assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<svg"), "{html}");
    assert_eq!(html.matches(STYLE).count(), 1);
    assert_eq!(html.matches("style").count() - STYLE.matches("style").count(), 2 + 3, "tag twice, text three times");
}
