//! Writing: what belongs to every write of a resource, whatever it is.

use uuid::Uuid;

use domain::access::View;
use domain::error::{Error, Result};
use domain::payload::Payload;
use domain::slices::{self, Slice};
use domain::time::{Day, Edge, Span};
use store::{Author, New, Reading, Stored, Window, Writing};

use super::precondition::Precondition;
use super::resource::{Judged, Resource, own_id};
use super::scope::{Place, Scope, When};
use crate::access::may::May;

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
    judge::<R>(writing, may, scope, id, &[])?;
    Ok(id)
}

/// The first day of which a write speaks: that of its window, if it is over or today, else today.
pub fn first_day(writing: &Writing<'_>, window: Window) -> Day {
    let today = writing.today();
    window.from.and_then(Edge::day).map_or(today, |day| day.min(today))
}

/// Nobody changes or ends what they do not see: every slice that the window touches must be seen.
pub fn within_view<R: Resource>(
    scope: &Scope,
    id: Uuid,
    before: &[Slice<Payload>],
    window: Window,
    today: Day,
) -> Result<()> {
    let span = Span { from: window.from.unwrap_or(today.into()), to: window.to.unwrap_or(Edge::END) };
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
            let detail = format!("is required: a correction of {} {} says why", article(R::ONE), R::ONE);
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
pub fn target<R: Resource>(
    writing: &mut Writing<'_>,
    place: &Place,
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

/// The permission must hold for everything that was changed and for what became of it: whoever may write for one office
/// takes nothing from another and gives nothing away.
pub fn judge<R: Resource>(
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
    R::judge(&mut Judged { writing, caller: &may.caller, id, parent: scope.parent, places }, before, &after)
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
