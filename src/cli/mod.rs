//! The other door: the command line, for the operator.

mod demo;
mod environment;
mod ledger;
mod openapi;
mod report;
mod serve;
mod system;
mod tables;
mod tokens;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use ledger::{dump, restore};
pub use system::System;

/// Keeps what a city knows about its digitalization projects, and makes the report to the council from it.
///
/// Configuration comes from the environment: DATABASE_URL, SACHSTAND_LISTEN, SACHSTAND_TIME_ZONE,
/// SACHSTAND_DATABASE_CONNECTIONS, SACHSTAND_WORKERS, SACHSTAND_IMPORT_LIMIT, SACHSTAND_TEMPLATE, SACHSTAND_OIDC_ISSUER, SACHSTAND_OIDC_AUDIENCE,
/// SACHSTAND_OIDC_ROLES_CLAIM, SACHSTAND_OIDC_ROLE_PREFIX, RUST_LOG.
#[derive(Parser, Debug)]
#[command(version, about, long_about, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Serve the API and the pages.
    Serve(serve::Serve),
    /// Bring the tables of the database to the present form.
    Migrate,
    /// Make, list, rotate and revoke tokens.
    #[command(subcommand)]
    Token(tokens::Token),
    /// Import a table, or restore an export into an empty database with its recorded times and hashes.
    Import(tables::Import),
    /// Write the whole ledger: one line of JSON for each change. Accounts and tokens are no part of it.
    Export {
        /// The file, or - for standard output.
        #[arg(default_value = "-")]
        file: String,
    },
    /// Make a report from the ledger, as a draft, without a running service.
    Report(report::Make),
    /// Replay the ledger and name everything that is not as it was recorded.
    Verify {
        /// Number and hash of a change, as noted earlier: proves that nothing up to it was altered or cut off.
        #[arg(long, value_name = "NUMBER:HASH")]
        expect: Option<ledger::Anchor>,
    },
    /// Take a text (a name) out of what was recorded; the chain stays valid.
    Redact(ledger::Redact),
    /// Write a safe copy of a running SQLite database.
    Backup {
        /// The file; it must not exist.
        file: String,
    },
    /// Say that the clock is right as it is: a running service that has stopped writing because it leapt writes again.
    ConfirmClock,
    /// Print the API document (OpenAPI 3.1).
    Openapi,
    /// Ask a running service whether it is ready (for health checks of containers).
    Health,
}

/// Runs a command.
pub fn run(arguments: Arguments) -> ExitCode {
    let done = match arguments.command {
        Command::Serve(serve) => serve.run(),
        Command::Migrate => migrate(),
        Command::Token(token) => token.run(),
        Command::Import(import) => import.run(),
        Command::Export { file } => ledger::export(&file),
        Command::Report(report) => report.run(),
        Command::Verify { expect } => return ledger::verify(expect.as_ref()),
        Command::Redact(redact) => redact.run(),
        Command::ConfirmClock => ledger::confirm_clock(),
        Command::Backup { file } => ledger::backup(&file),
        Command::Openapi => openapi::print(),
        Command::Health => return serve::health(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("sachstand: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn migrate() -> Result<(), String> {
    // Opening the ledger migrates it.
    environment::ledger()?;
    println!("The tables are in the present form.");
    Ok(())
}
