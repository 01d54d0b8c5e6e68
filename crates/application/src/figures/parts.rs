//! Parts of an observed indicator: what each says of its Stichtag, and what they add up to.

use std::collections::BTreeSet;

use analysis::groups;
use analysis::groups::Part;
use analysis::value::Balance;
use domain::error::Result;
use domain::indicator::Observation;
use domain::text::folded;
use store::{ObservationFilter, Stored};

use crate::context::Context;
use crate::figures::indicator::IndicatorContext;
use crate::records::representation::stored_as;

/// This number of parts is read first: the newest Stichtag seldom has more.
const USUAL_PARTS: i64 = 500;

pub fn as_balance(stored: &Stored) -> Result<Balance> {
    let observation: Observation = stored_as(stored)?;
    Ok(Balance { id: stored.id, as_of: observation.as_of, value: observation.value })
}

/// The parts of an observed indicator, with what each says of its Stichtag, the newest first.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a stored value cannot be read.
pub fn parts(cx: &mut Context<'_, '_>, found: &IndicatorContext) -> Result<Vec<Part>> {
    as_parts(&cx.reading.observations(found.id, ObservationFilter::Parts, &cx.as_of, None)?)
}

/// Parts whose dimensions mean the same are one, whatever letters they were written in: the one that was recorded last, which
/// comes first.
fn as_parts(stored: &[Stored]) -> Result<Vec<Part>> {
    let (mut parts, mut seen) = (Vec::with_capacity(stored.len()), BTreeSet::new());
    for one in stored {
        let mut observation: Observation = stored_as(one)?;
        let dimensions = std::mem::take(&mut observation.dimensions);
        observation.dimensions = dimensions.iter().map(|(name, value)| (folded(name), folded(value))).collect();
        if seen.insert((observation.as_of, observation.dimensions.clone())) {
            parts.push((as_balance(one)?, observation));
        }
    }
    Ok(parts)
}

/// What the parts of the newest Stichtag that has values add up to, with the observations that say so.
pub fn newest_whole(cx: &mut Context<'_, '_>, found: &IndicatorContext) -> Result<Option<(Balance, Vec<Stored>)>> {
    let mut stored = cx.reading.observations(found.id, ObservationFilter::Parts, &cx.as_of, Some(USUAL_PARTS))?;
    let mut read = as_parts(&stored)?;
    let whole = |read: &[Part]| groups::wholes(read).into_iter().next();
    let full = i64::try_from(stored.len()).is_ok_and(|count| count == USUAL_PARTS);
    let cut = full && read.last().map(|(last, _)| last.as_of) >= whole(&read).map(|(sum, _)| sum.as_of);
    if cut {
        stored = cx.reading.observations(found.id, ObservationFilter::Parts, &cx.as_of, None)?;
        read = as_parts(&stored)?;
    }
    let Some((sum, ids)) = whole(&read) else { return Ok(None) };
    stored.retain(|one| ids.contains(&one.id));
    Ok(Some((sum, stored)))
}
