//! News: what a change is to somebody who sees only what is public.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::history::catalogue::path_along;
use domain::access::View;
use domain::error::Result;
use domain::payload::Shape;
use domain::time::{Edge, Moment};
use kinds;
use store::{ChangeInfo, Reading, Which};

/// So many changes are told to somebody who comes back; after more it is easier to read anew.
const MOST_MISSED: i64 = 200;
/// So many changes are told at once.
const AT_ONCE: i64 = 200;
/// So many things are named of one change.
const MOST_NAMED: usize = 100;
/// So many things are named in all to somebody who comes back: looking them up costs the service more than reading anew
/// costs the client.
const MOST_CAUGHT_UP: usize = 500;
/// After so many milliseconds a client comes back whose stream has ended.
const RETRY: u32 = 3_000;

/// A change as an event of a stream, with its number, which is told nobody.
pub type Told = (i64, String);

/// How a stream begins: how to come back, since when the client is told, and what it missed. And the number of the last
/// change that is dealt with by that.
///
/// # Errors
/// Those of the ledger.
pub fn beginning(reading: &mut Reading<'_>, last: Option<Moment>) -> Result<(String, i64)> {
    let as_of = reading.as_of(None, None)?;
    // Before anything could be noticed, everything is still to come.
    let known = reading.last_public_change(&as_of)?.map_or(Moment::from_micros(0), |change| change.recorded_at);
    let mut text = format!("retry: {RETRY}\n");
    let Some(last) = last else { return Ok((text + &block(None, known, None), as_of.change)) };
    text.push_str(&block(None, last, None));
    let place = reading.head(last)?.map_or(0, |change| change.number);
    let missed = reading.public_changes(place, &as_of, MOST_MISSED + 1)?;
    let too_many = i64::try_from(missed.len()).is_ok_and(|count| count > MOST_MISSED);
    // An id that is yet to come is of another ledger, or of this one before it was put back to an earlier state.
    let begun = text.clone();
    let anew = || begun.clone() + &block(Some("reset"), known, Some(&json!({"knownAt": known})));
    if too_many || last > known {
        return Ok((anew(), as_of.change));
    }
    let mut left = MOST_CAUGHT_UP;
    for change in missed {
        let (told, named) = event(reading, &change)?;
        let Some(rest) = left.checked_sub(named) else { return Ok((anew(), as_of.change)) };
        left = rest;
        text.push_str(&told);
    }
    Ok((text, as_of.change))
}

/// What is new since the change of a number, and the number up to which it is told.
///
/// # Errors
/// Those of the ledger.
pub fn since(reading: &mut Reading<'_>, number: i64) -> Result<(Vec<Told>, i64)> {
    let as_of = reading.as_of(None, None)?;
    if as_of.change <= number {
        return Ok((Vec::new(), number));
    }
    let changes = reading.public_changes(number, &as_of, AT_ONCE)?;
    let full = i64::try_from(changes.len()).is_ok_and(|count| count >= AT_ONCE);
    let until = changes.last().filter(|_| full).map_or(as_of.change, |last| last.number);
    let told = changes.iter().map(|change| Ok((change.number, event(reading, change)?.0))).collect::<Result<_>>()?;
    Ok((told, until))
}

/// A change as an event, and how many things it names.
fn event(reading: &mut Reading<'_>, change: &ChangeInfo) -> Result<(String, usize)> {
    let which = Which { before: Edge::END, view: View::PUBLIC };
    let limit = i64::try_from(MOST_NAMED).unwrap_or(i64::MAX).saturating_add(1);
    let things = reading.touched(change.number, &which, None, limit)?;
    let more = things.len() > MOST_NAMED;
    let named_things = things.len();
    let (mut resources, mut indicators) = (Vec::new(), BTreeSet::new());
    for (shape, id) in things.into_iter().take(MOST_NAMED) {
        if reading.hidden(id, &View::PUBLIC)? {
            continue;
        }
        let line = reading.lineage(id)?;
        resources.push(json!({"shape": shape, "id": id, "self": path_along(&line)}));
        // An observation changes its indicator, an indicator itself.
        let line = line.into_iter();
        indicators.extend(line.filter(|(_, shape, _)| *shape == Shape::Indicator).map(|(id, ..)| id));
    }
    indicators.extend(counted(reading, change.number)?);
    let mut named = BTreeSet::new();
    for id in indicators {
        named.extend(name(reading, id)?);
    }
    let indicators: Vec<Value> =
        named.into_iter().map(|(project, key, path)| json!({"project": project, "key": key, "self": path})).collect();
    let mut data = json!({"knownAt": change.recorded_at, "resources": resources, "indicators": indicators});
    if let (true, Some(fields)) = (more, data.as_object_mut()) {
        fields.insert("more".into(), json!(true));
    }
    Ok((block(Some("change"), change.recorded_at, Some(&data)), named_things))
}

/// The indicators in which something is or was counted that a change touched.
fn counted(reading: &mut Reading<'_>, number: i64) -> Result<Vec<Uuid>> {
    let mut found = Vec::new();
    for (project, key) in reading.counts_touched(number)? {
        if reading.hidden(project, &View::PUBLIC)? {
            continue;
        }
        let stored = reading.present(Shape::Project, None, project, &View::PUBLIC)?;
        let kind = stored.as_ref().and_then(|stored| stored.value.get("kind")).and_then(Value::as_str);
        let indicators = kind.and_then(kinds::kind).into_iter().flat_map(|kind| kind.indicators);
        for built_in in indicators.filter(|i| i.formula.is_some_and(|formula| formula.counts(&key))) {
            found.extend(reading.subject_of(Shape::Indicator, Some(project), built_in.key)?);
        }
    }
    Ok(found)
}

/// Slug of the project, key and path of an indicator.
fn name(reading: &mut Reading<'_>, id: Uuid) -> Result<Option<(String, String, String)>> {
    let line = reading.lineage(id)?;
    let mut names = line.iter().map(|(_, _, key)| key.clone().unwrap_or_default());
    let (Some(key), Some(project)) = (names.next(), names.next()) else { return Ok(None) };
    Ok(Some((project, key, path_along(&line))))
}

/// A block of a stream.
fn block(event: Option<&str>, id: Moment, data: Option<&Value>) -> String {
    let event = event.map(|name| format!("event: {name}\n")).unwrap_or_default();
    let data = data.map(|data| format!("data: {data}\n")).unwrap_or_default();
    format!("{event}id: {id}\n{data}\n")
}
