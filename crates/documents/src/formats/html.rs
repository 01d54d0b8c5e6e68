//! HTML: one file that needs nothing else, for the screen, the phone and paper.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::style::STYLE;
use crate::template::Template;
use domain::document::{Block, ChoiceOption, Column, Document, FigureRef, Inline, Term, plain};
use domain::error::Result;
use texts::Texts;

use super::format::Format;
use texts::clean;

/// HTML.
pub const FORMAT: Format = Format { name: "html", media_type: "text/html; charset=utf-8", extension: "html", write };

/// From this number of sections on, a page begins with the way to them.
const SECTIONS: usize = 3;
/// From this number of columns on, a table is too wide for a phone.
const COLUMNS: usize = 4;

fn write(document: &Document, template: &Template) -> Result<Vec<u8>> {
    let page = Page { document, texts: texts::of(&document.language), tables: &super::tables::table_names(document) };
    let mut tables = page.tables.iter();
    let body = html! {
        (letterhead(template))
        main class="paper" {
            h1 { (clean(&document.title)) }
            (page.contents())
            @for block in &document.blocks { (page.block(block, &mut tables)) }
        }
        footer class="paper" {
            @for line in &document.foot { p { (clean(line)) } }
        }
    };
    Ok(framed(&document.language, &document.title, &style(template), &body).into_string().into_bytes())
}

/// What stands around every page of our own.
pub fn shell(language: &str, title: &str, body: &Markup) -> Markup {
    framed(language, title, STYLE, body)
}

fn framed(language: &str, title: &str, style: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                // Without it every browser asks for one that is not there.
                link rel="icon" href="data:,";
                title { (clean(title)) }
                style { (PreEscaped(style)) }
            }
            body { (body) }
        }
    }
}

/// The style in the city's colour and font. It differs from city to city and from version to version, so a content
/// security policy names the hash of what stands in the page ([`styles`]).
fn style(template: &Template) -> Cow<'static, str> {
    let plain = Template::plain();
    let mut own = String::new();
    if template.accent != plain.accent {
        own.push_str(&format!("--blue: {}; ", css(&template.accent)));
    }
    if template.fonts.family != plain.fonts.family {
        own.push_str(&format!("--font: \"{}\"; ", css(&template.fonts.family)));
    }
    if own.is_empty() { STYLE.into() } else { format!("{STYLE}:root {{ {own}}}\n").into() }
}

/// What stands in a style ends nothing there.
fn css(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '#')).collect()
}

/// The style sheets of a page that was written here, as they stand in its head, whichever version wrote it.
pub fn styles(page: &str) -> impl Iterator<Item = &str> {
    let head = page.split_once("</head>").map_or("", |(head, _)| head);
    // Titles are escaped: no tag in the head is anybody else's.
    head.split("<style>").skip(1).filter_map(|rest| Some(rest.split_once("</style>")?.0))
}

fn letterhead(template: &Template) -> Markup {
    let Template { letterhead, logo, .. } = template;
    html! {
        @if !letterhead.is_empty() || logo.is_some() {
            header class="paper letterhead" {
                @if !letterhead.is_empty() { div { @for line in letterhead { p { (clean(line)) } } } }
                @if let Some(logo) = logo {
                    img src={ "data:" (logo.media_type) ";base64," (STANDARD.encode(&logo.bytes)) }
                        alt=(clean(&logo.alternative));
                }
            }
        }
    }
}

struct Page<'a> {
    document: &'a Document,
    texts: &'static Texts,
    tables: &'a [String],
}

impl Page<'_> {
    /// The way to the sections, on a screen only: paper is leafed through.
    fn contents(&self) -> Markup {
        let sections = self.document.blocks.iter().filter_map(|block| match block {
            Block::Heading { level, text, id: Some(id) } if *level <= 3 => Some((*level, text, id)),
            _ => None,
        });
        let sections: Vec<_> = sections.collect();
        html! {
            @if sections.len() >= SECTIONS {
                nav class="contents" aria-label=(self.texts.files.contents) {
                    p { (self.texts.files.contents) }
                    ul {
                        @for (level, text, id) in sections {
                            li class=[(level > 2).then_some("below")] { a href={ "#" (id) } { (clean(text)) } }
                        }
                    }
                }
            }
        }
    }

    fn block<'t>(&self, block: &Block, tables: &mut impl Iterator<Item = &'t String>) -> Markup {
        match block {
            Block::Heading { level, text, id } => heading(*level, text, id.as_deref()),
            Block::Paragraph { content, id } => html! { p id=[id.as_deref()] { (self.run(content)) } },
            Block::List { items } => html! { ul { @for item in items { li { (self.run(item)) } } } },
            Block::Table { caption, columns, rows, .. } => {
                self.table(tables.next().map_or("", String::as_str), caption, columns, rows)
            }
            Block::Terms { entries } => self.terms(entries),
            Block::Choice { label, options } => self.choice(label, options),
            Block::Chart { id, caption, svg, .. } => html! {
                figure class="chart" id={ "chart-" (id) } {
                    div class="wide" role="group" aria-label=(clean(caption)) tabindex="0" { (PreEscaped(svg)) }
                    figcaption { (clean(caption)) }
                }
            },
            // It is no landmark: a report may have many of them.
            Block::Aside { label, paragraphs } => html! {
                aside role="note" {
                    p class="label" { (clean(label)) }
                    @for content in paragraphs { p { (self.run(content)) } }
                }
            },
        }
    }

    fn terms(&self, entries: &[Term]) -> Markup {
        html! {
            dl class="terms" {
                @for entry in entries { div { dt { (clean(&entry.term)) } dd { (self.run(&entry.content)) } } }
            }
        }
    }

    /// A table that is wider than the screen is moved sideways, by keyboard as well.
    fn table(&self, name: &str, caption: &str, columns: &[Column], rows: &[Vec<Vec<Inline>>]) -> Markup {
        let class = |column: &Column| column.numeric.then_some("number");
        let many = if columns.len() < COLUMNS { "wide" } else { "wide many" };
        html! {
            div class=(many) id={ "table-" (name) } role="group" aria-label=(clean(caption)) tabindex="0" {
                table {
                    caption { (clean(caption)) }
                    thead { tr { @for c in columns { th scope="col" class=[class(c)] { (clean(&c.title)) } } } }
                    tbody {
                        @for row in rows {
                            tr {
                                @for (n, (cell, column)) in row.iter().zip(columns).enumerate() {
                                    // What heads no row is no header: an empty one names nothing.
                                    @if n == 0 && !plain(cell).trim().is_empty() {
                                        th scope="row" class=[class(column)] { (self.run(cell)) }
                                    } @else {
                                        td class=[class(column)] { (self.run(cell)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn choice(&self, label: &str, options: &[ChoiceOption]) -> Markup {
        let paper = &self.texts.paper;
        html! {
            p class="question" { (clean(label)) ":" }
            ul class="choice" {
                @for option in options {
                    li class=[option.marked.then_some("marked")] {
                        span class="box" aria-hidden="true" { (if option.marked { "☒" } else { "☐" }) }
                        span class="unseen" { (if option.marked { paper.marked } else { paper.unmarked }) ": " }
                        span { (clean(&option.text)) }
                    }
                }
            }
        }
    }

    fn run(&self, content: &[Inline]) -> Markup {
        html! {
            @for inline in content {
                @match (inline, inline_origin(self.document, inline)) {
                    (Inline::Figure(figure), Some(href)) => a class="figure" href=(href) title=(self.texts.paper.origin) {
                        (clean(&figure.text))
                    },
                    _ => (clean(inline.text())),
                }
            }
        }
    }
}

/// Where a figure is told with everything behind it.
fn inline_origin(document: &Document, inline: &Inline) -> Option<String> {
    match (inline, &document.figures) {
        (Inline::Figure(FigureRef { id, .. }), Some(page)) if !id.is_empty() => Some(format!("{page}#{id}")),
        _ => None,
    }
}

fn heading(level: u8, text: &str, id: Option<&str>) -> Markup {
    let text = clean(text);
    match level {
        0..=2 => html! { h2 id=[id] { (text) } },
        3 => html! { h3 id=[id] { (text) } },
        4 => html! { h4 id=[id] { (text) } },
        5 => html! { h5 id=[id] { (text) } },
        _ => html! { h6 id=[id] { (text) } },
    }
}
