//! Loading: everything a report is made from, as of its day and what was known at a moment.

use crate::domain::access::View;
use crate::domain::error::Result;
use crate::domain::payload::Shape;
use crate::domain::report::Report;
use crate::domain::time::{AsOf, Moment};
use crate::http::drawn;
use crate::http::facts::{self, Baseline};
use crate::http::resource::stored_as;
use crate::reports::Composition;
use crate::reports::compose::Corrections;
use crate::store::{Reading, Stored};

use super::comparison::corrected;
use super::snapshot::frozen;

/// What a report is composed from.
pub struct Loaded {
    /// For composing it.
    pub composition: Composition,
    /// D and N.
    pub as_of: AsOf,
    /// The view in which it was loaded: that of the report's own readers.
    pub view: View,
    /// The projects with what their facts were made of.
    pub projects: Vec<facts::Loaded>,
}

/// Loads a report as of its day, as known at a moment, in the view of its own visibility.
///
/// # Errors
/// Those of the ledger.
pub fn load(reading: &mut Reading<'_>, report: Report, known_at: Option<Moment>) -> Result<Loaded> {
    let view = View::of(report.visibility);
    let as_of = reading.as_of(Some(report.as_of), known_at)?;
    let as_of = reading.noticed(as_of, &view)?;
    let meeting = facts::meeting(reading, &report, &as_of, &view)?;
    let previous = match report.previous_report {
        // Who compares with a report has seen it.
        Some(id) => reading.find(Shape::Report, None, id, &as_of, &View::EVERYTHING)?,
        None => None,
    };
    let baseline = previous.as_ref().map(|stored| Baseline::of(reading, stored, &as_of)).transpose()?;
    let projects = facts::load_projects(reading, &as_of, &view, baseline.as_ref())?;
    let drawn = drawn::of_projects(reading, &projects, &report, &as_of, &view)?;
    let corrections = previous.map(|stored| corrections(reading, &stored, &as_of)).transpose()?.flatten();
    let (meeting, committees) = meeting.map_or((None, Vec::new()), |(m, c)| (Some(m), c));
    let composition = Composition {
        report,
        meeting,
        committees,
        previous: baseline.map(|b| b.previous),
        projects: projects.iter().map(|loaded| loaded.facts.clone()).collect(),
        drawn,
        corrections,
        passed: Vec::new(),
        known_at: as_of.known,
    };
    Ok(Loaded { composition, as_of, view, projects })
}

/// What was corrected since in what a report said, as far as it was given: a draft has said nothing yet.
fn corrections(reading: &mut Reading<'_>, stored: &Stored, as_of: &AsOf) -> Result<Option<Corrections>> {
    if !stored_as::<Report>(stored)?.state.given() {
        return Ok(None);
    }
    let (_, said) = frozen(reading, stored.id)?;
    let all = corrected(reading, &said, as_of.known)?;
    Ok(Some(Corrections { as_of: said.as_of, known_at: said.known_at, all }))
}
