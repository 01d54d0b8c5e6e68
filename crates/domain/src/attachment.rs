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
/// A table as text.
pub const CSV: FileType = file_type("text/csv", "csv");
/// Plain text.
pub const TEXT: FileType = file_type("text/plain", "txt");

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
