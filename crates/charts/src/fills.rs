//! Fills: what tells one bar from another without colour, by how dark it is and by how it is hatched.

use maud::{Markup, PreEscaped, html};

use super::{INK, number};

/// The dark one, on which text is white.
pub const DARK: &str = "#004b87";

/// How bars are filled, from what has hardly begun to what is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    Empty,
    Dotted,
    Hatched,
    Crossed,
    Solid,
}

const ALL: [Fill; 5] = [Fill::Empty, Fill::Dotted, Fill::Hatched, Fill::Crossed, Fill::Solid];

impl Fill {
    /// Of the n-th of `all` stages, the last of which is solid.
    pub fn of(n: usize, all: usize) -> Self {
        let skipped = ALL.len().saturating_sub(all);
        ALL.get(n + skipped).copied().unwrap_or(Self::Solid)
    }

    /// The patterns, once in a picture.
    pub fn patterns(prefix: &str) -> Markup {
        let pattern = |fill: Self, size: &str, content: &str| {
            html! {
                pattern id={ (prefix) "-" (fill.name()) } width=(size) height=(size) patternUnits="userSpaceOnUse" {
                    (PreEscaped(content))
                }
            }
        };
        html! {
            defs {
                (pattern(Self::Dotted, "7", r##"<rect width="7" height="7" fill="#eef2f6"/><circle cx="3.5" cy="3.5" r="1.3" fill="#4a5661"/>"##))
                (pattern(Self::Hatched, "8", r##"<rect width="8" height="8" fill="#d3e2f0"/><path d="M-2,2 L2,-2 M0,8 L8,0 M6,10 L10,6" stroke="#004b87" stroke-width="1.6"/>"##))
                (pattern(Self::Crossed, "8", r##"<rect width="8" height="8" fill="#a9c6e2"/><path d="M-2,2 L2,-2 M0,8 L8,0 M6,10 L10,6 M-2,6 L2,10 M0,0 L8,8 M6,-2 L10,2" stroke="#004b87" stroke-width="1.3"/>"##))
            }
        }
    }

    /// A bar.
    pub fn bar(self, prefix: &str, (x, y): (f64, f64), (width, height): (f64, f64)) -> Markup {
        let fill = match self {
            Self::Empty => "#fff".to_owned(),
            Self::Solid => DARK.to_owned(),
            _ => format!("url(#{prefix}-{})", self.name()),
        };
        html! {
            rect x=(number(x)) y=(number(y)) width=(number(width.max(0.0))) height=(number(height)) fill=(fill) stroke=(INK)
                stroke-width="1" {}
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Dotted => "dotted",
            Self::Hatched => "hatched",
            Self::Crossed => "crossed",
            Self::Solid => "solid",
        }
    }
}
