//! The Meilensteintrendanalyse: which date was forecast on which day, one line for each milestone.

use maud::{Markup, html};

use crate::analysis::trend::{Trend, TrendPoint};
use crate::domain::time::Day;
use crate::reports::texts::{MilestoneTrendTexts, Texts};

use super::marks::Mark;
use super::time_axis::{Tick, TimeAxis};
use super::{Frame, INK, PLAIN, QUIET, RULE, Type, clean, line, number, stroke};
use super::{labels, text};

const WIDTH: f64 = 1080.0;
/// Where the labels of the lines stand, and how wide they may be.
const LABELS: f64 = 712.0;
const LABEL_WIDTH: f64 = WIDTH - LABELS - 12.0 - SIGN;
/// Room for the mark before a label.
const SIGN: f64 = 20.0;
const TOP: f64 = 100.0;
const LEFT: f64 = 104.0;
const RIGHT: f64 = 668.0;
/// Room between axis and first day, for what was agreed before anybody forecast anything.
const BAND: f64 = 58.0;
const LEAST_HEIGHT: f64 = 430.0;
const RADIUS: f64 = 5.5;
const TITLE: Type = Type { size: 15.0, bold: true, fill: INK, anchor: "start" };
const TICK: Type = Type { size: 13.0, bold: false, fill: QUIET, anchor: "middle" };

/// What is drawn.
#[derive(Clone, Copy, Debug)]
pub struct MilestoneTrendChart<'a> {
    /// Begins every id: charts of several projects can stand on one page.
    pub prefix: &'a str,
    /// Title of the project.
    pub project: &'a str,
    /// The day for which it holds (Stichtag).
    pub as_of: Day,
    /// The day up to which anything is known (Datenstand): the axis goes no further.
    pub known_on: Day,
    /// The trends, in the order of a list.
    pub trends: &'a [Trend],
}

/// A milestone with its mark, and where its line ends.
struct Line<'a> {
    trend: &'a Trend,
    mark: Mark,
    /// Where the baseline is drawn.
    baseline: Option<(f64, f64)>,
    points: Vec<((f64, f64), &'a TrendPoint)>,
    reached: Option<(f64, f64)>,
    title: Vec<String>,
    state: [String; 2],
}

impl Line<'_> {
    /// Where its label belongs.
    fn end(&self) -> Option<(f64, f64)> {
        self.reached.or(self.points.last().map(|(at, _)| *at)).or(self.baseline)
    }

    fn label_height(&self) -> f64 {
        let lines = u32::try_from(self.title.len()).unwrap_or(1);
        f64::from(lines) * 19.0 + 2.0 * 17.0 + 12.0
    }
}

impl MilestoneTrendChart<'_> {
    /// The chart as SVG; the same trends give the same bytes.
    pub fn svg(&self, texts: &Texts) -> String {
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
        let lines: Vec<Line<'_>> = dated
            .into_iter()
            .zip(titles)
            .enumerate()
            .map(|(n, (trend, title))| Line {
                trend,
                mark: Mark::of(n),
                baseline: trend.baseline.as_ref().map(|b| (beside(n), y.at(b.day))),
                points: trend.points.iter().map(|p| ((x.at(p.stated_on), y.at(p.forecast.day)), p)).collect(),
                reached: trend.actual.map(|day| (x.at(day), y.at(day))),
                title,
                state: (words.state)(trend),
            })
            .collect();
        let notes = Notes { y: bottom + 84.0, undated: &undated, nothing: lines.is_empty() };
        let content = html! {
            (line(24.0, 38.0, Type { size: 20.0, ..TITLE }, &text::cut(&clean(&(words.title)(self.project)), 20.0, true, WIDTH - 48.0)))
            (line(24.0, 60.0, PLAIN, &(words.as_of)(self.as_of)))
            (line(24.0, TOP - 14.0, PLAIN, words.dates))
            (grid(&x, &y, bottom, band, words))
            @for each in &lines { (path(each, words)) }
            @for each in &lines { (marks(each, words)) }
            (label_column(&lines, bottom))
            (notes.draw(words))
        };
        let sentences = self.trends.iter().map(|t| (words.sentence)(t));
        let description: Vec<String> = [(words.description)(self.as_of)].into_iter().chain(sentences).collect();
        let description =
            if self.trends.is_empty() { format!("{} {}", description.join(" "), words.nothing) } else { description.join(" ") };
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
        let until = self.as_of.min(self.known_on);
        let last = stated().max().unwrap_or(until).max(until);
        let first = stated().min().unwrap_or(until);
        // A quarter of a year at least: a single day is no axis.
        let first = first.min(before(last, 92));
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

fn before(day: Day, days: u64) -> Day {
    day.date().checked_sub_days(chrono::Days::new(days)).and_then(Day::from_date).unwrap_or(Day::FIRST)
}

/// Baselines stand beside each other in their band, so that equal ones do not cover each other.
fn beside(n: usize) -> f64 {
    const PLACES: usize = 4;
    LEFT + BAND / 5.0 * ((n % PLACES) as f64 + 1.0)
}

fn grid(x: &TimeAxis, y: &TimeAxis, bottom: f64, band: bool, words: &MilestoneTrendTexts) -> Markup {
    let (left, right) = (x.at(x.first()), RIGHT);
    let slope = [x.first(), x.last()].map(|day| (x.at(day), y.at(day)));
    let [(x1, y1), (x2, y2)] = slope;
    let corner = y2.max(TOP);
    let month = |tick: &Tick| words.months.get(tick.month0).copied().unwrap_or_default();
    let name = |tick: &Tick| if y.months() { format!("{} {}", month(tick), tick.year) } else { tick.year.to_string() };
    html! {
        // Dates below the slope were over when they were forecast.
        polygon fill="#f2f4f6" points={
            (number(x1)) "," (number(y1)) " " (number(x2)) "," (number(corner)) " " (number(x2)) "," (number(bottom)) " " (number(x1)) "," (number(bottom))
        } {}
        @for tick in y.ticks() {
            (stroke((LEFT, y.at(tick.day)), (right, y.at(tick.day)), RULE, 1.0))
            (line(LEFT - 8.0, y.at(tick.day) + 4.5, Type { anchor: "end", ..TICK }, &name(&tick)))
        }
        @for (n, tick) in x.ticks().iter().enumerate() {
            (stroke((x.at(tick.day), TOP), (x.at(tick.day), bottom), RULE, 1.0))
            @if x.months() {
                (line(x.at(tick.day), bottom + 19.0, TICK, month(tick)))
                @if n == 0 || tick.month0 == 0 {
                    (line(x.at(tick.day), bottom + 36.0, Type { bold: true, ..TICK }, &tick.year.to_string()))
                }
            } @else {
                (line(x.at(tick.day), bottom + 19.0, TICK, &tick.year.to_string()))
            }
        }
        @if band {
            (stroke((left, TOP), (left, bottom), QUIET, 1.0))
            (line((LEFT + left) / 2.0, bottom + 19.0, TICK, words.baseline))
        }
        (stroke((LEFT, bottom), (right, bottom), QUIET, 1.0))
        (line((left + right) / 2.0, bottom + 56.0, TICK, words.stated))
        (stroke((x1, y1), (x2, y2), INK, 2.0))
        (slope_label((x1, y1), (x2, y2), words.reached_line))
    }
}

/// The name of the slope, along it and above it; where the slope is too short for it, the slope goes without.
fn slope_label((x1, y1): (f64, f64), (x2, y2): (f64, f64), name: &str) -> Markup {
    let length = (x2 - x1).hypot(y2 - y1);
    let angle = (y2 - y1).atan2(x2 - x1).to_degrees();
    let room = text::width(name, 13.0, false) + 40.0;
    html! {
        @if length > room {
            text font-size="13" fill=(INK) stroke="#fff" stroke-width="4" stroke-linejoin="round" paint-order="stroke" text-anchor="end"
                transform={ "translate(" (number(x2)) " " (number(y2)) ") rotate(" (number(angle)) ") translate(-14 15)" } { (name) }
        }
    }
}

/// The line of a milestone, and the thin one that leads to its label.
fn path(each: &Line<'_>, words: &MilestoneTrendTexts) -> Markup {
    let places = each.baseline.into_iter().chain(each.points.iter().map(|(at, _)| *at)).chain(each.reached);
    let points: Vec<String> = places.map(|(x, y)| format!("{},{}", number(x), number(y))).collect();
    html! {
        polyline points=(points.join(" ")) fill="none" stroke=(each.mark.colour) stroke-width="2.4" stroke-linejoin="round"
            stroke-dasharray=[each.mark.dash] { title { (clean(&(words.sentence)(each.trend))) } }
    }
}

fn marks(each: &Line<'_>, words: &MilestoneTrendTexts) -> Markup {
    html! {
        @if let Some(at) = each.baseline { (each.mark.open(at, RADIUS)) }
        @for (at, point) in &each.points {
            g { title { (clean(&(words.point)(point))) } (each.mark.filled(*at, RADIUS)) }
        }
        @if let Some(at) = each.reached { (each.mark.ringed(at, RADIUS)) }
    }
}

/// The labels, from top to bottom as the lines end, pushed apart.
fn label_column(lines: &[Line<'_>], bottom: f64) -> Markup {
    let mut ends: Vec<(&Line<'_>, (f64, f64))> = lines.iter().filter_map(|each| Some((each, each.end()?))).collect();
    ends.sort_by(|a, b| a.1.1.total_cmp(&b.1.1));
    let middles: Vec<f64> = ends.iter().map(|(_, (_, y))| *y).collect();
    let heights: Vec<f64> = ends.iter().map(|(each, _)| each.label_height()).collect();
    let edges = labels::apart(&middles, &heights, TOP - 12.0, bottom + 12.0);
    html! {
        @for ((each, (x, y)), top) in ends.iter().zip(edges) {
            @let sign = (LABELS + 6.0, top + 17.0);
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

/// What stands below: what marks mean, and what is not drawn.
struct Notes<'a> {
    y: f64,
    undated: &'a [&'a str],
    nothing: bool,
}

impl Notes<'_> {
    fn rows(&self, words: &MilestoneTrendTexts) -> Vec<String> {
        if self.undated.is_empty() {
            return Vec::new();
        }
        let titles: Vec<String> = self.undated.iter().map(|title| clean(title)).collect();
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        text::wrap(&(words.no_date)(&titles), PLAIN.size, false, WIDTH - 48.0, 2)
    }

    fn end(&self) -> f64 {
        let undated = if self.undated.is_empty() { 0.0 } else { 40.0 };
        self.y + 46.0 + undated
    }

    fn draw(&self, words: &MilestoneTrendTexts) -> Markup {
        let sign = (30.0, self.y - 4.5);
        let mut at = sign.0 + 12.0;
        let mut next = |name: &str| {
            let here = at;
            at += text::width(name, PLAIN.size, false) + 44.0;
            here
        };
        let (forecast, baseline, reached) = (next(words.forecast), next(words.baseline), next(words.reached));
        html! {
            @if self.nothing {
                (line((LEFT + RIGHT) / 2.0, TOP + LEAST_HEIGHT / 3.0, Type { size: 15.0, anchor: "middle", ..PLAIN }, words.nothing))
            }
            (Mark::EXAMPLE.filled((forecast - 12.0, sign.1), RADIUS)) (line(forecast, self.y, PLAIN, words.forecast))
            (Mark::EXAMPLE.open((baseline - 12.0, sign.1), RADIUS)) (line(baseline, self.y, PLAIN, words.baseline))
            (Mark::EXAMPLE.ringed((reached - 16.0, sign.1), RADIUS - 1.0)) (line(reached, self.y, PLAIN, words.reached))
            (line(24.0, self.y + 24.0, PLAIN, words.how))
            @for (n, row) in self.rows(words).iter().enumerate() {
                (line(24.0, self.y + 48.0 + 18.0 * n as f64, PLAIN, row))
            }
        }
    }
}
