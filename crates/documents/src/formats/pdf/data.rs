//! The document as values: texts that can be set, headings that never skip a level, tables with the widths of their columns.

use serde_json::{Value, json};

use crate::picture::Painter;
use crate::template::Template;
use domain::document::{Block, Column, Document, Inline, Term, plain};
use texts::Texts;

use super::super::columns::Place;
use super::picture::{self, LetterForm};
use super::words::{beginning, cut, pieces, shown};
use super::world::Faces;

/// A word may break after this number of characters: in running text, and in narrow cells.
const EVERY: usize = 20;
const EVERY_IN_CELLS: usize = 8;
/// The width of the text on a page, in points: A4 without its margins; and what stands at both sides of a cell.
const PAGE: f64 = 470.0;
const INSET: f64 = 8.0;
/// The most that a term is wide, and how wide the running title is, in widths of an em.
const TERM: f64 = 14.0;
const RUNNING: f64 = 44.0;

/// What the template reads.
pub fn of(document: &Document, template: &Template, faces: &Faces, letters: LetterForm) -> Value {
    let texts = texts::of(&document.language);
    let painter = (letters == LetterForm::Outlines).then(|| Painter::new(&template.fonts));
    let setter = Setter { faces, texts, painter };
    let mut last = 0;
    let blocks: Vec<Value> = document.blocks.iter().filter_map(|block| setter.block(block, &mut last)).collect();
    let title = setter.plain(&document.title);
    let named = if title.trim().is_empty() { texts.files.report.to_owned() } else { cut(title.clone()) };
    let paging = &texts.paging;
    let as_of = (paging.as_of)(&(texts.writing.date)(document.as_of));
    json!({
        "language": language(&document.language).unwrap_or(texts.language),
        "title": named, "shown": pieces(&cut(title.clone()), EVERY), "running": beginning(&title, RUNNING, &faces.letters),
        "as-of": as_of, "page": paging.page, "of": paging.of,
        "author": template.letterhead.first().map(|l| cut(setter.plain(l))).filter(|l| !l.trim().is_empty()),
        "families": faces.families(&template.fonts.family), "accent": template.accent,
        "letterhead": template.letterhead.iter().map(|l| setter.plain(l)).collect::<Vec<_>>(),
        "logo": template.logo.as_ref().map(|logo| json!({
            "alt": setter.named(&logo.alternative, texts.files.figure),
            "format": if logo.media_type == "image/png" { "png" } else { "svg" },
        })),
        "blocks": blocks, "foot": document.foot.iter().map(|l| setter.text(l)).collect::<Vec<_>>(),
    })
}

/// The language as typst knows it, without region.
fn language(tag: &str) -> Option<&str> {
    tag.split('-').next().filter(|l| (2..=3).contains(&l.len()) && l.bytes().all(|b| b.is_ascii_lowercase()))
}

struct Setter<'a> {
    faces: &'a Faces,
    texts: &'static Texts,
    /// Who makes outlines of the letters in pictures, where they are set as such.
    painter: Option<Painter>,
}

impl Setter<'_> {
    fn plain(&self, text: &str) -> String {
        shown(text, self.faces)
    }

    /// A text in pieces between which a line may end.
    fn text(&self, text: &str) -> Vec<String> {
        pieces(&self.plain(text), EVERY)
    }

    fn run(&self, content: &[Inline]) -> Vec<String> {
        self.text(&plain(content))
    }

    fn runs(&self, all: &[Vec<Inline>]) -> Vec<Vec<String>> {
        all.iter().map(|content| self.run(content)).collect()
    }

    /// An alternative text: never empty.
    fn named(&self, text: &str, other: &str) -> String {
        let text = self.plain(text);
        cut(if text.trim().is_empty() { other.to_owned() } else { text })
    }

    /// A block; `last` is the level of the last heading. A heading without a text is none.
    fn block(&self, block: &Block, last: &mut u8) -> Option<Value> {
        Some(match block {
            Block::Heading { level, text, .. } => {
                let text = cut(self.plain(text));
                if text.trim().is_empty() {
                    return None;
                }
                *last = level.saturating_sub(1).clamp(1, last.saturating_add(1));
                json!({"is": "heading", "level": last, "text": pieces(&text, EVERY)})
            }
            Block::Paragraph { content, .. } => json!({"is": "paragraph", "text": self.run(content)}),
            Block::List { items } => json!({"is": "list", "items": self.runs(items)}),
            Block::Table { caption, columns, rows, .. } => self.table(caption, columns, rows),
            Block::Terms { entries } => self.terms(entries),
            Block::Chart { caption, description, svg, .. } => {
                let drawn = picture::drawable(svg, self.faces, self.painter.as_ref());
                json!({
                    "is": "chart", "caption": self.text(caption), "told": self.text(description),
                    "alt": self.named(description, self.texts.files.figure),
                    "svg": drawn.as_ref().map(|(svg, _)| svg), "ratio": drawn.as_ref().map(|(_, ratio)| ratio),
                })
            }
            Block::Aside { label, paragraphs } => {
                json!({"is": "aside", "label": self.text(label), "paragraphs": self.runs(paragraphs)})
            }
            Block::Choice { label, options } => {
                let mark = |marked| if marked { self.texts.paper.marked } else { self.texts.paper.unmarked };
                let options = options
                    .iter()
                    .map(|o| json!({"text": self.text(&o.text), "marked": o.marked, "alt": mark(o.marked)}));
                json!({"is": "choice", "label": self.text(label), "options": options.collect::<Vec<_>>()})
            }
        })
    }

    fn table(&self, caption: &str, columns: &[Column], rows: &[Vec<Vec<Inline>>]) -> Value {
        let titles: Vec<String> = columns.iter().map(|c| self.plain(&c.title)).collect();
        let numeric: Vec<bool> = columns.iter().map(|c| c.numeric).collect();
        let row = |row: &Vec<Vec<Inline>>| {
            let mut cells: Vec<String> = row.iter().map(|cell| self.plain(&plain(cell))).collect();
            cells.resize(columns.len(), String::new());
            cells
        };
        let rows: Vec<Vec<String>> = rows.iter().map(row).collect();
        let place = Place { letters: &self.faces.letters, wider: 1.0, page: PAGE, inset: INSET };
        let all = rows.iter().flat_map(|row| row.iter().enumerate().map(|(n, cell)| (n, cell.as_str().into())));
        let set = place.widths_of(columns, all);
        let cells = |row: &Vec<String>| row.iter().map(|c| pieces(c, EVERY_IN_CELLS)).collect::<Vec<_>>();
        json!({
            "is": "table", "caption": self.text(caption), "size": f64::from(set.size) / 2.0, "widths": set.points,
            "titles": cells(&titles), "numeric": numeric, "rows": rows.iter().map(cells).collect::<Vec<_>>(),
        })
    }

    /// Two columns as wide as the terms; a term that is too wide has a line of its own.
    fn terms(&self, entries: &[Term]) -> Value {
        let entry = |e: &Term| {
            let term = self.plain(&e.term);
            let width = Some(self.faces.letters.width(&term, true)).filter(|width| *width <= TERM);
            (width, json!({"term": pieces(&term, EVERY), "fits": width.is_some(), "text": self.run(&e.content)}))
        };
        let (widths, entries): (Vec<Option<f64>>, Vec<Value>) = entries.iter().map(entry).unzip();
        let width = widths.into_iter().flatten().fold(4.0, f64::max);
        json!({"is": "terms", "entries": entries, "width": width, "space": self.faces.letters.advance(' ', false)})
    }
}
