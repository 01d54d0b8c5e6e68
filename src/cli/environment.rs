//! What the environment names: the ledger, and the form that the city gives its documents.

use std::sync::Arc;

use crate::config::Config;
use documents::template::Template;
use domain::error::Error;
use store::{DatabaseUrl, Options, Store};

use super::system::System;

/// The file of a city's own ledger, when `DATABASE_URL` is not set.
pub const OWN_FILE: &str = "sachstand.db";

/// Opens the ledger that a configuration names, and brings its tables to the present form.
pub fn open(config: &Config) -> Result<Store, String> {
    Store::open(Options {
        url: config.database.clone(),
        zone: config.zone,
        connections: config.connections,
        durable: true,
        source: Arc::new(System),
        reader: kinds::READER,
    })
    .map_err(|error| format!("DATABASE_URL: {} cannot be opened: {}", config.database.label(), error.sentence()))
}

/// The form that the city gives its documents.
pub fn template(config: &Config) -> Result<Template, String> {
    config.template.as_deref().map_or_else(|| Ok(Template::plain().clone()), Template::read).map_err(|wrong| {
        let sentences = wrong.iter().map(|sentence| format!("\n  {sentence}"));
        format!("SACHSTAND_TEMPLATE cannot be used:{}", sentences.collect::<String>())
    })
}

/// The ledger that the environment names.
pub fn ledger() -> Result<Store, String> {
    open(&Config::from_environment(OWN_FILE)?)
}

/// The ledger that the environment names, which must be there: a typing error must not look like an empty ledger.
pub fn existing() -> Result<Store, String> {
    let config = Config::from_environment(OWN_FILE)?;
    match &config.database {
        DatabaseUrl::Sqlite(path) if !path.exists() => {
            let label = config.database.label();
            Err(format!("there is no {label}: DATABASE_URL names another one, and `sachstand serve` makes a new one"))
        }
        _ => open(&config),
    }
}

/// An error as the operator reads it.
pub fn sentence(error: Error) -> String {
    error.sentence()
}
