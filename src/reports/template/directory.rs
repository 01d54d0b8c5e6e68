//! The form of a city, read from a directory: `template.toml` and the files that it names. Whatever is wrong is said when
//! the service starts, all of it at once.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use resvg::usvg;
use serde::Deserialize;

use super::{Fonts, Logo, SectionForm, Template, contrast};

/// The file of settings.
const SETTINGS: &str = "template.toml";
/// Longest line of a letterhead or heading, in characters.
const LONGEST: usize = 200;
/// Largest logo, in bytes: it stands in every document.
const LARGEST_LOGO: usize = 1 << 20;
/// Largest font file, in bytes.
const LARGEST_FONT: usize = 16 << 20;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Settings {
    letterhead: Vec<String>,
    accent: Option<String>,
    logo: Option<LogoSettings>,
    fonts: Option<FontSettings>,
    sections: Vec<SectionSettings>,
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
    key: String,
    heading: Option<String>,
}

impl Template {
    /// Reads a form.
    ///
    /// # Errors
    /// A sentence for everything that is wrong.
    pub fn read(directory: &Path) -> Result<Self, Vec<String>> {
        let path = directory.join(SETTINGS);
        let text = std::fs::read_to_string(&path).map_err(|error| vec![format!("{}: {error}", path.display())])?;
        let settings: Settings =
            toml::from_str(&text).map_err(|error| vec![format!("{}: {error}", path.display()).trim().to_owned()])?;
        let mut wrong = Vec::new();
        let plain = Self::plain();
        if settings.letterhead.len() > 12 {
            wrong.push("letterhead has more than 12 lines".to_owned());
        }
        for line in &settings.letterhead {
            check_line("a line of letterhead", line, &mut wrong);
        }
        let accent = settings.accent.unwrap_or_else(|| plain.accent.clone());
        match contrast::on_white(&accent) {
            None => wrong.push(format!("accent is '{accent}' and must be a colour such as #004b87")),
            Some(contrast) if contrast < contrast::LEAST => wrong.push(format!(
                "accent {accent} has a contrast of {contrast:.1} on white; headings need at least {:.1}",
                contrast::LEAST
            )),
            Some(_) => {}
        }
        let logo = settings.logo.and_then(|logo| read_logo(directory, &logo, &mut wrong));
        let fonts = match settings.fonts {
            Some(fonts) => read_fonts(directory, &fonts, &mut wrong),
            None => plain.fonts.clone(),
        };
        let sections = sections(settings.sections, &mut wrong);
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

fn read_logo(directory: &Path, logo: &LogoSettings, wrong: &mut Vec<String>) -> Option<Logo> {
    check_line("the alternative text of the logo", &logo.alternative, wrong);
    let bytes = file(directory, &logo.file, LARGEST_LOGO, wrong)?;
    let media_type = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") { "image/png" } else { "image/svg+xml" };
    // What fetches nothing and runs nothing is all that documents may carry; the parser for SVG knows no scripts.
    let (name, text) = (logo.file.display(), String::from_utf8_lossy(&bytes));
    if media_type == "image/svg+xml" {
        if usvg::Tree::from_data(&bytes, &usvg::Options::default()).is_err() {
            wrong.push(format!("{name} is neither PNG nor SVG"));
        }
        let marks =
            ["<script", "<foreignobject", "javascript:", " on", "href=\"http", "href='http", "@import", "url(http"];
        let lower = text.to_lowercase();
        if marks.iter().any(|mark| lower.contains(mark) && (*mark != " on" || has_handler(&lower))) {
            wrong.push(format!("{name} runs or fetches something; a logo only shows"));
        }
    } else if resvg::tiny_skia::Pixmap::decode_png(&bytes).is_err() {
        wrong.push(format!("{name} is a broken PNG"));
    }
    Some(Logo { bytes, media_type, alternative: logo.alternative.clone() })
}

/// Whether an attribute begins with "on": what a program does when something happens to the picture.
fn has_handler(svg: &str) -> bool {
    svg.split_whitespace().any(|word| {
        let name = word.split('=').next().unwrap_or_default();
        word.contains('=') && name.len() > 2 && name.starts_with("on") && name.bytes().all(|b| b.is_ascii_lowercase())
    })
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

fn sections(settings: Vec<SectionSettings>, wrong: &mut Vec<String>) -> Vec<SectionForm> {
    let mut seen = BTreeSet::new();
    for section in &settings {
        let key = &section.key;
        let letters = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if key.is_empty() || key.len() > 100 || !key.bytes().all(letters) {
            wrong.push(format!("'{key}' is no key of a section: overview, outlook, risks …, or the slug of a project"));
        }
        if !seen.insert(key.as_str()) {
            wrong.push(format!("section '{key}' is named twice"));
        }
        section.heading.iter().for_each(|heading| check_line(&format!("the heading of '{key}'"), heading, wrong));
    }
    settings.into_iter().map(|section| SectionForm { key: section.key, heading: section.heading }).collect()
}

/// A file of the directory: nothing outside of it is read.
fn file(directory: &Path, name: &Path, largest: usize, wrong: &mut Vec<String>) -> Option<Vec<u8>> {
    let shown = name.display();
    if name.components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir)) {
        wrong.push(format!("{shown} lies outside the directory"));
        return None;
    }
    match std::fs::read(directory.join(name)) {
        Ok(bytes) if bytes.len() > largest => wrong.push(format!("{shown} is larger than {} MiB", largest >> 20)),
        Ok(bytes) => return Some(bytes),
        Err(error) => wrong.push(format!("{shown}: {error}")),
    }
    None
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
            key = "ozg"
        "##;
        let font = include_bytes!("../fonts/SourceSans3-Regular.otf");
        let form = read(&[("template.toml", settings.as_bytes()), ("logo.svg", SVG.as_bytes()), ("regular.otf", font)]);
        let form = form.unwrap();
        assert_eq!(form.letterhead, ["Stadt Musterstadt", "Stabsstelle Digitalisierung"]);
        assert_eq!((form.accent.as_str(), form.fonts.files.len()), ("#7a0019", 1));
        assert_eq!(form.logo.map(|logo| logo.media_type), Some("image/svg+xml"));
        assert_eq!(form.sections.iter().map(|s| s.key.as_str()).collect::<Vec<_>>(), ["risks", "ozg"]);
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
            key = "Risiken"
            [[sections]]
            key = "risks"
            [[sections]]
            key = "risks"
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
            "'Risiken' is no key",
            "'risks' is named twice",
        ] {
            assert!(all.contains(part), "{part}: {all}");
        }
        assert_eq!(wrong.len(), 9, "{all}");
        let unknown = read(&[("template.toml", b"color = 1")]).unwrap_err();
        assert!(unknown[0].contains("color"), "{unknown:?}");
        assert!(read(&[]).unwrap_err()[0].contains("template.toml"));
        let other = b"[fonts]\nfamily = \"Frutiger\"\nfiles = [\"a.otf\"]".as_slice();
        let font = include_bytes!("../fonts/SourceSans3-Regular.otf").as_slice();
        let wrong = read(&[("template.toml", other), ("a.otf", font)]).unwrap_err();
        assert!(wrong[0].contains("'Source Sans 3'"), "{wrong:?}");
    }
}
