//! Preconditions: nobody changes what has changed since they read it.

use domain::error::{Error, Result};

/// The revisions that a client is content with: the number of the last change to any slice of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Precondition(pub Vec<i64>);

impl Precondition {
    /// Holds the present revision against it.
    ///
    /// # Errors
    /// `Stale` when it is none of those.
    pub fn check(&self, revision: i64) -> Result<()> {
        if self.0.contains(&revision) { Ok(()) } else { Err(Error::Stale) }
    }
}
