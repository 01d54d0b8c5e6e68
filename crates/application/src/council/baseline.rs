//! The report with which another one, the overview or a list is compared: which one it is, and what it said.

use crate::context::Context;
use crate::council::meetings as council;
use crate::projects::facts::{Baseline, EarlierStatement};
use crate::records::representation::stored_as;
use domain::access::View;
use domain::error::{Error, Result};
use domain::payload::Shape;
use domain::report::{Report, ReportState};
use domain::report_step::StepKind;
use domain::time::{AsOf, Day, Moment};
use kinds::Previous;
use store::{Query, Reading, Stored};

use super::sign_off_history::{SignOffHistory, is_withdrawn, present};
use crate::council::transitions::instead;

/// A report of the ledger as one with which is compared.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
pub fn baseline(reading: &mut Reading<'_>, stored: &Stored, as_of: &AsOf) -> Result<Baseline> {
    let report: Report = stored_as(stored)?;
    let meeting = council::given_in(reading, &report, as_of)?;
    let committee = meeting.as_ref().and_then(|(_, committees)| committees.first()).map(|c| c.name.clone());
    let meeting_day = meeting.map(|(meeting, _)| meeting.date);
    let history = SignOffHistory::of(reading, stored.id, as_of)?;
    // What was withdrawn is spoken of no more, whatever was known of it at that moment.
    let given = report.state.given() && !is_withdrawn(reading, stored.id)?;
    let (said, known_at) = match history.frozen_at().filter(|_| given) {
        Some(known_at) => match history.frozen(reading) {
            Ok((_, snapshot)) => (EarlierStatement::Frozen(Box::new(snapshot)), known_at),
            Err(Error::Gone(..)) => (EarlierStatement::Erased, known_at),
            Err(error) => return Err(error),
        },
        None => draft(reading, stored, (report.as_of, meeting_day), as_of)?,
    };
    let day = meeting_day.unwrap_or(report.as_of);
    let previous = Previous { day, as_of: report.as_of, committee, known_at: Some(known_at) };
    Ok(Baseline { id: stored.id, previous, said })
}

/// A draft is compared with as if it had been given: what it said is what was known at the end of the meeting's day, else
/// when it was first written down. Later changes of its title or agenda item change nothing in that.
fn draft(
    reading: &mut Reading<'_>,
    stored: &Stored,
    (stichtag, meeting): (Day, Option<Day>),
    as_of: &AsOf,
) -> Result<(EarlierStatement, Moment)> {
    let first = reading.first_recorded(stored.id)?.unwrap_or(stored.recorded_at);
    let given = meeting.map_or(first, |day| Moment::start_of(day.next(), reading.zone()).max(first));
    let said = reading.as_of(Some(stichtag), Some(given.min(as_of.known)))?;
    Ok((EarlierStatement::Draft(said), said.known))
}

/// The last report that was given (published, and not withdrawn) not later than D: on the day of its meeting, or without
/// one on its Stichtag, which lies before D. Of a report and its correction it is the correction.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
pub fn last(cx: &mut Context<'_, '_>) -> Result<Option<Baseline>> {
    let as_of = cx.as_of;
    let mut last: Option<((Day, bool), Stored)> = None;
    for stored in cx.list(Shape::Report, &Query::default())?.rows {
        let report: Report = stored_as(&stored)?;
        if !report.state.given() {
            continue;
        }
        let day = council::given_on(cx.reading, &report, &as_of)?;
        let rank = (day, report.state == ReportState::Published);
        if day <= as_of.day && report.as_of < as_of.day && last.as_ref().is_none_or(|(latest, _)| *latest <= rank) {
            last = Some((rank, stored));
        }
    }
    last.map(|(_, stored)| baseline(cx.reading, &stored, &as_of)).transpose()
}

/// Whether what a report is compared with was said to anybody, and was not taken back.
///
/// # Errors
/// A conflict when it was not: `step` must wait.
pub fn given(reading: &mut Reading<'_>, report: &Report, step: StepKind) -> Result<()> {
    let Some(previous) = report.previous_report else { return Ok(()) };
    match present(reading, previous)? {
        Some(previous) if !previous.state.given() => {
            let possible: &[StepKind] = if step == StepKind::Publish { &[StepKind::Return] } else { &[] };
            let state = previous.state.name();
            let detail = format!(
                "the report with which this one is compared is {state}: its readers do not have it; `previousReport` can \
                 name another one in a draft, or none"
            );
            Err(instead(possible, detail))
        }
        _ => Ok(()),
    }
}

/// Why a report cannot be compared with an earlier one: that lies before it, and is not seen by fewer.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
pub fn objections(reading: &mut Reading<'_>, earlier: &Stored, report: &Report, as_of: &AsOf) -> Result<Vec<String>> {
    let previous: Report = stored_as(earlier)?;
    let given_on = council::given_on(reading, &previous, as_of)?;
    let mut objections = Vec::new();
    if !View::of(report.visibility).sees(previous.visibility, []) {
        objections.push("is seen by fewer than this report".to_owned());
    }
    if previous.as_of >= report.as_of {
        objections.push(format!("has the Stichtag {}, which is not earlier", previous.as_of));
    } else if given_on > report.as_of {
        objections.push(format!("was given on {given_on}, after the Stichtag of this report"));
    }
    Ok(objections)
}
