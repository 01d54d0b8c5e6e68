//! Reports to the council: what they are made from, what they say, how they are signed off and published.

mod baseline;
mod comparison;
mod completeness;
mod document;
mod figures;
mod load;
mod one_off;
mod publish;
mod record;
mod snapshot;
mod steps;

use super::Endpoint;

pub use baseline::last;
pub use document::erased;
pub use one_off::{OneOff, one_off};

/// The endpoints of this folder.
pub fn endpoints() -> Vec<Endpoint> {
    [
        document::endpoints(),
        figures::endpoints(),
        completeness::endpoints(),
        comparison::endpoints(),
        steps::endpoints(),
    ]
    .concat()
}
