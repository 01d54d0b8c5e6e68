//! Reports to the council: what they are made from, what they say, how they are signed off and published.

mod answering;
mod comparison;
mod completeness;
mod document;
mod figures;
mod steps;

use crate::http::endpoint::Endpoint;

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
