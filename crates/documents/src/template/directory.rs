//! The form of a city, read from a directory: `template.toml` and the files that it names. Whatever is wrong is said when
//! the service starts, all of it at once.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use domain::sections::{ORDERED, PLACED};

use super::file::read as file;
use super::{Fonts, SectionForm, Template, contrast, logo};

/// The file of settings.
const SETTINGS: &str = "template.toml";
/// Longest line of a letterhead or heading, in characters.
const LONGEST: usize = 200;
/// Largest file of settings, in bytes.
const LARGEST_SETTINGS: u64 = 1 << 20;
/// Largest font file, in bytes.
const LARGEST_FONT: u64 = 16 << 20;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Settings {
    letterhead: Vec<String>,
    accent: Option<String>,
    logo: Option<LogoSettings>,
    fonts: Option<FontSettings>,
    sections: Vec<SectionSettings>,
    headings: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LogoSettings {
    file: PathBuf,
    alternative: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FontSettings {
    family: String,
    files: Vec<PathBuf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionSettings {
    key: Option<String>,
    project: Option<String>,
    heading: Option<String>,
}

impl Template {
    /// Reads a form.
    ///
    /// # Errors
    /// A sentence for everything that is wrong.
    pub fn read(directory: &Path) -> Result<Self, Vec<String>> {
        let path = directory.join(SETTINGS);
        let broken = |error: &dyn std::fmt::Display| vec![format!("{}: {error}", path.display()).trim().to_owned()];
        let mut wrong = Vec::new();
        let Some(bytes) = file(directory, Path::new(SETTINGS), LARGEST_SETTINGS, &mut wrong) else {
            return Err(broken(&wrong.join("; ")));
        };
        let text = String::from_utf8(bytes).map_err(|error| broken(&error))?;
        let settings: Settings = toml::from_str(&text).map_err(|error| broken(&error))?;
        let plain = Self::plain();
        if settings.letterhead.len() > 12 {
            wrong.push("letterhead has more than 12 lines".to_owned());
        }
        for line in &settings.letterhead {
            check_line("a line of letterhead", line, &mut wrong);
        }
        let accent = settings.accent.clone().unwrap_or_else(|| plain.accent.clone());
        match contrast::on_white(&accent) {
            None => wrong.push(format!("accent is '{accent}' and must be a colour such as #004b87")),
            Some(contrast) if contrast < contrast::LEAST => wrong.push(format!(
                "accent {accent} has a contrast of {contrast:.1} on white; headings need at least {:.1}",
                contrast::LEAST
            )),
            Some(_) => {}
        }
        let logo = settings.logo.as_ref().and_then(|logo| {
            check_line("the alternative text of the logo", &logo.alternative, &mut wrong);
            logo::read(directory, &logo.file, &logo.alternative, &mut wrong)
        });
        let fonts = match &settings.fonts {
            Some(fonts) => read_fonts(directory, fonts, &mut wrong),
            None => plain.fonts.clone(),
        };
        let sections = sections(&settings, &mut wrong);
        if !wrong.is_empty() {
            return Err(wrong.into_iter().map(|sentence| format!("{}: {sentence}", path.display())).collect());
        }
        Ok(Self { letterhead: settings.letterhead, logo, accent: accent.to_ascii_lowercase(), fonts, sections })
    }
}

fn check_line(what: &str, line: &str, wrong: &mut Vec<String>) {
    if line.trim().is_empty() {
        wrong.push(format!("{what} is empty"));
    }
    if line.chars().count() > LONGEST || line.chars().any(char::is_control) {
        wrong.push(format!("{what} must be one line of at most {LONGEST} characters"));
    }
}

fn read_fonts(directory: &Path, fonts: &FontSettings, wrong: &mut Vec<String>) -> Fonts {
    check_line("the family of the fonts", &fonts.family, wrong);
    if !(1..=8).contains(&fonts.files.len()) {
        wrong.push("fonts need from one to eight files".to_owned());
    }
    let mut files = Vec::new();
    for name in &fonts.files {
        let Some(bytes) = file(directory, name, LARGEST_FONT, wrong) else { continue };
        match ttf_parser::Face::parse(&bytes, 0) {
            Err(error) => wrong.push(format!("{} is no OpenType or TrueType font: {error}", name.display())),
            Ok(face) if !families(&face).contains(&fonts.family) => wrong.push(format!(
                "{} is of the family {}, not '{}'",
                name.display(),
                families(&face).into_iter().map(|f| format!("'{f}'")).collect::<Vec<_>>().join(" or "),
                fonts.family
            )),
            Ok(_) => {}
        }
        files.push(Cow::Owned(bytes));
    }
    Fonts { family: fonts.family.clone(), files }
}

/// What a font calls its family.
fn families(face: &ttf_parser::Face<'_>) -> BTreeSet<String> {
    use ttf_parser::name_id::{FAMILY, TYPOGRAPHIC_FAMILY};
    let names = face.names().into_iter().filter(|name| [FAMILY, TYPOGRAPHIC_FAMILY].contains(&name.name_id));
    names.filter_map(|name| name.to_string()).collect()
}

/// The sections in their order, and those that have a place of their own and only another heading.
fn sections(settings: &Settings, wrong: &mut Vec<String>) -> Vec<SectionForm> {
    let mut seen = BTreeSet::new();
    let mut forms = Vec::new();
    for section in &settings.sections {
        let (key, heading) = (section.key.as_deref(), section.heading.clone());
        let known = match (key, section.project.as_deref()) {
            (Some(key), None) if ORDERED.contains(&key) => Ok(key),
            (Some(key), None) if PLACED.contains(&key) => {
                Err(format!("section '{key}' keeps its place; another heading for it goes into [headings]"))
            }
            (Some(key), None) => Err(format!(
                "'{key}' is no section: it is one of {}; that of a project is named by project",
                ORDERED.join(", ")
            )),
            (None, Some(slug)) if slug_like(slug) => Ok(slug),
            (None, Some(slug)) => Err(format!("'{slug}' is no slug of a project: small letters, digits and hyphens")),
            _ => Err("a section is named either by key or by project".to_owned()),
        };
        let key = match known {
            Ok(key) => key,
            Err(sentence) => {
                wrong.push(sentence);
                continue;
            }
        };
        if !seen.insert(key) {
            wrong.push(format!("section '{key}' is named twice"));
        }
        forms.push(SectionForm { key: key.to_owned(), heading });
    }
    for (key, heading) in &settings.headings {
        if PLACED.contains(&key.as_str()) {
            forms.push(SectionForm { key: key.clone(), heading: Some(heading.clone()) });
        } else {
            wrong.push(format!(
                "[headings] has '{key}'; it is for {}, the others have theirs in [[sections]]",
                PLACED.join(", ")
            ));
        }
    }
    for SectionForm { key, heading } in &forms {
        heading.iter().for_each(|heading| check_line(&format!("the heading of '{key}'"), heading, wrong));
    }
    forms
}

fn slug_like(slug: &str) -> bool {
    let letters = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    !slug.is_empty() && slug.len() <= 100 && slug.bytes().all(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str =
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z" fill="#004b87"/></svg>"##;

    fn read(files: &[(&str, &[u8])]) -> Result<Template, Vec<String>> {
        let directory = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            std::fs::write(directory.path().join(name), bytes).unwrap();
        }
        Template::read(directory.path())
    }

    #[test]
    fn a_city_gives_its_documents_a_form() {
        let settings = r##"
            letterhead = ["Stadt Musterstadt", "Stabsstelle Digitalisierung"]
            accent = "#7A0019"
            [logo]
            file = "logo.svg"
            alternative = "Wappen der Stadt Musterstadt"
            [fonts]
            family = "Source Sans 3"
            files = ["regular.otf"]
            [[sections]]
            key = "risks"
            heading = "Was uns Sorgen macht"
            [[sections]]
            project = "ozg"
            heading = "Online-Dienste"
            [headings]
            beschluss = "Beschlussempfehlung"
        "##;
        let font = include_bytes!("../fonts/SourceSans3-Regular.otf");
        let form = read(&[("template.toml", settings.as_bytes()), ("logo.svg", SVG.as_bytes()), ("regular.otf", font)]);
        let form = form.unwrap();
        assert_eq!(form.letterhead, ["Stadt Musterstadt", "Stabsstelle Digitalisierung"]);
        assert_eq!((form.accent.as_str(), form.fonts.files.len()), ("#7a0019", 1));
        assert_eq!(form.logo.map(|logo| logo.media_type), Some("image/svg+xml"));
        assert_eq!(form.sections.iter().map(|s| s.key.as_str()).collect::<Vec<_>>(), ["risks", "ozg", "beschluss"]);
    }

    #[test]
    fn what_is_left_out_is_plain() {
        let form = read(&[("template.toml", b"letterhead = [\"Stadt\"]")]).unwrap();
        assert_eq!((form.accent, form.fonts.files.len()), (Template::plain().accent.clone(), 4));
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let settings = r##"
            letterhead = [" "]
            accent = "#ffcc00"
            [logo]
            file = "logo.svg"
            alternative = ""
            [fonts]
            family = "Frutiger"
            files = ["../regular.otf", "no.otf", "logo.svg"]
            [[sections]]
            key = "overveiw"
            [[sections]]
            key = "risks"
            [[sections]]
            key = "risks"
            [[sections]]
            key = "attachments"
            [[sections]]
            project = "Online-Dienste"
            [[sections]]
            key = "risks"
            project = "ozg"
            [headings]
            outlook = "Ausblick"
        "##;
        let logo = SVG.replace("<path", "<path onload='x()'");
        let wrong = read(&[("template.toml", settings.as_bytes()), ("logo.svg", logo.as_bytes())]).unwrap_err();
        let all = wrong.join("\n");
        for part in [
            "letterhead is empty",
            "contrast of 1.5",
            "alternative text of the logo is empty",
            "runs or fetches",
            "../regular.otf lies outside",
            "no.otf: ",
            "logo.svg is no OpenType",
            "'overveiw' is no section: it is one of overview, corrections",
            "'risks' is named twice",
            "'attachments' keeps its place; another heading for it goes into [headings]",
            "'Online-Dienste' is no slug",
            "either by key or by project",
            "[headings] has 'outlook'",
        ] {
            assert!(all.contains(part), "{part}: {all}");
        }
        assert_eq!(wrong.len(), 13, "{all}");
        let unknown = read(&[("template.toml", b"color = 1")]).unwrap_err();
        assert!(unknown[0].contains("color"), "{unknown:?}");
        assert!(read(&[]).unwrap_err()[0].contains("template.toml"));
        let other = b"[fonts]\nfamily = \"Frutiger\"\nfiles = [\"a.otf\"]".as_slice();
        let font = include_bytes!("../fonts/SourceSans3-Regular.otf").as_slice();
        let wrong = read(&[("template.toml", other), ("a.otf", font)]).unwrap_err();
        assert!(wrong[0].contains("'Source Sans 3'"), "{wrong:?}");
    }
}
