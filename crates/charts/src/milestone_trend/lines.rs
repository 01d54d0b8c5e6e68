//! The lines: a milestone with its mark, from its baseline over its forecasts to where it stands now.

use maud::{Markup, html};

use crate::marks::Mark;
use crate::time_axis::TimeAxis;
use crate::{clean, number};
use analysis::trend::{Trend, TrendPoint};
use texts::MilestoneTrendTexts;

use super::geometry::{BAND, LEFT, RADIUS, STATE_LINE, TITLE_LINE};

/// What stands beside a line, in lines of text.
pub(super) struct Label {
    pub title: Vec<String>,
    pub state: Vec<String>,
}

impl Label {
    pub fn height(&self) -> f64 {
        let lines = |lines: &Vec<String>| f64::from(u32::try_from(lines.len()).unwrap_or(1));
        lines(&self.title) * TITLE_LINE + lines(&self.state) * STATE_LINE + 12.0
    }
}

/// A milestone with its mark, and where its line ends.
pub(super) struct Line<'a> {
    pub trend: &'a Trend,
    pub mark: Mark,
    /// Where the baseline is drawn.
    baseline: Option<(f64, f64)>,
    points: Vec<((f64, f64), &'a TrendPoint)>,
    reached: Option<(f64, f64)>,
    pub label: Label,
}

impl<'a> Line<'a> {
    /// Of the n-th milestone, on these axes.
    pub fn of(n: usize, trend: &'a Trend, (x, y): (&TimeAxis, &TimeAxis), label: Label) -> Self {
        Self {
            trend,
            mark: Mark::of(n),
            baseline: trend.baseline.as_ref().map(|b| (beside(n), y.at(b.day))),
            points: trend.points.iter().map(|p| ((x.at(p.stated_on), y.at(p.forecast.day)), p)).collect(),
            reached: trend.actual.map(|day| (x.at(day), y.at(day))),
            label,
        }
    }

    /// Where its label belongs.
    pub fn end(&self) -> Option<(f64, f64)> {
        self.reached.or(self.points.last().map(|(at, _)| *at)).or(self.baseline)
    }

    /// Where its marks stand.
    pub fn places(&self) -> impl Iterator<Item = (f64, f64)> {
        self.baseline.into_iter().chain(self.points.iter().map(|(at, _)| *at)).chain(self.reached)
    }

    /// The line itself, with what is to be said of it.
    pub fn path(&self, sentence: &str) -> Markup {
        let points: Vec<String> = self.places().map(|(x, y)| format!("{},{}", number(x), number(y))).collect();
        html! {
            polyline points=(points.join(" ")) fill="none" stroke=(self.mark.colour) stroke-width="2.4" stroke-linejoin="round"
                stroke-dasharray=[self.mark.dash] { title { (clean(sentence)) } }
        }
    }

    /// Its marks.
    pub fn marks(&self, words: &MilestoneTrendTexts) -> Markup {
        html! {
            @if let Some(at) = self.baseline { (self.mark.open(at, RADIUS)) }
            @for (at, point) in &self.points {
                g { title { (clean(&(words.point)(point))) } (self.mark.filled(*at, RADIUS)) }
            }
            @if let Some(at) = self.reached { (self.mark.ringed(at, RADIUS)) }
        }
    }
}

/// Baselines stand beside each other in their band, so that equal ones do not cover each other.
fn beside(n: usize) -> f64 {
    const PLACES: usize = 5;
    LEFT + BAND / 6.0 * ((n % PLACES) as f64 + 1.0)
}

/// Draws lines that end at the same place side by side, so that all of them are seen: a day or two is less than a mark.
pub(super) fn side_by_side(lines: &mut [Line<'_>]) {
    const BUNDLE: f64 = 12.0;
    const GAP: f64 = 4.0;
    let place = |line: &Line<'_>| line.end().map(|(x, y)| (number(x), number(y)));
    let places: Vec<_> = lines.iter().map(place).collect();
    for (n, line) in lines.iter_mut().enumerate() {
        let Some(own) = places.get(n) else { continue };
        let (all, earlier) =
            (places.iter().filter(|p| *p == own).count(), places.iter().take(n).filter(|p| *p == own).count());
        if all < 2 {
            continue;
        }
        let steps = (all - 1) as f64;
        let by = (earlier as f64 - steps / 2.0) * (BUNDLE / steps).min(GAP);
        let ends =
            line.baseline.iter_mut().chain(line.points.iter_mut().map(|(at, _)| at)).chain(line.reached.iter_mut());
        ends.for_each(|at| at.1 += by);
    }
}
