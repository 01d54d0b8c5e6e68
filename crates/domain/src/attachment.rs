//! Attachments of a report (Anlagen): files that are uploaded, numbered, and frozen with it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::access::Visibility;
use super::payload::{Index, Record, Shape, Timeline};
use super::time::ValidInterval;

/// A type of files that can be attached.
#[derive(Debug, PartialEq, Eq)]
pub struct FileType {
    /// Its media type.
    pub media_type: &'static str,
    /// How its files end.
    pub extension: &'static str,
}

const fn file_type(media_type: &'static str, extension: &'static str) -> FileType {
    FileType { media_type, extension }
}

/// All that can be attached: what an administration exchanges, and nothing that a browser would run.
pub const FILE_TYPES: &[FileType] = &[
    file_type("application/pdf", "pdf"),
    file_type("application/vnd.oasis.opendocument.text", "odt"),
    file_type("application/vnd.oasis.opendocument.spreadsheet", "ods"),
    file_type("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    file_type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    file_type("image/png", "png"),
    file_type("image/jpeg", "jpg"),
    CSV,
    TEXT,
];
const CSV: FileType = file_type("text/csv", "csv");
const TEXT: FileType = file_type("text/plain", "txt");

/// What a file is by its content, whatever it is said to be; nothing when that cannot be attached.
///
/// Plain text has no mark of its own: it is UTF-8 without control characters, and CSV if it is `declared` so.
pub fn recognise(bytes: &[u8], declared: &str) -> Option<&'static FileType> {
    let of = |media_type: &str| FILE_TYPES.iter().find(|known| known.media_type == media_type);
    match infer::get(bytes) {
        Some(found) => of(found.mime_type()).filter(|known| !known.media_type.starts_with("text/")),
        None => {
            let text = std::str::from_utf8(bytes).ok().filter(|text| !text.trim().is_empty())?;
            let readable = text.chars().all(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r'));
            of(if declared == CSV.media_type { CSV.media_type } else { TEXT.media_type }).filter(|_| readable)
        }
    }
}

/// An attachment (Anlage) of a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "number": 2, "title": "Liste der Online-Dienste", "fileName": "anlage-2.pdf", "mediaType": "application/pdf",
    "size": 48211, "sha256": "3b1f0b7a6f8f4b8d6f0a1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f5061"
}))]
pub struct Attachment {
    /// Its number among the attachments of the paper (Anlage 2).
    #[schema(minimum = 1, maximum = 999)]
    pub number: u32,
    /// Title.
    #[schema(min_length = 1, max_length = 300)]
    pub title: String,
    /// The name of the file, made by the service.
    #[schema(min_length = 1, max_length = 40)]
    pub file_name: String,
    /// What the file is by its content.
    #[schema(min_length = 1, max_length = 100)]
    pub media_type: String,
    /// Its size in bytes.
    #[schema(minimum = 1)]
    pub size: u64,
    /// The SHA-256 of its bytes, in hexadecimal.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub sha256: String,
}

impl Attachment {
    /// The fields that the service makes of the file; nobody writes them.
    pub const MADE: &'static [&'static str] = &["fileName", "mediaType", "size", "sha256"];

    /// The name of the file of this number.
    pub fn name_of(number: u32, file_type: &FileType) -> String {
        format!("anlage-{number}.{}", file_type.extension)
    }
}

impl Record for Attachment {
    const SHAPE: Shape = Shape::Attachment;

    fn index(&self) -> Index {
        // Whoever sees the report, sees what is attached to it.
        Index { visibility: Visibility::Public, sort_key: format!("{:03}", self.number), ..Index::default() }
    }

    fn timeline(&self) -> Timeline {
        Timeline::Fixed(ValidInterval::ALWAYS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_what_they_hold_and_not_what_they_are_called() {
        let extension = |bytes: &[u8], declared| recognise(bytes, declared).map(|known| known.extension);
        assert_eq!(extension(b"%PDF-1.7\n%\xe2\xe3", "text/html"), Some("pdf"));
        assert_eq!(extension(b"\x89PNG\r\n\x1a\n....", "application/pdf"), Some("png"));
        assert_eq!(extension("Dienst;Amt\r\nWohnsitz;Bürgeramt\r\n".as_bytes(), "text/csv"), Some("csv"));
        assert_eq!(extension("Grüße".as_bytes(), "application/octet-stream"), Some("txt"));
        for refused in [
            b"<!DOCTYPE html><script>alert(1)</script>".as_slice(),
            b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            b"MZ\x90\0",
            b"\x7fELF\x02",
            b"#!/bin/sh\nrm -rf /",
            b"PK\x03\x04rest",
            b"a\0b",
            b"\xff\xfea",
            b" \n",
            b"",
        ] {
            assert_eq!(extension(refused, "application/pdf"), None, "{refused:?}");
        }
    }
}
