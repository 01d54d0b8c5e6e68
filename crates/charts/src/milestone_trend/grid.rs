//! What lies behind the lines: the calendar on both axes, and the slope on which a date is reached.

use maud::{Markup, html};

use crate::time_axis::{Tick, TimeAxis};
use crate::{INK, PLAIN, QUIET, RULE, TICK, Type, line, number, stroke, text};
use texts::MilestoneTrendTexts;

use super::geometry::{LEFT, RIGHT, TOP};

/// Behind dates that were over when they were forecast.
const PAST: &str = "#f2f4f6";

/// Axes, grid and slope; `band` says whether there is room for baselines before the first day, `marks` where marks stand.
pub(super) fn grid(
    x: &TimeAxis,
    y: &TimeAxis,
    bottom: f64,
    band: bool,
    marks: &[(f64, f64)],
    words: &MilestoneTrendTexts,
) -> Markup {
    let (left, right) = (x.at(x.first()), RIGHT);
    let slope = [x.first(), x.last()].map(|day| (x.at(day), y.at(day)));
    let [(x1, y1), (x2, y2)] = slope;
    let corner = y2.max(TOP);
    let month = |tick: &Tick| words.months.get(tick.month0).copied().unwrap_or_default();
    let name = |tick: &Tick| if y.months() { format!("{} {}", month(tick), tick.year) } else { tick.year.to_string() };
    html! {
        // Dates below the slope were over when they were forecast.
        polygon fill=(PAST) points={
            (number(x1)) "," (number(y1)) " " (number(x2)) "," (number(corner)) " " (number(x2)) "," (number(bottom)) " " (number(x1)) "," (number(bottom))
        } {}
        @for tick in y.ticks() {
            (stroke((LEFT, y.at(tick.day)), (right, y.at(tick.day)), RULE, 1.0))
            (line(LEFT - 8.0, y.at(tick.day) + 6.0, Type { anchor: "end", ..TICK }, &name(&tick)))
        }
        @for (n, tick) in x.ticks().iter().enumerate() {
            (stroke((x.at(tick.day), TOP), (x.at(tick.day), bottom), RULE, 1.0))
            @if x.months() {
                (line(x.at(tick.day), bottom + 24.0, TICK, month(tick)))
                @if n == 0 || tick.month0 == 0 {
                    (line(x.at(tick.day), bottom + 45.0, Type { bold: true, ..TICK }, &tick.year.to_string()))
                }
            } @else {
                (line(x.at(tick.day), bottom + 24.0, TICK, &tick.year.to_string()))
            }
        }
        @if band {
            (stroke((left, TOP), (left, bottom), QUIET, 1.0))
            (line(LEFT - 4.0, bottom + 24.0, PLAIN, words.baseline))
        }
        (stroke((LEFT, bottom), (right, bottom), QUIET, 1.0))
        (line((left + right) / 2.0, bottom + 70.0, TICK, words.stated))
        (stroke((x1, y1), (x2, y2), INK, 2.0))
        (slope_label((x1, y1), (x2, y2), marks, words.reached_line))
    }
}

/// The name of the slope, along it and below it, as near to its beginning as no mark is in the way; a slope that is too
/// short for it goes without.
fn slope_label((x1, y1): (f64, f64), (x2, y2): (f64, f64), marks: &[(f64, f64)], name: &str) -> Markup {
    let length = (x2 - x1).hypot(y2 - y1);
    let angle = (y2 - y1).atan2(x2 - x1);
    let room = text::width(name, TICK.size, false) + 40.0;
    // The flatter the slope, the further on there is room for it above the axis.
    let nearest = (24.0 / angle.sin().abs().max(0.01)).min(length - room + 20.0);
    let places = (0..=40_u32).map(|n| nearest + f64::from(n) * 16.0).take_while(|along| along + room - 20.0 <= length);
    let in_the_way = |along: &f64| {
        let covered = |(x, y): &&(f64, f64)| {
            let (across, down) = (x - x1, y - y1);
            let beside = across * angle.cos() + down * angle.sin();
            let below = down * angle.cos() - across * angle.sin();
            (along - 12.0..=along + room - 28.0).contains(&beside) && (-8.0..=34.0).contains(&below)
        };
        marks.iter().filter(covered).count()
    };
    // Of places that are all taken, the one with the fewest marks.
    let along = places.min_by_key(in_the_way).unwrap_or(nearest);
    html! {
        @if length > room {
            text font-size=(number(TICK.size)) fill=(INK) stroke=(PAST) stroke-width="4" stroke-linejoin="round" paint-order="stroke"
                transform={ "translate(" (number(x1)) " " (number(y1)) ") rotate(" (number(angle.to_degrees())) ") translate(" (number(along)) " 20)" } { (name) }
        }
    }
}
