//! What answers have in common: as of when they hold, and where they go on.

use serde::Serialize;
use utoipa::ToSchema;

use domain::time::{AsOf, Day, Moment};

/// As of when an answer holds; the same on all pages of a list.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PageMeta)]
pub struct PageMeta {
    /// The day for which it holds (D).
    pub valid_at: Day,
    /// The Datenstand (K): as known at this moment.
    pub known_at: Moment,
}

impl From<&AsOf> for PageMeta {
    fn from(as_of: &AsOf) -> Self {
        Self { valid_at: as_of.day, known_at: as_of.known }
    }
}

/// Links of a page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct PageLinks {
    /// The next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Page<T> {
    /// What stands on it.
    pub data: Vec<T>,
    /// Where it goes on.
    pub links: PageLinks,
    /// As of when it holds.
    pub meta: PageMeta,
}

/// An answer that is continued on a next page.
pub trait Continued: Serialize {
    /// Where it goes on.
    fn links(&mut self) -> &mut PageLinks;
}

impl<T: Serialize> Continued for Page<T> {
    fn links(&mut self) -> &mut PageLinks {
        &mut self.links
    }
}
