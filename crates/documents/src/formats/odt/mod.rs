//! ODT: OpenDocument 1.3 with real headings, header rows and pictures, as LibreOffice writes and reads it.

mod pages;
mod styles;

use maud::{Markup, html};

use crate::picture::{Painter, Picture};
use crate::template::Template;
use domain::document::{Block, ChoiceOption, Column, Document, Inline, Term, plain};
use domain::error::Result;

use super::archive::{Archive, HIGHEST, INSET, PAGE, POINTS, WIDER};
use super::columns::{Place, Widths};
use super::letters::Letters;
use super::format::Format;
use super::tables::table_names;
use texts::clean;

/// ODT.
pub const FORMAT: Format =
    Format { name: "odt", media_type: "application/vnd.oasis.opendocument.text", extension: "odt", write };

fn write(document: &Document, template: &Template) -> Result<Vec<u8>> {
    let painter = Painter::new(&template.fonts);
    let mut pictures = Vec::new();
    for block in &document.blocks {
        if let Block::Chart { svg, .. } = block {
            pictures.push(painter.draw(svg.as_bytes())?);
        }
    }
    let logo = template.logo.as_ref().map(|logo| painter.logo(logo)).transpose()?;
    let letters = Letters::of(&template.fonts);
    let body = body(document, &pictures, &letters);
    let mut archive = Archive::new();
    archive.stored("mimetype", FORMAT.media_type.as_bytes())?;
    let mut parts = vec![
        ("content.xml".to_owned(), "text/xml"),
        ("styles.xml".to_owned(), "text/xml"),
        ("meta.xml".to_owned(), "text/xml"),
    ];
    archive.xml("content.xml", &styles::content(&body))?;
    archive.xml("styles.xml", &styles::styles(document, template, logo.as_ref()))?;
    archive.xml("meta.xml", &meta(document))?;
    for (name, picture) in named(&pictures, logo.as_ref()) {
        if let Some(svg) = &picture.svg {
            archive.part(&format!("Pictures/{name}.svg"), svg)?;
            parts.push((format!("Pictures/{name}.svg"), "image/svg+xml"));
        }
        archive.stored(&format!("Pictures/{name}.png"), &picture.png)?;
        parts.push((format!("Pictures/{name}.png"), "image/png"));
    }
    archive.xml("META-INF/manifest.xml", &manifest(&parts))?;
    archive.finish()
}

fn named<'a>(charts: &'a [Picture], logo: Option<&'a Picture>) -> impl Iterator<Item = (String, &'a Picture)> {
    let charts = charts.iter().enumerate().map(|(n, picture)| (format!("chart{}", n + 1), picture));
    charts.chain(logo.map(|logo| ("logo".to_owned(), logo)))
}

fn manifest(parts: &[(String, &str)]) -> Markup {
    html! {
        manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3" {
            manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type=(FORMAT.media_type) {}
            @for (path, media_type) in parts {
                manifest:file-entry manifest:full-path=(path) manifest:media-type=(media_type) {}
            }
        }
    }
}

fn meta(document: &Document) -> Markup {
    let made = document.known_at.date_time().format("%Y-%m-%dT%H:%M:%SZ").to_string();
    html! {
        office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
            xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
            office:version="1.3" {
            office:meta {
                meta:generator { "sachstand" }
                dc:title { (clean(&document.title)) }
                meta:creation-date { (made) }
                dc:date { (made) }
                dc:language { (document.language) }
            }
        }
    }
}

/// What stands in the document, and the styles of its tables, which belong to them alone.
pub(super) struct Body {
    /// The widths of their columns, in points.
    tables: Vec<Vec<f64>>,
    content: Markup,
}

fn body(document: &Document, pictures: &[Picture], letters: &Letters) -> Body {
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

/// A picture: PNG first, which everybody shows completely, and the drawing for whoever prefers that.
pub(super) fn frame(name: &str, picture: &Picture, most: (f64, f64), title: &str, description: &str) -> Markup {
    let (width, height) = picture.size(most.0, most.1);
    let image = |extension: &str, media_type: &str| {
        html! {
            draw:image xlink:href={ "Pictures/" (name) "." (extension) } xlink:type="simple" xlink:show="embed"
                xlink:actuate="onLoad" draw:mime-type=(media_type) {}
        }
    };
    html! {
        draw:frame draw:name=(name) draw:style-name="Picture" text:anchor-type="as-char"
            svg:width={ (format!("{width:.3}")) "cm" } svg:height={ (format!("{height:.3}")) "cm" } {
            (image("png", "image/png"))
            @if picture.svg.is_some() { (image("svg", "image/svg+xml")) }
            svg:title { (clean(title)) }
            svg:desc { (clean(description)) }
        }
    }
}
