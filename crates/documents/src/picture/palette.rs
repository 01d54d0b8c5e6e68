//! Pictures of few colours as small files: drawings have flat colours, and what lies between them at their edges.

use std::collections::BTreeMap;

use resvg::tiny_skia::Pixmap;

use domain::error::{Error, Result};

/// So many colours a palette of PNG has.
const MOST: usize = 256;

type Colour = [u8; 3];

/// Writes a picture on white, in the colours that it has most of; every other one becomes the nearest of those.
///
/// # Errors
/// `Internal` when it cannot be written.
pub fn encode(picture: &Pixmap) -> Result<Vec<u8>> {
    let colours: Vec<Colour> = picture.pixels().iter().map(|p| on_white(*p)).collect();
    let mut counted: BTreeMap<Colour, usize> = BTreeMap::new();
    // Flat colours come in runs: each is looked up once.
    let runs = || colours.chunk_by(|one, next| one == next).filter_map(|run| Some((*run.first()?, run.len())));
    for (colour, length) in runs() {
        *counted.entry(colour).or_default() += length;
    }
    let mut palette: Vec<(usize, Colour)> = counted.iter().map(|(colour, count)| (*count, *colour)).collect();
    palette.sort_by(|a, b| b.cmp(a));
    palette.truncate(MOST);
    let palette: Vec<Colour> = palette.into_iter().map(|(_, colour)| colour).collect();
    let places: BTreeMap<Colour, u8> = counted.into_keys().map(|colour| (colour, nearest(&palette, colour))).collect();
    let place = |colour: Colour| places.get(&colour).copied().unwrap_or_default();
    let data: Vec<u8> = runs().flat_map(|(colour, length)| std::iter::repeat_n(place(colour), length)).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    encoder.set_palette(palette.concat());
    let mut writer = encoder.write_header().map_err(Error::internal)?;
    writer.write_image_data(&data).map_err(Error::internal)?;
    writer.finish().map_err(Error::internal)?;
    Ok(bytes)
}

/// The colour of a pixel before white; its own is multiplied by how dense it is already.
fn on_white(pixel: resvg::tiny_skia::PremultipliedColorU8) -> Colour {
    let rest = 255 - pixel.alpha();
    [pixel.red(), pixel.green(), pixel.blue()].map(|channel| channel.saturating_add(rest))
}

fn nearest(palette: &[Colour], colour: Colour) -> u8 {
    let far = |other: &Colour| -> u32 {
        other.iter().zip(colour).map(|(a, b)| u32::from(a.abs_diff(b)) * u32::from(a.abs_diff(b))).sum()
    };
    let places = palette.iter().enumerate().min_by_key(|(_, other)| far(other));
    places.and_then(|(place, _)| u8::try_from(place).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use resvg::tiny_skia::Pixmap;

    use super::*;

    #[test]
    fn flat_colours_stay_what_they_are() {
        let mut picture = Pixmap::new(4, 1).unwrap();
        picture.data_mut().copy_from_slice(&[0, 75, 135, 255, 255, 255, 255, 255, 0, 0, 0, 0, 179, 71, 0, 255]);
        let bytes = encode(&picture).unwrap();
        let back = Pixmap::decode_png(&bytes).unwrap();
        let colours: Vec<Colour> = back.pixels().iter().map(|p| on_white(*p)).collect();
        assert_eq!(colours, [[0, 75, 135], [255, 255, 255], [255, 255, 255], [179, 71, 0]]);
    }
}
