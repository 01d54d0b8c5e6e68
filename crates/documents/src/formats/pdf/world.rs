//! What typst may see: a template, the data, the fonts; no files, no packages, no clock.

use std::sync::{Arc, LazyLock};

use parking_lot::Mutex;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use crate::formats::letters::Letters;
use crate::template::{Fonts, Logo};
use domain::error::{Error, Result};

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
    /// How wide their letters are.
    pub letters: Letters,
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
        let faces = Arc::new(Self {
            letters: Letters::of(fonts),
            book: LazyHash::new(FontBook::from_fonts(&parsed)),
            fonts: parsed,
        });
        read.truncate(1);
        read.push(Arc::clone(&faces));
        Ok(faces)
    }

    /// Whether every font has this character.
    pub fn have(&self, c: char) -> bool {
        self.fonts.iter().all(|font| font.info().coverage.contains(c.into()))
    }

    /// The names of the family: as the city calls it, and as the first font does, which may know it by another.
    pub fn families<'a>(&'a self, family: &'a str) -> Vec<&'a str> {
        let mut families = vec![family];
        families.extend(self.fonts.first().map(|font| font.info().family.as_str()).filter(|name| *name != family));
        families
    }
}

/// One document to be set.
pub struct Sheet {
    faces: Arc<Faces>,
    files: Vec<(FileId, Bytes)>,
}

impl Sheet {
    /// A document that reads `/data.json` and, where there is one, `/logo`.
    pub fn new(faces: Arc<Faces>, json: Vec<u8>, logo: Option<&Logo>) -> Result<Self> {
        // Names are kept for ever, so there are these two.
        let file = |name: &str, bytes: Vec<u8>| {
            let path = VirtualPath::new(name).map_err(|_| Error::internal("a file has no path"))?;
            Ok((RootedPath::new(VirtualRoot::Project, path).intern(), Bytes::new(bytes)))
        };
        let mut files = vec![file("data.json", json)?];
        if let Some(logo) = logo {
            files.push(file("logo", logo.bytes.clone())?);
        }
        Ok(Self { faces, files })
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
        let file = self.files.iter().find(|file| file.0 == id);
        file.map(|file| file.1.clone()).ok_or(FileError::AccessDenied)
    }
    fn font(&self, index: usize) -> Option<Font> {
        self.faces.fonts.get(index).cloned()
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
