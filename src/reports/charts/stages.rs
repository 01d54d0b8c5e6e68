//! Stages: how many offices have come how far, and below it every office with the stage that it has come to.

use maud::{Markup, html};

use crate::kinds::{StageRow, Stages};
use crate::reports::texts::Texts;

use super::fills::Fill;
use super::marks::Mark;
use super::{Frame, INK, Picture, QUIET, RULE, Type, VALUE, WIDTH, clean, head, line, stroke, text};

const TOP: f64 = 112.0;
const LEFT: f64 = 250.0;
const RIGHT: f64 = 1040.0;
const BAR: f64 = 34.0;
/// How high a part of an office is, and what lies between offices; and where there are many.
const ROOMY: [f64; 2] = [20.0, 9.0];
const DENSE: [f64; 2] = [15.4, 5.0];
/// More than this does not fit a page.
const MOST_HEIGHT: f64 = 1080.0;
const RADIUS: f64 = 6.0;
const NOTE: Type = Type { size: 16.0, ..super::NOTE };
const SCALE: Type = Type { size: 16.0, ..super::SCALE };

/// The stages of a project; `title` names it, `subtitle` says for which day they hold.
pub fn draw(stages: &Stages, prefix: &str, title: &str, subtitle: &str, texts: &Texts) -> Picture {
    let words = &texts.charts;
    let high = |[lane, gap]: [f64; 2]| lane * stages.parts.len().max(1) as f64 + gap;
    let roomy = high(ROOMY) * stages.rows.len() as f64 <= MOST_HEIGHT;
    let set = if roomy { ROOMY } else { DENSE };
    let row = high(set);
    let fits = (1..=stages.rows.len()).take_while(|n| row * *n as f64 <= MOST_HEIGHT).count();
    let shown = stages.rows.get(..fits).unwrap_or_default();
    let keys = TOP + (BAR + 36.0) * stages.parts.len() as f64;
    let top = keys + 84.0;
    let bottom = top + row * shown.len() as f64;
    let left_out = stages.rows.len() - shown.len();
    let content = html! {
        (Fill::patterns(prefix))
        (head(stages.title, subtitle))
        @for (n, part) in stages.parts.iter().enumerate() {
            (stacked(&stages.counts(n), part, prefix, TOP + (BAR + 36.0) * n as f64, texts))
        }
        (legend(stages, prefix, keys + 12.0))
        (columns(stages, top, bottom))
        @for (n, office) in shown.iter().enumerate() {
            (lanes(office, stages.stages.len(), (top + row * n as f64, row), set, words.not_meant))
        }
        (marks_key(stages, bottom + 28.0))
        @if left_out > 0 {
            (line(24.0, bottom + 58.0, NOTE, &(words.left_out)(shown.len(), stages.rows.len())))
        }
    };
    let rows: Vec<String> = (stages.parts.iter().enumerate()).map(|(n, part)| said(stages, n, part, texts)).collect();
    let frame = Frame {
        prefix,
        language: texts.language,
        title,
        description: &(words.stages)(subtitle, &rows.join(" ")),
        width: WIDTH,
        height: bottom + if left_out > 0 { 76.0 } else { 44.0 },
    };
    frame.draw(&content)
}

/// One bar for a part: a piece for every stage, with its number where there is room.
fn stacked(counts: &[usize], part: &str, prefix: &str, y: f64, texts: &Texts) -> Markup {
    let all: usize = counts.iter().sum();
    let live = counts.last().copied().unwrap_or_default();
    let unit = (RIGHT - LEFT) / all.max(1) as f64;
    // What is done stands first.
    let mut x = LEFT;
    let pieces: Vec<(usize, usize, f64)> = (counts.iter().enumerate().rev())
        .map(|(stage, count)| {
            let here = x;
            x += unit * *count as f64;
            (stage, *count, here)
        })
        .collect();
    html! {
        (line(24.0, y - 7.0, Type { fill: INK, bold: true, ..NOTE }, &text::cut(part, NOTE.size, true, 640.0)))
        (line(RIGHT, y - 7.0, Type { anchor: "end", ..NOTE }, &(texts.charts.done)(live, all)))
        @for (stage, count, x) in pieces {
            @if count > 0 {
                @let width = unit * count as f64;
                @let number = (texts.writing.number)(count as f64);
                @let fill = Fill::of(stage, counts.len());
                (fill.bar(prefix, (x, y), (width, BAR)))
                @let room = text::width(&number, VALUE.size, true) + 10.0;
                @if room <= width {
                    @let middle = x + width / 2.0;
                    @if matches!(fill, Fill::Dotted | Fill::Hatched | Fill::Crossed) {
                        rect x=(super::number(middle - room / 2.0)) y=(super::number(y + 6.0)) width=(super::number(room))
                            height="22" rx="3" fill="#fff" {}
                    }
                    @let ink = if fill == Fill::Solid { "#fff" } else { INK };
                    (line(middle, y + 23.5, Type { fill: ink, anchor: "middle", ..VALUE }, &number))
                }
            }
        }
    }
}

/// What the fills mean, in the order in which they stand in the bars.
fn legend(stages: &Stages, prefix: &str, y: f64) -> Markup {
    let all = stages.stages.len();
    let mut at = 24.0;
    let places: Vec<(Fill, f64, &str)> = (stages.stages.iter().enumerate().rev())
        .map(|(n, name)| {
            let here = at;
            at += 28.0 + text::width(name, NOTE.size, false) + 6.0;
            (Fill::of(n, all), here, *name)
        })
        .collect();
    html! {
        @for (fill, x, name) in places {
            (fill.bar(prefix, (x, y - 12.0), (20.0, 14.0)))
            (line(x + 26.0, y, NOTE, name))
        }
    }
}

fn column(stage: usize, all: usize) -> f64 {
    let step = (RIGHT - LEFT - 144.0) / all.saturating_sub(1).max(1) as f64;
    LEFT + 84.0 + step * stage as f64
}

fn columns(stages: &Stages, top: f64, bottom: f64) -> Markup {
    let all = stages.stages.len();
    html! {
        @for (n, name) in stages.stages.iter().enumerate() {
            (stroke((column(n, all), top - 6.0), (column(n, all), bottom), RULE, 1.0))
            (line(column(n, all), top - 14.0, SCALE, name))
        }
    }
}

/// An office: a line for every part, up to the stage that it has come to.
fn lanes(office: &StageRow, all: usize, (top, row): (f64, f64), [lane, gap]: [f64; 2], not_meant: &str) -> Markup {
    // Two lines of a name are as high as two parts.
    let names = text::wrap(&clean(&office.name), NOTE.size, false, LEFT - 34.0, if row > 40.0 { 2 } else { 1 });
    let first = top + row / 2.0 + 5.5 - 9.0 * (names.len() as f64 - 1.0);
    html! {
        @for (n, name) in names.iter().enumerate() {
            (line(LEFT - 8.0, first + 18.0 * n as f64, Type { fill: INK, anchor: "end", ..NOTE }, name))
        }
        @for (part, reached) in office.reached.iter().enumerate() {
            @let y = top + gap / 2.0 + lane * (part as f64 + 0.5);
            @let mark = Mark::of(part);
            @match reached {
                Some(stage) => {
                    (stroke((column(0, all), y), (column(*stage, all), y), mark.colour, 3.0))
                    @if *stage == 0 { (mark.open((column(0, all), y), RADIUS)) }
                    @else { (mark.filled((column(*stage, all), y), RADIUS)) }
                }
                None => { (line(column(0, all) + 12.0, y + 4.5, Type { fill: QUIET, ..NOTE }, not_meant)) }
            }
        }
        (stroke((24.0, top + row), (RIGHT, top + row), "#eceff2", 0.8))
    }
}

/// Which mark is which part, where there are several.
fn marks_key(stages: &Stages, y: f64) -> Markup {
    let mut at = 34.0;
    let places: Vec<(Mark, f64, &str)> = (stages.parts.iter().enumerate())
        .map(|(n, part)| {
            let here = at;
            at += text::width(part, NOTE.size, false) + 44.0;
            (Mark::of(n), here, *part)
        })
        .collect();
    html! {
        @if stages.parts.len() > 1 {
            @for (mark, x, part) in places {
                (mark.filled((x, y - 4.5), RADIUS))
                (line(x + 12.0, y, NOTE, part))
            }
        }
    }
}

/// "Anordnungsworkflow: 12 von 30 Ämtern im Echtbetrieb (…)."
fn said(stages: &Stages, part: usize, name: &str, texts: &Texts) -> String {
    let counts = stages.counts(part);
    let pieces = stages.stages.iter().zip(&counts).filter(|(_, count)| **count > 0);
    let pieces: Vec<String> =
        pieces.map(|(stage, count)| format!("{stage}: {}", (texts.writing.number)(*count as f64))).collect();
    let done = (texts.charts.done)(counts.last().copied().unwrap_or_default(), counts.iter().sum());
    format!("{name}: {done} ({}).", pieces.join(", "))
}
