//! The council: meetings with their committees, and when reports were given to them.

use uuid::Uuid;

use domain::access::View;
use domain::council::{Committee, Meeting};
use domain::error::Result;
use domain::payload::Shape;
use domain::report::Report;
use domain::time::{AsOf, Day};
use store::{Reading, Stored};

use crate::records::representation::stored_as;
use crate::records::rules::Rules;

/// The meeting of a report with its committees, the lead one first; without what was withdrawn from the view since.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
pub fn meeting(
    reading: &mut Reading<'_>,
    report: &Report,
    as_of: &AsOf,
    view: &View,
) -> Result<Option<(Meeting, Vec<Committee>)>> {
    report.meeting.map_or(Ok(None), |id| meeting_of(reading, id, as_of, view))
}

/// A meeting with its committees, as [`meeting`] has them.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
pub fn meeting_of(
    reading: &mut Reading<'_>,
    id: Uuid,
    as_of: &AsOf,
    view: &View,
) -> Result<Option<(Meeting, Vec<Committee>)>> {
    let Some(mut stored) = reading.find(Shape::Meeting, None, id, as_of, &View::EVERYTHING)? else { return Ok(None) };
    <Meeting as Rules>::withdraw(reading, id, view, &mut stored.value)?;
    let meeting: Meeting = stored_as(&stored)?;
    let mut committees = Vec::new();
    for id in &meeting.committees {
        if let Some(committee) = named(reading, Shape::Committee, *id, as_of)? {
            committees.push(stored_as(&committee)?);
        }
    }
    Ok(Some((meeting, committees)))
}

/// Something by whose name another thing is called: as it was on D, else as it was on the day of K.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
pub fn named(reading: &mut Reading<'_>, shape: Shape, id: Uuid, as_of: &AsOf) -> Result<Option<Stored>> {
    match reading.find(shape, None, id, as_of, &View::EVERYTHING)? {
        Some(stored) => Ok(Some(stored)),
        None => {
            let day = as_of.known.day_in(reading.zone());
            reading.find(shape, None, id, &AsOf { day, ..*as_of }, &View::EVERYTHING)
        }
    }
}

/// The meeting in which a report was given, with its committees; a correction without one belongs to that of the report
/// which it corrects.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
pub fn given_in(reading: &mut Reading<'_>, report: &Report, as_of: &AsOf) -> Result<Option<(Meeting, Vec<Committee>)>> {
    if report.meeting.is_some() {
        return meeting(reading, report, as_of, &View::EVERYTHING);
    }
    let Some(corrected) = report.corrects else { return Ok(None) };
    match reading.find(Shape::Report, None, corrected, as_of, &View::EVERYTHING)? {
        Some(corrected) => given_in(reading, &stored_as(&corrected)?, as_of),
        None => Ok(None),
    }
}

/// The day on which a report was given: of its meeting, without one its Stichtag.
///
/// # Errors
/// `Unavailable` when the database does not answer; `Internal` when a type refuses what is stored.
pub fn given_on(reading: &mut Reading<'_>, report: &Report, as_of: &AsOf) -> Result<Day> {
    Ok(given_in(reading, report, as_of)?.map_or(report.as_of, |(meeting, _)| meeting.date))
}
