//! Charts as SVG: drawn by hand, so that they have title, description and labels of their own, and print without colour.

mod bars;
mod blocks;
mod course;
mod fills;
mod labels;
mod marks;
mod milestone_trend;
mod number_axis;
mod stages;
#[cfg(test)]
mod tests;
mod text;
mod time_axis;

use maud::{Markup, html};

use domain::time::Day;

use texts::clean;

pub use blocks::{ChartSeries, pictures};
pub use course::{Course, CoursePoint};
pub use milestone_trend::MilestoneTrendChart;

/// Fonts of the system, as on every page; widths are those of the widest of them.
const FONTS: &str = "'Source Sans 3', 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif";
/// All pictures are as wide. On paper that is the width of the text, 16 cm at least, so that 17 of these units are 7 points:
/// no text is smaller ([`PLAIN`]).
const WIDTH: f64 = 1080.0;
/// Text.
const INK: &str = "#1a1f25";
/// What explains.
const QUIET: &str = "#4a5661";
/// The grid.
const RULE: &str = "#cdd5dc";

/// What stands around every chart: a picture with a title and a description, for readers who do not see it.
struct Frame<'a> {
    /// Begins every id, so that several charts can stand on one page.
    prefix: &'a str,
    language: &'a str,
    title: &'a str,
    description: &'a str,
    width: f64,
    height: f64,
}

/// A picture with what it shows, for readers who do not see it: the same words within it and beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The picture.
    pub svg: String,
    /// What it shows (Alternativtext).
    pub description: String,
}

impl Frame<'_> {
    fn draw(&self, content: &Markup) -> Picture {
        let (width, height) = (number(self.width), number(self.height));
        let (title, description) = (format!("{}-title", self.prefix), format!("{}-desc", self.prefix));
        // Elements are closed one by one: this is XML, and maud leaves void ones open as HTML does.
        let svg = html! {
            svg xmlns="http://www.w3.org/2000/svg" lang=(self.language) role="img"
                aria-labelledby={ (title) " " (description) } width=(width) height=(height)
                viewBox={ "0 0 " (width) " " (height) } font-family=(FONTS) fill=(INK) {
                title id=(title) { (clean(self.title)) }
                desc id=(description) { (clean(self.description)) }
                rect width="100%" height="100%" fill="#fff" {}
                (content)
            }
        };
        Picture { svg: svg.into_string(), description: clean(self.description) }
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

/// What explains.
const PLAIN: Type = Type { size: 17.0, bold: false, fill: QUIET, anchor: "start" };
/// Values and the names of lines.
const TITLE: Type = Type { size: 18.5, bold: true, fill: INK, anchor: "start" };
/// What stands at axes.
const TICK: Type = Type { size: 17.0, bold: false, fill: QUIET, anchor: "middle" };

/// What stands above: the title, and for which day it holds.
fn head(title: &str, subtitle: &str) -> Markup {
    html! {
        (line(24.0, 36.0, Type { size: 21.0, ..TITLE }, &text::cut(&clean(title), 21.0, true, WIDTH - 48.0)))
        (line(24.0, 61.0, PLAIN, &text::cut(&clean(subtitle), PLAIN.size, false, WIDTH - 48.0)))
    }
}

/// So many days earlier.
fn days_before(day: Day, days: u64) -> Day {
    day.date().checked_sub_days(chrono::Days::new(days)).and_then(Day::from_date).unwrap_or(Day::FIRST)
}

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
