//! People who bring a token of the city's identity provider (OIDC): what is checked, and whose keys are trusted.

use std::time::Duration;

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use parking_lot::Mutex;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::config::Oidc;
use domain::access::{Caller, Grant, Identity, NamedGrant, TokenScope};
use domain::error::{Error, Result};
use domain::time::Moment;
use store::Store;

/// The algorithms that are accepted; what a token says of itself only chooses among them.
const ALGORITHMS: [Algorithm; 3] = [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA];
/// Keys are asked for again at most this often, in microseconds.
const AGAIN: i64 = 60 * 1_000_000;
/// How far the clocks of provider and service may differ, in microseconds.
const LEEWAY: i64 = 30 * 1_000_000;
/// How long somebody waits while the provider is asked for somebody else.
const PATIENCE: Duration = Duration::from_secs(1);
/// Longest answer of the provider that is read, in bytes.
const LONGEST: u64 = 1 << 20;
/// Longest subject, as the standard has it.
const LONGEST_SUBJECT: usize = 255;
/// Longest name that is kept for display.
const LONGEST_NAME: usize = 200;

/// The identity provider, with its keys as far as they are known.
#[derive(Debug)]
pub struct Issuer {
    settings: Oidc,
    agent: ureq::Agent,
    keys: Mutex<Keys>,
    // Not the lock of the keys: who has a known key does not wait while somebody asks for another.
    asking: Mutex<()>,
}

#[derive(Debug, Default)]
struct Keys {
    known: Vec<Jwk>,
    asked: Option<Moment>,
}

/// What a token must say; everything else is looked up by name.
#[derive(Deserialize)]
struct Claims {
    // One: a list of issuers would otherwise do if the right one is in it.
    iss: String,
    sub: String,
    // Numbers, as the standard has it: a moment as text would otherwise count as none.
    exp: f64,
    nbf: Option<f64>,
    #[serde(flatten)]
    others: Map<String, Value>,
}

#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: String,
}

impl Issuer {
    /// A provider whose keys are asked for with the first token.
    pub fn new(settings: Oidc) -> Self {
        // The certificates of the machine: a city's provider often has one of the city's own authority.
        let tls = ureq::tls::TlsConfig::builder()
            .provider(ureq::tls::TlsProvider::NativeTls)
            .root_certs(ureq::tls::RootCerts::PlatformVerifier)
            .build();
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(5)))
            .max_redirects(0)
            .tls_config(tls)
            .build();
        Self { settings, agent: config.into(), keys: Mutex::default(), asking: Mutex::default() }
    }

    /// Who brings this token; `None` when it is not one that this provider gave for this service and that holds now.
    ///
    /// # Errors
    /// `Unavailable` when the provider does not answer and no key of it is known yet.
    pub fn identify(&self, store: &Store, token: &str) -> Result<Option<Caller>> {
        let now = store.source().now();
        let Some(claims) = self.claims(token, now)? else { return Ok(None) };
        let grants = store.read(|reading| {
            let mut grants: Vec<Grant> = Vec::new();
            for named in self.roles(&claims.others) {
                grants.extend(reading.grant(&named)?);
            }
            Ok(grants)
        })?;
        let issuer = self.settings.issuer.clone();
        let displayable =
            |name: &&str| !name.is_empty() && !name.contains(char::is_control) && name.chars().count() <= LONGEST_NAME;
        let names = ["name", "preferred_username"].into_iter().filter_map(|name| claims.others.get(name)?.as_str());
        let name = names.filter(displayable).map(str::to_owned).next();
        let identity = Identity::Person { issuer, subject: claims.sub, name };
        Ok(Some(Caller { identity, grants, scope: TokenScope::Write }))
    }

    fn claims(&self, token: &str, now: Moment) -> Result<Option<Claims>> {
        let Ok(header) = decode_header(token) else { return Ok(None) };
        // RFC 7515: what must be understood and is not makes a token invalid.
        if !ALGORITHMS.contains(&header.alg) || header.crit.is_some() {
            return Ok(None);
        }
        let Some(key) = self.key(header.kid.as_deref(), header.alg, now)? else { return Ok(None) };
        let Ok(key) = DecodingKey::from_jwk(&key) else { return Ok(None) };
        let mut validation = Validation::new(header.alg);
        validation.set_issuer(&[&self.settings.issuer]);
        validation.set_audience(&[&self.settings.audience]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // Time is an argument here: it is compared below, with the clock of the service.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let Ok(decoded) = decode::<Claims>(token, &key, &validation) else { return Ok(None) };
        let claims = decoded.claims;
        let access = match header.typ.as_deref().map(str::to_ascii_lowercase).as_deref() {
            // RFC 9068.
            Some("at+jwt" | "application/at+jwt") => true,
            // Keycloak says in a claim what sort of token it is; an ID token is none to ask with.
            None | Some("jwt") => claims.others.get("typ").and_then(Value::as_str) == Some("Bearer"),
            _ => false,
        };
        let micros = |seconds: f64| seconds * 1e6;
        #[expect(clippy::cast_precision_loss, reason = "microseconds since 1970 are exact until 2255")]
        let (now, leeway) = (now.micros() as f64, LEEWAY as f64);
        let holds = now < micros(claims.exp) + leeway && claims.nbf.is_none_or(|nbf| micros(nbf) <= now + leeway);
        // What no database could keep is nobody's name.
        let sub = &claims.sub;
        let somebody = !sub.is_empty() && !sub.contains(char::is_control) && sub.chars().count() <= LONGEST_SUBJECT;
        Ok((access && holds && somebody && claims.iss == self.settings.issuer).then_some(claims))
    }

    /// The key by which a token says that it is signed; asked for again when it is not known, but not all the time.
    fn key(&self, kid: Option<&str>, alg: Algorithm, now: Moment) -> Result<Option<Jwk>> {
        if let Some(key) = self.keys.lock().find(kid, alg) {
            return Ok(Some(key));
        }
        let Some(_turn) = self.asking.try_lock_for(PATIENCE) else {
            return Err(Error::unavailable("the identity provider does not answer"));
        };
        {
            let mut keys = self.keys.lock();
            // Whoever had the turn before may have got it.
            if let Some(key) = keys.find(kid, alg) {
                return Ok(Some(key));
            }
            if keys.asked.is_some_and(|asked| now.micros() < asked.micros().saturating_add(AGAIN)) {
                return if keys.known.is_empty() {
                    Err(Error::unavailable("no keys of the identity provider"))
                } else {
                    Ok(None)
                };
            }
            keys.asked = Some(now);
        }
        let fetched = self.fetch();
        let mut keys = self.keys.lock();
        match fetched {
            Ok(known) => keys.known = known,
            // The keys that are known go on to serve.
            Err(error) if keys.known.is_empty() => return Err(Error::unavailable(error)),
            Err(error) => log::warn!("the keys of the identity provider cannot be had: {error}"),
        }
        Ok(keys.find(kid, alg))
    }

    fn fetch(&self) -> std::result::Result<Vec<Jwk>, String> {
        let place = format!("{}/.well-known/openid-configuration", self.settings.issuer.trim_end_matches('/'));
        let discovery: Discovery = self.get(&place)?;
        if discovery.issuer != self.settings.issuer {
            return Err(format!("{place} speaks for the issuer '{}'", discovery.issuer));
        }
        Ok(self.get::<JwkSet>(&discovery.jwks_uri)?.keys)
    }

    fn get<T: for<'de> Deserialize<'de>>(&self, url: &str) -> std::result::Result<T, String> {
        let mut answer = self.agent.get(url).call().map_err(|e| format!("{url}: {e}"))?;
        let text =
            answer.body_mut().with_config().limit(LONGEST).read_to_string().map_err(|e| format!("{url}: {e}"))?;
        serde_json::from_str(&text).map_err(|e| format!("{url}: {e}"))
    }

    fn roles(&self, claims: &Map<String, Value>) -> Vec<NamedGrant> {
        let mut path = self.settings.roles_claim.split('.');
        let first = path.next().and_then(|name| claims.get(name));
        let found = path.try_fold(first, |value, name| value.map(|v| v.get(name)));
        let names: Vec<&str> = match found.flatten() {
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(names)) => names.split(' ').collect(),
            _ => Vec::new(),
        };
        let own = names.into_iter().filter_map(|name| name.strip_prefix(&self.settings.role_prefix));
        own.filter_map(|name| name.parse().ok()).collect()
    }
}

impl Keys {
    fn find(&self, kid: Option<&str>, alg: Algorithm) -> Option<Jwk> {
        let named = |key: &&Jwk| kid.is_none() || key.common.key_id.as_deref() == kid;
        let mut fitting = self.known.iter().filter(named).filter(|key| signs(key, alg));
        let only = fitting.next()?;
        // A token that does not say by which key it is signed cannot choose among several.
        if kid.is_none() && fitting.next().is_some() { None } else { Some(only.clone()) }
    }
}

/// Whether a key is one to sign with this algorithm, by its kind and by what the provider says of it.
fn signs(key: &Jwk, alg: Algorithm) -> bool {
    let kind = match &key.algorithm {
        AlgorithmParameters::RSA(_) => alg == Algorithm::RS256,
        AlgorithmParameters::EllipticCurve(key) => alg == Algorithm::ES256 && key.curve == EllipticCurve::P256,
        // 32 bytes: the library takes for granted that they are there.
        AlgorithmParameters::OctetKeyPair(key) => {
            alg == Algorithm::EdDSA && key.curve == EllipticCurve::Ed25519 && key.x.len() == 43
        }
        _ => false,
    };
    let said = &key.common;
    kind && said.public_key_use.as_ref().is_none_or(|to| *to == PublicKeyUse::Signature)
        && said.key_algorithm.is_none_or(|with| with == KeyAlgorithm::from(alg))
}
