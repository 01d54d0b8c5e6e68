//! What is to be imported: what somebody asks for, and the file with everything that is needed to carry it out.

use domain::access::Caller;
use domain::table::Profile;
use domain::time::Day;
use store::{Author, IdempotencyKey, Store};

use super::encoding::CharacterEncoding;
use super::file::{Media, Source};
use super::summary::PortalSummary;

/// What is asked for.
#[derive(Clone)]
pub struct Wanted {
    /// The name of what the rows are: `offices`, `online-services`.
    pub name: String,
    /// In which project: its slug.
    pub project: Option<String>,
    /// Of which indicator: its key.
    pub indicator: Option<String>,
    /// Only to see what would become of it.
    pub dry_run: bool,
    /// In which profile a CSV file is written, if that is said.
    pub profile: Option<Profile>,
    /// Whether more may end than is usual.
    pub force: bool,
    /// For which day the file of a portal holds.
    pub as_of: Option<Day>,
    /// Whether `force` and `as_of` are refused where they mean nothing (over the web), or ignored (at the machine).
    pub strict: bool,
}

/// A file that is to be imported.
pub struct Job<'j> {
    /// The ledger.
    pub store: &'j Store,
    /// Who asks.
    pub caller: &'j Caller,
    /// By whom it is written, and why.
    pub author: &'j Author,
    /// The request that is carried out once.
    pub once: Option<&'j IdempotencyKey>,
    /// What is asked for.
    pub wanted: &'j Wanted,
    /// What the file is written in.
    pub media: Media,
    /// The file.
    pub source: Source<'j>,
    /// Is told how many bytes were read.
    pub progress: &'j dyn Fn(u64),
}

/// What is known of an import besides its rows.
#[derive(Clone, Default)]
pub struct ImportContext {
    /// The project.
    pub project: Option<String>,
    /// The profile of a CSV file.
    pub profile: Option<Profile>,
    /// The encoding of the file.
    pub encoding: Option<CharacterEncoding>,
    /// What a portal's file said.
    pub portal: Option<PortalSummary>,
}
