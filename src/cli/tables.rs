//! Import of tables: the same door as over the web, for the operator.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::path::Path;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;
use tempfile::NamedTempFile;
use uuid::Uuid;

use application::imports::file::{Media, beginning};
use application::imports::outcome::Outcome;
use application::imports::run::{Job, Wanted};
use application::imports::target::{target, targets};
use domain::access::{Caller, Grant, Identity, Role, TokenScope};
use domain::error::Error;
use domain::table::Profile;
use domain::time::Day;
use store::Author;

use super::{existing, ledger};

/// `sachstand import`
#[derive(Args, Debug)]
pub struct Import {
    /// The file, or - for standard input.
    file: String,
    /// Import a table (CSV or JSON) into the ledger: offices, projects, milestones, online-services … Without it, the file
    /// is an export of a ledger and is restored into an empty database.
    #[arg(long = "as", value_name = "WHAT")]
    what: Option<String>,
    #[command(flatten)]
    table: Table,
}

/// How a table is imported.
#[derive(Args, Debug)]
#[group(requires = "what")]
struct Table {
    /// Slug of the project; not needed where only one can be meant.
    #[arg(long, value_name = "SLUG")]
    project: Option<String>,
    /// Key of the indicator, for observations.
    #[arg(long, value_name = "KEY")]
    indicator: Option<String>,
    /// Change nothing, and tell what would become of the rows.
    #[arg(long)]
    dry_run: bool,
    /// How the CSV is written, open or excel; recognised by its byte order mark without it.
    #[arg(long)]
    profile: Option<Profile>,
    /// For which day the file of a portal holds; today without it.
    #[arg(long, value_name = "DAY")]
    as_of: Option<Day>,
    /// Let more than a fifth of the services end that a portal's file lists no longer.
    #[arg(long)]
    force: bool,
    /// Why, for the history.
    #[arg(long)]
    reason: Option<String>,
}

impl Import {
    pub fn run(self) -> Result<(), String> {
        match self.what {
            None => super::ledger::import(&self.file),
            Some(what) => self.table.run(&self.file, what),
        }
    }
}

impl Table {
    fn run(self, file: &str, what: String) -> Result<(), String> {
        let received;
        let path = match file {
            "-" => {
                received = standard_input().map_err(|e| format!("standard input cannot be read: {e}"))?;
                received.path()
            }
            file => Path::new(file),
        };
        let size =
            File::open(path).and_then(|f| f.metadata()).map_err(|e| format!("{file} cannot be read: {e}"))?.len();
        let start = beginning(path).map_err(|e| e.sentence())?;
        let media = match start.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(b'[' | b'{') => Media::Json,
            _ => Media::Csv,
        };
        let Some(target) = target(&what, media, &start) else {
            let names = targets().into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(", ");
            return Err(format!("--as: '{what}' is not one of: {names}"));
        };
        let Self { project, indicator, dry_run, profile, as_of, force, reason } = self;
        let wanted = Wanted { name: what, target, project, indicator, dry_run, profile, force, as_of };
        let store = if dry_run { existing()? } else { ledger()? };
        // The operator at the machine has no account: the change is recorded under the nil pseudonym.
        let actor = Uuid::nil();
        let author = Author { reason, ..Author::new(actor) };
        let caller = Caller {
            identity: Identity::Token { id: actor, actor },
            grants: vec![Grant::city(Role::Admin)],
            scope: TokenScope::Write,
        };
        let bar = bar(size);
        let progress = |read: u64| bar.inc(read);
        let job = Job {
            store: &store,
            caller: &caller,
            author: &author,
            once: None,
            wanted: &wanted,
            media,
            file: path,
            progress: &progress,
        };
        let done = (wanted.target.importable.run)(&job);
        bar.finish_and_clear();
        match done {
            Ok(summary) => told(&summary, force),
            Err(Error::RowsRefused(conflict)) => {
                let rows = Value::Object(conflict.members);
                for violation in rows.get("violations").and_then(Value::as_array).into_iter().flatten() {
                    let text = |name: &str| violation.get(name).and_then(Value::as_str).unwrap_or_default();
                    eprintln!("{}: {}", place(text("pointer")), text("detail"));
                }
                Err(format!("nothing was imported: {}", counts(&rows)))
            }
            Err(error) => Err(error.sentence()),
        }
    }
}

fn standard_input() -> io::Result<NamedTempFile> {
    let mut file = NamedTempFile::new()?;
    io::copy(&mut io::stdin().lock(), &mut file)?;
    Ok(file)
}

/// A bar for long files, where somebody looks.
fn bar(size: u64) -> ProgressBar {
    const LONG: u64 = 1 << 20;
    if size < LONG || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {bytes} of {total_bytes}, {eta} left");
    ProgressBar::new(size).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// What became of it; a rehearsal that refuses rows is a failure, so that scripts notice.
fn told(summary: &Value, forced: bool) -> Result<(), String> {
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let rehearsed = summary.get("dryRun").and_then(Value::as_bool) == Some(true);
    if rehearsed {
        for row in summary.get("data").and_then(Value::as_array).into_iter().flatten() {
            if text(row, "outcome") == Outcome::Unchanged.name() {
                continue;
            }
            let number = row.get("row").and_then(Value::as_i64).unwrap_or_default();
            println!("row {number}: {} {}", text(row, "outcome"), text(row, "label"));
            for violation in row.get("violations").and_then(Value::as_array).into_iter().flatten() {
                println!("  {} {}", text(violation, "column"), text(violation, "detail"));
            }
        }
    }
    if let Some(portal) = summary.get("portal") {
        let number = |name: &str| portal.get(name).and_then(Value::as_u64).unwrap_or_default();
        let first = portal.get("firstImport").and_then(Value::as_bool) == Some(true);
        let balance = if first { " First import: a balance is written." } else { "" };
        println!(
            "{} lists {} services as of {}.{balance}",
            text(portal, "name"),
            number("listed"),
            text(portal, "asOf")
        );
    }
    println!("{}{}", if rehearsed { "Nothing was changed. " } else { "" }, counts(summary));
    if let Some(change) = summary.get("change").and_then(Value::as_i64) {
        println!("Recorded as change {change}.");
    }
    println!(
        "Every row, for some days: {}",
        summary.pointer("/links/rows").and_then(Value::as_str).unwrap_or_default()
    );
    let refused = summary.pointer("/rows/refused").and_then(Value::as_u64).unwrap_or_default();
    let needs_force = summary.pointer("/portal/needsForce").and_then(Value::as_bool) == Some(true);
    match (refused, rehearsed && needs_force && !forced) {
        (0, false) => Ok(()),
        (0, true) => Err("more than a fifth of the services would end; if the file is right, use --force".to_owned()),
        _ => Err(format!("{refused} rows would be refused")),
    }
}

fn counts(summary: &Value) -> String {
    let number = |name: &str| summary.pointer(&format!("/rows/{name}")).and_then(Value::as_u64).unwrap_or_default();
    let each = Outcome::ALL.iter().map(|o| o.name()).filter(|name| number(name) > 0);
    let each = each.map(|name| format!("{} {name}", number(name))).collect::<Vec<_>>().join(", ");
    format!("{} rows: {each}.", number("total"))
}

/// `/rows/17/shortName` as a person says it.
fn place(pointer: &str) -> String {
    let mut steps = pointer.split('/').skip(2);
    let (row, column) = (steps.next().unwrap_or_default(), steps.next().unwrap_or_default());
    if column.is_empty() { format!("row {row}") } else { format!("row {row}, {column}") }
}
