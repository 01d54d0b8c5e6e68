//! Logos: PNG or SVG that only shows. What it shows is in the file itself, and looks the same in every program.

use std::path::Path;

use resvg::usvg::roxmltree;

use crate::picture::tree;

use super::Logo;
use super::file;

/// Largest file, in bytes: it stands in every document.
const LARGEST: u64 = 1 << 20;
/// Longest side of a PNG, in dots.
const LONGEST: u32 = 4000;
/// What runs something.
const RUNNING: [&str; 4] = ["script", "foreignObject", "set", "animate"];

/// Reads a logo of the directory; what is wrong with it is said.
pub fn read(directory: &Path, name: &Path, alternative: &str, wrong: &mut Vec<String>) -> Option<Logo> {
    let bytes = file::read(directory, name, LARGEST, wrong)?;
    let (media_type, found) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        ("image/png", png(&bytes).err())
    } else {
        ("image/svg+xml", svg(&bytes).err())
    };
    wrong.extend(found.map(|what| format!("{} {what}", name.display())));
    Some(Logo { bytes, media_type, alternative: alternative.to_owned() })
}

fn png(bytes: &[u8]) -> Result<(), &'static str> {
    // The size stands in front: a picture that is unpacked to more than memory has is never unpacked.
    let side = |at: usize| bytes.get(at..at + 4).and_then(|b| <[u8; 4]>::try_from(b).ok()).map(u32::from_be_bytes);
    match (side(16), side(20)) {
        (Some(width), Some(height)) if width.max(height) > LONGEST => Err("is larger than 4000 dots"),
        _ => resvg::tiny_skia::Pixmap::decode_png(bytes).map(drop).map_err(|_| "is a broken PNG"),
    }
}

/// Looks at every element and attribute: what is fetched, run or set in a font that the reader may not have.
fn svg(bytes: &[u8]) -> Result<(), &'static str> {
    const NEITHER: &str = "is neither PNG nor SVG";
    const ACTS: &str = "runs or fetches something; a logo only shows";
    let text = std::str::from_utf8(bytes).map_err(|_| NEITHER)?;
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    let xml = roxmltree::Document::parse_with_options(text, options).map_err(|_| NEITHER)?;
    for node in xml.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name();
        if name == "text" {
            return Err("has text in it; turn it into paths, because every program would set it in another font");
        }
        let style = name == "style" && node.descendants().filter_map(|n| n.text()).any(fetches);
        if style || RUNNING.iter().any(|running| name.starts_with(running)) || node.attributes().any(acts) {
            return Err(ACTS);
        }
    }
    tree(bytes).map(drop).map_err(|_| NEITHER)
}

/// Whether an attribute does something, or names what is not in the file.
fn acts(attribute: roxmltree::Attribute<'_, '_>) -> bool {
    let (name, value) = (attribute.name(), attribute.value().trim());
    let picture = ["data:image/png", "data:image/jpeg"].iter().any(|kind| value.starts_with(kind));
    name.to_lowercase().starts_with("on") || (name == "href" && !value.starts_with('#') && !picture) || fetches(value)
}

/// Whether a style fetches something.
fn fetches(style: &str) -> bool {
    let lower = style.to_lowercase();
    let urls = lower.split("url(").skip(1).map(|rest| rest.trim_start_matches([' ', '"', '\'']));
    lower.contains("@import") || urls.into_iter().any(|url| !url.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(content: &str) -> Result<(), &'static str> {
        let names = "xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"";
        svg(format!("<!DOCTYPE svg><svg {names} viewBox=\"0 0 9 9\">{content}</svg>").as_bytes())
    }

    #[test]
    fn a_logo_only_shows() {
        const DOT: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        let path = "<path d=\"M0 0h9v9z\" fill=\"#004b87\"/>";
        for shows in [
            path.to_owned(),
            "<defs><linearGradient id=\"a\"/></defs><path d=\"M0 0h9v9z\" fill=\"url(#a)\"/>".to_owned(),
            format!("<style>path {{ fill: url('#a') }}</style><g id=\"a\">{path}</g><use href=\"#a\"/>"),
            format!("<image width=\"9\" height=\"9\" xlink:href=\"{DOT}\"/>"),
        ] {
            assert_eq!(said(&shows), Ok(()), "{shows}");
        }
        for acts in [
            "<script>x()</script>",
            "<path d=\"M0 0h9v9z\" onload=\"x()\"/>",
            "<image width=\"9\" height=\"9\" href=\"file:///etc/hostname\"/>",
            "<image width=\"9\" height=\"9\" href=\"other.png\"/>",
            "<image width=\"9\" height=\"9\" xlink:href=\"/etc/hostname\"/>",
            "<image width=\"9\" height=\"9\" href=\"data:image/svg+xml,x\"/>",
            "<use href=\"https://example.org/a.svg#a\"/>",
            "<a href=\"javascript:x()\"><path d=\"M0 0h9v9z\"/></a>",
            "<style>@import 'a.css';</style>",
            "<style>path { fill: url(https://example.org/a) }</style>",
            "<path d=\"M0 0h9v9z\" style=\"fill: URL( 'a.svg#b' )\"/>",
            "<foreignObject/>",
            "<animateTransform/>",
        ] {
            assert_eq!(said(acts), Err("runs or fetches something; a logo only shows"), "{acts}");
        }
        assert!(said("<text y=\"9\">Stadt</text>").unwrap_err().starts_with("has text in it"));
        for broken in [&b"no picture"[..], b"\x1f\x8b\x08", b"<svg", b"<html/>"] {
            assert_eq!(svg(broken), Err("is neither PNG nor SVG"));
        }
    }

    #[test]
    fn a_broken_or_huge_png_is_none() {
        let start = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        let sized = |width: u32, height: u32| [&start[..], &width.to_be_bytes(), &height.to_be_bytes()].concat();
        assert_eq!(png(&sized(9, 60_000)), Err("is larger than 4000 dots"));
        assert_eq!(png(&sized(9, 9)), Err("is a broken PNG"));
    }
}
