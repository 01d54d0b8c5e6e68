//! The text of an ODT.

use maud::{Markup, html};

use crate::picture::Picture;
use domain::document::{Block, ChoiceOption, Column, Document, Inline, Term, plain};
use texts::clean;

use super::super::archive::{HIGHEST, INSET, PAGE, POINTS, WIDER};
use super::super::columns::{Place, Widths};
use super::super::letters::Letters;
use super::super::tables::table_names;
use super::frame::frame;

/// What stands in the document, and the styles of its tables, which belong to them alone.
pub(super) struct Body {
    /// The widths of their columns, in points.
    pub tables: Vec<Vec<f64>>,
    /// The text.
    pub content: Markup,
}

pub(super) fn body(document: &Document, pictures: &[Picture], letters: &Letters) -> Body {
    let place = Place { letters, wider: WIDER, page: PAGE * POINTS, inset: 2.0 * INSET * POINTS };
    let mut tables = Vec::new();
    let names = table_names(document);
    let mut pictures = pictures.iter().enumerate();
    let content = html! {
        text:h text:style-name="FirstTitle" text:outline-level="1" { (spaced(&document.title)) }
        @for block in &document.blocks {
            @match block {
                Block::Heading { level, text, .. } => (heading(*level, text)),
                Block::Paragraph { content, .. } => (paragraph("Text_20_body", &plain(content))),
                Block::List { items } => text:list text:style-name="Points" {
                    @for item in items { text:list-item { (paragraph("Point", &plain(item))) } }
                },
                Block::Table { caption, columns, rows, .. } => {
                    (paragraph("Table_20_caption", caption))
                    (table(names.get(tables.len()).map_or("", String::as_str), columns, rows, &place, &mut tables))
                },
                Block::Terms { entries } => (terms(entries)),
                Block::Choice { label, options } => (choice(label, options)),
                Block::Chart { caption, description, .. } => {
                    @if let Some((n, picture)) = pictures.next() {
                        text:p text:style-name="Figure" {
                            (frame(&format!("chart{}", n + 1), picture, (PAGE, HIGHEST), caption, description))
                        }
                    }
                    (paragraph("Chart_20_caption", caption))
                },
                Block::Aside { label, paragraphs } => {
                    (paragraph("Aside_20_label", label))
                    @for content in paragraphs { (paragraph("Aside", &plain(content))) }
                },
            }
        }
        @for (n, line) in document.foot.iter().enumerate() {
            (paragraph(if n == 0 { "Foot_20_first" } else { "Foot" }, line))
        }
    };
    Body { tables, content }
}

fn paragraph(style: &str, text: &str) -> Markup {
    html! { text:p text:style-name=(style) { (spaced(text)) } }
}

/// Spaces that XML would swallow are written as elements.
fn spaced(text: &str) -> Markup {
    let text = clean(text);
    let pieces: Vec<&str> = text.split(' ').collect();
    html! {
        @for (n, piece) in pieces.iter().enumerate() {
            @if let Some(before) = n.checked_sub(1).and_then(|n| pieces.get(n)) {
                @if before.is_empty() || piece.is_empty() { text:s {} } @else { " " }
            }
            (piece)
        }
    }
}

fn heading(level: u8, text: &str) -> Markup {
    let level = level.clamp(2, 6);
    html! { text:h text:style-name={ "Heading_20_" (level) } text:outline-level=(level) { (spaced(text)) } }
}

fn terms(entries: &[Term]) -> Markup {
    html! {
        @for entry in entries {
            text:p text:style-name="Terms" {
                text:span text:style-name="Term" { (spaced(&entry.term)) }
                text:tab {}
                (spaced(&plain(&entry.content)))
            }
        }
    }
}

fn choice(label: &str, options: &[ChoiceOption]) -> Markup {
    html! {
        (paragraph("Question", &format!("{label}:")))
        @for (n, option) in options.iter().enumerate() {
            text:p text:style-name=(if n + 1 < options.len() { "Option" } else { "Option_20_last" }) {
                text:span text:style-name="Box" { (if option.marked { "☒" } else { "☐" }) }
                text:tab {}
                @if option.marked {
                    text:span text:style-name="Marked" { (spaced(&option.text)) }
                } @else { (spaced(&option.text)) }
            }
        }
    }
}

fn table(
    name: &str,
    head: &[Column],
    rows: &[Vec<Vec<Inline>>],
    place: &Place<'_>,
    tables: &mut Vec<Vec<f64>>,
) -> Markup {
    let Widths { size, points } = place.widths(head, rows);
    let n = tables.len() + 1;
    tables.push(points);
    let style = |kind: &str, column: &Column| format!("{kind}{}_{size}", if column.numeric { "_number" } else { "" });
    let cell = |kind: &str, column: &Column, text: &str| {
        html! {
            table:table-cell table:style-name=(kind) office:value-type="string" {
                (paragraph(&style(kind, column), text))
            }
        }
    };
    html! {
        @if !head.is_empty() {
            table:table table:name=(name) table:style-name={ "T" (n) } {
                table:table-header-columns { table:table-column table:style-name={ "T" (n) "C1" } {} }
                @if head.len() > 1 {
                    table:table-columns {
                        @for m in 2..=head.len() { table:table-column table:style-name={ "T" (n) "C" (m) } {} }
                    }
                }
                // Rows may break over pages: LibreOffice loses some that must not, below a header at the end of a page.
                table:table-header-rows {
                    table:table-row {
                        @for column in head { (cell("Head", column, &column.title)) }
                    }
                }
                @for row in rows {
                    table:table-row {
                        @for (text, column) in row.iter().zip(head) { (cell("Cell", column, &plain(text))) }
                    }
                }
            }
            text:p text:style-name="After" {}
        }
    }
}
