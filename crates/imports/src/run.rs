//! An import from its beginning to its end: all rows in one change, or none; what became of each is kept for some days.

use serde_json::{Value, json};
use uuid::Uuid;

use application::access::may::May;
use application::records::address::Segment;
use application::records::resource::Resource;
use application::records::rows::Rows;
use application::records::scope::{PathParams, Scope, When};
use domain::access::View;
use domain::error::{Error, Result};
use domain::payload::Shape;
use domain::table::ID;
use domain::time::Moment;
use store::{IMPORTS_KEPT, Import as KeptImport, Query, Reading, Verdict, Writing};

use super::encoding::CharacterEncoding;
use super::file::{self, Media};
use super::job::{ImportContext, Job, Wanted};
use super::outcome::RowViolation;
use super::portal;
use super::row::write_row;
use super::summary::{Finished, Import, ImportLinks, Refusal};
use super::tally::Outcomes;
use super::target::Target;

/// Imports a file as resources `R`.
///
/// # Errors
/// `Forbidden` for a caller who may not write them; `BadRequest` or `Invalid` for what is wrong with the parameters or with
/// the file as a whole; `Conflict` when too much would end; `KeyReused` when another request had the same key.
pub fn run<R: Resource>(job: &Job<'_>, target: &Target) -> Result<Finished> {
    let may = May::<R::Write>::of(job.caller.clone())?;
    let begun = job.store.source().now();
    let run = Run { job, target, id: job.store.source().id(begun), begun };
    let mut outcomes = Outcomes::new()?;
    if job.wanted.dry_run {
        let context = job.store.rehearse(job.author, |writing| run.carry_out::<R>(&may, writing, &mut outcomes))?;
        let import = run.keep_rehearsed(&mut outcomes, context)?.with_first(outcomes.first());
        return Ok(Finished::Done(Box::new(import)));
    }
    let written = job.store.write_once_if(
        job.author,
        job.once,
        |_| Ok(()),
        |writing, ()| {
            let context = run.carry_out::<R>(&may, writing, &mut outcomes)?;
            let refused = outcomes.counts().refused > 0;
            let all = (writing.actor(), outcomes, context);
            Ok(if refused { Verdict::RollBack(all) } else { Verdict::Commit(all) })
        },
        |reading, (actor, outcomes, context)| run.record(reading, actor, outcomes, context),
    )?;
    match written {
        Verdict::Commit(import) => Ok(Finished::Done(Box::new(import))),
        // What is told of it is kept when nothing else of it is there any more.
        Verdict::RollBack((_, mut outcomes, context)) => {
            let Import { id, rows, links, .. } = run.keep_rehearsed(&mut outcomes, context)?;
            Ok(Finished::Refused(Refusal { id, rows, links, violations: outcomes.violations().to_vec() }))
        }
    }
}

/// An import that is being carried out.
struct Run<'r> {
    job: &'r Job<'r>,
    target: &'r Target,
    id: Uuid,
    begun: Moment,
}

impl Run<'_> {
    /// What became of it as a whole.
    fn summary(&self, outcomes: &Outcomes, context: ImportContext, change: Option<i64>) -> Import {
        let wanted = self.job.wanted;
        let format = match (self.target.portal, self.job.media) {
            (Some(portal), _) => portal.key,
            (None, Media::Csv) => "csv",
            (None, Media::Json) => "json",
        };
        let refused = outcomes.counts().refused > 0;
        Import {
            id: self.id,
            name: wanted.name.clone(),
            project: context.project,
            indicator: wanted.indicator.clone(),
            format: format.to_owned(),
            profile: context.profile,
            encoding: context.encoding,
            dry_run: wanted.dry_run,
            applied: !wanted.dry_run && !refused,
            change,
            created_at: self.begun,
            kept_until: Moment::from_micros(self.begun.micros().saturating_add(IMPORTS_KEPT)),
            rows: outcomes.counts(),
            portal: context.portal,
            links: ImportLinks::of(self.id, refused),
            data: None,
        }
    }

    /// Keeps what became, or would have become, of rows that changed nothing.
    fn keep_rehearsed(&self, outcomes: &mut Outcomes, context: ImportContext) -> Result<Import> {
        let summary = self.summary(outcomes, context, None);
        let Job { store, author, .. } = self.job;
        store.keep_import(author, self.id, self.begun, &summary.kept()?, &mut outcomes.rows()?)?;
        Ok(summary)
    }

    /// Keeps what became of the rows together with what they changed.
    fn record(
        &self,
        reading: &mut Reading<'_>,
        actor: Uuid,
        mut outcomes: Outcomes,
        context: ImportContext,
    ) -> Result<Import> {
        let counts = outcomes.counts();
        let changed = counts.created + counts.changed + counts.ended > 0;
        let change = if changed { Some(reading.as_of(None, None)?.change) } else { None };
        let summary = self.summary(&outcomes, context, change);
        let kept = KeptImport { id: self.id, actor, created_at: self.begun, summary: summary.kept()? };
        reading.keep_import(&kept, &mut outcomes.rows()?)?;
        Ok(summary.with_first(outcomes.first()))
    }

    /// Writes all rows, as far as they can be written.
    fn carry_out<R: Resource>(
        &self,
        may: &May<R::Write>,
        writing: &mut Writing<'_>,
        outcomes: &mut Outcomes,
    ) -> Result<ImportContext> {
        let (job, target) = (self.job, self.target);
        let wanted = job.wanted;
        let project = project::<R>(wanted, target, &mut writing.reading, &may.view())?;
        if R::COLLECTION.contains("{key}") && wanted.indicator.is_none() {
            return Err(Error::parameter("indicator", "is required: the key of the indicator"));
        }
        let place = PathParams::within(R::COLLECTION, project.as_deref(), wanted.indicator.as_deref());
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
        if let Some(tag) = target.tag.filter(|tag| !types(tag.name)) {
            return Err(Error::parameter(
                "project",
                format!("a project of this kind has no items of the type {}", tag.name),
            ));
        }
        let encoding = Some(job.source.written.encoding).filter(|encoding| *encoding != CharacterEncoding::Utf8);
        let mut context = ImportContext { project, encoding, ..ImportContext::default() };
        let reasoned = job.author.reason.is_some();
        let mut rows = Rows::<R>::new(may, &scope);
        rows.tag = target.tag.map(|tag| tag.name);
        rows.reasoned = reasoned;
        let table = match target.tag {
            Some(tag) => R::table(Some(&scope)).only(&[tag.name]),
            None => R::table(Some(&scope)),
        };
        if let Some(portal) = target.portal {
            let listing = portal::Listing { portal, tag: rows.tag, place: &place, project: &context.project, reasoned };
            context.portal = Some(portal::import::<R>(job, &listing, &mut rows, &scope, &table, writing, outcomes)?);
            return Ok(context);
        }
        let natural_keys = R::natural_keys(&json!({"type": rows.tag}));
        let mut waiting = Vec::new();
        let mut each = |number, read: file::RowRead| match read {
            Ok(row) => {
                write_row::<R>(&mut rows, writing, (number, row, false), &table, &place, outcomes, Some(&mut waiting))
            }
            Err(wrong) => {
                let wrong = wrong.into_iter().map(|v| RowViolation::new(v.pointer.unwrap_or_default(), &v.detail));
                outcomes.refused(number, None, wrong.collect())
            }
        };
        match job.media {
            Media::Csv => {
                let profile = match wanted.profile {
                    Some(profile) => profile,
                    None => file::profile(&job.source)?,
                };
                let has = |names: &[String], wanted: &str| names.iter().any(|name| name == wanted);
                let found_without = |names: &[String]| {
                    let whole = |set: &&[&str]| set.iter().all(|name| has(names, name.trim_start_matches('?')));
                    let named = R::ID_SEGMENT != Segment::Id && has(names, R::ID_SEGMENT.name());
                    has(names, ID) || named || natural_keys.iter().any(whole)
                };
                file::csv(&job.source, &table, profile, found_without, job.progress, &mut each)?;
                context.profile = Some(profile);
            }
            Media::Json => file::json(&job.source, job.progress, &mut each)?,
        }
        // A list names things in its own order, also those that others of its rows refer to.
        let waited = !waiting.is_empty();
        while !waiting.is_empty() {
            let before = waiting.len();
            for (number, row) in std::mem::take(&mut waiting) {
                write_row::<R>(&mut rows, writing, (number, row, false), &table, &place, outcomes, Some(&mut waiting))?;
            }
            if waiting.len() == before {
                for (number, row) in std::mem::take(&mut waiting) {
                    write_row::<R>(&mut rows, writing, (number, row, false), &table, &place, outcomes, None)?;
                }
            }
        }
        if waited {
            outcomes.sort()?;
        }
        Ok(context)
    }
}

/// The project in which is written: the one that is named, or the only one that can be meant.
fn project<R: Resource>(
    wanted: &Wanted,
    target: &Target,
    reading: &mut Reading<'_>,
    view: &View,
) -> Result<Option<String>> {
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
        let has = |kind: &kinds::Kind| target.tag.is_none_or(|tag| kind.item_type(tag.name).is_some());
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
