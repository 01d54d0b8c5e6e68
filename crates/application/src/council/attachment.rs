//! Attachments of a report (Anlagen) as a resource: only a draft takes them, and what follows from the file is not typed.

use serde_json::Value;
use uuid::Uuid;

use domain::access::View;
use domain::attachment::Attachment;
use domain::error::{Error, Result, Violation};
use domain::payload::{Payload, Shape, typed};
use domain::slices::Slice;
use store::{Reading, Stored, Window, Writing};

use crate::access::permission::WriteReports;
use crate::council::sign_off_history::{attached, is_withdrawn};
use crate::records::address::{Address, Segment};
use crate::records::representation::stored_as;
use crate::records::resource::Resource;
use crate::records::rules::{NaturalKeys, PendingWrite, Rules};
use crate::records::scope::Scope;
use crate::resources::plain::plain;

use super::transitions::draft_only;

impl Resource for Attachment {
    const SHAPE: Shape = Shape::Attachment;
    const ADDRESS: Address = Address {
        collection: "/v1/reports/{report}/attachments",
        id_segment: Segment::Id,
        singular: "attachment",
        plural: "attachments",
        schema: "Attachment",
        about: "Files that are attached to a report, and frozen with it.",
    };
    const DATED: bool = false;
    const UNIFORM: bool = false;
    type Write = WriteReports;

    plain!(Attachment, read);
}

impl Rules for Attachment {
    fn natural_keys(_: &Value) -> NaturalKeys {
        &[&["number"]]
    }

    /// Title and number may change as long as the report is a draft; what follows from the file may not.
    fn authorize(
        pending: &mut PendingWrite<'_, '_>,
        before: &[Slice<Payload>],
        after: &[Slice<Payload>],
    ) -> Result<()> {
        let Some(report) = pending.parent else { return Err(Error::NotFound) };
        let reading = &mut pending.writing.reading;
        let stored = reading.present(Shape::Report, None, report, &View::EVERYTHING)?.ok_or(Error::NotFound)?;
        draft_only(&stored_as(&stored)?)?;
        let Some(slice) = after.first() else { return Ok(()) };
        let attachment: Attachment = typed(&slice.payload.value)?;
        let mut violations = Vec::new();
        if let Some(before) = before.first() {
            for name in Attachment::MADE {
                if before.payload.value.get(name) != slice.payload.value.get(name) {
                    violations.push(Violation::at(format!("/{name}"), "is made of the file by the service"));
                }
            }
        }
        let latest = reading.as_of(None, None)?;
        let taken = attached(reading, report, &latest)?;
        if taken.iter().any(|(stored, other)| stored.id != pending.id && other.number == attachment.number) {
            violations.push(Violation::at("/number", "is the number of another attachment of this report"));
        }
        if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
    }

    /// Of what was attached to a report that is withdrawn are left its name and its hash.
    fn withdraw(reading: &mut Reading<'_>, id: Uuid, _: &View, value: &mut Value) -> Result<()> {
        if let Some(report) = reading.parent_of(id)?
            && is_withdrawn(reading, report)?
            && let Some(fields) = value.as_object_mut()
            && let Some(name) = fields.get("fileName").cloned()
        {
            fields.insert("title".into(), name);
        }
        Ok(())
    }

    fn retracting(_: &mut Writing<'_>, scope: &Scope, _: &Stored, _: Window) -> Result<()> {
        draft_only(&stored_as(scope.found.as_ref().ok_or(Error::NotFound)?)?)
    }
}
