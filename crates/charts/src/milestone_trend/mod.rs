//! The Meilensteintrendanalyse: which date was forecast on which day, one line for each milestone.

mod geometry;
mod grid;
mod lines;
mod notes;

use maud::{Markup, html};

use analysis::trend::Trend;
use domain::time::Day;
use texts::Texts;

use super::time_axis::TimeAxis;
use super::{Frame, PLAIN, Picture, TITLE, Type, WIDTH, clean, days_before, head, labels, line, stroke, text};

use geometry::{BAND, LEFT, RADIUS, RIGHT, STATE_LINE, TITLE_LINE, TOP};
use grid::grid;
use lines::{Label, Line};
use notes::Notes;

/// Where the labels of the lines stand, and how wide they may be.
const LABELS: f64 = 640.0;
const LABEL_WIDTH: f64 = WIDTH - LABELS - 12.0 - SIGN;
/// Room for the mark before a label.
const SIGN: f64 = 20.0;
/// Where that mark stands, from the upper edge of the label on.
const SIGN_BELOW: f64 = 17.0;
/// How much is said of a line beside it: in how many rows its texts may break, and how many of them stand below its title.
/// Of up to this number of lines everything is said; of more, as much as a page has room for.
const FEW: usize = 6;
const ALL: (usize, usize) = (2, 2);
const LESS: [(usize, usize); 3] = [(1, 2), (1, 1), (1, 0)];
const MOST_HEIGHT: f64 = 1020.0;
const LEAST_HEIGHT: f64 = 320.0;

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
        let (labels, height) = self.labels(&dated, texts);
        let (bottom, band) = (TOP + height, dated.iter().any(|t| t.baseline.is_some()));
        let (x, y) = self.axes(&dated, if band { LEFT + BAND } else { LEFT }, bottom);
        let mut lines: Vec<Line<'_>> = dated
            .into_iter()
            .zip(labels)
            .enumerate()
            .map(|(n, (trend, label))| Line::of(n, trend, (&x, &y), label))
            .collect();
        lines::side_by_side(&mut lines);
        let marks: Vec<(f64, f64)> = lines.iter().flat_map(Line::places).collect();
        let notes = Notes { y: bottom + 104.0, undated: &undated, nothing: lines.is_empty() };
        let content = html! {
            (head(words.heading, &(words.as_of)(self.as_of, self.known_on, self.project)))
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
            height: notes.end(words),
        };
        frame.draw(&content)
    }

    /// What is said of the lines beside them, and how high the picture of the lines is for that.
    fn labels(&self, dated: &[&Trend], texts: &Texts) -> (Vec<Label>, f64) {
        let label = |trend: &&Trend, (rows, states): (usize, usize)| {
            let wrap = |text: &str, set: Type| text::wrap(&clean(text), set.size, set.bold, LABEL_WIDTH, rows);
            let state = (texts.milestone_trend.state)(trend, self.as_of);
            let state = state.iter().take(states).flat_map(|text| wrap(text, PLAIN)).collect();
            Label { title: wrap(&trend.title, TITLE), state }
        };
        let labels = |detail| {
            let labels: Vec<Label> = dated.iter().map(|trend| label(trend, detail)).collect();
            let height = labels.iter().map(Label::height).sum::<f64>().max(LEAST_HEIGHT);
            (labels, height)
        };
        if dated.len() <= FEW {
            return labels(ALL);
        }
        let [first, rest @ ..] = LESS;
        rest.into_iter().fold(labels(first), |so_far, less| if so_far.1 > MOST_HEIGHT { labels(less) } else { so_far })
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
    let heights: Vec<f64> = ends.iter().map(|(each, _)| each.label.height()).collect();
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
            @for (n, row) in each.label.title.iter().enumerate() {
                (line(LABELS + SIGN, top + 23.0 + TITLE_LINE * n as f64, Type { fill: each.mark.colour, ..TITLE }, row))
            }
            @let below = top + 23.0 + TITLE_LINE * (each.label.title.len() as f64 - 1.0);
            @for (n, row) in each.label.state.iter().enumerate() {
                (line(LABELS + SIGN, below + STATE_LINE * (n as f64 + 1.0), PLAIN, row))
            }
        }
    }
}
