//! The elements of a DOCX: runs, paragraphs and pictures, and the root of each part.

use maud::{Markup, PreEscaped, html};

use crate::picture::Picture;
use texts::clean;

/// Twentieths of a point to a centimetre.
pub(super) const TWIPS: f64 = 1440.0 / 2.54;
/// English metric units to a centimetre.
pub(super) const EMU: f64 = 360_000.0;
/// The spaces of names, for the root of a part.
pub(super) const NAMES: &str = r#" xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture""#;

pub(super) fn root(name: &str, content: &Markup) -> Markup {
    PreEscaped(format!("<{name}{NAMES}>{}</{name}>", content.0))
}

/// A measure in whole units.
pub(super) fn whole(value: f64) -> String {
    format!("{value:.0}")
}

/// A run of text in which every space is kept.
pub(super) fn run(text: &str) -> Markup {
    html! { w:r { w:t xml:space="preserve" { (clean(text)) } } }
}

pub(super) fn styled(style: &str, text: &str) -> Markup {
    html! { w:r { w:rPr { w:rStyle w:val=(style) {} } w:t xml:space="preserve" { (clean(text)) } } }
}

pub(super) fn paragraph(style: &str, text: &str) -> Markup {
    html! { w:p { w:pPr { w:pStyle w:val=(style) {} } (run(text)) } }
}

/// A picture: PNG for all, and the drawing for programs that can draw it. `n` is unlike that of any other in its part.
pub(super) fn drawing(
    n: usize,
    name: &str,
    picture: &Picture,
    most: (f64, f64),
    title: &str,
    description: &str,
) -> Markup {
    let (width, height) = picture.size(most.0, most.1);
    let (width, height) = (whole(width * EMU), whole(height * EMU));
    html! {
        w:drawing {
            wp:inline distT="0" distB="0" distL="0" distR="0" {
                wp:extent cx=(width) cy=(height) {}
                wp:docPr id=(n) name=(name) descr=(clean(description)) title=(clean(title)) {}
                wp:cNvGraphicFramePr { a:graphicFrameLocks noChangeAspect="1" {} }
                a:graphic {
                    a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture" {
                        pic:pic {
                            pic:nvPicPr {
                                pic:cNvPr id=(n) name=(name) descr=(clean(description)) {}
                                pic:cNvPicPr {}
                            }
                            pic:blipFill {
                                a:blip r:embed={ "png-" (name) } {
                                    @if picture.svg.is_some() { (svg_blip(name)) }
                                }
                                a:stretch { a:fillRect {} }
                            }
                            pic:spPr {
                                a:xfrm { a:off x="0" y="0" {} a:ext cx=(width) cy=(height) {} }
                                a:prstGeom prst="rect" { a:avLst {} }
                            }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn svg_blip(name: &str) -> Markup {
    html! {
        a:extLst {
            a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}" {
                asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"
                    r:embed={ "svg-" (name) } {}
            }
        }
    }
}
