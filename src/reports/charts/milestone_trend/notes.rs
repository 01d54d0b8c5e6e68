//! What stands below: what the marks mean, how the lines are read, and which milestones are not drawn.

use maud::{Markup, html};

use crate::reports::charts::marks::Mark;
use crate::reports::charts::{PLAIN, Type, WIDTH, clean, line, text};
use crate::reports::texts::MilestoneTrendTexts;

use super::{LEFT, RADIUS, TOP};

/// What stands below: what marks mean, and what is not drawn.
pub(super) struct Notes<'a> {
    pub y: f64,
    pub undated: &'a [&'a str],
    pub nothing: bool,
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

    pub fn end(&self) -> f64 {
        let undated = if self.undated.is_empty() { 0.0 } else { 40.0 };
        self.y + 46.0 + undated
    }

    pub fn draw(&self, words: &MilestoneTrendTexts) -> Markup {
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
                (line(LEFT + 20.0, TOP + 36.0, Type { size: 15.0, ..PLAIN }, words.nothing))
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
