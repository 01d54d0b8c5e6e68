//! An import from its beginning to its end: all rows in one change, or none; what became of each is kept for some days.

use std::path::Path;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::access::may::May;
use crate::records::address::Segment;
use crate::records::resource::Resource;
use crate::records::rows::Rows;
use crate::records::scope::{Place, Scope, When};
use domain::access::{Caller, View};
use domain::error::{Error, Result, Violation};
use domain::payload::{Reference, Shape};
use domain::table::{ID, Profile, Row, Table};
use domain::time::{Day, Moment};
use store::{Author, Import, Once, Query, Reading, Store, Writing};

use super::file::{self, Media};
use super::outcome::{Outcome, Outcomes, violations};
use super::portal;
use super::summary::{finished, refused, summary};
use super::target::Target;

/// What is asked for.
#[derive(Clone)]
pub struct Wanted {
    /// The name under which the target is known.
    pub name: String,
    /// As what.
    pub target: Target,
    /// In which project.
    pub project: Option<String>,
    /// Of which indicator.
    pub indicator: Option<String>,
    /// Only to see what would become of it.
    pub dry_run: bool,
    /// In which profile a CSV file is written, if that is said.
    pub profile: Option<Profile>,
    /// Whether more may end than is usual.
    pub force: bool,
    /// For which day the file of a portal holds.
    pub as_of: Option<Day>,
}

/// A file that is to be imported.
pub struct Job<'j> {
    /// The ledger.
    pub store: &'j Store,
    /// Who asks.
    pub caller: &'j Caller,
    /// By whom it is written, and why.
    pub author: &'j Author,
    /// The request that is carried out once.
    pub once: Option<&'j Once>,
    /// What is asked for.
    pub wanted: &'j Wanted,
    /// What the file is written in.
    pub media: Media,
    /// The file.
    pub file: &'j Path,
    /// Is told how many bytes were read.
    pub progress: &'j dyn Fn(u64),
}

/// What became of an import that was not refused: its summary with the first rows.
pub type Finished = Value;

/// Imports a file as resources `R`.
///
/// # Errors
/// What is wrong with the file as a whole; `RowsRefused` when a row is refused; a conflict when too much would end.
pub fn run<R: Resource>(job: &Job<'_>) -> Result<Finished> {
    let may = May::<R::Write>::of(job.caller.clone())?;
    let begun = job.store.source().now();
    let id = job.store.source().id(begun);
    let mut outcomes = Outcomes::new()?;
    if job.wanted.dry_run {
        let told = job.store.rehearse(job.author, |writing| carry_out::<R>(job, &may, writing, &mut outcomes))?;
        let summary = summary(job, id, begun, &outcomes, &told, None);
        job.store.keep_import(job.author, id, begun, &summary, &mut outcomes.rows()?)?;
        return Ok(finished(summary, &outcomes));
    }
    let kept = std::cell::RefCell::new(outcomes);
    let mut told = Told::default();
    let written = job.store.write_once(
        job.author,
        job.once,
        |_| Ok(()),
        |writing, ()| {
            told = carry_out::<R>(job, &may, writing, &mut kept.borrow_mut())?;
            match kept.borrow().count(Outcome::Refused) {
                0 => Ok((writing.actor(), told.clone())),
                // What is answered is made below, when nothing of it is there any more.
                _ => Err(Error::Stale),
            }
        },
        |reading, (actor, told)| record(job, (id, begun, actor), &mut kept.borrow_mut(), &told, reading),
    );
    let mut outcomes = kept.into_inner();
    match written {
        Err(Error::Stale) if outcomes.count(Outcome::Refused) > 0 => {
            let summary = summary(job, id, begun, &outcomes, &told, None);
            job.store.keep_import(job.author, id, begun, &summary, &mut outcomes.rows()?)?;
            Err(refused(&summary, &outcomes))
        }
        other => other,
    }
}

/// What is told of an import besides its rows.
#[derive(Clone, Default)]
pub struct Told {
    /// The project.
    pub project: Option<String>,
    /// The profile of a CSV file.
    pub profile: Option<Profile>,
    /// What a portal's file said.
    pub portal: Option<Value>,
}

fn carry_out<R: Resource>(
    job: &Job<'_>,
    may: &May<R::Write>,
    writing: &mut Writing<'_>,
    outcomes: &mut Outcomes,
) -> Result<Told> {
    let wanted = job.wanted;
    let project = project::<R>(wanted, &mut writing.reading, &may.view())?;
    if R::COLLECTION.contains("{key}") && wanted.indicator.is_none() {
        return Err(Error::parameter("indicator", "is required: the key of the indicator"));
    }
    let place = Place::within(R::COLLECTION, project.as_deref(), wanted.indicator.as_deref());
    let scope = Scope::find(&mut writing.reading, R::COLLECTION, &place, When::Now, &may.view());
    let scope = scope.map_err(|error| match error {
        // The path is there; what is named in the query is not.
        Error::NotFound if wanted.indicator.is_some() => {
            Error::parameter("indicator", "there is no such indicator that you may see in such a project")
        }
        Error::NotFound => Error::parameter("project", "there is no such project that you may see"),
        error => error,
    })?;
    let types = |tag: &str| scope.kind.is_some_and(|kind| kind.item_type(tag).is_some());
    if let Some(tag) = wanted.target.tag.filter(|tag| !types(tag.name)) {
        return Err(Error::parameter(
            "project",
            format!("a project of this kind has no items of the type {}", tag.name),
        ));
    }
    let mut told = Told { project, ..Told::default() };
    let reasoned = job.author.reason.is_some();
    let mut rows = Rows::<R>::new(may, &scope);
    rows.tag = wanted.target.tag.map(|tag| tag.name);
    rows.reasoned = reasoned;
    let table = match wanted.target.tag {
        Some(tag) => R::table(Some(&scope)).only(&[tag.name]),
        None => R::table(Some(&scope)),
    };
    if let Some(portal) = wanted.target.portal {
        let listing = portal::Listing { portal, tag: rows.tag, place: &place, project: &told.project, reasoned };
        told.portal = Some(portal::import::<R>(job, &listing, &mut rows, &scope, &table, writing, outcomes)?);
        return Ok(told);
    }
    let natural_keys = R::natural_keys(&json!({"type": rows.tag}));
    let mut waiting = Vec::new();
    let mut each = |number, read: file::RowRead| match read {
        Ok(row) => one::<R>(&mut rows, writing, (number, row, false), &table, &place, outcomes, Some(&mut waiting)),
        Err(wrong) => {
            let wrong: Vec<_> = wrong.into_iter().map(|v| (v.pointer.unwrap_or_default(), v.detail)).collect();
            outcomes.refused(number, None, &wrong)
        }
    };
    match job.media {
        Media::Csv => {
            let profile = match wanted.profile {
                Some(profile) => profile,
                None => file::profile(&file::beginning(job.file)?),
            };
            let has = |names: &[String], wanted: &str| names.iter().any(|name| name == wanted);
            let found_without = |names: &[String]| {
                let named = R::ID_SEGMENT != Segment::Id;
                let whole = |set: &&[&str]| set.iter().all(|name| has(names, name.trim_start_matches('?')));
                has(names, ID) || (named && has(names, R::ID_SEGMENT.name())) || natural_keys.iter().any(whole)
            };
            file::csv(job.file, &table, profile, found_without, job.progress, &mut each)?;
            told.profile = Some(profile);
        }
        Media::Json => file::json(job.file, job.progress, &mut each)?,
    }
    // A list names things in its own order, also those that others of its rows refer to.
    let waited = !waiting.is_empty();
    while !waiting.is_empty() {
        let before = waiting.len();
        for (number, row) in std::mem::take(&mut waiting) {
            one::<R>(&mut rows, writing, (number, row, false), &table, &place, outcomes, Some(&mut waiting))?;
        }
        if waiting.len() == before {
            for (number, row) in std::mem::take(&mut waiting) {
                one::<R>(&mut rows, writing, (number, row, false), &table, &place, outcomes, None)?;
            }
        }
    }
    if waited {
        outcomes.sort()?;
    }
    Ok(told)
}

/// Most rows that wait for others; beyond that, what is referred to must come first.
const MOST_WAITING: usize = 20_000;

/// Writes one row and notes what became of it; `ends` says that it is no longer listed. A row that refers to what is not
/// there yet waits, where rows may.
pub fn one<R: Resource>(
    rows: &mut Rows<'_, R>,
    writing: &mut Writing<'_>,
    (number, row, ends): (i64, Row, bool),
    table: &Table,
    place: &Place,
    outcomes: &mut Outcomes,
    waiting: Option<&mut Vec<(i64, Row)>>,
) -> Result<()> {
    let said = |name: &str| row.fields.get(name).and_then(Value::as_str).map(str::to_owned);
    let label = ["title", "name", "label", "product", "module", "asOf"].into_iter().find_map(said);
    let own = said(R::ID_SEGMENT.name());
    let waiting = waiting.filter(|waiting| waiting.len() < MOST_WAITING);
    let again = waiting.as_ref().map(|_| row.clone());
    match (rows.write(writing, number, row), waiting.zip(again)) {
        (Err(Error::Invalid(violations)), Some((waiting, row))) if violations.iter().all(leads_nowhere) => {
            waiting.push((number, row));
            Ok(())
        }
        (Ok(done), _) => {
            let path = |id: Uuid| format!("{}/{}", place.path, own.unwrap_or_else(|| id.to_string()));
            outcomes.done(number, done, label, path, ends)
        }
        (Err(error), _) => outcomes.refused(number, label, &violations(error, |pointer| table.column_at(pointer))?),
    }
}

/// Whether what is wrong is only that something is referred to that is not there.
fn leads_nowhere(violation: &Violation) -> bool {
    Shape::ALL.iter().any(|shape| violation.detail == Reference::missing(*shape))
}

/// The project in which is written: the one that is named, or the only one that can be meant.
fn project<R: Resource>(wanted: &Wanted, reading: &mut Reading<'_>, view: &View) -> Result<Option<String>> {
    if !R::COLLECTION.contains("{slug}") {
        return match &wanted.project {
            None => Ok(None),
            Some(_) => Err(Error::parameter("project", format!("{} belong to no project", R::PLURAL))),
        };
    }
    if wanted.project.is_some() {
        return Ok(wanted.project.clone());
    }
    let as_of = reading.as_of(None, None)?;
    let mut possible = Vec::new();
    for stored in reading.list(Shape::Project, &Query::default(), &as_of, view)?.rows {
        let kind = stored.value.get("kind").and_then(Value::as_str).and_then(kinds::kind);
        let has = |kind: &kinds::Kind| wanted.target.tag.is_none_or(|tag| kind.item_type(tag.name).is_some());
        if kind.is_some_and(has) {
            possible.extend(stored.value.get("slug").and_then(Value::as_str).map(str::to_owned));
        }
    }
    match possible.as_slice() {
        [only] => Ok(Some(only.clone())),
        [] => Err(Error::parameter("project", "is required: there is no project that has such")),
        several => Err(Error::parameter("project", format!("is required: it could be {}", several.join(", ")))),
    }
}

/// Keeps what became of the rows together with what they changed.
fn record(
    job: &Job<'_>,
    (id, begun, actor): (Uuid, Moment, Uuid),
    outcomes: &mut Outcomes,
    told: &Told,
    reading: &mut Reading<'_>,
) -> Result<Finished> {
    let changed = [Outcome::Created, Outcome::Changed, Outcome::Ended].into_iter().any(|o| outcomes.count(o) > 0);
    let change = if changed { Some(reading.as_of(None, None)?.change) } else { None };
    let summary = summary(job, id, begun, outcomes, told, change);
    let import = Import { id, actor, created_at: begun, summary: summary.clone() };
    reading.keep_import(&import, &mut outcomes.rows()?)?;
    Ok(finished(summary, outcomes))
}
