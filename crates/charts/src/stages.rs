//! Stages: how many offices have come how far, and below it every office with the stage that it has come to.

use maud::{Markup, html};

use kinds::{StageRow, Stages};
use texts::Texts;

use super::fills::Fill;
use super::marks::Mark;
use super::{Frame, INK, PLAIN, Picture, QUIET, RULE, TICK, TITLE, Type, WIDTH, clean, head, line, stroke, text};

const TOP: f64 = 112.0;
const LEFT: f64 = 250.0;
const RIGHT: f64 = 1040.0;
const BAR: f64 = 34.0;
/// How high a part of an office is, and what lies between offices.
const LANE: f64 = 20.0;
const GAP: f64 = 9.0;
/// What stands above the offices, below the title: the names of the stages; and below them: which mark is which part.
const STAGES: f64 = 72.0;
const KEY: f64 = 44.0;
/// A picture is no higher than this, or a page stays empty before it: offices that find no room have pictures of their own.
const MOST_HEIGHT: f64 = 560.0;
/// So many pictures of offices somebody still looks through; where there would be more, the table alone names the offices.
const MOST_PICTURES: usize = 15;
const RADIUS: f64 = 6.0;

/// The stages of a project, in one picture or, where there are many offices, in several, each with its title; `title` names
/// the first one, `subtitle` says for which day they hold.
pub fn draw(stages: &Stages, prefix: &str, title: &str, subtitle: &str, texts: &Texts) -> Vec<(String, Picture)> {
    let keys = TOP + (BAR + 36.0) * stages.parts.len() as f64;
    let row = LANE * stages.parts.len().max(1) as f64 + GAP;
    let all = row * stages.rows.len() as f64;
    let fits = (1..=stages.rows.len()).take_while(|n| TOP + row * *n as f64 + KEY <= MOST_HEIGHT).count().max(1);
    let together = keys + STAGES + all + KEY <= MOST_HEIGHT;
    let apart = stages.rows.len().div_ceil(fits);
    let in_table = (!together && apart > MOST_PICTURES).then(|| (texts.charts.offices_in_table)(stages.rows.len()));
    let groups: Vec<&[StageRow]> = if together {
        vec![&stages.rows]
    } else if in_table.is_some() {
        vec![&[]]
    } else {
        // As many in each, so that the last one does not stand alone.
        let each = stages.rows.len().div_ceil(apart.max(1)).max(1);
        std::iter::once(&[][..]).chain(stages.rows.chunks(each)).collect()
    };
    let count = groups.len();
    let rows: Vec<String> = (stages.parts.iter().enumerate()).map(|(n, part)| said(stages, n, part, texts)).collect();
    let description = (texts.charts.stages)(subtitle, &rows.join(" "), in_table.as_deref());
    let picture = |(n, offices): (usize, &[StageRow])| {
        let named = |title: &str| if count > 1 { (texts.charts.part)(title, n + 1, count) } else { title.to_owned() };
        // The bars stand in the first picture.
        let above = if n == 0 { keys } else { TOP - STAGES };
        let top = if offices.is_empty() { keys - 12.0 } else { above + STAGES };
        let bottom = top + row * offices.len() as f64 + if in_table.is_some() { 30.0 } else { 0.0 };
        let prefix = if n == 0 { prefix.to_owned() } else { format!("{prefix}-{}", n + 1) };
        let content = html! {
            (head(&named(stages.title), subtitle))
            @if n == 0 { (bars(stages, &prefix, keys, texts)) }
            @if let Some(sentence) = &in_table { (line(24.0, keys + 42.0, PLAIN, sentence)) }
            @if !offices.is_empty() {
                (columns(stages, top, bottom))
                @for (m, office) in offices.iter().enumerate() {
                    (lanes(office, stages.stages.len(), (top + row * m as f64, row), texts.charts.not_meant))
                }
                (marks_key(stages, bottom + 28.0))
            }
        };
        let title = named(title);
        let frame = Frame {
            prefix: &prefix,
            language: texts.language,
            title: &title,
            description: &named(&description),
            width: WIDTH,
            height: bottom + KEY,
        };
        let picture = frame.draw(&content);
        (title, picture)
    };
    groups.into_iter().enumerate().map(picture).collect()
}

/// How many offices have come how far, a bar for every part, and what the fills mean.
fn bars(stages: &Stages, prefix: &str, keys: f64, texts: &Texts) -> Markup {
    html! {
        (Fill::patterns(prefix))
        @for (n, part) in stages.parts.iter().enumerate() {
            (stacked(&stages.counts(n), part, prefix, TOP + (BAR + 36.0) * n as f64, texts))
        }
        (legend(stages, prefix, keys + 12.0))
    }
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
        (line(24.0, y - 7.0, Type { fill: INK, bold: true, ..PLAIN }, &text::cut(part, PLAIN.size, true, 640.0)))
        (line(RIGHT, y - 7.0, Type { anchor: "end", ..PLAIN }, &(texts.charts.done)(live, all)))
        @for (stage, count, x) in pieces {
            @if count > 0 {
                @let width = unit * count as f64;
                @let number = (texts.writing.number)(count as f64);
                @let fill = Fill::of(stage, counts.len());
                (fill.bar(prefix, (x, y), (width, BAR)))
                @let room = text::width(&number, TITLE.size, true) + 10.0;
                @if room <= width {
                    @let middle = x + width / 2.0;
                    @if matches!(fill, Fill::Dotted | Fill::Hatched | Fill::Crossed) {
                        rect x=(super::number(middle - room / 2.0)) y=(super::number(y + 6.0)) width=(super::number(room))
                            height="22" rx="3" fill="#fff" {}
                    }
                    @let ink = if fill == Fill::Solid { "#fff" } else { INK };
                    (line(middle, y + 23.5, Type { fill: ink, anchor: "middle", ..TITLE }, &number))
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
            at += 28.0 + text::width(name, PLAIN.size, false) + 6.0;
            (Fill::of(n, all), here, *name)
        })
        .collect();
    html! {
        @for (fill, x, name) in places {
            (fill.bar(prefix, (x, y - 12.0), (20.0, 14.0)))
            (line(x + 26.0, y, PLAIN, name))
        }
    }
}

fn column(stage: usize, all: usize) -> f64 {
    let step = (RIGHT - LEFT - 124.0) / all.saturating_sub(1).max(1) as f64;
    LEFT + 84.0 + step * stage as f64
}

fn columns(stages: &Stages, top: f64, bottom: f64) -> Markup {
    let all = stages.stages.len();
    html! {
        @for (n, name) in stages.stages.iter().enumerate() {
            (stroke((column(n, all), top - 6.0), (column(n, all), bottom), RULE, 1.0))
            (line(column(n, all), top - 14.0, TICK, name))
        }
    }
}

/// An office: a line for every part, up to the stage that it has come to.
fn lanes(office: &StageRow, all: usize, (top, row): (f64, f64), not_meant: &str) -> Markup {
    // Two lines of a name are as high as two parts.
    let names = text::wrap(&clean(&office.name), PLAIN.size, false, LEFT - 34.0, if row > 42.0 { 2 } else { 1 });
    let first = top + row / 2.0 + 5.5 - 10.0 * (names.len() as f64 - 1.0);
    html! {
        @for (n, name) in names.iter().enumerate() {
            (line(LEFT - 8.0, first + 20.0 * n as f64, Type { fill: INK, anchor: "end", ..PLAIN }, name))
        }
        @for (part, reached) in office.reached.iter().enumerate() {
            @let y = top + GAP / 2.0 + LANE * (part as f64 + 0.5);
            @let mark = Mark::of(part);
            @match reached {
                Some(stage) => {
                    @if *stage == 0 { (mark.open((column(0, all), y), RADIUS)) } @else {
                        (stroke((column(0, all), y), (column(*stage, all), y), mark.colour, 3.0))
                        (mark.filled((column(*stage, all), y), RADIUS))
                    }
                }
                None => { (line(column(0, all) + 12.0, y + 4.5, Type { fill: QUIET, ..PLAIN }, not_meant)) }
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
            at += text::width(part, PLAIN.size, false) + 44.0;
            (Mark::of(n), here, *part)
        })
        .collect();
    html! {
        @if stages.parts.len() > 1 {
            @for (mark, x, part) in places {
                (mark.filled((x, y - 4.5), RADIUS))
                (line(x + 12.0, y, PLAIN, part))
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
