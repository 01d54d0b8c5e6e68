//! Writing: create, replace, change in part, retract, and what belongs to every write, whatever it is of.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use domain::access::View;
use domain::error::{Error, Result};
use domain::payload::{Payload, Shape};
use domain::schema;
use domain::slices::{self, Slice};
use domain::time::{Bound, Day, ValidInterval};
use store::{Author, IdempotencyKey, New, Reading, Store, Stored, Window, Writing};

use super::precondition::Precondition;
use super::read::Single;
use super::resource::{Resource, own_id, own_path};
use super::rules::PendingWrite;
use super::scope::{PathParams, Scope, When};
use crate::access::may::May;

/// A request to create one.
#[derive(Clone, Debug)]
pub struct Creation {
    /// In which collection.
    pub place: PathParams,
    /// Since when it is so.
    pub window: Window,
    /// What it is.
    pub body: Value,
    /// By whom and why.
    pub author: Author,
    /// The key of a request that may come again, and is then answered as the first time.
    pub key: Option<IdempotencyKey>,
}

/// A request to change or retract a single one.
#[derive(Clone, Debug)]
pub struct Correction {
    /// Which one.
    pub place: PathParams,
    /// Of which days it speaks.
    pub window: Window,
    /// What its author has read.
    pub precondition: Precondition,
    /// By whom and why.
    pub author: Author,
}

/// Creates one in a collection. `finish` makes of it the answer that is kept with the key of the request.
///
/// # Errors
/// `NotFound` when what the collection belongs to is not there; `Forbidden` when the permission does not hold here;
/// `Invalid` with every violation; a conflict when the name is taken; `KeyReused` when another request had the same key.
pub fn create<R: Resource, A: Serialize + DeserializeOwned>(
    store: &Store,
    may: &May<R::Write>,
    creation: Creation,
    finish: impl FnOnce(Single) -> Result<A>,
) -> Result<A> {
    let Creation { place, mut window, mut body, author, key } = creation;
    if R::SINCE_START {
        window.from = window.from.or(Some(Bound::START));
    }
    store.write_once(
        &author,
        key.as_ref(),
        |writing| {
            let scope = Scope::find(&mut writing.reading, R::COLLECTION, &place, When::Now, &may.view())?;
            let places = scope.places(R::SHAPE, None, None);
            // In whose care something of its own will be is known only when it is read.
            match R::SHAPE {
                Shape::Project | Shape::Item => may.here_or_for_an_office(&places)?,
                _ => may.here(&places)?,
            }
            R::complete(&mut body, first_day(writing, window));
            let payload = R::parse(&scope, body)?;
            may.here(&scope.places(R::SHAPE, None, payload.index.office))?;
            Ok((scope, payload))
        },
        |writing, (scope, payload)| {
            let id = begin::<R>(writing, may, &scope, &payload, window)?;
            Ok((scope, id))
        },
        |reading, (scope, id)| finish(created::<R>(reading, may, &scope, id, (window, &place.path))?),
    )
}

/// One that was created in the collection at a path.
///
/// # Errors
/// `NotFound` when it is not there; `Unavailable` when the database does not answer.
pub fn created<R: Resource>(
    reading: &mut Reading<'_>,
    may: &May<R::Write>,
    scope: &Scope,
    id: Uuid,
    (window, collection): (Window, &str),
) -> Result<Single> {
    let stored = shown::<R>(reading, scope, id, window)?.ok_or(Error::NotFound)?;
    let latest = reading.as_of(None, None)?;
    Single::of::<R>(reading, &may.caller, scope, &stored, &own_path::<R>(collection, &stored), &latest)
}

/// Replaces what holds from a day on.
///
/// # Errors
/// `NotFound`, `Forbidden`; `Stale` when it has changed since it was read; `Invalid` with every violation; a conflict when
/// later slices would be swallowed.
pub fn put<R: Resource>(store: &Store, may: &May<R::Write>, correction: &Correction, body: Value) -> Result<Single> {
    change::<R>(store, may, correction, body, |writing, scope, id, window, mut body| {
        R::complete(&mut body, first_day(writing, window));
        let payload = R::parse(scope, body)?;
        writing.put(id, window, &payload)
    })
}

/// Changes the fields that a JSON merge patch (RFC 7396) names, in every slice from a day on.
///
/// # Errors
/// As for [`put`].
pub fn patch<R: Resource>(store: &Store, may: &May<R::Write>, correction: &Correction, body: Value) -> Result<Single> {
    change::<R>(store, may, correction, body, |writing, scope, id, window, mut body| {
        R::complete(&mut body, first_day(writing, window));
        writing.patch(id, window, |payload| {
            let mut value = payload.value.clone();
            json_patch::merge(&mut value, &body);
            R::parse(scope, schema::compact(value))
        })
    })
}

/// It never was so; with a first day, it ends then.
///
/// # Errors
/// `NotFound`, `Forbidden`; `Stale` when it has changed since it was read; a conflict when something refers to it.
pub fn retract<R: Resource>(store: &Store, may: &May<R::Write>, correction: &Correction) -> Result<()> {
    let Correction { place, window, precondition, author } = correction;
    let work = |writing: &mut Writing<'_>| {
        let (scope, id, present) = target::<R>(writing, place, precondition, may)?;
        let before = writing.slices(id)?;
        let all = Window { from: window.from.or(Some(Bound::START)), ..*window };
        within_view::<R>(&scope, id, &before, all, writing.today())?;
        R::retracting(writing, &scope, &present, *window)?;
        writing.delete(id, *window)?;
        authorize::<R>(writing, may, &scope, id, &before)
    };
    store.write(author, work, |_, ()| Ok(()))
}

fn change<R: Resource>(
    store: &Store,
    may: &May<R::Write>,
    correction: &Correction,
    body: Value,
    work: fn(&mut Writing<'_>, &Scope, Uuid, Window, Value) -> Result<()>,
) -> Result<Single> {
    let Correction { place, window, precondition, author } = correction;
    store.write(
        author,
        |writing| {
            let (scope, id, present) = target::<R>(writing, place, precondition, may)?;
            R::changing(&present, &body)?;
            let before = writing.slices(id)?;
            within_view::<R>(&scope, id, &before, *window, writing.today())?;
            work(writing, &scope, id, *window, body)?;
            authorize::<R>(writing, may, &scope, id, &before)?;
            R::changed(writing, &scope, id)?;
            Ok((scope, id))
        },
        |reading, (scope, id)| {
            let stored = shown::<R>(reading, &scope, id, *window)?.ok_or(Error::NotFound)?;
            let latest = reading.as_of(None, None)?;
            Single::of::<R>(reading, &may.caller, &scope, &stored, &place.path, &latest)
        },
    )
}

/// Creates one, with what belongs to that.
///
/// # Errors
/// A conflict when the name is taken; what the resource refuses.
pub fn begin<R: Resource>(
    writing: &mut Writing<'_>,
    may: &May<R::Write>,
    scope: &Scope,
    payload: &Payload,
    window: Window,
) -> Result<Uuid> {
    let id = writing.create(New { id: None, parent: scope.parent, payload, window })?;
    R::created(writing, scope, id, payload)?;
    authorize::<R>(writing, may, scope, id, &[])?;
    Ok(id)
}

/// The first day of which a write speaks: that of its window, if it is over or today, else today.
pub fn first_day(writing: &Writing<'_>, window: Window) -> Day {
    let today = writing.today();
    window.from.and_then(Bound::day).map_or(today, |day| day.min(today))
}

/// Nobody changes or ends what they do not see: every slice that the window touches must be seen.
///
/// # Errors
/// `Forbidden` when one of them is not.
pub fn within_view<R: Resource>(
    scope: &Scope,
    id: Uuid,
    before: &[Slice<Payload>],
    window: Window,
    today: Day,
) -> Result<()> {
    let span = ValidInterval { from: window.from.unwrap_or(today.into()), to: window.to.unwrap_or(Bound::END) };
    for slice in before.iter().filter(|slice| !slice.span.and(&span).is_empty()) {
        let index = &slice.payload.index;
        let places = scope.places(R::SHAPE, Some(id), index.office).into_iter().chain([id]);
        if !scope.view.sees(index.visibility, places) {
            return Err(Error::Forbidden("something holds on those days that you do not see"));
        }
    }
    Ok(())
}

/// Whether the author says why, where that is demanded.
///
/// # Errors
/// `BadRequest` when the reason is missing.
pub fn with_reason<R: Resource>(author: Author) -> Result<Author> {
    match author.reason {
        None if R::NEEDS_REASON => {
            let detail = format!("is required: a correction of {} {} says why", article(R::SINGULAR), R::SINGULAR);
            Err(Error::parameter("Change-Reason", detail))
        }
        _ => Ok(author),
    }
}

/// "a" or "an".
pub fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

/// What is to be changed, once it is clear that the caller sees it and may, and the precondition holds.
///
/// # Errors
/// `NotFound` when the caller does not see it; `Forbidden` when the permission does not hold here; `Stale`.
pub fn target<R: Resource>(
    writing: &mut Writing<'_>,
    place: &PathParams,
    precondition: &Precondition,
    may: &May<R::Write>,
) -> Result<(Scope, Uuid, Stored)> {
    let reading = &mut writing.reading;
    let scope = Scope::find(reading, R::COLLECTION, place, When::Now, &may.view())?;
    let id = own_id::<R>(reading, place, &scope)?;
    let present = reading.present(R::SHAPE, scope.parent, id, &scope.view)?.ok_or(Error::NotFound)?;
    may.here(&scope.places(R::SHAPE, Some(id), present.office))?;
    let latest = reading.as_of(None, None)?;
    precondition.check(reading.revision(id, &latest)?.unwrap_or(present.change))?;
    Ok((scope, id, present))
}

/// The permission must hold for everything that was changed and for what became of it: callers that may write for one office
/// takes nothing from another and gives nothing away.
///
/// # Errors
/// `Forbidden` when it does not; what the rules of the resource refuse.
pub fn authorize<R: Resource>(
    writing: &mut Writing<'_>,
    may: &May<R::Write>,
    scope: &Scope,
    id: Uuid,
    before: &[Slice<Payload>],
) -> Result<()> {
    let after = writing.slices(id)?;
    let (gone, new) = slices::difference(before, &after);
    for slice in gone.iter().chain(&new) {
        may.here(&scope.places(R::SHAPE, Some(id), slice.payload.index.office))?;
    }
    let places = scope.places(R::SHAPE, Some(id), None);
    R::authorize(&mut PendingWrite { writing, caller: &may.caller, id, parent: scope.parent, places }, before, &after)
}

/// What was written: the slice at the day of the write, else the present one. The author sees it in any case.
pub fn shown<R: Resource>(
    reading: &mut Reading<'_>,
    scope: &Scope,
    id: Uuid,
    window: Window,
) -> Result<Option<Stored>> {
    let as_of = reading.as_of(window.from.and_then(|e| e.day()), None)?;
    match reading.find(R::SHAPE, scope.parent, id, &as_of, &View::EVERYTHING)? {
        Some(stored) => Ok(Some(stored)),
        None => reading.present(R::SHAPE, scope.parent, id, &View::EVERYTHING),
    }
}
