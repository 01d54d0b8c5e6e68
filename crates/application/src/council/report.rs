//! A report as a resource: what it is compared with and where it stands on the agenda must fit it.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::access::permission::WriteReports;
use crate::context::Context;
use crate::council::meetings as council;
use crate::records::address::{Address, Segment};
use crate::records::representation::stored_as;
use crate::records::resource::{Filter, Resource};
use crate::records::rules::{NaturalKeys, PendingWrite, Rules};
use crate::records::scope::Scope;
use crate::resources::plain::plain;
use domain::access::View;
use domain::error::{Error, Result, Violation};
use domain::payload::{Payload, Shape, typed};
use domain::report::{Report, ReportState};
use domain::slices::Slice;
use store::{Reading, Stored, Window, Writing};

use super::correction;
use crate::council::transitions::draft_only;
use crate::council::{baseline, sign_off_history};

/// How the state of a report moves.
const STEPS: &str = "moves by steps alone: POST …/steps with submit, return, approve, publish or withdraw";

/// In which fields a report says something.
const SAID: [&str; 4] = ["proposal", "climate", "costs", "wordings"];

impl Resource for Report {
    const SHAPE: Shape = Shape::Report;
    const ADDRESS: Address = Address {
        collection: "/v1/reports",
        id_segment: Segment::Id,
        singular: "report",
        plural: "reports",
        schema: "Report",
        about: "Reports to the council.",
    };
    const FILTERS: &'static [Filter] = &[Filter::State("state", || ReportState::STATES.names())];
    const DATED: bool = false;
    const REFERS: bool = true;
    type Write = WriteReports;

    plain!(Report, read);
}

impl Rules for Report {
    fn natural_keys(_: &Value) -> NaturalKeys {
        &[&["asOf", "title"]]
    }

    /// Only a draft changes, and its state by steps alone.
    fn changing(present: &Stored, body: &Value) -> Result<()> {
        draft_only(&stored_as(present)?)?;
        match body.get("state") {
            Some(state) if *state != json!(ReportState::Draft) => Err(Error::invalid("/state", STEPS)),
            _ => Ok(()),
        }
    }

    /// Of what was withdrawn is left what it was, not what it said.
    fn withdraw(reading: &mut Reading<'_>, id: Uuid, _: &View, value: &mut Value) -> Result<()> {
        let said = |fields: &Map<String, Value>| SAID.iter().any(|name| fields.contains_key(*name));
        if let Some(fields) = value.as_object_mut().filter(|fields| said(fields))
            && sign_off_history::is_withdrawn(reading, id)?
        {
            SAID.iter().for_each(|name| drop(fields.shift_remove(*name)));
        }
        Ok(())
    }

    fn links(cx: &mut Context<'_, '_>, stored: &Stored) -> Result<Vec<String>> {
        sign_off_history::links(cx, stored, "")
    }

    fn retracting(_: &mut Writing<'_>, _: &Scope, present: &Stored, _: Window) -> Result<()> {
        draft_only(&stored_as(present)?)
    }

    /// What it is compared with lies before it, where it stands on the agenda is there, and neither is seen by fewer.
    fn authorize(
        pending: &mut PendingWrite<'_, '_>,
        before: &[Slice<Payload>],
        after: &[Slice<Payload>],
    ) -> Result<()> {
        // Rows of a table come this way alone.
        if let Some(slice) = before.first() {
            draft_only(&typed(&slice.payload.value)?)?;
        }
        let Some(slice) = after.first() else { return Ok(()) };
        let report: Report = typed(&slice.payload.value)?;
        if report.state != ReportState::Draft {
            return Err(Error::invalid("/state", STEPS));
        }
        let (reading, view) = (&mut pending.writing.reading, View::of(report.visibility));
        let mut violations = Vec::new();
        let mut refuse = |place: &str, detail: String| violations.push(Violation::at(place, detail));
        let latest = reading.as_of(None, None)?;
        if let Some(id) = report.previous_report
            && let Some(stored) = reading.present(Shape::Report, None, id, &View::EVERYTHING)?
        {
            let all = baseline::objections(reading, &stored, &report, &latest)?;
            all.into_iter().for_each(|detail| refuse("/previousReport", detail));
        }
        if let Some(detail) = correction::objection(reading, pending.id, &report)? {
            refuse("/corrects", detail);
        }
        if let (Some(number), Some((meeting, _))) =
            (&report.agenda_item, council::meeting(reading, &report, &latest, &View::EVERYTHING)?)
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
