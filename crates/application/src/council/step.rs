//! The steps of a report (Verfahrensschritte) as a resource.

use serde_json::Value;
use uuid::Uuid;

use domain::access::View;
use domain::error::Result;
use domain::payload::Shape;
use domain::report_step::ReportStep;
use store::Reading;

use crate::access::permission::SignReports;
use crate::council::sign_off_history::is_withdrawn;
use crate::records::address::{Address, Segment};
use crate::records::resource::Resource;
use crate::records::rules::Rules;
use crate::resources::plain::plain;

impl Resource for ReportStep {
    const SHAPE: Shape = Shape::ReportStep;
    const ADDRESS: Address = Address {
        collection: "/v1/reports/{report}/steps",
        id_segment: Segment::Id,
        singular: "report step",
        plural: "report steps",
        schema: "ReportStep",
        about: "How a report was signed off, published, superseded or withdrawn.",
    };
    const DATED: bool = false;
    const UNIFORM: bool = false;
    const REFERS: bool = true;
    type Write = SignReports;

    plain!(ReportStep, read);
}

impl Rules for ReportStep {
    /// What a report that is withdrawn printed of its check is gone with it.
    fn withdraw(reading: &mut Reading<'_>, id: Uuid, _: &View, value: &mut Value) -> Result<()> {
        if let Some(fields) = value.as_object_mut().filter(|fields| fields.contains_key("overrides"))
            && let Some(report) = reading.parent_of(id)?
            && is_withdrawn(reading, report)?
        {
            fields.shift_remove("overrides");
        }
        Ok(())
    }
}
