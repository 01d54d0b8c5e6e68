//! ODT and DOCX: well-formed, the same bytes again, and everything in them is what was said.

use std::io::{Cursor, Read as _};

use super::{hostile, rich};
use documents::formats::format;
use documents::template::{Logo, Template};
use domain::document::{Block, Document, Inline, plain};
use texts::clean;

const OFFICE: &str = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn write(document: &Document, name: &str, template: &Template) -> Vec<u8> {
    (format(name).unwrap().write)(document, template).unwrap()
}

/// The parts of an archive; those that are XML are well-formed.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|n| {
            let mut file = archive.by_index(n).unwrap();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            let name = file.name().to_owned();
            if [".xml", ".rels", ".svg"].iter().any(|end| name.ends_with(end)) {
                let text = std::str::from_utf8(&content).unwrap();
                roxmltree::Document::parse(text).unwrap_or_else(|e| panic!("{name}: {e}"));
            }
            (name, content)
        })
        .collect()
}

/// What the paragraphs and headings of a document say, without those that say nothing.
fn said(bytes: &[u8]) -> Vec<String> {
    let parts = parts(bytes);
    let (_, content) = parts.iter().find(|(name, _)| ["content.xml", "word/document.xml"].contains(&&**name)).unwrap();
    let xml = roxmltree::Document::parse(std::str::from_utf8(content).unwrap()).unwrap();
    let is = |node: &roxmltree::Node, name| node.has_tag_name((OFFICE, name)) || node.has_tag_name((WORD, name));
    let text = |node: roxmltree::Node| {
        let texts = node.descendants().map(|n| match n {
            n if is(&n, "s") => " ".to_owned(),
            n if is(&n, "tab") && !n.ancestors().any(|a| is(&a, "pPr")) => "\t".to_owned(),
            // Titles and descriptions of pictures are no running text.
            n if n.is_text() && !n.ancestors().any(|a| ["title", "desc"].contains(&a.tag_name().name())) => {
                n.text().unwrap().to_owned()
            }
            _ => String::new(),
        });
        texts.collect::<String>()
    };
    xml.descendants().filter(|n| is(n, "p") || is(n, "h")).map(text).filter(|text| !text.is_empty()).collect()
}

/// What they should say.
fn expected(document: &Document) -> Vec<String> {
    let run = |content: &Vec<Inline>| plain(content);
    let blocks = document.blocks.iter().flat_map(|block| match block {
        Block::Heading { text, .. } => vec![text.clone()],
        Block::Paragraph { content, .. } => vec![plain(content)],
        Block::List { items } => items.iter().map(run).collect(),
        Block::Table { caption, columns, rows, .. } => std::iter::once(caption.clone())
            .chain(columns.iter().map(|c| c.title.clone()))
            .chain(rows.iter().flatten().map(run))
            .collect(),
        Block::Terms { entries } => entries.iter().map(|e| format!("{}\u{1}{}", e.term, plain(&e.content))).collect(),
        Block::Chart { caption, .. } => vec![caption.clone()],
        Block::Aside { label, paragraphs } => {
            std::iter::once(label.clone()).chain(paragraphs.iter().map(run)).collect()
        }
        Block::Choice { label, options } => std::iter::once(format!("{label}:"))
            .chain(options.iter().map(|o| format!("{}\u{1}{}", if o.marked { "☒" } else { "☐" }, o.text)))
            .collect(),
    });
    let all = std::iter::once(document.title.clone()).chain(blocks).chain(document.foot.clone());
    // The tab between a term and what is said of it is no part of a text.
    let clean = |text: String| text.split('\u{1}').map(clean).collect::<Vec<_>>().join("\t");
    all.map(clean).filter(|text| !text.is_empty()).collect()
}

#[test]
fn every_text_comes_out_as_it_was_said() {
    let mut steering = rich::document();
    steering.title = " a  b \u{202e}c\u{0}\u{b}\u{fffe}]]>\n&#0; ".into();
    for document in [rich::document(), hostile::document(), steering] {
        for name in ["odt", "docx"] {
            let bytes = write(&document, name, Template::plain());
            assert_eq!(said(&bytes), expected(&document), "{name}");
            assert_eq!(bytes, write(&document, name, Template::plain()), "the same document gives the same bytes");
        }
    }
}

/// The form of a city with a letterhead and a logo.
pub(super) fn city() -> Template {
    let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>"##;
    let logo = Logo { bytes: svg.into(), media_type: "image/svg+xml", alternative: "Wappen <&>".into() };
    let letterhead = vec!["Stadt <Musterstadt> & Umland".into()];
    Template { letterhead, logo: Some(logo), accent: "#7a0019".into(), ..Template::plain().clone() }
}

#[test]
fn a_city_s_form_and_pictures_are_in_it() {
    let template = city();
    for (name, place, picture) in
        [("odt", "styles.xml", "Pictures/chart1"), ("docx", "word/header1.xml", "word/media/chart1")]
    {
        let parts = parts(&write(&rich::document(), name, &template));
        let part = |name: &str| parts.iter().find(|(n, _)| n == name).map(|(_, bytes)| bytes.as_slice()).unwrap();
        let head = std::str::from_utf8(part(place)).unwrap();
        assert!(
            head.contains("Stadt &lt;Musterstadt&gt; &amp; Umland") && head.contains("Wappen &lt;&amp;&gt;"),
            "{head}"
        );
        assert!(part(&format!("{picture}.png")).starts_with(b"\x89PNG"));
        assert!(part(&format!("{picture}.svg")).starts_with(b"<svg"));
    }
    let odt = parts(&write(&rich::document(), "odt", &template));
    assert_eq!((odt[0].0.as_str(), odt[0].1.as_slice()), ("mimetype", &b"application/vnd.oasis.opendocument.text"[..]));
}

#[test]
fn ten_thousand_rows_are_written() {
    let mut document = rich::document();
    for block in &mut document.blocks {
        if let Block::Table { rows, .. } = block {
            *rows = rows.iter().cycle().take(10_000).cloned().collect();
            break;
        }
    }
    for name in ["odt", "docx"] {
        assert_eq!(said(&write(&document, name, Template::plain())), expected(&document));
    }
}
