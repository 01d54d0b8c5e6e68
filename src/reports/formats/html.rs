//! HTML: one file that needs nothing else, for the screen, the phone and paper.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::domain::document::{Block, ChoiceOption, Column, Document, FigureRef, Inline, Term};
use crate::domain::error::Result;
use crate::reports::style::STYLE;
use crate::reports::texts::{self, Texts};

use crate::reports::template::Template;

use super::{Format, clean};

/// HTML.
pub const FORMAT: Format = Format { name: "html", media_type: "text/html; charset=utf-8", extension: "html", write };

fn write(document: &Document, _template: &Template) -> Result<Vec<u8>> {
    let page = Page { document, texts: texts::of(&document.language) };
    let body = html! {
        main class="paper" {
            h1 { (clean(&document.title)) }
            @for block in &document.blocks { (page.block(block)) }
        }
        footer class="paper" {
            @for line in &document.foot { p { (clean(line)) } }
        }
    };
    Ok(shell(&document.language, &document.title, &body).into_string().into_bytes())
}

/// What stands around every page; its only style is [`STYLE`], so that a content security policy can name its hash.
pub fn shell(language: &str, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                // Without it every browser asks for one that is not there.
                link rel="icon" href="data:,";
                title { (clean(title)) }
                style { (PreEscaped(STYLE)) }
            }
            body { (body) }
        }
    }
}

struct Page<'a> {
    document: &'a Document,
    texts: &'a Texts,
}

impl Page<'_> {
    fn block(&self, block: &Block) -> Markup {
        match block {
            Block::Heading { level, text, .. } => heading(*level, text),
            Block::Paragraph { content, .. } => html! { p { (self.run(content)) } },
            Block::List { items } => html! { ul { @for item in items { li { (self.run(item)) } } } },
            Block::Table { caption, columns, rows, .. } => self.table(caption, columns, rows),
            Block::Terms { entries } => self.terms(entries),
            Block::Choice { label, options } => self.choice(label, options),
            Block::Chart { caption, svg, .. } => html! { figure { (PreEscaped(svg)) figcaption { (clean(caption)) } } },
            Block::Aside { label, paragraphs } => html! {
                aside { p { strong { (clean(label)) } } @for content in paragraphs { p { (self.run(content)) } } }
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
    fn table(&self, caption: &str, columns: &[Column], rows: &[Vec<Vec<Inline>>]) -> Markup {
        let class = |column: &Column| column.numeric.then_some("number");
        html! {
            section class="wide" aria-label=(clean(caption)) tabindex="0" {
                table {
                    caption { (clean(caption)) }
                    thead { tr { @for c in columns { th scope="col" class=[class(c)] { (clean(&c.title)) } } } }
                    tbody {
                        @for row in rows {
                            tr {
                                @for (n, (cell, column)) in row.iter().zip(columns).enumerate() {
                                    @if n == 0 {
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
                @match inline {
                    Inline::Text(_) | Inline::Typed(_) => (clean(inline.text())),
                    Inline::Figure(figure) => a class="figure" href=(self.origin(figure)) title=(self.texts.paper.origin) {
                        (clean(&figure.text))
                    },
                }
            }
        }
    }

    /// Where a figure comes from, asked as of the moment at which this document knew it.
    fn origin(&self, figure: &FigureRef) -> String {
        let FigureRef { project, indicator, valid_at, .. } = figure;
        let known_at = self.document.known_at;
        format!("/v1/projects/{project}/indicators/{indicator}/value?validAt={valid_at}&knownAt={known_at}")
    }
}

fn heading(level: u8, text: &str) -> Markup {
    let text = clean(text);
    match level {
        0..=2 => html! { h2 { (text) } },
        3 => html! { h3 { (text) } },
        4 => html! { h4 { (text) } },
        5 => html! { h5 { (text) } },
        _ => html! { h6 { (text) } },
    }
}
