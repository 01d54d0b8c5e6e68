//! Configuration, from the environment alone. A wrong value stops the start with a sentence that names it.

use std::net::SocketAddr;
use std::str::FromStr;

use chrono_tz::Tz;

use crate::store::DatabaseUrl;

/// How the service runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// `DATABASE_URL`: `postgres://…` or `sqlite://PATH`; the file `sachstand.db` without it.
    pub database: DatabaseUrl,
    /// `SACHSTAND_LISTEN`: address and port; 127.0.0.1:8080 without it.
    pub listen: SocketAddr,
    /// `SACHSTAND_TIME_ZONE`: the city's time zone (IANA name); Europe/Berlin without it.
    pub zone: Tz,
    /// `SACHSTAND_DATABASE_CONNECTIONS`: most connections at a time, 2 to 200; 16 without it.
    pub connections: u32,
    /// `SACHSTAND_WORKERS`: threads that answer, 1 to 64; one for each core without it.
    pub workers: u32,
}

/// Every variable that is read.
pub const VARIABLES: &[&str] = &[
    "DATABASE_URL",
    "SACHSTAND_LISTEN",
    "SACHSTAND_TIME_ZONE",
    "SACHSTAND_DATABASE_CONNECTIONS",
    "SACHSTAND_WORKERS",
    "RUST_LOG",
];

impl Config {
    /// Reads the configuration with `read`, which knows the environment. `file` is the SQLite file that is used when
    /// `DATABASE_URL` is not set.
    ///
    /// # Errors
    /// A sentence for every variable that is wrong.
    pub fn from(read: impl Fn(&str) -> Option<String>, file: &str) -> Result<Self, String> {
        let mut wrong = Vec::new();
        let database = match read("DATABASE_URL").filter(|v| !v.is_empty()) {
            None => DatabaseUrl::Sqlite(file.into()),
            Some(url) => url.parse().unwrap_or_else(|complaint: String| {
                wrong.push(complaint);
                DatabaseUrl::Sqlite(file.into())
            }),
        };
        let listen = value(
            &read,
            "SACHSTAND_LISTEN",
            "127.0.0.1:8080",
            "an address and port such as 127.0.0.1:8080",
            &mut wrong,
        );
        let zone =
            value(&read, "SACHSTAND_TIME_ZONE", "Europe/Berlin", "a time zone such as Europe/Berlin", &mut wrong);
        let connections = value(&read, "SACHSTAND_DATABASE_CONNECTIONS", "16", "a number from 2 to 200", &mut wrong);
        let cores = std::thread::available_parallelism().map_or(2, |n| n.get().min(64)).to_string();
        let workers = value(&read, "SACHSTAND_WORKERS", &cores, "a number from 1 to 64", &mut wrong);
        let mut within = |name: &str, value: Option<u32>, least: u32, most: u32| {
            if value.is_some_and(|v| !(least..=most).contains(&v)) {
                wrong.push(format!("{name} must be a number from {least} to {most}"));
            }
        };
        within("SACHSTAND_DATABASE_CONNECTIONS", connections, 2, 200);
        within("SACHSTAND_WORKERS", workers, 1, 64);
        match (listen, zone, connections, workers) {
            (Some(listen), Some(zone), Some(connections), Some(workers)) if wrong.is_empty() => {
                Ok(Self { database, listen, zone, connections, workers })
            }
            _ => Err(wrong.join("\n")),
        }
    }

    /// From the environment of the process.
    ///
    /// # Errors
    /// As [`Config::from`].
    pub fn from_environment(file: &str) -> Result<Self, String> {
        Self::from(|name| std::env::var(name).ok(), file)
    }
}

fn value<T: FromStr>(
    read: &impl Fn(&str) -> Option<String>,
    name: &str,
    usual: &str,
    wanted: &str,
    wrong: &mut Vec<String>,
) -> Option<T> {
    let text = read(name).filter(|v| !v.is_empty()).unwrap_or_else(|| usual.to_owned());
    let parsed = text.parse().ok();
    if parsed.is_none() {
        wrong.push(format!("{name} is '{text}' and must be {wanted}"));
    }
    parsed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<'a>(set: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
        |name| set.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned())
    }

    #[test]
    fn without_any_variable_everything_has_a_value() {
        let config = Config::from(read(&[]), "sachstand.db").unwrap();
        assert_eq!(config.database, DatabaseUrl::Sqlite("sachstand.db".into()));
        assert_eq!((config.listen.to_string().as_str(), config.zone), ("127.0.0.1:8080", chrono_tz::Europe::Berlin));
    }

    #[test]
    fn every_wrong_variable_is_named() {
        let wrong = [
            ("DATABASE_URL", "mysql://x"),
            ("SACHSTAND_LISTEN", "8080"),
            ("SACHSTAND_TIME_ZONE", "Europe/Aschaffenburg"),
            ("SACHSTAND_DATABASE_CONNECTIONS", "1"),
            ("SACHSTAND_WORKERS", "many"),
        ];
        let sentence = Config::from(read(&wrong), "sachstand.db").unwrap_err();
        assert_eq!(sentence.lines().count(), 5, "{sentence}");
        assert!(wrong.iter().all(|(name, _)| sentence.contains(name)), "{sentence}");
    }
}
