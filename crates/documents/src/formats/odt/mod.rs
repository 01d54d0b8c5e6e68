//! ODT: OpenDocument 1.3 with real headings, header rows and pictures, as LibreOffice writes and reads it.

mod body;
mod frame;
mod pages;
mod styles;

use maud::{Markup, html};

use crate::picture::{Painter, Picture};
use crate::template::Template;
use domain::document::Document;
use domain::error::Result;

use super::archive::Archive;
use super::format::Format;
use super::letters::Letters;
use texts::clean;

/// ODT.
pub const FORMAT: Format =
    Format { name: "odt", media_type: "application/vnd.oasis.opendocument.text", extension: "odt", write };

fn write(document: &Document, template: &Template) -> Result<Vec<u8>> {
    let painter = Painter::new(&template.fonts);
    let pictures = painter.charts(document)?;
    let logo = template.logo.as_ref().map(|logo| painter.logo(logo)).transpose()?;
    let letters = Letters::of(&template.fonts);
    let body = body::body(document, &pictures, &letters);
    let mut archive = Archive::new();
    archive.stored("mimetype", FORMAT.media_type.as_bytes())?;
    let mut parts = vec![
        ("content.xml".to_owned(), "text/xml"),
        ("styles.xml".to_owned(), "text/xml"),
        ("meta.xml".to_owned(), "text/xml"),
    ];
    archive.xml("content.xml", &styles::content(&body))?;
    archive.xml("styles.xml", &styles::styles(document, template, logo.as_ref()))?;
    archive.xml("meta.xml", &meta(document))?;
    for (name, picture) in named(&pictures, logo.as_ref()) {
        if let Some(svg) = &picture.svg {
            archive.part(&format!("Pictures/{name}.svg"), svg)?;
            parts.push((format!("Pictures/{name}.svg"), "image/svg+xml"));
        }
        archive.stored(&format!("Pictures/{name}.png"), &picture.png)?;
        parts.push((format!("Pictures/{name}.png"), "image/png"));
    }
    archive.xml("META-INF/manifest.xml", &manifest(&parts))?;
    archive.finish()
}

fn named<'a>(charts: &'a [Picture], logo: Option<&'a Picture>) -> impl Iterator<Item = (String, &'a Picture)> {
    let charts = charts.iter().enumerate().map(|(n, picture)| (format!("chart{}", n + 1), picture));
    charts.chain(logo.map(|logo| ("logo".to_owned(), logo)))
}

fn manifest(parts: &[(String, &str)]) -> Markup {
    html! {
        manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3" {
            manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type=(FORMAT.media_type) {}
            @for (path, media_type) in parts {
                manifest:file-entry manifest:full-path=(path) manifest:media-type=(media_type) {}
            }
        }
    }
}

fn meta(document: &Document) -> Markup {
    let made = document.known_at.date_time().format("%Y-%m-%dT%H:%M:%SZ").to_string();
    html! {
        office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
            xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
            office:version="1.3" {
            office:meta {
                meta:generator { "sachstand" }
                dc:title { (clean(&document.title)) }
                meta:creation-date { (made) }
                dc:date { (made) }
                dc:language { (document.language) }
            }
        }
    }
}
