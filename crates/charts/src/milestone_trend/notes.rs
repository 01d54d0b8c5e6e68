//! What stands below: what the marks mean, how the lines are read, and which milestones are not drawn.

use maud::{Markup, html};

use crate::marks::Mark;
use crate::{PLAIN, WIDTH, clean, line, text};
use texts::MilestoneTrendTexts;

use super::geometry::{LEFT, RADIUS, TOP};

/// How high a line of text is.
const ROW: f64 = 23.0;

/// What stands below: what marks mean, and what is not drawn.
pub(super) struct Notes<'a> {
    pub y: f64,
    pub undated: &'a [&'a str],
    pub nothing: bool,
}

impl Notes<'_> {
    fn undated_rows(&self, words: &MilestoneTrendTexts) -> Vec<String> {
        if self.undated.is_empty() {
            return Vec::new();
        }
        let titles: Vec<String> = self.undated.iter().map(|title| clean(title)).collect();
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        text::wrap(&(words.no_date)(&titles), PLAIN.size, false, WIDTH - 48.0, 2)
    }

    /// How the lines are read, and which milestones have none.
    fn below(&self, words: &MilestoneTrendTexts) -> Vec<String> {
        let how = text::wrap(words.how, PLAIN.size, false, WIDTH - 48.0, 2);
        how.into_iter().chain(self.undated_rows(words)).collect()
    }

    pub fn end(&self, words: &MilestoneTrendTexts) -> f64 {
        self.y + ROW * self.below(words).len() as f64 + 20.0
    }

    pub fn draw(&self, words: &MilestoneTrendTexts) -> Markup {
        let sign = (30.0, self.y - 6.0);
        let mut at = sign.0 + 12.0;
        let mut next = |name: &str| {
            let here = at;
            at += text::width(name, PLAIN.size, false) + 44.0;
            here
        };
        let (forecast, baseline, reached) = (next(words.forecast), next(words.baseline), next(words.reached));
        html! {
            @if self.nothing {
                (line(LEFT + 20.0, TOP + 36.0, PLAIN, words.nothing))
            }
            (Mark::EXAMPLE.filled((forecast - 12.0, sign.1), RADIUS)) (line(forecast, self.y, PLAIN, words.forecast))
            (Mark::EXAMPLE.open((baseline - 12.0, sign.1), RADIUS)) (line(baseline, self.y, PLAIN, words.baseline))
            (Mark::EXAMPLE.ringed((reached - 16.0, sign.1), RADIUS - 1.0)) (line(reached, self.y, PLAIN, words.reached))
            @for (n, row) in self.below(words).iter().enumerate() {
                (line(24.0, self.y + ROW * (n as f64 + 1.0) + 4.0, PLAIN, row))
            }
        }
    }
}
