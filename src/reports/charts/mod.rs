//! Charts as SVG: drawn by hand, so that they have title, description and labels of their own, and print without colour.

mod labels;
mod marks;
mod milestone_trend;
#[cfg(test)]
mod tests;
mod text;
mod time_axis;

use maud::{Markup, html};

use super::formats::clean;

pub use milestone_trend::MilestoneTrendChart;

/// Fonts of the system, as on every page; widths are reckoned with the widest of them.
const FONTS: &str = "'Source Sans 3', 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif";
/// Text.
const INK: &str = "#1a1f25";
/// What explains.
const QUIET: &str = "#4a5661";
/// The grid.
const RULE: &str = "#cdd5dc";

/// What stands around every chart: a picture with a title and a description, for whoever does not see it.
struct Frame<'a> {
    /// Begins every id, so that several charts can stand on one page.
    prefix: &'a str,
    language: &'a str,
    title: &'a str,
    description: &'a str,
    width: f64,
    height: f64,
}

impl Frame<'_> {
    fn draw(&self, content: &Markup) -> String {
        let (width, height) = (number(self.width), number(self.height));
        let (title, description) = (format!("{}-title", self.prefix), format!("{}-desc", self.prefix));
        // Elements are closed one by one: this is XML, and maud leaves void ones open as HTML does.
        html! {
            svg xmlns="http://www.w3.org/2000/svg" lang=(self.language) role="img"
                aria-labelledby={ (title) " " (description) } width=(width) height=(height)
                viewBox={ "0 0 " (width) " " (height) } font-family=(FONTS) fill=(INK) {
                title id=(title) { (clean(self.title)) }
                desc id=(description) { (clean(self.description)) }
                rect width="100%" height="100%" fill="#fff" {}
                (content)
            }
        }
        .into_string()
    }
}

/// A number as attributes have it: a tenth of a point is finer than anybody sees, and keeps pictures small.
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

/// How a line of text is set.
#[derive(Clone, Copy, Debug)]
struct Type {
    size: f64,
    bold: bool,
    fill: &'static str,
    /// `start`, `middle` or `end`.
    anchor: &'static str,
}

const PLAIN: Type = Type { size: 13.0, bold: false, fill: QUIET, anchor: "start" };

/// A line of text at a place.
fn line(x: f64, y: f64, set: Type, content: &str) -> Markup {
    html! {
        text x=(number(x)) y=(number(y)) font-size=(number(set.size)) fill=(set.fill)
            font-weight=[set.bold.then_some("600")]
            text-anchor=[Some(set.anchor).filter(|anchor| *anchor != "start")] { (clean(content)) }
    }
}

/// A straight line between two places.
fn stroke(from: (f64, f64), to: (f64, f64), colour: &str, width: f64) -> Markup {
    html! {
        line x1=(number(from.0)) y1=(number(from.1)) x2=(number(to.0)) y2=(number(to.1)) stroke=(colour)
            stroke-width=(number(width)) {}
    }
}
