//! Snapshots: what a report says with everything behind it, composed now or read as it was frozen.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::domain::access::View;
use crate::domain::document::{Document, FigureRef};
use crate::domain::error::{Error, Result};
use crate::domain::report::{Report, ReportState};
use crate::domain::time::{AsOf, Day, Moment};
use crate::http::figures::{Found, compute, value_json};
use crate::http::resource::{Place, Scope, When, stored_as};
use crate::reports::compose::{compose, figures};
use crate::reports::snapshot::{FigureRecord, Snapshot};
use crate::reports::template::SectionForm;
use crate::store::{Reading, Stored};

use super::life::{Life, path_of};
use super::load::{Loaded, load};
use super::states::state;

/// Where an indicator is found.
const INDICATOR: &str = "/v1/projects/{slug}/indicators/{key}";

/// What a report says, as `stored` was known then: as it was frozen, or composed now while it is a draft. The hash is
/// that of what was frozen.
///
/// # Errors
/// Those of the ledger.
pub fn snapshot_of(
    reading: &mut Reading<'_>,
    stored: &Stored,
    known_at: Option<Moment>,
    forms: &[SectionForm],
) -> Result<(Snapshot, Option<String>)> {
    let report: Report = stored_as(stored)?;
    if report.state != ReportState::Draft {
        let as_of = reading.as_of(None, known_at)?;
        let (sha256, snapshot) = Life::of(reading, stored.id, &as_of)?.frozen(reading)?;
        return Ok((snapshot, Some(sha256)));
    }
    let loaded = load(reading, Some(stored.id), report, known_at)?;
    Ok((take(reading, Some(stored.id), &loaded, forms)?, None))
}

/// As of when a snapshot says what it says, with its hash if it is frozen: the `meta` of what is answered from it.
pub fn meta(snapshot: &Snapshot, sha256: Option<String>) -> Value {
    let mut meta = json!({"validAt": snapshot.as_of, "knownAt": snapshot.known_at});
    if let (Some(fields), Some(sha256)) = (meta.as_object_mut(), sha256) {
        fields.insert("snapshot".into(), json!(sha256));
    }
    meta
}

/// Composes a snapshot of what was loaded.
///
/// # Errors
/// Those of the ledger.
pub fn take(reading: &mut Reading<'_>, id: Option<Uuid>, loaded: &Loaded, forms: &[SectionForm]) -> Result<Snapshot> {
    let zone = reading.zone();
    let mut document = compose(&loaded.composition, zone, forms);
    document.figures = id.map(|id| format!("{}/figures", path_of(id)));
    let records = records(reading, &document, loaded)?;
    let report = &loaded.composition.report;
    Ok(Snapshot {
        format: Snapshot::FORMAT,
        as_of: report.as_of,
        change: loaded.as_of.change,
        known_at: loaded.as_of.known,
        visibility: report.visibility,
        document,
        figures: records,
        projects: loaded.projects.iter().map(state).collect(),
        passed: loaded.composition.passed.clone(),
    })
}

/// Every figure of a document with what stands behind it.
fn records(reading: &mut Reading<'_>, document: &Document, loaded: &Loaded) -> Result<Vec<FigureRecord>> {
    let titles: BTreeMap<&str, &str> =
        loaded.projects.iter().map(|p| (p.facts.project.slug.as_str(), p.facts.project.title.as_str())).collect();
    let mut records = Vec::new();
    for (figure, sections) in figures(document) {
        let FigureRef { id, text, project, indicator, valid_at, compared_with, known_at, .. } = figure;
        let known = match known_at {
            Some(moment) => reading.as_of(Some(valid_at), Some(moment))?,
            None => loaded.as_of,
        };
        // What an earlier report said has behind it what it had there.
        let told = loaded.said.as_ref().filter(|_| known_at.is_some());
        let view = told.map_or_else(|| loaded.view.clone(), |said| View::of(said.visibility));
        let mut asked = |day: Day| value(reading, (&project, &indicator), &AsOf { day, ..known }, &view);
        let kept = told.and_then(|said| said.behind(&project, &indicator, (valid_at, known.known)));
        records.push(FigureRecord {
            value: kept.cloned().map_or_else(|| asked(valid_at), Ok)?,
            compared: compared_with.map(&mut asked).transpose()?,
            id,
            text,
            sections,
            project_title: titles.get(project.as_str()).copied().unwrap_or_default().to_owned(),
            project,
            indicator,
            valid_at,
            known_at: known.known,
        });
    }
    Ok(records)
}

/// The value of an indicator as `GET …/value` answers it.
fn value(reading: &mut Reading<'_>, (project, indicator): (&str, &str), as_of: &AsOf, view: &View) -> Result<Value> {
    let place = Place::within(INDICATOR, Some(project), Some(indicator));
    let scope = match Scope::find(reading, INDICATOR, &place, When::AsOf(as_of), view) {
        // On an earlier day there may have been no such project.
        Err(Error::NotFound) => return Ok(json!({"status": "missing"})),
        scope => scope?,
    };
    let (Some(project), Some(stored)) = (scope.project, &scope.found) else { return Err(Error::NotFound) };
    let found = Found::of(&scope, project, stored)?;
    let computed = compute(reading, &found, as_of, &scope.view)?;
    Ok(value_json(&found, &computed, as_of, &place.path))
}
