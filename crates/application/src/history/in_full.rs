//! One change in full: what it did, version by version and field by field, and what it took out.

use domain::access::Visibility;
use domain::error::{Error, Result};
use domain::time::Bound;
use store::{Thing, Which};

use super::change::{Change, FieldChanges, RedactedPlace, RedactedWhat, StretchChanges};
use super::effects::{Touched, links};
use crate::context::Context;

/// A change with what it did to the things after a place, at most `limit` of them; and the place after which there is more.
///
/// # Errors
/// `NotFound` when there is no change of that number, or none was known at that moment.
pub fn read(
    cx: &mut Context<'_, '_>,
    number: i64,
    after: Option<&Thing>,
    limit: i64,
) -> Result<(Change, Option<Thing>)> {
    let info = cx.reading.change(number)?.filter(|c| c.number <= cx.as_of.change).ok_or(Error::NotFound)?;
    let which = Which { before: Bound::END, view: cx.view.clone() };
    let mut things = cx.reading.touched(number, &which, after, limit.saturating_add(1))?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = things.len() > limit;
    things.truncate(limit);
    let next = things.last().filter(|_| more).cloned();
    let (mut effects, mut fields) = (Vec::new(), Vec::new());
    for (_, id) in things {
        let Some(touched) = Touched::load(cx.reading, number, id, &cx.view)? else { continue };
        for difference in &touched.differences {
            let stretch = touched.stretch(cx.reading, difference)?;
            fields.push(StretchChanges { stretch, changes: FieldChanges(difference.fields.clone()) });
        }
        effects.extend(touched.effects);
    }
    // It is said once, on the first page.
    let redacted = if after.is_none() { redacted(cx, number)? } else { Vec::new() };
    let redacted = Some(redacted).filter(|redacted| !redacted.is_empty());
    Ok((Change { effects: Some(effects), fields: Some(fields), redacted, ..Change::of(&info, &cx.view) }, next))
}

/// Out of which versions and reasons a change took something, and which files it erased; what was taken is nowhere any
/// more.
fn redacted(cx: &mut Context<'_, '_>, number: i64) -> Result<Vec<RedactedPlace>> {
    let place =
        |of, change| RedactedPlace { of, change, id: None, shape: None, valid_from: None, links: None, sha256: None };
    let mut shown = Vec::new();
    for (row, visibility) in cx.reading.redacted(number)? {
        if !cx.view.level().sees(visibility) {
            continue;
        }
        match row.version {
            None => shown.push(place(RedactedWhat::Reason, row.change)),
            Some((id, _)) if cx.reading.hidden(id, &cx.view)? => {}
            Some((id, from)) => shown.push(RedactedPlace {
                id: Some(id),
                shape: cx.reading.lineage(id)?.first().map(|(_, shape, _)| shape.name()),
                valid_from: Some(from),
                links: Some(links(cx.reading, id)?),
                ..place(RedactedWhat::Version, row.change)
            }),
        }
    }
    // A file has no visibility of its own: its hash is told to those who see everything.
    if cx.view.level().sees(Visibility::NonPublic) {
        let erased = cx.reading.erased(number)?.into_iter();
        shown.extend(
            erased.map(|(sha256, change)| RedactedPlace { sha256: Some(sha256), ..place(RedactedWhat::File, change) }),
        );
    }
    Ok(shown)
}
