//! How a DOCX looks: styles with the names that Word knows, and the bullets of lists.

use maud::{Markup, PreEscaped, html};

use crate::template::Template;
use domain::document::Document;

use super::super::archive::INSET;
use super::super::columns;
use super::elements::{TWIPS, root, whole};
use super::parts::language;
use texts::clean;

/// Headings from the title on: size in half points, room above and below in twentieths of a point.
const HEADINGS: [(u8, u16, u16); 6] =
    [(40, 0, 280), (29, 420, 140), (24, 310, 110), (22, 255, 85), (21, 225, 85), (21, 225, 85)];

/// Paragraphs: id, name, parent, properties of the paragraph and of its text.
const PARAGRAPHS: &[(&str, &str, &str, &str, &str)] = &[
    ("BodyText", "Body Text", "Normal", r#"<w:spacing w:after="140"/>"#, ""),
    ("ListBullet", "List Bullet", "Normal", r#"<w:numPr><w:numId w:val="1"/></w:numPr><w:spacing w:after="60"/>"#, ""),
    (
        "Terms",
        "Terms",
        "Normal",
        r#"<w:tabs><w:tab w:val="left" w:pos="2835"/></w:tabs><w:spacing w:after="60"/><w:ind w:left="2835" w:hanging="2835"/>"#,
        "",
    ),
    ("Question", "Question", "Normal", r#"<w:keepNext/><w:spacing w:before="60" w:after="60"/>"#, ""),
    (
        "Option",
        "Option",
        "Normal",
        r#"<w:tabs><w:tab w:val="left" w:pos="397"/></w:tabs><w:spacing w:after="60"/><w:ind w:left="397" w:hanging="397"/>"#,
        "",
    ),
    (
        "Aside",
        "Aside",
        "Normal",
        r#"<w:pBdr><w:left w:val="single" w:sz="12" w:space="6" w:color="B9C6D2"/></w:pBdr><w:ind w:left="340"/>"#,
        "",
    ),
    (
        "AsideLabel",
        "Aside Label",
        "Aside",
        r#"<w:keepNext/><w:spacing w:before="120"/>"#,
        r#"<w:b/><w:color w:val="4A5661"/>"#,
    ),
    ("Figure", "Figure", "Normal", r#"<w:keepNext/><w:spacing w:before="170" w:line="240" w:lineRule="auto"/>"#, ""),
    ("ChartCaption", "Chart Caption", "Caption", r#"<w:spacing w:after="230"/>"#, ""),
    ("TableCaption", "Table Caption", "Caption", r#"<w:keepNext/><w:spacing w:before="200" w:after="85"/>"#, ""),
    (
        "After",
        "After",
        "Normal",
        r#"<w:spacing w:line="240" w:lineRule="auto"/>"#,
        r#"<w:sz w:val="12"/><w:szCs w:val="12"/>"#,
    ),
    (
        "Header",
        "header",
        "Normal",
        r#"<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="3" w:color="B9C6D2"/></w:pBdr><w:tabs><w:tab w:val="right" w:pos="9072"/></w:tabs>"#,
        r#"<w:color w:val="4A5661"/><w:sz w:val="17"/><w:szCs w:val="17"/>"#,
    ),
    (
        "Footer",
        "footer",
        "Normal",
        r#"<w:jc w:val="right"/>"#,
        r#"<w:color w:val="4A5661"/><w:sz w:val="17"/><w:szCs w:val="17"/>"#,
    ),
    (
        "Letterhead",
        "Letterhead",
        "Normal",
        r#"<w:spacing w:line="276" w:lineRule="auto"/>"#,
        r#"<w:sz w:val="19"/><w:szCs w:val="19"/>"#,
    ),
    ("Logo", "Logo", "Normal", r#"<w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="right"/>"#, ""),
    // A hyphen within a hash would be taken for a part of it.
    (
        "Foot",
        "Foot",
        "Normal",
        "<w:keepNext/><w:suppressAutoHyphens/>",
        r#"<w:color w:val="4A5661"/><w:sz w:val="18"/><w:szCs w:val="18"/>"#,
    ),
    (
        "FootFirst",
        "Foot First",
        "Foot",
        r#"<w:pBdr><w:top w:val="single" w:sz="4" w:space="7" w:color="B9C6D2"/></w:pBdr><w:spacing w:before="510"/>"#,
        "",
    ),
];

/// Words in a paragraph: id, name, properties.
const CHARACTERS: &[(&str, &str, &str)] = &[
    ("Term", "Term", r#"<w:color w:val="4A5661"/>"#),
    ("Strong", "Strong", "<w:b/><w:bCs/>"),
    (
        "Box",
        "Box",
        r#"<w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol" w:eastAsia="Segoe UI Symbol" w:cs="Segoe UI Symbol"/>"#,
    ),
];

/// The part with the styles.
pub(super) fn styles(document: &Document, template: &Template) -> Markup {
    let family = clean(&template.fonts.family);
    let accent = template.accent.trim_start_matches('#').to_uppercase();
    let caption = format!("<w:b/><w:bCs/><w:color w:val=\"{accent}\"/>");
    root(
        "w:styles",
        &html! {
            w:docDefaults {
                w:rPrDefault {
                    w:rPr {
                        w:rFonts w:ascii=(family) w:hAnsi=(family) w:eastAsia=(family) w:cs=(family) {}
                        w:color w:val="1A1F25" {}
                        w:sz w:val="21" {}
                        w:szCs w:val="21" {}
                        w:lang w:val=(language(document)) {}
                    }
                }
                w:pPrDefault { w:pPr { w:spacing w:after="0" w:line="312" w:lineRule="auto" {} } }
            }
            w:style w:type="paragraph" w:default="1" w:styleId="Normal" { w:name w:val="Normal" {} w:qFormat {} }
            @for (n, (size, before, after)) in (1..).zip(HEADINGS) {
                w:style w:type="paragraph" w:styleId={ "Heading" (n) } {
                    w:name w:val={ "heading " (n) } {}
                    w:basedOn w:val="Normal" {}
                    w:next w:val="BodyText" {}
                    w:qFormat {}
                    w:pPr {
                        w:keepNext {}
                        w:keepLines {}
                        w:suppressAutoHyphens {}
                        w:spacing w:before=(before) w:after=(after) w:line="276" w:lineRule="auto" {}
                        w:outlineLvl w:val=(n - 1) {}
                    }
                    w:rPr { w:b {} w:bCs {} w:color w:val=(accent) {} w:sz w:val=(size) {} w:szCs w:val=(size) {} }
                }
            }
            (style("Caption", "caption", "Normal", "<w:suppressAutoHyphens/>", &caption))
            @for (id, name, parent, paragraph, text) in PARAGRAPHS { (style(id, name, parent, paragraph, text)) }
            @for size in columns::SIZES {
                @let text = format!("<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>");
                @let bold = format!("<w:b/><w:bCs/>{text}");
                @let tight = "<w:spacing w:line=\"276\" w:lineRule=\"auto\"/>";
                @let number = format!("{tight}<w:jc w:val=\"right\"/>");
                @for (id, name, paragraph, text) in [
                    ("Cell", "Cell", tight, &text),
                    ("CellNumber", "Cell Number", &number, &text),
                    ("Head", "Head", tight, &bold),
                    ("HeadNumber", "Head Number", &number, &bold),
                ] {
                    (style(&format!("{id}{size}"), &format!("{name} {size}"), "Normal", paragraph, text))
                }
            }
            @for (id, name, text) in CHARACTERS {
                w:style w:type="character" w:styleId=(id) { w:name w:val=(name) {} w:rPr { (PreEscaped(text)) } }
            }
            (grid())
        },
    )
}

fn style(id: &str, name: &str, parent: &str, paragraph: &str, text: &str) -> Markup {
    html! {
        w:style w:type="paragraph" w:styleId=(id) {
            w:name w:val=(name) {}
            w:basedOn w:val=(parent) {}
            w:pPr { (PreEscaped(paragraph)) }
            w:rPr { (PreEscaped(text)) }
        }
    }
}

fn grid() -> Markup {
    let line = PreEscaped(r#" w:val="single" w:sz="4" w:space="0" w:color="B9C6D2"/>"#);
    let sides = ["top", "left", "bottom", "right", "insideH", "insideV"];
    let borders: String = sides.iter().map(|side| format!("<w:{side}{}", line.0)).collect();
    html! {
        w:style w:type="table" w:styleId="TableGrid" {
            w:name w:val="Table Grid" {}
            w:tblPr {
                w:tblBorders { (PreEscaped(borders)) }
                w:tblCellMar {
                    w:top w:w="57" w:type="dxa" {}
                    w:left w:w=(whole(INSET * TWIPS)) w:type="dxa" {}
                    w:bottom w:w="57" w:type="dxa" {}
                    w:right w:w=(whole(INSET * TWIPS)) w:type="dxa" {}
                }
            }
        }
    }
}

/// The part with the bullets of lists.
pub(super) fn numbering() -> Markup {
    root(
        "w:numbering",
        &html! {
            w:abstractNum w:abstractNumId="0" {
                w:multiLevelType w:val="singleLevel" {}
                w:lvl w:ilvl="0" {
                    w:start w:val="1" {}
                    w:numFmt w:val="bullet" {}
                    w:lvlText w:val="•" {}
                    w:lvlJc w:val="left" {}
                    w:pPr { w:ind w:left="340" w:hanging="340" {} }
                }
            }
            w:num w:numId="1" { w:abstractNumId w:val="0" {} }
        },
    )
}
