//! Pictures beside SVG, for programs that cannot draw it: the same picture as PNG, in the fonts of the city.

mod palette;

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};

use domain::document::{Block, Document};
use domain::error::{Error, Result};

use super::template::{Fonts, Logo};

/// How many dots of the picture stand for a point of the drawing: enough for print.
const SCALE: f32 = 1.25;
/// The longest side of a picture, in dots.
const LONGEST: f32 = 4000.0;

/// A picture as it is put into a document.
pub struct Picture {
    /// PNG.
    pub png: Vec<u8>,
    /// The drawing, where there is one.
    pub svg: Option<Vec<u8>>,
    /// Its width in points of the drawing.
    pub width: f64,
    /// Its height in points of the drawing.
    pub height: f64,
}

/// Draws SVG in the fonts of a city and in no other, so that the same drawing gives the same bytes everywhere.
pub struct Painter {
    options: usvg::Options<'static>,
}

impl Painter {
    /// A painter with these fonts.
    pub fn new(fonts: &Fonts) -> Self {
        let mut known = fontdb::Database::new();
        for file in &fonts.files {
            known.load_font_source(fontdb::Source::Binary(Arc::new(file.clone())));
        }
        known.set_sans_serif_family(&fonts.family);
        let options = usvg::Options { font_family: fonts.family.clone(), fontdb: Arc::new(known), ..closed() };
        Self { options }
    }

    /// A drawing with its picture.
    ///
    /// # Errors
    /// If it is no SVG.
    pub fn draw(&self, svg: &[u8]) -> Result<Picture> {
        let tree = usvg::Tree::from_data(svg, &self.options).map_err(Error::internal)?;
        let (width, height) = (tree.size().width(), tree.size().height());
        let scale = SCALE.min(LONGEST / width.max(height));
        let size = tree.size().to_int_size().scale_by(scale);
        let pixmap = size.and_then(|size| Pixmap::new(size.width(), size.height()));
        let mut pixmap = pixmap.ok_or_else(|| Error::internal("a picture without a size"))?;
        resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
        let png = palette::encode(&pixmap)?;
        Ok(Picture { png, svg: Some(svg.to_vec()), width: width.into(), height: height.into() })
    }

    /// A drawing with the outlines of its letters in place of its texts.
    ///
    /// # Errors
    /// `Internal` if it is no SVG.
    pub fn outlines(&self, svg: &[u8]) -> Result<String> {
        let tree = usvg::Tree::from_data(svg, &self.options).map_err(Error::internal)?;
        Ok(tree.to_string(&usvg::WriteOptions::default()))
    }

    /// The charts of a document, in its order.
    ///
    /// # Errors
    /// `Internal` if one is no SVG.
    pub fn charts(&self, document: &Document) -> Result<Vec<Picture>> {
        let drawings = document.blocks.iter().filter_map(|block| match block {
            Block::Chart { svg, .. } => Some(svg),
            _ => None,
        });
        drawings.map(|svg| self.draw(svg.as_bytes())).collect()
    }

    /// A logo with its picture.
    ///
    /// # Errors
    /// If it is neither PNG nor SVG.
    pub fn logo(&self, logo: &Logo) -> Result<Picture> {
        if logo.media_type != "image/png" {
            return self.draw(&logo.bytes);
        }
        let pixmap = Pixmap::decode_png(&logo.bytes).map_err(Error::internal)?;
        let (width, height) = (pixmap.width().into(), pixmap.height().into());
        Ok(Picture { png: logo.bytes.clone(), svg: None, width, height })
    }
}

/// A drawing, read without fonts.
///
/// # Errors
/// If it is no SVG.
pub fn tree(svg: &[u8]) -> Result<usvg::Tree> {
    usvg::Tree::from_data(svg, &closed()).map_err(Error::internal)
}

/// Options of a parser that opens no file, whatever a drawing names.
fn closed() -> usvg::Options<'static> {
    let image_href_resolver =
        usvg::ImageHrefResolver { resolve_string: Box::new(|_, _| None), ..usvg::ImageHrefResolver::default() };
    usvg::Options { image_href_resolver, ..usvg::Options::default() }
}

impl Picture {
    /// Its width and height in centimetres: as drawn (96 points to the inch), but no larger than this.
    pub fn size(&self, widest: f64, highest: f64) -> (f64, f64) {
        let natural: f64 = 2.54 / 96.0;
        let scale = natural.min(widest / self.width).min(highest / self.height);
        (self.width * scale, self.height * scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Template;

    #[test]
    fn a_drawing_opens_no_file() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("red.png");
        let mut red = Pixmap::new(9, 9).unwrap();
        red.fill(resvg::tiny_skia::Color::from_rgba8(255, 0, 0, 255));
        red.save_png(&file).unwrap();
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><image width=\"9\" height=\"9\" \
             href=\"{}\"/></svg>",
            file.display()
        );
        let picture = Painter::new(&Template::plain().fonts).draw(svg.as_bytes()).unwrap();
        let dots = Pixmap::decode_png(&picture.png).unwrap();
        assert!(dots.pixels().iter().all(|dot| dot.green() == 255), "nothing red in it");
    }
}
