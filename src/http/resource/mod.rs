//! Resources over the web: listed, read, created, replaced, changed and retracted in one way.

mod describe;
mod read;
mod write;

use application::records::resource::Resource;
use application::resources::registry::{Visitor, visit_all};

use super::endpoint::Endpoint;

pub use describe::endpoints;
pub use write::begun;

/// The endpoints of all resources that have the usual ones.
pub fn all() -> Vec<Endpoint> {
    struct All(Vec<Endpoint>);
    impl Visitor for All {
        fn visit<R: Resource>(&mut self) {
            if R::UNIFORM {
                self.0.extend(endpoints::<R>());
            }
        }
    }
    let mut all = All(Vec::new());
    visit_all(&mut all);
    all.0
}
