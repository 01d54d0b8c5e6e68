//! Addresses: where records of one kind are found, and what they are called there.

/// By what the last segment of a path names a single record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Its id (UUID).
    Id,
    /// A name that is unique in the city.
    Slug,
    /// A name that is unique in what it belongs to.
    Key,
}

impl Segment {
    /// The name of the segment, which is that of the field as well.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Slug => "slug",
            Self::Key => "key",
        }
    }
}

/// Where records of one kind are found, and what they are called there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    /// Path of the collection, with what it belongs to in braces.
    pub collection: &'static str,
    /// The last segment of the path of a single one.
    pub id_segment: Segment,
    /// What one is called in a sentence.
    pub singular: &'static str,
    /// What many are called in a sentence.
    pub plural: &'static str,
    /// The name of its schema.
    pub schema: &'static str,
    /// What the collection holds, in a sentence of the API document.
    pub about: &'static str,
}
