//! PDF: tagged (PDF/UA-1) and for archives (PDF/A-2a), set by typst from data that it never reads as markup.

mod data;
mod picture;
mod words;
mod world;

use std::sync::Arc;

use chrono::{Datelike, Timelike};
use sha2::{Digest, Sha256};
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::template::Template;
use domain::document::Document;
use domain::error::{Error, Result};

use super::format::Format;
use picture::LetterForm;
use world::{Faces, Sheet};

/// PDF.
pub const FORMAT: Format = Format { name: "pdf", media_type: "application/pdf", extension: "pdf", write };

/// Blocks its thread for tens of milliseconds: it runs where nobody waits for an answer.
fn write(document: &Document, template: &Template) -> Result<Vec<u8>> {
    let faces = Faces::of(&template.fonts)?;
    let set = |letters| set(document, template, &faces, letters);
    // Of letters that are put together of several (x̂ of x and a circumflex), a PDF/A cannot tell in a picture which is which;
    // the description beside the picture says what stands in it.
    let bytes = set(LetterForm::Text).or_else(|_| set(LetterForm::Outlines));
    // What typst has computed is of use for the next document or two only.
    comemo::evict(2);
    bytes
}

fn set(document: &Document, template: &Template, faces: &Arc<Faces>, letters: LetterForm) -> Result<Vec<u8>> {
    let json = serde_json::to_vec(&data::of(document, template, faces, letters)).map_err(Error::internal)?;
    let sheet = Sheet::new(Arc::clone(faces), json, template.logo.as_ref())?;
    let pages = typst::compile::<PagedDocument>(&sheet).output.map_err(told)?;
    let standards =
        PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).map_err(|e| Error::internal(e.message()))?;
    let at = document.known_at.date_time();
    let part = |n: u32| u8::try_from(n).unwrap_or(0);
    let timestamp = Datetime::from_ymd_hms(
        at.year(),
        part(at.month()),
        part(at.day()),
        part(at.hour()),
        part(at.minute()),
        part(at.second()),
    )
    .map(Timestamp::new_utc);
    let creator = Smart::Custom(Some("sachstand".to_owned()));
    // What is another document has another id.
    let said = serde_json::to_vec(document).map_err(Error::internal)?;
    let ident = Smart::Custom(hex::encode(Sha256::digest(said)));
    let options = PdfOptions { ident, creator, timestamp, standards, ..PdfOptions::default() };
    typst_pdf::pdf(&pages, &options).map_err(told)
}

fn told(diagnostics: typst::ecow::EcoVec<typst::diag::SourceDiagnostic>) -> Error {
    Error::internal(diagnostics.iter().map(|d| d.message.as_str()).collect::<Vec<_>>().join("; "))
}
