//! Loading: everything a report is made from, as of its day and what was known at a moment.

use std::collections::BTreeMap;

use uuid::Uuid;

use application::context::Context;
use application::council::meetings as council;
use application::projects::chart_series;
use application::projects::facts;
use application::projects::facts::{Baseline, EarlierStatement};
use application::projects::health;
use application::records::representation::stored_as;
use domain::access::View;
use domain::attachment::Attachment;
use domain::council::{Committee, Meeting};
use domain::decision::Decision;
use domain::error::Result;
use domain::payload::Shape;
use domain::report::{Edition, Report};
use domain::time::{AsOf, Day, Moment};
use reports::Composition;
use reports::compose::{Consulted, Corrections, Earlier, Steering};
use reports::snapshot::Snapshot;
use store::Reading;

use super::states;
use application::council::baseline;
use application::council::sign_off_history::attached;

/// What a report is composed from.
pub struct Loaded {
    /// For composing it.
    pub composition: Composition,
    /// D and N.
    pub as_of: AsOf,
    /// The projects with what their facts were made of.
    pub projects: Vec<facts::Loaded>,
    /// What the reports said with which it is compared and that it corrects, where that was frozen.
    pub said: Vec<Snapshot>,
}

/// Loads a report as of its day, as known at a moment, in the view of its own visibility; one that the ledger does not
/// have yet has no id.
///
/// # Errors
/// `BadRequest` for a moment in the future; `Unavailable` when the database does not answer; `Internal` when a type refuses
/// what is stored.
pub fn load(reading: &mut Reading<'_>, id: Option<Uuid>, report: Report, known_at: Option<Moment>) -> Result<Loaded> {
    let view = View::of(report.visibility);
    let as_of = reading.as_of(Some(report.as_of), known_at)?;
    let as_of = reading.noticed(as_of, &view)?;
    let mut cx = Context::new(reading, as_of, view);
    let context = report_context(&mut cx, &report)?;
    let ReportContext { meeting, committees, consultations, period_from, baseline, corrected } = context;
    let projects = facts::load_projects(&mut cx, baseline.as_ref())?;
    let chart_series = chart_series::of_projects(&mut cx, &projects, &report)?;
    // A report that is compared with the one that it corrects has its corrections once.
    let other = corrected.as_ref().map(|b| b.id) != baseline.as_ref().map(|b| b.id);
    let (previous, compared) = baseline.map(|b| (b.previous, b.said)).unzip();
    let (corrected, mended) = corrected.map(|b| (b.previous, b.said)).unzip();
    let earlier = [(Earlier::Previous, compared), (Earlier::Corrected, mended.filter(|_| other))];
    let (mut said, mut corrections) = (Vec::new(), Vec::new());
    for (of, told) in earlier {
        let Some(told) = told.and_then(EarlierStatement::frozen) else { continue };
        let all = states::corrected(cx.reading, &told, as_of.known)?;
        corrections.push(Corrections {
            of,
            as_of: told.as_of,
            known_at: told.known_at,
            corrected_at: as_of.known,
            all,
        });
        said.push(told);
    }
    let (rules, _) = health::rules(cx.reading, &as_of)?;
    let (mut steering, mut judged) = (BTreeMap::new(), BTreeMap::new());
    for project in &projects {
        let slug = &project.facts.project.slug;
        steering.insert(slug.clone(), steering_of(cx.reading, project, &as_of)?);
        judged.insert(slug.clone(), health::of_loaded(&rules, project));
    }
    let composition = Composition {
        report,
        meeting,
        committees,
        consultations,
        edition: Edition::Invitation,
        period_from,
        previous,
        corrected,
        projects: projects.iter().map(|loaded| loaded.facts.clone()).collect(),
        chart_series,
        judged,
        corrections,
        passed: Vec::new(),
        steering,
        attachments: attachments(cx.reading, id, &as_of)?,
        known_at: as_of.known,
    };
    Ok(Loaded { composition, as_of, projects, said })
}

/// What surrounds a report: the meetings that deal with it, and the report with which it is compared.
pub struct ReportContext {
    /// The meeting for which it is made.
    pub meeting: Option<Meeting>,
    /// The committees of that meeting, the lead one first.
    pub committees: Vec<Committee>,
    /// The further meetings, with their committees.
    pub consultations: Vec<Consulted>,
    /// The report with which it is compared.
    pub baseline: Option<Baseline>,
    /// The first day of the reporting period.
    pub period_from: Day,
    /// The report that it corrects.
    pub corrected: Option<Baseline>,
}

/// Loads what surrounds a report.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
pub fn report_context(cx: &mut Context<'_, '_>, report: &Report) -> Result<ReportContext> {
    let Context { reading, as_of, view, .. } = cx;
    let meeting = council::meeting(reading, report, as_of, view)?;
    let previous = match report.previous_report {
        // Who compares with a report has seen it.
        Some(id) => reading.find(Shape::Report, None, id, as_of, &View::EVERYTHING)?,
        None => None,
    };
    let baseline = previous.as_ref().map(|stored| baseline::baseline(reading, stored, as_of)).transpose()?;
    let corrected = match report.corrects {
        // Who corrects a report has seen it.
        Some(id) => reading.find(Shape::Report, None, id, as_of, &View::EVERYTHING)?,
        None => None,
    };
    let corrected = corrected.map(|stored| baseline::baseline(reading, &stored, as_of)).transpose()?;
    let period_from = Baseline::period_from(baseline.as_ref(), report.as_of);
    let (meeting, committees) = meeting.map_or((None, Vec::new()), |(m, c)| (Some(m), c));
    let consultations = consultations(reading, report, as_of, view)?;
    Ok(ReportContext { meeting, committees, consultations, period_from, baseline, corrected })
}

/// What a project needs and fears, as far as the readers of the report see it.
fn steering_of(reading: &mut Reading<'_>, project: &facts::Loaded, as_of: &AsOf) -> Result<Steering> {
    let mut decisions: Vec<Decision> = project.decisions.iter().map(|(_, decision)| decision.clone()).collect();
    for decision in &mut decisions {
        if let (None, Some(committee)) = (&decision.decider, decision.committee) {
            let committee = council::named(reading, Shape::Committee, committee, as_of)?;
            decision.decider = committee.map(|c| stored_as::<Committee>(&c)).transpose()?.map(|c| c.name);
        }
    }
    let risks = project.risks.iter().map(|(_, risk)| risk.clone()).collect();
    Ok(Steering { decisions, risks })
}

/// The further meetings that deal with a report, with their committees.
fn consultations(reading: &mut Reading<'_>, report: &Report, as_of: &AsOf, view: &View) -> Result<Vec<Consulted>> {
    let mut all = Vec::with_capacity(report.consultations.len());
    for consultation in &report.consultations {
        if let Some((meeting, committees)) = council::meeting_of(reading, consultation.meeting, as_of, view)? {
            all.push(Consulted { meeting, committees, agenda_item: consultation.agenda_item.clone() });
        }
    }
    Ok(all)
}

/// What is attached to a report (Anlagen), by number.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
pub fn attachments(reading: &mut Reading<'_>, id: Option<Uuid>, as_of: &AsOf) -> Result<Vec<Attachment>> {
    let Some(id) = id else { return Ok(Vec::new()) };
    Ok(attached(reading, id, as_of)?.into_iter().map(|(_, attachment)| attachment).collect())
}
