//! Export, import, verification and backup of the ledger.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::process::ExitCode;
use std::str::FromStr;

use clap::Args;
use uuid::Uuid;

use domain::error::{Error, Result as Outcome};
use publishing::frozen_texts::files_with;
use store::{Author, Footer, Header, Line, Redaction, Store};

use super::environment::{existing, ledger, sentence};

/// `sachstand import FILE`
pub fn import(file: &str) -> Result<(), String> {
    let store = ledger()?;
    let changes = match file {
        "-" => restore(&store, io::stdin().lock()),
        path => restore(&store, BufReader::new(File::open(path).map_err(|e| format!("{path} cannot be read: {e}"))?)),
    }
    .map_err(sentence)?;
    println!("{changes} changes restored.");
    Ok(())
}

/// Restores the lines of an export into an empty ledger.
///
/// # Errors
/// `Invalid` with the line that does not fit.
pub fn restore(store: &Store, source: impl BufRead) -> Outcome<i64> {
    let mut lines = source.lines().enumerate();
    let at = |n: usize, detail: String| Error::invalid(format!("/lines/{}", n + 1), detail);
    let header = lines.next().and_then(|(_, line)| line.ok()).unwrap_or_default();
    let header = header.strip_prefix('\u{feff}').unwrap_or(&header);
    if serde_json::from_str::<Header>(header).ok() != Some(Header::current()) {
        return Err(at(0, "this is no export of a ledger in format 1".to_owned()));
    }
    let (mut read, mut ended) = (Footer { changes: 0, head: None }, false);
    store.import(std::iter::from_fn(move || match lines.next() {
        None if ended => None,
        None => {
            ended = true;
            Some(Err(Error::invalid("/lines", "the closing line is missing: this export was cut off")))
        }
        Some((n, line)) => {
            let text = match line {
                Ok(text) if !ended => text,
                Ok(_) => return Some(Err(at(n, "stands after the closing line".to_owned()))),
                Err(error) => return Some(Err(at(n, error.to_string()))),
            };
            if let Ok(footer) = serde_json::from_str::<Footer>(&text) {
                ended = true;
                let whole = footer == read;
                return (!whole).then(|| Err(at(n, "does not fit the changes before it".to_owned())));
            }
            let line = serde_json::from_str::<Line>(&text).map_err(|e| at(n, e.to_string()));
            if let Ok(line) = &line {
                read = Footer { changes: line.number, head: Some(line.hash.clone()) };
            }
            Some(line)
        }
    }))
}

/// `sachstand export [FILE]`
pub fn export(file: &str) -> Result<(), String> {
    let store = existing()?;
    match file {
        "-" => dump(&store, io::stdout().lock()),
        path => {
            let file = File::create_new(path).map_err(|e| format!("{path} cannot be written: {e}"))?;
            dump(&store, BufWriter::new(file))
        }
    }
    .map_err(sentence)
}

/// Writes the ledger as lines of JSON.
///
/// # Errors
/// `Internal` when it cannot be written.
pub fn dump(store: &Store, mut sink: impl Write) -> Outcome<()> {
    let json = |text: serde_json::Result<String>| text.map_err(Error::internal);
    writeln!(sink, "{}", json(serde_json::to_string(&Header::current()))?).map_err(Error::internal)?;
    let mut written = Footer { changes: 0, head: None };
    store.export(|line| {
        written = Footer { changes: line.number, head: Some(line.hash.clone()) };
        writeln!(sink, "{}", json(serde_json::to_string(line))?).map_err(Error::internal)
    })?;
    writeln!(sink, "{}", json(serde_json::to_string(&written))?).map_err(Error::internal)?;
    sink.flush().map_err(Error::internal)
}

/// Number and hash of a change, as somebody noted them.
#[derive(Clone, Debug)]
pub struct Anchor {
    number: i64,
    hash: String,
}

impl FromStr for Anchor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let complaint = || format!("'{text}' is not NUMBER:HASH, as `verify` and /v1/changes/head give it");
        let (number, hash) = text.split_once(':').ok_or_else(complaint)?;
        let number = number.parse().ok().filter(|number| *number > 0).ok_or_else(complaint)?;
        let hexadecimal = hash.len() == 64 && hash.chars().all(|c| c.is_ascii_hexdigit());
        if hexadecimal { Ok(Self { number, hash: hash.to_ascii_lowercase() }) } else { Err(complaint()) }
    }
}

/// `sachstand redact`
#[derive(Args, Debug)]
pub struct Redact {
    /// What must not be read any more.
    #[arg(long, required_unless_present = "file")]
    text: Option<String>,
    /// What stands in its place.
    #[arg(long, default_value = "[entfernt]")]
    replacement: String,
    /// Of every version of this resource (its id), and of the reasons given for them.
    #[arg(long, required_unless_present_any = ["change", "file"])]
    resource: Option<Uuid>,
    /// Of the reason of this change.
    #[arg(long)]
    change: Option<i64>,
    /// A file that is erased as a whole, by its SHA-256.
    #[arg(long, conflicts_with_all = ["text", "replacement", "resource", "change"])]
    file: Option<String>,
    /// Why, for the history; without the text.
    #[arg(long)]
    reason: Option<String>,
}

impl Redact {
    pub fn run(self) -> Result<(), String> {
        let Self { text, replacement, resource, change, file, reason } = self;
        // The operator at the machine has no account: the change is recorded under the nil pseudonym.
        let author = Author { reason, ..Author::new(Uuid::nil()) };
        if let Some(sha256) = file {
            let done = existing()?.erase(&author, None, &sha256).map_err(sentence)?;
            println!("The file was erased, as change {}; its hash stays.", done.change);
            return Ok(());
        }
        let text = text.unwrap_or_default();
        if text.chars().count() < 2 {
            return Err("--text: must have at least 2 characters".to_owned());
        }
        let redaction = Redaction { text, replacement, resource, change };
        let store = existing()?;
        let done = store.redact(&author, None, &redaction).map_err(sentence)?;
        println!("Taken out of {} versions and {} reasons, as change {}.", done.versions, done.reasons, done.change);
        let frozen = store.read(|reading| files_with(reading, &redaction.text)).map_err(sentence)?;
        if !frozen.is_empty() {
            println!("It still stands in files of reports; `sachstand redact --file SHA256` erases one:");
            frozen.iter().for_each(|sha256| println!("{sha256}"));
        }
        Ok(())
    }
}

/// `sachstand verify`
pub fn verify(expect: Option<&Anchor>) -> ExitCode {
    let expect = expect.map(|anchor| (anchor.number, anchor.hash.as_str()));
    let verified = match existing().and_then(|store| store.verify(expect).map_err(sentence)) {
        Ok(verified) => verified,
        Err(sentence) => {
            eprintln!("sachstand: {sentence}");
            return ExitCode::from(2);
        }
    };
    for finding in &verified.findings {
        println!("change {}: {}", finding.change, finding.detail);
    }
    if let Some((number, at)) = verified.ahead {
        println!(
            "Change {number} and those after it lie in the future: it was recorded at {at}, when the clock was ahead."
        );
    }
    if let Some(number) = verified.broken_at {
        println!("The first change that does not fit is number {number}.");
    }
    let head = verified.head.unwrap_or_else(|| "none".to_owned());
    println!("{} changes, {} findings, head {head}", verified.changes, verified.findings.len());
    if verified.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// `sachstand confirm-clock`
pub fn confirm_clock() -> Result<(), String> {
    let now = existing()?.confirm_clock().map_err(sentence)?;
    println!("Confirmed: it is {now}.");
    Ok(())
}

/// `sachstand backup FILE`
pub fn backup(file: &str) -> Result<(), String> {
    if std::path::Path::new(file).exists() {
        return Err(format!("{file} exists; a backup never overwrites"));
    }
    existing()?.backup(file).map_err(sentence)?;
    println!("Backup written to {file}.");
    Ok(())
}
