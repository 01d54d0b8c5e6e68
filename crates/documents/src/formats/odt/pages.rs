//! The pages of an ODT: their edges, the letterhead on the first one, header and footer.

use maud::{Markup, html};

use crate::picture::Picture;
use crate::template::Template;
use domain::document::Document;

use super::super::archive::{LOGO, running};
use super::frame::frame;
use texts::clean;

pub(super) fn layout(name: &str) -> Markup {
    html! {
        style:page-layout style:name=(name) {
            style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" style:print-orientation="portrait"
                fo:margin-top="1.25cm" fo:margin-bottom="1.25cm" fo:margin-left="2.5cm" fo:margin-right="2.5cm" {}
            style:header-style {
                style:header-footer-properties fo:min-height="1.25cm" fo:margin-bottom="0.5cm" {}
            }
            style:footer-style {
                style:header-footer-properties fo:min-height="1.25cm" fo:margin-top="0.5cm" {}
            }
        }
    }
}

pub(super) fn masters(document: &Document, template: &Template, logo: Option<&Picture>) -> Markup {
    let texts = texts::of(&document.language);
    let as_of = (texts.paging.as_of)(&(texts.writing.date)(document.as_of));
    let footer = html! {
        style:footer {
            text:p text:style-name="Footer" {
                (texts.paging.page) " " text:page-number text:select-page="current" { "1" }
                " " (texts.paging.of) " " text:page-count { "1" }
            }
        }
    };
    html! {
        style:master-page style:name="Standard" style:page-layout-name="Layout" {
            style:header {
                text:p text:style-name="Header" { (running(&document.title)) text:tab {} (as_of) }
            }
            (footer)
        }
        style:master-page style:name="First" style:page-layout-name="FirstLayout" style:next-style-name="Standard" {
            style:header { (letterhead(template, logo)) }
            (footer)
        }
    }
}

fn letterhead(template: &Template, logo: Option<&Picture>) -> Markup {
    let lines = html! {
        @for line in &template.letterhead { text:p text:style-name="Letterhead" { (clean(line)) } }
        @if template.letterhead.is_empty() { text:p text:style-name="Letterhead" {} }
    };
    let alternative = template.logo.as_ref().map_or("", |logo| logo.alternative.as_str());
    html! {
        @match logo {
            None => (lines),
            Some(picture) => table:table table:name="letterhead" table:style-name="HeadTable" {
                table:table-column table:style-name="HeadTableC1" {}
                table:table-column table:style-name="HeadTableC2" {}
                table:table-row {
                    table:table-cell office:value-type="string" { (lines) }
                    table:table-cell office:value-type="string" {
                        text:p text:style-name="Logo" { (frame("logo", picture, LOGO, alternative, alternative)) }
                    }
                }
            },
        }
    }
}
