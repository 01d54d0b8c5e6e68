//! Resources: everything that the ledger keeps is listed, read, created, replaced, changed and retracted in one way.
//! A resource is a file that says where it is found and what is particular about it.

use serde_json::Value;
use uuid::Uuid;

use super::matching::KnownBy;
use super::scope::{Place, Scope};
use crate::access::permission::Permission;
use domain::access::{Caller, View};
use domain::error::{Error, Result};
use domain::payload::{Payload, Shape};
use domain::slices::Slice;
use domain::table::Table;
use domain::time::{AsOf, Day};
use store::{Reading, Stored, Window, Writing};

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
pub trait Resource: 'static {
    /// Its shape in the ledger.
    const SHAPE: Shape;
    /// Path of the collection.
    const COLLECTION: &'static str;
    /// The name of the last path segment of a single one: `id`, `slug` or `key`.
    const OWN: &'static str;
    /// What one is called in a sentence.
    const ONE: &'static str;
    /// What many are called in a sentence.
    const MANY: &'static str;
    /// The name of its schema.
    const SCHEMA: &'static str;
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
    /// What the API document says of its history besides.
    const HISTORY: &'static str = "";
    /// Who may write it.
    type Write: Permission;

    /// Its schema and those it refers to.
    fn components() -> Vec<(String, Value)>;

    /// An example of a body.
    fn example() -> Value;

    /// Reads a body, in its place.
    ///
    /// # Errors
    /// `Invalid` with every violation.
    fn parse(scope: &Scope, value: Value) -> Result<Payload>;

    /// Adds to a body or a merge patch what its author left to the service; `day` is the first day of which the write
    /// speaks, and never later than today.
    fn complete(_body: &mut Value, _day: Day) {}

    /// Its table: in one place, or wherever it can be.
    fn table(_scope: Option<&Scope>) -> Table {
        Table::of(Self::SCHEMA, &Self::components(), Self::OWN == "key", Self::DATED)
    }

    /// By which fields one is known whose id is not given.
    fn known_by(_value: &Value) -> KnownBy {
        &[&["title"], &["name"]]
    }

    /// Takes out of a representation what the view does not see.
    fn show(_value: &mut Value, _view: &View) {}

    /// Takes out of a representation of any day and moment what the view does not see today.
    ///
    /// # Errors
    /// Those of the ledger.
    fn withdraw(_reading: &mut Reading<'_>, _id: Uuid, _view: &View, _value: &mut Value) -> Result<()> {
        Ok(())
    }

    /// What follows from it and other facts, for the answers that show one: a name and a value under `meta`.
    ///
    /// # Errors
    /// Those of the ledger.
    fn follows(
        _reading: &mut Reading<'_>,
        _stored: &Stored,
        _path: &str,
        _as_of: &AsOf,
        _view: &View,
    ) -> Result<Option<(&'static str, Value)>> {
        Ok(None)
    }

    /// What belongs to creating one, in the same change.
    ///
    /// # Errors
    /// Those of the ledger.
    fn created(_writing: &mut Writing<'_>, _scope: &Scope, _id: Uuid, _payload: &Payload) -> Result<()> {
        Ok(())
    }

    /// What belongs to changing one, in the same change.
    ///
    /// # Errors
    /// Those of the ledger.
    fn changed(_writing: &mut Writing<'_>, _scope: &Scope, _id: Uuid) -> Result<()> {
        Ok(())
    }

    /// Who may make `after` of `before`, where having the permission is not enough.
    ///
    /// # Errors
    /// `Forbidden` with the reason.
    fn judge(_judged: &mut Judged<'_, '_>, _before: &[Slice<Payload>], _after: &[Slice<Payload>]) -> Result<()> {
        Ok(())
    }

    /// Whether it may still change at all, and what of it does not change in this way.
    ///
    /// # Errors
    /// A conflict when it is settled.
    fn changing(_present: &Stored, _body: &Value) -> Result<()> {
        Ok(())
    }

    /// Where its successor and its predecessor are, as far as the view sees them: a `Link` header.
    ///
    /// # Errors
    /// Those of the ledger.
    fn links(_reading: &mut Reading<'_>, _stored: &Stored, _as_of: &AsOf, _view: &View) -> Result<Vec<String>> {
        Ok(Vec::new())
    }

    /// What belongs to retracting one, in the same change, before it.
    ///
    /// # Errors
    /// A conflict when it must not be retracted.
    fn retracting(_writing: &mut Writing<'_>, _scope: &Scope, _present: &Stored, _window: Window) -> Result<()> {
        Ok(())
    }
}

/// A write that is judged before it is recorded.
pub struct Judged<'w, 'a> {
    /// The write.
    pub writing: &'w mut Writing<'a>,
    /// Who asks.
    pub caller: &'w Caller,
    /// What is written.
    pub id: Uuid,
    /// To what it belongs.
    pub parent: Option<Uuid>,
    /// By what a role can hold for it.
    pub places: Vec<Uuid>,
}

/// The id of the resource itself.
pub fn own_id<R: Resource>(reading: &mut Reading<'_>, place: &Place, scope: &Scope) -> Result<Uuid> {
    let found = match R::OWN {
        "slug" => reading.subject_of(R::SHAPE, None, place.slug.as_deref().unwrap_or_default())?,
        "key" => reading.subject_of(R::SHAPE, scope.parent, place.key.as_deref().unwrap_or_default())?,
        _ => place.id.as_deref().and_then(|id| id.parse().ok()),
    };
    found.ok_or(Error::NotFound)
}

/// The path of a single one in its collection.
pub fn own_path<R: Resource>(collection: &str, stored: &Stored) -> String {
    let own = match R::OWN {
        "id" => stored.id.to_string(),
        name => stored.value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned(),
    };
    format!("{}/{own}", collection.trim_end_matches('/'))
}
