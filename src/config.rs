//! Configuration, from the environment alone. A wrong value stops the start with a sentence that names it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use chrono_tz::Tz;

use store::DatabaseUrl;

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
    /// `SACHSTAND_IMPORT_LIMIT`: largest file that is imported over the web, in MiB, 1 to 4096; 256 without it. Here in
    /// bytes.
    pub largest_import: u64,
    /// `SACHSTAND_TEMPLATE`: directory with the form that the city gives its documents; the plain form without it.
    pub template: Option<PathBuf>,
    /// `SACHSTAND_OIDC_*`: the city's identity provider, if it has one.
    pub oidc: Option<Oidc>,
}

/// The city's identity provider (OIDC).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oidc {
    /// `SACHSTAND_OIDC_ISSUER`: its address, as it stands in tokens.
    pub issuer: String,
    /// `SACHSTAND_OIDC_AUDIENCE`: for whom tokens must be; `sachstand` without it.
    pub audience: String,
    /// `SACHSTAND_OIDC_ROLES_CLAIM`: where the roles stand in tokens; `realm_access.roles` without it.
    pub roles_claim: String,
    /// `SACHSTAND_OIDC_ROLE_PREFIX`: with what the names of roles begin that are meant for this service; nothing without
    /// it.
    pub role_prefix: String,
}

/// Every variable that is read.
pub const VARIABLES: &[&str] = &[
    "DATABASE_URL",
    "SACHSTAND_LISTEN",
    "SACHSTAND_TIME_ZONE",
    "SACHSTAND_DATABASE_CONNECTIONS",
    "SACHSTAND_WORKERS",
    "SACHSTAND_IMPORT_LIMIT",
    "SACHSTAND_TEMPLATE",
    "SACHSTAND_OIDC_ISSUER",
    "SACHSTAND_OIDC_AUDIENCE",
    "SACHSTAND_OIDC_ROLES_CLAIM",
    "SACHSTAND_OIDC_ROLE_PREFIX",
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
        let limit = value(&read, "SACHSTAND_IMPORT_LIMIT", "256", "a number from 1 to 4096", &mut wrong);
        let mut within = |name: &str, value: Option<u32>, least: u32, most: u32| {
            if value.is_some_and(|v| !(least..=most).contains(&v)) {
                wrong.push(format!("{name} must be a number from {least} to {most}"));
            }
        };
        within("SACHSTAND_DATABASE_CONNECTIONS", connections, 2, 200);
        within("SACHSTAND_WORKERS", workers, 1, 64);
        within("SACHSTAND_IMPORT_LIMIT", limit, 1, 4096);
        let template = read("SACHSTAND_TEMPLATE").filter(|v| !v.is_empty()).map(PathBuf::from);
        let oidc = oidc(&read, &mut wrong);
        match (listen, zone, connections, workers, limit) {
            (Some(listen), Some(zone), Some(connections), Some(workers), Some(limit)) if wrong.is_empty() => Ok(Self {
                database,
                listen,
                zone,
                connections,
                workers,
                largest_import: u64::from(limit) << 20,
                template,
                oidc,
            }),
            _ => Err(wrong.join("\n")),
        }
    }

    /// From the environment of the process.
    ///
    /// # Errors
    /// As [`Config::from`].
    pub fn from_environment(file: &str) -> Result<Self, String> {
        let unreadable = |name: &&&str| matches!(std::env::var(name), Err(std::env::VarError::NotUnicode(_)));
        match VARIABLES.iter().find(unreadable) {
            Some(name) => Err(format!("{name} is not UTF-8")),
            None => Self::from(|name| std::env::var(name).ok(), file),
        }
    }
}

fn oidc(read: &impl Fn(&str) -> Option<String>, wrong: &mut Vec<String>) -> Option<Oidc> {
    let text = |name: &str, usual: &str| read(name).filter(|v| !v.is_empty()).unwrap_or_else(|| usual.to_owned());
    let issuer = text("SACHSTAND_OIDC_ISSUER", "");
    if issuer.is_empty() {
        return None;
    }
    // Over plain HTTP anybody on the way could give other keys; on the machine itself nobody is.
    // Another host may begin like it.
    let ends = |rest: &str| rest.is_empty() || (rest.starts_with([':', '/']) && !rest.contains('@'));
    let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
    let local = local.iter().any(|host| issuer.strip_prefix(host).is_some_and(ends));
    if !issuer.starts_with("https://") && !local {
        wrong.push(format!("SACHSTAND_OIDC_ISSUER is '{issuer}' and must begin with https://"));
    }
    Some(Oidc {
        issuer,
        audience: text("SACHSTAND_OIDC_AUDIENCE", "sachstand"),
        roles_claim: text("SACHSTAND_OIDC_ROLES_CLAIM", "realm_access.roles"),
        role_prefix: text("SACHSTAND_OIDC_ROLE_PREFIX", ""),
    })
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
            ("SACHSTAND_IMPORT_LIMIT", "0"),
            ("SACHSTAND_OIDC_ISSUER", "http://anmeldung.example"),
        ];
        let sentence = Config::from(read(&wrong), "sachstand.db").unwrap_err();
        assert_eq!(sentence.lines().count(), 7, "{sentence}");
        assert!(wrong.iter().all(|(name, _)| sentence.contains(name)), "{sentence}");
    }

    #[test]
    fn only_this_machine_may_do_without_https() {
        let taken = |issuer: &str| Config::from(read(&[("SACHSTAND_OIDC_ISSUER", issuer)]), "sachstand.db").is_ok();
        for issuer in ["https://x.example", "http://127.0.0.1:8081/realms/x", "http://localhost", "http://[::1]/x"] {
            assert!(taken(issuer), "{issuer}");
        }
        for issuer in ["http://127.0.0.1.example", "http://localhost.example/x", "http://localhost:x@example"] {
            assert!(!taken(issuer), "{issuer}");
        }
    }
}
