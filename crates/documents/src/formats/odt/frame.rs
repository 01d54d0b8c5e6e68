//! Pictures in an ODT.

use maud::{Markup, html};

use crate::picture::Picture;
use texts::clean;

/// A picture: PNG first, which everybody shows completely, and the drawing for programs that prefer it.
pub(super) fn frame(name: &str, picture: &Picture, most: (f64, f64), title: &str, description: &str) -> Markup {
    let (width, height) = picture.size(most.0, most.1);
    let image = |extension: &str, media_type: &str| {
        html! {
            draw:image xlink:href={ "Pictures/" (name) "." (extension) } xlink:type="simple" xlink:show="embed"
                xlink:actuate="onLoad" draw:mime-type=(media_type) {}
        }
    };
    html! {
        draw:frame draw:name=(name) draw:style-name="Picture" text:anchor-type="as-char"
            svg:width={ (format!("{width:.3}")) "cm" } svg:height={ (format!("{height:.3}")) "cm" } {
            (image("png", "image/png"))
            @if picture.svg.is_some() { (image("svg", "image/svg+xml")) }
            svg:title { (clean(title)) }
            svg:desc { (clean(description)) }
        }
    }
}
