//! Publication: every format is made once from what was frozen, and kept byte for byte.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use serde_json::json;

use application::context::Context;
use application::records::representation::stored_as;
use documents::formats::{FORMATS, format};
use documents::template::{SectionForm, Template};
use domain::access::View;
use domain::document::Document;
use domain::error::{Error, Result};
use domain::report::{Edition, Report};
use domain::report_step::{FrozenFile, ReportStep, StepKind};
use domain::time::AsOf;
use reports::Composition;
use reports::compose::record;
use reports::drift::passages;
use reports::finding::Finding;
use reports::sign_off::{Standing, signed};
use reports::snapshot::Snapshot;
use store::{Reading, Stored, Writing};

use super::files::{BLOCKS, file_name, kept_as, part};
use super::load::{ReportContext, attachments, load, report_context};
use super::snapshot::take;
use application::council::baseline;
use application::council::correction;
use application::council::sign_off_history::SignOffHistory;
use application::council::transitions::check_edition;

/// What is to be published.
#[derive(PartialEq)]
pub struct Prepared {
    document: Document,
    standing: Standing,
    edition: Edition,
    snapshot: String,
}

/// What was rendered, and from what: it is kept only if that still holds.
pub struct Rendered {
    of: Prepared,
    /// The last change before it was prepared.
    change: i64,
    files: Vec<(FrozenFile, Vec<u8>)>,
}

/// Reads what an edition of a report is made from.
///
/// # Errors
/// A conflict when that edition cannot be published now.
pub fn prepare(
    reading: &mut Reading<'_>,
    stored: &Stored,
    edition: Edition,
    forms: &[SectionForm],
) -> Result<(Prepared, i64)> {
    let report: Report = stored_as(stored)?;
    let latest = reading.as_of(None, None)?;
    let history = SignOffHistory::now(reading, stored.id)?;
    check_edition(&history, report.state, edition)?;
    let standing = history.standing(report.state)?;
    let (sha256, snapshot) = history.frozen(reading)?;
    let document = match edition {
        Edition::Invitation => {
            still_shown(reading, stored, &history, &snapshot, forms)?;
            correction::check(reading, stored.id, &report)?;
            baseline::given(reading, &report, StepKind::Publish)?;
            snapshot.document
        }
        Edition::Record => record_of(reading, stored, &snapshot.document, &latest, forms)?,
    };
    Ok((Prepared { document, standing, edition, snapshot: sha256 }, latest.change))
}

/// What is hidden or redacted since it was frozen must not be published: of the facts of that moment, as they are seen
/// today, the same must come.
fn still_shown(
    reading: &mut Reading<'_>,
    stored: &Stored,
    history: &SignOffHistory,
    snapshot: &Snapshot,
    forms: &[SectionForm],
) -> Result<()> {
    let mut loaded = load(reading, Some(stored.id), stored_as(stored)?, Some(snapshot.known_at))?;
    // The findings stay what they were; why they were waived is what the step says today.
    let overrides = history.overrides();
    let said = |finding: &Finding| overrides.iter().any(|o| Some(&o.explanation) == finding.explanation.as_ref());
    loaded.composition.passed = snapshot.passed.iter().filter(|finding| said(finding)).cloned().collect();
    // What is attached is no fact that its readers could have noticed then, and settled like the report itself.
    let latest = reading.as_of(None, None)?;
    loaded.composition.attachments = attachments(reading, Some(stored.id), &latest)?;
    let now = take(reading, Some(stored.id), &loaded, forms)?;
    // How sections are called is no fact: the form of the city may have changed since.
    let differing = passages(&snapshot.document, &now.document).into_iter().filter(|passage| !passage.is_heading());
    let mut places: Vec<String> = differing.map(|passage| passage.place).collect();
    let behind = snapshot.figures.iter().filter(|figure| !now.figures.contains(figure));
    places.extend(behind.map(|figure| format!("figures/{}", figure.id)));
    for attachment in &loaded.composition.attachments {
        if reading.file(&attachment.sha256)?.is_none() {
            places.push(format!("attachments/{}", attachment.number));
        }
    }
    if now.projects == snapshot.projects && places.is_empty() {
        return Ok(());
    }
    let detail =
        "something that the report tells was hidden or redacted since it was submitted: return it, submit it again";
    Err(Error::conflict_with("hidden-since", detail, [("places".to_owned(), json!(places))].into_iter().collect()))
}

/// The record: the sections that were frozen, and what the meeting decided, as it was known then.
///
/// # Errors
/// A conflict when it has not decided.
pub fn record_of(
    reading: &mut Reading<'_>,
    stored: &Stored,
    frozen: &Document,
    as_of: &AsOf,
    forms: &[SectionForm],
) -> Result<Document> {
    let report: Report = stored_as(stored)?;
    let view = View::of(report.visibility);
    let as_of = reading.noticed(*as_of, &view)?;
    let context = report_context(&mut Context::new(reading, as_of, view), &report)?;
    let ReportContext { meeting, committees, consultations, period_from, baseline, corrected } = context;
    let composition = Composition {
        report,
        meeting,
        committees,
        consultations,
        edition: Edition::Record,
        period_from,
        previous: baseline.map(|b| b.previous),
        corrected: corrected.map(|b| b.previous),
        projects: Vec::new(),
        chart_series: BTreeMap::new(),
        judged: BTreeMap::new(),
        corrections: Vec::new(),
        passed: Vec::new(),
        steering: BTreeMap::new(),
        attachments: attachments(reading, Some(stored.id), &as_of)?,
        known_at: as_of.known,
    };
    if let Some(meeting) = composition.meeting.as_ref().filter(|meeting| meeting.date > reading.today()) {
        let detail = format!("the meeting is on {}: there is no record of what is still to come", meeting.date);
        return Err(Error::conflict("not-decided", detail));
    }
    if !composition.decided() {
        let detail = match (composition.agenda_item(), &composition.report.agenda_item) {
            (None, Some(number)) => format!("item {number} does not stand on the agenda of the meeting any more"),
            (Some(item), _) if item.outcome.is_some() => {
                "the meeting has decided on this report, and the words of its resolution are missing; enter them first"
                    .to_owned()
            }
            _ => "the meeting has no resolution and no outcome yet for this report; enter them first".to_owned(),
        };
        return Err(Error::conflict("not-decided", detail));
    }
    Ok(record(frozen, &composition, reading.zone(), forms))
}

/// Makes every format once, and the parts that are copied elsewhere.
///
/// # Errors
/// `Internal` when a format cannot be made.
pub fn render((of, change): (Prepared, i64), template: &Template, zone: Tz) -> Result<Rendered> {
    let edition = of.edition;
    let document = signed(&of.document, &of.standing, Some(&of.snapshot), zone);
    let mut files = Vec::with_capacity(FORMATS.len() + BLOCKS.len());
    for format in FORMATS {
        let bytes = (format.write)(&document, template)?;
        files.push((frozen_file(&document, edition, None, format), bytes));
    }
    let text = format("text").ok_or_else(|| Error::internal("there is no plain text"))?;
    for block in BLOCKS {
        files.push((frozen_file(&document, edition, Some(block), text), part(&document, block)));
    }
    Ok(Rendered { of, change, files })
}

/// What is said of a file before it is kept; size and hash are those of its bytes then.
fn frozen_file(
    document: &Document,
    edition: Edition,
    block: Option<&str>,
    format: &documents::formats::Format,
) -> FrozenFile {
    FrozenFile {
        format: kept_as(format, block),
        media_type: format.media_type.to_owned(),
        file_name: file_name(document, edition, block, format),
        size: 0,
        sha256: String::new(),
    }
}

/// Keeps what was rendered, if it still is what is to be published, and supersedes the report that this one corrects.
///
/// # Errors
/// A conflict when the report changed its state meanwhile; `Stale` when something that it tells changed.
pub fn keep(
    writing: &mut Writing<'_>,
    stored: &Stored,
    rendered: Rendered,
    forms: &[SectionForm],
    step: &mut ReportStep,
) -> Result<()> {
    let Rendered { of, change, files } = rendered;
    let same = writing.reading.as_of(None, None)?.change == change;
    if !same && prepare(&mut writing.reading, stored, of.edition, forms)?.0 != of {
        return Err(Error::Stale);
    }
    for (file, bytes) in files {
        let sha256 = writing.keep_file(&bytes)?;
        let size = u64::try_from(bytes.len()).map_err(Error::internal)?;
        step.files.push(FrozenFile { size, sha256, ..file });
    }
    (step.edition, step.snapshot) = (Some(of.edition), Some(of.snapshot));
    if of.edition == Edition::Record { Ok(()) } else { correction::supersede(writing, stored.id, &stored_as(stored)?) }
}
