//! Parameters of the query: every one is known, given once and well-formed, or the request is refused with all faults.

use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use percent_encoding::percent_decode_str;
use uuid::Uuid;

use super::problem::{ApiError, ApiResult};
use application::context::Times;
use application::records::scope::PathParams;
use domain::error::{Error, Result, Violation};
use domain::time::Bound;
use store::Window;

/// The query of a request, from which a handler takes what it knows.
#[derive(Clone, Debug)]
pub struct Params {
    pairs: Vec<(String, String)>,
    violations: Vec<Violation>,
}

impl FromRequest for Params {
    type Error = ApiError;
    type Future = std::future::Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Self::parse(request.query_string()).map_err(ApiError::from))
    }
}

impl Params {
    fn parse(query: &str) -> Result<Self> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        let mut violations = Vec::new();
        for pair in query.split('&').filter(|p| !p.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8().map(|t| t.into_owned());
            match (decode(name), decode(value)) {
                (Ok(name), Ok(value)) if name.contains('\0') || value.contains('\0') => {
                    violations.push(Violation::of(name.replace('\0', ""), "must not contain the character U+0000"));
                }
                (Ok(name), Ok(_)) if pairs.iter().any(|(n, _)| *n == name) => {
                    violations.push(Violation::of(name, "is given twice"));
                }
                (Ok(name), Ok(value)) => pairs.push((name, value)),
                _ => violations.push(Violation::of(name, "is not UTF-8")),
            }
        }
        Ok(Self { pairs, violations })
    }

    /// Whether a parameter is given and not taken yet.
    pub fn has(&self, name: &str) -> bool {
        self.pairs.iter().any(|(given, _)| given == name)
    }

    /// Takes a parameter; a fault is remembered and reported by [`Params::done`].
    pub fn take<T: FromStr<Err: ToString>>(&mut self, name: &str) -> Option<T> {
        let place = self.pairs.iter().position(|(n, _)| n == name)?;
        let (_, value) = self.pairs.swap_remove(place);
        match value.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.violations.push(Violation::of(name, error.to_string()));
                None
            }
        }
    }

    /// Takes a whole number within bounds.
    pub fn number(&mut self, name: &str, least: i64, most: i64) -> Option<i64> {
        let text: String = self.take(name)?;
        match text.parse() {
            Ok(number) if (least..=most).contains(&number) => Some(number),
            _ => {
                self.refuse(name, format!("must be a whole number from {least} to {most}"));
                None
            }
        }
    }

    /// Takes a name that must be one of `names`: a typing error never changes what is asked.
    pub fn one_of(&mut self, name: &str, names: &[&str]) -> Option<String> {
        let text: String = self.take(name)?;
        if names.contains(&text.as_str()) {
            return Some(text);
        }
        self.refuse(name, format!("must be one of: {}", names.join(", ")));
        None
    }

    /// Takes a word that says yes or no; without it, no.
    pub fn flag(&mut self, name: &str) -> bool {
        self.one_of(name, &["true", "false"]).as_deref() == Some("true")
    }

    /// Takes an id.
    pub fn id(&mut self, name: &str) -> Option<Uuid> {
        let text: String = self.take(name)?;
        let id = text.parse().ok();
        if id.is_none() {
            self.refuse(name, "must be an id (UUID)");
        }
        id
    }

    /// Remembers a fault.
    pub fn refuse(&mut self, name: &str, detail: impl Into<String>) {
        self.violations.push(Violation::of(name, detail));
    }

    /// Takes `validAt` and `knownAt`.
    pub fn times(&mut self) -> Times {
        Times { valid_at: self.take("validAt"), known_at: self.take("knownAt") }
    }

    /// Takes `validFrom` and `validTo`.
    pub fn window(&mut self) -> Window {
        let from: Option<Bound> = self.take("validFrom");
        let to: Option<Bound> = self.take("validTo");
        if to == Some(Bound::START) {
            self.refuse("validTo", "must be a day");
        }
        if from == Some(Bound::END) {
            self.refuse("validFrom", "must be a day or 'start'");
        }
        Window { from, to }
    }

    /// Everything that was given was known and right.
    ///
    /// # Errors
    /// `BadRequest` with every fault.
    pub fn done(mut self) -> Result<()> {
        self.violations.extend(self.pairs.iter().map(|(name, _)| Violation::of(name, "is not a known parameter")));
        if self.violations.is_empty() { Ok(()) } else { Err(Error::BadRequest(self.violations)) }
    }
}

/// The id in the path of a request.
///
/// # Errors
/// `NotFound` when it is none: there is nothing of that name.
pub fn path_id(request: &HttpRequest) -> Result<Uuid> {
    request.match_info().get("id").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)
}

/// The reason for a change, from the header `Change-Reason`: UTF-8, percent-encoded where the client cannot send it.
///
/// # Errors
/// `BadRequest` when it is too long or no text.
pub fn reason(request: &HttpRequest) -> Result<Option<String>> {
    const LONGEST: usize = 1000;
    let Some(value) = request.headers().get("change-reason") else { return Ok(None) };
    let refuse = |detail: &str| Err(Error::parameter("Change-Reason", detail));
    let Ok(text) = std::str::from_utf8(value.as_bytes()) else { return refuse("is not UTF-8") };
    let Ok(text) = percent_decode_str(text).decode_utf8() else { return refuse("is not UTF-8") };
    match text.trim() {
        "" => Ok(None),
        text if text.chars().count() > LONGEST => refuse("has more than 1000 characters"),
        text if text.chars().any(|c| c.is_control() && c != '\n') => refuse("contains control characters"),
        text => Ok(Some(text.to_owned())),
    }
}

/// Where a request points to: the segments of its path.
pub fn place(request: &HttpRequest) -> PathParams {
    // No name contains U+0000, and PostgreSQL refuses to look for it.
    let segment = |name| request.match_info().get(name).filter(|s| !s.contains('\0')).map(str::to_owned);
    PathParams {
        slug: segment("slug"),
        key: segment("key"),
        report: segment("report"),
        id: segment("id"),
        path: request.path().to_owned(),
    }
}
