//! Serving.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;

use crate::config::Config;
use crate::http::{self, App};
use store::DatabaseUrl;

use super::demo::{self, City};
use super::environment::{OWN_FILE, open, sentence, template};

#[derive(Args, Debug)]
pub struct Serve {
    /// Serve a demo from a file of its own, with a token that may write. Without a value: the six projects as the
    /// city of Aschaffenburg reported them; musterstadt: a fictional city in full width.
    #[arg(long, value_name = "CITY", num_args = 0..=1, require_equals = true, default_missing_value = "aschaffenburg")]
    demo: Option<City>,
}

impl Serve {
    pub fn run(self) -> Result<(), String> {
        let file = match self.demo {
            None => OWN_FILE,
            Some(City::Aschaffenburg) => "sachstand-demo.db",
            Some(City::Musterstadt) => "sachstand-demo-musterstadt.db",
        };
        let config = Config::from_environment(file)?;
        let template = Arc::new(template(&config)?);
        let store = open(&config)?;
        let tokens = self.demo.map(|city| demo::load(&store, city)).transpose().map_err(sentence)?;
        let first = tokens.is_none() && store.tokens().map_err(sentence)?.is_empty();
        let listener = TcpListener::bind(config.listen)
            .map_err(|error| format!("SACHSTAND_LISTEN={} cannot be used: {error}", config.listen))?;
        let address = listener.local_addr().unwrap_or(config.listen);
        announce(&config, address, tokens.as_ref(), first);
        let issuer = config.oidc.map(|settings| Arc::new(http::Issuer::new(settings)));
        let app = App { issuer, largest_import: config.largest_import, template, ..App::new(store) };
        let workers = usize::try_from(config.workers).unwrap_or(1);
        let served = actix_web::rt::System::new().block_on(http::serve(app, listener, workers));
        served.map_err(|error| format!("{error:?}"))
    }
}

fn announce(config: &Config, address: SocketAddr, tokens: Option<&demo::Tokens>, first: bool) {
    let label = config.database.label();
    println!("sachstand {} on http://{address}/ ({label})", env!("CARGO_PKG_VERSION"));
    println!("  API: http://{address}/v1/overview   Documentation: http://{address}/docs/");
    if let Some(tokens) = tokens {
        println!("  Demo token, may write: {}", tokens.writes);
        println!("  Demo token, may approve what the other submitted: {}", tokens.approves);
    } else if first {
        let program = std::env::args().next().unwrap_or_else(|| "sachstand".to_owned());
        let database = if matches!(config.database, DatabaseUrl::Sqlite(_)) { "" } else { "DATABASE_URL=… " };
        println!("  There is no token yet. Make the first one in another terminal:");
        println!("    {database}{program} token create --name first --role admin --expires never");
    }
    // Whoever waits for the address through a pipe should not wait for a full buffer.
    let _ = std::io::stdout().flush();
}

/// `sachstand health`: 0 when the service on `SACHSTAND_LISTEN` is ready.
pub fn health() -> ExitCode {
    match Config::from_environment(OWN_FILE).map(|config| ready(config.listen)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(sentence) => {
            eprintln!("sachstand: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn ready(mut listen: SocketAddr) -> bool {
    if listen.ip().is_unspecified() {
        listen.set_ip([127, 0, 0, 1].into());
    }
    let patience = Duration::from_secs(3);
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&listen, patience)?;
        stream.set_read_timeout(Some(patience))?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}
