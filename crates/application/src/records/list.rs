//! Lists: a page of what a collection holds.

use uuid::Uuid;

use domain::access::View;
use domain::error::Result;
use domain::time::AsOf;
use store::{Query, Reading};

use super::representation::{Representation, whole};
use super::resource::{Resource, own_path};
use super::scope::{PathParams, Scope, When};
use crate::context::{Context, Times};

/// A page of a list.
#[derive(Clone, Debug)]
pub struct ListPage {
    /// As of when it holds.
    pub as_of: AsOf,
    /// What stands on it.
    pub data: Vec<Representation>,
    /// After which place the next page begins, if there is one: sort key or moment, and id.
    pub next: Option<(String, Uuid)>,
}

/// What a collection holds as of a day and a moment, in the order and from the place that the query says.
///
/// # Errors
/// `NotFound` when what the collection belongs to is not there for this view; `BadRequest` for a moment in the future.
pub fn list<R: Resource>(
    reading: &mut Reading<'_>,
    place: &PathParams,
    times: &Times,
    mut query: Query,
    view: &View,
) -> Result<ListPage> {
    let as_of = times.resolve(reading, view)?;
    let scope = Scope::find(reading, R::COLLECTION, place, When::AsOf(&as_of), view)?;
    query.parent = scope.parent;
    let page = reading.list(R::SHAPE, &query, &as_of, &scope.view)?;
    let mut data = Vec::with_capacity(page.rows.len());
    let mut cx = Context::new(reading, as_of, view.clone());
    for stored in &page.rows {
        let path = own_path::<R>(&place.path, stored);
        data.push(whole::<R>(&mut cx, stored, &path, &scope.view)?);
    }
    Ok(ListPage { as_of, data, next: page.next })
}
