//! Reports side by side: two of them, or one with what it would say if it were composed now for the same day.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use documents::template::SectionForm;
use domain::access::View;
use domain::error::Result;
use reports::comparison::{ProjectComparison, changed, differences};
use reports::drift::{Correction, PassageDifference, passages};
use reports::snapshot::Snapshot;
use store::Reading;

use super::asked::{KnownReport, ReportQuery};
use super::figures::ReportFiguresMeta;
use super::load::load;
use super::snapshot::{snapshot_of, take};
use super::states;

/// As of when each side holds.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ComparedReportsMeta {
    /// The report with which is compared.
    pub then: ReportFiguresMeta,
    /// The other one, or the same as it would be now.
    pub now: ReportFiguresMeta,
}

/// What one report says otherwise than another.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ReportDifferences {
    /// What became different, project by project.
    pub projects: Vec<ProjectComparison>,
    /// Figures of which the first report said something else than was known for its own day when the other one was made
    /// (Korrekturen).
    pub corrections: Vec<Correction>,
}

/// Two reports side by side.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ReportDiff {
    /// What is different.
    pub data: ReportDifferences,
    /// As of when each holds.
    pub meta: ComparedReportsMeta,
}

/// What a report would say otherwise now.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ReportDriftDifferences {
    /// What was entered or corrected since, project by project.
    pub projects: Vec<ProjectComparison>,
    /// The passages that it changes.
    pub passages: Vec<PassageDifference>,
}

/// A report beside what it would be now.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ReportDrift {
    /// What would be different.
    pub data: ReportDriftDifferences,
    /// As of when each holds.
    pub meta: ComparedReportsMeta,
}

/// What the report `other` says otherwise than the report `id`.
///
/// # Errors
/// `NotFound` when the view does not see one of them; `Gone` when one was withdrawn or its snapshot erased.
pub fn diff(
    reading: &mut Reading<'_>,
    (id, other): (Uuid, Uuid),
    view: &View,
    forms: &[SectionForm],
) -> Result<ReportDiff> {
    let (_, then, then_hash) = present(reading, id, view, forms)?;
    let (_, now, now_hash) = present(reading, other, view, forms)?;
    let (seen_then, seen_now) = (states::seen(reading, &then)?, states::seen(reading, &now)?);
    let data = ReportDifferences {
        projects: differences(&then.still_seen(&seen_then), &now.still_seen(&seen_now)),
        corrections: states::corrected_beside(reading, &then, now.known_at, &seen_then)?,
    };
    let meta = ComparedReportsMeta {
        then: ReportFiguresMeta::of(&then, then_hash),
        now: ReportFiguresMeta::of(&now, now_hash),
    };
    Ok(ReportDiff { data, meta })
}

/// What a report would say otherwise if it were composed now for the same day.
///
/// # Errors
/// As for [`diff`].
pub fn drift(reading: &mut Reading<'_>, id: Uuid, view: &View, forms: &[SectionForm]) -> Result<ReportDrift> {
    let (known, then, hash) = present(reading, id, view, forms)?;
    let mut loaded = load(reading, Some(id), known.report()?, None)?;
    // What was waived stands in the report, whatever the check would find now.
    loaded.composition.passed.clone_from(&then.passed);
    let now = take(reading, Some(id), &loaded, forms)?;
    let data = ReportDriftDifferences {
        projects: changed(&then.still_seen(&states::seen(reading, &then)?), &now.projects),
        passages: passages(&then.document, &now.document),
    };
    let meta = ComparedReportsMeta { then: ReportFiguresMeta::of(&then, hash), now: ReportFiguresMeta::of(&now, None) };
    Ok(ReportDrift { data, meta })
}

/// A report as it is known now, with what it says and the hash of what was frozen.
fn present(
    reading: &mut Reading<'_>,
    id: Uuid,
    view: &View,
    forms: &[SectionForm],
) -> Result<(KnownReport, Snapshot, Option<String>)> {
    let known = ReportQuery { id, view: view.clone(), known_at: None }.find(reading)?;
    let (snapshot, sha256) = snapshot_of(reading, &known.stored, &known.as_of, forms)?;
    Ok((known, snapshot, sha256))
}
