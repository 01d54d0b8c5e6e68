//! The parts of a DOCX beside its text: what belongs together, metadata, headers and footers.

use maud::{Markup, html};

use crate::picture::Picture;
use crate::template::Template;
use domain::document::Document;

use super::super::archive::{LOGO, PAGE, running};
use super::elements::{TWIPS, drawing, paragraph, root, run, whole};
use texts::clean;

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

pub(super) fn content_types() -> Markup {
    html! {
        Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types" {
            Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" {}
            Default Extension="xml" ContentType="application/xml" {}
            Default Extension="png" ContentType="image/png" {}
            Default Extension="svg" ContentType="image/svg+xml" {}
            Override PartName="/docProps/core.xml"
                ContentType="application/vnd.openxmlformats-package.core-properties+xml" {}
            Override PartName="/word/theme/theme1.xml"
                ContentType="application/vnd.openxmlformats-officedocument.theme+xml" {}
            @for (part, kind) in [
                ("document", "document.main"),
                ("styles", "styles"),
                ("numbering", "numbering"),
                ("settings", "settings"),
                ("fontTable", "fontTable"),
                ("header1", "header"),
                ("header2", "header"),
                ("footer1", "footer"),
            ] {
                Override PartName={ "/word/" (part) ".xml" } ContentType={ (WORD) "." (kind) "+xml" } {}
            }
        }
    }
}

fn relationships(content: &Markup) -> Markup {
    html! { Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships" { (content) } }
}

fn relationship(id: &str, kind: &str, target: &str) -> Markup {
    html! { Relationship Id=(id) Type={ (RELATION) "/" (kind) } Target=(target) {} }
}

pub(super) fn package() -> Markup {
    relationships(&html! {
        (relationship("rId1", "officeDocument", "word/document.xml"))
        Relationship Id="rId2" Target="docProps/core.xml"
            Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" {}
    })
}

pub(super) fn relations(charts: &[(&str, &Picture)]) -> Markup {
    relationships(&html! {
        (relationship("rId1", "styles", "styles.xml"))
        (relationship("rId2", "numbering", "numbering.xml"))
        (relationship("rId3", "settings", "settings.xml"))
        (relationship("rId4", "header", "header1.xml"))
        (relationship("rId5", "header", "header2.xml"))
        (relationship("rId6", "footer", "footer1.xml"))
        (relationship("rId7", "fontTable", "fontTable.xml"))
        (relationship("rId8", "theme", "theme/theme1.xml"))
        (images(charts))
    })
}

pub(super) fn pictures(pictures: &[(&str, &Picture)]) -> Markup {
    relationships(&images(pictures))
}

fn images(pictures: &[(&str, &Picture)]) -> Markup {
    html! {
        @for (name, picture) in pictures {
            (relationship(&format!("png-{name}"), "image", &format!("media/{name}.png")))
            @if picture.svg.is_some() {
                (relationship(&format!("svg-{name}"), "image", &format!("media/{name}.svg")))
            }
        }
    }
}

pub(super) fn core(document: &Document) -> Markup {
    let made = document.known_at.date_time().format("%Y-%m-%dT%H:%M:%SZ").to_string();
    html! {
        cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
            xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" {
            dc:title { (clean(&document.title)) }
            dc:language { (document.language) }
            dcterms:created xsi:type="dcterms:W3CDTF" { (made) }
            dcterms:modified xsi:type="dcterms:W3CDTF" { (made) }
        }
    }
}

pub(super) fn settings(document: &Document) -> Markup {
    root(
        "w:settings",
        &html! {
            w:zoom w:percent="100" {}
            w:defaultTabStop w:val="709" {}
            w:autoHyphenation {}
            w:compat {
                w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15" {}
            }
            w:themeFontLang w:val=(language(document)) {}
            w:decimalSymbol w:val="," {}
            w:listSeparator w:val=";" {}
        },
    )
}

/// Word knows languages by country.
pub(super) fn language(document: &Document) -> &str {
    if document.language == "de" { "de-DE" } else { &document.language }
}

pub(super) fn fonts(template: &Template) -> Markup {
    root(
        "w:fonts",
        &html! {
            w:font w:name=(clean(&template.fonts.family)) {
                w:altName w:val="Arial" {}
                w:family w:val="swiss" {}
                w:pitch w:val="variable" {}
            }
        },
    )
}

pub(super) fn header(document: &Document) -> Markup {
    let texts = texts::of(&document.language);
    let as_of = (texts.paging.as_of)(&(texts.writing.date)(document.as_of));
    html! {
        w:p {
            w:pPr { w:pStyle w:val="Header" {} }
            (run(&running(&document.title))) w:r { w:tab {} } (run(&as_of))
        }
    }
}

pub(super) fn footer(document: &Document) -> Markup {
    let paging = &texts::of(&document.language).paging;
    let field = |name: &str| html! { w:fldSimple w:instr={ " " (name) " " } { w:r { w:t { "1" } } } };
    html! {
        w:p {
            w:pPr { w:pStyle w:val="Footer" {} }
            (run(&format!("{} ", paging.page))) (field("PAGE"))
            (run(&format!(" {} ", paging.of))) (field("NUMPAGES"))
        }
    }
}

pub(super) fn letterhead(template: &Template, logo: Option<&Picture>) -> Markup {
    let lines = html! {
        @for line in &template.letterhead { (paragraph("Letterhead", line)) }
        @if template.letterhead.is_empty() { (paragraph("Letterhead", "")) }
    };
    let alternative = template.logo.as_ref().map_or("", |logo| logo.alternative.as_str());
    let widths = [PAGE - LOGO.0, LOGO.0].map(|width| whole(width * TWIPS));
    let [left, right] = &widths;
    html! {
        @match logo {
            None => (lines),
            Some(picture) => {
                w:tbl {
                    w:tblPr {
                        w:tblW w:w=(whole(PAGE * TWIPS)) w:type="dxa" {}
                        w:tblLayout w:type="fixed" {}
                        w:tblCellMar { w:left w:w="0" w:type="dxa" {} w:right w:w="0" w:type="dxa" {} }
                    }
                    w:tblGrid { @for width in &widths { w:gridCol w:w=(width) {} } }
                    w:tr {
                        w:tc { w:tcPr { w:tcW w:w=(left) w:type="dxa" {} } (lines) }
                        w:tc {
                            w:tcPr { w:tcW w:w=(right) w:type="dxa" {} }
                            w:p {
                                w:pPr { w:pStyle w:val="Logo" {} }
                                w:r { (drawing(1, "logo", picture, LOGO, alternative, alternative)) }
                            }
                        }
                    }
                }
                w:p { w:pPr { w:pStyle w:val="After" {} } }
            },
        }
    }
}
