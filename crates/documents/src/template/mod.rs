//! The form that a city gives its documents (Vorlage): letterhead, logo, colours, fonts, order and headings of sections.

mod contrast;
mod directory;
mod file;
mod logo;

use std::borrow::Cow;
use std::sync::LazyLock;

/// How the documents of a city look. The plain one names no city.
#[derive(Clone, Debug)]
pub struct Template {
    /// The lines of the letterhead (Briefkopf): city, office, address; may be empty.
    pub letterhead: Vec<String>,
    /// The logo beside it.
    pub logo: Option<Logo>,
    /// The colour of headings and rules, as `#rrggbb`; dark enough for text on white.
    pub accent: String,
    /// The fonts.
    pub fonts: Fonts,
    /// Sections in their order, by key, with headings of their own; sections that are not named follow in the usual order, and
    /// those that keep their place have a heading only.
    pub sections: Vec<SectionForm>,
}

/// A logo (PNG or SVG).
#[derive(Clone, Debug)]
pub struct Logo {
    /// The file.
    pub bytes: Vec<u8>,
    /// `image/png` or `image/svg+xml`.
    pub media_type: &'static str,
    /// What it shows, for readers who do not see it.
    pub alternative: String,
}

/// A family of fonts: OpenType or TrueType files that are embedded in documents.
#[derive(Clone, Debug)]
pub struct Fonts {
    /// The name of the family, as the files have it.
    pub family: String,
    /// Regular, bold, italic and bold italic; at least the first.
    pub files: Vec<Cow<'static, [u8]>>,
}

/// How a section is to be.
#[derive(Clone, Debug)]
pub struct SectionForm {
    /// Its key, such as `overview` or `risks`, or the slug of a project.
    pub key: String,
    /// Its heading; without it, the usual one. That of a project keeps its number.
    pub heading: Option<String>,
}

impl Template {
    /// The form for cities that have not made one: without a city's name.
    pub fn plain() -> &'static Self {
        static PLAIN: LazyLock<Template> = LazyLock::new(|| Template {
            letterhead: Vec::new(),
            logo: None,
            accent: "#004b87".into(),
            fonts: Fonts {
                family: "Source Sans 3".into(),
                files: [
                    &include_bytes!("../fonts/SourceSans3-Regular.otf")[..],
                    &include_bytes!("../fonts/SourceSans3-Bold.otf")[..],
                    &include_bytes!("../fonts/SourceSans3-It.otf")[..],
                    &include_bytes!("../fonts/SourceSans3-BoldIt.otf")[..],
                ]
                .map(Cow::Borrowed)
                .into(),
            },
            sections: Vec::new(),
        });
        &PLAIN
    }
}
