//! What a file is imported as, once it is known.

use kinds::{ItemType, Portal};

/// What a file is imported as.
#[derive(Clone, Copy)]
pub struct Target {
    /// Path of the collection.
    pub collection: &'static str,
    /// The type of its items, if it is one.
    pub tag: Option<&'static ItemType>,
    /// The portal whose file it is, if it is one's.
    pub portal: Option<&'static Portal>,
}
