//! Resources: everything that the ledger keeps is listed, read, created, replaced, changed and retracted in one way.
//! A resource is a file that says where it is found, who may write it, and (its rules) what is particular about it.

use serde_json::Value;
use uuid::Uuid;

use super::address::{Address, Segment};
use super::rules::Rules;
use super::scope::{PathParams, Scope};
use crate::access::permission::Permission;
use domain::error::{Error, Result};
use domain::payload::{Payload, Shape};
use domain::table::Table;
use store::{Reading, Stored};

/// By what a list can be filtered.
#[derive(Clone, Copy, Debug)]
pub enum Filter {
    /// The kind of a project, the type of an item: the name of the parameter, and what may be asked for.
    Class(&'static str, Names),
    /// The phase or state: the name of the parameter, and what may be asked for.
    State(&'static str, Names),
    /// The responsible office: the parameter `office`.
    Office,
}

/// The names that a filter knows.
pub type Names = fn() -> Vec<&'static str>;

impl Filter {
    /// The name of the query parameter.
    pub fn name(self) -> &'static str {
        match self {
            Self::Class(name, _) | Self::State(name, _) => name,
            Self::Office => "office",
        }
    }
}

/// A kind of thing that the API serves.
pub trait Resource: Rules + 'static {
    /// Its shape in the ledger.
    const SHAPE: Shape;
    /// Where it is found, and what it is called there.
    const ADDRESS: Address;
    /// By what lists can be filtered.
    const FILTERS: &'static [Filter] = &[];
    /// Whether it has a history along valid time that writes can address.
    const DATED: bool = true;
    /// Whether a change must say why.
    const NEEDS_REASON: bool = false;
    /// Whether it holds since as far back as we know, unless somebody says otherwise.
    const SINCE_START: bool = false;
    /// Whether it may refer to something that not everybody sees who sees it.
    const REFERS: bool = false;
    /// Whether it is created, changed and imported as everything is; what is not has endpoints of its own.
    const UNIFORM: bool = true;
    /// What the API document says of its history besides.
    const HISTORY: &'static str = "";
    /// Who may write it.
    type Write: Permission;

    /// See [`Address::collection`].
    const COLLECTION: &'static str = Self::ADDRESS.collection;
    /// See [`Address::id_segment`].
    const ID_SEGMENT: Segment = Self::ADDRESS.id_segment;
    /// See [`Address::singular`].
    const SINGULAR: &'static str = Self::ADDRESS.singular;
    /// See [`Address::plural`].
    const PLURAL: &'static str = Self::ADDRESS.plural;
    /// See [`Address::schema`].
    const SCHEMA: &'static str = Self::ADDRESS.schema;

    /// Its schema and those it refers to.
    fn components() -> Vec<(String, Value)>;

    /// An example of a body.
    fn example() -> Value;

    /// Reads a body, in its place.
    ///
    /// # Errors
    /// `Invalid` with every violation.
    fn parse(scope: &Scope, value: Value) -> Result<Payload>;

    /// Its table: in one place, or wherever it can be.
    fn table(_scope: Option<&Scope>) -> Table {
        Table::of(Self::SCHEMA, &Self::components(), Self::ID_SEGMENT == Segment::Key, Self::DATED)
    }
}

/// The id of the resource itself.
///
/// # Errors
/// `NotFound` when nothing has the name or id that the path ends with.
pub fn own_id<R: Resource>(reading: &mut Reading<'_>, place: &PathParams, scope: &Scope) -> Result<Uuid> {
    let found = match R::ID_SEGMENT {
        Segment::Slug => reading.subject_of(R::SHAPE, None, place.slug.as_deref().unwrap_or_default())?,
        Segment::Key => reading.subject_of(R::SHAPE, scope.parent, place.key.as_deref().unwrap_or_default())?,
        Segment::Id => place.id.as_deref().and_then(|id| id.parse().ok()),
    };
    found.ok_or(Error::NotFound)
}

/// The path of a single one in its collection.
pub fn own_path<R: Resource>(collection: &str, stored: &Stored) -> String {
    let own = match R::ID_SEGMENT {
        Segment::Id => stored.id.to_string(),
        segment => stored.value.get(segment.name()).and_then(Value::as_str).unwrap_or_default().to_owned(),
    };
    format!("{}/{own}", collection.trim_end_matches('/'))
}
