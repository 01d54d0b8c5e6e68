//! Files of portals: what is listed is online, what is listed no longer has ended, and how many there are is observed.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use application::access::may::May;
use application::records::resource::Resource;
use application::records::rows::Rows;
use application::records::scope::{PathParams, Scope, When};
use domain::error::{Error, Result};
use domain::indicator::Observation;
use domain::payload::Shape;
use domain::table::{Row, Table};
use domain::time::{Bound, Day};
use kinds::Portal;
use store::Writing;
use texts::GERMAN;

use super::file;
use super::job::Job;
use super::row::write_row;
use super::summary::PortalSummary;
use super::tally::Outcomes;

/// More than one in this number of those online must not end unless it is forced.
const UNUSUAL: usize = 5;

/// What is known before the file is read.
pub struct Listing<'l> {
    /// The portal.
    pub portal: &'static Portal,
    /// The type of what it lists.
    pub tag: Option<&'static str>,
    /// The collection.
    pub place: &'l PathParams,
    /// The project.
    pub project: &'l Option<String>,
    /// Whether a reason is given.
    pub reasoned: bool,
}

/// Imports the file of a portal; returns what it said.
///
/// # Errors
/// `BadRequest` for a day in the future; `Invalid` when it is no such file; `Conflict` when an unusual number would end.
pub fn import<R: Resource>(
    job: &Job<'_>,
    listing: &Listing<'_>,
    rows: &mut Rows<'_, R>,
    scope: &Scope,
    table: &Table,
    writing: &mut Writing<'_>,
    outcomes: &mut Outcomes,
) -> Result<PortalSummary> {
    let Listing { portal, place, .. } = *listing;
    let day = job.wanted.as_of.unwrap_or(writing.today());
    if day > writing.today() {
        return Err(Error::parameter("asOf", "lies in the future"));
    }
    let listed = (portal.read)(&file::whole(&job.source, job.progress)?)?;
    let first = is_first(portal, scope, writing)?;
    let online = online(listing, scope, day, writing)?;
    let count = listed.len();
    let mut number = 0;
    for fields in listed {
        number += 1;
        let mut row = file::row(fields);
        row.fields.insert("type".into(), json!(listing.tag));
        row.fields.insert("state".into(), portal.states.0.into());
        let target = rows.target(writing, &row);
        let slices = match &target {
            Ok(Some(id)) => writing.slices(*id)?,
            _ => Vec::new(),
        };
        // What somebody has entered for later days stays: the file speaks of the days up to then.
        let until = slices.iter().find(|slice| slice.span.contains(day)).and_then(|slice| slice.span.to.day());
        match target {
            Ok(Some(id)) if !slices.is_empty() => {
                (row.id, row.from, row.to) = (Some(id), Some(day.into()), until.map(Into::into));
            }
            // Those that the balance counts already were online before, nobody knows since when.
            Ok(_) => {
                row.from = Some(if first { Bound::START } else { day.into() });
                row.fields.insert("visibility".into(), "public".into());
            }
            // It is refused when it is written.
            Err(_) => row.from = Some(day.into()),
        }
        write_row::<R>(rows, writing, (number, row, false), table, place, outcomes, None)?;
    }
    let gone: Vec<Online> = online.iter().filter(|one| !rows.speaks_of(one.id)).cloned().collect();
    let unusual = gone.len() * UNUSUAL > online.len();
    if unusual && !job.wanted.force && !job.wanted.dry_run {
        let detail = format!(
            "{} of {} services that are online are not in the file and would end; if the file is right, force it",
            gone.len(),
            online.len()
        );
        let members = Map::from_iter([("online".into(), json!(online.len())), ("wouldEnd".into(), json!(gone.len()))]);
        return Err(Error::conflict_with("many-would-end", detail, members));
    }
    let ended = gone.len();
    for Online { id, name, until } in gone {
        number += 1;
        let fields = Map::from_iter([("name".to_owned(), json!(name)), ("state".to_owned(), portal.states.1.into())]);
        let row = Row { id: Some(id), from: Some(day.into()), to: until.map(Into::into), fields, ..Row::default() };
        write_row::<R>(rows, writing, (number, row, true), table, place, outcomes, None)?;
    }
    let observe: &[&str] = if first { &[portal.counted, portal.listed] } else { &[portal.listed] };
    for key in observe {
        number += 1;
        observed(job, listing, (number, day, count), key, writing, outcomes)?;
    }
    Ok(PortalSummary {
        name: portal.label.to_owned(),
        as_of: day,
        listed: count,
        first_import: first,
        ended,
        needs_force: unusual,
        observed: observe.iter().map(|key| (*key).to_owned()).collect(),
    })
}

/// Whether no such file was imported before: the ledger itself knows, whatever else is kept.
fn is_first(portal: &Portal, scope: &Scope, writing: &mut Writing<'_>) -> Result<bool> {
    let Some(indicator) = writing.reading.subject_of(Shape::Indicator, scope.parent, portal.listed)? else {
        return Ok(true);
    };
    let mut first = true;
    writing.reading.each_open(Shape::Observation, Some(indicator), |stored| {
        first &= stored.value.get("method").and_then(Value::as_str) != Some(GERMAN.explanations.portal_method);
        Ok(())
    })?;
    Ok(first)
}

/// Something that the portal knows and that is online on a day.
#[derive(Clone)]
struct Online {
    id: Uuid,
    name: String,
    /// The day from which something else was entered, if there is one.
    until: Option<Day>,
}

/// What the portal knows and is online on this day; only what the caller sees.
fn online(listing: &Listing<'_>, scope: &Scope, day: Day, writing: &mut Writing<'_>) -> Result<Vec<Online>> {
    let mut online = Vec::new();
    writing.reading.each_open(Shape::Item, scope.parent, |stored| {
        let said = |name: &str| stored.value.get(name).and_then(Value::as_str);
        let listed = said("type") == listing.tag && said(listing.portal.field).is_some();
        if listed
            && said("state") == Some(listing.portal.states.0)
            && stored.span.contains(day)
            && stored.seen(&scope.view)
        {
            let name = said("name").unwrap_or_default().to_owned();
            online.push(Online { id: stored.id, name, until: stored.span.to.day() });
        }
        Ok(())
    })?;
    Ok(online)
}

/// Observes how many the portal lists.
fn observed(
    job: &Job<'_>,
    listing: &Listing<'_>,
    (number, day, count): (i64, Day, usize),
    key: &str,
    writing: &mut Writing<'_>,
    outcomes: &mut Outcomes,
) -> Result<()> {
    let may = May::<<Observation as Resource>::Write>::of(job.caller.clone())?;
    let place = PathParams::within(Observation::COLLECTION, listing.project.as_deref(), Some(key));
    let scope = Scope::find(&mut writing.reading, Observation::COLLECTION, &place, When::Now, &may.view())?;
    let mut rows = Rows::<Observation>::new(&may, &scope);
    rows.reasoned = listing.reasoned;
    let fields = [
        ("asOf".to_owned(), json!(day)),
        ("value".to_owned(), json!(count)),
        ("source".to_owned(), json!(listing.portal.label)),
        ("method".to_owned(), json!(GERMAN.explanations.portal_method)),
    ];
    let row = Row { fields: Map::from_iter(fields), ..Row::default() };
    let table = Observation::table(Some(&scope));
    write_row::<Observation>(&mut rows, writing, (number, row, false), &table, &place, outcomes, None)
}
