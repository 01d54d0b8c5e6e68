//! The theme of a DOCX, which Word expects in every one: the colours and the font of the city, nothing else.

use maud::{Markup, PreEscaped, html};

use crate::template::Template;

use texts::clean;

/// Colours: their names, and those that are the same in every city.
const COLOURS: [(&str, Option<&str>); 12] = [
    ("dk1", Some("1A1F25")),
    ("lt1", Some("FFFFFF")),
    ("dk2", Some("4A5661")),
    ("lt2", Some("EAF0F5")),
    ("accent1", None),
    ("accent2", Some("B9C6D2")),
    ("accent3", Some("4A5661")),
    ("accent4", None),
    ("accent5", Some("B9C6D2")),
    ("accent6", Some("4A5661")),
    ("hlink", None),
    ("folHlink", Some("4A5661")),
];

/// The part with the theme.
pub(super) fn theme(template: &Template) -> Markup {
    let accent = template.accent.trim_start_matches('#').to_uppercase();
    let family = clean(&template.fonts.family);
    let fill = PreEscaped(r#"<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>"#);
    html! {
        a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="sachstand" {
            a:themeElements {
                a:clrScheme name="sachstand" {
                    @for (name, colour) in COLOURS {
                        (PreEscaped(format!("<a:{name}><a:srgbClr val=\"{}\"/></a:{name}>", colour.unwrap_or(&accent))))
                    }
                }
                a:fontScheme name="sachstand" {
                    @let font = html! { a:latin typeface=(family) {} a:ea typeface="" {} a:cs typeface="" {} };
                    a:majorFont { (font) }
                    a:minorFont { (font) }
                }
                // Three of each, light to strong, are asked for; the document uses none.
                a:fmtScheme name="sachstand" {
                    a:fillStyleLst { @for _ in 0..3 { (fill) } }
                    a:lnStyleLst { @for _ in 0..3 { a:ln w="6350" { (fill) } } }
                    a:effectStyleLst { @for _ in 0..3 { a:effectStyle { a:effectLst {} } } }
                    a:bgFillStyleLst { @for _ in 0..3 { (fill) } }
                }
            }
        }
    }
}
