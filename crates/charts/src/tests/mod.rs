//! Pictures: well-formed, named, nothing covered and nothing outside, whatever stands in them; their tables say the same.

mod pictures;
mod random;
mod trend;

use crate::text;
use documents::formats::{HIGHEST, PAGE};
use domain::time::Day;

/// A day.
fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// On paper, where it is as wide as the text and no higher than a page allows, every text has 7 points at least.
fn legible(svg: &str) {
    let tree = roxmltree::Document::parse(svg).unwrap();
    let number = |node: roxmltree::Node<'_, '_>, name: &str| node.attribute(name).unwrap().parse::<f64>().unwrap();
    let (width, height) = (number(tree.root_element(), "width"), number(tree.root_element(), "height"));
    let point = (PAGE / width).min(HIGHEST / height) * 72.0 / 2.54;
    for node in tree.descendants().filter(|n| n.attribute("font-size").is_some()) {
        assert!(
            number(node, "font-size") * point >= 7.0,
            "{:?}: {} points, {height} high",
            node.text(),
            number(node, "font-size") * point
        );
    }
}

/// Holds a picture against what is true of all: XML, a title and a description, every line of text within the picture, and
/// none on another.
fn sound(svg: &str) -> Vec<String> {
    let tree = roxmltree::Document::parse(svg).unwrap_or_else(|e| panic!("{e}\n{svg}"));
    let root = tree.root_element();
    let number = |node: roxmltree::Node<'_, '_>, name: &str| node.attribute(name).unwrap().parse::<f64>().unwrap();
    let (width, height) = (number(root, "width"), number(root, "height"));
    for part in ["title", "desc"] {
        let node = root.children().find(|n| n.has_tag_name(("http://www.w3.org/2000/svg", part))).unwrap();
        assert!(node.text().is_some_and(|text| !text.is_empty()), "{part}");
        assert!(root.attribute("aria-labelledby").unwrap().contains(node.attribute("id").unwrap()));
    }
    let mut boxes: Vec<([f64; 4], String)> = Vec::new();
    for node in root.descendants().filter(|n| n.has_tag_name(("http://www.w3.org/2000/svg", "text"))) {
        let words = node.text().unwrap_or_default();
        let (size, bold) = (number(node, "font-size"), node.attribute("font-weight").is_some());
        // What is assumed is wider than any font of the list; what touches in it does not touch in them.
        let wide = text::width(words, size, bold) * 0.9;
        let (x, y) = (number(node, "x"), number(node, "y"));
        let left = match node.attribute("text-anchor") {
            Some("end") => x - wide,
            Some("middle") => x - wide / 2.0,
            _ => x,
        };
        let own = [left, y - size * 0.75, left + wide, y + size * 0.2];
        assert!(
            own[0] >= 0.0 && own[2] <= width && own[1] >= 0.0 && own[3] <= height,
            "{words} {own:?} in {width} {height}"
        );
        for (other, said) in &boxes {
            let apart = own[0] >= other[2] || own[2] <= other[0] || own[1] >= other[3] || own[3] <= other[1];
            assert!(apart || words.is_empty() || said.is_empty(), "'{words}' {own:?} on '{said}' {other:?}\n{svg}");
        }
        boxes.push((own, words.to_owned()));
    }
    legible(svg);
    for node in root.descendants().filter(|n| n.attribute("points").is_some() && n.attribute("transform").is_none()) {
        for corner in node.attribute("points").unwrap().split(' ') {
            let (x, y) = corner.split_once(',').unwrap();
            let (x, y): (f64, f64) = (x.parse().unwrap(), y.parse().unwrap());
            assert!((0.0..=width).contains(&x) && (0.0..=height).contains(&y), "{corner}");
        }
    }
    boxes.into_iter().map(|(_, words)| words).collect()
}
