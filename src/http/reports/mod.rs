//! Reports to the council: what they are made from, what they say, how they are signed off and published.

mod asked;
mod baseline;
mod comparison;
mod completeness;
mod correction;
mod document;
mod figures;
mod files;
mod frozen_texts;
mod life;
mod load;
mod moves;
mod one_off;
mod provenance;
mod publish;
mod record;
mod snapshot;
mod states;
mod steps;
mod submission;

use super::Endpoint;

pub use baseline::last;
pub use frozen_texts::files_with;
pub use life::{attached, erased, is_withdrawn, not_withdrawn};
pub use moves::draft_only;
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
