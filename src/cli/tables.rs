//! Import of tables: the same door as over the web, for the operator.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::path::Path;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use tempfile::NamedTempFile;
use uuid::Uuid;

use domain::access::{Caller, Grant, Identity, Role, TokenScope};
use domain::table::Profile;
use domain::time::Day;
use imports::dispatch;
use imports::file::{Media, Source};
use imports::job::{Job, Wanted};
use imports::outcome::{RowCounts, RowOutcome};
use imports::summary::{Finished, Import as Imported};
use store::Author;

use super::environment::{existing, ledger, sentence};

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
        let source = Source::of(path, None).map_err(|e| e.sentence())?;
        let start = source.beginning().map_err(|e| e.sentence())?;
        let media = match start.trim_start().chars().next() {
            Some('[' | '{') => Media::Json,
            _ => Media::Csv,
        };
        let names = dispatch::names();
        if !names.contains(&what) {
            return Err(format!("--as: '{what}' is not one of: {}", names.join(", ")));
        }
        let Self { project, indicator, dry_run, profile, as_of, force, reason } = self;
        let wanted = Wanted { name: what, project, indicator, dry_run, profile, force, as_of, strict: false };
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
            source,
            progress: &progress,
        };
        let done = dispatch::import(&job);
        bar.finish_and_clear();
        match done.map_err(sentence)? {
            Finished::Done(import) => report(&import, force),
            Finished::Refused(refusal) => {
                for violation in &refusal.violations {
                    let pointer = violation.pointer.as_deref().unwrap_or_default();
                    eprintln!("{}: {}", place(pointer), violation.detail);
                }
                Err(format!("nothing was imported: {}", counts(&refusal.rows)))
            }
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
fn report(import: &Imported, forced: bool) -> Result<(), String> {
    let rehearsed = import.dry_run;
    if rehearsed {
        for row in import.data.iter().flatten().filter(|row| row.outcome != RowOutcome::Unchanged) {
            println!("row {}: {} {}", row.row, row.outcome.name(), row.label.as_deref().unwrap_or_default());
            for violation in &row.violations {
                println!("  {} {}", violation.column, violation.detail);
            }
        }
    }
    if let Some(portal) = &import.portal {
        let balance = if portal.first_import { " First import: a balance is written." } else { "" };
        println!("{} lists {} services as of {}.{balance}", portal.name, portal.listed, portal.as_of);
    }
    println!("{}{}", if rehearsed { "Nothing was changed. " } else { "" }, counts(&import.rows));
    if let Some(change) = import.change {
        println!("Recorded as change {change}.");
    }
    println!("Every row, for some days: {}", import.links.rows);
    let needs_force = import.portal.as_ref().is_some_and(|portal| portal.needs_force);
    match (import.rows.refused, rehearsed && needs_force && !forced) {
        (0, false) => Ok(()),
        (0, true) => Err("more than a fifth of the services would end; if the file is right, use --force".to_owned()),
        (refused, _) => Err(format!("{refused} rows would be refused")),
    }
}

fn counts(rows: &RowCounts) -> String {
    let each = RowOutcome::ALL.iter().filter(|outcome| rows.of(**outcome) > 0);
    let each = each.map(|outcome| format!("{} {}", rows.of(*outcome), outcome.name())).collect::<Vec<_>>().join(", ");
    format!("{} rows: {each}.", rows.total)
}

/// `/rows/17/shortName` as a person says it.
fn place(pointer: &str) -> String {
    let mut steps = pointer.split('/').skip(2);
    let (row, column) = (steps.next().unwrap_or_default(), steps.next().unwrap_or_default());
    if column.is_empty() { format!("row {row}") } else { format!("row {row}, {column}") }
}
