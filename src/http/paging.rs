//! Pages: a cursor remembers D, N and the place, so that a list stays the same while it is leafed through.

use actix_web::HttpRequest;
use actix_web::http::header::LINK;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use domain::access::View;
use domain::error::{Error, Result};
use domain::time::{AsOf, Day, Moment};
use store::Reading;

use super::etag::Answer;
use super::params::Params;
use application::answer::{Continued, Page, PageLinks};
use application::context::Times;

/// Rows on a page, unless the client says otherwise.
pub const USUAL: i64 = 50;
/// Rows on a page at most.
pub const MOST: i64 = 500;

/// Where a page begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Cursor<P> {
    /// Day D of the first page.
    d: Day,
    /// Datenstand of the first page: it stands for change N, whose number is not everybody's business.
    k: Moment,
    /// After what it begins.
    p: P,
    /// Digest of path and filters: a cursor fits its own list only.
    f: String,
}

/// The page that is asked for.
#[derive(Clone, Debug)]
pub struct Paging<P> {
    /// Rows on it.
    pub limit: i64,
    times: Times,
    cursor: Option<Cursor<P>>,
    fingerprint: String,
}

impl<P: Serialize + for<'de> Deserialize<'de>> Paging<P> {
    /// Takes `limit`, `cursor`, `validAt` and `knownAt` from the query.
    pub fn take(params: &mut Params, request: &HttpRequest) -> Self {
        let times = params.times();
        Self::take_as_of(times, params, request)
    }

    /// Takes `limit` and `cursor` from the query, for what is asked as of these times.
    pub fn take_as_of(times: Times, params: &mut Params, request: &HttpRequest) -> Self {
        let limit = params.number("limit", 1, MOST).unwrap_or(USUAL);
        let fingerprint = fingerprint(request);
        let cursor: Option<String> = params.take("cursor");
        let cursor = cursor.and_then(|text| {
            let bytes = URL_SAFE_NO_PAD.decode(&text).ok();
            // No place of a list contains U+0000, and PostgreSQL refuses to look for it.
            let bytes = bytes.filter(|b| !b.windows(6).any(|w| w == b"\\u0000"));
            let cursor = bytes.and_then(|b| serde_json::from_slice::<Cursor<P>>(&b).ok());
            let cursor = cursor.filter(|c| c.f == fingerprint);
            if cursor.is_none() {
                params.refuse("cursor", "is not a cursor of this list; follow links.next as it is");
            }
            cursor
        });
        Self { limit, times, cursor, fingerprint }
    }

    /// D and N: those of the first page.
    ///
    /// # Errors
    /// `BadRequest` for a moment in the future.
    pub fn resolve(&self, reading: &mut Reading<'_>, view: &View) -> Result<AsOf> {
        self.times().resolve(reading, view)
    }

    /// As of when the page is asked for: as the first page was.
    pub fn times(&self) -> Times {
        match &self.cursor {
            Some(cursor) => Times { valid_at: Some(cursor.d), known_at: Some(cursor.k) },
            None => self.times,
        }
    }

    /// After what the page begins.
    pub fn after(&self) -> Option<&P> {
        self.cursor.as_ref().map(|c| &c.p)
    }

    /// The address of the next page.
    fn next(&self, request: &HttpRequest, as_of: &AsOf, next: Option<P>) -> Result<Option<String>> {
        next.map(|p| {
            let cursor = Cursor { d: as_of.day, k: as_of.known, p, f: self.fingerprint.clone() };
            let text = serde_json::to_vec(&cursor).map(|b| URL_SAFE_NO_PAD.encode(b)).map_err(Error::internal)?;
            let others = request.query_string().split('&').filter(|p| !p.is_empty() && !p.starts_with("cursor="));
            let query = others.map(str::to_owned).chain([format!("cursor={text}")]).collect::<Vec<_>>().join("&");
            Ok::<_, Error>(format!("{}?{query}", request.path()))
        })
        .transpose()
    }

    /// The page with its links.
    ///
    /// # Errors
    /// `Internal` if it cannot be written as JSON.
    pub fn page<T: Serialize>(
        &self,
        request: &HttpRequest,
        as_of: &AsOf,
        data: Vec<T>,
        next: Option<P>,
    ) -> Result<Answer> {
        let page = Page { data, links: PageLinks::default(), meta: as_of.into() };
        self.continued(request, as_of, page, next)
    }

    /// An answer that is continued on a next page: its `links` name it.
    ///
    /// # Errors
    /// `Internal` if it cannot be written as JSON.
    pub fn continued<T: Continued>(
        &self,
        request: &HttpRequest,
        as_of: &AsOf,
        mut page: T,
        next: Option<P>,
    ) -> Result<Answer> {
        let next = self.next(request, as_of, next)?;
        page.links().next.clone_from(&next);
        let answer = Answer::json(&page)?;
        Ok(match next {
            Some(next) => answer.with(LINK, format!("<{next}>; rel=\"next\"")),
            None => answer,
        })
    }
}

/// Leaves the first `limit` rows; whether there were more.
pub fn cut<T>(rows: &mut Vec<T>, limit: i64) -> bool {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    more
}

fn fingerprint(request: &HttpRequest) -> String {
    let mut query: Vec<&str> = request
        .query_string()
        .split('&')
        .filter(|p| !p.is_empty() && !p.starts_with("cursor=") && !p.starts_with("limit="))
        .collect();
    query.sort_unstable();
    let text = format!("{}?{}", request.path(), query.join("&"));
    hex::encode(Sha256::digest(text.as_bytes())).chars().take(16).collect()
}
