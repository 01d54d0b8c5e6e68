//! How an ODT looks: styles with names that office programs know, pages with header and footer.

use maud::{Markup, PreEscaped, html};

use crate::picture::Picture;
use crate::template::Template;
use domain::document::Document;

use super::super::archive::{INSET, LOGO, PAGE};
use super::super::columns;
use super::body::Body;
use super::pages::{layout, masters};

/// The spaces of names, for the root of a part.
const NAMES: &str = r#" xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3""#;

/// What stands in for the city's font where that is not installed.
const LIKE: &str = ", 'Source Sans 3', 'Liberation Sans', Arial";

/// Paragraphs: name, parent, and the attributes of paragraph and text.
const PARAGRAPHS: &[(&str, &str, &str, &str)] = &[
    ("Text_20_body", "Standard", r#"fo:margin-bottom="0.25cm""#, ""),
    ("Point", "Standard", r#"fo:margin-bottom="0.1cm""#, ""),
    ("Terms", "Standard", r#"fo:margin-left="5cm" fo:text-indent="-5cm" fo:margin-bottom="0.1cm""#, ""),
    ("Question", "Standard", r#"fo:margin-top="0.1cm" fo:margin-bottom="0.1cm" fo:keep-with-next="always""#, ""),
    // A question and its answers stay on one page.
    (
        "Option",
        "Standard",
        r#"fo:margin-left="0.7cm" fo:text-indent="-0.7cm" fo:margin-bottom="0.1cm" fo:keep-with-next="always""#,
        "",
    ),
    ("Option_20_last", "Option", r#"fo:keep-with-next="auto""#, ""),
    (
        "Aside",
        "Standard",
        r##"fo:margin-left="0.6cm" fo:padding="0.15cm" fo:border-left="1.5pt solid #b9c6d2" fo:border-top="none" fo:border-right="none" fo:border-bottom="none""##,
        "",
    ),
    (
        "Aside_20_label",
        "Aside",
        r#"fo:keep-with-next="always" fo:margin-top="0.2cm""#,
        r##"fo:font-weight="bold" fo:color="#4a5661""##,
    ),
    ("Figure", "Standard", r#"fo:keep-with-next="always" fo:margin-top="0.3cm" fo:line-height="100%""#, ""),
    ("Chart_20_caption", "Caption", r#"fo:margin-bottom="0.4cm""#, ""),
    (
        "Table_20_caption",
        "Caption",
        r#"fo:keep-with-next="always" fo:margin-top="0.35cm" fo:margin-bottom="0.15cm""#,
        "",
    ),
    ("After", "Standard", r#"fo:line-height="100%""#, r#"fo:font-size="6pt""#),
    (
        "Header",
        "Standard",
        r##"fo:border-bottom="0.5pt solid #b9c6d2" fo:padding-bottom="0.1cm""##,
        r##"fo:font-size="8.5pt" fo:color="#4a5661""##,
    ),
    ("Letterhead", "Standard", r#"fo:line-height="115%""#, r#"fo:font-size="9.5pt""#),
    ("Logo", "Standard", r#"fo:text-align="end" fo:line-height="100%""#, ""),
    ("Footer", "Standard", r#"fo:text-align="end""#, r##"fo:font-size="8.5pt" fo:color="#4a5661""##),
    // A hyphen within a hash would be taken for a part of it.
    (
        "Foot",
        "Standard",
        r#"fo:keep-with-next="always""#,
        r##"fo:font-size="9pt" fo:color="#4a5661" fo:hyphenate="false""##,
    ),
    (
        "Foot_20_first",
        "Foot",
        r##"fo:margin-top="0.9cm" fo:padding-top="0.25cm" fo:border-top="0.5pt solid #b9c6d2" fo:border-left="none" fo:border-right="none" fo:border-bottom="none""##,
        "",
    ),
];

/// Headings from the title on: size in points, room above and below in centimetres.
const HEADINGS: [(&str, &str, &str); 6] = [
    ("20", "0", "0.5"),
    ("14.5", "0.75", "0.25"),
    ("12", "0.55", "0.2"),
    ("11", "0.45", "0.15"),
    ("10.5", "0.4", "0.15"),
    ("10.5", "0.4", "0.15"),
];

/// The part with the content.
pub(super) fn content(body: &Body) -> Markup {
    let automatic = html! {
        style:style style:name="FirstTitle" style:family="paragraph" style:parent-style-name="Heading_20_1"
            style:master-page-name="First" {}
        @for (name, ground) in [("Head", Some("#eaf0f5")), ("Cell", None)] {
            style:style style:name=(name) style:family="table-cell" {
                style:table-cell-properties fo:padding-top="0.12cm" fo:padding-bottom="0.12cm" fo:padding-left={ (INSET) "cm" } fo:padding-right={ (INSET) "cm" } fo:border="0.5pt solid #b9c6d2"
                    fo:background-color=[ground] {}
            }
        }
        @for (n, widths) in body.tables.iter().enumerate() {
            style:style style:name={ "T" (n + 1) } style:family="table" {
                style:table-properties style:width={ (format!("{:.1}", widths.iter().sum::<f64>())) "pt" } table:align="left"
                    table:border-model="collapsing" {}
            }
            @for (m, width) in widths.iter().enumerate() {
                style:style style:name={ "T" (n + 1) "C" (m + 1) } style:family="table-column" {
                    style:table-column-properties style:column-width={ (format!("{width:.1}")) "pt" } {}
                }
            }
        }
        (picture_style())
    };
    root(
        "office:document-content",
        &html! {
            (faces(None))
            office:automatic-styles { (automatic) }
            office:body { office:text { (body.content) } }
        },
    )
}

/// The part with the styles.
pub(super) fn styles(document: &Document, template: &Template, logo: Option<&Picture>) -> Markup {
    root(
        "office:document-styles",
        &html! {
            (faces(Some(&template.fonts.family)))
            office:styles {
                (defaults(document))
                (headings(&template.accent))
                (paragraphs(&template.accent))
            }
            office:automatic-styles {
                (layout("FirstLayout"))
                (layout("Layout"))
                style:style style:name="HeadTable" style:family="table" {
                    style:table-properties style:width={ (PAGE) "cm" } table:align="margins" {}
                }
                @for (name, width) in [("HeadTableC1", PAGE - LOGO.0), ("HeadTableC2", LOGO.0)] {
                    style:style style:name=(name) style:family="table-column" {
                        style:table-column-properties style:column-width={ (width) "cm" } {}
                    }
                }
                (picture_style())
            }
            office:master-styles { (masters(document, template, logo)) }
        },
    )
}

fn root(name: &str, content: &Markup) -> Markup {
    PreEscaped(format!("<{name}{NAMES}>{}</{name}>", content.0))
}

fn faces(family: Option<&str>) -> Markup {
    html! {
        office:font-face-decls {
            @if let Some(family) = family {
                style:font-face style:name="City" svg:font-family={ "'" (family.replace('\'', "")) "'" (LIKE) }
                    style:font-family-generic="swiss" style:font-pitch="variable" {}
            }
            style:font-face style:name="Boxes" svg:font-family="'Segoe UI Symbol'" style:font-pitch="variable" {}
        }
    }
}

fn picture_style() -> Markup {
    html! {
        style:style style:name="Picture" style:family="graphic" {
            style:graphic-properties style:vertical-pos="top" style:vertical-rel="baseline" {}
        }
    }
}

fn defaults(document: &Document) -> Markup {
    let country = if document.language == "de" { "DE" } else { "none" };
    html! {
        style:default-style style:family="paragraph" {
            style:paragraph-properties style:tab-stop-distance="1.25cm" {}
            style:text-properties style:font-name="City" fo:font-size="10.5pt" fo:color="#1a1f25"
                fo:language=(document.language) fo:country=(country) fo:hyphenate="true"
                fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2" {}
        }
        style:style style:name="Standard" style:family="paragraph" style:class="text" {
            style:paragraph-properties fo:line-height="130%" fo:orphans="2" fo:widows="2" {}
        }
        @for (name, weight, colour, font) in [
            ("Term", None, Some("#4a5661"), None),
            ("Marked", Some("bold"), None, None),
            ("Box", None, None, Some("Boxes")),
        ] {
            style:style style:name=(name) style:family="text" {
                style:text-properties style:font-name=[font] fo:color=[colour] fo:font-weight=[weight] {}
            }
        }
        text:list-style style:name="Points" {
            text:list-level-style-bullet text:level="1" text:bullet-char="•" {
                style:list-level-properties text:list-level-position-and-space-mode="label-alignment" {
                    style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="0.6cm"
                        fo:text-indent="-0.6cm" fo:margin-left="0.6cm" {}
                }
            }
        }
    }
}

fn headings(accent: &str) -> Markup {
    html! {
        @for (n, (size, above, below)) in (1..).zip(HEADINGS) {
            style:style style:name={ "Heading_20_" (n) } style:display-name={ "Heading " (n) } style:family="paragraph"
                style:parent-style-name="Standard" style:next-style-name="Text_20_body" style:default-outline-level=(n)
                style:class="text" {
                style:paragraph-properties fo:keep-with-next="always" fo:line-height="115%"
                    fo:margin-top={ (above) "cm" } fo:margin-bottom={ (below) "cm" } {}
                style:text-properties fo:font-size={ (size) "pt" } fo:font-weight="bold" fo:color=(accent)
                    fo:hyphenate="false" {}
            }
        }
    }
}

fn paragraphs(accent: &str) -> Markup {
    let style = |name: &str, parent: &str, paragraph: &str, text: &str, inner: &str| {
        let shown = name.replace("_20_", " ");
        PreEscaped(format!(
            "<style:style style:name=\"{name}\" style:display-name=\"{shown}\" style:family=\"paragraph\" \
             style:parent-style-name=\"{parent}\"><style:paragraph-properties {paragraph}>{inner}\
             </style:paragraph-properties><style:text-properties {text}/></style:style>"
        ))
    };
    let stop = |at: &str, kind: &str| {
        format!("<style:tab-stops><style:tab-stop style:position=\"{at}\" style:type=\"{kind}\"/></style:tab-stops>")
    };
    html! {
        (style("Caption", "Standard", "", &format!("fo:font-weight=\"bold\" fo:color=\"{accent}\" fo:hyphenate=\"false\""), ""))
        @for (name, parent, paragraph, text) in PARAGRAPHS {
            @let inner = match *name {
                // Positions are counted from where the lines begin that follow.
                "Terms" | "Option" => stop("0cm", "left"),
                "Header" => stop("16cm", "right"),
                _ => String::new(),
            };
            (style(name, parent, paragraph, text, &inner))
        }
        @for size in columns::SIZES {
            @let text = format!("fo:font-size=\"{}pt\"", f64::from(size) / 2.0);
            @let bold = format!("{text} fo:font-weight=\"bold\"");
            @let (tight, number) = ("fo:line-height=\"115%\"", "fo:line-height=\"115%\" fo:text-align=\"end\"");
            (style(&format!("Cell_{size}"), "Standard", tight, &text, ""))
            (style(&format!("Cell_number_{size}"), "Standard", number, &text, ""))
            (style(&format!("Head_{size}"), "Standard", tight, &bold, ""))
            (style(&format!("Head_number_{size}"), "Standard", number, &bold, ""))
        }
    }
}
