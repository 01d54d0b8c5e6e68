//! The course of a number: steps from day to day, with the days of the reports marked.

use maud::{Markup, html};

use domain::time::Day;
use texts::{CourseInWords, Texts};

use super::fills::DARK;
use super::number_axis::NumberAxis;
use super::time_axis::{Tick, TimeAxis};
use super::{
    Frame, INK, PLAIN, Picture, QUIET, RULE, TICK, TITLE, Type, WIDTH, days_before, head, labels, line, number, stroke,
    text,
};

const LEFT: f64 = 84.0;
const RIGHT: f64 = 880.0;
const HEIGHT: f64 = 260.0;
/// Where the labels of reports begin, and how high each is.
const LABELS: f64 = 84.0;
const LABEL: f64 = 25.0;
/// Of this number of reports, the latest ones, the labels are drawn; the table has all.
const MOST_LABELS: usize = 6;
/// Dark enough to be read as text on white (5.5 : 1).
const ORANGE: &str = "#b34700";

/// A value from a day on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CoursePoint {
    /// The first day on which it holds.
    pub day: Day,
    /// The value; nothing where none is known from then on.
    pub value: Option<f64>,
    /// Whether it was counted differently before (neue Zählweise), so that it is no more and no less than the value before.
    pub anew: bool,
}

/// How an indicator went.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// Its values, from the first day on.
    pub points: Vec<CoursePoint>,
    /// The days of the reports with the values for them, as known now; in their order.
    pub reports: Vec<(Day, Option<f64>)>,
}

/// What is drawn.
#[derive(Clone, Copy, Debug)]
pub struct CourseChart<'a> {
    /// Begins every id.
    pub prefix: &'a str,
    /// What the picture shows, and of which project.
    pub title: &'a str,
    /// What it shows, as it stands above it.
    pub heading: &'a str,
    /// For which day it holds.
    pub subtitle: &'a str,
    /// The last day (Stichtag).
    pub as_of: Day,
    /// In what is counted.
    pub unit: &'a str,
    /// The values.
    pub course: &'a Course,
    /// The value to be reached next.
    pub target: Option<f64>,
}

/// Where a label of a report stands: its line, its left edge, how high it stands (0 is the lowest), its words.
struct Flag {
    x: f64,
    left: f64,
    row: usize,
    words: String,
}

impl CourseChart<'_> {
    /// The chart; the same values give the same bytes.
    pub fn draw(&self, texts: &Texts) -> Picture {
        let points = &self.course.points;
        let first = points.first().map_or(self.as_of, |point| point.day).min(days_before(self.as_of, 92));
        let values = points.iter().filter_map(|p| p.value).chain(self.target);
        // How long the numbers at the axis are does not depend on where it is drawn.
        let ticks = NumberAxis::over(values.clone(), (1.0, 0.0), 6).ticks();
        let widest = ticks.iter().map(|tick| text::width(&self.said(*tick, texts), TICK.size, false));
        let left = widest.fold(LEFT - 34.0, f64::max) + 34.0;
        let x = TimeAxis::over(first, self.as_of, (left, RIGHT), 13, false);
        let flags = self.flags(&x, texts);
        let rows = flags.iter().map(|flag| flag.row + 1).max().unwrap_or(0);
        let top = LABELS + LABEL * rows as f64 + 24.0;
        let bottom = top + HEIGHT;
        let y = NumberAxis::over(values, (bottom, top), 6);
        let content = html! {
            (head(self.heading, self.subtitle))
            @for run in self.runs(&x, &y) { (area(&run, y.at(0.0))) }
            (self.grid(&x, &y, bottom, texts))
            @if let Some(target) = self.target {
                line x1=(number(left)) y1=(number(y.at(target))) x2=(number(RIGHT)) y2=(number(y.at(target))) stroke=(ORANGE)
                    stroke-width="2.4" stroke-dasharray="9 6" {}
            }
            @for flag in &flags {
                @let above = LABELS + LABEL * (rows - 1 - flag.row) as f64;
                line x1=(number(flag.x)) y1=(number(above + 4.0)) x2=(number(flag.x)) y2=(number(bottom)) stroke=(QUIET)
                    stroke-width="1.2" stroke-dasharray="2 3" {}
            }
            @for run in self.runs(&x, &y) { (steps(&run)) }
            @for flag in &flags { (self.flag(flag, rows)) }
            (self.marks(&x, &y))
            (self.first_value(&x, &y, bottom, texts))
            (self.ends(&y, top, bottom, texts))
        };
        let frame = Frame {
            prefix: self.prefix,
            language: texts.language,
            title: self.title,
            description: &(texts.charts.course)(&self.in_words(texts)),
            width: WIDTH,
            height: bottom + 62.0,
        };
        frame.draw(&content)
    }

    fn in_words(&self, texts: &Texts) -> CourseInWords {
        let said = |value: f64| self.said(value, texts);
        let Course { points, reports } = self.course;
        CourseInWords {
            as_of: self.as_of,
            first: points.iter().find_map(|p| Some((p.day, p.value?, said(p.value?)))),
            last: points.last().map(|point| point.value.map(said)),
            reports: reports.iter().map(|(day, value)| (*day, value.map(said))).collect(),
            target: self.target.map(said),
        }
    }

    /// A value as it is written; of units only signs, and no long ones, are written with it.
    pub fn said(&self, value: f64, texts: &Texts) -> String {
        if self.unit.chars().count() > 3 { (texts.writing.number)(value) } else { texts.value(value, self.unit) }
    }

    fn grid(&self, x: &TimeAxis, y: &NumberAxis, bottom: f64, texts: &Texts) -> Markup {
        let left = x.at(x.first());
        let whole = self.course.points.iter().filter_map(|p| p.value).all(|value| value.fract() == 0.0);
        let month = |tick: &Tick| texts.milestone_trend.months.get(tick.month0).copied().unwrap_or_default();
        html! {
            // Of whole things there are no halves.
            @for tick in y.ticks().into_iter().filter(|tick| !whole || tick.fract() == 0.0) {
                (stroke((left, y.at(tick)), (RIGHT, y.at(tick)), RULE, 1.0))
                (line(left - 10.0, y.at(tick) + 6.0, Type { anchor: "end", ..TICK }, &self.said(tick, texts)))
            }
            @for (n, tick) in x.ticks().iter().enumerate() {
                @let at = x.at(tick.day);
                (stroke((at, bottom), (at, bottom + 6.0), QUIET, 1.0))
                @if x.months() {
                    (line(at, bottom + 26.0, TICK, month(tick)))
                    @if n == 0 || tick.month0 == 0 {
                        (line(at, bottom + 48.0, Type { bold: true, ..TICK }, &tick.year.to_string()))
                    }
                } @else {
                    (line(at, bottom + 26.0, TICK, &tick.year.to_string()))
                }
            }
            (stroke((left, y.at(0.0)), (RIGHT, y.at(0.0)), INK, 1.4))
        }
    }

    /// Stretches without a gap, as corners of steps.
    fn runs(&self, x: &TimeAxis, y: &NumberAxis) -> Vec<Vec<(f64, f64)>> {
        let mut runs: Vec<Vec<(f64, f64)>> = Vec::new();
        let points = &self.course.points;
        let ends = points.iter().skip(1).map(|next| next.day).chain([self.as_of]);
        let mut open = false;
        for (point, end) in points.iter().zip(ends) {
            let Some(value) = point.value else {
                open = false;
                continue;
            };
            let corners = [(x.at(point.day), y.at(value)), (x.at(end), y.at(value))];
            match runs.last_mut().filter(|_| open && !point.anew) {
                Some(run) => run.extend(corners),
                None => runs.push(corners.into()),
            }
            open = true;
        }
        runs
    }

    /// Of the reports: their values as rings on the line.
    fn marks(&self, x: &TimeAxis, y: &NumberAxis) -> Markup {
        let reported = self.course.reports.iter().filter_map(|(day, value)| Some((x.at(*day), y.at((*value)?))));
        html! {
            @for (x, y) in reported {
                circle cx=(number(x)) cy=(number(y)) r="5.5" fill="#fff" stroke=(DARK) stroke-width="2.4" {}
            }
        }
    }

    /// Labels left of their lines, the later ones higher, so that no line runs through the label of another.
    fn flags(&self, x: &TimeAxis, texts: &Texts) -> Vec<Flag> {
        let skipped = self.course.reports.len().saturating_sub(MOST_LABELS);
        let mut flags: Vec<Flag> = Vec::new();
        for (day, value) in self.course.reports.iter().skip(skipped) {
            let value = value.map(|value| self.said(value, texts));
            let words = (texts.charts.report)(*day, value.as_deref());
            let (at, width) = (x.at(*day), text::width(&words, PLAIN.size, false) + 6.0);
            let left = (at - width).max(24.0);
            let right = |flag: &Flag| (flag.left + text::width(&flag.words, PLAIN.size, false) + 6.0).max(flag.x);
            let row = flags.iter().filter(|flag| right(flag) > left).map(|flag| flag.row + 1).max().unwrap_or(0);
            flags.push(Flag { x: at, left, row, words });
        }
        flags
    }

    fn flag(&self, flag: &Flag, rows: usize) -> Markup {
        let y = LABELS + LABEL * (rows - 1 - flag.row) as f64 + 18.0;
        let width = text::width(&flag.words, PLAIN.size, false);
        // Whose label had to be moved to the right stands left of no line: it is set from its edge on.
        let moved = flag.left + width > flag.x;
        html! {
            @if moved {
                rect x=(number(flag.left - 2.0)) y=(number(y - 15.0)) width=(number(width + 4.0)) height="20" fill="#fff" {}
                (line(flag.left, y, Type { fill: INK, ..PLAIN }, &flag.words))
            } @else {
                (line(flag.x - 6.0, y, Type { fill: INK, anchor: "end", ..PLAIN }, &flag.words))
            }
        }
    }

    /// The first value, where a report does not say it, on the side from which the line goes away.
    fn first_value(&self, x: &TimeAxis, y: &NumberAxis, bottom: f64, texts: &Texts) -> Markup {
        let mut known = self.course.points.iter().filter_map(|p| Some((p.day, p.value?)));
        let first = known.next();
        let next = known.find(|(_, value)| first.is_some_and(|(_, first)| *value != first));
        let said = |day| self.course.reports.iter().any(|(report, _)| *report == day);
        html! {
            @if let (Some((day, value)), Some((_, next))) = (first.filter(|(day, _)| !said(*day)), next) {
                @let (at, words) = ((x.at(day), y.at(value)), self.said(value, texts));
                @let below = next > value && at.1 + 32.0 < bottom;
                circle cx=(number(at.0)) cy=(number(at.1)) r="4" fill=(DARK) {}
                @let beside = (at.0 + 4.0).min(WIDTH - 8.0 - text::width(&words, TITLE.size, true));
                (line(beside, if below { at.1 + 24.0 } else { at.1 - 9.0 }, Type { fill: DARK, ..TITLE }, &words))
            }
        }
    }

    /// What stands at the right end: the last value and the target.
    fn ends(&self, y: &NumberAxis, top: f64, bottom: f64, texts: &Texts) -> Markup {
        let room = WIDTH - RIGHT - 22.0;
        let last = self.course.points.last().and_then(|point| point.value);
        let last = last.map(|value| (y.at(value), DARK, self.said(value, texts), true));
        let aim = |value| (y.at(value), ORANGE, (texts.charts.target)(&self.said(value, texts)), false);
        let mut ends: Vec<_> = last.into_iter().chain(self.target.map(aim)).collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        let middles: Vec<f64> = ends.iter().map(|end| end.0).collect();
        let edges = labels::apart(&middles, &vec![27.0; ends.len()], top - 14.0, bottom + 14.0);
        html! {
            @for ((at, colour, words, point), edge) in ends.iter().zip(edges) {
                @if *point { circle cx=(number(RIGHT)) cy=(number(*at)) r="5" fill=(*colour) {} }
                (line(RIGHT + 14.0, edge + 20.0, Type { fill: colour, ..TITLE }, &text::cut(words, TITLE.size, true, room)))
            }
        }
    }
}

fn joined(run: &[(f64, f64)]) -> String {
    run.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect::<Vec<_>>().join(" ")
}

fn steps(run: &[(f64, f64)]) -> Markup {
    html! {
        polyline points=(joined(run)) fill="none" stroke=(DARK) stroke-width="3" stroke-linejoin="round" stroke-linecap="round" {}
    }
}

fn area(run: &[(f64, f64)], zero: f64) -> Markup {
    let ends = run.last().zip(run.first()).map(|(last, first)| [(last.0, zero), (first.0, zero)]);
    let closed: Vec<(f64, f64)> = run.iter().copied().chain(ends.into_iter().flatten()).collect();
    html! { polygon points=(joined(&closed)) fill="#e5ecf3" {} }
}
