//! The program.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or("warn,sachstand=info")).init();
    sachstand::cli::run(sachstand::cli::Arguments::parse())
}
