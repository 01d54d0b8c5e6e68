//! Character encodings (Zeichenkodierung): in which one a file is written, and how it is read as UTF-8.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};

use domain::error::{Error, Result};

domain::names! {
    /// In which encoding a file is written.
    pub enum CharacterEncoding {
        /// UTF-8.
        Utf8 = "utf-8",
        /// UTF-16, by its byte order mark.
        Utf16 = "utf-16",
        /// Windows-1252 ("ANSI"): what spreadsheets save as plain CSV in Germany.
        Windows1252 = "windows-1252",
    }
}

impl CharacterEncoding {
    /// By the name in a `charset` parameter, as the WHATWG registers names: `iso-8859-1` means Windows-1252.
    pub fn named(label: &str) -> Option<Self> {
        match Encoding::for_label(label.as_bytes())? {
            known if known == UTF_8 => Some(Self::Utf8),
            known if known == UTF_16LE || known == UTF_16BE => Some(Self::Utf16),
            known if known == WINDOWS_1252 => Some(Self::Windows1252),
            _ => None,
        }
    }
}

/// How a file is written.
#[derive(Clone, Copy, Debug)]
pub struct Written {
    /// In which encoding.
    pub encoding: CharacterEncoding,
    /// Whether a byte order mark stands before it, as spreadsheets and Windows programs put it.
    pub marked: bool,
    decoded_as: &'static Encoding,
}

impl Written {
    /// How a file is written: by its byte order mark, else as it is declared to be, else as what it evidently is.
    ///
    /// # Errors
    /// `Internal` when the file cannot be read.
    pub fn of(path: &Path, declared: Option<CharacterEncoding>) -> Result<Self> {
        let mut start = Vec::new();
        File::open(path).map_err(Error::internal)?.take(3).read_to_end(&mut start).map_err(Error::internal)?;
        if let Some((decoded_as, _)) = Encoding::for_bom(&start) {
            let encoding = if decoded_as == UTF_8 { CharacterEncoding::Utf8 } else { CharacterEncoding::Utf16 };
            return Ok(Self { encoding, marked: true, decoded_as });
        }
        let encoding = match declared {
            Some(declared) => declared,
            None => evident(path)?,
        };
        let decoded_as = match encoding {
            CharacterEncoding::Utf8 => UTF_8,
            CharacterEncoding::Utf16 => UTF_16LE,
            CharacterEncoding::Windows1252 => WINDOWS_1252,
        };
        Ok(Self { encoding, marked: false, decoded_as })
    }

    /// Whether a spreadsheet or another Windows program wrote it, which writes numbers and days as Germans do.
    pub fn by_a_spreadsheet(&self) -> bool {
        self.marked || self.encoding != CharacterEncoding::Utf8
    }

    /// Reads it as UTF-8, without its byte order mark. What claims to be UTF-8 and is not comes as it is.
    pub fn decode<R: Read>(&self, reader: R) -> DecodeReaderBytes<R, Vec<u8>> {
        // Without an encoding nothing is decoded, and so nothing replaced that is no UTF-8.
        let decoded_as = Some(self.decoded_as).filter(|encoding| *encoding != UTF_8);
        let mut builder = DecodeReaderBytesBuilder::new();
        builder.encoding(decoded_as).utf8_passthru(true).strip_bom(true).bom_override(true).build(reader)
    }
}

/// UTF-8 unless it cannot be, and then Windows-1252 where every byte beyond ASCII stands there for what German texts hold.
fn evident(path: &Path) -> Result<CharacterEncoding> {
    const BUFFER: usize = 1 << 16;
    let mut reader = BufReader::with_capacity(BUFFER, File::open(path).map_err(Error::internal)?);
    let (mut rest, mut chunk) = (Vec::new(), vec![0; BUFFER]);
    let (mut utf_8, mut german) = (true, true);
    while utf_8 || german {
        let read = reader.read(&mut chunk).map_err(Error::internal)?;
        let Some(bytes) = chunk.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        german = german && bytes.iter().all(|byte| byte.is_ascii() || GERMAN.contains(byte));
        rest.extend_from_slice(bytes);
        match std::str::from_utf8(&rest) {
            Ok(_) => rest.clear(),
            // A character may go on in the next chunk.
            Err(error) if error.error_len().is_none() => drop(rest.drain(..error.valid_up_to())),
            Err(_) => utf_8 = false,
        }
        if !utf_8 {
            rest.clear();
        }
    }
    Ok(if !(utf_8 && rest.is_empty()) && german { CharacterEncoding::Windows1252 } else { CharacterEncoding::Utf8 })
}

/// What German texts hold beyond ASCII, in Windows-1252: € „ … – — ' ' " " § ° ² ³ · « » no-break space, Ä Ö Ü ä ö ü ß, and
/// letters of names (À Á Ç É Ñ à á â ç è é ê ë î ï ñ ó ô ø ú).
const GERMAN: &[u8] = &[
    0x80, 0x84, 0x85, 0x91, 0x92, 0x93, 0x94, 0x96, 0x97, 0xA0, 0xA7, 0xAB, 0xB0, 0xB2, 0xB3, 0xB7, 0xBB, 0xC0, 0xC1,
    0xC4, 0xC7, 0xC9, 0xD1, 0xD6, 0xDC, 0xDF, 0xE0, 0xE1, 0xE2, 0xE4, 0xE7, 0xE8, 0xE9, 0xEA, 0xEB, 0xEE, 0xEF, 0xF1,
    0xF3, 0xF4, 0xF6, 0xF8, 0xFA, 0xFC,
];

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;

    use super::*;

    fn read(bytes: &[u8], declared: Option<CharacterEncoding>) -> (CharacterEncoding, String) {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        let written = Written::of(file.path(), declared).unwrap();
        let mut text = Vec::new();
        written.decode(File::open(file.path()).unwrap()).read_to_end(&mut text).unwrap();
        (written.encoding, String::from_utf8_lossy(&text).into_owned())
    }

    fn utf_16(text: &str) -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let text = "Führerschein – „Größe“ 5 €";
        let (ansi, ..) = WINDOWS_1252.encode(text);
        assert_eq!(read(&ansi, None), (CharacterEncoding::Windows1252, text.to_owned()));
        assert_eq!(read(text.as_bytes(), None), (CharacterEncoding::Utf8, text.to_owned()));
        assert_eq!(read(&utf_16(text), Some(CharacterEncoding::Utf8)), (CharacterEncoding::Utf16, text.to_owned()));
        // Greek in its own encoding is no German text, so it is not taken for one.
        assert_eq!(read(b"\xc1\xe8\xde\xed\xe1\xfe", None).0, CharacterEncoding::Utf8);
        assert_eq!(read(b"\xc5lesund", Some(CharacterEncoding::Windows1252)).1, "Ålesund");
        for (label, known) in [
            ("utf-8", Some(CharacterEncoding::Utf8)),
            ("ISO-8859-1", Some(CharacterEncoding::Windows1252)),
            ("windows-1252", Some(CharacterEncoding::Windows1252)),
            ("koi8-r", None),
            ("nix", None),
        ] {
            assert_eq!(CharacterEncoding::named(label), known, "{label}");
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back_however_it_was_saved(text in "(?s)[^\u{feff}].{0,300}") {
            let marked = format!("\u{feff}{text}");
            prop_assert_eq!(read(text.as_bytes(), None).1, text.clone());
            prop_assert_eq!(read(marked.as_bytes(), None), (CharacterEncoding::Utf8, text.clone()));
            prop_assert_eq!(read(&utf_16(&text), None), (CharacterEncoding::Utf16, text));
        }
    }
}
