//! What an uploaded file is, by its content alone: whatever it is called, and whatever it is said to be.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use domain::attachment::{CSV, FILE_TYPES, FileType, TEXT};

/// What a file is by its content; nothing when that cannot be attached.
///
/// An office document is an archive that says itself what it is: OpenDocument in the entry `mimetype` (ODF 1.3, part 2,
/// 3.3), Office Open XML by the type of its main part in `[Content_Types].xml` (ECMA-376, part 2). Plain text has no mark
/// of its own: it is UTF-8 without control characters, and CSV if it is `declared` so.
pub fn recognise(bytes: &[u8], declared: &str) -> Option<&'static FileType> {
    if bytes.starts_with(b"PK\x03\x04") {
        return of(&archived(bytes)?);
    }
    match infer::get(bytes) {
        Some(found) => of(found.mime_type()).filter(|known| !known.media_type.starts_with("text/")),
        None => {
            let text = std::str::from_utf8(bytes).ok().filter(|text| !text.trim().is_empty())?;
            let readable = text.chars().all(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r'));
            of(if declared == CSV.media_type { CSV.media_type } else { TEXT.media_type }).filter(|_| readable)
        }
    }
}

fn of(media_type: &str) -> Option<&'static FileType> {
    FILE_TYPES.iter().find(|known| known.media_type == media_type)
}

/// Nobody needs more to say what a file is; an archive that swells when it is opened is not read on.
const LONGEST_ENTRY: u64 = 1 << 20;

/// The media type that an office document says it has; nothing for any other archive, and for one with macros in it.
fn archived(bytes: &[u8]) -> Option<String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    if let Some(media_type) = entry(&mut archive, "mimetype") {
        return Some(media_type.trim_end().to_owned());
    }
    let types = entry(&mut archive, "[Content_Types].xml")?;
    let types = roxmltree::Document::parse(&types).ok()?;
    let types: Vec<&str> = types.descendants().filter_map(|node| node.attribute("ContentType")).collect();
    if types.contains(&"application/vnd.ms-office.vbaProject") {
        return None;
    }
    // The main part of a document without macros has the type of the document, and ".main+xml".
    types.iter().find_map(|part| part.strip_suffix(".main+xml")).map(str::to_owned)
}

/// A text of an archive, if it has it.
fn entry(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<String> {
    let mut text = String::new();
    archive.by_name(name).ok()?.take(LONGEST_ENTRY).read_to_string(&mut text).ok()?;
    Some(text)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;
    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn extension(bytes: &[u8], declared: &str) -> Option<&'static str> {
        recognise(bytes, declared).map(|known| known.extension)
    }

    fn archive(entries: &[(String, String)]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in entries {
            archive.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    fn content_types(main: &str, more: &str) -> String {
        format!(
            r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
            <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
            <Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
            <Override PartName="/main.xml" ContentType="{main}"/>{more}</Types>"#
        )
    }

    #[test]
    fn files_are_what_they_hold_and_not_what_they_are_called() {
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

    #[test]
    fn an_archive_that_is_no_document_or_has_macros_is_refused() {
        const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
        let named = |name: &str, text: String| archive(&[("main.xml".into(), "<a/>".into()), (name.into(), text)]);
        let macros = r#"<Override PartName="/vba.bin" ContentType="application/vnd.ms-office.vbaProject"/>"#;
        let enabled = "application/vnd.ms-word.document.macroEnabled.main+xml";
        for refused in [
            named("readme.txt", "word/document.xml".into()),
            named("word/document.xml", "<document/>".into()),
            named("[Content_Types].xml", content_types(WORD, macros)),
            named("[Content_Types].xml", content_types(enabled, "")),
            named("[Content_Types].xml", "no XML".into()),
            named("mimetype", "application/epub+zip".into()),
        ] {
            assert_eq!(extension(&refused, "application/zip"), None);
        }
    }

    proptest! {
        /// Writers put the entries of an archive into any order, with any others between and any sizes.
        #[test]
        fn an_office_document_is_what_it_says_in_whatever_order(
            (main, extended) in prop::sample::select(vec![
                ("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "docx"),
                ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "xlsx"),
                ("application/vnd.oasis.opendocument.text", "odt"),
                ("application/vnd.oasis.opendocument.spreadsheet", "ods"),
            ]),
            others in prop::collection::btree_map("(word|xl|docProps)/[a-z]{1,8}\\.xml", ".{0,2000}", 0..8),
            place in 0..9_usize,
        ) {
            let own = match main.strip_suffix("+xml") {
                Some(_) => ("[Content_Types].xml".to_owned(), content_types(main, "")),
                None => ("mimetype".to_owned(), main.to_owned()),
            };
            let mut entries: Vec<(String, String)> = others.into_iter().collect();
            entries.insert(place.min(entries.len()), own);
            prop_assert_eq!(extension(&archive(&entries), "application/octet-stream"), Some(extended));
        }
    }
}
