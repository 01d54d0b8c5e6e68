//! The document as values: only characters that the fonts have, headings that never skip a level.

use serde_json::{Value, json};

use crate::domain::document::{Block, Document, Inline, plain};
use crate::reports::template::Template;
use crate::reports::texts;

use super::super::clean;
use super::world::Faces;

/// What the template reads.
pub fn of(document: &Document, template: &Template, faces: &Faces) -> Value {
    let text = |t: &str| shown(t, faces);
    let run = |content: &[Inline]| text(&plain(content));
    let runs = |all: &[Vec<Inline>]| all.iter().map(|c| run(c)).collect::<Vec<_>>();
    let named = |t: &str, other: &str| Some(text(t)).filter(|t| !t.trim().is_empty()).unwrap_or_else(|| other.into());
    let paper = &texts::of(&document.language).paper;
    let mut last = 0;
    let blocks: Vec<Value> = document.blocks.iter().map(|block| match block {
        Block::Heading { level, text: t, .. } => {
            last = level.saturating_sub(1).clamp(1, last + 1);
            json!({"is": "heading", "level": last, "text": named(t, "–")})
        }
        Block::Paragraph { content, .. } => json!({"is": "paragraph", "text": run(content)}),
        Block::List { items } => json!({"is": "list", "items": runs(items)}),
        Block::Table { caption, columns, rows, .. } => json!({
            "is": "table", "caption": text(caption),
            "titles": columns.iter().map(|c| text(&c.title)).collect::<Vec<_>>(),
            "numeric": columns.iter().map(|c| c.numeric).collect::<Vec<_>>(),
            "rows": rows.iter().map(|r| {
                let mut cells = runs(r);
                cells.resize(columns.len(), String::new());
                cells
            }).collect::<Vec<_>>(),
        }),
        Block::Terms { entries } => json!({
            "is": "terms", "entries": entries.iter().map(|e| [text(&e.term), run(&e.content)]).collect::<Vec<_>>(),
        }),
        Block::Chart { caption, description, svg, .. } => json!({
            "is": "chart", "caption": text(caption), "alt": named(description, "–"), "svg": text(svg),
        }),
        Block::Aside { label, paragraphs } =>
            json!({"is": "aside", "label": text(label), "paragraphs": runs(paragraphs)}),
        Block::Choice { label, options } => json!({
            "is": "choice", "label": text(label),
            "options": options.iter().map(|o| json!({
                "text": text(&o.text), "marked": o.marked, "alt": if o.marked { paper.marked } else { paper.unmarked },
            })).collect::<Vec<_>>(),
        }),
    }).collect();
    json!({
        "title": named(&document.title, "–"), "family": faces.family(), "accent": template.accent,
        "letterhead": template.letterhead.iter().map(|l| text(l)).collect::<Vec<_>>(),
        "blocks": blocks, "foot": document.foot.iter().map(|l| text(l)).collect::<Vec<_>>(),
    })
}

/// A text with a sign in place of what the fonts lack; what belongs to one picture is replaced once.
fn shown(text: &str, faces: &Faces) -> String {
    let sign = ['□', '?'].into_iter().find(|c| faces.have(*c));
    let (mut out, mut lacking, mut joined) = (String::new(), false, false);
    for c in clean(text).chars() {
        let private = matches!(u32::from(c), 0xe000..=0xf8ff | 0xf0000..);
        match c {
            '\u{200d}' => joined = lacking,
            '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' => {}
            '\u{1f3fb}'..='\u{1f3ff}' if lacking => {}
            c if faces.have(c) && !private => {
                out.push(c);
                (lacking, joined) = (false, false);
            }
            _ => {
                if !(lacking && joined) {
                    out.extend(sign);
                }
                (lacking, joined) = (true, false);
            }
        }
    }
    out
}
