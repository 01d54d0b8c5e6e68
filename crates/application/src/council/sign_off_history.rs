//! The sign-off history of a report as it was known at a moment: its steps, what was frozen, who signed it off, what was
//! published, and what is left of it.

use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::context::Context;
use crate::records::representation::stored_as;
use domain::access::View;
use domain::attachment::Attachment;
use domain::error::{Error, Result};
use domain::payload::Shape;
use domain::report::{Edition, Report, ReportState};
use domain::report_step::{FrozenFile, Override, ReportStep, StepKind};
use domain::time::{AsOf, Moment};
use reports::sign_off::{Signed, Standing};
use reports::snapshot::Snapshot;
use store::{Query, Reading, Stored};

/// The steps of a report, the first one first, each with when it was recorded.
pub struct SignOffHistory(Vec<(Moment, ReportStep)>);

impl SignOffHistory {
    /// As it was known then.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
    pub fn of(reading: &mut Reading<'_>, report: Uuid, as_of: &AsOf) -> Result<Self> {
        let of_it = Query { parent: Some(report), ..Query::default() };
        let rows = reading.list(Shape::ReportStep, &of_it, as_of, &View::EVERYTHING)?.rows;
        let steps = rows.iter().map(|stored| Ok((stored.recorded_at, stored_as(stored)?)));
        let mut steps: Vec<(Moment, ReportStep)> = steps.collect::<Result<_>>()?;
        steps.sort_by_key(|(_, step)| step.number);
        Ok(Self(steps))
    }

    /// As it is known now.
    ///
    /// # Errors
    /// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
    pub fn now(reading: &mut Reading<'_>, report: Uuid) -> Result<Self> {
        let latest = reading.as_of(None, None)?;
        Self::of(reading, report, &latest)
    }

    /// The steps, the first one first, each with when it was recorded.
    pub fn steps(&self) -> &[(Moment, ReportStep)] {
        &self.0
    }

    /// The number of the step that comes next.
    ///
    /// # Errors
    /// `Internal` beyond four thousand million.
    pub fn next_number(&self) -> Result<u32> {
        u32::try_from(self.0.len() + 1).map_err(Error::internal)
    }

    fn last(&self, kind: StepKind) -> Option<&(Moment, ReportStep)> {
        self.0.iter().rev().find(|(_, step)| step.step == kind)
    }

    /// The SHA-256 of the snapshot that was frozen last; the file itself need not be there any more.
    ///
    /// # Errors
    /// `Internal` when there is none: only drafts have none.
    pub fn snapshot(&self) -> Result<&str> {
        let submitted = self.last(StepKind::Submit).and_then(|(_, step)| step.snapshot.as_deref());
        submitted.ok_or_else(|| Error::internal("a report beyond its draft without a snapshot"))
    }

    /// What was waived when it was submitted last.
    pub fn overrides(&self) -> &[Override] {
        self.last(StepKind::Submit).map(|(_, step)| step.overrides.as_slice()).unwrap_or_default()
    }

    /// As known when the report was frozen last (Datenstand), if it was.
    pub fn frozen_at(&self) -> Option<Moment> {
        self.last(StepKind::Submit)?.1.known_at
    }

    /// The snapshot that was frozen last, with its SHA-256.
    ///
    /// # Errors
    /// `Internal` when there is none; `Gone` when it was erased.
    pub fn frozen(&self, reading: &mut Reading<'_>) -> Result<(String, Snapshot)> {
        let sha256 = self.snapshot()?.to_owned();
        let bytes = reading.file(&sha256)?.ok_or_else(|| erased(&sha256))?;
        Ok((sha256, Snapshot::thaw(&bytes)?))
    }

    /// How far the document of a report in this state is, that is not published.
    ///
    /// # Errors
    /// `Internal` where nobody signed what was approved.
    pub fn standing(&self, state: ReportState) -> Result<Standing> {
        match state {
            ReportState::Draft => Ok(Standing::Draft),
            ReportState::InReview => Ok(Standing::InReview),
            _ => {
                let signed = |kind| {
                    let (at, step) = self.last(kind)?;
                    Some(Signed { function: step.function.clone(), at: *at })
                };
                let both = signed(StepKind::Submit).zip(signed(StepKind::Approve));
                let (submitted, approved) =
                    both.ok_or_else(|| Error::internal("an approved report that nobody approved"))?;
                Ok(Standing::Approved { submitted, approved })
            }
        }
    }

    /// The publication of an edition; of the latest one when none is named.
    pub fn published(&self, edition: Option<Edition>) -> Option<&ReportStep> {
        let mut publications = self.0.iter().rev().map(|(_, step)| step).filter(|s| s.step == StepKind::Publish);
        publications.find(|step| edition.is_none_or(|edition| step.edition.unwrap_or_default() == edition))
    }

    /// The report that corrects this one.
    pub fn successor(&self) -> Option<Uuid> {
        self.0.iter().rev().find_map(|(_, step)| step.successor)
    }
}

/// A report as it is now, if there is one.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
pub fn present(reading: &mut Reading<'_>, report: Uuid) -> Result<Option<Report>> {
    let stored = reading.present(Shape::Report, None, report, &View::EVERYTHING)?;
    stored.as_ref().map(stored_as).transpose()
}

/// Whether a report is withdrawn now.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
pub fn is_withdrawn(reading: &mut Reading<'_>, report: Uuid) -> Result<bool> {
    Ok(present(reading, report)?.is_some_and(|report| report.state == ReportState::Withdrawn))
}

/// What was withdrawn is gone, as known at whatever moment.
///
/// # Errors
/// `Gone` with the hashes that are left: of what was frozen, published and attached.
pub fn not_withdrawn(reading: &mut Reading<'_>, report: Uuid) -> Result<()> {
    if !is_withdrawn(reading, report)? {
        return Ok(());
    }
    let history = SignOffHistory::now(reading, report)?;
    let files: Vec<&FrozenFile> = history.0.iter().flat_map(|(_, step)| &step.files).collect();
    let explanation = history.last(StepKind::Withdraw).and_then(|(_, step)| step.explanation.as_deref());
    let latest = reading.as_of(None, None)?;
    let attached = attached(reading, report, &latest)?;
    let attached: Vec<AttachmentLeft> = attached.into_iter().map(|(_, attachment)| attachment.into()).collect();
    let members = [
        ("explanation".to_owned(), json!(explanation.unwrap_or_default())),
        ("snapshot".to_owned(), json!(history.snapshot()?)),
        ("files".to_owned(), json!(files)),
        ("attachments".to_owned(), json!(attached)),
    ];
    let detail = "this report was withdrawn; what is left of it are its hashes";
    Err(Error::gone("withdrawn", detail, members.into_iter().collect()))
}

/// What is attached to a report (Anlagen), by number.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
pub fn attached(reading: &mut Reading<'_>, report: Uuid, as_of: &AsOf) -> Result<Vec<(Stored, Attachment)>> {
    let of_it = Query { parent: Some(report), ..Query::default() };
    let rows = reading.list(Shape::Attachment, &of_it, as_of, &View::EVERYTHING)?.rows;
    rows.into_iter().map(|stored| stored_as(&stored).map(|attachment| (stored, attachment))).collect()
}

/// What is left of what was attached to a report that was withdrawn: its title may have been why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct AttachmentLeft {
    number: u32,
    file_name: String,
    media_type: String,
    /// In bytes.
    size: u64,
    sha256: String,
}

impl From<Attachment> for AttachmentLeft {
    fn from(attachment: Attachment) -> Self {
        let Attachment { number, file_name, media_type, size, sha256, .. } = attachment;
        Self { number, file_name, media_type, size, sha256 }
    }
}

/// What is left of a file whose content was erased.
pub fn erased(sha256: &str) -> Error {
    let members = [("sha256".to_owned(), json!(sha256))];
    Error::gone("erased", "this file was erased; what is left is its hash", members.into_iter().collect())
}

/// The path of a report.
pub fn path_of(id: Uuid) -> String {
    format!("/v1/reports/{id}")
}

/// The reports that correct this one and that it corrects, as far as the view sees them, or what is `below` them.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
pub fn links(cx: &mut Context<'_, '_>, stored: &Stored, below: &str) -> Result<Vec<String>> {
    let report: Report = stored_as(stored)?;
    let successor = SignOffHistory::of(cx.reading, stored.id, &cx.as_of)?.successor();
    let mut links = Vec::new();
    for (id, relation) in [(successor, "successor-version"), (report.corrects, "predecessor-version")] {
        let Some(id) = id else { continue };
        let seen = cx.reading.find(Shape::Report, None, id, &cx.as_of, &cx.view)?.is_some();
        if seen && !is_withdrawn(cx.reading, id)? {
            links.push(format!("<{}{below}>; rel=\"{relation}\"", path_of(id)));
        }
    }
    Ok(links)
}
