//! Reading a single one, and who may know by which change it became what it is.

use uuid::Uuid;

use domain::access::{Caller, Role};
use domain::error::{Error, Result};
use domain::time::AsOf;
use store::{Reading, Stored};

use super::representation::{Representation, whole};
use super::resource::{Resource, own_id};
use super::scope::{PathParams, Scope, When};
use crate::context::{Context, Times};

/// A single one, as it answers a read or a write.
#[derive(Clone, Debug, PartialEq)]
pub struct Single {
    /// What it says.
    pub representation: Representation,
    /// The number of the last change to any of its slices, for callers who may know it.
    pub revision: Option<i64>,
    /// Where its successor and its predecessor are, as values of `Link` headers.
    pub links: Vec<String>,
}

impl Single {
    /// What is stored, as somebody sees it who found it in a scope; `path` is its own.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer.
    pub fn of<R: Resource>(
        reading: &mut Reading<'_>,
        caller: &Caller,
        scope: &Scope,
        stored: &Stored,
        path: &str,
        as_of: &AsOf,
    ) -> Result<Self> {
        let revision = match sees_numbers::<R>(caller, scope, stored.id, stored.office) {
            true => Some(reading.revision(stored.id, as_of)?.unwrap_or(stored.change)),
            false => None,
        };
        let mut cx = Context::new(reading, *as_of, caller.view());
        let representation = whole::<R>(&mut cx, stored, path, &scope.view)?;
        Ok(Self { representation, revision, links: Vec::new() })
    }
}

/// A single one as of a day and a moment.
///
/// # Errors
/// `NotFound` when it is not there as of then for this caller; `BadRequest` for a moment in the future.
pub fn read<R: Resource>(
    reading: &mut Reading<'_>,
    place: &PathParams,
    times: &Times,
    caller: &Caller,
) -> Result<Single> {
    let view = caller.view();
    let as_of = times.resolve(reading, &view)?;
    let scope = Scope::find(reading, R::COLLECTION, place, When::AsOf(&as_of), &view)?;
    let id = own_id::<R>(reading, place, &scope)?;
    let stored = reading.find(R::SHAPE, scope.parent, id, &as_of, &scope.view)?.ok_or(Error::NotFound)?;
    let links = R::links(&mut Context::new(reading, as_of, view), &stored)?;
    let single = Single::of::<R>(reading, caller, &scope, &stored, &place.path, &as_of)?;
    Ok(Single { links, ..single })
}

/// Whether a caller may know who changed something, why, and in which change: a viewer of it may.
pub fn sees_numbers<R: Resource>(caller: &Caller, scope: &Scope, id: Uuid, office: Option<Uuid>) -> bool {
    caller.may(Role::Viewer, &scope.places(R::SHAPE, Some(id), office))
}
