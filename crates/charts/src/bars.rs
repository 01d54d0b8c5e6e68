//! Bars: numbers side by side, each with its number and its name at its end.

use maud::{Markup, html};

use kinds::Bars;
use texts::Texts;

use super::fills::Fill;
use super::number_axis::NumberAxis;
use super::{Frame, INK, PLAIN, Picture, QUIET, RULE, TICK, TITLE, Type, WIDTH, clean, head, line, stroke, text};

const TOP: f64 = 88.0;
const LEFT: f64 = 370.0;
const BAR: f64 = 29.0;
const GAP: f64 = 16.0;
/// More than this does not fit a page.
const MOST_HEIGHT: f64 = 1180.0;

/// The bars of a project; `title` names it, `subtitle` says for which day they hold.
pub fn draw(bars: &Bars, prefix: &str, title: &str, subtitle: &str, texts: &Texts) -> Picture {
    let words = &texts.charts;
    let names = bars.names.len().max(1);
    let row = BAR * names as f64 + GAP;
    let fits = (1..=bars.rows.len()).take_while(|n| row * *n as f64 <= MOST_HEIGHT).count();
    let shown = bars.rows.get(..fits).unwrap_or_default();
    let bottom = TOP + row * shown.len() as f64;
    let numbers = || shown.iter().flat_map(|(_, numbers)| numbers.iter().zip(bars.names));
    // What stands behind the longest bar is still in the picture.
    let behind = |(value, name): (&f64, &&str)| {
        let name = if names > 1 { text::width(name, PLAIN.size, false) } else { 0.0 };
        text::width(&(texts.writing.number)(*value), TITLE.size, true) + name + 38.0
    };
    let right = WIDTH - numbers().map(behind).fold(60.0, f64::max);
    let x = NumberAxis::over(numbers().map(|(value, _)| *value), (LEFT, right), 4);
    let left_out = (fits < bars.rows.len()).then(|| (words.left_out)(fits, bars.rows.len()));
    let content = html! {
        (Fill::patterns(prefix))
        (head(bars.title, subtitle))
        @for tick in x.ticks() {
            // Of whole things there are no halves.
            @if tick.fract() == 0.0 {
                (stroke((x.at(tick), TOP - 4.0), (x.at(tick), bottom), RULE, 1.0))
                (line(x.at(tick), bottom + 25.0, TICK, &(texts.writing.number)(tick)))
            }
        }
        @for (n, (name, numbers)) in shown.iter().enumerate() {
            @let top = TOP + row * n as f64 + GAP / 2.0;
            (label(name, top, BAR * names as f64))
            @for (m, value) in numbers.iter().enumerate() {
                @let y = top + BAR * m as f64;
                (Fill::of(if names == 1 { 4 } else { 2 * m + 2 }, 5).bar(prefix, (LEFT, y), (x.at(*value) - LEFT, BAR - 3.0)))
                (value_label(x.at(*value), y, *value, bars.names.get(m).filter(|_| names > 1), texts))
            }
        }
        (stroke((LEFT, TOP - 4.0), (LEFT, bottom), INK, 1.4))
        @if let Some(sentence) = &left_out { (line(24.0, bottom + 54.0, PLAIN, sentence)) }
    };
    let frame = Frame {
        prefix,
        language: texts.language,
        title,
        description: &description(bars, shown, left_out.as_deref(), subtitle, texts),
        width: WIDTH,
        height: bottom + if left_out.is_some() { 72.0 } else { 42.0 },
    };
    frame.draw(&content)
}

/// The name of a row, in at most two lines beside its bars.
fn label(name: &str, top: f64, height: f64) -> Markup {
    let lines = if height > 40.0 { 2 } else { 1 };
    let set = Type { fill: INK, anchor: "end", ..PLAIN };
    let rows = text::wrap(&clean(name), set.size, false, LEFT - 36.0, lines);
    let first = top + (height - 3.0) / 2.0 + 6.0 - 10.0 * (rows.len() as f64 - 1.0);
    html! {
        @for (n, row) in rows.iter().enumerate() { (line(LEFT - 12.0, first + 20.0 * n as f64, set, row)) }
    }
}

fn value_label(end: f64, y: f64, value: f64, name: Option<&&str>, texts: &Texts) -> Markup {
    let number = (texts.writing.number)(value);
    let after = end + 8.0 + text::width(&number, TITLE.size, true) + 6.0;
    html! {
        (line(end + 8.0, y + 20.0, TITLE, &number))
        @if let Some(name) = name { (line(after, y + 20.0, Type { fill: QUIET, ..PLAIN }, name)) }
    }
}

/// What the bars say, in words.
fn description(
    bars: &Bars,
    shown: &[(String, Vec<f64>)],
    left_out: Option<&str>,
    subtitle: &str,
    texts: &Texts,
) -> String {
    let number = texts.writing.number;
    let said = |(name, numbers): &(String, Vec<f64>)| {
        let one = |(value, name): (&f64, &&str)| match bars.names.len() {
            1 => number(*value),
            _ => format!("{} {name}", number(*value)),
        };
        format!("{name}: {}", numbers.iter().zip(bars.names).map(one).collect::<Vec<_>>().join(", "))
    };
    let rows: Vec<String> = shown.iter().map(said).collect();
    let drawn = (texts.charts.bars)(subtitle, &rows.join("; "));
    match left_out {
        Some(sentence) => format!("{drawn} {sentence}"),
        None => drawn,
    }
}
