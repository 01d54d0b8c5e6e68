//! What typst may see: a template, the data, the fonts; no files, no packages, no clock.

use std::sync::{Arc, LazyLock};

use parking_lot::Mutex;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use crate::domain::error::{Error, Result};
use crate::reports::template::Fonts;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    // Headers of rows are still an extra in this version.
    LazyHash::new(Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build())
});
static TEMPLATE: LazyLock<Source> = LazyLock::new(|| Source::detached(include_str!("template.typ")));
/// The fonts of the last templates, read.
static READ: Mutex<Vec<Arc<Faces>>> = Mutex::new(Vec::new());

/// Fonts that have been read.
pub struct Faces {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

impl Faces {
    /// Reads fonts, once for each template.
    pub fn of(fonts: &Fonts) -> Result<Arc<Self>> {
        let mut read = READ.lock();
        let same = |faces: &&Arc<Self>| {
            faces.fonts.len() == fonts.files.len()
                && faces.fonts.iter().zip(&fonts.files).all(|(font, file)| font.data().as_slice() == &**file)
        };
        if let Some(faces) = read.iter().find(same) {
            return Ok(Arc::clone(faces));
        }
        let parsed: Option<Vec<_>> = fonts.files.iter().map(|f| Font::new(Bytes::new(f.clone()), 0)).collect();
        let parsed = parsed.filter(|p| !p.is_empty()).ok_or_else(|| Error::internal("a font cannot be read"))?;
        let faces = Arc::new(Self { book: LazyHash::new(FontBook::from_fonts(&parsed)), fonts: parsed });
        read.truncate(1);
        read.push(Arc::clone(&faces));
        Ok(faces)
    }

    /// Whether every font has this character.
    pub fn have(&self, c: char) -> bool {
        self.fonts.iter().all(|font| font.info().coverage.contains(c.into()))
    }

    /// The name of the family, as the first font has it.
    pub fn family(&self) -> &str {
        self.fonts.first().map_or("", |font| &font.info().family)
    }
}

/// One document to be set.
pub struct Sheet {
    faces: Arc<Faces>,
    data: (FileId, Bytes),
}

impl Sheet {
    pub fn new(faces: Arc<Faces>, json: Vec<u8>) -> Result<Self> {
        // Names are kept for ever, so there is one.
        let path = VirtualPath::new("data.json").map_err(|_| Error::internal("data.json is no path"))?;
        Ok(Self { faces, data: (RootedPath::new(VirtualRoot::Project, path).intern(), Bytes::new(json)) })
    }
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &self.faces.book
    }
    fn main(&self) -> FileId {
        TEMPLATE.id()
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == TEMPLATE.id() { Ok(TEMPLATE.clone()) } else { Err(FileError::AccessDenied) }
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 { Ok(self.data.1.clone()) } else { Err(FileError::AccessDenied) }
    }
    fn font(&self, index: usize) -> Option<Font> {
        self.faces.fonts.get(index).cloned()
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
