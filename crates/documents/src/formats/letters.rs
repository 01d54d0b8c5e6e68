//! How wide the letters of a city's font are, for what is computed before it is set.

use crate::template::Fonts;

/// How wide a character is of which no font tells it, in widths of an em.
const WIDTH: f64 = 0.6;

/// The widths of letters, in widths of an em.
pub struct Letters {
    regular: Vec<f64>,
    bold: Vec<f64>,
}

impl Letters {
    /// Those of the first font, and of the first bold one.
    pub fn of(fonts: &Fonts) -> Self {
        let faces: Vec<_> = fonts.files.iter().filter_map(|file| ttf_parser::Face::parse(file, 0).ok()).collect();
        let heavy = faces.iter().find(|face| face.weight().to_number() >= 600);
        Self { regular: advances(faces.first()), bold: advances(heavy.or(faces.first())) }
    }

    /// How wide a character is.
    pub fn advance(&self, c: char, bold: bool) -> f64 {
        let advances = if bold { &self.bold } else { &self.regular };
        usize::try_from(u32::from(c)).ok().and_then(|place| advances.get(place)).copied().unwrap_or(WIDTH)
    }

    /// How wide a text is, without kerning.
    pub fn width(&self, text: &str, bold: bool) -> f64 {
        text.chars().map(|c| self.advance(c, bold)).sum()
    }
}

/// How wide a font makes the characters of European languages.
fn advances(face: Option<&ttf_parser::Face<'_>>) -> Vec<f64> {
    let Some(face) = face else { return Vec::new() };
    let em = f64::from(face.units_per_em());
    let advance = |c| Some(f64::from(face.glyph_hor_advance(face.glyph_index(c)?)?) / em);
    ('\0'..'\u{250}').map(|c| advance(c).unwrap_or(WIDTH)).collect()
}
