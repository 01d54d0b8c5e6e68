//! Marks: what tells one line from another without colour, by the shape of its marks and by its dash.

use maud::{Markup, html};

use super::number;

/// Dark enough to be read as text on white (at least 5.5 : 1), and to be told apart by most eyes.
const COLOURS: [&str; 6] = ["#00437a", "#b34700", "#6b2c8f", "#00684a", "#8a1538", "#1a1f25"];
const DASHES: [&str; 7] = ["", "9 4", "2 4", "10 4 2 4", "17 5", "10 4 2 4 2 4", "5 3"];
const SHAPES: [Shape; 8] = [
    Shape::Circle,
    Shape::Outline("-1,-1 1,-1 1,1 -1,1", 0.9),
    Shape::Outline("0,-1 1,0.8 -1,0.8", 1.2),
    Shape::Outline("0,-1 1,0 0,1 -1,0", 1.3),
    Shape::Outline("0,1 1,-0.8 -1,-0.8", 1.2),
    Shape::Outline(
        "-0.36,-1 0.36,-1 0.36,-0.36 1,-0.36 1,0.36 0.36,0.36 0.36,1 -0.36,1 -0.36,0.36 -1,0.36 -1,-0.36 -0.36,-0.36",
        1.2,
    ),
    Shape::Outline("0,-1 0.95,-0.31 0.59,0.81 -0.59,0.81 -0.95,-0.31", 1.2),
    Shape::Outline(
        "0,-1 0.27,-0.37 0.95,-0.31 0.43,0.14 0.59,0.81 0,0.45 -0.59,0.81 -0.43,0.14 -0.95,-0.31 -0.27,-0.37",
        1.45,
    ),
];

#[derive(Clone, Copy, Debug)]
enum Shape {
    Circle,
    /// Corners around the middle, and by how much it is drawn larger so that all look equally heavy.
    Outline(&'static str, f64),
}

/// How the n-th line is drawn: no two of the first 56 have both shape and dash in common.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    shape: Shape,
    /// `stroke-dasharray`; nothing for a solid line.
    pub dash: Option<&'static str>,
    /// The colour of line, marks and label.
    pub colour: &'static str,
}

impl Mark {
    /// Of the n-th line.
    pub fn of(n: usize) -> Self {
        fn nth<T: Copy>(all: &[T], n: usize, otherwise: T) -> T {
            all.get(n % all.len().max(1)).copied().unwrap_or(otherwise)
        }
        let dash = Some(nth(&DASHES, n, "")).filter(|dash| !dash.is_empty());
        Self { shape: nth(&SHAPES, n, Shape::Circle), dash, colour: nth(&COLOURS, n, "#1a1f25") }
    }

    /// What explains marks of every shape: a circle in ink.
    pub const EXAMPLE: Self = Self { shape: Shape::Circle, dash: None, colour: "#4a5661" };

    /// A filled mark with a white seam, so that one on another is seen.
    pub fn filled(&self, (x, y): (f64, f64), radius: f64) -> Markup {
        self.draw((x, y), radius, self.colour, "#fff", 1.2)
    }

    /// An open mark.
    pub fn open(&self, (x, y): (f64, f64), radius: f64) -> Markup {
        self.draw((x, y), radius, "#fff", self.colour, 1.8)
    }

    /// A filled mark with a ring around it.
    pub fn ringed(&self, (x, y): (f64, f64), radius: f64) -> Markup {
        html! {
            circle cx=(number(x)) cy=(number(y)) r=(number(radius * 1.9)) fill="#fff" stroke=(self.colour) stroke-width="1.8" {}
            (self.filled((x, y), radius))
        }
    }

    fn draw(&self, (x, y): (f64, f64), radius: f64, fill: &str, stroke: &str, width: f64) -> Markup {
        match self.shape {
            Shape::Circle => html! {
                circle cx=(number(x)) cy=(number(y)) r=(number(radius)) fill=(fill) stroke=(stroke)
                    stroke-width=(number(width)) {}
            },
            Shape::Outline(corners, larger) => {
                let scale = radius * larger;
                html! {
                    polygon points=(corners) transform={ "translate(" (number(x)) " " (number(y)) ") scale(" (number(scale)) ")" }
                        fill=(fill) stroke=(stroke) stroke-width=(format!("{:.2}", width / scale)) {}
                }
            }
        }
    }
}
