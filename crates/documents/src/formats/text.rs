//! Plain text, made to be pasted into the fields of a council information system (Ratsinformationssystem): one line for
//! each paragraph, because the field wraps by itself, and nothing that depends on a font of fixed width.

use crate::template::Template;
use domain::document::{Block, Column, Document, Inline, plain};
use domain::error::Result;

use super::format::Format;
use texts::clean;

/// Plain text.
pub const FORMAT: Format = Format { name: "text", media_type: "text/plain; charset=utf-8", extension: "txt", write };

/// Up to this number of columns, a row of a table is read in one line.
const ONE_LINE: usize = 3;

fn write(document: &Document, template: &Template) -> Result<Vec<u8>> {
    Ok(framed(document, template, document.blocks.iter().map(|block| self::block(block, &document.language)).collect()))
}

/// What the files of an archive belong to: the document's letterhead, title and foot, and between them what the files are.
pub fn about(document: &Document, template: &Template, files: Vec<String>) -> Vec<u8> {
    let list = Block::List { items: files.into_iter().map(|file| vec![file.into()]).collect() };
    let heading = Block::heading(2, texts::of(&document.language).files.in_archive);
    framed(document, template, [heading, list].iter().map(|block| self::block(block, &document.language)).collect())
}

fn framed(document: &Document, template: &Template, content: Vec<String>) -> Vec<u8> {
    let head = [lines(template.letterhead.iter().map(|line| one_line(line))), underlined(&document.title, "=")];
    let foot = lines(document.foot.iter().map(|line| one_line(line)));
    joined(head.into_iter().chain(content).chain([foot]).collect())
}

/// A part of a document, such as a section without its heading: the field into which it is pasted has one of its own.
pub fn part(blocks: &[Block], language: &str) -> Vec<u8> {
    joined(blocks.iter().map(|block| self::block(block, language)).collect())
}

fn joined(mut parts: Vec<String>) -> Vec<u8> {
    parts.retain(|part| !part.is_empty());
    (parts.join("\n\n") + "\n").into_bytes()
}

fn block(block: &Block, language: &str) -> String {
    match block {
        // What is pasted begins below the second level: there a heading is a line of its own, without ornaments.
        Block::Heading { level: 0..=2, text, .. } => underlined(text, "-"),
        Block::Heading { text, .. } => one_line(text),
        Block::Paragraph { content, .. } => run(content),
        Block::List { items } => lines(items.iter().map(|item| format!("- {}", run(item)))),
        Block::Table { caption, columns, rows, .. } => table(caption, columns, rows),
        Block::Terms { entries } => {
            lines(entries.iter().map(|entry| format!("{}: {}", one_line(&entry.term), run(&entry.content))))
        }
        Block::Chart { caption, description, .. } => {
            let figure = texts::of(language).files.figure;
            format!("{figure}: {}\n{}", one_line(caption), one_line(description))
        }
        Block::Aside { label, paragraphs } => {
            let said = paragraphs.iter().map(|content| run(content));
            // The brackets say where the remark ends, once it stands in the middle of somebody's text.
            format!("[{}: {}]", one_line(label), said.collect::<Vec<_>>().join(" / "))
        }
        Block::Choice { label, options } => {
            let mark = |marked| if marked { "[x]" } else { "[ ]" };
            let options = options.iter().map(|option| format!("{} {}", mark(option.marked), one_line(&option.text)));
            lines(std::iter::once(format!("{}:", one_line(label))).chain(options))
        }
    }
}

/// Rows as lines "title: cell": tabs would be lost in most fields, and columns of blanks in all of them.
fn table(caption: &str, columns: &[Column], rows: &[Vec<Vec<Inline>>]) -> String {
    let row = |row: &Vec<Vec<Inline>>| {
        let mut cells = row.iter().zip(columns);
        let head = cells.next().map(|(cell, _)| run(cell)).unwrap_or_default();
        let named = |(cell, column): (&Vec<Inline>, &Column)| format!("{}: {}", one_line(&column.title), run(cell));
        match columns.len() {
            0 | 1 => format!("- {head}"),
            // Where there is one value only, its title stands in the first line.
            2 => format!("- {head}: {}", cells.next().map(|(cell, _)| run(cell)).unwrap_or_default()),
            3..=ONE_LINE => format!("- {head}: {}", cells.map(named).collect::<Vec<_>>().join("; ")),
            _ => format!("\n{head}\n{}", lines(cells.map(|cell| format!("- {}", named(cell))))),
        }
    };
    let title = match columns {
        [first, second] => format!("{} ({} – {}):", one_line(caption), one_line(&first.title), one_line(&second.title)),
        _ => format!("{}:", one_line(caption)),
    };
    lines(std::iter::once(title).chain(rows.iter().map(row)))
}

fn underlined(text: &str, line: &str) -> String {
    let text = one_line(text);
    let length = text.chars().count().min(72);
    format!("{text}\n{}", line.repeat(length))
}

fn run(content: &[Inline]) -> String {
    one_line(&plain(content))
}

fn one_line(text: &str) -> String {
    clean(text).trim().to_owned()
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}
