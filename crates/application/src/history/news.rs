//! News: what a change is to somebody who sees only what is public.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::catalogue::path_along;
use domain::access::View;
use domain::error::{Error, Result};
use domain::payload::Shape;
use domain::time::{Bound, Moment};
use store::{ChangeInfo, Reading, Which};

/// The most changes that are sent to a client that comes back; after more of them it is easier to read anew.
const MOST_MISSED: i64 = 200;
/// The most changes that are read at once.
const AT_ONCE: i64 = 200;
/// The most things that are named of one change.
const MOST_NAMED: usize = 100;
/// The most things that are named in all to a client that comes back: looking them up costs the service more than
/// reading anew costs the client.
const MOST_CAUGHT_UP: usize = 500;
/// Milliseconds after which a client comes back whose stream has ended.
const RETRY: u32 = 3_000;

/// A change as an event of a stream of server-sent events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SseEvent {
    /// The number of the change, which is not sent.
    pub change: i64,
    /// The block of the stream, as it is sent.
    pub text: String,
}

domain::names! {
    /// What an event of a stream says.
    pub enum EventKind {
        /// Something that is public was changed.
        Change = "change",
        /// The client missed too much: read anew.
        Reset = "reset",
    }
}

/// An event of the stream, as a client of server-sent events hands it over.
#[derive(Clone, Debug, PartialEq, Eq, ToSchema)]
pub struct Event {
    /// What it says.
    #[schema(inline)]
    pub event: EventKind,
    /// The Datenstand since which it is known.
    pub id: Moment,
    /// JSON of the form `EventData`.
    #[schema(value_type = String, content_media_type = "application/json")]
    pub data: EventData,
}

/// What an event says in its `data`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EventData {
    /// Since when it is known (Datenstand).
    pub known_at: Moment,
    /// What was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub resources: Option<Vec<NamedResource>>,
    /// The indicators whose figures may differ from before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    pub indicators: Option<Vec<NamedIndicator>>,
    /// True when more things were changed than are named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more: Option<bool>,
}

/// Something that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NamedResource {
    /// Its shape.
    pub shape: String,
    /// Its id.
    pub id: Uuid,
    /// Its path.
    #[serde(rename = "self")]
    pub own: String,
}

/// An indicator whose figures may differ from before. In the order of the slugs and keys.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
pub struct NamedIndicator {
    /// Slug of the project.
    pub project: String,
    /// Key of the indicator.
    pub key: String,
    /// Its path.
    #[serde(rename = "self")]
    pub own: String,
}

impl Event {
    fn of(event: EventKind, data: EventData) -> Self {
        Self { event, id: data.known_at, data }
    }

    /// As it is sent.
    fn block(&self) -> Result<String> {
        let data = serde_json::to_string(&self.data).map_err(Error::internal)?;
        Ok(format!("event: {}\nid: {}\ndata: {data}\n\n", self.event.name(), self.id))
    }
}

/// A block that is no event: it only says what a client that comes back is to name as the last one.
fn place(id: Moment) -> String {
    format!("id: {id}\n\n")
}

/// How a stream begins: how to come back, since when the client is informed, and what it missed. And the number of the last
/// change that is dealt with by that.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn beginning(reading: &mut Reading<'_>, last: Option<Moment>) -> Result<(String, i64)> {
    let as_of = reading.as_of(None, None)?;
    // Before anything could be noticed, everything is still to come.
    let known = reading.last_public_change(&as_of)?.map_or(Moment::from_micros(0), |change| change.recorded_at);
    let mut text = format!("retry: {RETRY}\n");
    let Some(last) = last else { return Ok((text + &place(known), as_of.change)) };
    text.push_str(&place(last));
    let number = reading.head(last)?.map_or(0, |change| change.number);
    let missed = reading.public_changes(number, &as_of, MOST_MISSED + 1)?;
    let too_many = i64::try_from(missed.len()).is_ok_and(|count| count > MOST_MISSED);
    // An id that is yet to come is of another ledger, or of this one before it was put back to an earlier state.
    let reset = EventData { known_at: known, resources: None, indicators: None, more: None };
    let anew = text.clone() + &Event::of(EventKind::Reset, reset).block()?;
    if too_many || last > known {
        return Ok((anew, as_of.change));
    }
    let mut left = MOST_CAUGHT_UP;
    for change in missed {
        let (event, named) = event(reading, &change)?;
        let Some(rest) = left.checked_sub(named) else { return Ok((anew, as_of.change)) };
        left = rest;
        text.push_str(&event.text);
    }
    Ok((text, as_of.change))
}

/// What is new since the change of a number, and the number up to which that is dealt with.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn since(reading: &mut Reading<'_>, number: i64) -> Result<(Vec<SseEvent>, i64)> {
    let as_of = reading.as_of(None, None)?;
    if as_of.change <= number {
        return Ok((Vec::new(), number));
    }
    let changes = reading.public_changes(number, &as_of, AT_ONCE)?;
    let full = i64::try_from(changes.len()).is_ok_and(|count| count >= AT_ONCE);
    let until = changes.last().filter(|_| full).map_or(as_of.change, |last| last.number);
    let events = changes.iter().map(|change| Ok(event(reading, change)?.0)).collect::<Result<_>>()?;
    Ok((events, until))
}

/// A change as an event, and how many things it names.
fn event(reading: &mut Reading<'_>, change: &ChangeInfo) -> Result<(SseEvent, usize)> {
    let which = Which { before: Bound::END, view: View::PUBLIC };
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
        resources.push(NamedResource { shape, id, own: path_along(&line) });
        // An observation changes its indicator, an indicator itself.
        let line = line.into_iter();
        indicators.extend(line.filter(|(_, shape, _)| *shape == Shape::Indicator).map(|(id, ..)| id));
    }
    indicators.extend(counted(reading, change.number)?);
    let mut named = BTreeSet::new();
    for id in indicators {
        named.extend(name(reading, id)?);
    }
    let data = EventData {
        known_at: change.recorded_at,
        resources: Some(resources),
        indicators: Some(named.into_iter().collect()),
        more: more.then_some(true),
    };
    let text = Event::of(EventKind::Change, data).block()?;
    Ok((SseEvent { change: change.number, text }, named_things))
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

/// An indicator by its project and key.
fn name(reading: &mut Reading<'_>, id: Uuid) -> Result<Option<NamedIndicator>> {
    let line = reading.lineage(id)?;
    let mut names = line.iter().map(|(_, _, key)| key.clone().unwrap_or_default());
    let (Some(key), Some(project)) = (names.next(), names.next()) else { return Ok(None) };
    Ok(Some(NamedIndicator { project, key, own: path_along(&line) }))
}
