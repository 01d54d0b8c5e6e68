//! Markdown: CommonMark with the tables and task lists of GitHub. Whatever stands in a text stays text.

use domain::document::{Block, ChoiceOption, Column, Document, Inline, plain};
use domain::error::Result;

use crate::template::Template;

use super::format::Format;
use texts::clean;

/// Markdown.
pub const FORMAT: Format =
    Format { name: "markdown", media_type: "text/markdown; charset=utf-8", extension: "md", write };

fn write(document: &Document, template: &Template) -> Result<Vec<u8>> {
    let letterhead: Vec<String> = template.letterhead.iter().map(|line| start(line)).collect();
    // A stroke at the end of a line keeps the next one a line of its own.
    let mut parts: Vec<String> = Some(letterhead.join("\\\n")).filter(|lines| !lines.is_empty()).into_iter().collect();
    parts.push(heading(1, &document.title));
    parts.extend(document.blocks.iter().enumerate().map(|(n, b)| block(b, n)).filter(|part| !part.is_empty()));
    parts.push("---".into());
    parts.extend(document.foot.iter().map(|line| start(line)));
    Ok((parts.join("\n\n") + "\n").into_bytes())
}

/// `n` is its place in the document: lists that follow each other have different bullets, or they would become one.
fn block(block: &Block, n: usize) -> String {
    let bullet = if n.is_multiple_of(2) { '-' } else { '*' };
    match block {
        Block::Heading { level, text, .. } => heading(*level, text),
        Block::Paragraph { content, .. } => start(&plain(content)),
        Block::List { items } => lines(items.iter().map(|item| format!("{bullet} {}", start(&plain(item))))),
        Block::Table { caption, columns, rows, .. } => table(caption, columns, rows),
        Block::Terms { entries } => {
            lines(entries.iter().map(|e| format!("{bullet} **{}:** {}", inside(&e.term), inside(&plain(&e.content)))))
        }
        Block::Chart { caption, description, .. } => format!("**{}**\n\n{}", inside(caption), start(description)),
        Block::Aside { label, paragraphs } => {
            let said = paragraphs.iter().map(|content| format!("> {}", start(&plain(content))));
            format!("> **{}**\n>\n{}", inside(label), said.collect::<Vec<_>>().join("\n>\n"))
        }
        Block::Choice { label, options } => {
            format!("{}:\n\n{}", start(label), lines(options.iter().map(|option| task(bullet, option))))
        }
    }
}

fn heading(level: u8, text: &str) -> String {
    format!("{} {}", "#".repeat(usize::from(level.clamp(1, 6))), inside(text))
}

fn task(bullet: char, option: &ChoiceOption) -> String {
    let mark = if option.marked { 'x' } else { ' ' };
    format!("{bullet} [{mark}] {}", inside(&option.text))
}

fn table(caption: &str, columns: &[Column], rows: &[Vec<Vec<Inline>>]) -> String {
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let titles = row(columns.iter().map(|c| inside(&c.title)).collect());
    let rule = row(columns.iter().map(|c| if c.numeric { "---:" } else { "---" }.to_owned()).collect());
    let rows = rows.iter().map(|cells| row(cells.iter().map(|cell| inside(&plain(cell))).collect()));
    // A caption that ends in a stop would not close its emphasis before a letter, but nothing follows it here.
    format!("**{}**\n\n{}", inside(caption), lines([titles, rule].into_iter().chain(rows)))
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

/// Text at the beginning of a line, where a number or a dash would begin a list.
fn start(text: &str) -> String {
    let text = inside(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    let list = if digits > 0 { rest.starts_with(['.', ')']) } else { rest.starts_with(['-', '+', '=']) };
    if list { format!("{number}\\{rest}") } else { text }
}

/// Text anywhere: one line, every sign with a meaning made a sign without one.
fn inside(text: &str) -> String {
    let text = clean(text);
    let mut escaped = String::with_capacity(text.len());
    let mut rest = text.trim_matches(' ');
    while let Some(c) = rest.chars().next() {
        let follows = |pattern: &str| rest.get(..pattern.len()).is_some_and(|s| s.eq_ignore_ascii_case(pattern));
        if follows("www.") {
            // Addresses are not linked: inside a link the other backslashes would be shown.
            escaped.push_str("www\\");
            rest = rest.get(3..).unwrap_or_default();
            continue;
        }
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$') || follows("://") {
            escaped.push('\\');
        }
        escaped.push(c);
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_with_a_meaning_lose_it() {
        assert_eq!(
            inside(" a*b_c|d\n#e <f> [g](h) `i` \\ & "),
            "a\\*b\\_c\\|d \\#e \\<f\\> \\[g\\](h) \\`i\\` \\\\ \\&"
        );
        assert_eq!(
            ["12. x", "3) x", "- x", "+ x", "2023 war", "-"].map(start),
            ["12\\. x", "3\\) x", "\\- x", "\\+ x", "2023 war", "\\-"]
        );
        assert_eq!(inside("https://x.de/a_b WWW.x.de"), "https\\://x.de/a\\_b www\\.x.de");
    }
}
