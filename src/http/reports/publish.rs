//! Publication: every format is made once from what was frozen, and kept byte for byte.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use uuid::Uuid;

use crate::domain::access::View;
use crate::domain::document::Document;
use crate::domain::error::{Error, Result};
use crate::domain::payload::{Payload, Shape};
use crate::domain::report::{Edition, Report, ReportState};
use crate::domain::report_step::{FrozenFile, ReportStep, StepKind};
use crate::http::resource::{Place, Resource, Scope, When, stored_as};
use crate::reports::Composition;
use crate::reports::compose::record;
use crate::reports::formats::{FORMATS, format};
use crate::reports::sign_off::{Standing, signed};
use crate::reports::template::{SectionForm, Template};
use crate::store::{New, Reading, Stored, Window, Writing};

use super::document::{BLOCKS, file_name, kept_as, part, sign_off};
use super::load::{Around, around, attached};
use super::snapshot::{frozen, steps};
use super::steps::{check_edition, move_to, next_number};

/// What is to be rendered.
pub struct Prepared {
    document: Document,
    standing: Standing,
    edition: Edition,
    snapshot: String,
}

/// What was rendered, and from what: it is kept only if that still holds.
pub struct Rendered {
    edition: Edition,
    snapshot: String,
    files: Vec<(FrozenFile, Vec<u8>)>,
}

/// Reads what an edition of a report is made from.
///
/// # Errors
/// `NotFound`; a conflict when that edition cannot be published now.
pub fn prepare(
    reading: &mut Reading<'_>,
    place: &Place,
    edition: Edition,
    forms: &[SectionForm],
    view: &View,
) -> Result<Prepared> {
    let scope = Scope::find(reading, ReportStep::COLLECTION, place, When::Now, view)?;
    let stored = scope.found.ok_or(Error::NotFound)?;
    let report: Report = stored_as(&stored)?;
    check_edition(reading, stored.id, report.state, edition)?;
    let standing = sign_off(&steps(reading, stored.id)?)?;
    let (sha256, snapshot) = frozen(reading, stored.id)?;
    let document = match edition {
        Edition::Invitation => snapshot.document,
        Edition::Record => record_of(reading, &stored, &snapshot.document, forms)?,
    };
    Ok(Prepared { document, standing, edition, snapshot: sha256 })
}

/// The record: the sections that were frozen, and what the meeting decided, as it is known now.
fn record_of(reading: &mut Reading<'_>, stored: &Stored, frozen: &Document, forms: &[SectionForm]) -> Result<Document> {
    let report: Report = stored_as(stored)?;
    let view = View::of(report.visibility);
    let latest = reading.as_of(None, None)?;
    let latest = reading.noticed(latest, &view)?;
    let around = around(reading, &report, &latest, &view)?;
    let Around { meeting, committees, consultations, period_from, baseline, .. } = around;
    let composition = Composition {
        report,
        meeting,
        committees,
        consultations,
        edition: Edition::Record,
        period_from,
        previous: baseline.map(|b| b.previous),
        projects: Vec::new(),
        drawn: BTreeMap::new(),
        corrections: None,
        passed: Vec::new(),
        steering: BTreeMap::new(),
        attachments: attached(reading, Some(stored.id), &latest)?,
        known_at: latest.known,
    };
    if !composition.decided() {
        let detail = "the meeting has no resolution and no outcome yet for this report; enter them first";
        return Err(Error::conflict("not-decided", detail));
    }
    Ok(record(frozen, &composition, reading.zone(), forms))
}

/// Makes every format once, and the parts that are copied elsewhere.
///
/// # Errors
/// `Internal` when a format cannot be made.
pub fn render(prepared: Prepared, template: &Template, zone: Tz) -> Result<Rendered> {
    let Prepared { document, standing, edition, snapshot } = prepared;
    let document = signed(&document, &standing, Some(&snapshot), zone);
    let mut files = Vec::with_capacity(FORMATS.len() + BLOCKS.len());
    for format in FORMATS {
        let bytes = (format.write)(&document, template)?;
        files.push((frozen_file(&document, edition, None, format), bytes));
    }
    let text = format("text").ok_or_else(|| Error::internal("there is no plain text"))?;
    for block in BLOCKS {
        files.push((frozen_file(&document, edition, Some(block), text), part(&document, block)));
    }
    Ok(Rendered { edition, snapshot, files })
}

/// What is said of a file before it is kept; size and hash are those of its bytes then.
fn frozen_file(
    document: &Document,
    edition: Edition,
    block: Option<&str>,
    format: &crate::reports::formats::Format,
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
/// A conflict when the report went on meanwhile.
pub fn keep(
    writing: &mut Writing<'_>,
    stored: &Stored,
    report: &Report,
    rendered: &Rendered,
    step: &mut ReportStep,
) -> Result<()> {
    check_edition(&mut writing.reading, stored.id, report.state, rendered.edition)?;
    let (sha256, _) = frozen(&mut writing.reading, stored.id)?;
    if sha256 != rendered.snapshot {
        return Err(Error::Stale);
    }
    step.edition = Some(rendered.edition);
    step.snapshot = Some(sha256);
    for (file, bytes) in &rendered.files {
        let sha256 = writing.keep_file(bytes)?;
        let size = u64::try_from(bytes.len()).map_err(Error::internal)?;
        step.files.push(FrozenFile { size, sha256, ..file.clone() });
    }
    if rendered.edition == Edition::Record {
        return Ok(());
    }
    move_to(writing, stored.id, ReportState::Published)?;
    report.corrects.map_or(Ok(()), |corrected| supersede(writing, corrected, stored.id))
}

fn supersede(writing: &mut Writing<'_>, corrected: Uuid, by: Uuid) -> Result<()> {
    let present = writing.reading.present(Shape::Report, None, corrected, &View::EVERYTHING)?;
    let earlier: Report = stored_as(&present.ok_or(Error::NotFound)?)?;
    match earlier.state {
        ReportState::Published => {}
        ReportState::Withdrawn => return Ok(()),
        ReportState::Superseded => {
            return Err(Error::conflict(
                "settled",
                "the report that this one corrects was superseded by another already",
            ));
        }
        _ => return Err(Error::conflict("settled", "the report that this one corrects is not published")),
    }
    move_to(writing, corrected, ReportState::Superseded)?;
    let number = next_number(&mut writing.reading, corrected)?;
    let step = ReportStep { successor: Some(by), ..ReportStep::new(StepKind::Supersede, number) };
    let payload = Payload::of(&step)?;
    writing.create(New { id: None, parent: Some(corrected), payload: &payload, window: Window::default() }).map(drop)
}
