//! Charts: what cannot be drawn is told.

use resvg::usvg::roxmltree;

use crate::picture::{Painter, tree};

use super::words::shown;
use super::world::Faces;

/// As what the letters in pictures are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterForm {
    /// As text, which can be searched and copied.
    Text,
    /// As outlines.
    Outlines,
}

/// A chart as typst can draw it, and its height as a part of its width; with the outlines of its letters where somebody is
/// given who draws them. None if it is no picture or says what no font has.
pub fn drawable(svg: &str, faces: &Faces, outlines: Option<&Painter>) -> Option<(String, f32)> {
    let svg = shown(svg, faces);
    let xml = roxmltree::Document::parse(&svg).ok()?;
    // Characters may be written as numbers, and those have not been replaced.
    let has = |text: &str| text.chars().all(|c| c.is_whitespace() || faces.have(c));
    if !xml.descendants().filter_map(|n| n.is_text().then(|| n.text())?).all(has) {
        return None;
    }
    let size = tree(svg.as_bytes()).ok()?.size();
    let svg = match outlines {
        Some(painter) => painter.outlines(svg.as_bytes()).ok()?,
        None => svg,
    };
    Some((svg, size.height() / size.width()))
}
