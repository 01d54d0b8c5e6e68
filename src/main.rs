//! The program.

use std::process::ExitCode;

use clap::Parser;

/// What is logged unless `RUST_LOG` says otherwise. What is no HTTP is answered and no error: any stranger can send it. A
/// font that usvg does not find is replaced by another, for every label anew.
const USUAL: &str = "warn,sachstand=info,actix_http::h1::dispatcher=off,usvg=error";

fn main() -> ExitCode {
    let wanted = std::env::var("RUST_LOG").ok().filter(|value| !value.is_empty());
    let filter = wanted.as_deref().unwrap_or(USUAL);
    // env_logger alone would pass over what it does not understand.
    if let Err(error) = env_filter::Builder::new().try_parse(filter) {
        eprintln!("sachstand: RUST_LOG is '{filter}' and cannot be read: {error}");
        return ExitCode::FAILURE;
    }
    env_logger::Builder::new().parse_filters(filter).init();
    sachstand::cli::run(sachstand::cli::Arguments::parse())
}
