//! Charts: what cannot be drawn is told.

use resvg::usvg::roxmltree;

use crate::picture::tree;

use super::words::shown;
use super::world::Faces;

/// A chart as typst can draw it, and its height as a part of its width. None if it is no picture or says what no font has.
pub fn drawable(svg: &str, faces: &Faces) -> Option<(String, f32)> {
    let svg = shown(svg, faces);
    let xml = roxmltree::Document::parse(&svg).ok()?;
    // Characters may be written as numbers, and those have not been replaced.
    let has = |text: &str| text.chars().all(|c| c.is_whitespace() || faces.have(c));
    if !xml.descendants().filter_map(|n| n.is_text().then(|| n.text())?).all(has) {
        return None;
    }
    let size = tree(svg.as_bytes()).ok()?.size();
    Some((svg, size.height() / size.width()))
}
