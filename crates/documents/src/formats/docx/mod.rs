//! DOCX: Office Open XML with real headings, header rows and pictures, as Word writes and reads it.

mod elements;
mod parts;
mod styles;
mod theme;

use maud::{Markup, html};

use crate::picture::{Painter, Picture};
use crate::template::Template;
use domain::document::{Block, ChoiceOption, Column, Document, Inline, Term, plain};
use domain::error::Result;

use super::archive::{Archive, HIGHEST, INSET, PAGE, POINTS, WIDER};
use super::columns::{Place, Widths};
use super::format::Format;
use super::letters::Letters;
use texts::clean;

use elements::{drawing, paragraph, root, run, styled, whole};

/// DOCX.
pub const FORMAT: Format = Format {
    name: "docx",
    media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    extension: "docx",
    write,
};

fn write(document: &Document, template: &Template) -> Result<Vec<u8>> {
    let painter = Painter::new(&template.fonts);
    let pictures = painter.charts(document)?;
    let logo = template.logo.as_ref().map(|logo| painter.logo(logo)).transpose()?;
    let names: Vec<String> = (1..=pictures.len()).map(|n| format!("chart{n}")).collect();
    let charts: Vec<(&str, &Picture)> = names.iter().map(String::as_str).zip(&pictures).collect();
    let logos: Vec<(&str, &Picture)> = logo.iter().map(|logo| ("logo", logo)).collect();
    let letters = Letters::of(&template.fonts);
    let mut archive = Archive::new();
    archive.xml("[Content_Types].xml", &parts::content_types())?;
    archive.xml("_rels/.rels", &parts::package())?;
    archive.xml("docProps/core.xml", &parts::core(document))?;
    archive.xml("word/document.xml", &root("w:document", &body(document, &charts, &letters)))?;
    archive.xml("word/_rels/document.xml.rels", &parts::relations(&charts))?;
    archive.xml("word/styles.xml", &styles::styles(document, template))?;
    archive.xml("word/numbering.xml", &styles::numbering())?;
    archive.xml("word/theme/theme1.xml", &theme::theme(template))?;
    archive.xml("word/settings.xml", &parts::settings(document))?;
    archive.xml("word/fontTable.xml", &parts::fonts(template))?;
    archive.xml("word/header1.xml", &root("w:hdr", &parts::letterhead(template, logo.as_ref())))?;
    archive.xml("word/_rels/header1.xml.rels", &parts::pictures(&logos))?;
    archive.xml("word/header2.xml", &root("w:hdr", &parts::header(document)))?;
    archive.xml("word/footer1.xml", &root("w:ftr", &parts::footer(document)))?;
    for (name, picture) in charts.iter().chain(&logos) {
        if let Some(svg) = &picture.svg {
            archive.part(&format!("word/media/{name}.svg"), svg)?;
        }
        archive.stored(&format!("word/media/{name}.png"), &picture.png)?;
    }
    archive.finish()
}

fn body(document: &Document, charts: &[(&str, &Picture)], letters: &Letters) -> Markup {
    let place = Place { letters, wider: WIDER, page: PAGE * POINTS, inset: 2.0 * INSET * POINTS };
    let mut charts = (2..).zip(charts);
    html! {
        w:body {
            (paragraph("Heading1", &document.title))
            @for block in &document.blocks {
                @match block {
                    Block::Heading { level, text, .. } => (paragraph(&format!("Heading{}", level.clamp(&2, &6)), text)),
                    Block::Paragraph { content, .. } => (paragraph("BodyText", &plain(content))),
                    Block::List { items } => { @for item in items { (paragraph("ListBullet", &plain(item))) } },
                    Block::Table { caption, columns, rows, .. } => {
                        (paragraph("TableCaption", caption))
                        (table(caption, columns, rows, &place))
                    },
                    Block::Terms { entries } => (terms(entries)),
                    Block::Choice { label, options } => (choice(label, options)),
                    Block::Chart { caption, description, .. } => {
                        @if let Some((n, (name, picture))) = charts.next() {
                            w:p {
                                w:pPr { w:pStyle w:val="Figure" {} }
                                w:r { (drawing(n, name, picture, (PAGE, HIGHEST), caption, description)) }
                            }
                        }
                        (paragraph("ChartCaption", caption))
                    },
                    Block::Aside { label, paragraphs } => {
                        (paragraph("AsideLabel", label))
                        @for content in paragraphs { (paragraph("Aside", &plain(content))) }
                    },
                }
            }
            @for (n, line) in document.foot.iter().enumerate() {
                (paragraph(if n == 0 { "FootFirst" } else { "Foot" }, line))
            }
            w:sectPr {
                w:headerReference w:type="first" r:id="rId4" {}
                w:headerReference w:type="default" r:id="rId5" {}
                w:footerReference w:type="first" r:id="rId6" {}
                w:footerReference w:type="default" r:id="rId6" {}
                w:pgSz w:w="11906" w:h="16838" {}
                w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="709" w:footer="709"
                    w:gutter="0" {}
                w:titlePg {}
            }
        }
    }
}

fn terms(entries: &[Term]) -> Markup {
    html! {
        @for entry in entries {
            w:p {
                w:pPr { w:pStyle w:val="Terms" {} }
                (styled("Term", &entry.term)) w:r { w:tab {} } (run(&plain(&entry.content)))
            }
        }
    }
}

fn choice(label: &str, options: &[ChoiceOption]) -> Markup {
    html! {
        (paragraph("Question", &format!("{label}:")))
        @for (n, option) in options.iter().enumerate() {
            w:p {
                // A question and its answers stay on one page.
                w:pPr { w:pStyle w:val="Option" {} @if n + 1 < options.len() { w:keepNext {} } }
                (styled("Box", if option.marked { "☒" } else { "☐" })) w:r { w:tab {} }
                @if option.marked { (styled("Strong", &option.text)) } @else { (run(&option.text)) }
            }
        }
    }
}

fn table(caption: &str, head: &[Column], rows: &[Vec<Vec<Inline>>], place: &Place<'_>) -> Markup {
    let Widths { size, points } = place.widths(head, rows);
    let widths: Vec<String> = points.iter().map(|points| whole(points * 20.0)).collect();
    let style = |kind: &str, column: &Column| format!("{kind}{}{size}", if column.numeric { "Number" } else { "" });
    let cell = |kind: &str, column: &Column, width: &str, text: &str| {
        html! {
            w:tc {
                w:tcPr {
                    w:tcW w:w=(width) w:type="dxa" {}
                    @if kind == "Head" { w:shd w:val="clear" w:color="auto" w:fill="EAF0F5" {} }
                }
                (paragraph(&style(kind, column), text))
            }
        }
    };
    html! {
        @if !head.is_empty() {
            w:tbl {
                w:tblPr {
                    w:tblStyle w:val="TableGrid" {}
                    w:tblW w:w=(whole(points.iter().sum::<f64>() * 20.0)) w:type="dxa" {}
                    w:tblLayout w:type="fixed" {}
                    w:tblLook w:val="00A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0"
                        w:noVBand="0" {}
                    w:tblCaption w:val=(clean(caption)) {}
                }
                w:tblGrid { @for width in &widths { w:gridCol w:w=(width) {} } }
                w:tr {
                    w:trPr { w:cantSplit {} w:tblHeader {} }
                    @for (column, width) in head.iter().zip(&widths) { (cell("Head", column, width, &column.title)) }
                }
                @for row in rows {
                    w:tr {
                        w:trPr { w:cantSplit {} }
                        @for ((text, column), width) in row.iter().zip(head).zip(&widths) {
                            (cell("Cell", column, width, &plain(text)))
                        }
                    }
                }
            }
            w:p { w:pPr { w:pStyle w:val="After" {} } }
        }
    }
}
