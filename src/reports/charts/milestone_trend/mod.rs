//! The Meilensteintrendanalyse: which date was forecast on which day, one line for each milestone.

mod grid;
mod lines;
mod notes;

use maud::{Markup, html};

use crate::analysis::trend::Trend;
use crate::domain::time::Day;
use crate::reports::texts::Texts;

use super::time_axis::TimeAxis;
use super::{Frame, PLAIN, Picture, TITLE, Type, WIDTH, clean, days_before, head, labels, line, stroke, text};

use grid::grid;
use lines::Line;
use notes::Notes;

/// Where the labels of the lines stand, and how wide they may be.
const LABELS: f64 = 690.0;
const LABEL_WIDTH: f64 = WIDTH - LABELS - 12.0 - SIGN;
/// Room for the mark before a label.
const SIGN: f64 = 20.0;
/// Where that mark stands, from the upper edge of the label on.
const SIGN_BELOW: f64 = 17.0;
const TOP: f64 = 100.0;
const LEFT: f64 = 104.0;
const RIGHT: f64 = 646.0;
/// Room between axis and first day, for what was agreed before anybody forecast anything.
const BAND: f64 = 76.0;
const LEAST_HEIGHT: f64 = 430.0;
const RADIUS: f64 = 5.5;

/// What is drawn.
#[derive(Clone, Copy, Debug)]
pub struct MilestoneTrendChart<'a> {
    /// Begins every id: charts of several projects can stand on one page.
    pub prefix: &'a str,
    /// Title of the project.
    pub project: &'a str,
    /// The day for which it holds (Stichtag).
    pub as_of: Day,
    /// The day on which that was known (Datenstand).
    pub known_on: Day,
    /// The trends, in the order of a list.
    pub trends: &'a [Trend],
}

impl MilestoneTrendChart<'_> {
    /// The chart; the same trends give the same bytes.
    pub fn draw(&self, texts: &Texts) -> Picture {
        let words = &texts.milestone_trend;
        let dated: Vec<&Trend> = self.trends.iter().filter(|t| days(t).next().is_some()).collect();
        let undated: Vec<&str> =
            self.trends.iter().filter(|t| days(t).next().is_none()).map(|t| t.title.as_str()).collect();
        // Where there are many, each has one line for its title, or the picture would be all labels.
        let rows = if dated.len() <= 6 { 2 } else { 1 };
        let titles: Vec<Vec<String>> =
            dated.iter().map(|t| text::wrap(&clean(&t.title), TITLE.size, true, LABEL_WIDTH, rows)).collect();
        let label_lines: usize = titles.iter().map(|t| t.len() + 3).sum();
        let height = (label_lines as f64 * 17.5).max(LEAST_HEIGHT);
        let (bottom, band) = (TOP + height, dated.iter().any(|t| t.baseline.is_some()));
        let (x, y) = self.axes(&dated, if band { LEFT + BAND } else { LEFT }, bottom);
        let mut lines: Vec<Line<'_>> = dated
            .into_iter()
            .zip(titles)
            .enumerate()
            .map(|(n, (trend, title))| Line::of(n, trend, (&x, &y), title, (words.state)(trend, self.as_of)))
            .collect();
        lines::side_by_side(&mut lines);
        let marks: Vec<(f64, f64)> = lines.iter().flat_map(Line::places).collect();
        let notes = Notes { y: bottom + 84.0, undated: &undated, nothing: lines.is_empty() };
        let content = html! {
            (head(&(words.title)(self.project), &(words.as_of)(self.as_of, self.known_on)))
            (line(24.0, TOP - 14.0, PLAIN, words.dates))
            (grid(&x, &y, bottom, band, &marks, words))
            @for each in &lines { (each.path(&(words.sentence)(each.trend, self.as_of))) }
            @for each in &lines { (each.marks(words)) }
            (label_column(&lines, bottom))
            (notes.draw(words))
        };
        let sentences = self.trends.iter().map(|t| (words.sentence)(t, self.as_of));
        let description: Vec<String> = [(words.description)(self.as_of)].into_iter().chain(sentences).collect();
        let description = if self.trends.is_empty() {
            format!("{} {}", description.join(" "), words.nothing)
        } else {
            description.join(" ")
        };
        let frame = Frame {
            prefix: self.prefix,
            language: texts.language,
            title: &(words.title)(self.project),
            description: &description,
            width: WIDTH,
            height: notes.end(),
        };
        frame.draw(&content)
    }

    /// The axes: days of statements up to the Stichtag, and every date there is; the slope stands in the picture whole.
    fn axes(&self, dated: &[&Trend], left: f64, bottom: f64) -> (TimeAxis, TimeAxis) {
        let stated = || dated.iter().flat_map(|t| t.points.iter().map(|p| p.stated_on).chain(t.actual));
        // Up to the Stichtag, also where nobody has said anything for long: a date that has passed shows as such.
        let last = self.as_of;
        let first = stated().min().unwrap_or(last);
        // A quarter of a year at least: a single day is no axis.
        let first = first.min(days_before(last, 92));
        let x = TimeAxis::over(first, last, (left, RIGHT), 8, false);
        let dates = || dated.iter().flat_map(|t| days(t)).chain([x.first(), x.last()]);
        let (lowest, highest) = (dates().min().unwrap_or(first), dates().max().unwrap_or(last));
        (x, TimeAxis::over(lowest, highest, (bottom, TOP), 12, true))
    }
}

/// Every day of a trend that is drawn.
fn days(trend: &Trend) -> impl Iterator<Item = Day> {
    let planned = trend.baseline.as_ref().into_iter().chain(trend.points.iter().map(|p| &p.forecast));
    planned.map(|date| date.day).chain(trend.actual)
}

/// The labels, from top to bottom as the lines end, pushed apart.
fn label_column(lines: &[Line<'_>], bottom: f64) -> Markup {
    let mut ends: Vec<(&Line<'_>, (f64, f64))> = lines.iter().filter_map(|each| Some((each, each.end()?))).collect();
    ends.sort_by(|a, b| a.1.1.total_cmp(&b.1.1));
    let heights: Vec<f64> = ends.iter().map(|(each, _)| each.label_height()).collect();
    // Its first line stands beside the end of the line, where there is room.
    let middles: Vec<f64> =
        ends.iter().zip(&heights).map(|((_, (_, y)), height)| y - SIGN_BELOW + height / 2.0).collect();
    let edges = labels::apart(&middles, &heights, TOP - 12.0, bottom + 12.0);
    html! {
        @for ((each, (x, y)), top) in ends.iter().zip(edges) {
            @let sign = (LABELS + 6.0, top + SIGN_BELOW);
            (stroke((x + RADIUS + 3.0, *y), (RIGHT, *y), each.mark.colour, 0.8))
            (stroke((RIGHT, *y), (LABELS - 4.0, sign.1), each.mark.colour, 0.8))
            (each.mark.filled(sign, RADIUS))
            @for (n, row) in each.title.iter().enumerate() {
                (line(LABELS + SIGN, top + 22.0 + 19.0 * n as f64, Type { fill: each.mark.colour, ..TITLE }, row))
            }
            @let below = top + 22.0 + 19.0 * (each.title.len() as f64 - 1.0);
            @for (n, row) in each.state.iter().enumerate() {
                (line(LABELS + SIGN, below + 17.0 * (n as f64 + 1.0), PLAIN, &text::cut(row, PLAIN.size, false, LABEL_WIDTH)))
            }
        }
    }
}
