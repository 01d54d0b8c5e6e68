//! A report as a resource: what it is compared with and where it stands on the agenda must fit it.

use serde_json::Value;

use crate::domain::access::View;
use crate::domain::error::{Error, Result, Violation};
use crate::domain::payload::{Payload, Shape, typed};
use crate::domain::report::{Report, ReportState};
use crate::domain::schema::components;
use crate::domain::slices::Slice;
use crate::http::caller::WriteReports;
use crate::http::facts;
use crate::http::resource::{Filter, Judged, KnownBy, Resource, Scope, stored_as};
use crate::http::resources::{example_of, plain};

impl Resource for Report {
    const SHAPE: Shape = Shape::Report;
    const COLLECTION: &'static str = "/v1/reports";
    const OWN: &'static str = "id";
    const ONE: &'static str = "report";
    const MANY: &'static str = "reports";
    const SCHEMA: &'static str = "Report";
    const FILTERS: &'static [Filter] = &[Filter::State("state", || ReportState::STATES.names())];
    const DATED: bool = false;
    const REFERS: bool = true;
    type Write = WriteReports;

    plain!(Report, read);

    fn known_by(_: &Value) -> KnownBy {
        &[&["asOf", "title"]]
    }

    /// What it is compared with lies before it, where it stands on the agenda is there, and neither is seen by fewer.
    fn judge(judged: &mut Judged<'_, '_>, before: &[Slice<Payload>], after: &[Slice<Payload>]) -> Result<()> {
        let Some(slice) = after.first() else { return Ok(()) };
        let report: Report = typed(&slice.payload.value)?;
        let was = before.first().and_then(|slice| slice.payload.index.state.as_deref());
        if was.unwrap_or(ReportState::Draft.name()) != report.state.name() {
            return Err(Error::conflict(
                "settled",
                "a report goes on by its steps: POST …/steps; its state is not written",
            ));
        }
        let (reading, view) = (&mut judged.writing.reading, View::of(report.visibility));
        let mut violations = Vec::new();
        let mut refuse = |place: &str, detail: String| violations.push(Violation::at(place, detail));
        let latest = reading.as_of(None, None)?;
        if let Some(id) = report.previous_report
            && let Some(stored) = reading.present(Shape::Report, None, id, &View::EVERYTHING)?
        {
            let previous: Report = stored_as(&stored)?;
            let meeting =
                facts::meeting(reading, &previous, &latest, &View::EVERYTHING)?.map(|(meeting, _)| meeting.date);
            if !view.sees(previous.visibility, []) {
                refuse("/previousReport", "is seen by fewer than this report".to_owned());
            }
            if previous.as_of >= report.as_of {
                refuse("/previousReport", format!("has the Stichtag {}, which is not earlier", previous.as_of));
            } else if let Some(day) = meeting.filter(|day| *day > report.as_of) {
                refuse("/previousReport", format!("was given on {day}, after the Stichtag of this report"));
            }
        }
        if let (Some(number), Some((meeting, _))) =
            (&report.agenda_item, facts::meeting(reading, &report, &latest, &View::EVERYTHING)?)
        {
            match meeting.agenda.iter().find(|item| item.number == *number) {
                None if !meeting.agenda.is_empty() => {
                    refuse("/agendaItem", "does not stand on the agenda of the meeting".to_owned());
                }
                Some(item) if !view.sees(item.visibility, []) => {
                    let seen = item.visibility.name();
                    refuse("/visibility", format!("the agenda item is {seen}: the report must not be seen by more"));
                }
                _ => {}
            }
        }
        if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
    }
}
