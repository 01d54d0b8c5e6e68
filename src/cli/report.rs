//! `sachstand report`: a report as a file, from the database alone.

use std::io::Write;

use clap::Args;
use clap::builder::PossibleValuesParser;
use uuid::Uuid;

use crate::config::Config;
use documents::formats;
use documents::formats::FORMATS;
use domain::access::Visibility;
use domain::time::{Day, Moment};
use publishing::one_off::OneOff;
use publishing::one_off::one_off;
use texts::GERMAN;

use super::environment::{OWN_FILE, existing, sentence, template};

#[derive(Args, Debug)]
pub struct Make {
    /// The day for which its figures hold (Stichtag).
    #[arg(long, value_name = "DAY")]
    as_of: Day,
    /// As known when (Datenstand); now without it.
    #[arg(long, value_name = "MOMENT")]
    known_at: Option<Moment>,
    /// The format.
    #[arg(long, default_value = "pdf", value_parser = PossibleValuesParser::new(FORMATS.iter().map(|f| f.name)))]
    format: String,
    /// The file, or - for standard output.
    #[arg(short, long, value_name = "FILE")]
    output: String,
    /// Compare with this report, which was published and has an earlier Stichtag; without it, with the last one that was
    /// published and whose day (that of its meeting, or its Stichtag) is not after --as-of.
    #[arg(long, value_name = "ID")]
    since_report: Option<Uuid>,
    /// The title, of 1 to 300 characters.
    #[arg(long, default_value = GERMAN.paper.title, value_parser = titled)]
    title: String,
    /// For whom it is: public, internal or non_public; what others may not see is not in it.
    #[arg(long, default_value = "public", value_parser = visibility)]
    visibility: Visibility,
}

fn visibility(name: &str) -> Result<Visibility, String> {
    let known = Visibility::ALL.iter().copied().find(|v| v.name() == name);
    known.ok_or_else(|| "must be public, internal or non_public".to_owned())
}

/// A title as the API takes it.
fn titled(text: &str) -> Result<String, String> {
    let title = text.trim();
    let fits = (1..=300).contains(&title.chars().count());
    if fits { Ok(title.to_owned()) } else { Err("must have 1 to 300 characters".to_owned()) }
}

impl Make {
    pub fn run(self) -> Result<(), String> {
        let template = template(&Config::from_environment(OWN_FILE)?)?;
        let format = formats::format(&self.format).ok_or("there is no such format")?;
        let Self { title, as_of, known_at, visibility, since_report: since, .. } = self;
        let wanted = OneOff { title, as_of, known_at, visibility, since };
        let document = one_off(&existing()?, &wanted, &template).map_err(sentence)?;
        let bytes = (format.write)(&document, &template).map_err(sentence)?;
        if self.output == "-" {
            return std::io::stdout().write_all(&bytes).map_err(|error| error.to_string());
        }
        std::fs::write(&self.output, &bytes).map_err(|error| format!("{}: {error}", self.output))?;
        println!("{}: {} bytes, as of {as_of}", self.output, bytes.len());
        Ok(())
    }
}
